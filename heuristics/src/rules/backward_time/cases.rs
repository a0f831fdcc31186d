//! Histories for `backward-time`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, HOUR, Position, Story, Who, own};
use countersign_facts::Subject;

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "new work is dated back again and again",
        expect: Expect::Fires,
        story: dated_back,
    },
    Case {
        name: "of two machines one runs a day ahead",
        expect: Expect::Fires,
        story: wrong_machine,
    },
    Case {
        name: "work is dated back in a repository where others rebase",
        expect: Expect::Fires,
        story: among_rebasers,
    },
    Case {
        name: "a history of two people was converted from another system",
        expect: Expect::Silent,
        story: converted,
    },
    Case {
        name: "a client moves stacks, also with colleagues' commits, and keeps their dates",
        expect: Expect::Silent,
        story: moved_stacks,
    },
    Case {
        name: "a clock ran ahead for a month and was set right",
        expect: Expect::Quiet,
        story: set_right,
    },
    Case {
        name: "one commit from the future under many branches",
        expect: Expect::Quiet,
        story: one_future_commit,
    },
    Case {
        name: "a rebase reorders commits and keeps their author dates",
        expect: Expect::Quiet,
        story: rebase,
    },
    Case {
        name: "a mailing-list maintainer applies patches in another order than written",
        expect: Expect::Quiet,
        story: list_maintainer,
    },
    Case {
        name: "a colleague's clock runs ahead",
        expect: Expect::Quiet,
        story: colleague,
    },
    Case {
        name: "three slips in the long history of a maintainer",
        expect: Expect::Quiet,
        story: long_history,
    },
    Case {
        name: "the platform's merges are dated by its own server",
        expect: Expect::Silent,
        story: platform,
    },
    Case {
        name: "clocks change by an hour and zones by many",
        expect: Expect::Quiet,
        story: zones,
    },
    Case {
        name: "the merge button of 2012 dated merges by its own server",
        expect: Expect::Silent,
        story: old_button,
    },
];

/// A chain of own commits, one at each moment.
fn chain(story: &mut Story, moments: impl IntoIterator<Item = At>) -> Option<Position> {
    let mut last = None;
    for at in moments {
        let parents: Vec<_> = last.into_iter().collect();
        last = Some(story.add(own(ADA, at).on(&parents)));
    }
    last
}

fn dated_back(story: &mut Story) {
    chain(
        story,
        (0..24).map(|day| At::local(if day % 4 == 3 { day - 20 } else { day }, 10, 0, 60)),
    );
}

fn wrong_machine(story: &mut Story) {
    let moments = (0..24).map(|day| {
        let ahead = if day % 2 == 0 { 2 * DAY } else { 0 };
        At::local(day, 10, 0, 60).plus(ahead)
    });
    chain(story, moments);
}

fn set_right(story: &mut Story) {
    let ahead = (0..30).map(|day| At::local(day, 10, 0, 60).plus(400 * DAY));
    let right = (30..60).map(|day| At::local(day, 10, 0, 60));
    chain(story, ahead.chain(right));
}

fn one_future_commit(story: &mut Story) {
    let before = chain(story, (0..12).map(|day| At::local(day, 10, 0, 60)));
    let future = At::local(900, 10, 0, 60);
    let future = story.add(own(ADA, future).on(&[before.unwrap_or(0)]));
    for branch in 13..19 {
        story.add(own(ADA, At::local(branch, 10, 0, 60)).on(&[future]));
    }
}

fn rebase(story: &mut Story) {
    let mut last = chain(story, (0..12).map(|day| At::local(day, 10, 0, 60)));
    for turn in 0..12 {
        let written = At::local(40 - turn, 10, 0, 60);
        let rebased = At::local(50, 10, turn, 60);
        let commit = own(ADA, written).committed(rebased);
        last = Some(story.add(commit.on(&[last.unwrap_or(0)])));
    }
}

