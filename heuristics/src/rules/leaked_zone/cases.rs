//! Histories for `leaked-zone`.

use crate::testing::{At, Case, DAY, Expect, HOUR, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "one commit of a steady day shows another continent",
        expect: Expect::Fires,
        story: one_commit,
    },
    Case {
        name: "a remote machine is used once in a long career",
        expect: Expect::Fires,
        story: long_career,
    },
    Case {
        name: "a traveller works a week on the other side and comes back",
        expect: Expect::Quiet,
        story: traveller,
    },
    Case {
        name: "a meeting in a neighbouring zone",
        expect: Expect::Quiet,
        story: neighbour,
    },
    Case {
        name: "a container commits in UTC between local commits",
        expect: Expect::Quiet,
        story: container,
    },
    Case {
        name: "somebody far away commits a patch for its author",
        expect: Expect::Quiet,
        story: applied,
    },
    Case {
        name: "a commit from an old journey is picked at home",
        expect: Expect::Quiet,
        story: picked,
    },
    Case {
        name: "the clock wanders all the time",
        expect: Expect::Quiet,
        story: nomad,
    },
];

/// A commit a day for `days` days from `first` on, and two on the day between two such stretches.
fn steady(story: &mut Story, days: i64, between: impl Fn(&mut Story, i64)) {
    story.every(DAY, days, ADA, At::local(0, 10, 0, 120));
    between(story, days);
    story.every(DAY, days, ADA, At::local(days, 16, 0, 120));
}

fn one_commit(story: &mut Story) {
    steady(story, 20, |story, day| {
        story.add(own(ADA, At::local(day, 9, 0, 120)));
        story.add(own(ADA, At::local(day, 11, 0, 120).on(-480)));
    });
}

fn long_career(story: &mut Story) {
    steady(story, 120, |story, day| {
        story.add(own(ADA, At::local(day, 9, 0, 120)));
        story.add(own(ADA, At::local(day, 11, 0, 120).on(-480)));
    });
}

fn traveller(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, 120));
    story.every(DAY, 7, ADA, At::local(21, 10, 0, -480));
    story.every(DAY, 20, ADA, At::local(29, 10, 0, 120));
}

fn neighbour(story: &mut Story) {
    steady(story, 20, |story, day| {
        story.add(own(ADA, At::local(day, 9, 0, 120)));
        story.add(own(ADA, At::local(day, 11, 0, 120).on(330)));
    });
}

fn container(story: &mut Story) {
    steady(story, 20, |story, day| {
        story.add(own(ADA, At::local(day, 9, 0, 330)));
        story.add(own(ADA, At::local(day, 11, 0, 330).on(0)));
    });
}

fn applied(story: &mut Story) {
    steady(story, 20, |story, day| {
        let at = At::local(day, 11, 0, 120).on(-480);
        story.add(own(ADA, at).by(BEA, at));
    });
}

fn picked(story: &mut Story) {
    steady(story, 20, |story, day| {
        let at = At::local(day, 11, 0, 120);
        let old = at.plus(-3 * HOUR).on(-480);
        story.add(own(ADA, old).committed(at).cherry_picked());
    });
}

fn nomad(story: &mut Story) {
    for turn in 0..10 {
        let zone = [120, -480, 540][turn as usize % 3];
        story.every(DAY, 4, ADA, At::local(turn * 5, 10, 0, zone));
    }
}
