//! Histories for `two-clocks`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, HOUR, MINUTE, Story, Who, own};
use countersign_facts::Subject;

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "the browser shows another zone than the machine beside it",
        expect: Expect::Fires,
        story: other_browser,
    },
    Case {
        name: "the browser shows two zones that the machine never shows, and agrees at other times",
        expect: Expect::Fires,
        story: two_browsers,
    },
    Case {
        name: "the browser leaves the machine's zone and comes back three times",
        expect: Expect::Fires,
        story: returning_browser,
    },
    Case {
        name: "the browser is hours ahead of the machine, and later hours behind it",
        expect: Expect::Fires,
        story: either_way,
    },
    Case {
        name: "a traveller's laptop lags behind the browser on the way there and back",
        expect: Expect::Quiet,
        story: lagging_laptop,
    },
    Case {
        name: "a rented machine keeps another zone",
        expect: Expect::Fires,
        story: rented_machine,
    },
    Case {
        name: "a traveller's browser lags behind the laptop",
        expect: Expect::Quiet,
        story: stale_browser,
    },
    Case {
        name: "a traveller's laptop lags behind the browser",
        expect: Expect::Quiet,
        story: stale_laptop,
    },
    Case {
        name: "a journey with a laptop that stays on the time of home",
        expect: Expect::Quiet,
        story: home_time,
    },
    Case {
        name: "two machines at two places and a browser at one",
        expect: Expect::Quiet,
        story: two_machines,
    },
    Case {
        name: "files edited on the site beside a rented machine in one other zone",
        expect: Expect::Quiet,
        story: web_edits,
    },
    Case {
        name: "squashes show one other zone than the machine",
        expect: Expect::Quiet,
        story: squashes,
    },
    Case {
        name: "the browser follows daylight saving before the machine does",
        expect: Expect::Quiet,
        story: daylight_saving,
    },
    Case {
        name: "a night owl merges at four in the morning",
        expect: Expect::Quiet,
        story: night_owl,
    },
    Case {
        name: "all merges of one bad afternoon",
        expect: Expect::Quiet,
        story: one_afternoon,
    },
    Case {
        name: "a UTC container beside a browser",
        expect: Expect::Silent,
        story: container,
    },
    Case {
        name: "rebases on the site and squashes with one offset carry the platform's clocks",
        expect: Expect::Silent,
        story: platform_commits,
    },
    Case {
        name: "a co-maintainer merges in the browser what others committed",
        expect: Expect::Silent,
        story: co_maintainer,
    },
    Case {
        name: "the old merge button of 2012 shows its server's clock",
        expect: Expect::Silent,
        story: old_button,
    },
];

/// A local commit on `machine`, merged four minutes later in a browser on `browser`.
fn merge_at(story: &mut Story, day: i64, machine: i32, browser: i32) {
    let at = At::local(day, 11, 0, machine);
    story.add(own(ADA, at));
    story.web_merge(ADA, at.plus(4 * MINUTE).on(browser));
}

fn other_browser(story: &mut Story) {
    (0..8).for_each(|day| merge_at(story, day, 480, -300));
}

fn two_browsers(story: &mut Story) {
    (0..3).for_each(|day| merge_at(story, day, 480, -300));
    (3..5).for_each(|day| merge_at(story, day, 480, 60));
    (5..8).for_each(|day| merge_at(story, day, 480, 480));
}

fn returning_browser(story: &mut Story) {
    for turn in 0..4 {
        (0..8).for_each(|day| merge_at(story, turn * 40 + day, 480, 480));
        story.every(DAY, 10, ADA, At::local(turn * 40 + 10, 10, 0, 480));
        let at = At::local(turn * 40 + 25, 11, 0, 480);
        let local = story.add(own(ADA, at));
        let edit = at.plus(9 * MINUTE).on(-300);
        story.add(own(ADA, edit).by(GITHUB, edit).on(&[local]));
    }
}

fn either_way(story: &mut Story) {
    (0..2).for_each(|day| merge_at(story, day, 480, 600));
    (2..20).for_each(|day| merge_at(story, day, 480, 480));
    (20..22).for_each(|day| merge_at(story, day, 480, 300));
}

fn lagging_laptop(story: &mut Story) {
    (0..8).for_each(|day| merge_at(story, day, 60, 60));
    (8..10).for_each(|day| merge_at(story, day, 60, 480));
    (10..18).for_each(|day| merge_at(story, day, 480, 480));
    (18..20).for_each(|day| merge_at(story, day, 480, 60));
    (20..28).for_each(|day| merge_at(story, day, 60, 60));
}

fn rented_machine(story: &mut Story) {
    (0..20).for_each(|day| merge_at(story, day, -480, 330));
}

fn stale_browser(story: &mut Story) {
    (0..8).for_each(|day| merge_at(story, day, -300, -300));
    (20..28).for_each(|day| merge_at(story, day, 480, -300));
}

fn stale_laptop(story: &mut Story) {
    (0..8).for_each(|day| merge_at(story, day, -300, 480));
    (20..28).for_each(|day| merge_at(story, day, 480, 480));
}

fn home_time(story: &mut Story) {
    (0..30).for_each(|day| merge_at(story, day, 60, 60));
    (30..36).for_each(|day| merge_at(story, day, 60, 540));
    (36..40).for_each(|day| merge_at(story, day, 60, 60));
}

fn web_edits(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 11, 0, 480);
        let local = story.add(own(ADA, at));
        let edit = at.plus(4 * MINUTE).on(-300);
        story.add(own(ADA, edit).by(GITHUB, edit).on(&[local]));
    }
}

fn squashes(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 11, 0, 480);
        let local = story.add(own(ADA, at));
        let squash = at.plus(4 * MINUTE).on(-300);
        let squash = own(ADA, squash).by(GITHUB, squash.on(60)).on(&[local]);
        story.add(squash.subject(Subject::Numbered));
    }
}

fn two_machines(story: &mut Story) {
    for day in 0..10 {
        story.add(own(ADA, At::local(day, 9, 0, 60)));
        merge_at(story, day, -300, 60);
    }
}

fn daylight_saving(story: &mut Story) {
    (0..10).for_each(|day| merge_at(story, day, 60, 120));
}

fn night_owl(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 4, 0, -180);
        story.add(own(ADA, at));
        story.web_merge(ADA, at.plus(3 * MINUTE));
    }
}

fn one_afternoon(story: &mut Story) {
    let noon = At::local(0, 12, 0, 480);
    for turn in 0..8 {
        story.add(own(ADA, noon.plus(turn * HOUR / 2)));
        story.web_merge(ADA, noon.plus(turn * HOUR / 2 + 5 * MINUTE).on(-300));
    }
}

fn container(story: &mut Story) {
    (0..10).for_each(|day| merge_at(story, day, 0, 330));
}

fn platform_commits(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 11, 0, 480);
        let local = story.add(own(ADA, at));
        let clicked = at.plus(4 * MINUTE).on(-300);
        let squash = own(ADA, clicked).by(GITHUB, clicked).on(&[local]);
        story.add(squash.subject(Subject::Numbered));
        story.add(own(ADA, at).by(GITHUB, clicked).on(&[local]));
    }
}

fn co_maintainer(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 11, 0, 480);
        story.add(own(BEA, at));
        story.web_merge(ADA, at.plus(4 * MINUTE).on(-300));
    }
}

fn old_button(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 11, 0, 120).plus(-12 * 365 * DAY);
        let local = story.add(own(ADA, at));
        let merge = own(ADA, at.plus(4 * MINUTE).on(-420)).on(&[local, 0]);
        story.add(merge.subject(Subject::PullRequestMerge));
    }
}
