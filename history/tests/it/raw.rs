//! Objects as git stores them, and readings that start from ids.

use countersign_history::{
    ObjectKind, PlatformKeys, RawObject, Selection, Tip, facts_of, held, object_id, raw_objects,
};

use crate::fixture::{Fixture, describe_all, ids, read_all, read_with};

/// A signed-off commit of odd bytes, an annotated tag, and some ordinary commits.
fn fixture(format: &str) -> Fixture {
    let fixture = Fixture::with_init(&[&format!("--object-format={format}")]);
    fixture.commits(3);
    let tree = fixture.git_with(&["mktree"], b"");
    let mut odd = format!("tree {tree}\nauthor J").into_bytes();
    odd.extend(b"\xf6rg <j@x.example> 5 +0000\ncommitter J <j@x.example> 5 -0000\n\nno line end");
    let odd = fixture.raw_commit(&odd);
    fixture.git(&["update-ref", "refs/heads/odd", &odd]);
    fixture.git(&["tag", "-m", "first", "v1", "HEAD~1"]);
    fixture
}

#[test]
fn objects_are_what_git_prints() {
    for format in ["sha1", "sha256"] {
        let fixture = fixture(format);
        for packed in [false, true] {
            if packed {
                fixture.git(&["gc", "--quiet"]);
            }
            let names = [
                ("main", ObjectKind::Commit),
                ("odd", ObjectKind::Commit),
                ("v1", ObjectKind::Tag),
            ];
            let id = |name: &str| object_id(&fixture.git(&["rev-parse", name])).unwrap();
            let wanted: Vec<_> = names.iter().map(|(name, _)| id(name)).collect();
            let objects = raw_objects(&fixture.repo(), &wanted).unwrap();
            for ((name, kind), (id, object)) in names.iter().zip(wanted.iter().zip(objects)) {
                let object = object.unwrap();
                assert_eq!(object.kind, *kind, "{name}");
                let size = fixture.git(&["cat-file", "-s", name]);
                assert_eq!(object.content.len().to_string(), size, "{name}");
                assert!(object.has_id(id), "{name}");
                let other = RawObject {
                    content: [&object.content[..], b" "].concat(),
                    ..object.clone()
                };
                assert!(!other.has_id(id), "{name}");
                let kind = match kind {
                    ObjectKind::Commit => ObjectKind::Tag,
                    ObjectKind::Tag => ObjectKind::Commit,
                };
                assert!(!RawObject { kind, ..object }.has_id(id), "{name}");
            }
        }
    }
}

#[test]
fn missing_objects_are_reported() {
    let fixture = fixture("sha1");
    let id = |name: &str| object_id(&fixture.git(&["rev-parse", name])).unwrap();
    let wanted = [
        object_id(&"1".repeat(40)).unwrap(),
        // Of another format.
        object_id(&"1".repeat(64)).unwrap(),
        id("main^{tree}"),
        id("main"),
    ];
    let there = held(&fixture.repo(), &wanted).unwrap();
    assert_eq!(there, [false, false, true, true]);
    let objects = raw_objects(&fixture.repo(), &wanted).unwrap();
    let there: Vec<_> = objects.iter().map(Option::is_some).collect();
    assert_eq!(there, [false, false, false, true]);
    assert!(held(&fixture.path("absent"), &wanted).is_err());
    assert_eq!(object_id("1"), None);
}

#[test]
fn facts_of_objects_are_those_of_a_reading() {
    let fixture = fixture("sha1");
    let (reading, history) = read_all(&fixture.repo());
    let commits = history.commits().map(|commit| commit.id());
    let all: Vec<_> = commits
        .chain(history.tags().iter().map(|tag| tag.id))
        .collect();
    let objects = raw_objects(&fixture.repo(), &all).unwrap();
    let objects: Vec<_> = objects.into_iter().map(Option::unwrap).collect();
    let again = facts_of(all.into_iter().zip(&objects), &PlatformKeys::default());
    assert_eq!(describe_all(&again), describe_all(&history));
    assert_eq!(again.tags().len() as u64, reading.tags);
    assert_eq!(again.tags()[0].name, history.tags()[0].name);
}

#[test]
fn a_reading_from_its_tips_is_the_same_reading() {
    let fixture = fixture("sha1");
    let (reading, history) = read_all(&fixture.repo());
    let names: Vec<_> = reading.tips.iter().map(|tip| tip.name.as_str()).collect();
    assert_eq!(
        names,
        ["HEAD", "refs/heads/main", "refs/heads/odd", "refs/tags/v1"]
    );
    // Whatever the refs do meanwhile.
    fixture.commits(2);
    fixture.git(&["update-ref", "-d", "refs/heads/odd"]);
    let selection = Selection {
        tips: reading.tips.clone(),
        ..Selection::default()
    };
    let (again, same) = read_with(&fixture.repo(), &selection, 2).unwrap();
    assert_eq!(again, reading);
    assert_eq!(describe_all(&same), describe_all(&history));
    // One that is not there is counted, and the others are read.
    let mut tips = reading.tips;
    tips[0] = Tip {
        name: "refs/heads/gone".to_owned(),
        id: object_id(&"1".repeat(40)).unwrap(),
    };
    let selection = Selection {
        tips,
        ..Selection::default()
    };
    let (again, same) = read_with(&fixture.repo(), &selection, 2).unwrap();
    assert_eq!(again.skipped.unreadable_refs, 1);
    assert_eq!(ids(&same), ids(&history));
}
