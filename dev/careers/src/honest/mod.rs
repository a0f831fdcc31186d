//! Honest ways of life, as a table: what ordinary careers leave in git, oddities included.

mod alone;
mod clients;
mod maintainers;
mod ported;
mod servers;
mod together;

use crate::clock::Zone;
use crate::machines::Machine;
use crate::plan::Who;
use crate::rhythm::{EVENING, LONG_DAY, NIGHT, OFFICE, Rhythm};
use crate::stage::{Stage, Travels};
pub(crate) use clients::{AGENT, AGENT_KEY, hosted};
pub(crate) use maintainers::maintainers;

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
    /// Anything else.
    Special(fn(&mut Stage<'_>)),
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
    /// Whether the browser's account has another address than the machine.
    account_apart: bool,
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
    account_apart: false,
};

/// Every honest way of life.
pub static WAYS: [Way; 39] = [
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
    way(
        "web-account-apart",
        "commits under a mailbox and merges under an account with another address",
        Habits {
            travels: Travels::Often,
            machine: Machine::Laptop { forgets: 0.25 },
            lands: Lands::Merged,
            account_apart: true,
            ..ORDINARY
        },
    ),
    way(
        "home-time-traveller",
        "travels with a machine on home time, and merges on a phone that follows",
        Habits {
            travels: Travels::Often,
            machine: Machine::HomeTime,
            lands: Lands::Merged,
            ..ORDINARY
        },
    ),
    special(
        "mailing-list",
        "sends patches by e-mail, or applies those of others",
        together::patches,
    ),
    special(
        "workstation",
        "shares a machine with two colleagues and sometimes commits under their names by mistake",
        |stage| together::workstation(stage, false),
    ),
    special(
        "signing-workstation",
        "shares a machine with two colleagues; it signs for all of them with one key",
        |stage| together::workstation(stage, true),
    ),
    special(
        "re-signer",
        "signs an old history anew, years after it was written",
        ported::re_signer,
    ),
    special(
        "date-keeping-rebaser",
        "rebases on the work of others and keeps both dates",
        ported::date_keeping_rebaser,
    ),
    special(
        "monorepo-importer",
        "imports the project of others with its history, or is one of them",
        ported::importer,
    ),
    special(
        "synced-monorepo",
        "works in a company's repository that a program copies to a public one",
        ported::synced_monorepo,
    ),
    special(
        "activity-mirror",
        "mirrors private work as empty commits with its dates",
        ported::activity_mirror,
    ),
    special(
        "migrations",
        "works on a project with database migrations",
        ported::migrations,
    ),
    special(
        "gerrit",
        "works on a Gerrit server, which cherry-picks in the user's name",
        servers::gerrit,
    ),
    special(
        "gitlab",
        "works on GitLab, which merges in the user's name",
        servers::gitlab,
    ),
    special(
        "forgejo",
        "works on Forgejo, which merges in the user's name with the server's clock",
        servers::forgejo,
    ),
    special(
        "enterprise-server",
        "works on GitHub Enterprise Server, which does not sign what it commits",
        servers::enterprise_server,
    ),
    special(
        "merge-queue",
        "has work merged by a program",
        servers::merge_queue,
    ),
    special(
        "squash-only",
        "works in a repository in which every pull request is squashed",
        servers::squash_only,
    ),
    special(
        "converted-history",
        "has work in a history that was converted from another system",
        servers::converted,
    ),
    special(
        "pair-programming",
        "works in pairs on signing workstations",
        clients::pairs,
    ),
    special(
        "stack-client",
        "uses a client that moves stacks of commits and keeps their dates",
        clients::stacks,
    ),
    special(
        "stack-service",
        "lets a hosted service rebase and sign",
        clients::stack_service,
    ),
    special(
        "hosted-agent",
        "uses a hosted coding agent, which signs for everybody with one key",
        clients::hosted_agent,
    ),
];

const fn way(id: &'static str, title: &'static str, habits: Habits) -> Way {
    Way {
        id,
        title,
        life: Life::Alone(habits),
    }
}

const fn special(id: &'static str, title: &'static str, live: fn(&mut Stage<'_>)) -> Way {
    Way {
        id,
        title,
        life: Life::Special(live),
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
            Life::Special(live) => live(stage),
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
