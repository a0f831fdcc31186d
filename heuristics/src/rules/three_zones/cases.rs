//! Histories for `three-zones`.

use crate::testing::{At, Case, DAY, Expect, HOUR, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "two machines and a browser show three continents on one day",
        expect: Expect::Fires,
        story: three_continents,
    },
    Case {
        name: "two connecting flights in one day, with commits at each airport",
        expect: Expect::Fires,
        story: flights,
    },
    Case {
        name: "a rented machine and a browser at home",
        expect: Expect::Quiet,
        story: rented_machine,
    },
    Case {
        name: "a journey with a stop of two days",
        expect: Expect::Quiet,
        story: stopover,
    },
    Case {
        name: "a container in UTC beside two machines",
        expect: Expect::Quiet,
        story: container,
    },
    Case {
        name: "neighbouring zones and daylight saving",
        expect: Expect::Quiet,
        story: neighbours,
    },
    Case {
        name: "the third zone is that of a co-maintainer",
        expect: Expect::Quiet,
        story: applied,
    },
    Case {
        name: "three zones in three commits are too few",
        expect: Expect::Silent,
        story: few,
    },
];

fn three_continents(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, 480));
    story.add(own(ADA, At::local(20, 10, 0, 480)));
    story.add(own(ADA, At::local(20, 14, 0, 480).on(-300)));
    story.web_merge(ADA, At::local(20, 16, 0, 480).on(60));
}

fn flights(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, 60));
    let at = At::local(20, 7, 0, 60);
    story.add(own(ADA, at));
    story.add(own(ADA, at.plus(9 * HOUR).on(-300)));
    story.add(own(ADA, at.plus(17 * HOUR).on(-480)));
}

fn rented_machine(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 10, 0, 480);
        story.add(own(ADA, at));
        story.web_merge(ADA, at.plus(HOUR).on(-300));
    }
}

fn stopover(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, 60));
    story.every(DAY, 2, ADA, At::local(21, 10, 0, -300));
    story.every(DAY, 20, ADA, At::local(24, 10, 0, -480));
}

fn container(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 10, 0, 540);
        story.add(own(ADA, at));
        story.add(own(ADA, at.plus(HOUR).on(0)));
        story.add(own(ADA, at.plus(2 * HOUR).on(-480)));
    }
}

fn neighbours(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 10, 0, 60);
        story.add(own(ADA, at));
        story.add(own(ADA, at.plus(HOUR).on(120)));
        story.add(own(ADA, at.plus(2 * HOUR).on(330)));
    }
}

fn applied(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 10, 0, 540);
        story.add(own(ADA, at));
        story.add(own(ADA, at.plus(HOUR).on(60)));
        let far = at.plus(2 * HOUR).on(-480);
        story.add(own(ADA, far).by(BEA, far));
    }
}

fn few(story: &mut Story) {
    let at = At::local(0, 10, 0, 60);
    for zone in [60, 480, -300] {
        story.add(own(ADA, at.plus(HOUR).on(zone)));
    }
}
