//! Histories for `closed-circle`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, HOUR, Story, Who, own};
use countersign_facts::Subject;

const OLD: Who = Who("Olga Founder", "olga@forge.test.example");
const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const ADA_AT_HOME: Who = Who("Ada Example", "ada@home.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");
const FAY: Who = Who("Fay Third", "fay@post.example");
const GUS: Who = Who("Gus Fourth", "gus@letter.example");
const HAL: Who = Who("Hal Fifth", "hal@parcel.example");
/// Accounts of one hour.
const COHORT: [Who; 3] = [
    Who("Iva Sixth", "122007001+ivasix@users.noreply.github.com"),
    Who("Jon Seventh", "122007401+jons@users.noreply.github.com"),
    Who("Kai Eighth", "122007901+keighth@users.noreply.github.com"),
];
const MAINTAINERS: [Who; 4] = [
    OLD,
    Who("Cyd Uno", "cyd@a.example"),
    Who("Dov Due", "dov@b.example"),
    Who("Eve Tre", "eve@c.example"),
];

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "two newcomers merge each other's changes past four maintainers",
        expect: Expect::Fires,
        story: circle,
    },
    Case {
        name: "three newcomers merge each other's changes past four maintainers",
        expect: Expect::Fires,
        story: circle_of_three,
    },
    Case {
        name: "three newcomers with accounts of one hour merge each other's changes past four maintainers",
        expect: Expect::Fires,
        story: circle_of_one_session,
    },
    Case {
        name: "three newcomers whom the maintainers merge too",
        expect: Expect::Quiet,
        story: half_of_three,
    },
    Case {
        name: "as many newcomers as maintainers",
        expect: Expect::Quiet,
        story: new_team,
    },
    Case {
        name: "two newcomers whom the maintainers merge too",
        expect: Expect::Quiet,
        story: half,
    },
    Case {
        name: "one newcomer merges another's changes, the maintainers merge back",
        expect: Expect::Quiet,
        story: one_way,
    },
    Case {
        name: "two people begin a project and others join",
        expect: Expect::Quiet,
        story: founders,
    },
    Case {
        name: "a project of two",
        expect: Expect::Quiet,
        story: project_of_two,
    },
    Case {
        name: "a newcomer and the maintainer of three years",
        expect: Expect::Quiet,
        story: mentor,
    },
    Case {
        name: "somebody merges from home what was written at work",
        expect: Expect::Quiet,
        story: two_addresses,
    },
    Case {
        name: "two colleagues rebase each other's patches on a branch",
        expect: Expect::Silent,
        story: rebased,
    },
    Case {
        name: "four changes are too few",
        expect: Expect::Silent,
        story: few,
    },
];

/// `who`'s change on `day`, merged on the web by `by` an hour later.
fn merge(story: &mut Story, by: Who, who: Who, day: i64) {
    let at = At::local(day, 10, 0, 120);
    let base = story.add(own(by, at.plus(-DAY)));
    let work = story.add(own(who, at).on(&[base]));
    let at = at.plus(HOUR);
    let merge = own(by, at)
        .by(GITHUB, at)
        .on(&[base, work])
        .subject(Subject::PullRequestMerge);
    story.add(merge);
}

/// Four maintainers merge each other's work for two hundred days.
fn maintainers(story: &mut Story, first: i64) {
    for turn in 0..20 {
        let by = MAINTAINERS[turn % 4];
        let of = MAINTAINERS[(turn + 1) % 4];
        merge(story, by, of, first + turn as i64 * 10);
    }
}

fn mutual(story: &mut Story, a: Who, b: Who, first: i64, each: i64) {
    for turn in 0..each {
        merge(story, a, b, first + turn * 10);
        merge(story, b, a, first + turn * 10 + 5);
    }
}

fn established(story: &mut Story) {
    story.old_repository(OLD);
    maintainers(story, 0);
}

fn circle(story: &mut Story) {
    established(story);
    mutual(story, ADA, BEA, 10, 8);
}

/// Everybody merges everybody else's changes in turn.
fn round(story: &mut Story, members: &[Who], turns: usize) {
    for turn in 0..turns {
        for (position, of) in members.iter().enumerate() {
            let next = position + 1 + turn % (members.len() - 1);
            let by = members[next % members.len()];
            merge(story, by, *of, 10 + turn as i64 * 10 + position as i64);
        }
    }
}

fn circle_of_three(story: &mut Story) {
    established(story);
    round(story, &[ADA, BEA, FAY], 8);
}

fn circle_of_one_session(story: &mut Story) {
    established(story);
    round(story, &COHORT, 8);
}

fn half_of_three(story: &mut Story) {
    circle_of_three(story);
    for turn in 0..4 {
        for newcomer in [ADA, BEA, FAY] {
            merge(story, OLD, newcomer, 15 + turn * 10);
        }
    }
}

fn new_team(story: &mut Story) {
    established(story);
    round(story, &[ADA, BEA, FAY, GUS, HAL], 8);
}

fn half(story: &mut Story) {
    established(story);
    mutual(story, ADA, BEA, 10, 6);
    for turn in 0..4 {
        merge(story, OLD, ADA, 12 + turn * 10);
        merge(story, OLD, BEA, 13 + turn * 10);
    }
}

fn one_way(story: &mut Story) {
    established(story);
    for turn in 0..8 {
        merge(story, ADA, BEA, 10 + turn * 10);
        merge(story, OLD, ADA, 15 + turn * 10);
    }
}

fn founders(story: &mut Story) {
    mutual(story, ADA, BEA, 0, 8);
    maintainers(story, 20);
}

fn project_of_two(story: &mut Story) {
    story.old_repository(OLD);
    mutual(story, ADA, BEA, 10, 8);
}

fn mentor(story: &mut Story) {
    established(story);
    mutual(story, OLD, BEA, 10, 12);
}

fn two_addresses(story: &mut Story) {
    established(story);
    mutual(story, ADA, ADA_AT_HOME, 10, 8);
}

fn rebased(story: &mut Story) {
    story.old_repository(OLD);
    for day in 0..16 {
        let (who, by) = if day % 2 == 0 { (ADA, BEA) } else { (BEA, ADA) };
        let at = At::local(day, 10, 0, 120);
        story.add(own(who, at).by(by, at.plus(HOUR)));
    }
}

fn few(story: &mut Story) {
    story.old_repository(OLD);
    mutual(story, ADA, BEA, 10, 4);
}
