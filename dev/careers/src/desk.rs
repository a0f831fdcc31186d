//! The machine somebody works at, and what its clock shows.

use crate::clock::{At, HOUR, Zone};
use crate::rhythm::{Itinerary, Stroke};
use crate::stage::Stage;

/// What machines somebody works at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Machine {
    /// One that travels along; its zone stays at home's on this share of the journeys.
    Laptop { forgets: f64 },
    /// A laptop, and in this share of the sittings a second machine whose clock keeps another zone.
    Second { share: f64 },
    /// A laptop, and in this share of the sittings a container whose clock keeps UTC.
    Container { share: f64 },
    /// A laptop whose clock stands wrong in this share of the sittings, by hours or days.
    Broken { share: f64 },
}

/// What one sitting's clock does.
#[derive(Clone, Copy, Debug)]
enum Hands {
    Laptop,
    Second,
    Utc,
    Behind(i64),
}

/// The clocks of one body's machines, sitting by sitting.
pub(crate) struct Desk {
    machine: Machine,
    itinerary: Itinerary,
    second: Zone,
    sitting: Option<usize>,
    hands: Hands,
    leg: usize,
    forgotten: bool,
}

impl Desk {
    pub(crate) fn new(stage: &mut Stage<'_>, machine: Machine, itinerary: &Itinerary) -> Self {
        Self {
            machine,
            itinerary: itinerary.clone(),
            second: stage.zone_far_from(&[&itinerary[0].1], 3),
            sitting: None,
            hands: Hands::Laptop,
            leg: 0,
            forgotten: false,
        }
    }

    /// What the clock shows at the moment of a stroke; strokes come in order.
    pub(crate) fn shows(&mut self, stage: &mut Stage<'_>, stroke: &Stroke) -> At {
        if self.sitting != Some(stroke.sitting) {
            self.sitting = Some(stroke.sitting);
            self.hands = self.sits_down(stage);
        }
        if self.leg != stroke.leg {
            self.leg = stroke.leg;
            let forgets = match self.machine {
                Machine::Laptop { forgets } => forgets,
                _ => 0.0,
            };
            self.forgotten = stage.dice.happens(forgets);
        }
        let zone = if self.forgotten {
            &self.itinerary[0].1
        } else {
            &self.itinerary[stroke.leg].1
        };
        let laptop = zone.at(stroke.instant);
        match self.hands {
            Hands::Laptop => laptop,
            Hands::Second => self.second.at(stroke.instant),
            Hands::Utc => laptop.on(0),
            Hands::Behind(seconds) => laptop.plus(-seconds),
        }
    }

    /// What a browser on the laptop shows `seconds` after a stroke.
    pub(crate) fn browser(&self, stroke: &Stroke, seconds: i64) -> At {
        let leg = if self.forgotten { 0 } else { stroke.leg };
        self.itinerary[leg].1.at(stroke.instant + seconds)
    }

    fn sits_down(&self, stage: &mut Stage<'_>) -> Hands {
        let dice = &mut stage.dice;
        match self.machine {
            Machine::Second { share } if dice.happens(share) => Hands::Second,
            Machine::Container { share } if dice.happens(share) => Hands::Utc,
            Machine::Broken { share } if dice.happens(share) => {
                Hands::Behind(dice.wait(20.0 * HOUR as f64) as i64)
            }
            _ => Hands::Laptop,
        }
    }
}
