//! Histories for `renamed-account`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, Story, Who, own};

const OLD: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const NEW: Who = Who("Ada Example", "7001+ada-example@users.noreply.github.com");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "an account changes its login",
        expect: Expect::Fires,
        story: renamed,
    },
    Case {
        name: "one login in capitals and in small letters",
        expect: Expect::Quiet,
        story: capitals,
    },
    Case {
        name: "a new account takes a login that became free",
        expect: Expect::Quiet,
        story: taken_over,
    },
    Case {
        name: "a name changes, the login does not",
        expect: Expect::Quiet,
        story: name_change,
    },
    Case {
        name: "two mailboxes and no account id",
        expect: Expect::Silent,
        story: no_account,
    },
];

fn renamed(story: &mut Story) {
    story.every(DAY, 10, OLD, At::local(0, 10, 0, 120));
    for day in 20..30 {
        let at = At::local(day, 10, 0, 120);
        story.add(own(NEW, at).by(GITHUB, at));
    }
}

fn capitals(story: &mut Story) {
    story.every(DAY, 10, OLD, At::local(0, 10, 0, 120));
    let same = Who("Ada Example", "7001+AdaEx@users.noreply.github.com");
    story.every(DAY, 10, same, At::local(20, 10, 0, 120));
}

fn taken_over(story: &mut Story) {
    story.every(DAY, 10, OLD, At::local(0, 10, 0, 120));
    let other = Who("Zoe Quill", "9002+adaex@users.noreply.github.com");
    story.every(DAY, 10, other, At::local(20, 10, 0, 120));
}

fn name_change(story: &mut Story) {
    story.every(DAY, 10, OLD, At::local(0, 10, 0, 120));
    story.every(DAY, 10, Who("Ada Harker", OLD.1), At::local(20, 10, 0, 120));
}

fn no_account(story: &mut Story) {
    let one = Who("Ada Example", "ada@mail.example");
    let two = Who("Ada Example", "ada@corp.test.example");
    story.every(DAY, 10, one, At::local(0, 10, 0, 120));
    story.every(DAY, 10, two, At::local(20, 10, 0, 120));
}