fn list_maintainer(story: &mut Story) {
    let mut last = story.add(own(ADA, At::local(0, 10, 0, 330)));
    for turn in 1..30 {
        let written = At::local(-(turn * 7 % 30), 10, 0, -300);
        let applied = At::local(turn, 10, 0, 330);
        last = story.add(own(BEA, written).by(ADA, applied).on(&[last]));
    }
}

fn colleague(story: &mut Story) {
    let mut last = chain(story, (0..12).map(|day| At::local(day, 10, 0, 60))).unwrap_or(0);
    for day in 12..30 {
        let at = At::local(day, 10, 0, 60);
        let theirs = story.add(own(BEA, at.plus(5 * DAY)).on(&[last]));
        last = story.add(own(ADA, at.plus(HOUR)).on(&[theirs]));
    }
}

fn long_history(story: &mut Story) {
    let moments = (0..1_600).map(|day| {
        let slip = if day % 500 == 400 { 3 * DAY } else { 0 };
        At::local(day, 10, 0, 60).plus(slip)
    });
    chain(story, moments);
}

fn platform(story: &mut Story) {
    let mut last = story.add(own(ADA, At::local(0, 10, 0, 60)));
    for day in 1..15 {
        let at = At::local(day, 10, 0, 60);
        let squashed = own(ADA, at.plus(DAY)).by(GITHUB, at.plus(DAY));
        let squashed = story.add(squashed.on(&[last]));
        last = story.add(own(ADA, at).on(&[squashed]));
    }
}

fn zones(story: &mut Story) {
    let home = (0..10).map(|day| At::local(day, 10, 0, 60));
    let summer = (10..20).map(|day| At::local(day, 10, 0, 120));
    let away = (20..30).map(|day| At::local(day, 10, 0, 540));
    chain(story, home.chain(summer).chain(away));
}

fn old_button(story: &mut Story) {
    let mut last = story.add(own(BEA, At::local(-4400, 10, 0, 60)));
    for day in 0..8 {
        let at = At::local(day - 4400, 10, 0, 60);
        let merge = own(ADA, at.plus(HOUR / 2).on(-420)).on(&[last, 0]);
        let merge = story.add(merge.subject(Subject::PullRequestMerge));
        last = story.add(own(ADA, at).on(&[merge]));
    }
}

/// Two people in one line of commits, 80 days; patches of the first that waited are dated when they were written.
fn two_people(story: &mut Story, slip: i64, theirs: impl Fn(At) -> At) {
    let mut last = story.add(own(BEA, At::local(-1, 10, 0, 120)));
    for day in 0..80 {
        let waited = if day % 16 == 15 { slip } else { 0 };
        let written = At::local(day - waited, 10, 0, 60);
        last = story.add(own(ADA, written).on(&[last]));
        last = story.add(own(ADA, written.plus(HOUR)).on(&[last]));
        if day % 5 == 0 {
            let at = At::local(day, 12, 0, 120);
            last = story.add(own(BEA, at).committed(theirs(at)).on(&[last]));
        }
        if waited > 0 {
            let older = written.plus(-4 * DAY);
            last = story.add(own(ADA, older).on(&[last]));
        }
    }
}

fn converted(story: &mut Story) {
    two_people(story, 4, |at| at);
}

fn among_rebasers(story: &mut Story) {
    two_people(story, 4, |at| at.plus(2 * HOUR));
}

fn moved_stacks(story: &mut Story) {
    let mut last = story.add(own(BEA, At::local(-1, 10, 0, 120)));
    for day in 0..45 {
        last = story.add(own(BEA, At::local(day, 11, 0, 120)).on(&[last]));
        last = story.add(
            own(ADA, At::local(day, 17, 0, 60))
                .ssh("SHA256:ada")
                .on(&[last]),
        );
        if day % 9 == 8 {
            for (who, older) in [(BEA, 2), (ADA, 1), (ADA, 2)] {
                let kept = own(who, At::local(day - older, 12, 0, 60)).ssh("SHA256:ada");
                last = story.add(kept.on(&[last]));
            }
        }
    }
}
