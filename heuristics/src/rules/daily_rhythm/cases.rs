//! Histories for `daily-rhythm`.

use crate::testing::{At, Case, Expect, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");
/// About what an office worker does in a day.
const OFFICE: &[i64] = &[9, 10, 11, 14, 16, 17];

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "office hours of a place fourteen hours from the clock's",
        expect: Expect::Fires,
        story: other_day,
    },
    Case {
        name: "a night shift, home at six",
        expect: Expect::Fires,
        story: night_shift,
    },
    Case {
        name: "the label moves for good and the hours stay",
        expect: Expect::Fires,
        story: label_moves,
    },
    Case {
        name: "office hours by the own clock",
        expect: Expect::Quiet,
        story: office,
    },
    Case {
        name: "a night owl stops at three",
        expect: Expect::Quiet,
        story: night_owl,
    },
    Case {
        name: "somebody commits in the evenings only",
        expect: Expect::Quiet,
        story: evenings,
    },
    Case {
        name: "a machine three hours off",
        expect: Expect::Quiet,
        story: near,
    },
    Case {
        name: "a traveller works by the day of each place",
        expect: Expect::Quiet,
        story: traveller,
    },
    Case {
        name: "somebody moves for good and takes the hours along",
        expect: Expect::Quiet,
        story: mover,
    },
    Case {
        name: "the label moves by two hours and the hours stay",
        expect: Expect::Quiet,
        story: neighbour,
    },
    Case {
        name: "daylight saving begins",
        expect: Expect::Quiet,
        story: daylight_saving,
    },
    Case {
        name: "shifts that turn around the clock",
        expect: Expect::Quiet,
        story: shifts,
    },
    Case {
        name: "days of rest on Friday and Saturday",
        expect: Expect::Quiet,
        story: friday,
    },
    Case {
        name: "a container on UTC",
        expect: Expect::Silent,
        story: container,
    },
    Case {
        name: "a co-maintainer far away applies the patches",
        expect: Expect::Silent,
        story: applied,
    },
    Case {
        name: "nine days are too few",
        expect: Expect::Silent,
        story: few,
    },
];

/// Commits of every hour on every working day of eight weeks that begin `monday` days after a Monday, by
/// the clock of `zone`, which the machine shows as `label`.
fn work(story: &mut Story, monday: i64, hours: &[i64], zone: i32, label: i32) {
    for day in (0..56).filter(|day| day % 7 < 5) {
        for hour in hours {
            let at = At::local(monday + day, *hour, 0, zone);
            story.add(own(ADA, at.on(label)));
        }
    }
}

fn other_day(story: &mut Story) {
    work(story, 0, OFFICE, 540, -300);
}

fn night_shift(story: &mut Story) {
    work(story, 0, &[22, 23, 24, 26, 28, 29], 60, 60);
}

fn office(story: &mut Story) {
    work(story, 0, OFFICE, 330, 330);
}

fn night_owl(story: &mut Story) {
    work(story, 0, &[15, 17, 20, 22, 24, 26], 60, 60);
}

fn evenings(story: &mut Story) {
    work(story, 0, &[19, 20, 21, 22, 23], -180, -180);
}

fn near(story: &mut Story) {
    work(story, 0, OFFICE, 330, 510);
}

fn traveller(story: &mut Story) {
    for (stay, zone) in [60, 540, -480, 60].into_iter().enumerate() {
        work(story, 56 * stay as i64, OFFICE, zone, zone);
    }
}

fn label_moves(story: &mut Story) {
    work(story, 0, OFFICE, 60, 60);
    work(story, 56, OFFICE, 60, -480);
}

fn mover(story: &mut Story) {
    work(story, 0, OFFICE, 60, 60);
    work(story, 56, OFFICE, -480, -480);
}

fn neighbour(story: &mut Story) {
    work(story, 0, OFFICE, 60, 60);
    work(story, 56, OFFICE, 60, 180);
}

fn daylight_saving(story: &mut Story) {
    work(story, 0, OFFICE, -300, -300);
    work(story, 56, OFFICE, -300, -240);
}

fn shifts(story: &mut Story) {
    for (turn, begin) in [6, 14, 22].into_iter().enumerate() {
        let hours: Vec<_> = (begin..begin + 8).collect();
        work(story, 56 * turn as i64, &hours, 60, 60);
    }
}

fn friday(story: &mut Story) {
    work(story, 6, OFFICE, 210, 210);
}

fn container(story: &mut Story) {
    work(story, 0, OFFICE, 540, 0);
}

fn applied(story: &mut Story) {
    for day in 0..60 {
        let at = At::local(day, 10, 0, 540).on(-300);
        story.add(own(ADA, at).by(BEA, at.plus(600)));
    }
}

fn few(story: &mut Story) {
    for day in 0..9 {
        for hour in OFFICE {
            story.add(own(ADA, At::local(day, *hour, 0, 540).on(-300)));
        }
    }
}
