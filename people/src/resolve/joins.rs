//! Joins of people whom anchors keep apart, and what the clocks of both sides say against them.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::linkage::{Beyond, Reason, beyond};
use countersign_facts::{Address, Clock, History, IdentityIndex, Offset};

/// Two machines of one person can disagree once, around a journey or the change to summer time. On this many
/// separate days they do not.
const LEAST_DAYS: usize = 3;
/// Commits of both sides that are closer than this are compared, in seconds: nobody moves so far so fast that often.
const TURN: i64 = 12 * 3_600;
/// Least difference of two clocks that counts, in minutes.
const APART: u32 = 60;
const DAY: i64 = 86_400;

/// Why two groups of identities that share no anchor are one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Join {
    /// An identity of each group: the two that were compared.
    pub ends: (IdentityIndex, IdentityIndex),
    /// log2 of how much likelier the comparison is between identities of one person than of two.
    pub bits: f64,
    /// What the two have in common.
    pub reason: Reason,
}

impl From<Beyond> for Join {
    fn from(Beyond { ends, bits, reason }: Beyond) -> Self {
        Self { ends, bits, reason }
    }
}

/// The joins of groups of identities, the best evidence first. `group` has the number of every identity's group.
pub(super) fn joins(history: &History, addresses: &[Address], group: &[u32]) -> Vec<Join> {
    let mut clocks = None;
    let found = beyond(history, addresses, group, |one, other| {
        let clocks = clocks.get_or_insert_with(|| Clocks::of(history));
        !clocks.disagree(one, other)
    });
    found.into_iter().map(Join::from).collect()
}

/// What the own machines of all identities showed: identity, second, offset. Sorted.
struct Clocks(Vec<(IdentityIndex, i64, Offset)>);

impl Clocks {
    fn of(history: &History) -> Self {
        let own = history.commits().filter_map(|commit| {
            let is_own = commit.clock_source().author_clock() == Clock::Own;
            let moment = commit.committed();
            let offset = moment.informative_offset().filter(|_| is_own)?;
            Some((commit.author_index(), moment.seconds, offset))
        });
        let mut own: Vec<_> = own.collect();
        own.sort_unstable();
        own.dedup();
        Self(own)
    }

    fn seen(&self, identity: IdentityIndex) -> &[(IdentityIndex, i64, Offset)] {
        let start = self.0.partition_point(|one| one.0 < identity);
        let end = self.0.partition_point(|one| one.0 <= identity);
        &self.0[start..end]
    }

    /// Whether machines of both sides were used in turns and showed different times on several days: two people do
    /// that, so the sides are not joined, and what each shows is judged apart.
    fn disagree(&self, one: &[IdentityIndex], other: &[IdentityIndex]) -> bool {
        let side = |identities: &[IdentityIndex], which: bool| {
            let seen = identities.iter().flat_map(|identity| self.seen(*identity));
            seen.map(|(_, seconds, offset)| (*seconds, which, *offset))
                .collect::<Vec<_>>()
        };
        let (one, other) = (side(one, false), side(other, true));
        if one.is_empty() || other.is_empty() {
            return false;
        }
        let mut both = [one, other].concat();
        both.sort_unstable();
        let days: FxHashSet<i64> = both
            .windows(2)
            .filter(|pair| {
                let (a, b) = (pair[0], pair[1]);
                a.1 != b.1 && b.0 - a.0 < TURN && a.2.apart(b.2) >= APART
            })
            .map(|pair| pair[1].0.div_euclid(DAY))
            .collect();
        days.len() >= LEAST_DAYS
    }
}

/// The joins on the ways between `wanted` groups. `group` has the group of an identity.
pub(super) fn between<'a>(
    joins: &'a [Join],
    group: impl Fn(IdentityIndex) -> Option<u32>,
    wanted: &FxHashSet<u32>,
) -> Vec<&'a Join> {
    if wanted.len() < 2 {
        return Vec::new();
    }
    let ends = |join: &Join| [group(join.ends.0), group(join.ends.1)];
    let mut left: Vec<&Join> = joins.iter().collect();
    // Joins are a tree. Whatever hangs on one end only and is not wanted is cut off, until nothing is left to cut.
    loop {
        let mut uses: BTreeMap<Option<u32>, usize> = BTreeMap::new();
        for end in left.iter().flat_map(|join| ends(join)) {
            *uses.entry(end).or_default() += 1;
        }
        let is_loose =
            |end: &Option<u32>| uses[end] == 1 && !end.is_some_and(|end| wanted.contains(&end));
        let before = left.len();
        left.retain(|join| !ends(join).iter().any(is_loose));
        if left.len() == before {
            return left;
        }
    }
}
