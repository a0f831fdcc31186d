//! Honest ways of life, as a table: what ordinary careers leave in git, oddities included.

mod alone;
mod together;

use crate::clock::Zone;
use crate::machines::Machine;
use crate::plan::Who;
use crate::rhythm::{EVENING, LONG_DAY, NIGHT, OFFICE, Rhythm};
use crate::stage::{Stage, Travels};

/// An honest way of life.
#[derive(Debug)]
pub struct Way {
    /// Kebab-case name.
    pub id: &'static str,
    /// What such people do, in words.
    pub title: &'static str,
    life: Life,
}

#[derive(Debug)]
enum Life {
    Alone(Habits),
    /// Several people who send patches to one who applies them.
    Patches,
    /// Several people at one machine, which signs their commits or not.
    Workstation {
        signs: bool,
    },
}

/// What one person at their own machine does.
#[derive(Clone, Copy, Debug)]
struct Habits {
    rhythm: Rhythm,
    travels: Travels,
    machine: Machine,
    lands: Lands,
    signs: Signs,
    /// Share of the topics that are rebased before they land.
    rebases: f64,
    /// Whether a new name and login come after half of the commits.
    changes_name: bool,
}

/// How work reaches the main branch.
#[derive(Clone, Copy, Debug)]
enum Lands {
    /// Pushed.
    Pushed,
    /// By GitHub's merge button, pressed minutes after the last commit.
    Merged,
    /// By GitHub's squash button, at some later time.
    Squashed,
}

#[derive(Clone, Copy, Debug)]
enum Signs {
    Never,
    Always,
    /// Every commit, with a new key after half of them.
    Rotates,
}

/// Nine to six at one place, pushing.
const ORDINARY: Habits = Habits {
    rhythm: OFFICE,
    travels: Travels::No,
    machine: Machine::Laptop { forgets: 0.0 },
    lands: Lands::Pushed,
    signs: Signs::Never,
    rebases: 0.05,
    changes_name: false,
};

/// Every honest way of life.
pub static WAYS: [Way; 20] = [
    way("office", "works office hours in one place", ORDINARY),
    way(
        "signing-office",
        "works office hours and signs every commit",
        Habits {
            signs: Signs::Always,
            ..ORDINARY
        },
    ),
    way(
        "night-owl",
        "works from evening to morning",
        Habits {
            rhythm: NIGHT,
            ..ORDINARY
        },
    ),
    way(
        "evening-hobbyist",
        "works in the evenings and on weekends",
        Habits {
            rhythm: EVENING,
            lands: Lands::Merged,
            ..ORDINARY
        },
    ),
    way(
        "traveller",
        "travels some weeks a year; the laptop's time zone usually follows",
        Habits {
            travels: Travels::Often,
            machine: Machine::Laptop { forgets: 0.25 },
            lands: Lands::Merged,
            ..ORDINARY
        },
    ),
    way(
        "nomad",
        "moves to another place every few weeks",
        Habits {
            rhythm: LONG_DAY,
            travels: Travels::Always,
            lands: Lands::Merged,
            ..ORDINARY
        },
    ),
    way(
        "two-machines",
        "works on two machines, one of them set to another time zone",
        Habits {
            machine: Machine::Second { share: 0.3 },
            ..ORDINARY
        },
    ),
    way(
        "remote-box",
        "works on a rented machine in another time zone and merges from home",
        Habits {
            machine: Machine::Second { share: 1.0 },
            lands: Lands::Merged,
            ..ORDINARY
        },
    ),
    way(
        "container",
        "works in containers on UTC some of the time",
        Habits {
            machine: Machine::Container { share: 0.5 },
            lands: Lands::Merged,
            ..ORDINARY
        },
    ),
    way(
        "rebaser",
        "rebases most work before it is merged",
        Habits {
            rebases: 0.7,
            ..ORDINARY
        },
    ),
    way(
        "web-merger",
        "merges in the browser",
        Habits {
            lands: Lands::Merged,
            ..ORDINARY
        },
    ),
    way(
        "squasher",
        "contributes to a project that squash-merges",
        Habits {
            rhythm: LONG_DAY,
            lands: Lands::Squashed,
            ..ORDINARY
        },
    ),
    way(
        "changed-name",
        "changes name and login",
        Habits {
            changes_name: true,
            ..ORDINARY
        },
    ),
    way(
        "key-rotation",
        "signs every commit and changes the key once",
        Habits {
            signs: Signs::Rotates,
            ..ORDINARY
        },
    ),
    way(
        "moved-summer-time",
        "moves for good between time zones with daylight saving time",
        Habits {
            travels: Travels::Moves { summer_time: true },
            lands: Lands::Merged,
            ..ORDINARY
        },
    ),
    way(
        "moved-no-summer-time",
        "moves for good between time zones without daylight saving time",
        Habits {
            travels: Travels::Moves { summer_time: false },
            lands: Lands::Merged,
            ..ORDINARY
        },
    ),
    way(
        "broken-clock",
        "has a machine whose clock is sometimes wrong",
        Habits {
            machine: Machine::Broken { share: 0.06 },
            ..ORDINARY
        },
    ),
    Way {
        id: "mailing-list",
        title: "sends patches by e-mail, or applies those of others",
        life: Life::Patches,
    },
    Way {
        id: "workstation",
        title: "shares a machine with two colleagues and sometimes commits under their names by mistake",
        life: Life::Workstation { signs: false },
    },
    Way {
        id: "signing-workstation",
        title: "shares a machine with two colleagues; it signs for all of them with one key",
        life: Life::Workstation { signs: true },
    },
];

const fn way(id: &'static str, title: &'static str, habits: Habits) -> Way {
    Way {
        id,
        title,
        life: Life::Alone(habits),
    }
}

impl Way {
    /// The way of life with this id.
    #[must_use]
    pub fn named(id: &str) -> Option<&'static Self> {
        WAYS.iter().find(|way| way.id == id)
    }

    pub(crate) fn live(&self, stage: &mut Stage<'_>) {
        match &self.life {
            Life::Alone(habits) => alone::live(stage, *habits),
            Life::Patches => together::patches(stage),
            Life::Workstation { signs } => together::workstation(stage, *signs),
        }
    }
}

/// An office worker who pushes to `project`: an honest person whose work or help a persona uses.
pub(crate) fn office(stage: &mut Stage<'_>, project: usize) -> (Who, Zone) {
    let shared = std::mem::replace(&mut stage.shared_project, project);
    let lived = alone::live_as(stage, ORDINARY);
    stage.shared_project = shared;
    lived
}
