//! Names that pass to another person, and one person with several names.

use super::Care;
use crate::clock::Zone;
use crate::plan::Who;
use crate::rhythm::{LONG_DAY, OFFICE, strokes};
use crate::stage::{Stage, Travels};

/// Names of one operator.
const NAMES: usize = 3;
/// Years of silence before an account wakes, in days.
const SILENCE: i64 = 3 * 365;

pub(super) fn several_names(stage: &mut Stage<'_>, care: Care) {
    let signs = care.of([0.5, 0.03, 0.0, 0.0]);
    let forgets = care.of([1.0, 1.0, 0.1, 0.0]);
    let first = stage.first_day();
    let home = vec![(first, stage.zone())];
    let days = Stage::days_for(OFFICE, stage.commits);
    let machine = stage.itinerary(Travels::Always, first, days * 2);
    let key = stage.number();
    for _ in 0..NAMES {
        let me = stage.somebody(true);
        let claimed = stage.zone();
        let commits = stage.commits;
        let strokes = strokes(&mut stage.random, LONG_DAY, &home, first, commits);
        for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
            let forgotten = stage.random.happens(forgets);
            let signed = stage.random.happens(signs);
            for stroke in sitting {
                let leg = machine
                    .partition_point(|(from, _)| *from <= stroke.day)
                    .max(1)
                    - 1;
                let zone = if forgotten { &machine[leg].1 } else { &claimed };
                let at = zone.at(stroke.instant);
                let mut made = stage.made(me.at(at), me.at(at));
                made.key = signed.then_some(key);
                stage.pushes(made);
            }
        }
    }
}

/// One stretch of a name's life: its name and address, its clock and its key.
struct Stretch<'a> {
    who: Who,
    /// Another mailbox, and the share of sittings that use it.
    also: Option<(Who, f64)>,
    body: &'a Zone,
    label: &'a Zone,
    key: Option<u64>,
}

/// Makes `commits` commits from the day `first` on; returns the day after the last.
fn work_through(stage: &mut Stage<'_>, stretch: &Stretch<'_>, first: i64, commits: usize) -> i64 {
    let place = vec![(first, stretch.body.clone())];
    let strokes = strokes(&mut stage.random, OFFICE, &place, first, commits);
    for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
        let also = stretch
            .also
            .filter(|(_, share)| stage.random.happens(*share));
        let who = also.map_or(stretch.who, |(who, _)| who);
        for stroke in sitting {
            let at = stretch.label.at(stroke.instant);
            let mut made = stage.made(who.at(at), who.at(at));
            made.key = stretch.key;
            stage.pushes(made);
        }
    }
    strokes.last().map_or(first, |stroke| stroke.day + 1)
}

pub(super) fn key_passed_on(stage: &mut Stage<'_>, care: Care) {
    let resident = stage.resident(true);
    let owner = Who::Person {
        email: stage.mailbox(resident),
        name: stage.name(),
    };
    let Who::Person { name, .. } = owner else {
        return;
    };
    let new_mailbox = Who::Person {
        email: stage.mailbox(resident),
        name,
    };
    let home = stage.zone();
    let far = stage.zone_far_from(&[&home], 4);
    let [old_key, new_key] = [stage.number(), stage.number()];
    let before = stage.commits * 9 / 20;
    let first = stage.first_day();
    let mut old = Stretch {
        who: owner,
        also: None,
        body: &home,
        label: &home,
        key: Some(old_key),
    };
    let mut day = work_through(stage, &old, first, before);
    let mut rest = stage.commits - before;
    let label = care.of([&far, &far, &home, &home]);
    let body = care.of([&far, &far, &far, &home]);
    if care == Care::Careless {
        // Three weeks or more without the key.
        old = Stretch {
            body,
            label,
            key: None,
            ..old
        };
        let unsigned = (rest / 4).max(2);
        rest -= unsigned;
        day = work_through(stage, &old, day + 7, unsigned).max(day + 21);
    }
    let new = Stretch {
        who: owner,
        also: care.of([
            Some((new_mailbox, 0.5)),
            Some((new_mailbox, 0.1)),
            None,
            None,
        ]),
        body,
        label,
        key: Some(care.of([new_key, new_key, new_key, old_key])),
    };
    work_through(stage, &new, day, rest);
}

pub(super) fn bought_account(stage: &mut Stage<'_>, care: Care) {
    let resident = stage.resident(true);
    let sold = Who::Person {
        email: stage.account(resident),
        name: stage.name(),
    };
    let renamed = Who::Person {
        email: stage.account(resident),
        name: stage.name(),
    };
    let home = stage.zone();
    let far = stage.zone_far_from(&[&home], 4);
    let before = stage.commits * 2 / 5;
    let first = stage.first_day() - SILENCE;
    let old = Stretch {
        who: sold,
        also: None,
        body: &home,
        label: &home,
        key: None,
    };
    let mut day = work_through(stage, &old, first, before) + SILENCE;
    let zone = care.of([&far, &far, &far, &home]);
    let key = stage.number();
    let new = Stretch {
        who: care.of([renamed, renamed, sold, sold]),
        also: None,
        body: zone,
        label: zone,
        key: care.of([Some(key), None, None, None]),
    };
    let rest = stage.commits - before;
    let again = if care == Care::Careless { rest / 2 } else { 0 };
    day = work_through(stage, &new, day, rest - again);
    if let Who::Person { email, .. } = renamed {
        let who = Who::Person {
            email,
            name: stage.name(),
        };
        work_through(stage, &Stretch { who, ..new }, day, again);
    }
}
