//! Bounds of commits in small histories.

use super::*;
use crate::{ActorLine, Batch, CommitRecord, Key, KeyKind, ObjectId};
use crate::{PlatformClaim, SignatureRecord, Subject, Traces};

/// A commit of a test: its parents, its committer time, and what it claims about a platform.
struct Made<'a>(&'a [u8], i64, PlatformClaim);

use PlatformClaim::{None as Own, Unsigned, Verified};

fn id(number: u8) -> ObjectId {
    ObjectId::from_bytes(&[number; 20]).expect("twenty bytes are an id")
}

/// A history of these commits, numbered from 1 in this order, added in the order of `order`.
fn history(made: &[Made<'_>], order: impl IntoIterator<Item = u8>) -> History {
    let mut history = History::default();
    let repository = history.add_repository("repository");
    let mut batch = Batch::default();
    for number in order {
        let Made(parents, seconds, platform) = &made[usize::from(number) - 1];
        let line = ActorLine {
            identity: b"Ada <ada@mail.example>",
            seconds: Some(*seconds),
            offset: b"+0000",
        };
        batch.push(&CommitRecord {
            id: id(number),
            tree: None,
            parents: parents.iter().map(|parent| id(*parent)).collect(),
            author: line,
            committer: line,
            encoding: None,
            subject: Subject::Other,
            platform: *platform,
            traces: Traces::empty(),
            cherry_picked: false,
            trailers: Vec::new(),
            signature: None,
        });
    }
    history.absorb(repository, batch);
    history.seal();
    history
}

/// The bounds of each commit, as numbers; 0 for none.
fn bounds(history: &History, commits: u8) -> Vec<(u8, u8)> {
    let brackets = Brackets::new(history);
    let number = |index: Option<CommitIndex>| index.map_or(0, |at| history.id(at).as_bytes()[0]);
    let bounds = (1..=commits).map(|commit| {
        let index = history.find(&id(commit)).expect("every commit is named");
        let (below, above) = (brackets.newest_below(index), brackets.oldest_above(index));
        (number(below), number(above))
    });
    bounds.collect()
}

#[test]
fn work_lies_between_platform_commits() {
    // 1 - 2* - 3 - 5* - 6
    //      \ - 4 /
    let made = [
        Made(&[], 10, Own),
        Made(&[1], 20, Verified),
        Made(&[2], 30, Own),
        Made(&[2], 31, Own),
        Made(&[3, 4], 40, Verified),
        Made(&[5], 50, Own),
    ];
    let expected = [(0, 2), (2, 2), (2, 5), (2, 5), (5, 5), (5, 0)];
    assert_eq!(bounds(&history(&made, 1..=6), 6), expected);
    let backward = history(&made, (1..=6).rev());
    assert_eq!(bounds(&backward, 6), expected, "the order of reading");
}

#[test]
fn the_nearest_in_time_counts_not_the_nearest_in_the_graph() {
    // Two platform commits lie on the way down; the one further away is newer.
    let made = [
        Made(&[], 90, Verified),
        Made(&[1], 20, Verified),
        Made(&[2], 30, Own),
        Made(&[3], 80, Verified),
        Made(&[4], 40, Verified),
    ];
    let expected = [(1, 2), (1, 2), (1, 5), (1, 5), (1, 5)];
    assert_eq!(bounds(&history(&made, 1..=5), 5), expected);
}

#[test]
fn a_claim_without_a_signature_bounds_nothing() {
    let made = [
        Made(&[], 10, Unsigned),
        Made(&[1], 20, Own),
        Made(&[2], 30, PlatformClaim::Unverified),
    ];
    assert_eq!(bounds(&history(&made, 1..=3), 3), [(0, 0); 3]);
}

#[test]
fn a_path_ends_at_a_missing_parent() {
    let made = [
        Made(&[], 10, Verified),
        Made(&[1], 20, Own),
        Made(&[2], 30, Own),
        Made(&[3], 40, Verified),
    ];
    let shallow = history(&made, [1, 3, 4]);
    assert_eq!(bounds(&shallow, 4), [(1, 1), (0, 4), (0, 4), (4, 4)]);
}

#[test]
fn the_signature_says_when_a_platform_made_a_commit() {
    let mut history = History::default();
    let repository = history.add_repository("repository");
    let mut batch = Batch::default();
    let line = ActorLine {
        identity: b"GitHub <noreply@github.com>",
        seconds: Some(10),
        offset: b"+0000",
    };
    batch.push(&CommitRecord {
        id: id(1),
        tree: None,
        parents: Vec::new(),
        author: line,
        committer: line,
        encoding: None,
        subject: Subject::Other,
        platform: Verified,
        traces: Traces::empty(),
        cherry_picked: false,
        trailers: Vec::new(),
        signature: Some(SignatureRecord {
            key: Some(Key {
                kind: KeyKind::OpenPgp,
                id: "0123456789ABCDEF".into(),
            }),
            created: Some(5_000),
            signer: None,
        }),
    });
    history.absorb(repository, batch);
    history.seal();
    let commit = history.commits().next().expect("a commit");
    assert_eq!(commit.platform_time(), Some(5_000));
}
