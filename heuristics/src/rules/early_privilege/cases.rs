//! Histories for `early-privilege`.

use crate::testing::AccountInStory as _;
use crate::testing::{At, Case, DAY, Expect, Story, Who, account, own};
use countersign_facts::Account;

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a first commit in an old history changes the release workflow",
        expect: Expect::Fires,
        story: first_commit,
    },
    Case {
        name: "a maintainer's commit changes the release workflow",
        expect: Expect::Quiet,
        story: later_commit,
    },
    Case {
        name: "a first commit in a young history changes the release workflow",
        expect: Expect::Silent,
        story: young_history,
    },
    Case {
        name: "a first pull request changes the release workflow",
        expect: Expect::Fires,
        story: workflow,
    },
    Case {
        name: "a contributor of two weeks changes the contract that holds withdrawals",
        expect: Expect::Fires,
        story: withdrawals,
    },
    Case {
        name: "a maintainer of two years changes the pipeline",
        expect: Expect::Quiet,
        story: maintainer,
    },
    Case {
        name: "a contributor of two months repairs the pipeline",
        expect: Expect::Quiet,
        story: two_months,
    },
    Case {
        name: "somebody back after a year repairs the pipeline",
        expect: Expect::Quiet,
        story: back,
    },
    Case {
        name: "a maintainer with a new account and the mailbox of old",
        expect: Expect::Quiet,
        story: new_account,
    },
    Case {
        name: "a newcomer changes code and its tests",
        expect: Expect::Silent,
        story: code,
    },
    Case {
        name: "everybody is new in a new repository that gets its pipeline",
        expect: Expect::Silent,
        story: new_repository,
    },
    Case {
        name: "a robot updates the pipeline",
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

fn open(story: &mut Story, who: Who, opener: Account, paths: &[&'static str]) {
    let commit = story.add(own(who, at(1)));
    story.pull(opener, &[commit], paths, NOW);
}

fn workflow(story: &mut Story) {
    story.old_repository(BEA);
    open(story, ADA, ada(), &[".github/workflows/release.yml"]);
}

fn withdrawals(story: &mut Story) {
    story.old_repository(BEA);
    story.every(2 * DAY, 7, ADA, at(-14));
    let paths = [
        "contracts/WithdrawalQueue.sol",
        "contracts/UpgradeableProxy.sol",
        "scripts/deploy-mainnet.sh",
        "Dockerfile",
    ];
    open(story, ADA, ada(), &paths);
}

fn maintainer(story: &mut Story) {
    story.old_repository(BEA);
    let bea = account(7009, "beas", at(-900)).mailbox("bea@mail.example");
    open(story, BEA, bea, &[".github/workflows/release.yml"]);
}

fn two_months(story: &mut Story) {
    story.old_repository(BEA);
    story.every(6 * DAY, 10, ADA, at(-60));
    open(story, ADA, ada(), &[".gitlab-ci.yml"]);
}

fn back(story: &mut Story) {
    story.old_repository(BEA);
    story.add(own(ADA, at(-400)));
    open(story, ADA, ada(), &["Jenkinsfile"]);
}

fn new_account(story: &mut Story) {
    story.old_repository(BEA);
    let fresh = account(7010, "bea-sample", at(0));
    open(story, BEA, fresh, &[".github/workflows/ci.yml"]);
}

fn code(story: &mut Story) {
    story.old_repository(BEA);
    let paths = [
        "src/release.rs",
        "contracts/Token.sol",
        "contracts/test/Proxy.t.sol",
        "tests/Dockerfile",
        "docs/deploy.md",
    ];
    open(story, ADA, ada(), &paths);
}

fn new_repository(story: &mut Story) {
    story.every(DAY, 40, BEA, at(-60));
    open(story, ADA, ada(), &[".github/workflows/ci.yml"]);
}

fn robot(story: &mut Story) {
    story.old_repository(BEA);
    open(story, ADA, ada().program(), &[".github/workflows/ci.yml"]);
}

fn first_commit(story: &mut Story) {
    story.old_repository(BEA);
    let commit = story.add(own(ADA, at(1)));
    story.adds(commit, ".github/workflows/release.yml", "");
}

fn later_commit(story: &mut Story) {
    story.old_repository(BEA);
    story.every(4 * DAY, 30, ADA, at(-121));
    for who in [ADA, BEA] {
        let commit = story.add(own(who, at(1)));
        story.adds(commit, ".github/workflows/release.yml", "");
    }
}

fn young_history(story: &mut Story) {
    story.every(DAY, 40, BEA, at(-60));
    let commit = story.add(own(ADA, at(1)));
    story.adds(commit, ".github/workflows/release.yml", "");
}
