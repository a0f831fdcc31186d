//! Histories for `deploy-key`.

use crate::testing::AccountInStory as _;
use crate::testing::GiverInStory as _;
use crate::testing::{At, Case, DAY, Expect, Story, Who, account, giver, key};
use countersign_facts::{Account, AccountId, DeployKey, Giver, KeyPlace, Right};

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");
const KEY: &str = "SHA256:c3BhcmUga2V5IG9mIHRoZSBleGFtcGxlIGhlcmUuLi4";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a contributor of two weeks adds a key that can write",
        expect: Expect::Fires,
        story: two_weeks,
    },
    Case {
        name: "somebody who was let in five days ago adds a key that can write",
        expect: Expect::Fires,
        story: let_in,
    },
    Case {
        name: "an account of ten days adds a key that can write",
        expect: Expect::Fires,
        story: young_account,
    },
    Case {
        name: "a maintainer adds the signing key of somebody nobody knows here",
        expect: Expect::Fires,
        story: strangers_key,
    },
    Case {
        name: "a newcomer adds the key that a colleague let into another repository",
        expect: Expect::Fires,
        story: newcomer_takes_over,
    },
    Case {
        name: "a maintainer takes over a colleague's key from another repository",
        expect: Expect::Fires,
        story: colleague_takes_over,
    },
    Case {
        name: "a maintainer lets in the key with which the build account signs",
        expect: Expect::Fires,
        story: build_account,
    },
    Case {
        name: "a maintainer of two years adds a key that can write",
        expect: Expect::Quiet,
        story: maintainer,
    },
    Case {
        name: "a maintainer with a new account and the name of old adds a key that can write",
        expect: Expect::Quiet,
        story: new_account,
    },
    Case {
        name: "a maintainer whose mailbox only the login resembles",
        expect: Expect::Quiet,
        story: handle,
    },
    Case {
        name: "one administrator uses one key in several repositories",
        expect: Expect::Quiet,
        story: own_key,
    },
    Case {
        name: "an operator who was let in half a year ago sets up continuous integration",
        expect: Expect::Quiet,
        story: operator,
    },
    Case {
        name: "an administrator who let others in last year adds a first key",
        expect: Expect::Quiet,
        story: administrator,
    },
    Case {
        name: "an owner's first week in the own repository",
        expect: Expect::Quiet,
        story: owner,
    },
    Case {
        name: "an operator without commits, whose beginning nobody recorded, sets up continuous integration",
        expect: Expect::Silent,
        story: unknown_operator,
    },
    Case {
        name: "a new operator adds a key that can only read",
        expect: Expect::Silent,
        story: read_only,
    },
    Case {
        name: "everybody is new in a new repository that gets its continuous integration",
        expect: Expect::Silent,
        story: new_repository,
    },
    Case {
        name: "a program adds its key",
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

fn bea() -> Account {
    account(7009, "bea", at(-900)).mailbox("bea@mail.example")
}

fn on_account(id: u64, login: &str) -> KeyPlace {
    KeyPlace::Account {
        id: AccountId::try_from(id).expect("a number that GitHub gives out"),
        login: login.to_owned(),
    }
}

fn in_repository(added_by: u64, login: &str) -> KeyPlace {
    KeyPlace::Repository {
        name: "acme/gadget".to_owned(),
        added_by: AccountId::try_from(added_by).expect("a number that GitHub gives out"),
        login: login.to_owned(),
    }
}

fn add(story: &mut Story, giver: Giver, key: DeployKey) {
    story.give(giver, Right::DeployKey(key), NOW);
}

fn two_weeks(story: &mut Story) {
    story.old_repository(BEA);
    story.every(2 * DAY, 7, ADA, at(-14));
    add(story, giver(ada()), key(KEY, &[]));
}

fn let_in(story: &mut Story) {
    story.old_repository(BEA);
    add(story, giver(ada()).let_in(at(-2)), key(KEY, &[]));
}

fn young_account(story: &mut Story) {
    story.old_repository(BEA);
    let fresh = account(7001, "adaex", at(-7));
    add(story, giver(fresh), key(KEY, &[]));
}

fn strangers_key(story: &mut Story) {
    story.old_repository(BEA);
    add(story, giver(bea()), key(KEY, &[on_account(7077, "zoe")]));
}

fn newcomer_takes_over(story: &mut Story) {
    story.old_repository(BEA);
    story.every(2 * DAY, 7, ADA, at(-14));
    add(story, giver(ada()), key(KEY, &[in_repository(7009, "bea")]));
}

fn colleague_takes_over(story: &mut Story) {
    story.old_repository(BEA);
    add(
        story,
        giver(bea()),
        key(KEY, &[in_repository(7001, "adaex")]),
    );
}

fn build_account(story: &mut Story) {
    story.old_repository(BEA);
    story.every(12 * DAY, 20, ADA, at(-300));
    add(story, giver(bea()), key(KEY, &[on_account(7001, "adaex")]));
}

fn maintainer(story: &mut Story) {
    story.old_repository(BEA);
    add(story, giver(bea()), key(KEY, &[]));
}

fn new_account(story: &mut Story) {
    story.old_repository(BEA);
    let fresh = account(7010, "bsample", at(0)).named("Bea Sample");
    add(story, giver(fresh), key(KEY, &[]));
}

fn handle(story: &mut Story) {
    story.old_repository(BEA);
    let fresh = account(7010, "bea", at(0));
    add(story, giver(fresh), key(KEY, &[]));
}

fn own_key(story: &mut Story) {
    story.old_repository(BEA);
    let own = [in_repository(7009, "bea"), on_account(7009, "bea")];
    add(story, giver(bea()), key(KEY, &own));
}

fn operator(story: &mut Story) {
    story.old_repository(BEA);
    add(story, giver(ada()).let_in(at(-180)), key(KEY, &[]));
}

fn administrator(story: &mut Story) {
    story.old_repository(BEA);
    let known = giver(ada()).let_in(at(-2)).acted(at(-300));
    add(story, known, key(KEY, &[]));
}

fn owner(story: &mut Story) {
    story.old_repository(BEA);
    story.every(DAY, 4, ADA, at(-5));
    add(story, giver(ada()).owner(), key(KEY, &[]));
}

fn unknown_operator(story: &mut Story) {
    story.old_repository(BEA);
    add(story, giver(ada()), key(KEY, &[]));
}

fn read_only(story: &mut Story) {
    story.old_repository(BEA);
    let reads = DeployKey {
        can_write: false,
        ..key(KEY, &[])
    };
    add(story, giver(ada()).let_in(at(-2)), reads);
}

fn new_repository(story: &mut Story) {
    story.every(DAY, 40, BEA, at(-60));
    add(story, giver(ada()).let_in(at(-2)), key(KEY, &[]));
}

fn program(story: &mut Story) {
    story.old_repository(BEA);
    let robot = account(7020, "robot[bot]", at(-7)).program();
    add(story, giver(robot), key(KEY, &[]));
}
