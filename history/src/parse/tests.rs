//! Hand-written objects with every oddity real histories have shown.

use super::*;

const TREE: &str = "0123456789abcdef0123456789abcdef01234567";
const ADA: &str = "Ada Quill <ada@example.com> 1700000000 +0530";
const BEN: &str = "Ben Ash <ben@example.test> 1700000100 -0800";
const SSH: &str = include_str!("../../tests/data/signatures/ssh-ed25519.sig");
const SSH_ID: &str = "SHA256:Xux30OFaqyzSrVdrPMTXsm4Oinr/6EuT7Jg+ckHLb34";
const PGP: &str = include_str!("../../tests/data/signatures/openpgp.asc");

fn sha1(byte: u8) -> ObjectId {
    ObjectId::from_bytes(&[byte; 20]).unwrap()
}

fn sha256(byte: u8) -> ObjectId {
    ObjectId::from_bytes(&[byte; 32]).unwrap()
}

fn read(raw: &[u8]) -> CommitRecord<'_> {
    commit(sha1(1), raw).unwrap()
}

/// An ordinary commit with more headers, and a message.
fn with(headers: &str, message: &str) -> Vec<u8> {
    format!("tree {TREE}\nauthor {ADA}\ncommitter {BEN}\n{headers}\n{message}").into_bytes()
}

fn folded(text: &str) -> String {
    text.trim_end().replace('\n', "\n ")
}

fn key_of(signature: Option<SignatureRecord<'_>>) -> Option<String> {
    Some(signature?.key?.id.into_string())
}

#[test]
fn an_ordinary_commit_is_read() {
    let raw = format!(
        "tree {TREE}\nparent {}\nparent {}\nauthor {ADA}\ncommitter {BEN}\n\nMerge branch 'x'\n",
        sha1(2),
        sha1(3)
    );
    let record = read(raw.as_bytes());
    assert_eq!(record.id, sha1(1));
    assert_eq!(record.tree.unwrap().to_string(), TREE);
    assert_eq!(record.parents, [sha1(2), sha1(3)]);
    assert_eq!(record.author.identity, b"Ada Quill <ada@example.com>");
    assert_eq!(record.author.seconds, Some(1_700_000_000));
    assert_eq!(record.author.offset, b"+0530");
    assert_eq!(record.committer.identity, b"Ben Ash <ben@example.test>");
    assert_eq!(record.committer.seconds, Some(1_700_000_100));
    assert_eq!(record.subject, Subject::BranchMerge);
    assert!(record.signature.is_none() && record.trailers.is_empty());
    assert!(record.encoding.is_none() && !record.cherry_picked);
}

#[test]
fn ids_are_as_long_as_the_commits_own() {
    let tree = "ab".repeat(32);
    let long = format!(
        "tree {tree}\nparent {}\nauthor {ADA}\ncommitter {BEN}\n\n",
        sha256(2)
    );
    let record = commit(sha256(1), long.as_bytes()).unwrap();
    assert_eq!(record.parents, [sha256(2)]);
    assert!(commit(sha1(1), long.as_bytes()).is_err());
}

#[test]
fn actor_lines_are_split_as_git_splits_them() {
    let split = |line: &'static str| {
        let actor = actor(line.as_bytes());
        let text = |bytes| std::str::from_utf8(bytes).unwrap();
        (text(actor.identity), actor.seconds, text(actor.offset))
    };
    let ordinary = [
        ("A <a@example.com> 5 +051800", Some(5), "+051800"),
        ("A <a@example.com> 5  -0000", Some(5), "-0000"),
        ("A <a@example.com>5 +0100\r", Some(5), "+0100"),
        ("A <a@example.com> -86400 +0000", Some(-86_400), "+0000"),
        ("A <a@example.com> 5", Some(5), ""),
        ("A <a@example.com> 5 EST", Some(5), "EST"),
        ("A <a@example.com> 9223372036854775808 +0000", None, "+0000"),
        ("A <a@example.com> Thu +0000", None, "+0000"),
        ("A <a@example.com> +0100", None, "+0100"),
        ("A <a@example.com> -0100", None, "-0100"),
        ("A <a@example.com> +5 +0100", None, "+0100"),
        ("A <a@example.com>", None, ""),
        ("A <a@example.com> ", None, ""),
    ];
    for (line, seconds, offset) in ordinary {
        assert_eq!(
            split(line),
            ("A <a@example.com>", seconds, offset),
            "{line}"
        );
    }
    assert_eq!(split("<> 0 +0000"), ("<>", Some(0), "+0000"));
    let nested = "A <b <c@example.com>> 5 +0000";
    assert_eq!(split(nested).0, "A <b <c@example.com>>");
    for line in [
        "",
        "A 5 +0000",
        "A <a 5 +0000",
        "A a> 5 +0000",
        "A >< 5 +0000",
    ] {
        assert_eq!(split(line), ("", None, ""), "{line}");
    }
}

