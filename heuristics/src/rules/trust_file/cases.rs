//! Histories for `trust-file`.

use crate::testing::AccountInStory as _;
use crate::testing::{At, Case, DAY, Expect, Story, Who, account, own};
use countersign_facts::Account;

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a first commit in an old history changes who may approve",
        expect: Expect::Fires,
        story: first_commit,
    },
    Case {
        name: "a maintainer's commit changes who may approve",
        expect: Expect::Quiet,
        story: later_commit,
    },
    Case {
        name: "a first commit in a young history changes who may approve",
        expect: Expect::Silent,
        story: young_history,
    },
    Case {
        name: "a first pull request changes who may approve",
        expect: Expect::Fires,
        story: first,
    },
    Case {
        name: "somebody with two commits of last year changes the list of signers",
        expect: Expect::Fires,
        story: hardly_known,
    },
    Case {
        name: "a maintainer of two years changes who may approve",
        expect: Expect::Quiet,
        story: maintainer,
    },
    Case {
        name: "a contributor of four months is made a component owner",
        expect: Expect::Quiet,
        story: promoted,
    },
    Case {
        name: "a maintainer whose mailbox nothing links to the account",
        expect: Expect::Quiet,
        story: unlinked_maintainer,
    },
    Case {
        name: "a maintainer's pull request outlives the account",
        expect: Expect::Quiet,
        story: gone,
    },
    Case {
        name: "a maintainer opens what a newcomer wrote",
        expect: Expect::Quiet,
        story: on_behalf,
    },
    Case {
        name: "a newcomer corrects the documentation",
        expect: Expect::Silent,
        story: documentation,
    },
    Case {
        name: "a newcomer changes a test's list of signers",
        expect: Expect::Silent,
        story: fixture,
    },
    Case {
        name: "everybody is new in a new repository",
        expect: Expect::Silent,
        story: new_repository,
    },
    Case {
        name: "a robot sorts the list of owners",
        expect: Expect::Silent,
        story: robot,
    },
];

const NOW: At = At::exact(3, 12, 0, 120);

fn at(day: i64) -> At {
    At::local(day, 10, 0, 120)
}

fn ada() -> Account {
    account(7001, "adaex", at(-900))
}

fn open(story: &mut Story, who: Who, opener: impl Into<Option<Account>>, paths: &[&'static str]) {
    let commit = story.add(own(who, at(1)));
    story.pull(opener, &[commit], paths, NOW);
}

fn first(story: &mut Story) {
    story.old_repository(BEA);
    open(story, ADA, ada(), &["README.md", ".github/CODEOWNERS"]);
}

fn hardly_known(story: &mut Story) {
    story.old_repository(BEA);
    story.every(DAY, 2, ADA, at(-400));
    open(story, ADA, ada(), &["deploy/multisig-signers.json"]);
}

fn maintainer(story: &mut Story) {
    story.old_repository(BEA);
    let bea = account(7009, "beas", at(-900)).mailbox("bea@mail.example");
    open(story, BEA, bea, &[".github/CODEOWNERS", "KEYS"]);
}

fn promoted(story: &mut Story) {
    story.old_repository(BEA);
    story.every(4 * DAY, 30, ADA, at(-120));
    open(story, ADA, ada(), &["net/OWNERS"]);
}

fn unlinked_maintainer(story: &mut Story) {
    story.old_repository(BEA);
    open(story, BEA, account(7009, "nightowl", at(-900)), &["KEYS"]);
}

fn gone(story: &mut Story) {
    story.old_repository(BEA);
    open(story, BEA, None, &["MAINTAINERS.md"]);
}

fn on_behalf(story: &mut Story) {
    story.old_repository(BEA);
    let bea = account(7009, "beas", at(-900)).mailbox("bea@mail.example");
    open(story, ADA, bea, &["OWNERS"]);
}

fn documentation(story: &mut Story) {
    story.old_repository(BEA);
    open(
        story,
        ADA,
        ada(),
        &["README.md", "SECURITY.md", "docs/owners.rs"],
    );
}

fn fixture(story: &mut Story) {
    story.old_repository(BEA);
    open(story, ADA, ada(), &["tests/fixtures/signers.json"]);
}

fn new_repository(story: &mut Story) {
    story.every(DAY, 40, BEA, at(-60));
    open(story, ADA, ada(), &["OWNERS"]);
}

fn robot(story: &mut Story) {
    story.old_repository(BEA);
    open(story, ADA, ada().program(), &["OWNERS"]);
}

fn first_commit(story: &mut Story) {
    story.old_repository(BEA);
    let commit = story.add(own(ADA, at(1)));
    story.adds(commit, ".github/CODEOWNERS", "");
}

fn later_commit(story: &mut Story) {
    story.old_repository(BEA);
    story.every(4 * DAY, 30, ADA, at(-121));
    for who in [ADA, BEA] {
        let commit = story.add(own(who, at(1)));
        story.adds(commit, ".github/CODEOWNERS", "");
    }
}

fn young_history(story: &mut Story) {
    story.every(DAY, 40, BEA, at(-60));
    let commit = story.add(own(ADA, at(1)));
    story.adds(commit, ".github/CODEOWNERS", "");
}
