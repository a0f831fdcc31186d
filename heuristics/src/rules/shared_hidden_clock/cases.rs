//! Histories for `shared-hidden-clock`.

use crate::testing::{At, Case, Expect, GITHUB, HOUR, MINUTE, Story, Who, own};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");
const ADA_AT_HOME: Who = Who("Ada Example", "ada@home.test.example");
const OTHERS: [Who; 9] = [
    Who("Cyd Uno", "cyd@a.example"),
    Who("Dov Due", "dov@b.example"),
    Who("Eve Tre", "eve@c.example"),
    Who("Fay Quattro", "fay@d.example"),
    Who("Gus Cinque", "gus@e.example"),
    Who("Hal Sei", "hal@f.example"),
    Who("Ida Sette", "ida@g.example"),
    Who("Jon Otto", "jon@h.example"),
    Who("Kim Nove", "kim@i.example"),
];
const HOME: i32 = 60;
const AWAY: i32 = 540;

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "two names whose machines change zones on the same days",
        expect: Expect::Fires,
        story: together,
    },
    Case {
        name: "the author clocks differ and the committer clocks move together",
        expect: Expect::Fires,
        story: hidden,
    },
    Case {
        name: "colleagues on two business trips",
        expect: Expect::Fires,
        story: two_trips,
    },
    Case {
        name: "a couple on one journey",
        expect: Expect::Quiet,
        story: one_trip,
    },
    Case {
        name: "two colleagues in one town who never travel",
        expect: Expect::Quiet,
        story: one_town,
    },
    Case {
        name: "two colleagues follow daylight saving",
        expect: Expect::Quiet,
        story: daylight_saving,
    },
    Case {
        name: "one person with two addresses that nothing joins",
        expect: Expect::Quiet,
        story: two_addresses,
    },
    Case {
        name: "a whole team travels to its meetings",
        expect: Expect::Quiet,
        story: team,
    },
    Case {
        name: "two travellers who go to different places",
        expect: Expect::Quiet,
        story: different_places,
    },
    Case {
        name: "two travellers at different times of the year",
        expect: Expect::Quiet,
        story: different_times,
    },
    Case {
        name: "a co-maintainer applies a traveller's patches at home",
        expect: Expect::Quiet,
        story: applied,
    },
    Case {
        name: "two people work in containers on UTC between journeys",
        expect: Expect::Quiet,
        story: containers,
    },
    Case {
        name: "the platform commits for two travellers",
        expect: Expect::Silent,
        story: platform,
    },
];

/// Ten days at home and ten away, `trips` times, then ten at home.
fn stays(trips: i64) -> impl Iterator<Item = (i64, i32)> {
    (0..trips * 20 + 10).map(|day| (day, if day / 10 % 2 == 0 { HOME } else { AWAY }))
}

/// Commits of `who` at about `hour` on each of the days, in its zone.
fn work(story: &mut Story, who: Who, hour: i64, days: impl Iterator<Item = (i64, i32)>) {
    for (day, zone) in days {
        story.add(own(who, At::local(day, hour, 0, zone)));
    }
}

fn together(story: &mut Story) {
    work(story, ADA, 10, stays(3));
    work(story, BEA, 15, stays(3));
}

fn hidden(story: &mut Story) {
    for (day, zone) in stays(3) {
        let at = At::local(day, 10, 0, zone);
        story.add(own(ADA, at.plus(-20 * MINUTE).on(-300)).committed(at));
        let written = own(OTHERS[0], at.plus(HOUR).on(330));
        story.add(written.by(BEA, at.plus(2 * HOUR)));
    }
}

fn two_trips(story: &mut Story) {
    work(story, ADA, 10, stays(2));
    work(story, BEA, 15, stays(2));
}

fn one_trip(story: &mut Story) {
    work(story, ADA, 10, stays(1));
    work(story, BEA, 15, stays(1));
}

fn one_town(story: &mut Story) {
    work(story, ADA, 10, (0..90).map(|day| (day, HOME)));
    work(story, BEA, 15, (0..90).map(|day| (day, HOME)));
}

fn daylight_saving(story: &mut Story) {
    let seasons = || (0..90).map(|day| (day, HOME + day as i32 / 10 % 2 * 60));
    work(story, ADA, 10, seasons());
    work(story, BEA, 15, seasons());
}

fn two_addresses(story: &mut Story) {
    work(story, ADA, 10, stays(3));
    work(story, ADA_AT_HOME, 15, stays(3));
}

fn team(story: &mut Story) {
    OTHERS
        .iter()
        .for_each(|who| work(story, *who, 10, stays(3)));
}

fn different_places(story: &mut Story) {
    work(story, ADA, 10, stays(3));
    let elsewhere = stays(3).map(|(day, zone)| (day, if zone == AWAY { -480 } else { zone }));
    work(story, BEA, 15, elsewhere);
}

fn different_times(story: &mut Story) {
    work(story, ADA, 10, stays(3));
    work(story, BEA, 15, stays(3).map(|(day, zone)| (day + 6, zone)));
}

fn applied(story: &mut Story) {
    for (day, zone) in stays(3) {
        let at = At::local(day, 10, 0, zone);
        story.add(own(ADA, at));
        story.add(own(ADA, at.plus(HOUR)).by(BEA, at.plus(2 * HOUR).on(HOME)));
    }
}

fn containers(story: &mut Story) {
    let days = || stays(3).map(|(day, zone)| (day, if zone == AWAY { 0 } else { zone }));
    work(story, ADA, 10, days());
    work(story, BEA, 15, days());
}

fn platform(story: &mut Story) {
    for (day, zone) in stays(3) {
        for who in [ADA, BEA] {
            let at = At::local(day, 10, 0, zone);
            story.add(own(who, at).by(GITHUB, at.plus(MINUTE)));
        }
    }
}
