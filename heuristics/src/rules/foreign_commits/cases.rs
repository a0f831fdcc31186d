//! Histories for `foreign-commits`.

use crate::testing::AccountInStory as _;
use crate::testing::{At, Case, Expect, GITHUB, Story, Who, account, own};
use countersign_facts::Account;

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const ZOE: Who = Who("Zoe Quill", "zoe@pen.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "an account opens a pull request of a stranger's commits",
        expect: Expect::Fires,
        story: stranger,
    },
    Case {
        name: "the commits carry another account's number",
        expect: Expect::Fires,
        story: other_account,
    },
    Case {
        name: "the commits carry the account's own number",
        expect: Expect::Quiet,
        story: own_number,
    },
    Case {
        name: "a pen name commits from a mailbox of the account",
        expect: Expect::Quiet,
        story: own_mailbox,
    },
    Case {
        name: "one name, and the company's mailbox",
        expect: Expect::Quiet,
        story: company_mailbox,
    },
    Case {
        name: "a handle opens and a name commits",
        expect: Expect::Quiet,
        story: handle,
    },
    Case {
        name: "a pair commits on one machine",
        expect: Expect::Quiet,
        story: pair,
    },
    Case {
        name: "somebody revives another's abandoned work and applies it",
        expect: Expect::Quiet,
        story: revived,
    },
    Case {
        name: "a maintainer's branch is opened by somebody else",
        expect: Expect::Quiet,
        story: maintainers_branch,
    },
    Case {
        name: "two people share a branch",
        expect: Expect::Quiet,
        story: shared_branch,
    },
    Case {
        name: "a backport robot opens a pull request",
        expect: Expect::Silent,
        story: robot,
    },
    Case {
        name: "the account is gone",
        expect: Expect::Silent,
        story: gone,
    },
    Case {
        name: "somebody opens what a robot committed",
        expect: Expect::Silent,
        story: robots_commits,
    },
    Case {
        name: "the platform committed what a reviewer suggested",
        expect: Expect::Silent,
        story: suggestion,
    },
];

const NOW: At = At::exact(3, 12, 0, 120);

fn ada() -> Account {
    account(7001, "adaex", At::exact(-900, 10, 0, 120)).named("Ada Example")
}

fn at(day: i64) -> At {
    At::local(day, 10, 0, 120)
}

fn stranger(story: &mut Story) {
    story.old_repository(BEA);
    let first = story.add(own(ZOE, at(1)));
    let second = story.add(own(ZOE, at(2)).on(&[first]));
    story.pull(ada(), &[first, second], &[], NOW);
}

fn other_account(story: &mut Story) {
    let other = Who("nightowl", "7002+nightowl@users.noreply.github.com");
    let commit = story.add(own(other, at(1)));
    let opener = account(7001, "adaex", at(-900));
    story.pull(opener, &[commit], &[], NOW);
}

fn own_number(story: &mut Story) {
    let commit = story.add(own(ADA, at(1)));
    let renamed = account(7001, "lovewick", at(-900)).named("Countess");
    story.pull(renamed, &[commit], &[], NOW);
}

fn own_mailbox(story: &mut Story) {
    let commit = story.add(own(ZOE, at(1)));
    story.pull(ada().mailbox("Zoe@pen.example"), &[commit], &[], NOW);
}

fn company_mailbox(story: &mut Story) {
    let company = Who("Ada Example", "ae@corp.test.example");
    let commit = story.add(own(company, at(1)));
    story.pull(ada(), &[commit], &[], NOW);
}

fn handle(story: &mut Story) {
    let commit = story.add(own(ZOE, at(1)));
    story.pull(account(7003, "nightowl", at(-9)), &[commit], &[], NOW);
}

fn pair(story: &mut Story) {
    let commit = story.add(own(ZOE, at(1)).with(ADA));
    story.pull(ada(), &[commit], &[], NOW);
}

fn revived(story: &mut Story) {
    let commit = story.add(own(ZOE, at(-300)).by(ADA, at(1)));
    story.pull(ada(), &[commit], &[], NOW);
}

fn maintainers_branch(story: &mut Story) {
    story.old_repository(BEA);
    let commit = story.add(own(BEA, at(1)));
    story.pull(ada(), &[commit], &[], NOW);
}

fn shared_branch(story: &mut Story) {
    let first = story.add(own(ZOE, at(1)));
    let second = story.add(own(ADA, at(2)).on(&[first]));
    story.pull(ada(), &[first, second], &[], NOW);
}

fn robot(story: &mut Story) {
    let commit = story.add(own(ZOE, at(1)));
    let robot = account(41, "backport", at(-900)).program();
    story.pull(robot, &[commit], &[], NOW);
}

fn gone(story: &mut Story) {
    let commit = story.add(own(ZOE, at(1)));
    story.pull(None, &[commit], &[], NOW);
}

fn robots_commits(story: &mut Story) {
    let robot = Who(
        "renovate[bot]",
        "29139614+renovate[bot]@users.noreply.github.com",
    );
    let commit = story.add(own(robot, at(1)));
    story.pull(ada(), &[commit], &[], NOW);
}

fn suggestion(story: &mut Story) {
    let commit = story.add(own(ZOE, at(1)).by(GITHUB, at(1)));
    story.pull(ada(), &[commit], &[], NOW);
}
