//! Those who keep a project that others come to.

use crate::clock::{HOUR, Zone};
use crate::plan::Who;
use crate::rhythm::{OFFICE, Rhythm, Stroke, strokes};
use crate::stage::{Landing, Stage};

const MAINTAINERS: usize = 6;
/// They have other things to do, and stay for years.
const SELDOM: Rhythm = Rhythm {
    days: [0.12, 0.02],
    ..OFFICE
};
const CHANGES: usize = 150;

/// People who merge each other's work in `project` from `first` on.
pub(crate) fn maintainers(stage: &mut Stage<'_>, project: usize, first: i64) -> Vec<(Who, Zone)> {
    let all: Vec<_> = (0..MAINTAINERS)
        .map(|_| (stage.somebody(false), stage.zone()))
        .collect();
    for (position, (me, zone)) in all.iter().enumerate() {
        let place = vec![(first, zone.clone())];
        let strokes = strokes(&mut stage.random, SELDOM, &place, first, CHANGES);
        for stroke in strokes {
            let make = |stage: &mut Stage<'_>, stroke: &Stroke| stage.made_at(*me, zone, stroke);
            let topic = stage.on_topic(project, std::slice::from_ref(&stroke), make);
            let next = stage.random.between(1, MAINTAINERS as i64) as usize;
            let (by, browser) = &all[(position + next) % MAINTAINERS];
            let pressed = stroke.instant + stage.random.wait(6.0 * HOUR as f64) as i64 + 60;
            let by = by.at(browser.at(pressed));
            stage.lands(project, topic, by, Landing::Button);
        }
    }
    all
}
