//! Histories for `key-change`.

use crate::testing::{At, Case, Expect, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@mail.example");
const NEW_JOB: Who = Who("Ada Example", "adae@corp.test.example");
const NOREPLY: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const OLD: &str = "A0A0A0A0A0A0A0A0";
const NEW: &str = "C1C1C1C1C1C1C1C1";
const GITHUB_KEY: &str = "B5690EEEBB952194";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a new key follows weeks without signatures",
        expect: Expect::Fires,
        story: after_a_gap,
    },
    Case {
        name: "a new key comes with a new address",
        expect: Expect::Fires,
        story: new_address,
    },
    Case {
        name: "a key is rotated and the old one ends its work",
        expect: Expect::Fires,
        story: rotation,
    },
    Case {
        name: "a lost hardware key is replaced the next day",
        expect: Expect::Fires,
        story: hardware_loss,
    },
    Case {
        name: "one key throughout",
        expect: Expect::Quiet,
        story: one_key,
    },
    Case {
        name: "a second laptop signs with a key of its own",
        expect: Expect::Quiet,
        story: second_laptop,
    },
    Case {
        name: "two commits on a borrowed laptop",
        expect: Expect::Quiet,
        story: borrowed,
    },
    Case {
        name: "work goes on in a hosted editor, where GitHub signs",
        expect: Expect::Quiet,
        story: hosted,
    },
    Case {
        name: "signing stops and begins again with the same key",
        expect: Expect::Quiet,
        story: pause,
    },
    Case {
        name: "a key of six weeks is replaced",
        expect: Expect::Silent,
        story: young,
    },
    Case {
        name: "a few signed commits",
        expect: Expect::Silent,
        story: few,
    },
];

fn sign(story: &mut Story, who: Who, key: &str, days: impl Iterator<Item = i64>) {
    for day in days {
        let at = At::local(day, 10, 0, 120);
        story.add(own(who, at).pgp(key, at.0));
    }
}

fn leave_unsigned(story: &mut Story, days: impl Iterator<Item = i64>) {
    for day in days {
        story.add(own(ADA, At::local(day, 10, 0, 120)));
    }
}

fn after_a_gap(story: &mut Story) {
    sign(story, ADA, OLD, (0..90).step_by(3));
    leave_unsigned(story, (90..120).step_by(3));
    sign(story, ADA, NEW, (120..150).step_by(3));
}

fn new_address(story: &mut Story) {
    sign(story, ADA, OLD, (0..90).step_by(3));
    sign(story, ADA, NEW, 91..93);
    sign(story, NEW_JOB, NEW, (94..150).step_by(3));
}

fn rotation(story: &mut Story) {
    sign(story, ADA, OLD, (0..100).step_by(3));
    sign(story, ADA, NEW, (91..150).step_by(3));
    sign(story, NOREPLY, NEW, (92..150).step_by(3));
}

fn hardware_loss(story: &mut Story) {
    sign(story, ADA, OLD, (0..90).step_by(3));
    leave_unsigned(story, 90..92);
    sign(story, ADA, NEW, (93..150).step_by(3));
}

fn one_key(story: &mut Story) {
    sign(story, ADA, OLD, (0..150).step_by(3));
}

fn second_laptop(story: &mut Story) {
    sign(story, ADA, OLD, (0..180).step_by(3));
    sign(story, ADA, NEW, (91..180).step_by(3));
}

fn borrowed(story: &mut Story) {
    sign(story, ADA, OLD, (0..90).step_by(3));
    sign(story, ADA, NEW, 91..93);
}

fn hosted(story: &mut Story) {
    sign(story, ADA, OLD, (0..90).step_by(3));
    sign(story, ADA, GITHUB_KEY, (91..150).step_by(3));
}

fn pause(story: &mut Story) {
    sign(story, ADA, OLD, (0..90).step_by(3));
    leave_unsigned(story, (90..120).step_by(3));
    sign(story, ADA, OLD, (120..150).step_by(3));
}

fn young(story: &mut Story) {
    sign(story, ADA, OLD, 0..42);
    sign(story, ADA, NEW, 43..60);
}

fn few(story: &mut Story) {
    sign(story, ADA, OLD, (0..90).step_by(9));
    sign(story, ADA, NEW, 91..100);
}
