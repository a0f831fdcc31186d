//! A made-up repository, measured.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use countersign_heuristics::{Fired, Rate};

use super::*;
use crate::counts::Levels;

const COMMITS: i64 = 12;

/// A bare repository of two people with twelve commits each, at a path that ends in `owner/name`: Ada's clock
/// is at +05:30, Bo's author and committer clock are twelve hours apart; and one commit by Cy in UTC.
fn repository(folder: &Path) -> PathBuf {
    let path = folder.join("owner/name");
    git(folder, &["init", "--quiet", "--bare", "owner/name"], "");
    let mut stream = String::new();
    let mut commit = |who: &str, at: i64, zones: [&str; 2]| {
        let _ = write!(
            stream,
            "commit refs/heads/main\nauthor {who} {at} {}\ncommitter {who} {at} {}\ndata 1\nx\n",
            zones[0], zones[1]
        );
    };
    for number in 0..COMMITS {
        let at = 1_700_000_000 + number * 200_000 + number * number * 977;
        commit("Ada Example <ada@mail.example>", at, ["+0530", "+0530"]);
        commit(
            "Bo Example <bo@home.example>",
            at + 4_321,
            ["+0900", "-0300"],
        );
    }
    commit(
        "Cy Example <cy@work.example>",
        1_710_000_000,
        ["+0000", "+0000"],
    );
    git(&path, &["fast-import", "--quiet"], &stream);
    git(&path, &["symbolic-ref", "HEAD", "refs/heads/main"], "");
    path
}

fn git(folder: &Path, arguments: &[&str], input: &str) {
    let mut child = Command::new("git")
        .current_dir(folder)
        .args(arguments)
        .stdin(Stdio::piped())
        .spawn()
        .expect("git runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(input.as_bytes()).expect("git reads");
    drop(stdin);
    assert!(child.wait().expect("git ends").success(), "{arguments:?}");
}

fn record(measurement: &Measurement, id: &str) -> Record {
    let mut catalogue = catalogue().iter().enumerate();
    let (number, heuristic) = catalogue.find(|(_, one)| one.id == id).expect(id);
    measurement
        .record(number, heuristic, "made up")
        .expect("a record")
}

#[test]
fn people_are_counted_by_answer_band_and_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let measurement = measure(&[repository(folder.path())], catalogue()).expect("measured");
    let [repository] = &measurement.repositories[..] else {
        panic!("one repository");
    };
    assert_eq!(
        (&*repository.name, repository.commits, repository.people),
        ("owner/name", 25, 3)
    );
    assert_eq!(repository.head.len(), 12);
    let record = record(&measurement, "split-clock");
    assert_eq!(record.testable, 2, "Cy has too few commits");
    assert_eq!(
        record.fired,
        Fired {
            strong: 1,
            ..Fired::default()
        }
    );
    let rate = |fired| Rate { testable: 1, fired };
    let bands: Vec<_> = record
        .bands
        .iter()
        .map(|(name, rate)| (&**name, *rate))
        .collect();
    assert_eq!(bands, [("+5..+6:30", rate(0)), ("+9..+9:30", rate(1))]);
    let all = Rate {
        testable: 2,
        fired: 1,
    };
    assert_eq!(record.sizes, BTreeMap::from([("10-29".to_owned(), all)]));
}

#[test]
fn levels_rest_on_the_new_records() {
    let folder = tempfile::tempdir().expect("a folder");
    let measurement = measure(&[repository(folder.path())], catalogue()).expect("measured");
    let level = |fired, testable| {
        let fresh = Record {
            testable,
            fired: Fired {
                strong: fired,
                ..Fired::default()
            },
            ..Record::default()
        };
        measurement
            .apart
            .joint(&BTreeMap::from([("split-clock", fresh)]))
    };
    let (joint, scans) = level(1, 2);
    assert_eq!(
        joint.all,
        Levels {
            people: 2,
            note: 1,
            ..Levels::default()
        },
        "half of all show it"
    );
    assert_eq!(
        joint.bands["+9..+9:30"],
        Levels {
            people: 1,
            note: 1,
            ..Levels::default()
        }
    );
    assert_eq!(
        joint.sizes["1-9"],
        Levels {
            people: 1,
            ..Levels::default()
        }
    );
    assert_eq!(scans[0].note, 1);
    let (joint, _) = level(0, 10_000);
    assert_eq!(
        joint.all,
        Levels {
            people: 2,
            review: 1,
            ..Levels::default()
        },
        "hardly anybody does"
    );
    assert_eq!(
        measurement.apart.families(),
        BTreeMap::from([("clock".to_owned(), 1)])
    );
}

#[test]
fn a_record_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let measurement = measure(&[repository(folder.path())], catalogue()).expect("measured");
    let record = record(&measurement, "split-clock");
    let text = write::record(&record);
    let read: Record = toml::from_str(&text).expect(&text);
    assert_eq!(format!("{read:?}"), format!("{record:?}"));
}
