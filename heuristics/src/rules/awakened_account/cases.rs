//! Histories for `awakened-account`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, MINUTE, Story, Who, own};

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const ZOE: Who = Who("Zoe Quill", "7001+adaex@users.noreply.github.com");
const HANDLE: Who = Who("nightowl", "7001+adaex@users.noreply.github.com");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "four years after the last commit another name writes on another clock",
        expect: Expect::Fires,
        story: other_hands,
    },
    Case {
        name: "somebody comes back from another continent with a new key",
        expect: Expect::Fires,
        story: moved_with_new_key,
    },
    Case {
        name: "somebody comes back as before",
        expect: Expect::Quiet,
        story: back,
    },
    Case {
        name: "somebody comes back from another continent",
        expect: Expect::Quiet,
        story: moved,
    },
    Case {
        name: "somebody comes back with a new key",
        expect: Expect::Quiet,
        story: new_key,
    },
    Case {
        name: "somebody comes back under another name and at home",
        expect: Expect::Quiet,
        story: renamed,
    },
    Case {
        name: "somebody comes back under a handle on another clock",
        expect: Expect::Silent,
        story: handle,
    },
    Case {
        name: "a year of leave",
        expect: Expect::Silent,
        story: leave,
    },
    Case {
        name: "one fix after four years",
        expect: Expect::Silent,
        story: one_fix,
    },
    Case {
        name: "somebody comes back through the platform's web pages",
        expect: Expect::Silent,
        story: web,
    },
    Case {
        name: "a co-maintainer picks up old patches years later",
        expect: Expect::Silent,
        story: picked_up,
    },
];

const YEARS_AGO: i64 = -4 * 365;

fn work(story: &mut Story, who: Who, day: i64, zone: i32, key: Option<&str>) {
    for turn in 0..20 {
        let commit = own(who, At::local(day + turn * 2, 10, 0, zone));
        story.add(match key {
            Some(key) => commit.pgp(key, At::local(day + turn * 2, 10, 0, zone).0),
            None => commit,
        });
    }
}

fn other_hands(story: &mut Story) {
    work(story, ADA, YEARS_AGO, 60, None);
    work(story, ZOE, 0, 540, None);
}

fn moved_with_new_key(story: &mut Story) {
    work(story, ADA, YEARS_AGO, 60, Some("0000000000000001"));
    work(story, ADA, 0, -300, Some("0000000000000002"));
}

fn back(story: &mut Story) {
    work(story, ADA, YEARS_AGO, 60, Some("0000000000000001"));
    work(story, ADA, 0, 120, Some("0000000000000001"));
}

fn moved(story: &mut Story) {
    work(story, ADA, YEARS_AGO, 60, Some("0000000000000001"));
    work(story, ADA, 0, -300, Some("0000000000000001"));
}

fn new_key(story: &mut Story) {
    work(story, ADA, YEARS_AGO, 60, Some("0000000000000001"));
    work(story, ADA, 0, 60, Some("0000000000000002"));
}

fn renamed(story: &mut Story) {
    work(story, ADA, YEARS_AGO, 60, None);
    work(story, ZOE, 0, 60, None);
}

fn handle(story: &mut Story) {
    work(story, ADA, YEARS_AGO, 60, None);
    work(story, HANDLE, 0, 540, None);
}

fn leave(story: &mut Story) {
    work(story, ADA, -365, 60, None);
    work(story, ZOE, 0, 540, None);
}

fn one_fix(story: &mut Story) {
    work(story, ADA, YEARS_AGO, 60, None);
    story.add(own(ZOE, At::local(0, 10, 0, 540)));
}

fn web(story: &mut Story) {
    work(story, ADA, YEARS_AGO, 60, None);
    for day in 0..20 {
        let at = At::local(day, 10, 0, 540);
        story.add(own(ADA, at).by(GITHUB, at.plus(MINUTE)));
    }
}

fn picked_up(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(YEARS_AGO + day, 10, 0, 60);
        story.add(own(ADA, at).by(BEA, at.plus(-YEARS_AGO * DAY).on(540)));
    }
}