#[test]
fn identities_keep_bytes_that_are_no_text() {
    let raw = [b"tree ", TREE.as_bytes(), b"\nauthor J\xfcrg \x1b[D <j@example.com> 5 +0000\ncommitter J <j@example.com> 5 +0000\nencoding ISO-8859-1\n\n"].concat();
    let record = read(&raw);
    assert_eq!(record.author.identity, b"J\xfcrg \x1b[D <j@example.com>");
    let western = countersign_facts::TextEncoding::Web(encoding_rs::WINDOWS_1252);
    assert_eq!(record.encoding, Some(western));
    assert!(read(&with("encoding en_US\n", "")).encoding.is_none());
}

#[test]
fn a_commit_is_kept_while_anything_of_it_is_left() {
    let half = format!("tree {TREE}\ncommitter {BEN}\n\nsubject");
    let record = read(half.as_bytes());
    assert_eq!(record.author.identity, b"");
    assert_eq!(record.author.seconds, None);
    assert_eq!(record.committer.seconds, Some(1_700_000_100));

    let no_message = format!("tree {TREE}\nauthor {ADA}\ncommitter {BEN}");
    assert_eq!(read(no_message.as_bytes()).committer.offset, b"-0800");

    let late_parent = format!("tree {TREE}\nauthor {ADA}\nparent {TREE}\ncommitter {BEN}\n\n");
    assert!(read(late_parent.as_bytes()).parents.is_empty());
    let twice = format!("tree {TREE}\nauthor {ADA}\nauthor {BEN}\ncommitter {BEN}\n\n");
    assert_eq!(read(twice.as_bytes()).author.offset, b"+0530");
}

#[test]
fn what_git_cannot_use_is_malformed() {
    let message = |raw: String| commit(sha1(1), raw.as_bytes()).unwrap_err().to_string();
    let no_tree = "no readable tree line at the start";
    assert_eq!(message(String::new()), no_tree);
    assert_eq!(message(format!("author {ADA}\n\n")), no_tree);
    assert_eq!(message(format!("tree 12\nauthor {ADA}\n\n")), no_tree);
    assert_eq!(message(format!("tree {}x\n\n", &TREE[1..])), no_tree);
    assert_eq!(message(format!("parent {TREE}\ntree {TREE}\n\n")), no_tree);
    assert_eq!(
        message(format!("tree {TREE}\nparent 12\nauthor {ADA}\n\n")),
        "unreadable parent line"
    );
    assert_eq!(
        message(format!("tree {TREE}\n\nauthor {ADA}\n")),
        "neither an author nor a committer line"
    );
}

#[test]
fn headers_of_other_programs_are_skipped() {
    let headers = format!(
        "mergetag object {TREE}\n type commit\n tag v1\n tagger Eve <eve@example.invalid> 1 +0000\n \n author Eve <eve@example.invalid> 1 +0000\n gpgsig x\n {}\nchange-id kxyz\nHG:extra rebase:1\nvanity\n",
        folded(PGP)
    );
    let raw = with(&headers, "subject\n");
    let record = read(&raw);
    assert_eq!(record.author.identity, b"Ada Quill <ada@example.com>");
    assert!(record.signature.is_none());
    let headers = format!("{headers}gpgsig {}\n", folded(SSH));
    assert_eq!(
        key_of(read(&with(&headers, "")).signature).as_deref(),
        Some(SSH_ID)
    );
}

