//! Borrowed clocks: the zone that a machine claims, and the traces of the real one.

use super::Care;
use crate::clock::Zone;
use crate::rhythm::{OFFICE, Stroke, strokes};
use crate::stage::{Act, Stage, Travels};

/// Hours between the claimed zone and where the operator is, at least.
const FAR: u32 = 4;
/// Hours from both to the other exit, where there is such a zone.
const EXIT_FAR: u32 = 3;

/// Where the operator is, and where the machine claims to be.
fn zones(stage: &mut Stage<'_>) -> (Zone, Zone) {
    let home = stage.zone();
    let claimed = stage.zone_far_from(&[&home], FAR);
    (home, claimed)
}

/// Office hours, of the claimed zone where the operator is careful.
fn hours(stage: &mut Stage<'_>, care: Care, home: &Zone, claimed: &Zone) -> Vec<Stroke> {
    let body = care.of([home, home, claimed, claimed]).clone();
    let (first, commits) = (stage.first_day(), stage.commits);
    strokes(
        &mut stage.random,
        OFFICE,
        &vec![(first, body)],
        first,
        commits,
    )
}

pub(super) fn painted_dates(stage: &mut Stage<'_>, care: Care) {
    let slips = care.of([1.0, 0.4, 0.07, 0.0]);
    let (home, claimed) = zones(stage);
    let strokes = hours(stage, care, &home, &claimed);
    let me = stage.somebody(true);
    for stroke in strokes {
        let authored = claimed.at(stroke.instant);
        let dated = stage.random.between(0, 3);
        let committed = if stage.random.happens(slips) {
            home.at(stroke.instant)
        } else {
            authored
        };
        let made = stage.made(me.at(authored), me.at(committed.plus(dated)));
        stage.pushes(made);
    }
}

pub(super) fn browser_tells(stage: &mut Stage<'_>, care: Care) {
    let slips = care.of([1.0, 0.5, 0.12, 0.0]);
    let (home, claimed) = zones(stage);
    let strokes = hours(stage, care, &home, &claimed);
    let exit = stage.zone_far_from(&[&home, &claimed], EXIT_FAR);
    let me = stage.somebody(true);
    let project = stage.shared_project;
    for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
        let topic = stage.number();
        for stroke in sitting {
            let at = claimed.at(stroke.instant);
            let made = stage.made(me.at(at), me.at(at));
            stage.does(
                stroke.instant,
                project,
                Act::Commit {
                    made,
                    topic: Some(topic),
                },
            );
        }
        let pressed = sitting[sitting.len() - 1].instant + 40 + stage.random.wait(200.0) as i64;
        let week = pressed / (7 * 86_400);
        let browser = match care {
            _ if !stage.random.happens(slips) => &claimed,
            Care::Careless if week % 2 == 0 => &exit,
            _ => &home,
        };
        stage.does(
            pressed,
            project,
            Act::Merge {
                topic,
                by: me.at(browser.at(pressed)),
            },
        );
    }
}

pub(super) fn moved_label(stage: &mut Stage<'_>, care: Care) {
    let adapts = care.of([0.0, 0.3, 0.7, 1.0]);
    let (home, strokes) = stage.work(OFFICE, Travels::No);
    let home = &home[0].1;
    let claimed = stage.zone_far_from(&[home], FAR);
    let me = stage.somebody(true);
    let moved = strokes[strokes.len() * 2 / 5].sitting;
    for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
        let adapted = stage.random.happens(adapts);
        for stroke in sitting {
            let at = if sitting[0].sitting < moved {
                home.at(stroke.instant)
            } else if adapted {
                let here = home.at(stroke.instant);
                let there = claimed.at(stroke.instant);
                // The same hour of the day by the claimed clock.
                claimed.at(stroke.instant - i64::from(there.offset - here.offset) * 60)
            } else {
                claimed.at(stroke.instant)
            };
            let made = stage.made(me.at(at), me.at(at));
            stage.pushes(made);
        }
    }
}
