//! The same commits, read by libgit2 and put through the same parser, give the same facts.

use std::path::Path;

use countersign_facts::{History, ObjectId};
use countersign_history::testing::Parser;

use crate::fixture::{Fixture, describe_all, read_all};

fn read_with_libgit2(path: &Path) -> History {
    let repository = git2::Repository::open(path).unwrap();
    let objects = repository.odb().unwrap();
    let mut walk = repository.revwalk().unwrap();
    walk.push_glob("*").unwrap();
    if repository.head().is_ok() {
        walk.push_head().unwrap();
    }
    let mut parser = Parser::default();
    for id in walk {
        let id = id.unwrap();
        let object = objects.read(id).unwrap();
        let id = ObjectId::from_bytes(id.as_bytes()).unwrap();
        assert!(parser.push(id, object.data()));
    }
    let mut history = History::default();
    let repository = history.add_repository("repo");
    history.absorb(repository, parser.finish());
    history.seal();
    history
}

/// People, offsets, encodings, trailers and signatures of every sort, in several packs.
fn varied(fixture: &Fixture) {
    let tree = fixture.git_with(&["mktree"], b"");
    let mut parent = String::new();
    for number in 0..300 {
        let zone = ["+0530", "-0000", "+1400", "-1130", "+051800", "+5130"][number % 6];
        let extra = match number % 5 {
            0 => "encoding ISO-8859-1\n",
            1 => "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n",
            2 => "gpgsig -----BEGIN SSH SIGNATURE-----\n U1NI\n -----END SSH SIGNATURE-----\n",
            3 => "mergetag object 1\n type commit\n tagger T <t@x> 1 +0000\n",
            _ => "",
        };
        let raw = format!(
            "tree {tree}\n{parent}author N{} <a{}@x> {number} {zone}\n\
             committer C <c@x> {} +0000\n{extra}\nsubject {number}\n\n\
             Co-authored-by: X{} <x@y>\nSigned-off-by: S <s@t>\r\n",
            number % 7,
            number % 11,
            number + 1,
            number % 3
        );
        parent = format!("parent {}\n", fixture.raw_commit(raw.as_bytes()));
        if number % 100 == 50 {
            fixture.git(&["update-ref", "refs/heads/main", parent[7..].trim()]);
            fixture.git(&["repack", "-dq"]);
        }
    }
    fixture.git(&["update-ref", "refs/heads/main", parent[7..].trim()]);
    let merge = fixture.commit_tree("Merge branch 'x'", &["main", "main~7", "main~20"]);
    fixture.git(&["update-ref", "refs/heads/merge", &merge]);
}

#[test]
fn libgit2_reads_the_same() {
    let fixture = Fixture::new();
    varied(&fixture);
    let expected = describe_all(&read_with_libgit2(&fixture.repo()));
    assert_eq!(expected.len(), 301);
    assert_eq!(describe_all(&read_all(&fixture.repo()).1), expected);
    fixture.git(&["repack", "-adfq", "--window=20", "--depth=30"]);
    assert_eq!(describe_all(&read_all(&fixture.repo()).1), expected);
}
