//! Histories for `anachronism`.

use super::marks::CLAUDE;
use crate::testing::{At, Case, DAY, Expect, Story, Who, own};
use countersign_facts::Traces;

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
/// This number of people under one key shows that the key is a service's or was put on a whole history.
const OTHERS: [Who; 9] = [
    Who("Bruno Hatch", "bruno@mail.example"),
    Who("Carla Stone", "carla@post.example"),
    Who("Denis Marsh", "denis@letters.example"),
    Who("Elsa Brook", "elsa@pen.example"),
    Who("Falk Ridge", "falk@quill.example"),
    Who("Greta Shore", "greta@paper.example"),
    Who("Hugo Field", "hugo@ink.example"),
    Who("Irma Lake", "irma@note.example"),
    Who("Jonas Glen", "jonas@book.example"),
];
const AGENT: Who = Who("Claude", CLAUDE);
const KEY: &str = "SHA256:ada";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "three years of invented work name an assistant of today",
        expect: Expect::Fires,
        story: invented,
    },
    Case {
        name: "commits of 2020 carry SSH signatures",
        expect: Expect::Fires,
        story: signed_too_early,
    },
    Case {
        name: "commits of 2023 carry the header of a client of 2024",
        expect: Expect::Fires,
        story: header,
    },
    Case {
        name: "an assistant helps after it was published",
        expect: Expect::Quiet,
        story: helped,
    },
    Case {
        name: "a new signing key on new commits",
        expect: Expect::Quiet,
        story: signed,
    },
    Case {
        name: "a maintainer signs everybody's old commits again",
        expect: Expect::Quiet,
        story: signed_for_all,
    },
    Case {
        name: "a board without a clock begins in 1970",
        expect: Expect::Quiet,
        story: stopped_clock,
    },
    Case {
        name: "a clock that was wrong on one day",
        expect: Expect::Quiet,
        story: wrong_for_a_day,
    },
    Case {
        name: "an old history is imported without anything new in it",
        expect: Expect::Silent,
        story: imported,
    },
    Case {
        name: "a single old commit with a new signature",
        expect: Expect::Silent,
        story: single,
    },
];

fn at(day: i64) -> At {
    At::local(day, 10 + day.rem_euclid(7), 0, 330)
}

fn invented(story: &mut Story) {
    for turn in 0..60 {
        story.add(own(ADA, at(turn * 3 - 700)).with(AGENT));
    }
}

fn signed_too_early(story: &mut Story) {
    for turn in 0..20 {
        story.add(own(ADA, at(turn * 4 - 1_400)).ssh(KEY));
    }
}

fn header(story: &mut Story) {
    for turn in 0..20 {
        story.add(own(ADA, at(turn * 4 - 300)).traced(Traces::STACK_CLIENT));
    }
}

fn helped(story: &mut Story) {
    for turn in 0..40 {
        story.add(own(ADA, at(turn * 3 + 360)).with(AGENT));
    }
}

fn signed(story: &mut Story) {
    story.every(2 * DAY, 30, ADA, at(-1_400));
    for turn in 0..30 {
        story.add(own(ADA, at(turn * 2)).ssh(KEY));
    }
}

fn signed_for_all(story: &mut Story) {
    for turn in 0..30 {
        story.add(own(ADA, at(turn * 4 - 1_400)).ssh(KEY));
        let other = OTHERS[turn as usize % OTHERS.len()];
        story.add(own(other, at(turn * 4 - 1_399)).ssh(KEY));
        story.add(own(ADA, at(turn)).ssh("SHA256:new"));
    }
}

fn stopped_clock(story: &mut Story) {
    for turn in 0..10 {
        // Days since 1970-01-01 began.
        story.add(own(ADA, at(turn - 19_786)).ssh(KEY));
    }
}

fn wrong_for_a_day(story: &mut Story) {
    for turn in 0..5 {
        let start = At::local(-1_400, 9, 0, 330);
        story.add(own(ADA, start.plus(turn * 3_000)).ssh(KEY));
        story.add(own(ADA, at(turn)).ssh(KEY));
    }
}

fn imported(story: &mut Story) {
    story.every(DAY, 60, ADA, at(-2_000));
}

fn single(story: &mut Story) {
    story.add(own(ADA, at(-1_400)).ssh(KEY));
}