#[test]
fn signatures_are_found_however_they_are_folded() {
    let variants = [
        format!("gpgsig {}\n", folded(SSH)),
        format!("gpgsig \n {}\n", folded(SSH)),
        format!("gpgsig\n {}\n", folded(SSH)),
        format!("gpgsig token 7: started 09:30\n {}\n \n", folded(SSH)),
        format!(
            "{}\n",
            SSH.trim_end()
                .lines()
                .map(|line| format!("gpgsig {line}"))
                .collect::<Vec<_>>()
                .join("\n")
        ),
    ];
    for headers in variants {
        let raw = with(&headers, "subject\n");
        let record = read(&raw);
        assert_eq!(
            key_of(record.signature).as_deref(),
            Some(SSH_ID),
            "{headers}"
        );
        assert_eq!(record.committer.offset, b"-0800");
    }
    for headers in [
        "gpgsig \n",
        "gpgsig\n",
        "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n",
    ] {
        let raw = with(headers, "subject\n");
        let signature = read(&raw).signature.unwrap();
        assert!(signature.key.is_none(), "{headers}");
    }
    assert!(
        read(&with("", SSH)).signature.is_none(),
        "only a tag is signed in its message"
    );
}

#[test]
fn of_two_hash_kinds_the_objects_own_signature_counts() {
    let signed = |id: ObjectId, headers: &str| {
        let tree = "0".repeat(2 * id.as_bytes().len());
        let raw = format!("tree {tree}\nauthor {ADA}\ncommitter {BEN}\n{headers}\n");
        key_of(commit(id, raw.as_bytes()).unwrap().signature).unwrap()
    };
    let both = format!("gpgsig {}\ngpgsig-sha256 {}\n", folded(SSH), folded(PGP));
    assert_eq!(signed(sha1(1), &both), SSH_ID);
    assert_ne!(signed(sha256(1), &both), SSH_ID);
    let only = format!("gpgsig {}\n", folded(SSH));
    assert_eq!(signed(sha256(1), &only), SSH_ID);
}

fn trailers_of(message: &str) -> Vec<(TrailerKind, String)> {
    trailers(message.as_bytes(), &KINDS)
        .map(|(kind, value)| (kind, String::from_utf8(value.to_vec()).unwrap()))
        .collect()
}

#[test]
fn trailers_that_name_people_are_read() {
    use TrailerKind::{CoAuthoredBy, SignedOffBy};
    let message = "Squash\n\n* one\n\n  Co-authored-by: Cy <cy@example.com>\r\n\n* two\n\n\
                   SIGNED-OFF-BY:Ben Ash <ben@example.test> # at home\n\
                   Reviewed-by: Dee <dee@example.com>\n\
                   Co-authored-by: nobody\n\
                   Co-authored-by: > backwards <\n\
                   > Signed-off-by: Eve <eve@example.invalid>\n\
                   co-Authored-By:   Fay <fay@example.com>";
    let expected = [
        (CoAuthoredBy, "Cy <cy@example.com>".to_owned()),
        (SignedOffBy, "Ben Ash <ben@example.test>".to_owned()),
        (CoAuthoredBy, "Fay <fay@example.com>".to_owned()),
    ];
    assert_eq!(trailers_of(message), expected);
    assert_eq!(trailers_of("Signed-off-by: Cy <cy@example.com>"), []);
    assert_eq!(trailers_of(""), []);
    assert_eq!(trailers_of(":\n:\n-by:"), []);
}

#[test]
fn reviewers_are_those_that_the_message_names() {
    let message = "Fix\n\nReviewed-by: Dee <dee@example.com>\nSigned-off-by: Cy <cy@example.com>\n\
                   APPROVED-BY: Ben Ash <ben@example.test>\nAcked-by: nobody\n\
                   Tested-by: Eve <eve@example.invalid>\nacked-by: <fay@example.com>\n";
    // A header is no trailer, whatever it is called.
    let raw = with("x Reviewed-by: Gus <gus@example.com>\n", message);
    let named: Vec<_> = reviewers(&raw).map(bstr::BStr::new).collect();
    assert_eq!(
        named,
        [
            "Dee <dee@example.com>",
            "Ben Ash <ben@example.test>",
            "<fay@example.com>"
        ]
    );
}

