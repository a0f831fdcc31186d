//! Histories for `signing-lapse`.

use crate::testing::{At, Case, Expect, GITHUB, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@mail.example");
const ZOE: Who = Who("Zoe Quill", "zoe@mail.example");
const KEY: &str = "A0A0A0A0A0A0A0A0";
const GITHUB_KEY: &str = "B5690EEEBB952194";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a habit of three months ends",
        expect: Expect::Fires,
        story: habit_ends,
    },
    Case {
        name: "a few commits from a machine without the key",
        expect: Expect::Quiet,
        story: other_machine,
    },
    Case {
        name: "a second repository asks for no signatures",
        expect: Expect::Quiet,
        story: second_repository,
    },
    Case {
        name: "a maintainer rebases the work and the signatures are gone",
        expect: Expect::Quiet,
        story: rebased,
    },
    Case {
        name: "work goes on in the browser and in a hosted editor",
        expect: Expect::Quiet,
        story: hosted,
    },
    Case {
        name: "signed and unsigned commits mix from the beginning",
        expect: Expect::Silent,
        story: mixed,
    },
    Case {
        name: "nobody ever signed",
        expect: Expect::Silent,
        story: never,
    },
];

fn sign(story: &mut Story, key: &str, days: std::ops::Range<i64>) {
    for day in days {
        let at = At::local(day, 10, 0, 120);
        story.add(own(ADA, at).pgp(key, at.0));
    }
}

fn leave_unsigned(story: &mut Story, days: std::ops::Range<i64>, repository: usize) {
    for day in days {
        let commit = own(ADA, At::local(day, 14, 0, 120));
        story.add(commit.in_repository(repository));
    }
}

fn habit_ends(story: &mut Story) {
    sign(story, KEY, 0..90);
    leave_unsigned(story, 90..120, 0);
}

fn other_machine(story: &mut Story) {
    sign(story, KEY, 0..90);
    leave_unsigned(story, 90..100, 0);
    sign(story, KEY, 100..120);
    leave_unsigned(story, 120..130, 0);
}

fn second_repository(story: &mut Story) {
    sign(story, KEY, 0..90);
    leave_unsigned(story, 90..120, 1);
}

fn rebased(story: &mut Story) {
    sign(story, KEY, 0..90);
    for day in 90..120 {
        let at = At::local(day, 10, 0, 120);
        story.add(own(ADA, at).by(ZOE, at.plus(3_600)));
    }
}

fn hosted(story: &mut Story) {
    sign(story, KEY, 0..90);
    sign(story, GITHUB_KEY, 90..120);
    for day in 120..150 {
        let at = At::local(day, 10, 0, 120);
        story.add(own(ADA, at).by(GITHUB, at));
    }
}

fn mixed(story: &mut Story) {
    for week in 0..12 {
        sign(story, KEY, week * 7..week * 7 + 4);
        leave_unsigned(story, week * 7 + 4..week * 7 + 7, 0);
    }
    leave_unsigned(story, 90..120, 0);
}

fn never(story: &mut Story) {
    leave_unsigned(story, 0..120, 0);
}
