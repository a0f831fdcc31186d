//! Histories for `impossible-travel`.

use crate::testing::{At, Case, DAY, Expect, HOUR, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "two zones alternate within the hour",
        expect: Expect::Fires,
        story: alternating,
    },
    Case {
        name: "a second machine keeps another zone",
        expect: Expect::Fires,
        story: second_machine,
    },
    Case {
        name: "a traveller flies with the laptop",
        expect: Expect::Quiet,
        story: traveller,
    },
    Case {
        name: "a laptop set to the new zone in the middle of one day",
        expect: Expect::Quiet,
        story: late_change,
    },
    Case {
        name: "a container commits in UTC between local commits",
        expect: Expect::Quiet,
        story: container,
    },
    Case {
        name: "a co-maintainer's commits were applied by somebody far away",
        expect: Expect::Quiet,
        story: applied,
    },
    Case {
        name: "picked and rebased commits keep their zone of old",
        expect: Expect::Quiet,
        story: picked,
    },
    Case {
        name: "daylight saving and a neighbouring zone",
        expect: Expect::Quiet,
        story: neighbours,
    },
    Case {
        name: "a night owl without office hours",
        expect: Expect::Quiet,
        story: night_owl,
    },
    Case {
        name: "edits on the web before 2017 show the server's clock",
        expect: Expect::Silent,
        story: old_web_edits,
    },
];

fn alternating(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, 480);
        story.add(own(ADA, at));
        story.add(own(ADA, At::local(day, 11, 0, 480).on(-300)));
    }
}

fn second_machine(story: &mut Story) {
    story.every(DAY, 40, ADA, At::local(0, 10, 0, 60));
    for day in 0..6 {
        story.add(own(ADA, At::local(day * 5, 14, 0, 60).on(-480)));
    }
}

fn traveller(story: &mut Story) {
    for trip in 0..4 {
        story.every(DAY, 10, ADA, At::local(trip * 24, 10, 0, 60));
        story.every(DAY, 10, ADA, At::local(trip * 24 + 12, 10, 0, -480));
    }
}

fn late_change(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, 60));
    let noon = At::local(20, 12, 0, 60);
    story.add(own(ADA, noon));
    story.every(DAY, 20, ADA, noon.plus(HOUR).on(540));
}

fn container(story: &mut Story) {
    for day in 0..40 {
        let at = At::local(day, 10, 0, 330);
        story.add(own(ADA, at));
        story.add(own(ADA, At::local(day, 11, 0, 330).on(0)));
    }
}

fn applied(story: &mut Story) {
    for day in 0..40 {
        let at = At::local(day, 10, 0, 540);
        story.add(own(ADA, at));
        let mailed = At::local(day, 11, 0, 540).on(-480);
        story.add(own(ADA, mailed).by(BEA, mailed));
    }
}

fn picked(story: &mut Story) {
    for day in 0..40 {
        let at = At::local(day, 10, 0, 540);
        story.add(own(ADA, at));
        let old = At::local(day, 11, 0, 540).on(-300);
        story.add(own(ADA, old).committed(old.plus(40 * DAY)));
        story.add(own(ADA, At::local(day, 13, 0, 540).on(-300)).cherry_picked());
    }
}

fn neighbours(story: &mut Story) {
    for day in 0..40 {
        let at = At::local(day, 10, 0, 60);
        story.add(own(ADA, at));
        let next_door = 120 + 60 * (day % 2) as i32;
        story.add(own(ADA, At::local(day, 11, 0, 60).on(next_door)));
    }
}

fn night_owl(story: &mut Story) {
    for day in 0..80 {
        let hour = [13, 19, 22, 26, 28][day as usize % 5];
        story.add(own(ADA, At::local(day, hour, 0, -180)));
    }
}

fn old_web_edits(story: &mut Story) {
    for day in 0..40 {
        let day = day - 11 * 365;
        story.add(own(ADA, At::local(day, 10, 0, 120)));
        story.add(own(ADA, At::local(day, 11, 0, 120).on(-420)));
    }
}
