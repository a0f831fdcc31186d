//! Helpers who approve each other.

use super::Care;
use crate::clock::{HOUR, Zone};
use crate::plan::Who;
use crate::rhythm::{EVENING, OFFICE, Rhythm, strokes};
use crate::stage::{Act, Stage};

const MEMBERS: usize = 4;
/// Those who were there before, and how many days.
const MAINTAINERS: usize = 6;
const BEFORE: i64 = 300;
/// They have other things to do, and stay for years.
const SELDOM: Rhythm = Rhythm {
    days: [0.12, 0.02],
    ..OFFICE
};
const CHANGES: usize = 150;

pub(super) fn closed_circle(stage: &mut Stage<'_>, care: Care) {
    let outside = care.of([0.0, 0.1, 0.4, 0.9]);
    let project = stage.own_project;
    // Accounts of 2016 to 2018, of each circle's own weeks.
    let oldest = 20_000_000 + stage.random.between(0, 400) as u64 * 50_000;
    let members: Vec<(Who, Zone)> = (0..MEMBERS)
        .map(|member| {
            let resident = stage.resident(true);
            // Numbers follow each other, or lie months apart.
            let apart = care.of([1, 1, 1_500_000, 1_500_000]);
            let email = stage.account_numbered(resident, oldest + apart * member as u64);
            let name = stage.name();
            (Who::Person { name, email }, stage.zone())
        })
        .collect();
    let started = stage.first_day();
    let maintainers = maintainers(stage, project, started - BEFORE);
    for (position, (me, zone)) in members.iter().enumerate() {
        let first = started + stage.random.between(0, 10);
        let rhythm = if position % 2 == 0 { OFFICE } else { EVENING };
        let place = vec![(first, zone.clone())];
        let commits = stage.commits;
        let strokes = strokes(&mut stage.random, rhythm, &place, first, commits);
        for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
            let topic = stage.number();
            let outsider = stage.random.happens(outside);
            let other = stage.random.between(1, MEMBERS as i64) as usize;
            let (approver, browser) = if outsider {
                &maintainers[stage.random.between(0, MAINTAINERS as i64) as usize]
            } else {
                &members[(position + other) % MEMBERS]
            };
            for stroke in sitting {
                let at = zone.at(stroke.instant);
                let mut made = stage.made(me.at(at), me.at(at));
                made.reviewers = vec![*approver];
                let act = Act::Commit {
                    made,
                    topic: Some(topic),
                };
                stage.does(stroke.instant, project, act);
            }
            let later = stage.random.wait(6.0 * HOUR as f64) as i64 + 60;
            let pressed = sitting[sitting.len() - 1].instant + later;
            let by = approver.at(browser.at(pressed));
            stage.does(pressed, project, Act::Merge { topic, by });
        }
    }
}

/// People who merge each other's work in `project` from `first` on.
fn maintainers(stage: &mut Stage<'_>, project: usize, first: i64) -> Vec<(Who, Zone)> {
    let all: Vec<_> = (0..MAINTAINERS)
        .map(|_| (stage.somebody(false), stage.zone()))
        .collect();
    for (position, (me, zone)) in all.iter().enumerate() {
        let place = vec![(first, zone.clone())];
        let strokes = strokes(&mut stage.random, SELDOM, &place, first, CHANGES);
        for stroke in strokes {
            let topic = stage.number();
            let at = zone.at(stroke.instant);
            let made = stage.made(me.at(at), me.at(at));
            let act = Act::Commit {
                made,
                topic: Some(topic),
            };
            stage.does(stroke.instant, project, act);
            let next = stage.random.between(1, MAINTAINERS as i64) as usize;
            let (by, browser) = &all[(position + next) % MAINTAINERS];
            let pressed = stroke.instant + stage.random.wait(6.0 * HOUR as f64) as i64 + 60;
            let by = by.at(browser.at(pressed));
            stage.does(pressed, project, Act::Merge { topic, by });
        }
    }
    all
}
