//! Histories with dates or people that were put in later.

use super::Care;
use crate::clock::{DAY, HOUR, Zone};
use crate::honest::{AGENT, maintainers};
use crate::plan::{Trailer, Who};
use crate::rhythm::{OFFICE, PLATFORM_SIGNS, Stroke, strokes};
use crate::stage::{Act, Deed, Landing, Stage};

/// Days for which a project was there before somebody comes, and from which work can be dated back.
const BEFORE: i64 = 200;

/// Dates own work back in a project where GitHub signs the merges of others.
pub(super) fn backdated(stage: &mut Stage<'_>, care: Care) {
    let moved = care.of([1.0, 0.5, 0.15, 0.15]);
    let (me, zone) = (stage.somebody(true), stage.zone());
    let project = stage.own_project;
    let first = stage.first_day();
    let others = maintainers(stage, project, first - BEFORE);
    let place = vec![(first, zone.clone())];
    let commits = stage.commits;
    let strokes = strokes(&mut stage.random, OFFICE, &place, first, commits);
    for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
        // Whole weeks keep the day and the hour. The careful fill a gap of some weeks.
        let weeks = care.of([(26, 53), (8, 30), (2, 7), (2, 7)]);
        let weeks = stage.random.between(weeks.0, weeks.1);
        let back = if stage.random.happens(moved) {
            weeks * 7 * DAY
        } else {
            0
        };
        let topic = stage.number();
        for stroke in sitting {
            let at = zone.at(stroke.instant - back);
            let made = stage.made(me.at(at), me.at(at));
            // The perfect put the work on top of what was there on that day.
            let when = if care == Care::Perfect {
                at.seconds
            } else {
                stroke.instant
            };
            let topic = Some(topic);
            stage.does(when, project, Act::Commit { made, topic });
        }
        let (by, browser) = others[stage.random.between(0, others.len() as i64) as usize].clone();
        let pressed = sitting[sitting.len() - 1].instant + 60 + stage.random.between(0, 6 * HOUR);
        stage.lands(project, topic, by.at(browser.at(pressed)), Landing::Button);
    }
}

/// First day of the invented years: Monday, 7 January 2019, in days since 1970-01-01.
const INVENTED: i64 = 17_903;
/// First day of the weeks in which the work was really made: Monday, 1 September 2025.
const MADE: i64 = 20_332;
/// Share of the commits that bring a migration.
const MIGRATIONS: f64 = 0.15;

/// Cuts a finished project into years of work. Both dates are set and follow a person's rhythm.
pub(super) fn cut_timeline(stage: &mut Stage<'_>, care: Care) {
    let signs = care.of([true, true, false, false]);
    let with_agent = care.of([0.5, 0.0, 0.0, 0.0]);
    let stamped = care.of([1.0, 1.0, 0.5, 0.0]);
    let (me, zone, key) = (stage.somebody(true), stage.zone(), stage.number());
    stage.begins = INVENTED;
    let invented = stage.days_at(&zone, OFFICE);
    let made = made_in_weeks(stage, &zone, invented.len());
    let project = stage.own_project;
    for (stroke, made_at) in invented.iter().zip(made) {
        let mut made = stage.made_at(me, &zone, stroke);
        made.key = signs.then_some(key);
        if stage.random.happens(with_agent) {
            made.trailers = vec![Trailer::CoAuthoredBy(AGENT)];
        }
        if stage.random.happens(MIGRATIONS) {
            let kept = stage.random.happens(stamped);
            made.stamped = Some(if kept { made_at } else { stroke.instant - 600 });
        }
        stage.pushes_to(project, made);
    }
}

/// The moments of work that took a few weeks, in order.
fn made_in_weeks(stage: &mut Stage<'_>, zone: &Zone, count: usize) -> Vec<i64> {
    let [from, to] = [MADE, MADE + 40].map(|day| zone.instant(day * DAY));
    let mut moments: Vec<_> = (0..count).map(|_| stage.random.between(from, to)).collect();
    moments.sort_unstable();
    moments
}

/// Authors of the original.
const AUTHORS: usize = 3;

/// Publishes the history of somebody else's project, which is not public, under the own name.
pub(super) fn rewritten_clone(stage: &mut Stage<'_>, care: Care) {
    stage.begins = PLATFORM_SIGNS;
    let original = original(stage);
    let (me, zone) = (stage.somebody(true), stage.zone());
    let signed_off = care.of([1.0, 1.0, 0.1, 0.0]);
    let project = stage.own_project;
    let commits = stage.commits;
    for deed in original.into_iter().take(commits) {
        let act = match deed.act {
            Act::Commit { mut made, topic } => {
                // The careless replace the author alone.
                made.author.who = me;
                if care != Care::Careless {
                    made.author.at = zone.at(made.author.at.seconds);
                    made.committer = made.author;
                }
                if !stage.random.happens(signed_off) {
                    made.trailers.clear();
                }
                let flat = care >= Care::Careful;
                Act::Commit {
                    made,
                    topic: topic.filter(|_| !flat),
                }
            }
            // The careful keep no merges.
            Act::Land { .. } if care >= Care::Careful => continue,
            Act::Land { topic, author, .. } if care == Care::Careless => Act::Land {
                topic,
                author: me.at(author.at),
                landing: Landing::Unsigned {
                    committer: Who::NamesGitHub,
                },
            },
            Act::Land { topic, author, .. } => Act::Land {
                topic,
                author: me.at(zone.at(author.at.seconds)),
                landing: Landing::Unsigned { committer: me },
            },
        };
        stage.does(deed.when, project, act);
    }
}

/// A project in which everybody signs off; what was done in it, in order, is taken off the stage.
fn original(stage: &mut Stage<'_>) -> Vec<Deed> {
    let project = stage.own_project;
    let from = stage.deeds.len();
    let works = |stage: &mut Stage<'_>, me: Who, zone: &Zone, stroke: &Stroke| {
        let mut made = stage.made_at(me, zone, stroke);
        made.trailers = vec![Trailer::SignedOffBy(me)];
        made
    };
    for (me, zone) in stage.team(AUTHORS) {
        for sitting in stage
            .days_at(&zone, OFFICE)
            .chunk_by(|a, b| a.sitting == b.sitting)
        {
            let topic = stage.on_topic(project, sitting, |stage, stroke| {
                works(stage, me, &zone, stroke)
            });
            let pressed = sitting[sitting.len() - 1].instant + stage.random.between(60, 2 * HOUR);
            stage.lands(project, topic, me.at(zone.at(pressed)), Landing::Button);
        }
    }
    let mut original = stage.deeds.split_off(from);
    original.sort_by_key(|deed| deed.when);
    original
}
