//! Histories that nobody lived.

use super::Care;
use crate::clock::{DAY, HOUR, Zone};
use crate::honest;
use crate::plan::Who;
use crate::rhythm::{OFFICE, strokes};
use crate::stage::{Act, Stage};

/// Authors of the original.
const AUTHORS: usize = 3;

/// The careless publish old work under the number of a young account.
fn somebody(stage: &mut Stage<'_>, care: Care) -> Who {
    if care == Care::Careless {
        stage.newcomer()
    } else {
        stage.somebody(true)
    }
}

pub(super) fn copied(stage: &mut Stage<'_>, care: Care) {
    let same_tree = care.of([1.0, 1.0, 0.1, 0.0]);
    let moved = care.of([0, 37 * DAY, 37 * DAY, 0]);
    let original = stage.own_project;
    for _ in 0..AUTHORS {
        honest::office(stage, original);
    }
    let me = somebody(stage, care);
    let zone = stage.zone();
    let mut copied = stage.deeds.clone();
    copied.sort_by_key(|deed| deed.when);
    let (first, commits) = (stage.first_day(), stage.commits);
    let own = strokes(
        &mut stage.random,
        OFFICE,
        &vec![(first, zone.clone())],
        first,
        commits,
    );
    for (deed, stroke) in copied.into_iter().zip(own) {
        let Act::Commit { made: theirs, .. } = deed.act else {
            continue;
        };
        let lines = [theirs.author.at, theirs.committer.at];
        let [authored, committed] = match care {
            Care::Careless => lines,
            Care::Perfect => [zone.at(stroke.instant); 2],
            _ => lines.map(|at| zone.at(at.seconds + moved)),
        };
        let when = if care == Care::Perfect {
            stroke.instant
        } else {
            deed.when + moved
        };
        let mut made = stage.made(me.at(authored), me.at(committed));
        if stage.random.happens(same_tree) {
            made.tree = theirs.tree;
        }
        stage.does(when, original + 1, Act::Commit { made, topic: None });
    }
}

pub(super) fn scripted(stage: &mut Stage<'_>, care: Care) {
    let me = somebody(stage, care);
    let zone = stage.zone();
    let (first, commits) = (stage.first_day(), stage.commits);
    let authored = dates(stage, care, &zone, first, commits);
    let day_after = first + commits as i64 + 200;
    let mut now = zone.instant(day_after * DAY + stage.random.between(9 * HOUR, 18 * HOUR));
    let project = stage.own_project;
    for instant in authored {
        now += 1;
        let authored = zone.at(instant);
        let committed = if care == Care::Careless {
            zone.at(now)
        } else {
            authored
        };
        let made = stage.made(me.at(authored), me.at(committed));
        let when = if care == Care::Careless { now } else { instant };
        stage.does(when, project, Act::Commit { made, topic: None });
    }
}

/// Author dates, in order.
fn dates(stage: &mut Stage<'_>, care: Care, zone: &Zone, first: i64, commits: usize) -> Vec<i64> {
    let second = stage.random.between(0, DAY);
    let mut dates = Vec::with_capacity(commits);
    let mut day = first;
    while dates.len() < commits {
        match care {
            // Three times a day to the second, whole hours apart.
            Care::Careless | Care::Ordinary => {
                let of_day = (second + stage.random.between(0, 3) * 2 * HOUR) % DAY;
                dates.push(day * DAY + of_day);
                day += stage.random.between(1, 3);
            }
            Care::Careful => {
                for _ in 0..stage.random.between(1, 4) {
                    let of_day = stage.random.between(9 * HOUR, 18 * HOUR);
                    dates.push(day * DAY + of_day);
                }
                day += 1;
            }
            Care::Perfect => {
                let place = vec![(first, zone.clone())];
                let strokes = strokes(&mut stage.random, OFFICE, &place, first, commits);
                return strokes.iter().map(|stroke| stroke.instant).collect();
            }
        }
    }
    dates.truncate(commits);
    let mut instants: Vec<_> = dates.into_iter().map(|wall| zone.instant(wall)).collect();
    instants.sort_unstable();
    instants
}
