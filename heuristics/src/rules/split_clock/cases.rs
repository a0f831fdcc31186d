//! Histories for `split-clock`.

use crate::testing::{At, Case, DAY, Expect, Story, Who, own};
use countersign_facts::{Subject, Traces};

const ADA: Who = Who("Ada Example", "ada@corp.test.example");
const BEA: Who = Who("Bea Sample", "bea@mail.example");

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "the author date is painted and the committer date tells",
        expect: Expect::Fires,
        story: painted,
    },
    Case {
        name: "one person alone has two clocks in a project on Gerrit",
        expect: Expect::Fires,
        story: alone_on_gerrit,
    },
    Case {
        name: "three names are painted on one machine, in a project on Gerrit",
        expect: Expect::Fires,
        story: painted_on_gerrit,
    },
    Case {
        name: "two clocks beside a server that commits for everybody else",
        expect: Expect::Fires,
        story: beside_a_server,
    },
    Case {
        name: "Gerrit cherry-picks for three people on its own clock",
        expect: Expect::Quiet,
        story: gerrit,
    },
    Case {
        name: "Gerrit's clock changes between winter and summer",
        expect: Expect::Quiet,
        story: gerrit_in_summer,
    },
    Case {
        name: "an unknown server commits for nine people on its own clock",
        expect: Expect::Quiet,
        story: unknown_server,
    },
    Case {
        name: "a traveller changes zones between commits",
        expect: Expect::Quiet,
        story: traveller,
    },
    Case {
        name: "a rebase weeks later on another continent",
        expect: Expect::Quiet,
        story: rebaser,
    },
    Case {
        name: "a container commits in UTC",
        expect: Expect::Quiet,
        story: container,
    },
    Case {
        name: "button merges of 2012 are amended locally",
        expect: Expect::Quiet,
        story: amended_merges,
    },
    Case {
        name: "a maintainer applies patches from another continent",
        expect: Expect::Silent,
        story: maintainer,
    },
    Case {
        name: "four commits are too few",
        expect: Expect::Silent,
        story: few,
    },
];

fn painted(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, -300);
        story.add(own(ADA, at).committed(at.plus(24).on(480)));
    }
}

fn traveller(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(0, 10, 0, -300));
    story.every(DAY, 20, ADA, At::local(21, 10, 0, 480));
}

fn rebaser(story: &mut Story) {
    for day in 0..20 {
        story.add(own(ADA, At::local(day, 10, 0, -300)).committed(At::local(40, 10, day, 480)));
    }
}

fn container(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, -300);
        story.add(own(ADA, at).committed(at.plus(24).on(0)));
    }
}

/// GitHub's button dated merges by its own clock; amending keeps that as the author's time.
fn amended_merges(story: &mut Story) {
    story.every(DAY, 20, ADA, At::local(-4400, 10, 0, 60));
    for day in 0..10 {
        let clicked = At::local(day - 4380, 10, 0, 60);
        let merge = own(ADA, clicked.on(-480)).committed(clicked.plus(41));
        story.add(merge.subject(Subject::PullRequestMerge));
    }
}

fn maintainer(story: &mut Story) {
    for day in 0..20 {
        let at = At::local(day, 10, 0, -300);
        story.add(own(ADA, at).by(BEA, at.plus(60).on(480)));
    }
}

fn few(story: &mut Story) {
    for day in 0..4 {
        let at = At::local(day, 10, 0, -300);
        story.add(own(ADA, at).committed(at.plus(24).on(480)));
    }
}

const CYD: Who = Who("Cyd Uno", "cyd@desk.example");
const SERVER: i32 = -360;
const TEAM: [(Who, i32); 3] = [(ADA, 120), (BEA, 180), (CYD, -480)];
const CROWD: [Who; 9] = [
    ADA,
    BEA,
    CYD,
    Who("Dov Due", "dov@b.example"),
    Who("Eve Tre", "eve@c.example"),
    Who("Fay Quattro", "fay@d.example"),
    Who("Gus Cinque", "gus@e.example"),
    Who("Hal Sei", "hal@f.example"),
    Who("Ida Sette", "ida@g.example"),
];

/// Somebody's 40 days on a server at this offset: on every fourth day it commits their change a minute later.
fn on_server(story: &mut Story, who: Who, zone: i32, server: fn(i64) -> i32, traces: Traces) {
    for day in 0..40 {
        let at = At::local(day, 10, 0, zone);
        let commit = own(who, at).traced(traces);
        story.add(match day % 4 {
            0 => commit.committed(at.plus(65).on(server(day))),
            _ => commit,
        });
    }
}

fn gerrit(story: &mut Story) {
    for (who, zone) in TEAM {
        on_server(story, who, zone, |_| SERVER, Traces::GERRIT_CHANGE);
    }
}

fn gerrit_in_summer(story: &mut Story) {
    for (who, zone) in TEAM {
        let server = |day| if day < 20 { SERVER } else { SERVER + 60 };
        on_server(story, who, zone, server, Traces::GERRIT_CHANGE);
    }
}

fn unknown_server(story: &mut Story) {
    for (who, zone) in CROWD.into_iter().zip([120, 180, -480].into_iter().cycle()) {
        on_server(story, who, zone, |_| SERVER, Traces::empty());
    }
}

fn alone_on_gerrit(story: &mut Story) {
    on_server(story, ADA, 120, |_| SERVER, Traces::GERRIT_CHANGE);
    for (who, zone) in &TEAM[1..] {
        for day in 0..40 {
            let at = At::local(day, 11, 0, *zone);
            story.add(own(*who, at).traced(Traces::GERRIT_CHANGE));
        }
    }
}

fn painted_on_gerrit(story: &mut Story) {
    for day in 0..40 {
        for (who, zone) in TEAM {
            let at = At::local(day, 11, 0, zone);
            let painted = own(who, at).committed(at.plus(24).on(540));
            story.add(painted.traced(Traces::GERRIT_CHANGE));
        }
    }
}

fn beside_a_server(story: &mut Story) {
    gerrit(story);
    let dov = CROWD[3];
    on_server(story, dov, 60, |_| 540, Traces::GERRIT_CHANGE);
}
