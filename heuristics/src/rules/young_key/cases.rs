//! Histories for `young-key`.

use crate::testing::AccountInStory as _;
use crate::testing::{At, Case, DAY, Expect, HOUR, Story, Who, account, own};
use countersign_facts::Account;

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");
const KEY: &str = "A0A0A0A0A0A0A0A0";
const GITHUB_KEY: &str = "B5690EEEBB952194";
const SSH: &str = "SHA256:c3BhcmUga2V5IG9mIHRoZSBleGFtcGxlIGhlcmUuLi4";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "the key was made after the committer dates of what it signs",
        expect: Expect::Fires,
        story: made_after,
    },
    Case {
        name: "the key was added to the account weeks after the work",
        expect: Expect::Fires,
        story: added_after,
    },
    Case {
        name: "an old account adds a key days before its first pull request here",
        expect: Expect::Fires,
        story: for_the_first,
    },
    Case {
        name: "the key is older than the work",
        expect: Expect::Quiet,
        story: ordinary,
    },
    Case {
        name: "a new account is set up with a key and opens its first pull request",
        expect: Expect::Quiet,
        story: set_up_together,
    },
    Case {
        name: "a contributor of a year gets a new machine with a new key",
        expect: Expect::Quiet,
        story: new_machine,
    },
    Case {
        name: "somebody pushes, reads \"unverified\" and adds the key",
        expect: Expect::Quiet,
        story: unverified,
    },
    Case {
        name: "the machine's clock is some hours slow",
        expect: Expect::Quiet,
        story: slow_clock,
    },
    Case {
        name: "an old patch is committed and signed today",
        expect: Expect::Quiet,
        story: old_patch,
    },
    Case {
        name: "a new key is removed and added again",
        expect: Expect::Quiet,
        story: added_again,
    },
    Case {
        name: "nothing is signed",
        expect: Expect::Silent,
        story: unsigned,
    },
    Case {
        name: "the key is on no list",
        expect: Expect::Silent,
        story: unlisted,
    },
    Case {
        name: "the platform signs in a hosted editor",
        expect: Expect::Silent,
        story: hosted,
    },
];

const NOW: At = At::exact(3, 12, 0, 120);

fn at(day: i64) -> At {
    At::local(day, 10, 0, 120)
}

fn ada() -> Account {
    account(7001, "adaex", at(-900))
}

/// Two commits on these days, signed with the key.
fn open(story: &mut Story, key: &str, days: [i64; 2], opener: Account) {
    let commits = days.map(|day| story.add(own(ADA, at(day)).pgp(key, at(day).0)));
    story.pull(opener, &commits, &[], NOW);
}

fn made_after(story: &mut Story) {
    open(story, KEY, [-30, -20], ada().pgp(KEY, at(-2), at(-2)));
}

fn added_after(story: &mut Story) {
    let commits = [-30, -20].map(|day| story.add(own(ADA, at(day)).ssh(SSH)));
    story.pull(ada().ssh(SSH, at(1)), &commits, &[], NOW);
}

fn for_the_first(story: &mut Story) {
    story.old_repository(BEA);
    open(story, KEY, [1, 2], ada().pgp(KEY, at(0), at(0)));
}

fn ordinary(story: &mut Story) {
    open(story, KEY, [1, 2], ada().pgp(KEY, at(-500), at(-499)));
}

fn set_up_together(story: &mut Story) {
    let opener = account(7001, "adaex", at(0)).pgp(KEY, at(0), at(0));
    open(story, KEY, [1, 2], opener);
}

fn new_machine(story: &mut Story) {
    story.every(9 * DAY, 40, ADA, at(-365));
    open(story, KEY, [1, 2], ada().pgp(KEY, at(0), at(0)));
}

fn unverified(story: &mut Story) {
    story.every(9 * DAY, 40, ADA, at(-365));
    open(story, KEY, [0, 1], ada().pgp(KEY, at(-1), at(2)));
}

fn slow_clock(story: &mut Story) {
    story.every(9 * DAY, 40, ADA, at(-365));
    let made = at(1).plus(8 * HOUR);
    open(story, KEY, [1, 2], ada().pgp(KEY, made, made));
}

fn old_patch(story: &mut Story) {
    story.every(9 * DAY, 40, ADA, at(-365));
    let commit = own(ADA, at(-300)).committed(at(2)).pgp(KEY, at(2).0);
    let commit = story.add(commit);
    story.pull(ada().pgp(KEY, at(1), at(1)), &[commit], &[], NOW);
}

fn added_again(story: &mut Story) {
    let opener = ada().pgp(KEY, at(-500), at(2)).pgp(KEY, at(-500), at(-499));
    open(story, KEY, [-30, -20], opener);
}

fn unsigned(story: &mut Story) {
    let commit = story.add(own(ADA, at(1)));
    story.pull(ada().pgp(KEY, at(2), at(2)), &[commit], &[], NOW);
}

fn unlisted(story: &mut Story) {
    open(story, KEY, [-30, -20], ada().ssh(SSH, at(1)));
}

fn hosted(story: &mut Story) {
    open(
        story,
        GITHUB_KEY,
        [-30, -20],
        ada().pgp(GITHUB_KEY, at(1), at(1)),
    );
}
