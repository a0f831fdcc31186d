//! Borrowed clocks: the zone that a machine claims, and the traces of the real one.

use super::Care;
use crate::clock::{At, DAY, Zone};
use crate::honest::{AGENT, AGENT_KEY, hosted};
use crate::plan::{Trailer, Who};
use crate::rhythm::{AGENTS, OFFICE, PLATFORM_SIGNS, ROUND_THE_CLOCK, Stroke};
use crate::stage::{Landing, Stage, Travels};

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
    stage.days_at(care.of([home, home, claimed, claimed]), OFFICE)
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

/// The browsers in which somebody on a machine in `claimed` merges.
struct Browsers {
    home: Zone,
    claimed: Zone,
    exit: Zone,
    care: Care,
    slips: f64,
}

impl Browsers {
    fn new(stage: &mut Stage<'_>, care: Care, home: &Zone, claimed: &Zone) -> Self {
        Self {
            home: home.clone(),
            claimed: claimed.clone(),
            exit: stage.zone_far_from(&[home, claimed], EXIT_FAR),
            care,
            slips: care.of([1.0, 0.5, 0.12, 0.0]),
        }
    }

    /// What the browser shows soon after `last`.
    fn show(&self, stage: &mut Stage<'_>, last: &Stroke) -> At {
        let pressed = last.instant + 40 + stage.random.wait(200.0) as i64;
        let week = pressed / (7 * DAY);
        let browser = match self.care {
            _ if !stage.random.happens(self.slips) => &self.claimed,
            Care::Careless if week % 2 == 0 => &self.exit,
            _ => &self.home,
        };
        browser.at(pressed)
    }
}

pub(super) fn browser_tells(stage: &mut Stage<'_>, care: Care) {
    let (home, claimed) = zones(stage);
    let strokes = hours(stage, care, &home, &claimed);
    let browsers = Browsers::new(stage, care, &home, &claimed);
    let me = stage.somebody(true);
    let project = stage.shared_project;
    for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
        let topic = stage.on_topic(project, sitting, |stage, stroke| {
            stage.made_at(me, &claimed, stroke)
        });
        let by = me.at(browsers.show(stage, &sitting[sitting.len() - 1]));
        stage.lands(project, topic, by, Landing::Button);
    }
}

/// The same, with the machine's mailbox and the account's address apart. The login is the mailbox's local part,
/// as people choose it; the careful take another one.
pub(super) fn two_accounts(stage: &mut Stage<'_>, care: Care) {
    let (home, claimed) = zones(stage);
    let strokes = hours(stage, care, &home, &claimed);
    let browsers = Browsers::new(stage, care, &home, &claimed);
    let resident = stage.resident(true);
    let (name, mailbox) = (stage.name(), stage.mailbox(resident));
    let account = match care {
        Care::Careless | Care::Ordinary => stage.account_named_after(resident, mailbox),
        Care::Careful | Care::Perfect => stage.account(resident),
    };
    let [me, web] = [mailbox, account].map(|email| Who::Person { name, email });
    let project = stage.shared_project;
    for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
        let topic = stage.on_topic(project, sitting, |stage, stroke| {
            stage.made_at(me, &claimed, stroke)
        });
        let by = web.at(browsers.show(stage, &sitting[sitting.len() - 1]));
        stage.lands(project, topic, by, Landing::Button);
    }
}

/// A hosted agent writes most of the work at any hour, on UTC and with its vendor's key; the rest comes from a
/// machine in the claimed zone. Reviews and merges happen in a browser.
pub(super) fn agent_written(stage: &mut Stage<'_>, care: Care) {
    const BY_AGENT: f64 = 0.6;
    stage.begins = AGENTS;
    let (home, claimed) = zones(stage);
    let strokes = stage.days_at(&home, ROUND_THE_CLOCK);
    let browsers = Browsers::new(stage, care, &home, &claimed);
    let me = stage.somebody(true);
    let project = stage.shared_project;
    for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
        let by_agent = stage.random.happens(BY_AGENT);
        let topic = stage.on_topic(project, sitting, |stage, stroke| {
            if !by_agent {
                return stage.made_at(me, &claimed, stroke);
            }
            let mut made = hosted(stage, me, &claimed, stroke.instant, AGENT_KEY);
            made.trailers = vec![Trailer::CoAuthoredBy(AGENT)];
            made
        });
        let by = me.at(browsers.show(stage, &sitting[sitting.len() - 1]));
        stage.lands(project, topic, by, Landing::Button);
    }
}

/// Writes GitHub's name and address as committer, so that commits look as if they were made in its web interface.
pub(super) fn cloaked(stage: &mut Stage<'_>, care: Care) {
    let slips = care.of([1.0, 0.4, 0.07, 0.0]);
    stage.begins = PLATFORM_SIGNS;
    let (home, claimed) = zones(stage);
    let strokes = hours(stage, care, &home, &claimed);
    let me = stage.somebody(true);
    for stroke in strokes {
        let authored = claimed.at(stroke.instant);
        let slipped = stage.random.happens(slips);
        let committed = if slipped {
            home.at(stroke.instant + stage.random.between(0, 3))
        } else {
            authored
        };
        let made = stage.made(me.at(authored), Who::NamesGitHub.at(committed));
        stage.pushes(made);
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
