//! Histories for `split-clock`.

use crate::testing::{At, Case, DAY, Expect, Story, Who, own};
use countersign_facts::Subject;

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "the author date is painted and the committer date tells",
        expect: Expect::Fires,
        story: painted,
    },
    Case {
        name: "a traveller changes zones between commits",
        expect: Expect::Quiet,
        story: traveller,
    },
    Case {
        name: "a rebase weeks later on another continent",
        expect: Expect::Quiet,
        story: rebaser,
    },
    Case {
        name: "a container commits in UTC",
        expect: Expect::Quiet,
        story: container,
    },
    Case {
        name: "button merges of 2012 are amended locally",
        expect: Expect::Quiet,
        story: amended_merges,
    },
    Case {
        name: "a maintainer applies patches from another continent",
        expect: Expect::Silent,
        story: maintainer,
    },
    Case {
        name: "four commits are too few",
        expect: Expect::Silent,
        story: few,
    },
];

fn painted(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, -300);
        story.add(own(ADA, at).committed(at.plus(24).on(480)));
    }
}

fn traveller(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, -300));
    story.every(DAY, 20, ADA, At::local(21, 10, 0, 480));
}

fn rebaser(story: &mut Story) {
    for day in 0..20 {
        story.add(own(ADA, At::local(day, 10, 0, -300)).committed(At::local(40, 10, day, 480)));
    }
}

fn container(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, -300);
        story.add(own(ADA, at).committed(at.plus(24).on(0)));
    }
}

/// GitHub's button dated merges by its own clock; amending keeps that as the author's time.
fn amended_merges(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(-4400, 10, 0, 60));
    for day in 0..10 {
        let clicked = At::local(day - 4380, 10, 0, 60);
        let merge = own(ADA, clicked.on(-480)).committed(clicked.plus(41));
        story.add(merge.subject(Subject::PullRequestMerge));
    }
}

fn maintainer(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, -300);
        story.add(own(ADA, at).by(BEA, at.plus(60).on(480)));
    }
}

fn few(story: &mut Story) {
    for day in 0..4 {
        let at = At::local(day, 10, 0, -300);
        story.add(own(ADA, at).committed(at.plus(24).on(480)));
    }
}
