//! Histories that were written again, copied or mirrored for honest reasons.

use super::maintainers::maintainers;
use crate::clock::{DAY, HOUR};
use crate::plan::{Trailer, Who};
use crate::rhythm::{LONG_DAY, OFFICE, PLATFORM_SIGNS, Stroke, strokes};
use crate::stage::{Act, Deed, Landing, Stage};

/// Authors of a project that is copied.
const AUTHORS: usize = 3;
/// How long before `FIRST_DAY` a history began that is signed later, in days: three years.
const BEFORE: i64 = 156 * 7;
/// The program that copies commits from one repository to another.
const SYNC: Who =
    Who::Program("sync-service[bot] <56000001+sync-service[bot]@users.noreply.github.com>");

/// Signs all of an old history in one go, and everything from then on. In half of the cases the committer dates
/// stay what they were, years before such signatures.
pub(super) fn re_signer(stage: &mut Stage<'_>) {
    let keeps_dates = stage.random.happens(0.5);
    let (me, zone, key) = (stage.somebody(false), stage.zone(), stage.number());
    let project = stage.own_project;
    let (first, half) = (stage.first_day() - BEFORE, stage.commits.div_ceil(2));
    let place = vec![(first, zone.clone())];
    let old = strokes(&mut stage.random, OFFICE, &place, first, half);
    let first = old
        .last()
        .map_or(first, |last| last.day + 2)
        .max(stage.begins);
    let new = strokes(&mut stage.random, OFFICE, &place, first, half);
    let signed = new[0].instant - HOUR;
    for (position, stroke) in (0..).zip(&old) {
        let now = signed + position / 4;
        let mut made = stage.made_at(me, &zone, stroke);
        made.key = Some(key);
        if !keeps_dates {
            made.committer.at = zone.at(now);
        }
        stage.does(now, project, Act::Commit { made, topic: None });
    }
    for stroke in &new {
        let mut made = stage.made_at(me, &zone, stroke);
        made.key = Some(key);
        stage.pushes_to(project, made);
    }
}

/// Rebases on the others' work days later with `--committer-date-is-author-date`, so that both dates are older
/// than what lies below.
pub(super) fn date_keeping_rebaser(stage: &mut Stage<'_>) {
    const REBASED: f64 = 0.3;
    let (me, zone) = (stage.somebody(false), stage.zone());
    let project = stage.own_project;
    let first = stage.first_day();
    let others = maintainers(stage, project, first - 60);
    let place = vec![(first, zone.clone())];
    let commits = stage.commits;
    let strokes = strokes(&mut stage.random, OFFICE, &place, first, commits);
    for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
        let waited = if stage.random.happens(REBASED) {
            stage.random.between(DAY, 6 * DAY)
        } else {
            0
        };
        let topic = stage.number();
        for stroke in sitting {
            let act = Act::Commit {
                made: stage.made_at(me, &zone, stroke),
                topic: Some(topic),
            };
            stage.does(stroke.instant + waited, project, act);
        }
        let (by, browser) = others[stage.random.between(0, others.len() as i64) as usize].clone();
        let clicked = sitting[sitting.len() - 1].instant + waited + stage.random.between(600, DAY);
        stage.lands(project, topic, by.at(browser.at(clicked)), Landing::Button);
    }
}

/// Three people who merge their work with GitHub's button; answers what they did, in order.
fn merged_project(stage: &mut Stage<'_>, project: usize) -> Vec<Deed> {
    let from = stage.deeds.len();
    for (me, zone) in stage.team(AUTHORS) {
        let strokes = stage.days_at(&zone, OFFICE);
        for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
            let topic = stage.on_topic(project, sitting, |stage, stroke| {
                stage.made_at(me, &zone, stroke)
            });
            let clicked = sitting[sitting.len() - 1].instant + stage.random.between(60, 2 * HOUR);
            stage.lands(project, topic, me.at(zone.at(clicked)), Landing::Button);
        }
    }
    stage.deeds[from..].to_vec()
}

/// Imports other people's project below a folder of the own: all lines stay, no signature does. In half of the
/// cases the original is not there any more.
pub(super) fn importer(stage: &mut Stage<'_>) {
    stage.begins = PLATFORM_SIGNS;
    let original = stage.own_project;
    let imported = merged_project(stage, original);
    if stage.random.happens(0.5) {
        stage.deeds.clear();
    }
    let last = imported
        .iter()
        .map(|deed| deed.when)
        .max()
        .unwrap_or_default();
    for mut deed in imported {
        match &mut deed.act {
            // Below a folder every tree is another.
            Act::Commit { made, .. } => made.tree = stage.number(),
            Act::Land { landing, .. } => {
                *landing = Landing::Unsigned {
                    committer: Who::NamesGitHub,
                };
            }
        }
        stage.does(deed.when, original + 1, deed.act);
    }
    stage.begins = last / DAY + 1;
    let (me, zone) = (stage.somebody(false), stage.zone());
    for stroke in stage.days_at(&zone, LONG_DAY) {
        let made = stage.made_at(me, &zone, &stroke);
        stage.pushes_to(original + 1, made);
    }
}

/// A company's repository and its public copy, which a program writes: the author's line, and the program's.
pub(super) fn synced_monorepo(stage: &mut Stage<'_>) {
    let inside = stage.own_project;
    for (me, zone) in stage.team(AUTHORS) {
        for stroke in stage.days_at(&zone, OFFICE) {
            let made = stage.made_at(me, &zone, &stroke);
            let author = made.author;
            stage.pushes_to(inside, made);
            let copied = stroke.instant + stage.random.between(300, 4 * HOUR);
            let made = stage.made(author, SYNC.at(zone.at(copied).on(0)));
            stage.pushes_to(inside + 1, made);
        }
    }
}

/// Mirrors private work as empty commits with its dates, a batch a day, beside public work.
pub(super) fn activity_mirror(stage: &mut Stage<'_>) {
    let (me, zone, tree) = (stage.somebody(false), stage.zone(), stage.number());
    let mirror = stage.own_project;
    for stroke in stage.days_at(&zone, OFFICE) {
        let mut made = stage.made_at(me, &zone, &stroke);
        if stage.random.happens(0.5) {
            made.tree = tree;
            stage.pushes_to(mirror, made);
        } else {
            stage.pushes(made);
        }
    }
}

/// Keeps a project with migrations, whose files carry the second in which they were made.
pub(super) fn migrations(stage: &mut Stage<'_>) {
    let (me, zone) = (stage.somebody(false), stage.zone());
    let project = stage.own_project;
    for stroke in stage.days_at(&zone, LONG_DAY) {
        let mut made = stage.made_at(me, &zone, &stroke);
        made.trailers = vec![Trailer::SignedOffBy(me)];
        if stage.random.happens(0.1) {
            made.stamped = Some(minutes_before(stage, &stroke));
        }
        stage.pushes_to(project, made);
    }
}

fn minutes_before(stage: &mut Stage<'_>, stroke: &Stroke) -> i64 {
    stroke.instant - 60 - stage.random.wait(3.0 * HOUR as f64) as i64
}
