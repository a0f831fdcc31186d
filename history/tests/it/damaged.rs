//! What is missing or broken is counted, and the rest is read.

use std::fs;
use std::path::Path;

use countersign_history::Skipped;

use crate::fixture::{Fixture, ids, read_all};

/// Overwrites a file that git made read-only.
fn overwrite(path: &Path, bytes: &[u8]) {
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

fn without_examples(skipped: Skipped) -> Skipped {
    assert!(!skipped.examples.is_empty());
    Skipped {
        examples: Vec::new(),
        ..skipped
    }
}

#[test]
fn a_missing_parent() {
    let fixture = Fixture::new();
    fixture.commits(4);
    let lost = fixture.git(&["rev-parse", "HEAD~2"]);
    fs::remove_file(fixture.loose(&lost)).unwrap();
    let (reading, history) = read_all(&fixture.repo());
    assert_eq!((reading.commits, history.len()), (2, 2));
    assert_eq!(reading.skipped.examples[0].0, lost);
    let expected = Skipped {
        missing_parents: 1,
        ..Skipped::default()
    };
    assert_eq!(without_examples(reading.skipped), expected);
}

#[test]
fn loose_objects_with_other_content() {
    let fixture = Fixture::new();
    fixture.commits(3);
    let spoilt = fixture.git(&["rev-parse", "HEAD~1"]);
    let head = fs::read(fixture.loose(&fixture.git(&["rev-parse", "HEAD"]))).unwrap();
    overwrite(&fixture.loose(&spoilt), &head);
    let expected = Skipped {
        hash_mismatch: 1,
        ..Skipped::default()
    };
    assert_eq!(
        without_examples(read_all(&fixture.repo()).0.skipped),
        expected
    );
    overwrite(&fixture.loose(&spoilt), b"no deflated stream");
    let (reading, _) = read_all(&fixture.repo());
    assert_eq!(reading.commits, 1);
    let expected = Skipped {
        unreadable: 1,
        ..Skipped::default()
    };
    assert_eq!(without_examples(reading.skipped), expected);
}

#[test]
fn a_sound_loose_copy_replaces_a_broken_packed_one() {
    let fixture = Fixture::new();
    fixture.commits(5);
    let expected = ids(&read_all(&fixture.repo()).1);
    // Packed without -d, so that the loose objects stay.
    fixture.git(&["repack", "-aq"]);
    let pack = fixture.packs().remove(0);
    let mut bytes = fs::read(&pack).unwrap();
    for byte in &mut bytes[20..] {
        *byte ^= 0x55;
    }
    overwrite(&pack, &bytes);
    let (reading, history) = read_all(&fixture.repo());
    assert_eq!(ids(&history), expected);
    assert!(reading.skipped.is_empty(), "{:?}", reading.skipped);
}

#[test]
fn truncated_and_scrambled_packs() {
    let fixture = Fixture::new();
    fixture.commits(40);
    fixture.git(&["repack", "-adq"]);
    let old = fixture.packs().remove(0);
    fixture.commits(5);
    fixture.git(&["repack", "-dq"]);
    let whole = fs::read(&old).unwrap();
    overwrite(&old, &whole[..whole.len() / 2]);
    let (reading, history) = read_all(&fixture.repo());
    assert!((5..45).contains(&history.len()), "{}", history.len());
    assert_eq!(reading.skipped.unreadable, 1, "{:?}", reading.skipped);
    overwrite(&old, &whole[..20]);
    let (reading, history) = read_all(&fixture.repo());
    assert_eq!(history.len(), 5);
    assert_eq!(reading.skipped.unreadable_packs, 1);
    assert_eq!(reading.skipped.missing_parents, 1);
    // Damage anywhere must neither end nor hang the reading.
    for place in (12..whole.len()).step_by(37) {
        let mut bytes = whole.clone();
        bytes[place] ^= 0xff;
        overwrite(&old, &bytes);
        assert!(read_all(&fixture.repo()).1.len() >= 5);
    }
    let index = old.with_extension("idx");
    let whole_index = fs::read(&index).unwrap();
    overwrite(&old, &whole);
    for place in (0..whole_index.len()).step_by(29) {
        let mut bytes = whole_index.clone();
        bytes[place] ^= 0xff;
        overwrite(&index, &bytes);
        assert!(read_all(&fixture.repo()).1.len() >= 5);
    }
    overwrite(&index, &whole_index[..whole_index.len() - 7]);
    assert_eq!(read_all(&fixture.repo()).0.skipped.unreadable_packs, 1);
}

#[test]
fn malformed_commits() {
    let fixture = Fixture::new();
    let root = fixture.commits(2);
    let tree = fixture.git(&["rev-parse", "HEAD^{tree}"]);
    let bad = fixture.raw_commit(b"this is not a commit\n");
    let child = format!(
        "tree {tree}\nparent {bad}\nparent {root}\nauthor A <a@x> 1 +0000\n\
         committer A <a@x> 1 +0000\n\nm\n"
    );
    let child = fixture.raw_commit(child.as_bytes());
    fixture.git(&["update-ref", "refs/heads/child", &child]);
    for pack in [false, true] {
        if pack {
            fixture.git(&["pack-refs", "--all"]);
            // Git itself refuses to walk over the commit, but packs an object when asked to.
            let names = format!("{bad}\n{child}\n{root}\n");
            let base = fixture.repo().join(".git/objects/pack/pack");
            let arguments = ["pack-objects", "--quiet", base.to_str().unwrap()];
            fixture.git_with(&arguments, names.as_bytes());
            fixture.git(&["prune-packed"]);
        }
        let (reading, _) = read_all(&fixture.repo());
        assert_eq!(reading.commits, 3);
        let expected = Skipped {
            malformed: 1,
            ..Skipped::default()
        };
        assert_eq!(without_examples(reading.skipped), expected);
    }
}

#[test]
fn refs_that_lead_nowhere() {
    let fixture = Fixture::new();
    fixture.commits(2);
    let heads = fixture.repo().join(".git/refs/heads");
    fs::write(heads.join("empty"), "").unwrap();
    fs::write(heads.join("missing"), "1234567890".repeat(4)).unwrap();
    fs::write(heads.join("dangling"), "ref: refs/heads/nothing\n").unwrap();
    fs::write(heads.join("circle"), "ref: refs/heads/circle\n").unwrap();
    fs::write(heads.join("escape"), "ref: ../../../etc/passwd\n").unwrap();
    fs::write(heads.join("held.lock"), "").unwrap();
    let (reading, _) = read_all(&fixture.repo());
    assert_eq!(reading.commits, 2);
    let expected = Skipped {
        unreadable_refs: 4,
        ..Skipped::default()
    };
    assert_eq!(without_examples(reading.skipped), expected);
}

#[test]
fn moments_and_messages_out_of_the_ordinary() {
    let fixture = Fixture::new();
    fixture.commits(1);
    let tree = fixture.git(&["rev-parse", "HEAD^{tree}"]);
    let long = "x".repeat(20 << 20);
    let odd = [
        ("0 +0000", "m"),
        ("-86400 -0000", "m"),
        ("4102444800 +1400", "m"),
        ("99999999999999 +051800", "m"),
        ("1700000000 +5130", "m"),
        ("no number", "m"),
        ("1700000000 -0330", &long),
    ];
    for (number, (moment, message)) in odd.iter().enumerate() {
        let raw = format!(
            "tree {tree}\nauthor A <a@x> {moment}\ncommitter A <a@x> {moment}\n\n{message}\n"
        );
        let id = fixture.raw_commit(raw.as_bytes());
        fixture.git(&["update-ref", &format!("refs/heads/odd{number}"), &id]);
    }
    for pack in [false, true] {
        if pack {
            fixture.git(&["repack", "-adq"]);
        }
        let (reading, history) = crate::fixture::check_like_git(&fixture.repo());
        assert_eq!(reading.commits, 1 + odd.len() as u64);
        let raw_moments: Vec<_> = history
            .commits()
            .map(|commit| commit.authored_raw())
            .collect();
        for expected in [
            (0, &b"+0000"[..]),
            (-86400, b"-0000"),
            (4_102_444_800, b"+1400"),
            (99_999_999_999_999, b"+051800"),
            (1_700_000_000, b"+5130"),
        ] {
            assert!(
                raw_moments.contains(&expected),
                "{expected:?} in {raw_moments:?}"
            );
        }
    }
}
