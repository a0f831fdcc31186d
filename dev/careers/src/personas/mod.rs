//! Personas after published patterns, as a table, and how careful they are.

mod circle;
mod clocks;
mod histories;
mod names;

use crate::stage::Stage;

/// How careful a persona is; what slips is said at each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Care {
    /// Takes the pattern as it was published and hides nothing else.
    Careless,
    /// Hides it often.
    Ordinary,
    /// Hides it nearly always.
    Careful,
    /// Makes no mistake.
    Perfect,
}

impl Care {
    /// From careless to perfect.
    pub const ALL: [Self; 4] = [Self::Careless, Self::Ordinary, Self::Careful, Self::Perfect];

    /// Name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Careless => "careless",
            Self::Ordinary => "ordinary",
            Self::Careful => "careful",
            Self::Perfect => "perfect",
        }
    }

    /// One of four values, careless first.
    pub(crate) const fn of<T: Copy>(self, values: [T; 4]) -> T {
        values[self as usize]
    }
}

/// A kind of persona.
#[derive(Debug)]
pub struct Persona {
    /// Kebab-case name.
    pub id: &'static str,
    /// What the operator does, in words.
    pub title: &'static str,
    /// The pattern that describes it, by id.
    pub pattern: &'static str,
    /// What slips, from careless to perfect.
    pub slips: [&'static str; 4],
    live: fn(&mut Stage<'_>, Care),
}

/// Every kind of persona.
pub static PERSONAS: [Persona; 9] = [
    Persona {
        id: "several-names",
        title: "one operator works under three names on a machine whose zone changes with its exit",
        pattern: "one-operator",
        slips: [
            "the machine's clock always; its key signs half of the commits",
            "the machine's clock always; its key signs 3 % of the sittings",
            "each name sets a zone of its own and forgets it in 10 % of the sittings",
            "each name keeps its own zone and signs nothing",
        ],
        live: names::several_names,
    },
    Persona {
        id: "painted-dates",
        title: "sets the author date to a claimed zone while git dates the committer",
        pattern: "borrowed-clock",
        slips: [
            "every commit shows the machine's zone as committer",
            "40 % of the commits",
            "7 % of the commits; the hours are those of the claimed zone",
            "none: both dates are set, and the hours are those of the claimed zone",
        ],
        live: clocks::painted_dates,
    },
    Persona {
        id: "browser-tells",
        title: "sets the machine to a claimed zone and merges in a browser",
        pattern: "borrowed-clock",
        slips: [
            "the browser shows the zones of two exits, never the claimed one",
            "half of the merges show where the operator is",
            "12 % of the merges; the hours are those of the claimed zone",
            "none: browser and hours are those of the claimed zone",
        ],
        live: clocks::browser_tells,
    },
    Persona {
        id: "moved-label",
        title: "changes the machine's zone for good without moving",
        pattern: "borrowed-clock",
        slips: [
            "the hours of work stay",
            "the hours move in 30 % of the sittings",
            "the hours move in 70 % of the sittings",
            "the hours move with the label",
        ],
        live: clocks::moved_label,
    },
    Persona {
        id: "key-passed-on",
        title: "an established signer's name goes on in other hands",
        pattern: "key-handover",
        slips: [
            "weeks of unsigned commits, then a new key with a new mailbox in another zone",
            "a new key, now and then with a new mailbox, in another zone",
            "a new key; mailbox and zone stay, the hours do not",
            "the old key, the old zone and the old hours",
        ],
        live: names::key_passed_on,
    },
    Persona {
        id: "bought-account",
        title: "an account wakes after three years in other hands",
        pattern: "identity-switch",
        slips: [
            "a new login, two new names one after the other, another zone, a key",
            "a new login, one new name, another zone",
            "login and name stay; another zone",
            "login, name and zone stay",
        ],
        live: names::bought_account,
    },
    Persona {
        id: "copied-history",
        title: "publishes the commits of three others in its own name",
        pattern: "fabricated-history",
        slips: [
            "every tree and every date are the original's; the account's number is younger than they",
            "every tree is the original's; the dates are moved",
            "10 % of the trees are the original's",
            "no tree and no date is the original's",
        ],
        live: histories::copied,
    },
    Persona {
        id: "scripted-history",
        title: "lets a script write years of work",
        pattern: "fabricated-history",
        slips: [
            "author dates by the clock, all committed within hours, under the number of a young account",
            "both dates by the clock, some hours a day",
            "both dates at random office hours of every day",
            "both dates after a person's rhythm",
        ],
        live: histories::scripted,
    },
    Persona {
        id: "closed-circle",
        title: "four new accounts merge and review each other's work",
        pattern: "mutual-vouching",
        slips: [
            "nobody else ever merges or reviews; the accounts' numbers follow each other",
            "a maintainer merges 10 %; the numbers follow each other",
            "a maintainer merges 40 %",
            "a maintainer merges 90 %",
        ],
        live: circle::closed_circle,
    },
];

impl Persona {
    /// The kind with this id.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        PERSONAS.iter().find(|persona| persona.id == id)
    }

    pub(crate) fn live(&self, stage: &mut Stage<'_>, care: Care) {
        (self.live)(stage, care);
    }
}
