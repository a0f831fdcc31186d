//! Histories for `older-than-account`.

use crate::testing::AccountInStory as _;
use crate::testing::{At, Case, DAY, Expect, Story, Who, account, own};
use countersign_facts::Account;

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const MAIL: Who = Who("Ada Example", "ada@mail.example");
/// A number given out in 2023.
const LATE: Who = Who("Ada Example", "122007001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "two years of commits under the account's own number precede it",
        expect: Expect::Fires,
        story: own_number,
    },
    Case {
        name: "work from another forge comes along under the same mailbox",
        expect: Expect::Fires,
        story: other_forge,
    },
    Case {
        name: "years of commits carry a number given out after them",
        expect: Expect::Fires,
        story: late_number,
    },
    Case {
        name: "a history from before 2017 is rewritten to hide a mailbox",
        expect: Expect::Fires,
        story: rewritten,
    },
    Case {
        name: "an account of some months ago, as its number says",
        expect: Expect::Quiet,
        story: young_number,
    },
    Case {
        name: "old work under a mailbox, new work under the number",
        expect: Expect::Quiet,
        story: two_mailboxes,
    },
    Case {
        name: "old patches are applied under the number of somebody who joined later",
        expect: Expect::Silent,
        story: applied_by_number,
    },
    Case {
        name: "the account is older than the work",
        expect: Expect::Quiet,
        story: ordinary,
    },
    Case {
        name: "a project of three weeks is published with a new account",
        expect: Expect::Quiet,
        story: new_account,
    },
    Case {
        name: "two commits from a machine whose clock was wrong",
        expect: Expect::Quiet,
        story: wrong_clock,
    },
    Case {
        name: "a machine without a battery commits in 1970",
        expect: Expect::Quiet,
        story: stopped_clock,
    },
    Case {
        name: "a maintainer applied patches years before their author joined",
        expect: Expect::Quiet,
        story: applied,
    },
    Case {
        name: "a mailbox that nothing links to the account",
        expect: Expect::Silent,
        story: unlinked,
    },
    Case {
        name: "two commits are too few",
        expect: Expect::Silent,
        story: few,
    },
    Case {
        name: "a robot's account",
        expect: Expect::Silent,
        story: robot,
    },
];

const NOW: At = At::exact(3, 12, 0, 120);

fn at(day: i64) -> At {
    At::local(day, 10, 0, 120)
}

/// Ada's account, created on this day.
fn ada(created: i64) -> Account {
    account(7001, "adaex", at(created)).named("Ada Example")
}

fn open(story: &mut Story, who: Who, opener: Account) {
    let commit = story.add(own(who, at(1)));
    story.pull(opener, &[commit], &[], NOW);
}

fn late_number(story: &mut Story) {
    story.every(9 * DAY, 80, LATE, at(-1600));
}

fn rewritten(story: &mut Story) {
    story.every(9 * DAY, 400, ADA, at(-3300));
}

fn young_number(story: &mut Story) {
    story.every(9 * DAY, 80, LATE, at(-480));
}

fn two_mailboxes(story: &mut Story) {
    story.every(9 * DAY, 80, MAIL, at(-1600));
    story.add(own(MAIL, at(-300)).ssh("SHA256:one"));
    story.add(own(LATE, at(-299)).ssh("SHA256:one"));
    story.every(9 * DAY, 20, LATE, at(-290));
}

fn applied_by_number(story: &mut Story) {
    for day in 0..9 {
        story.add(own(LATE, at(day - 1600)).by(BEA, at(day - 10)));
    }
}

fn own_number(story: &mut Story) {
    story.every(9 * DAY, 80, ADA, at(-800));
    open(story, ADA, ada(-70));
}

fn other_forge(story: &mut Story) {
    story.every(9 * DAY, 40, MAIL, at(-800));
    open(story, MAIL, ada(-70).mailbox("ada@mail.example"));
}

fn ordinary(story: &mut Story) {
    story.every(9 * DAY, 80, ADA, at(-800));
    open(story, ADA, ada(-801));
}

fn new_account(story: &mut Story) {
    story.every(DAY, 20, ADA, at(-22));
    open(story, ADA, ada(-1));
}

fn wrong_clock(story: &mut Story) {
    story.every(9 * DAY, 20, ADA, at(-200));
    story.every(DAY, 2, ADA, at(-900));
    open(story, ADA, ada(-201));
}

fn stopped_clock(story: &mut Story) {
    story.every(9 * DAY, 20, ADA, at(-200));
    story.every(DAY, 5, ADA, At(40 * DAY, 120));
    open(story, ADA, ada(-201));
}

fn applied(story: &mut Story) {
    for day in 0..9 {
        story.add(own(ADA, at(day - 800)).by(BEA, at(day - 790)));
    }
    story.every(9 * DAY, 5, ADA, at(-60));
    open(story, ADA, ada(-70));
}

fn unlinked(story: &mut Story) {
    story.every(9 * DAY, 80, MAIL, at(-800));
    open(story, MAIL, ada(-70));
}

fn few(story: &mut Story) {
    story.add(own(ADA, at(-800)));
    open(story, ADA, ada(-70));
}

fn robot(story: &mut Story) {
    story.every(9 * DAY, 80, ADA, at(-800));
    open(story, ADA, ada(-70).program());
}
