//! Histories for `release-signer`.

use crate::testing::{At, Case, DAY, Expect, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@mail.example");
const ZOE: Who = Who("Zoe Quill", "zoe@mail.example");
const ADA_KEY: &str = "A0A0A0A0A0A0A0A0";
const ZOE_KEY: &str = "C1C1C1C1C1C1C1C1";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a newcomer signs a release",
        expect: Expect::Fires,
        story: newcomer,
    },
    Case {
        name: "a contributor of half a year signs a release with a new key",
        expect: Expect::Fires,
        story: new_key,
    },
    Case {
        name: "a contributor of two years takes over the releases",
        expect: Expect::Quiet,
        story: handover,
    },
    Case {
        name: "the release manager has a new key",
        expect: Expect::Quiet,
        story: rotation,
    },
    Case {
        name: "a contributor of half a year signs with the key of all her commits",
        expect: Expect::Quiet,
        story: known_key,
    },
    Case {
        name: "two release managers take turns",
        expect: Expect::Quiet,
        story: turns,
    },
    Case {
        name: "a release robot with a new key tags",
        expect: Expect::Quiet,
        story: robot,
    },
    Case {
        name: "a newcomer signs a tag that is no release",
        expect: Expect::Quiet,
        story: no_release,
    },
    Case {
        name: "a part of the project is released by itself",
        expect: Expect::Quiet,
        story: another_series,
    },
    Case {
        name: "four releases establish nobody",
        expect: Expect::Silent,
        story: few,
    },
    Case {
        name: "nobody signs releases",
        expect: Expect::Silent,
        story: unsigned,
    },
];

/// Two years of weekly commits by Ada, from the first day.
fn two_years(story: &mut Story, who: Who) {
    story.every(7 * DAY, 104, who, At::local(0, 10, 0, 120));
}

/// A signed release every 60 days, `from` to `to`.
fn releases(story: &mut Story, from: i64, to: i64) {
    for release in from..to {
        release_by(story, release, ADA, ADA_KEY);
    }
}

fn release_by(story: &mut Story, release: i64, who: Who, key: &str) {
    let at = At::local(release * 60, 12, 0, 120);
    story.tag(&format!("v1.{release}"), 0, who, at, Some(key));
}

fn newcomer(story: &mut Story) {
    two_years(story, ADA);
    releases(story, 0, 10);
    story.every(DAY, 20, ZOE, At::local(560, 10, 0, 120));
    release_by(story, 10, ZOE, ZOE_KEY);
}

fn new_key(story: &mut Story) {
    two_years(story, ADA);
    releases(story, 0, 10);
    story.every(DAY, 20, ZOE, At::local(420, 10, 0, 120));
    release_by(story, 10, ZOE, ZOE_KEY);
}

fn handover(story: &mut Story) {
    two_years(story, ADA);
    two_years(story, ZOE);
    releases(story, 0, 10);
    release_by(story, 10, ZOE, ZOE_KEY);
}

fn rotation(story: &mut Story) {
    two_years(story, ADA);
    releases(story, 0, 10);
    release_by(story, 10, ADA, ZOE_KEY);
}

fn known_key(story: &mut Story) {
    two_years(story, ADA);
    releases(story, 0, 10);
    for day in 420..600 {
        let at = At::local(day, 10, 0, 120);
        story.add(own(ZOE, at).pgp(ZOE_KEY, at.0));
    }
    release_by(story, 10, ZOE, ZOE_KEY);
}

fn turns(story: &mut Story) {
    two_years(story, ADA);
    for release in 0..12 {
        let (who, key) = [(ADA, ADA_KEY), (ZOE, ZOE_KEY)][release as usize % 2];
        release_by(story, release, who, key);
    }
}

fn robot(story: &mut Story) {
    two_years(story, ADA);
    releases(story, 0, 10);
    let robot = Who("Release Robot", "release-bot@corp.test.example");
    release_by(story, 10, robot, ZOE_KEY);
}

fn no_release(story: &mut Story) {
    two_years(story, ADA);
    releases(story, 0, 10);
    story.every(DAY, 20, ZOE, At::local(560, 10, 0, 120));
    let at = At::local(600, 12, 0, 120);
    story.tag("nightly", 0, ZOE, at, Some(ZOE_KEY));
}

fn another_series(story: &mut Story) {
    two_years(story, ADA);
    releases(story, 0, 10);
    story.every(DAY, 20, ZOE, At::local(560, 10, 0, 120));
    let at = At::local(600, 12, 0, 120);
    story.tag("tool-0.6.0", 0, ZOE, at, Some(ZOE_KEY));
}

fn few(story: &mut Story) {
    two_years(story, ADA);
    releases(story, 0, 4);
    release_by(story, 4, ZOE, ZOE_KEY);
}

fn unsigned(story: &mut Story) {
    two_years(story, ADA);
    for release in 0..12 {
        let at = At::local(release * 60, 12, 0, 120);
        story.tag(&format!("v1.{release}"), 0, ADA, at, None);
    }
}
