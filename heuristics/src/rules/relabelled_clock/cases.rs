//! Histories for `relabelled-clock`.

use crate::testing::{At, Case, Expect, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "the label moves to another continent and the work goes on as before",
        expect: Expect::Fires,
        story: relabelled,
    },
    Case {
        name: "a machine that kept a foreign zone is set right",
        expect: Expect::Fires,
        story: set_right,
    },
    Case {
        name: "a default zone is set right, as the browser showed before",
        expect: Expect::Quiet,
        story: default_zone,
    },
    Case {
        name: "somebody moves and works by the new place's day",
        expect: Expect::Quiet,
        story: mover,
    },
    Case {
        name: "a night owl moves and stays a night owl",
        expect: Expect::Quiet,
        story: night_owl,
    },
    Case {
        name: "somebody who works at both ends of the day moves",
        expect: Expect::Quiet,
        story: both_ends,
    },
    Case {
        name: "somebody moves and takes half of the old hours along",
        expect: Expect::Quiet,
        story: half_way,
    },
    Case {
        name: "a traveller comes back",
        expect: Expect::Quiet,
        story: traveller,
    },
    Case {
        name: "daylight saving",
        expect: Expect::Quiet,
        story: daylight_saving,
    },
    Case {
        name: "work moves into a container on UTC",
        expect: Expect::Quiet,
        story: container,
    },
    Case {
        name: "a co-maintainer applies the patches from some day on",
        expect: Expect::Quiet,
        story: applied,
    },
];

/// Sixty days of work on clock `zone`: two commits a day, the first about `hour` o'clock.
fn sixty_days(story: &mut Story, first: i64, hour: i64, zone: i32) {
    for day in first..first + 60 {
        story.add(own(ADA, At::local(day, hour, 0, zone)));
        story.add(own(ADA, At::local(day, hour + 5, 0, zone)));
    }
}

fn relabelled(story: &mut Story) {
    sixty_days(story, 0, 10, 480);
    sixty_days(story, 60, 21, -300);
}

fn set_right(story: &mut Story) {
    sixty_days(story, 0, 0, -480);
    sixty_days(story, 60, 9, 60);
}

fn default_zone(story: &mut Story) {
    set_right(story);
    for day in 10..14 {
        story.web_merge(ADA, At::local(day, 12, 0, 60));
    }
}

fn mover(story: &mut Story) {
    sixty_days(story, 0, 10, 60);
    sixty_days(story, 60, 10, -480);
}

fn night_owl(story: &mut Story) {
    sixty_days(story, 0, 22, 60);
    sixty_days(story, 60, 22, 540);
}

fn both_ends(story: &mut Story) {
    for day in 0..120 {
        let zone = if day < 60 { 60 } else { 540 };
        story.add(own(ADA, At::local(day, 7, 0, zone)));
        story.add(own(ADA, At::local(day, 19, 0, zone)));
    }
}

fn half_way(story: &mut Story) {
    sixty_days(story, 0, 10, 60);
    sixty_days(story, 60, 14, 540);
}

fn traveller(story: &mut Story) {
    sixty_days(story, 0, 10, 60);
    sixty_days(story, 60, 17, 540);
    sixty_days(story, 120, 10, 60);
}

fn daylight_saving(story: &mut Story) {
    sixty_days(story, 0, 10, -300);
    sixty_days(story, 60, 11, -240);
}

fn container(story: &mut Story) {
    sixty_days(story, 0, 10, 330);
    sixty_days(story, 60, 5, 0);
}

fn applied(story: &mut Story) {
    sixty_days(story, 0, 10, 330);
    for day in 60..120 {
        let at = At::local(day, 10, 0, 330).on(-480);
        story.add(own(ADA, at).by(BEA, at));
    }
}
