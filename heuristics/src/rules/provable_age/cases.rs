//! Histories for `provable-age`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, NewCommit, Position, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a clock goes back again and again, and merges of those days prove the work",
        expect: Expect::Fires,
        story: proven,
    },
    Case {
        name: "a clock goes back again and again, and no platform took part",
        expect: Expect::Quiet,
        story: alone,
    },
    Case {
        name: "a clock goes back again and again, above the last signed merge",
        expect: Expect::Quiet,
        story: above,
    },
    Case {
        name: "a clock goes back again and again, below merges that only claim to be a platform's",
        expect: Expect::Quiet,
        story: claimed,
    },
    Case {
        name: "nobody doubts a date",
        expect: Expect::Silent,
        story: undoubted,
    },
];

/// A chain of own commits on top of `base`; the dates of every fourth go back by three weeks if `doubted`.
fn chain(story: &mut Story, base: Option<Position>, doubted: bool) -> Vec<Position> {
    let mut last: Vec<_> = base.into_iter().collect();
    let mut all = Vec::new();
    for day in 0..24 {
        let back = if doubted && day % 4 == 3 { 20 } else { 0 };
        let commit = story.add(own(ADA, At::local(day - back, 10, 0, 60)).on(&last));
        last = vec![commit];
        all.push(commit);
    }
    all
}

/// A squash of somebody's work by the platform on that day.
fn by_platform(day: i64, parents: &[Position]) -> NewCommit {
    let at = At::local(day, 18, 0, 0);
    own(BEA, at).by(GITHUB, at).on(parents)
}

fn proven(story: &mut Story) {
    let chain = chain(story, None, true);
    story.add(by_platform(12, &chain[11..12]).claims_github());
    story.add(by_platform(25, &chain[23..]));
}

fn alone(story: &mut Story) {
    chain(story, None, true);
}

fn above(story: &mut Story) {
    let base = story.add(by_platform(-60, &[]));
    chain(story, Some(base), true);
}

fn claimed(story: &mut Story) {
    let chain = chain(story, None, true);
    story.add(by_platform(12, &chain[11..12]).claims_github());
}

fn undoubted(story: &mut Story) {
    let chain = chain(story, None, false);
    story.add(by_platform(25, &chain[23..]));
    story.every(DAY, 5, BEA, At::local(0, 10, 0, 60));
}
