//! Names in the encodings that commits declare, beside what `git log` makes of them.

use countersign_facts::History;

use crate::fixture::{Fixture, git_in, read_all};

/// The label of an encoding, and a name in it.
const NAMES: [(&str, &[u8]); 24] = [
    ("cp932", b"\x8eR\x93c \x89\xd4\x8eq"),
    ("SJIS", b"\x8eR\x93c \x89\xd4\x8eq"),
    ("eucJP", b"\xbb\xb3\xc5\xc4 \xb2\xd6\xbb\xd2"),
    ("ISO-2022-JP", b"\x1b$B;3ED\x1b(B \x1b$B2V;R\x1b(B"),
    ("cp936", b"\xcd\xf5\xd0\xa1\xc3\xf7"),
    ("gb18030", b"\xcd\xf5\xd0\xa1\xc3\xf7"),
    ("cp949", b"\xb1\xe8\xc3\xb6\xbc\xf6"),
    ("UHC", b"\xb1\xe8\xc3\xb6\xbc\xf6"),
    ("euc-kr", b"\xb1\xe8\xc3\xb6\xbc\xf6"),
    ("cp950", b"\xb3\xaf\xa4j\xa4\xe5"),
    ("Big5", b"\xb3\xaf\xa4j\xa4\xe5"),
    ("cp1250", b"\xa3ukasz Wo\x9fniak"),
    ("cp1251", b"\xc8\xe2\xe0\xed"),
    ("koi8-r", b"\xe9\xd7\xc1\xce"),
    ("CP866", b"\x88\xa2\xa0\xad"),
    ("ISO8859-1", b"J\xf6rg"),
    ("latin1", b"J\xf6rg"),
    ("iso8859-15", b"J\xf6rg"),
    ("cp850", b"J\x94rg M\x81ller"),
    ("CP437", b"J\x94rg M\x81ller"),
    ("cp852", b"\x9dukasz"),
    ("macintosh", b"J\x9arg"),
    ("cp1254", b"\xdeule \xc7elik"),
    ("cp874", b"\xca\xc1\xaa\xd2\xc2"),
];

fn commit(fixture: &Fixture, name: &[u8], label: Option<&str>, parent: Option<&str>) -> String {
    let tree = fixture.git_with(&["mktree"], b"");
    let mut raw = format!("tree {tree}\n").into_bytes();
    if let Some(parent) = parent {
        raw.extend(format!("parent {parent}\n").bytes());
    }
    for line in ["author ", "committer "] {
        raw.extend(line.bytes());
        raw.extend(name);
        raw.extend(b" <who@pages.example> 1600000000 +0100\n");
    }
    if let Some(label) = label {
        raw.extend(format!("encoding {label}\n").bytes());
    }
    raw.extend(b"\nwork\n");
    fixture.raw_commit(&raw)
}

fn names(history: &History) -> Vec<String> {
    let identities = history.identities().iter();
    identities.map(|(_, one)| one.name().into_owned()).collect()
}

#[test]
fn a_name_is_what_git_shows() {
    for (label, name) in NAMES {
        let fixture = Fixture::new();
        let id = commit(&fixture, name, Some(label), None);
        fixture.git(&["update-ref", "refs/heads/main", &id]);
        let log = ["log", "-1", "--encoding=UTF-8", "--format=%an", &id];
        let git = git_in(&fixture.repo(), &log);
        let (_, history) = read_all(&fixture.repo());
        assert_eq!(names(&history), [git], "{label}");
    }
}

#[test]
fn any_commit_that_declares_an_encoding_decodes_the_name() {
    let name = b"\xc8\xe2\xe0\xed";
    for labels in [[Some("windows-1251"), None], [None, Some("windows-1251")]] {
        for packed in [false, true] {
            let fixture = Fixture::new();
            let first = commit(&fixture, name, labels[0], None);
            let last = commit(&fixture, name, labels[1], Some(&first));
            fixture.git(&["update-ref", "refs/heads/main", &last]);
            if packed {
                fixture.git(&["repack", "-adq"]);
            }
            let (_, history) = read_all(&fixture.repo());
            assert_eq!(names(&history), ["Иван"], "{labels:?}, packed: {packed}");
        }
    }
}
