//! Histories for `second-clock-in-text`.

use crate::testing::{At, Case, DAY, Expect, HOUR, MINUTE, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "gettext runs on another clock than git",
        expect: Expect::Fires,
        story: other_clock,
    },
    Case {
        name: "texts for a site are begun on another clock than git's",
        expect: Expect::Fires,
        story: posts,
    },
    Case {
        name: "gettext and git run on one clock",
        expect: Expect::Quiet,
        story: one_clock,
    },
    Case {
        name: "gettext runs on a machine that missed daylight saving",
        expect: Expect::Quiet,
        story: daylight_saving,
    },
    Case {
        name: "the texts of one bad afternoon",
        expect: Expect::Quiet,
        story: one_afternoon,
    },
    Case {
        name: "a second machine at another place commits too",
        expect: Expect::Quiet,
        story: two_machines,
    },
    Case {
        name: "texts that somebody else wrote days before",
        expect: Expect::Silent,
        story: sent,
    },
    Case {
        name: "gettext in a container on UTC",
        expect: Expect::Silent,
        story: container,
    },
    Case {
        name: "a maintainer applies what a translator committed",
        expect: Expect::Silent,
        story: applied,
    },
];

/// About 11 o'clock on this day, at UTC-05:00.
fn at(day: i64) -> At {
    At::local(day, 11, 0, -300)
}

/// `2024-05-01 12:33+0900`, which variants of the story move as they move clocks.
fn template(when: At) -> String {
    format!(
        "\"Project-Id-Version: a\\n\"\n\"POT-Creation-Date: {}\\n\"\n",
        when.text("%Y-%m-%d %H:%M%z")
    )
}

fn add(story: &mut Story, commit: At, when: At) {
    let commit = story.add(own(ADA, commit));
    story.adds(commit, "po/forge.pot", &template(when));
}

fn other_clock(story: &mut Story) {
    (0..8).for_each(|day| add(story, at(day), at(day).plus(-9 * MINUTE).on(480)));
}

fn posts(story: &mut Story) {
    for day in 0..8 {
        let commit = story.add(own(ADA, at(day)));
        let when = at(day).plus(-9 * MINUTE - 17).on(480);
        let text = format!(
            "---\ntitle: a\ndate: {}\n---\n",
            when.text("%Y-%m-%dT%H:%M:%S%:z")
        );
        story.adds(commit, &format!("content/blog/{day}.md"), &text);
    }
}

fn one_clock(story: &mut Story) {
    (0..8).for_each(|day| add(story, at(day), at(day).plus(-9 * MINUTE)));
}

fn daylight_saving(story: &mut Story) {
    (0..8).for_each(|day| add(story, at(day), at(day).plus(-9 * MINUTE).on(-240)));
}

fn one_afternoon(story: &mut Story) {
    for turn in 0..8 {
        let commit = at(0).plus(turn * 30 * MINUTE);
        add(story, commit, commit.plus(-9 * MINUTE).on(480));
    }
}

fn two_machines(story: &mut Story) {
    other_clock(story);
    story.every(DAY, 8, ADA, at(0).plus(3 * HOUR).on(480));
}

fn sent(story: &mut Story) {
    (0..8).for_each(|day| add(story, at(day), at(day).plus(-2 * DAY).on(480)));
}

fn container(story: &mut Story) {
    (0..8).for_each(|day| add(story, at(day), at(day).plus(-9 * MINUTE).on(0)));
}

fn applied(story: &mut Story) {
    for day in 0..8 {
        let commit = story.add(own(ADA, at(day)).by(BEA, at(day).plus(HOUR)));
        story.adds(
            commit,
            "po/de.po",
            &template(at(day).plus(-9 * MINUTE).on(480)),
        );
    }
}
