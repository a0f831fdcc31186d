//! Personas after published patterns, as a table, and how careful they are.

mod circle;
mod clocks;
mod forgeries;
mod histories;
mod names;

use crate::stage::Stage;

/// How careful a persona is. Every persona says what each degree of care gives away.
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
    /// What the persona gives away, from careless to perfect.
    pub slips: [&'static str; 4],
    live: fn(&mut Stage<'_>, Care),
}

/// Every kind of persona.
pub static PERSONAS: [Persona; 15] = [
    Persona {
        id: "several-names",
        title: "works under three names on one machine, whose time zone follows the exit of its VPN",
        pattern: "one-operator",
        slips: [
            "all names always use the machine's clock; one key signs half of the commits",
            "all names always use the machine's clock; one key signs in 3 % of the work sessions",
            "each name sets its own time zone, but forgets to in 10 % of the work sessions",
            "nothing; each name always has its own time zone and never signs",
        ],
        live: names::several_names,
    },
    Persona {
        id: "painted-dates",
        title: "sets the author date in a claimed time zone, while git sets the committer date",
        pattern: "borrowed-clock",
        slips: [
            "the committer date of every commit shows the machine's time zone",
            "the committer date of 40 % of the commits shows it",
            "7 % of the committer dates show the machine's time zone; working hours fit the claimed zone",
            "nothing; both dates are set, and working hours fit the claimed zone",
        ],
        live: clocks::painted_dates,
    },
    Persona {
        id: "browser-tells",
        title: "sets the machine to a claimed time zone, but merges in a browser",
        pattern: "borrowed-clock",
        slips: [
            "the browser shows the time zones of two VPN exits, never the claimed one",
            "half of the merges show the real time zone",
            "12 % of the merges show the real time zone; working hours fit the claimed zone",
            "nothing; browser and working hours fit the claimed zone",
        ],
        live: clocks::browser_tells,
    },
    Persona {
        id: "moved-label",
        title: "changes the machine's time zone for good, but does not move",
        pattern: "borrowed-clock",
        slips: [
            "working hours in UTC stay the same",
            "working hours move in 30 % of the work sessions",
            "working hours move in 70 % of the work sessions",
            "nothing; working hours move with the time zone",
        ],
        live: clocks::moved_label,
    },
    Persona {
        id: "key-passed-on",
        title: "takes over the name of an established signer",
        pattern: "key-handover",
        slips: [
            "weeks of unsigned commits, then a new key and a new address in another time zone",
            "a new key, sometimes with a new address, in another time zone",
            "a new key and new working hours; the address and the time zone stay",
            "nothing; the key, the time zone and the working hours stay",
        ],
        live: names::key_passed_on,
    },
    Persona {
        id: "bought-account",
        title: "takes over an account that was inactive for three years",
        pattern: "identity-switch",
        slips: [
            "a new login, two new names in turn, another time zone, a new key",
            "a new login, a new name, another time zone",
            "another time zone; the login and the name stay",
            "nothing; the login, the name and the time zone stay",
        ],
        live: names::bought_account,
    },
    Persona {
        id: "copied-history",
        title: "publishes the commits of three other people under one new name",
        pattern: "fabricated-history",
        slips: [
            "every tree and date is copied; the account's number is newer than those dates",
            "every tree is copied; the dates are changed",
            "10 % of the trees are copied",
            "nothing; no tree and no date is copied",
        ],
        live: histories::copied,
    },
    Persona {
        id: "scripted-history",
        title: "uses a script to write years of work",
        pattern: "fabricated-history",
        slips: [
            "author dates at fixed times, all committed within hours; the account's number is newer than they are",
            "both dates at fixed times, some hours a day",
            "both dates at random office hours, every day",
            "nothing; both dates follow a person's rhythm",
        ],
        live: histories::scripted,
    },
    Persona {
        id: "closed-circle",
        title: "runs four new accounts that merge and review one another's work",
        pattern: "mutual-vouching",
        slips: [
            "nobody else merges or reviews their work; the account numbers are consecutive",
            "a maintainer merges 10 %; the account numbers are consecutive",
            "a maintainer merges 40 %",
            "a maintainer merges 90 %",
        ],
        live: circle::closed_circle,
    },
    Persona {
        id: "cloaked",
        title: "writes GitHub's address as committer, so that commits look as if made on its web pages",
        pattern: "borrowed-clock",
        slips: [
            "the committer date of every commit shows the machine's time zone; no commit has GitHub's signature",
            "the committer date of 40 % of the commits shows it; no commit has GitHub's signature",
            "7 % of the committer dates show it; working hours fit the claimed zone; no commit has GitHub's signature",
            "no commit has GitHub's signature; both dates are set, and working hours fit the claimed zone",
        ],
        live: clocks::cloaked,
    },
    Persona {
        id: "backdated-in-shared-repository",
        title: "dates work back in a project where GitHub signs the merges of others",
        pattern: "fabricated-history",
        slips: [
            "all work is dated back by half a year or more, on top of younger merges",
            "half of the work is dated back by two months or more, on top of younger merges",
            "15 % of the work is dated back by some weeks, on top of younger merges",
            "nothing; what is dated back stands on top of what was there on that day",
        ],
        live: forgeries::backdated,
    },
    Persona {
        id: "cut-timeline",
        title: "cuts a finished project into years of work, with both dates set in a person's rhythm",
        pattern: "fabricated-history",
        slips: [
            "file names with later dates, and signatures and a coding agent's trailers from years before there were any",
            "file names with later dates, and signatures from years before git could make them",
            "half of the file names with dates have later ones",
            "nothing; dates in file names fit, and nothing is signed",
        ],
        live: forgeries::cut_timeline,
    },
    Persona {
        id: "rewritten-clone",
        title: "publishes the history of a project that is not public under one new name",
        pattern: "fabricated-history",
        slips: [
            "only the authors are replaced; committers, sign-offs of others and unsigned merges of GitHub's stay",
            "authors, committers and the time zone are replaced; sign-offs of others and merges of pull requests stay",
            "merges are removed; 10 % of the sign-offs of others stay",
            "nothing; no merge and no sign-off stays",
        ],
        live: forgeries::rewritten_clone,
    },
    Persona {
        id: "agent-written",
        title: "lets a hosted agent write at any hour, and reviews and merges in a browser",
        pattern: "borrowed-clock",
        slips: [
            "the browser shows the time zones of two VPN exits, never the claimed one",
            "half of the merges show the real time zone",
            "12 % of the merges show the real time zone",
            "nothing; the browser fits the claimed zone",
        ],
        live: clocks::agent_written,
    },
    Persona {
        id: "two-accounts",
        title: "commits under a mailbox on a machine in a claimed time zone, and merges under an account",
        pattern: "borrowed-clock",
        slips: [
            "the login is the mailbox's local part; the browser shows the time zones of two VPN exits",
            "the login is the mailbox's local part; half of the merges show the real time zone",
            "another login; 12 % of the merges show the real time zone; working hours fit the claimed zone",
            "nothing; another login, and browser and working hours fit the claimed zone",
        ],
        live: clocks::two_accounts,
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
