//! Servers that commit in the name of the person who clicks, with their own clock's offset. Gerrit keeps the author line
//! of a change that it cherry-picks or rebases, and writes the clicking user as committer, at the server's time zone.
//!
//! One person whose author dates are painted looks the same: two dates, two offsets. A server shows the same offset
//! beside many people, who otherwise live elsewhere.

use std::collections::BTreeMap;

use crate::{People, PersonIndex};
use countersign_facts::{ClockSource, Commit, History, Offset, Traces};

/// Two offsets belong to two clocks if they differ by at least this, in minutes.
const TWO_CLOCKS: u32 = 60;
/// By how much daylight saving time moves a server's clock, in minutes.
const SUMMER: i32 = 60;
/// Minutes of a day: offsets half a day west and half a day east are one time of day.
const DAY: i32 = 24 * 60;
/// A person vouches for a server with at least this many commits that show its clock beside another one, and at least
/// as many that show other clocks alone.
const LEAST_COMMITS: usize = 3;
/// Of all their commits with two clocks, at least this share must show the server's, in percent; and at least this
/// share must name Gerrit's change.
const NEARLY_ALL: usize = 90;
/// This many people vouch for a server where the commits name Gerrit's change ...
const LEAST_PEOPLE: usize = 3;
/// ... and this many where they do not.
const LEAST_UNNAMED: usize = 8;

/// The clock of a repository's server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Server {
    /// Minutes east of UTC in winter; an hour more in summer.
    winter: i32,
    /// Whether only commits that name Gerrit's change are the server's.
    named: bool,
}

impl Server {
    fn shows(self, offset: Offset) -> bool {
        matches!((offset.minutes() - self.winter).rem_euclid(DAY), 0 | SUMMER)
    }
}

/// The servers that commit to the repositories of a history.
#[derive(Debug, Default)]
pub(crate) struct Servers {
    of_repository: Vec<Option<Server>>,
    /// Who shows other clocks too, in each repository with a server.
    live_elsewhere: BTreeMap<u16, Vec<PersonIndex>>,
}

/// What one person's own commits in one repository show.
#[derive(Debug, Default)]
struct Shown {
    /// Committer offsets beside another author offset.
    beside: BTreeMap<i32, usize>,
    /// How many of these commits name Gerrit's change.
    named: usize,
    /// Offsets that both dates show.
    alone: BTreeMap<i32, usize>,
}

impl Shown {
    fn splits(&self) -> usize {
        self.beside.values().sum()
    }

    fn at(offsets: &BTreeMap<i32, usize>, winter: i32) -> usize {
        let is_there = |offset: i32| matches!((offset - winter).rem_euclid(DAY), 0 | SUMMER);
        let there = offsets.iter().filter(|(offset, _)| is_there(**offset));
        there.map(|(_, commits)| commits).sum()
    }

    fn lives_elsewhere(&self, winter: i32) -> bool {
        let all: usize = self.alone.values().sum();
        all - Self::at(&self.alone, winter) >= LEAST_COMMITS
    }

    /// Whether the person vouches for a server on this clock.
    fn vouches(&self, winter: i32) -> bool {
        let (splits, there) = (self.splits(), Self::at(&self.beside, winter));
        there >= LEAST_COMMITS && there * 100 >= splits * NEARLY_ALL && self.lives_elsewhere(winter)
    }

    fn is_named(&self) -> bool {
        self.named * 100 >= self.splits() * NEARLY_ALL
    }
}

impl Servers {
    /// Finds the servers.
    pub(crate) fn of(history: &History, people: &People) -> Self {
        let mut shown: BTreeMap<(u16, PersonIndex), Shown> = BTreeMap::new();
        for commit in history.commits() {
            let Some(person) = people.of(commit.maker_index()) else {
                continue;
            };
            if let Some((authored, committed)) = offsets(&commit) {
                let own = shown.entry((commit.repository().0, person)).or_default();
                if authored.apart(committed) >= TWO_CLOCKS {
                    *own.beside.entry(committed.minutes()).or_default() += 1;
                    own.named += usize::from(names_gerrit(&commit));
                } else {
                    *own.alone.entry(committed.minutes()).or_default() += 1;
                }
            }
        }
        let mut servers = Self {
            of_repository: vec![None; history.repositories().len()],
            live_elsewhere: BTreeMap::new(),
        };
        for (number, slot) in (0..).zip(&mut servers.of_repository) {
            let range = (number, PersonIndex(0))..=(number, PersonIndex(u32::MAX));
            let here: Vec<_> = shown
                .range(range)
                .map(|((_, person), shown)| (*person, shown))
                .collect();
            *slot = server(&here);
            if let Some(server) = *slot {
                let elsewhere = here
                    .iter()
                    .filter(|(_, shown)| shown.lives_elsewhere(server.winter));
                let elsewhere = elsewhere.map(|(person, _)| *person).collect();
                servers.live_elsewhere.insert(number, elsewhere);
            }
        }
        servers
    }

    /// Whether a server dated the commit of this committer.
    pub(crate) fn dated(&self, commit: &Commit<'_>, committer: Option<PersonIndex>) -> bool {
        let repository = commit.repository().0;
        let Some(server) = self.of_repository[usize::from(repository)] else {
            return false;
        };
        let is_there = |commit: &Commit<'_>| {
            let offset = commit.committed().informative_offset();
            offset.is_some_and(|offset| server.shows(offset))
        };
        // A commit of their own with one offset in both dates was made at one desk.
        let is_one_clock = commit.clock_source() == ClockSource::SelfCommitted
            && offsets(commit).is_none_or(|(a, b)| a.apart(b) < TWO_CLOCKS);
        let lives_elsewhere = || {
            let here = self.live_elsewhere.get(&repository);
            committer.is_some_and(|one| here.is_some_and(|all| all.binary_search(&one).is_ok()))
        };
        is_there(commit)
            && !is_one_clock
            && (!server.named || names_gerrit(commit))
            && lives_elsewhere()
    }
}

/// The two offsets of a commit that its author committed, if both say something.
fn offsets(commit: &Commit<'_>) -> Option<(Offset, Offset)> {
    let is_own = commit.clock_source() == ClockSource::SelfCommitted;
    let authored = commit.authored().informative_offset().filter(|_| is_own)?;
    Some((authored, commit.committed().informative_offset()?))
}

fn names_gerrit(commit: &Commit<'_>) -> bool {
    commit.traces().contains(Traces::GERRIT_CHANGE)
}

/// The clock for which enough people vouch; the one with most of them.
fn server(here: &[(PersonIndex, &Shown)]) -> Option<Server> {
    let offsets = here.iter().flat_map(|(_, shown)| shown.beside.keys());
    let mut winters: Vec<i32> = offsets.flat_map(|one| [*one, *one - SUMMER]).collect();
    winters.sort_unstable();
    winters.dedup();
    let vouched = winters.into_iter().filter_map(|winter| {
        let vouching = || here.iter().filter(|(_, shown)| shown.vouches(winter));
        let (all, named) = (
            vouching().count(),
            vouching().filter(|(_, shown)| shown.is_named()).count(),
        );
        let named = match (named >= LEAST_PEOPLE, all >= LEAST_UNNAMED) {
            (_, true) => false,
            (true, false) => true,
            (false, false) => return None,
        };
        Some((all, Server { winter, named }))
    });
    // Of equally many, the first clock in order.
    let most = vouched.rev().max_by_key(|(all, _)| *all)?;
    Some(most.1)
}
