//! Several people with commits from one machine.

use crate::clock::{At, DAY, HOUR};
use crate::plan::Who;
use crate::rhythm::{LONG_DAY, OFFICE};
use crate::stage::{Stage, Travels};

/// Authors of patches, beside the one who applies them.
const AUTHORS: usize = 3;
/// People at one workstation.
const COLLEAGUES: usize = 3;
/// Share of the sittings under a colleague's name.
const MIX_UP: f64 = 0.02;

/// Patches by mail: the author's clock gives the author date, the maintainer's the committer date.
pub(super) fn patches(stage: &mut Stage<'_>) {
    let (itinerary, strokes) = stage.work(LONG_DAY, Travels::No);
    let maintainer = stage.somebody(false);
    let authors: Vec<_> = (0..AUTHORS)
        .map(|_| (stage.somebody(false), stage.zone()))
        .collect();
    for stroke in strokes {
        let committed = itinerary[stroke.leg].1.at(stroke.instant);
        let author = stage.random.between(0, AUTHORS as i64 + 1) as usize;
        let (who, authored) = match authors.get(author) {
            Some((who, zone)) => {
                let travelled = HOUR + stage.random.wait(2.0 * DAY as f64) as i64;
                (*who, zone.at(stroke.instant - travelled))
            }
            None => (maintainer, committed),
        };
        let made = stage.made(who.at(authored), maintainer.at(committed));
        stage.pushes(made);
    }
}

/// One machine with one clock. Either it signs for everybody with its own key, or people sometimes commit
/// under the name that a colleague left set.
pub(super) fn workstation(stage: &mut Stage<'_>, signs: bool) {
    let key = signs.then(|| stage.number());
    let zone = stage.zone();
    let people: Vec<Who> = (0..COLLEAGUES).map(|_| stage.somebody(false)).collect();
    let first = stage.first_day();
    for position in 0..COLLEAGUES {
        let place = vec![(first, zone.clone())];
        let commits = stage.commits;
        let strokes = crate::rhythm::strokes(&mut stage.random, OFFICE, &place, first, commits);
        for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
            let mixed_up = usize::from(!signs && stage.random.happens(MIX_UP));
            let who = people[position].called(people[(position + mixed_up) % COLLEAGUES]);
            for stroke in sitting {
                let at: At = zone.at(stroke.instant);
                let mut made = stage.made(who.at(at), who.at(at));
                made.key = key;
                stage.pushes(made);
            }
        }
    }
}
