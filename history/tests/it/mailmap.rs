//! A repository's `.mailmap`, beside what `git check-mailmap` says of the same identities.

use std::fs;

use countersign_facts::History;
use countersign_history::{MailmapReading, Selection, mailmap};

use crate::fixture::{Fixture, read_with};

const MAILMAP: &str = "\
# people\n\
Ada Lovewick <ada@mail.example> <ADA@old.example>\n\
Ada Lovewick <ada@mail.example> countess <shared@studio.example>\n\
<grace@mail.example> <hopper@navy.example>\n\
Zoe Quill <zoe@mail.example>\n\
not a line\n";

const AUTHORS: [&str; 8] = [
    "ada <ada@old.example>",
    "Ada L <ada@mail.example>",
    "Countess <shared@studio.example>",
    "somebody <shared@studio.example>",
    "Grace <hopper@navy.example>",
    "G. H. <grace@mail.example>",
    "zq <zoe@mail.example>",
    "Edsger <edsger@mail.example>",
];

fn repository() -> (Fixture, History) {
    let fixture = Fixture::new();
    for author in AUTHORS {
        let author = format!("--author={author}");
        fixture.git(&[
            "commit",
            "--quiet",
            "--allow-empty",
            "-m",
            "change",
            &author,
        ]);
    }
    let (_, history) = read_with(&fixture.repo(), &Selection::default(), 1).unwrap();
    (fixture, history)
}

/// Identities as the file has them after the mapping; those it does not list left out.
fn stated(reading: &MailmapReading, history: &History) -> Vec<(String, String)> {
    let MailmapReading::Found(mailmap) = reading else {
        panic!("{reading:?}");
    };
    history
        .identities()
        .iter()
        .filter_map(|(index, identity)| {
            let person = mailmap.of(index)?;
            Some((
                identity.text().into_owned(),
                format!("{} <{}>", person.name, person.email),
            ))
        })
        .collect()
}

#[test]
fn it_says_what_git_says() {
    let (fixture, history) = repository();
    fs::write(fixture.repo().join(".mailmap"), MAILMAP).unwrap();
    let reading = mailmap(&fixture.repo(), &history).unwrap();
    let stated = stated(&reading, &history);
    for (identity, person) in &stated {
        assert_eq!(*person, fixture.git(&["check-mailmap", identity]));
    }
    let mut listed: Vec<_> = stated.iter().map(|(identity, _)| &**identity).collect();
    let unlisted = [AUTHORS[3], AUTHORS[7]];
    let mut expected: Vec<_> = AUTHORS
        .into_iter()
        .filter(|one| !unlisted.contains(one))
        .collect();
    listed.sort_unstable();
    expected.sort_unstable();
    assert_eq!(listed, expected);
}

#[test]
fn without_a_work_tree_it_is_read_from_the_newest_commit() {
    let (fixture, _) = repository();
    fs::write(fixture.repo().join(".mailmap"), MAILMAP).unwrap();
    fixture.git(&["add", ".mailmap"]);
    fixture.git(&["commit", "--quiet", "-m", "list people"]);
    let (_, history) = read_with(&fixture.repo(), &Selection::default(), 1).unwrap();
    let worktree = mailmap(&fixture.repo(), &history).unwrap();
    let bare = fixture.path("bare");
    fixture.git(&[
        "clone",
        "--quiet",
        "--bare",
        ".",
        &bare.display().to_string(),
    ]);
    let from_head = mailmap(&bare, &history).unwrap();
    assert_eq!(stated(&from_head, &history), stated(&worktree, &history));
    let partial = fixture.path("partial");
    fixture.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", fixture.repo().display());
    let target = partial.display().to_string();
    fixture.git(&[
        "clone",
        "--quiet",
        "--bare",
        "--filter=tree:0",
        &url,
        &target,
    ]);
    assert_eq!(
        mailmap(&partial, &history).unwrap(),
        MailmapReading::NotFetched
    );
}

#[test]
fn where_there_is_none_that_is_said() {
    let (fixture, history) = repository();
    assert_eq!(
        mailmap(&fixture.repo(), &history).unwrap(),
        MailmapReading::Absent
    );
    let empty = Fixture::new();
    assert_eq!(
        mailmap(&empty.repo(), &History::default()).unwrap(),
        MailmapReading::Absent
    );
}

#[cfg(unix)]
#[test]
fn only_a_regular_file_counts() {
    use std::os::unix::fs::symlink;
    let (fixture, history) = repository();
    let file = fixture.repo().join(".mailmap");
    let outside = fixture.path("outside");
    fs::write(&outside, MAILMAP).unwrap();
    let pipe = fixture.path("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for target in [&*outside, &*pipe, "/dev/zero".as_ref(), "nothing".as_ref()] {
        symlink(target, &file).unwrap();
        let reading = mailmap(&fixture.repo(), &history).unwrap();
        assert_eq!(reading, MailmapReading::Absent, "{}", target.display());
        fs::remove_file(&file).unwrap();
    }
    fs::rename(&pipe, &file).unwrap();
    let reading = mailmap(&fixture.repo(), &history).unwrap();
    assert_eq!(reading, MailmapReading::Absent, "a pipe");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let reading = mailmap(&fixture.repo(), &history).unwrap();
    assert_eq!(reading, MailmapReading::Absent, "a folder");
}

#[test]
fn a_file_without_end_is_refused() {
    let (fixture, history) = repository();
    let file = fs::File::create(fixture.repo().join(".mailmap")).unwrap();
    file.set_len(1 << 40).unwrap();
    let error = mailmap(&fixture.repo(), &history).unwrap_err();
    assert!(error.to_string().contains(".mailmap"), "{error}");
}
