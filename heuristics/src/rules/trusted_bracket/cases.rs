//! Histories for `trusted-bracket`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, HOUR, MINUTE, Position, Story, Who, own};
use countersign_facts::Subject;

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "months of work are dated back, on top of a project that went on",
        expect: Expect::Fires,
        story: dated_back,
    },
    Case {
        name: "work is dated ahead, and merged before its dates",
        expect: Expect::Fires,
        story: dated_ahead,
    },
    Case {
        name: "ordinary work on branches, merged with the button",
        expect: Expect::Quiet,
        story: ordinary,
    },
    Case {
        name: "a clock is slow by forty minutes",
        expect: Expect::Quiet,
        story: slow_clock,
    },
    Case {
        name: "a clock is fast by three hours",
        expect: Expect::Quiet,
        story: fast_clock,
    },
    Case {
        name: "one day with a clock of last year",
        expect: Expect::Quiet,
        story: one_wrong_day,
    },
    Case {
        name: "a rebase onto the newest base keeps the dates of a long branch",
        expect: Expect::Quiet,
        story: rebased,
    },
    Case {
        name: "two people's work of years is moved onto a new base again and again",
        expect: Expect::Quiet,
        story: imported,
    },
    Case {
        name: "patches from a mailing list are applied with their own dates",
        expect: Expect::Silent,
        story: list,
    },
    Case {
        name: "somebody types a platform's committer with a date of the future",
        expect: Expect::Silent,
        story: framed,
    },
    Case {
        name: "a history without a platform",
        expect: Expect::Silent,
        story: no_platform,
    },
];

/// The project's merge of that day, made and signed by the platform, on top of these commits.
fn merged(story: &mut Story, day: i64, parents: &[Position]) -> Position {
    let at = At::local(day, 18, 0, 0);
    let merge = own(BEA, at).by(GITHUB, at).on(parents);
    story.add(merge.subject(Subject::PullRequestMerge))
}

/// A branch of three commits at these moments on every third day, each merged at the end of that day.
fn branches(story: &mut Story, moment: impl Fn(i64, i64) -> At) {
    let mut base = merged(story, -1, &[]);
    for day in (0..36).step_by(3) {
        let mut last = base;
        for hour in 9..12 {
            last = story.add(own(ADA, moment(day, hour)).on(&[last]));
        }
        base = merged(story, day, &[base, last]);
    }
}

fn dated_back(story: &mut Story) {
    // The branches of five weeks are given the dates of a year, the later ones more recent dates.
    branches(story, |day, hour| At::local(day * 10 - 400, hour, 0, 60));
}

fn dated_ahead(story: &mut Story) {
    branches(story, |day, hour| At::local(day * 10 + 1, hour, 0, 60));
}

fn ordinary(story: &mut Story) {
    branches(story, |day, hour| At::local(day, hour, 0, 60));
}

/// Every branch begins and ends within minutes of a merge, so that a small error shows.
fn close_to_merges(story: &mut Story, error: i64) {
    let mut base = merged(story, -1, &[]);
    for day in 0..20 {
        let odd = day * day * 37 % 240;
        let at = At::local(day - 1, 18, 0, 0).plus(20 * MINUTE + odd);
        let first = story.add(own(ADA, at.on(60).plus(error)).on(&[base]));
        let at = At::local(day, 18, 0, 0).plus(-15 * MINUTE - odd / 2);
        let last = story.add(own(ADA, at.on(60).plus(error)).on(&[first]));
        base = merged(story, day, &[base, last]);
    }
}

fn slow_clock(story: &mut Story) {
    close_to_merges(story, -40 * MINUTE);
}

fn fast_clock(story: &mut Story) {
    close_to_merges(story, 3 * HOUR);
}

fn one_wrong_day(story: &mut Story) {
    branches(story, |day, hour| {
        let wrong = if day == 12 { -365 * DAY } else { 0 };
        At::local(day, hour, 0, 60).plus(wrong)
    });
    // Most of a day's work is done on that day.
    let base = merged(story, 40, &[]);
    let mut last = base;
    for turn in 0..12 {
        let at = At::local(40, 19, turn, 60).plus(turn * turn * 7 - 365 * DAY);
        last = story.add(own(ADA, at).on(&[last]));
    }
}

fn rebased(story: &mut Story) {
    branches(story, |day, hour| At::local(day, hour, 0, 60));
    let base = merged(story, 90, &[]);
    let mut last = base;
    for day in 40..80 {
        last = story.add(own(ADA, At::local(day, 10, 0, 60)).on(&[last]));
    }
    merged(story, 91, &[base, last]);
}

fn imported(story: &mut Story) {
    let mut base = merged(story, -1, &[]);
    for month in 0..5 {
        let mut last = base;
        for turn in 0..6 {
            let who = if turn % 2 == 0 { ADA } else { BEA };
            let at = At::local(month * 30 + turn - 900, 10, 0, 60);
            last = story.add(own(who, at).on(&[last]));
        }
        base = merged(story, month * 30, &[base, last]);
    }
}

fn list(story: &mut Story) {
    let mut base = merged(story, -1, &[]);
    for day in 0..20 {
        let sent = At::local(day - 40, 10, 0, 60);
        let patch = story.add(own(BEA, sent).by(ADA, sent).on(&[base]));
        base = merged(story, day, &[base, patch]);
    }
}

fn framed(story: &mut Story) {
    let mut base = None;
    for day in 0..20 {
        let at = At::local(day + 400, 18, 0, 0);
        let parents: Vec<_> = base.into_iter().collect();
        let claimed = story.add(own(BEA, at).claims_github().on(&parents));
        let at = At::local(day, 10, 0, 60);
        base = Some(story.add(own(ADA, at).on(&[claimed])));
    }
}

fn no_platform(story: &mut Story) {
    story.every(DAY, 40, ADA, At::local(0, 10, 0, 60));
}
