//! Histories for `early-grant`.

use crate::testing::AccountInStory as _;
use crate::testing::GiverInStory as _;
use crate::testing::{At, Case, DAY, Expect, Story, Who, account, giver};
use countersign_facts::{Account, Right};

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");
const CLEO: Who = Who("Cleo Pattern", "7003+cleo@users.noreply.github.com");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a contributor of two weeks lets a newcomer in",
        expect: Expect::Fires,
        story: newcomer,
    },
    Case {
        name: "a maintainer of two years lets a newcomer in",
        expect: Expect::Quiet,
        story: maintainer,
    },
    Case {
        name: "a new lead gives a contributor of a year write access",
        expect: Expect::Quiet,
        story: promoted,
    },
    Case {
        name: "an administrator who has long given rights lets a newcomer in",
        expect: Expect::Quiet,
        story: administrator,
    },
    Case {
        name: "an administrator without commits lets new employees in",
        expect: Expect::Silent,
        story: unknown,
    },
    Case {
        name: "everybody is new in a new repository",
        expect: Expect::Silent,
        story: new_repository,
    },
    Case {
        name: "a program gives access to whoever a list names",
        expect: Expect::Silent,
        story: program,
    },
];

const NOW: At = At::exact(3, 12, 0, 120);

fn at(day: i64) -> At {
    At::local(day, 10, 0, 120)
}

fn ada() -> Account {
    account(7001, "adaex", at(-900))
}

fn cleo() -> Right {
    Right::Access(account(7003, "cleo", at(-400)))
}

fn newcomer(story: &mut Story) {
    story.old_repository(BEA);
    story.every(2 * DAY, 7, ADA, at(-14));
    story.give(giver(ada()), cleo(), NOW);
}

fn maintainer(story: &mut Story) {
    story.old_repository(BEA);
    let bea = account(7009, "beas", at(-900)).mailbox("bea@mail.example");
    story.give(giver(bea), cleo(), NOW);
}

fn promoted(story: &mut Story) {
    story.old_repository(BEA);
    story.every(10 * DAY, 30, CLEO, at(-350));
    story.every(2 * DAY, 7, ADA, at(-14));
    story.give(giver(ada()), cleo(), NOW);
}

fn administrator(story: &mut Story) {
    story.old_repository(BEA);
    story.give(giver(ada()).acted(at(-300)), cleo(), NOW);
}

fn unknown(story: &mut Story) {
    story.old_repository(BEA);
    story.give(giver(ada()), cleo(), NOW);
}

fn new_repository(story: &mut Story) {
    story.every(DAY, 40, BEA, at(-60));
    story.every(2 * DAY, 7, ADA, at(-14));
    story.give(giver(ada()), cleo(), NOW);
}

fn program(story: &mut Story) {
    story.old_repository(BEA);
    let robot = account(7020, "robot[bot]", at(-7)).program();
    story.give(giver(robot), cleo(), NOW);
}
