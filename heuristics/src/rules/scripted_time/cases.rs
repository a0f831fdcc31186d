//! Histories for `scripted-time`.

use crate::testing::{At, Case, DAY, Expect, GITHUB, HOUR, MINUTE, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "a year of daily commits written in one night",
        expect: Expect::Fires,
        story: painted,
    },
    Case {
        name: "a history in exact daily steps written at once",
        expect: Expect::Fires,
        story: daily_steps,
    },
    Case {
        name: "daily snapshots imported under one's own name",
        expect: Expect::Fires,
        story: snapshots,
    },
    Case {
        name: "times drawn at random around the clock",
        expect: Expect::Fires,
        story: random_times,
    },
    Case {
        name: "a job commits every hour under its owner's name",
        expect: Expect::Fires,
        story: hourly_job,
    },
    Case {
        name: "a privacy tool sets minutes and seconds to zero",
        expect: Expect::Fires,
        story: rounded,
    },
    Case {
        name: "releases of old imported under one's own name by their dates",
        expect: Expect::Fires,
        story: imported_releases,
    },
    Case {
        name: "a long branch rebased beside ordinary work",
        expect: Expect::Quiet,
        story: rebased_branch,
    },
    Case {
        name: "history moved to another repository keeps both dates",
        expect: Expect::Quiet,
        story: kept_dates,
    },
    Case {
        name: "a night owl without office hours",
        expect: Expect::Quiet,
        story: night_owl,
    },
    Case {
        name: "a traveller fills the day of the world but not the own",
        expect: Expect::Quiet,
        story: traveller,
    },
    Case {
        name: "one command makes a commit a second",
        expect: Expect::Quiet,
        story: burst,
    },
    Case {
        name: "daylight saving and two machines",
        expect: Expect::Quiet,
        story: two_machines,
    },
    Case {
        name: "a maintainer applies a year of another's patches in one night",
        expect: Expect::Silent,
        story: applied,
    },
    Case {
        name: "the platform squashes a year of work in one night",
        expect: Expect::Silent,
        story: squashed,
    },
];

fn painted(story: &mut Story) {
    let night = At::local(370, 23, 0, 540);
    for day in 0..360 {
        let claimed = At::exact(day, 10, 0, -300).plus(17);
        story.add(own(ADA, claimed).committed(night.plus(2 * day)));
    }
}

fn daily_steps(story: &mut Story) {
    let night = At::local(200, 23, 0, 330);
    for day in 0..180 {
        let claimed = At::exact(day, 10, 30, 330);
        story.add(own(ADA, claimed).committed(night.plus(2 * day)));
    }
}

fn snapshots(story: &mut Story) {
    let evening = At::local(200, 20, 0, 60);
    for day in 0..180 {
        let saved = At::exact(day, 0, 0, 60);
        story.add(own(ADA, saved).committed(evening.plus(day)));
    }
}

/// A number below `below`, without order.
fn scattered(turn: i64, below: i64) -> i64 {
    (turn * turn * 7_919 + turn * 104_729) % 1_000_003 % below
}

fn random_times(story: &mut Story) {
    for day in 0..240 {
        story.add(own(ADA, At::exact(day, 0, 0, 60).plus(scattered(day, DAY))));
    }
}

fn hourly_job(story: &mut Story) {
    for turn in 0..200 {
        story.add(own(ADA, At::exact(0, 0, 0, 60).plus(turn * HOUR + 2)));
    }
}

fn rounded(story: &mut Story) {
    for day in 0..100 {
        let hour = 9 + scattered(day, 9);
        story.add(own(ADA, At::exact(day, hour, 0, -180)));
    }
}

fn imported_releases(story: &mut Story) {
    let evening = At::local(4000, 20, 0, 60);
    for turn in 0..40 {
        let released = At::exact(turn * 60 + scattered(turn, 50), 0, 0, 60);
        story.add(own(ADA, released).committed(evening.plus(turn)));
    }
}

fn rebased_branch(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, 60));
    for day in 20..120 {
        let rebased = At::local(121, 10, 0, 60).plus(day);
        story.add(own(ADA, At::local(day, 10, 0, 60)).committed(rebased));
    }
}

fn kept_dates(story: &mut Story) {
    for day in 0..120 {
        let at = At::local(day, 10, 0, 330);
        story.add(own(ADA, at).committed(at.plus(day % 5 * MINUTE)));
    }
}

fn night_owl(story: &mut Story) {
    for day in 0..200 {
        let hour = [13, 19, 22, 26, 28][day as usize % 5];
        story.add(own(ADA, At::local(day, hour, 0, -180)));
    }
}

fn traveller(story: &mut Story) {
    for stay in 0..8 {
        let zone = [60, 540, -480, -180][stay as usize % 4];
        for day in 0..30 {
            let hour = 9 + day * 5 % 9;
            story.add(own(ADA, At::local(stay * 32 + day, hour, 0, zone)));
        }
    }
}

fn burst(story: &mut Story) {
    for day in 0..10 {
        let at = At::local(day, 11, 0, 60);
        for turn in 0..8 {
            story.add(own(ADA, at.plus(turn)));
        }
    }
}

fn two_machines(story: &mut Story) {
    for day in 0..120 {
        let summer = if day < 60 { 60 } else { 120 };
        story.add(own(ADA, At::local(day, 9, 0, summer)));
        story.add(own(ADA, At::local(day, 9 + day % 8, 31, summer).on(-480)));
    }
}

fn applied(story: &mut Story) {
    let night = At::local(370, 23, 0, 540);
    for day in 0..360 {
        let written = At::local(day, 10, 0, -300);
        story.add(own(ADA, written).by(BEA, night.plus(2 * day)));
    }
}

fn squashed(story: &mut Story) {
    let night = At::local(370, 23, 0, 0);
    for day in 0..360 {
        let written = At::local(day, 10, 0, -300);
        story.add(own(ADA, written).by(GITHUB, night.plus(2 * day)));
    }
}
