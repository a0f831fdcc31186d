//! What joins people beyond their anchors: the evidence tier, under stricter conditions.
//!
//! Heuristics accuse, so a wrong link costs more here than in a list of people. Two groups that anchors made are
//! joined only if nothing at all speaks against it: not their accounts, not any two of their full names, and not
//! what the caller knows. What is not joined is judged apart, as if there were no evidence.

use rustc_hash::FxHashMap;

use super::alias::by_organisation;
use super::clusters::Clusters;
use super::linkage::{Linkage, Options, Tier};
use super::score::{Link, Reason};
use countersign_facts::{Address, History, IdentityIndex};

/// One join of two groups of identities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Beyond {
    pub(crate) ends: (IdentityIndex, IdentityIndex),
    pub(crate) bits: f64,
    pub(crate) reason: Reason,
}

/// The joins of groups of identities, the best evidence first. `group` has the number of the group of every
/// identity of the history. `may_be_one` is asked last, with the identities on both sides.
pub(crate) fn beyond(
    history: &History,
    addresses: &[Address],
    group: &[u32],
    mut may_be_one: impl FnMut(&[IdentityIndex], &[IdentityIndex]) -> bool,
) -> Vec<Beyond> {
    let aliases = by_organisation(history, addresses);
    let linkage = Linkage::apart(aliases, Options::default());
    let identity = |alias: u32| linkage.aliases[alias as usize].identity;
    let group = |alias: u32| group[identity(alias).0 as usize];
    let joins = |link: &Link| {
        group(link.ends.0) != group(link.ends.1) && linkage.joins_at(link, Tier::Evidence)
    };
    let mut links = linkage.links();
    links.retain(joins);
    let mut sides = Sides::new(&linkage, group, &links);
    let mut found = Vec::new();
    for link in links {
        let (a, b) = (
            sides.clusters.root(link.ends.0),
            sides.clusters.root(link.ends.1),
        );
        if a == b || sides.clusters.disagree(&link) || !may_be_one(sides.of(a), sides.of(b)) {
            continue;
        }
        sides.join(a, b);
        found.push(Beyond {
            ends: (identity(link.ends.0), identity(link.ends.1)),
            bits: link.bits,
            reason: link.reason,
        });
    }
    found
}

/// The groups while they are joined.
struct Sides<'a> {
    clusters: Clusters<'a>,
    /// The identities of each group that a link could join, by root.
    identities: FxHashMap<u32, Vec<IdentityIndex>>,
}

impl<'a> Sides<'a> {
    fn new(linkage: &'a Linkage, group: impl Fn(u32) -> u32, links: &[Link]) -> Self {
        let mut clusters = Clusters::new(&linkage.aliases, &linkage.traits, &[]);
        let mut first: FxHashMap<u32, u32> = FxHashMap::default();
        let all = || (0u32..).take(linkage.aliases.len());
        for alias in all() {
            let first = *first.entry(group(alias)).or_insert(alias);
            clusters.join(&Link::given(first, alias, Reason::Key));
        }
        let ends = links.iter().flat_map(|link| [link.ends.0, link.ends.1]);
        let mut identities: FxHashMap<u32, Vec<IdentityIndex>> =
            ends.map(|end| (clusters.root(end), Vec::new())).collect();
        for alias in all() {
            if let Some(own) = identities.get_mut(&clusters.root(alias)) {
                own.push(linkage.aliases[alias as usize].identity);
            }
        }
        Self {
            clusters,
            identities,
        }
    }

    fn of(&self, root: u32) -> &[IdentityIndex] {
        self.identities.get(&root).map_or(&[], Vec::as_slice)
    }

    fn join(&mut self, a: u32, b: u32) {
        // An anchor: everything that could prevent the join was asked before.
        self.clusters.join(&Link::given(a, b, Reason::Key));
        let root = self.clusters.root(a);
        let other = if root == a { b } else { a };
        let taken = self.identities.remove(&other).unwrap_or_default();
        self.identities.entry(root).or_default().extend(taken);
    }
}
