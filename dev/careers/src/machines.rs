//! The machines that a person works at, and what their clocks show.

use crate::clock::{At, HOUR, Zone};
use crate::rhythm::{Itinerary, Stroke};
use crate::stage::Stage;

/// Which machines a person works at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Machine {
    /// A laptop that travels along. On this share of the journeys its zone stays that of home.
    Laptop { forgets: f64 },
    /// A laptop, and in this share of the sittings a second machine that is set to another zone.
    Second { share: f64 },
    /// A laptop, and in this share of the sittings a container on UTC.
    Container { share: f64 },
    /// A machine that stays on home time, and a browser on a phone that travels along.
    HomeTime,
    /// A laptop with a clock that is hours or days slow in this share of the sittings.
    Broken { share: f64 },
}

/// Which clock dates the commits of one sitting.
#[derive(Clone, Copy, Debug)]
enum ShownClock {
    Laptop,
    Second,
    Utc,
    Behind(i64),
}

/// The clocks of one person's machines, sitting by sitting.
pub(crate) struct MachineClocks {
    machine: Machine,
    itinerary: Itinerary,
    second: Zone,
    sitting: Option<usize>,
    shown: ShownClock,
    leg: usize,
    forgotten: bool,
}

impl MachineClocks {
    pub(crate) fn new(stage: &mut Stage<'_>, machine: Machine, itinerary: &Itinerary) -> Self {
        Self {
            machine,
            itinerary: itinerary.clone(),
            second: stage.zone_far_from(&[&itinerary[0].1], 3),
            sitting: None,
            shown: ShownClock::Laptop,
            leg: 0,
            forgotten: false,
        }
    }

    /// What the clock shows at the moment of a stroke. Strokes must come in order.
    pub(crate) fn shows(&mut self, stage: &mut Stage<'_>, stroke: &Stroke) -> At {
        if self.sitting != Some(stroke.sitting) {
            self.sitting = Some(stroke.sitting);
            self.shown = self.sits_down(stage);
        }
        if self.leg != stroke.leg {
            self.leg = stroke.leg;
            let forgets = match self.machine {
                Machine::Laptop { forgets } => forgets,
                _ => 0.0,
            };
            self.forgotten = stage.random.happens(forgets);
        }
        let zone = if self.forgotten || matches!(self.machine, Machine::HomeTime) {
            &self.itinerary[0].1
        } else {
            &self.itinerary[stroke.leg].1
        };
        let laptop = zone.at(stroke.instant);
        match self.shown {
            ShownClock::Laptop => laptop,
            ShownClock::Second => self.second.at(stroke.instant),
            ShownClock::Utc => laptop.on(0),
            ShownClock::Behind(seconds) => laptop.plus(-seconds),
        }
    }

    /// What a browser on the laptop shows `seconds` after a stroke.
    pub(crate) fn browser(&self, stroke: &Stroke, seconds: i64) -> At {
        let leg = if self.forgotten { 0 } else { stroke.leg };
        self.itinerary[leg].1.at(stroke.instant + seconds)
    }

    fn sits_down(&self, stage: &mut Stage<'_>) -> ShownClock {
        let random = &mut stage.random;
        match self.machine {
            Machine::Second { share } if random.happens(share) => ShownClock::Second,
            Machine::Container { share } if random.happens(share) => ShownClock::Utc,
            Machine::Broken { share } if random.happens(share) => {
                ShownClock::Behind(random.wait(20.0 * HOUR as f64) as i64)
            }
            _ => ShownClock::Laptop,
        }
    }
}
