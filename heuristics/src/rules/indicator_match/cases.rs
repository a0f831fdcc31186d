//! Histories for `indicator-match`.

use crate::testing::AccountInStory as _;
use crate::testing::{At, Case, DAY, Expect, Story, Who, account, own};
use countersign_facts::IndicatorKind::{Account, Key, Login, Mailbox};
use countersign_facts::Tlp;

const ADA: Who = Who("Ada Example", "ada@mail.example");
const ADAEX: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const ZOE: Who = Who("Zoe Quill", "zoe@pen.example");
const KEY: &str = "A0A0A0A0A0A0A0A0";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a mailbox is on a list graded B2",
        expect: Expect::Fires,
        story: mailbox,
    },
    Case {
        name: "an account's number is on a list, whatever its login",
        expect: Expect::Fires,
        story: number,
    },
    Case {
        name: "a listed mailbox commits on two clocks",
        expect: Expect::Fires,
        story: corroborated,
    },
    Case {
        name: "a login is on a list graded A1",
        expect: Expect::Fires,
        story: login,
    },
    Case {
        name: "a signing key is on a doubtful list",
        expect: Expect::Fires,
        story: key,
    },
    Case {
        name: "the opener's account is on two lists, and none of its commits",
        expect: Expect::Fires,
        story: opener,
    },
    Case {
        name: "an ungraded list says nothing by itself",
        expect: Expect::Fires,
        story: ungraded,
    },
    Case {
        name: "a list of other people",
        expect: Expect::Quiet,
        story: others,
    },
    Case {
        name: "a mailbox differs from a listed one in a letter",
        expect: Expect::Quiet,
        story: nearly,
    },
    Case {
        name: "a robot's and everybody's address are on a list",
        expect: Expect::Quiet,
        story: nobodys,
    },
    Case {
        name: "a listed login is part of another's mailbox",
        expect: Expect::Quiet,
        story: same_handle,
    },
    Case {
        name: "nothing was imported",
        expect: Expect::Silent,
        story: no_list,
    },
];

fn mailbox(story: &mut Story) {
    story.every(DAY, 3, ADA, At::local(0, 10, 0, 120));
    story.list("B2", None, &[(Mailbox, "Ada@Mail.example")]);
}

fn number(story: &mut Story) {
    story.every(DAY, 3, ADAEX, At::local(0, 10, 0, 120));
    let listed = [(Mailbox, "7001+former-login@users.noreply.github.com")];
    story.list("A1", Some(Tlp::Green), &listed);
}

fn corroborated(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, -300);
        story.add(own(ADA, at).committed(at.plus(24).on(480)));
    }
    story.list("B2", None, &[(Mailbox, ADA.1)]);
}

fn login(story: &mut Story) {
    story.every(DAY, 3, ADAEX, At::local(0, 10, 0, 120));
    story.list("A1", None, &[(Login, "https://github.com/AdaEx")]);
}

fn key(story: &mut Story) {
    for day in 0..3 {
        let at = At::local(day, 10, 0, 120);
        story.add(own(ADA, at).pgp(KEY, at.0));
    }
    let fingerprint = "000011112222333344445555A0A0A0A0A0A0A0A0";
    story.list("D3", None, &[(Key, fingerprint)]);
}

fn opener(story: &mut Story) {
    story.old_repository(ADA);
    let commit = story.add(own(ZOE, At::local(1, 10, 0, 120)));
    story.list("B2", Some(Tlp::Red), &[(Account, "9002")]);
    story.list("", Some(Tlp::Clear), &[(Login, "zoequill"), (Key, KEY)]);
    let at = At::local(2, 10, 0, 120);
    let account = account(9002, "ZoeQuill", At::local(-900, 10, 0, 0)).pgp(KEY, at, at);
    story.pull(account, &[commit], &["src/lib.rs"], at);
}

fn ungraded(story: &mut Story) {
    story.every(DAY, 3, ADA, At::local(0, 10, 0, 120));
    story.list("", None, &[(Mailbox, ADA.1)]);
}

fn others(story: &mut Story) {
    story.every(DAY, 3, ADA, At::local(0, 10, 0, 120));
    story.list(
        "A1",
        None,
        &[(Mailbox, ZOE.1), (Account, "9002"), (Key, KEY)],
    );
}

fn nearly(story: &mut Story) {
    story.every(DAY, 3, ADA, At::local(0, 10, 0, 120));
    story.list("A1", None, &[(Mailbox, "ada@mail.examples.example")]);
}

fn nobodys(story: &mut Story) {
    let root = Who("root", "root@localhost");
    story.every(DAY, 3, root, At::local(0, 10, 0, 120));
    let listed = [(Mailbox, "root@localhost"), (Mailbox, "noreply@github.com")];
    story.list("A1", None, &listed);
}

fn same_handle(story: &mut Story) {
    story.every(DAY, 3, ADA, At::local(0, 10, 0, 120));
    story.list("A1", None, &[(Login, "ada")]);
}

fn no_list(story: &mut Story) {
    story.every(DAY, 3, ADA, At::local(0, 10, 0, 120));
}
