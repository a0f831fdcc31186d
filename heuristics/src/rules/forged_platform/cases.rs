//! Histories for `forged-platform`.

use crate::testing::{At, Case, Expect, GITHUB, Story, Who, own};
use countersign_facts::Subject;

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");
/// The id of the key with which GitHub signs since 2024.
const GITHUB_KEY: &str = "B5690EEEBB952194";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "every commit names GitHub",
        expect: Expect::Fires,
        story: every_commit,
    },
    Case {
        name: "a signature that is not of these bytes",
        expect: Expect::Fires,
        story: copied_signature,
    },
    Case {
        name: "GitHub made them and signed them",
        expect: Expect::Quiet,
        story: real,
    },
    Case {
        name: "two slips of a script",
        expect: Expect::Quiet,
        story: two_slips,
    },
    Case {
        name: "a subtree of another project was rewritten, and the project is scanned too",
        expect: Expect::Quiet,
        story: twins,
    },
    Case {
        name: "a repository came from an Enterprise server with all its people",
        expect: Expect::Quiet,
        story: imported,
    },
    Case {
        name: "one person moved a project of their own here",
        expect: Expect::Quiet,
        story: moved,
    },
    Case {
        name: "a history of 2021 without signatures",
        expect: Expect::Silent,
        story: before,
    },
    Case {
        name: "somebody invented merges by somebody else",
        expect: Expect::Quiet,
        story: invented_merges,
    },
];

const fn at(day: i64) -> At {
    At::exact(day, 10, day % 60, 60)
}

/// Work that GitHub commits when a button is pressed.
fn by_github(story: &mut Story, who: Who, days: std::ops::Range<i64>) {
    for day in days {
        story.add(own(who, at(day).plus(7)).by(GITHUB, at(day).plus(7)));
    }
}

fn claimed(story: &mut Story, who: Who, days: std::ops::Range<i64>) {
    for day in days {
        story.add(own(who, at(day)).claims_github());
    }
}

fn every_commit(story: &mut Story) {
    by_github(story, BEA, 0..20);
    claimed(story, ADA, 0..12);
}

fn copied_signature(story: &mut Story) {
    by_github(story, BEA, 0..20);
    for day in 0..4 {
        let signed = own(ADA, at(day)).pgp(GITHUB_KEY, at(day).0);
        story.add(signed.claims_github());
    }
}

fn real(story: &mut Story) {
    by_github(story, ADA, 0..12);
}

fn two_slips(story: &mut Story) {
    by_github(story, ADA, 0..12);
    claimed(story, ADA, 12..14);
}

fn twins(story: &mut Story) {
    by_github(story, ADA, 0..12);
    by_github(story, BEA, 12..40);
    for day in 0..12 {
        let again = own(ADA, at(day).plus(7)).claims_github();
        story.add(again.in_repository(1));
    }
}

fn imported(story: &mut Story) {
    by_github(story, BEA, 0..40);
    for name in [
        Who("Cyd Uno", "cyd@mail.example"),
        Who("Dot Duo", "dot@mail.example"),
        Who("Eli Tres", "eli@mail.example"),
        ADA,
    ] {
        claimed(story, name, 0..5);
    }
}

fn moved(story: &mut Story) {
    claimed(story, ADA, 0..12);
}

fn before(story: &mut Story) {
    by_github(story, BEA, -1000..-980);
    claimed(story, ADA, -1000..-980);
}

fn invented_merges(story: &mut Story) {
    by_github(story, ADA, 0..12);
    for day in 20..30 {
        let merge = own(ADA, at(day).on(660)).claims_github().on(&[0, 1]);
        story.add(merge.subject(Subject::PullRequestMerge));
    }
}