#[test]
fn only_the_end_of_a_long_message_is_searched() {
    let trailer = "Signed-off-by: Cy <cy@example.com>\n";
    let note = "(cherry picked from commit 0123)\n";
    let filler = "filler line\n".repeat(200_000);
    let early = with("", &format!("subject\n\n{note}{trailer}{filler}"));
    let record = read(&early);
    assert!(record.trailers.is_empty() && !record.cherry_picked);
    let late = with("", &format!("subject\n\n{filler}{note}{trailer}"));
    let record = read(&late);
    assert!(record.trailers.len() == 1 && record.cherry_picked);

    // The window may cut a quoted trailer where it looks like one.
    let filler = "x".repeat(TRAILER_WINDOW - trailer.len());
    assert_eq!(trailers_of(&format!("subject\n\n> {trailer}{filler}")), []);
}

#[test]
fn tags_are_read() {
    let raw = format!("object {TREE}\ntype commit\ntag v1.0\ntagger {ADA}\n\nRelease\n");
    let record = tag(sha1(1), raw.as_bytes()).unwrap();
    assert_eq!(record.name, b"v1.0");
    assert_eq!(record.target.to_string(), TREE);
    assert_eq!(record.tagger.unwrap().offset, b"+0530");
    assert!(record.signature.is_none());

    let old = format!("object {TREE}\ntype commit\ntag v0.1\n");
    assert!(tag(sha1(1), old.as_bytes()).unwrap().tagger.is_none());

    let message = |raw: String| tag(sha1(1), raw.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        message(String::new()),
        "no readable object line at the start"
    );
    assert_eq!(
        message(format!("object {TREE}\ntype commit\n\n")),
        "no tag line"
    );
}

#[test]
fn tag_signatures_stand_below_the_message_or_in_a_header() {
    let signed = |headers: &str, message: &str| {
        let raw = format!("object {TREE}\ntype commit\ntag v1\ntagger {ADA}\n{headers}\n{message}");
        key_of(tag(sha1(1), raw.as_bytes()).unwrap().signature)
    };
    let below = format!("Release\n\n{SSH}");
    assert_eq!(signed("", &below).as_deref(), Some(SSH_ID));
    let other = format!("gpgsig-sha256 {}\n", folded(PGP));
    assert_eq!(signed(&other, &below).as_deref(), Some(SSH_ID));
    let header = format!("gpgsig {}\n", folded(SSH));
    assert_eq!(signed(&header, "Release\n").as_deref(), Some(SSH_ID));
    assert_eq!(signed("", "Release\n"), None);
}

#[test]
fn broken_objects_never_panic() {
    let headers = format!(
        "mergetag object {TREE}\n gpgsig x\ngpgsig {}\n",
        folded(PGP)
    );
    let message = "Merge pull request #1\n\nCo-authored-by: Cy <cy@example.com>\n";
    let commit_body = with(&headers, message);
    let tag_body = format!("object {TREE}\ntype commit\ntag v1\ntagger {ADA}\n\n{message}\n{SSH}")
        .into_bytes();
    for body in [commit_body, tag_body] {
        for at in 0..body.len() {
            let _ = commit(sha1(1), &body[..at]);
            let _ = tag(sha256(1), &body[..at]);
            for byte in *b"\n <>:-+\0\xff" {
                let mut broken = body.clone();
                broken[at] = byte;
                let _ = commit(sha1(1), &broken);
                let _ = tag(sha1(1), &broken);
            }
        }
    }
}

#[test]
fn tools_that_a_commit_names_leave_traces() {
    let traces = |headers: &str, message: &str| read(&with(headers, message)).traces;
    let id = "0123456789abcdef0123456789abcdef01234567";
    assert_eq!(traces("", "m\n"), Traces::empty());
    assert_eq!(
        traces(
            "",
            &format!("m\n\nChange-Id: I{id}\nSigned-off-by: A <a@x>\n")
        ),
        Traces::GERRIT_CHANGE
    );
    for message in [
        format!("m\n\nChange-Id: I{}\n", &id[..39]),
        format!("m\n\nsee Change-Id: I{id}\n"),
    ] {
        assert_eq!(traces("", &message), Traces::empty(), "{message}");
    }
    for header in [
        "gitbutler-headers-version 2\ngitbutler-change-id 01234567-0000-4000-8000-000000000000\n",
        "change-id kkmpptxzrspxrzommnulwmwkkqwworpl\n",
    ] {
        assert_eq!(traces(header, "m\n"), Traces::STACK_CLIENT, "{header}");
    }
}
