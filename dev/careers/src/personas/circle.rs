//! Helpers who approve each other.

use super::Care;
use crate::clock::{HOUR, Zone};
use crate::honest::maintainers;
use crate::plan::{Trailer, Who};
use crate::rhythm::{EVENING, OFFICE, strokes};
use crate::stage::{Landing, Stage};

const MEMBERS: usize = 4;
/// How many days the project is older.
const BEFORE: i64 = 300;

pub(super) fn closed_circle(stage: &mut Stage<'_>, care: Care) {
    let outside = care.of([0.0, 0.1, 0.4, 0.9]);
    let project = stage.own_project;
    // Accounts of 2019 to 2021, of each circle's own weeks.
    let oldest = 50_000_000 + stage.random.between(0, 400) as u64 * 100_000;
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
            let outsider = stage.random.happens(outside);
            let other = stage.random.between(1, MEMBERS as i64) as usize;
            let (approver, browser) = if outsider {
                &maintainers[stage.random.between(0, maintainers.len() as i64) as usize]
            } else {
                &members[(position + other) % MEMBERS]
            };
            let topic = stage.on_topic(project, sitting, |stage, stroke| {
                let mut made = stage.made_at(*me, zone, stroke);
                made.trailers = vec![Trailer::ReviewedBy(*approver)];
                made
            });
            let later = stage.random.wait(6.0 * HOUR as f64) as i64 + 60;
            let pressed = sitting[sitting.len() - 1].instant + later;
            let by = approver.at(browser.at(pressed));
            stage.lands(project, topic, by, Landing::Button);
        }
    }
}
