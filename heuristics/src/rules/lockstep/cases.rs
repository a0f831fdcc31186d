//! Histories for `lockstep`.

use crate::testing::{At, Case, Expect, Story, Who, own};

const OLD: Who = Who("Olga Founder", "olga@forge.test.example");
/// Accounts of January 2023, whose numbers lie within 900.
const COHORT: [Who; 3] = [
    Who("Ada Example", "122007001+adaex@users.noreply.github.com"),
    Who("Bea Sample", "122007401+beas@users.noreply.github.com"),
    Who("Cyd Uno", "122007901+cydu@users.noreply.github.com"),
];
/// Accounts of different months.
const STRANGERS: [Who; 3] = [
    Who("Ada Example", "96007001+adaex@users.noreply.github.com"),
    Who("Bea Sample", "110007401+beas@users.noreply.github.com"),
    Who("Cyd Uno", "122007901+cydu@users.noreply.github.com"),
];
/// Accounts of the days around that Monday in March 2024.
const BEGINNERS: [Who; 3] = [
    Who("Ada Example", "161507001+adaex@users.noreply.github.com"),
    Who("Bea Sample", "161507401+beas@users.noreply.github.com"),
    Who("Cyd Uno", "161507901+cydu@users.noreply.github.com"),
];
const REGULARS: [Who; 24] = [
    Who("R Aa", "aa@a.example"),
    Who("R Ab", "ab@a.example"),
    Who("R Ac", "ac@a.example"),
    Who("R Ad", "ad@a.example"),
    Who("R Ae", "ae@a.example"),
    Who("R Af", "af@a.example"),
    Who("R Ag", "ag@a.example"),
    Who("R Ah", "ah@a.example"),
    Who("R Ai", "ai@a.example"),
    Who("R Aj", "aj@a.example"),
    Who("R Ak", "ak@a.example"),
    Who("R Al", "al@a.example"),
    Who("R Am", "am@a.example"),
    Who("R An", "an@a.example"),
    Who("R Ao", "ao@a.example"),
    Who("R Ap", "ap@a.example"),
    Who("R Aq", "aq@a.example"),
    Who("R Ar", "ar@a.example"),
    Who("R As", "as@a.example"),
    Who("R At", "at@a.example"),
    Who("R Au", "au@a.example"),
    Who("R Av", "av@a.example"),
    Who("R Aw", "aw@a.example"),
    Who("R Ax", "ax@a.example"),
];

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "three accounts of one hour come to a project in one week, a year later",
        expect: Expect::Fires,
        story: cohort,
    },
    Case {
        name: "three newcomers of one week with accounts of different years",
        expect: Expect::Quiet,
        story: strangers,
    },
    Case {
        name: "two colleagues made their accounts on their first day",
        expect: Expect::Quiet,
        story: pair,
    },
    Case {
        name: "three accounts of one hour come in different months",
        expect: Expect::Quiet,
        story: spread,
    },
    Case {
        name: "an event brings a crowd",
        expect: Expect::Quiet,
        story: crowd,
    },
    Case {
        name: "three beginners make accounts to fix typing errors",
        expect: Expect::Silent,
        story: beginners,
    },
    Case {
        name: "a class begins a project of its own",
        expect: Expect::Silent,
        story: class,
    },
];

/// A project of two years to which somebody new comes every month.
fn established(story: &mut Story) {
    story.old_repository(OLD);
    for (month, who) in (-24..).zip(REGULARS) {
        story.add(own(who, At::local(month * 30, 15, 0, 60)));
    }
}

fn come(story: &mut Story, who: &[Who], every: i64) {
    for (turn, who) in (0..).zip(who) {
        story.add(own(*who, At::local(turn * every, 10, 0, 120)));
    }
}

fn cohort(story: &mut Story) {
    established(story);
    come(story, &COHORT, 2);
}

fn strangers(story: &mut Story) {
    established(story);
    come(story, &STRANGERS, 2);
}

fn pair(story: &mut Story) {
    established(story);
    come(story, &COHORT[..2], 2);
}

fn spread(story: &mut Story) {
    established(story);
    come(story, &COHORT, 60);
}

fn crowd(story: &mut Story) {
    story.old_repository(OLD);
    for (day, who) in (0..).zip(&REGULARS[..20]) {
        story.add(own(*who, At::local(-700 + day * 30, 15, 0, 60)));
    }
    come(story, &COHORT, 2);
    for (turn, who) in (0..).zip(&REGULARS[20..]) {
        story.add(own(*who, At::local(turn, 12, 0, 60)));
    }
}

fn beginners(story: &mut Story) {
    established(story);
    come(story, &BEGINNERS, 2);
}

fn class(story: &mut Story) {
    come(story, &COHORT, 2);
}
