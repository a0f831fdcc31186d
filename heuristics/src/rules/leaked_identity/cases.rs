//! Histories for `leaked-identity`.

use crate::testing::{At, Case, DAY, Expect, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@mail.example");
const BRUNO: Who = Who("Bruno Hatch", "bruno@mail.example");
/// Somebody on a machine that is called after Bruno.
const ON_BRUNOS: Who = Who("Ada Example", "ada@{Bruno Hatch}s-MacBook-Pro.local");
const KEY: &str = "A0A0A0A0A0A0A0A0";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a machine is called after another contributor",
        expect: Expect::Fires,
        story: machine,
    },
    Case {
        name: "a login is another contributor's name",
        expect: Expect::Fires,
        story: login,
    },
    Case {
        name: "signatures carry another contributor's user id",
        expect: Expect::Fires,
        story: signer,
    },
    Case {
        name: "a machine is called after its own user",
        expect: Expect::Quiet,
        story: own_machine,
    },
    Case {
        name: "a machine carries a given name only",
        expect: Expect::Quiet,
        story: given_name,
    },
    Case {
        name: "a machine is borrowed for a day",
        expect: Expect::Quiet,
        story: borrowed,
    },
    Case {
        name: "a machine keeps the name from before the marriage",
        expect: Expect::Quiet,
        story: marriage,
    },
    Case {
        name: "a pen name's mailbox is the machine owner's too",
        expect: Expect::Quiet,
        story: pen_name,
    },
    Case {
        name: "the machine owner's login is the user's at another address",
        expect: Expect::Quiet,
        story: same_login,
    },
    Case {
        name: "a machine came from somebody who contributed once",
        expect: Expect::Quiet,
        story: second_hand,
    },
    Case {
        name: "a machine is called after a namesake of its user's family",
        expect: Expect::Quiet,
        story: family,
    },
    Case {
        name: "a key has a user id at the holder's other address",
        expect: Expect::Quiet,
        story: other_address,
    },
    Case {
        name: "a handle works on a machine with a full name",
        expect: Expect::Silent,
        story: handle,
    },
    Case {
        name: "two commits on a machine are too few",
        expect: Expect::Silent,
        story: few,
    },
];

fn days(story: &mut Story, who: Who, count: i64) {
    story.every(DAY, count, who, At::local(0, 10, 0, 120));
}

fn machine(story: &mut Story) {
    days(story, BRUNO, 10);
    days(story, ON_BRUNOS, 6);
    days(story, ADA, 10);
}

fn login(story: &mut Story) {
    days(story, BRUNO, 10);
    days(story, Who("Ada Example", "{Bruno Hatch}@laptop.lan"), 6);
}

fn signed_by(story: &mut Story, user: Who) {
    days(story, BRUNO, 10);
    for day in 0..6 {
        let at = At::local(day, 15, 0, 120);
        story.add(own(ADA, at).pgp(KEY, at.0).signer(user));
    }
}

fn signer(story: &mut Story) {
    signed_by(story, Who("", BRUNO.1));
}

fn other_address(story: &mut Story) {
    let other = Who("Ada Example", "ada@corp.test.example");
    days(story, other, 10);
    signed_by(story, other);
}

fn own_machine(story: &mut Story) {
    days(story, BRUNO, 10);
    let own = Who("Bruno Hatch", "bh@{Bruno Hatch}s-MacBook-Pro.local");
    days(story, own, 6);
}

fn given_name(story: &mut Story) {
    days(story, BRUNO, 10);
    days(story, Who("Ada Example", "bruno@Brunos-MacBook.local"), 6);
}

fn borrowed(story: &mut Story) {
    days(story, BRUNO, 10);
    for minute in 0..6 {
        story.add(own(ON_BRUNOS, At::local(3, 10, minute, 120)));
    }
}

fn marriage(story: &mut Story) {
    days(story, Who("Ada Hatch", "ada@mail.example"), 10);
    let married = Who("Ada Harker", "ada@{Ada Hatch}s-MacBook.local");
    days(story, married, 6);
}

fn pen_name(story: &mut Story) {
    days(story, BRUNO, 10);
    days(story, Who("Ada Example", BRUNO.1), 10);
    days(story, ON_BRUNOS, 6);
}

fn same_login(story: &mut Story) {
    days(story, Who("Bruno Hatch", "owl@mail.example"), 10);
    days(story, Who("Ada Example", "owl@corp.test.example"), 10);
    days(story, ON_BRUNOS, 6);
}

fn second_hand(story: &mut Story) {
    story.add(own(BRUNO, At::local(-300, 10, 0, 120)));
    days(story, ON_BRUNOS, 6);
}

fn family(story: &mut Story) {
    days(story, BRUNO, 10);
    let ines = Who("Ines Hatch", "ines@{Bruno Hatch}-PC.(none)");
    days(story, ines, 6);
}

fn handle(story: &mut Story) {
    days(story, BRUNO, 10);
    let owl = Who("nightowl", "owl@{Bruno Hatch}s-MacBook-Pro.local");
    days(story, owl, 6);
}

fn few(story: &mut Story) {
    days(story, BRUNO, 10);
    days(story, ON_BRUNOS, 2);
}
