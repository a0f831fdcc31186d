//! Histories for `signature-time`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, HOUR, MINUTE, NewCommit, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");
const KEY: &str = "0123456789ABCDEF";
const GITHUB_KEY: &str = "B5690EEEBB952194";

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "commits dated back weeks, each signed on the day it was made",
        expect: Expect::Fires,
        story: dated_back,
    },
    Case {
        name: "a rebase that keeps committer dates, week after week",
        expect: Expect::Fires,
        story: dates_kept,
    },
    Case {
        name: "an old history is signed anew in one evening",
        expect: Expect::Quiet,
        story: signed_anew,
    },
    Case {
        name: "a clock set wrong dates commit and signature alike",
        expect: Expect::Quiet,
        story: wrong_clock,
    },
    Case {
        name: "author dates are old, committer dates are not",
        expect: Expect::Quiet,
        story: rebaser,
    },
    Case {
        name: "a mailing-list maintainer signs patches written months ago",
        expect: Expect::Quiet,
        story: list_maintainer,
    },
    Case {
        name: "a privacy tool sets the hours of all dates to zero",
        expect: Expect::Quiet,
        story: rounded,
    },
    Case {
        name: "a pass phrase typed after lunch",
        expect: Expect::Quiet,
        story: lunch,
    },
    Case {
        name: "the platform signs what it merges",
        expect: Expect::Silent,
        story: platform,
    },
    Case {
        name: "SSH signatures carry no time",
        expect: Expect::Silent,
        story: ssh,
    },
];

/// Signed with the person's key this long after the commit's time.
fn signed(commit: NewCommit, at: At, after: i64) -> NewCommit {
    commit.pgp(KEY, at.0 + after)
}

fn dated_back(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, 60);
        let back = if day % 2 == 0 { 30 * DAY } else { 2 };
        story.add(signed(own(ADA, at), at, back));
    }
}

fn dates_kept(story: &mut Story) {
    for day in 0..28 {
        let at = At::local(day, 10, 0, 60);
        let friday = At::local(day / 7 * 7 + 8, 17, 0, 60).plus(day);
        story.add(own(ADA, at).pgp(KEY, friday.0));
    }
}

fn signed_anew(story: &mut Story) {
    for day in 0..40 {
        let at = At::local(day, 10, 0, 60);
        let evening = At::local(90, 20, 0, 60).plus(day);
        story.add(own(ADA, at).pgp(KEY, evening.0));
    }
}

fn wrong_clock(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, 60).plus(-900 * DAY);
        story.add(signed(own(ADA, at), at, 3));
    }
}

fn rebaser(story: &mut Story) {
    for day in 0..20 {
        let written = At::local(day, 10, 0, 60);
        let rebased = At::local(day + 30, 10, 0, 60);
        story.add(signed(own(ADA, written).committed(rebased), rebased, 2));
    }
}

fn list_maintainer(story: &mut Story) {
    for day in 0..20 {
        let written = At::local(day - 100, 10, 0, -480);
        let applied = At::local(day, 10, 0, 330);
        story.add(signed(own(BEA, written).by(ADA, applied), applied, 1));
    }
}

fn rounded(story: &mut Story) {
    for day in 0..20 {
        let real = At::local(day, 15, 0, -300);
        story.add(own(ADA, At::exact(day, 0, 0, -300)).pgp(KEY, real.0));
    }
}

fn lunch(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 12, 0, 60);
        let typed = if day % 5 == 0 { HOUR - MINUTE } else { 4 };
        story.add(signed(own(ADA, at), at, typed));
    }
}

fn platform(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, 60);
        let merged = at.plus(5 * DAY);
        story.add(
            own(ADA, at)
                .by(GITHUB, merged)
                .pgp(GITHUB_KEY, merged.0 + 2),
        );
    }
}

fn ssh(story: &mut Story) {
    for day in 0..20 {
        story.add(own(ADA, At::local(day, 10, 0, 60)).ssh("SHA256:abc"));
    }
}
