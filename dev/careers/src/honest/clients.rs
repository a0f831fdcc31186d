//! People whose tools sign or commit in their own way: pairs, stacks of commits, coding agents.

use crate::clock::{DAY, HOUR, Zone};
use crate::plan::{Line, Trailer, Who};
use crate::rhythm::{AGENTS, OFFICE, STACKS, Stroke};
use crate::stage::{Act, Landing, Made, Stage};

/// People of one team.
const TEAM: usize = 3;
/// The key with which the vendor of a coding agent signs for all its customers.
pub(crate) const AGENT_KEY: u64 = u64::MAX - 1;
/// The account of a coding agent.
pub(crate) const AGENT: Who =
    Who::Program("coding-agent[bot] <191000001+coding-agent[bot]@users.noreply.github.com>");

/// Pairs at a workstation: the author line names its owner, the committer line the colleague beside. Its owner's
/// key signs. Everybody also works alone.
pub(super) fn pairs(stage: &mut Stage<'_>) {
    const PAIRED: f64 = 0.4;
    let zone = stage.zone();
    let project = stage.own_project;
    let people: Vec<_> = (0..=TEAM)
        .map(|_| (stage.somebody(false), stage.number()))
        .collect();
    for (position, (me, key)) in people.iter().enumerate() {
        for sitting in sittings(&stage.days_at(&zone, OFFICE)) {
            // Colleagues take turns, day by day.
            let turn = 1 + sitting[0].day.unsigned_abs() as usize % TEAM;
            let beside = people[(position + turn) % people.len()].0;
            let paired = stage.random.happens(PAIRED);
            for stroke in sitting {
                let mut made = stage.made_at(*me, &zone, stroke);
                made.key = Some(*key);
                if paired {
                    made.committer.who = beside;
                }
                stage.pushes_to(project, made);
            }
        }
    }
}

fn sittings(strokes: &[Stroke]) -> impl Iterator<Item = &[Stroke]> {
    strokes.chunk_by(|a, b| a.sitting == b.sitting)
}

/// A client that moves whole stacks of commits: both lines stay as they were, and the key of the person who
/// moves them signs, also colleagues' commits that lie below.
pub(super) fn stacks(stage: &mut Stage<'_>) {
    const MOVES: f64 = 0.15;
    stage.begins = STACKS;
    let project = stage.own_project;
    let mut team = Vec::new();
    for (me, zone) in stage.team(TEAM) {
        let strokes = stage.days_at(&zone, OFFICE);
        team.push((me, zone, strokes, stage.number()));
    }
    for (position, (me, zone, strokes, key)) in team.iter().enumerate() {
        let (other, there, theirs, _) = &team[(position + 1) % TEAM];
        for sitting in sittings(strokes) {
            for stroke in sitting {
                let made = stage.made_at(*me, zone, stroke);
                stacked(stage, project, made, *key, stroke.instant);
            }
            let last = sitting[sitting.len() - 1].instant;
            if !stage.random.happens(MOVES) {
                continue;
            }
            for stroke in below(theirs, last, 1) {
                let made = stage.made_at(*other, there, stroke);
                stacked(stage, project, made, *key, last);
            }
            for stroke in below(strokes, last, 2) {
                let made = stage.made_at(*me, zone, stroke);
                stacked(stage, project, made, *key, last);
            }
        }
    }
}

/// The last few commits that were made in the days before `last`.
fn below(strokes: &[Stroke], last: i64, count: usize) -> impl Iterator<Item = &Stroke> {
    let recent = move |stroke: &&Stroke| (10 * HOUR..4 * DAY).contains(&(last - stroke.instant));
    strokes.iter().rev().filter(recent).take(count)
}

fn stacked(stage: &mut Stage<'_>, project: usize, mut made: Made, key: u64, when: i64) {
    made.key = Some(key);
    made.stacked = true;
    stage.does(when, project, Act::Commit { made, topic: None });
}

/// A hosted service rebases in its users' names before it lands their work: on UTC, signed with its own key.
pub(super) fn stack_service(stage: &mut Stage<'_>) {
    let key = stage.number();
    let project = stage.own_project;
    for (me, zone) in stage.team(TEAM) {
        for sitting in sittings(&stage.days_at(&zone, OFFICE)) {
            for stroke in sitting {
                let made = stage.made_at(me, &zone, stroke);
                stage.pushes_to(project, made);
            }
            if stage.random.happens(0.4) {
                let landed = sitting[sitting.len() - 1].instant + stage.random.between(60, 900);
                let made = hosted(stage, me, &zone, landed, key);
                stage.pushes_to(project, made);
            }
        }
    }
}

/// A commit by a hosted program in somebody's name: on UTC, signed with the program's key.
pub(crate) fn hosted(stage: &mut Stage<'_>, who: Who, zone: &Zone, instant: i64, key: u64) -> Made {
    let at: Line = who.at(zone.at(instant).on(0));
    let mut made = stage.made(at, at);
    made.key = Some(key);
    made
}

/// A team that uses a coding agent in its vendor's cloud, which signs with one key for all customers: under the
/// agent's name, or under that of the person who asked. People review and merge at home.
pub(super) fn hosted_agent(stage: &mut Stage<'_>) {
    const ASKED: f64 = 0.4;
    const IN_OWN_NAME: f64 = 0.5;
    stage.begins = AGENTS;
    let project = stage.shared_project;
    for (me, zone) in stage.team(TEAM) {
        for sitting in sittings(&stage.days_at(&zone, OFFICE)) {
            let asked = stage.random.happens(ASKED);
            let own_name = stage.random.happens(IN_OWN_NAME);
            let topic = stage.on_topic(project, sitting, |stage, stroke| {
                if !asked {
                    return stage.made_at(me, &zone, stroke);
                }
                let who = if own_name { me } else { AGENT };
                let mut made = hosted(stage, who, &zone, stroke.instant, AGENT_KEY);
                let other = if own_name { AGENT } else { me };
                made.trailers = vec![Trailer::CoAuthoredBy(other)];
                made
            });
            let clicked = sitting[sitting.len() - 1].instant + stage.random.between(60, 3 * HOUR);
            let by = me.at(zone.at(clicked));
            stage.lands(project, topic, by, Landing::Button);
        }
    }
}
