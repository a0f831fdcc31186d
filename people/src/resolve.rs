//! Linking identities into people: by anchors (the same personal address, the same account number, the same
//! personal signing key), then by the evidence tier of the linkage, as far as nothing at all speaks against it. A
//! wrong link accuses someone.
//!
//! A key links less than the other two. People who share one (a build machine, a workstation, a forge that
//! signs in its users' names, one rewritten commit) would become one person, and every comparison of their
//! clocks an accusation. So a key never links strangers, and a service's key links no one: see `holders`.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use petgraph::unionfind::UnionFind;
use rustc_hash::FxBuildHasher;

use crate::anchors::{Anchor, Anchors, anchors};
use crate::holders::Holders;
use crate::name::{FullName, pairwise_unrelated_up_to};
use countersign_facts::Address;
use countersign_facts::short_digest;
use countersign_facts::{Commit, History, IdentityIndex, KeyIndex, ObjectId};

/// A person with this many pairwise unrelated full names is contested.
const CONTESTED_NAMES: usize = 3;

/// Position of a person in the population.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonIndex(pub u32);

/// The identities that belong to one contributor.
#[derive(Clone, Debug)]
pub struct Person {
    /// Stable over scans of a growing history: `p-` and twelve hexadecimal digits of the SHA-256 of
    /// the identity on the person's earliest commit.
    pub id: String,
    /// Its identities, by index.
    pub identities: Vec<IdentityIndex>,
    /// Its anchors, in order.
    pub anchors: Vec<Anchor>,
    /// What joins groups of its identities that share no anchor, the best evidence first: one less than there are
    /// groups.
    joins: Vec<Join>,
    /// The number of the group of each identity, in the order of `identities`; empty without joins.
    groups: Vec<u32>,
    /// Whether its identities carry three or more unrelated full names, so that they may be several people.
    /// Heuristics that assume one person at one keyboard do not apply.
    pub contested: bool,
    /// Whether all its identities belong to programs. No heuristic applies.
    pub automation: bool,
}

impl Person {
    /// Personal signing keys. Strangers who share a key are separate people who each have it.
    pub fn keys(&self) -> impl Iterator<Item = KeyIndex> {
        self.anchors.iter().filter_map(|anchor| match anchor {
            Anchor::Key(key) => Some(*key),
            _ => None,
        })
    }

    /// What joins groups of its identities that share no anchor, the best evidence first.
    #[must_use]
    pub fn joins(&self) -> &[Join] {
        &self.joins
    }

    /// The joins without which these identities would not all belong to one person.
    #[must_use]
    pub fn joins_between(&self, identities: &BTreeSet<IdentityIndex>) -> Vec<&Join> {
        let group = |identity: IdentityIndex| {
            let place = self.identities.binary_search(&identity).ok()?;
            self.groups.get(place).copied()
        };
        let wanted = identities.iter().filter_map(|one| group(*one)).collect();
        joins::between(&self.joins, group, &wanted)
    }
}

/// All people of a history, and the person of every identity that authored, committed or tagged.
#[derive(Debug, Default)]
pub struct People {
    people: Vec<Person>,
    of_identity: Vec<Option<PersonIndex>>,
    holders: Holders,
}

impl People {
    /// Links the identities of a history.
    #[must_use]
    pub fn resolve(history: &History) -> Self {
        let addresses: Vec<Address> = history
            .identities()
            .iter()
            .map(|(_, identity)| Address::of(identity))
            .collect();
        let holders = Holders::of(history, &addresses);
        let anchors = anchors(&addresses, &holders);
        let earliest = earliest_commits(history);
        let mut sets: UnionFind<u32> = UnionFind::new(history.identities().len());
        for (_, members) in &anchors {
            unite(&mut sets, members);
        }
        let group = sets.clone().into_labeling();
        let joins = joins::joins(history, &addresses, &group);
        for join in &joins {
            sets.union(join.ends.0.0, join.ends.1.0);
        }
        let mut people: Vec<Person> = clusters(&sets.into_labeling(), &group, anchors, joins)
            .into_iter()
            .filter_map(|cluster| person(history, &addresses, &earliest, cluster))
            .collect();
        people.sort_by(|a, b| a.id.cmp(&b.id));
        let mut of_identity = vec![None; history.identities().len()];
        for (index, person) in (0..).map(PersonIndex).zip(&people) {
            for identity in &person.identities {
                of_identity[identity.0 as usize] = Some(index);
            }
        }
        Self {
            people,
            of_identity,
            holders,
        }
    }

    /// The identity that signed a commit with a key of its own, and the key. `None` if nobody known did: a platform's
    /// or a service's key says nothing about who signed, and a client that moves a colleague's commit signs it afresh.
    #[must_use]
    pub fn signer_of(&self, commit: &Commit<'_>) -> Option<(IdentityIndex, KeyIndex)> {
        self.holders.signer_of(commit)
    }

    /// Whether a person holds the key. Keys that signed no commit are taken for personal ones if the facts know
    /// nothing else.
    #[must_use]
    pub fn is_personal(&self, history: &History, key: KeyIndex) -> bool {
        history.keys().get(key).is_personal() && !self.holders.is_nobodys(key)
    }

    /// Whether the identity signs with the key now and then, and most of its commits without it.
    #[must_use]
    pub fn is_guest(&self, key: KeyIndex, identity: IdentityIndex) -> bool {
        self.holders.is_guest(key, identity)
    }

    /// Whether a client signed commits of others afresh with the key and kept their dates.
    #[must_use]
    pub fn rewrites(&self, key: KeyIndex) -> bool {
        self.holders.rewrites(key)
    }

    /// The person an identity belongs to; `None` for identities that only trailers name.
    #[must_use]
    #[inline]
    pub fn of(&self, identity: IdentityIndex) -> Option<PersonIndex> {
        self.of_identity[identity.0 as usize]
    }

    /// The person with this id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Person> {
        let place = self.people.binary_search_by(|one| (*one.id).cmp(id)).ok()?;
        Some(&self.people[place])
    }

    /// All people, by index; sorted by id.
    #[must_use]
    #[inline]
    pub fn all(&self) -> &[Person] {
        &self.people
    }
}

fn unite(sets: &mut UnionFind<u32>, members: &BTreeSet<IdentityIndex>) {
    let mut members = members.iter().map(|member| member.0);
    if let Some(first) = members.next() {
        for member in members {
            sets.union(first, member);
        }
    }
}

/// A connected component: its identities, its anchors, and what joins those that share no anchor.
#[derive(Default)]
struct Cluster {
    identities: Vec<IdentityIndex>,
    anchors: BTreeSet<Anchor>,
    joins: Vec<Join>,
    groups: Vec<u32>,
}

/// The identities of each set, in the order of each cluster's first identity. `groups` are the sets that anchors
/// alone made.
fn clusters(sets: &[u32], groups: &[u32], anchors: Anchors, joins: Vec<Join>) -> Vec<Cluster> {
    let mut clusters: IndexMap<u32, Cluster, FxBuildHasher> = IndexMap::default();
    for (identity, set) in (0..).zip(sets) {
        let cluster = clusters.entry(*set).or_default();
        cluster.identities.push(IdentityIndex(identity));
    }
    for (anchor, members) in anchors {
        if let Some(first) = members.first() {
            let cluster = clusters.entry(sets[first.0 as usize]).or_default();
            cluster.anchors.insert(anchor);
        }
    }
    for join in joins {
        let cluster = clusters.entry(sets[join.ends.0.0 as usize]).or_default();
        cluster.joins.push(join);
    }
    let mut clusters: Vec<Cluster> = clusters.into_values().collect();
    for cluster in clusters.iter_mut().filter(|one| !one.joins.is_empty()) {
        let of = cluster.identities.iter().map(|one| groups[one.0 as usize]);
        cluster.groups = of.collect();
    }
    clusters
}

/// Second and object id of each identity's earliest commit or tag, by the committer's clock.
type Earliest = Vec<Option<(i64, ObjectId)>>;

fn earliest_commits(history: &History) -> Earliest {
    let mut earliest = vec![None; history.identities().len()];
    let mut see = |identity: IdentityIndex, moment: (i64, ObjectId)| {
        let slot = &mut earliest[identity.0 as usize];
        *slot = Some(slot.map_or(moment, |known: (i64, ObjectId)| known.min(moment)));
    };
    for commit in history.commits() {
        let moment = (commit.committed().seconds, commit.id());
        see(commit.author_index(), moment);
        see(commit.committer_index(), moment);
    }
    for tag in history.tags() {
        if let Some((tagger, moment)) = tag.tagger {
            see(tagger, (moment.seconds, tag.id));
        }
    }
    earliest
}

/// `None` for a cluster that only trailers name.
fn person(
    history: &History,
    addresses: &[Address],
    earliest: &Earliest,
    cluster: Cluster,
) -> Option<Person> {
    let raw = |identity: IdentityIndex| history.identities().get(identity).raw();
    let (_, first) = cluster
        .identities
        .iter()
        .filter_map(|identity| Some((earliest[identity.0 as usize]?, raw(*identity))))
        .min()?;
    let is_program =
        |identity: &IdentityIndex| addresses[identity.0 as usize] == Address::Automation;
    Some(Person {
        id: format!("p-{}", short_digest(first)),
        automation: cluster.identities.iter().all(is_program),
        contested: is_contested(history, &cluster.identities),
        anchors: cluster.anchors.into_iter().collect(),
        joins: cluster.joins,
        groups: cluster.groups,
        identities: cluster.identities,
    })
}

fn is_contested(history: &History, identities: &[IdentityIndex]) -> bool {
    if identities.len() < CONTESTED_NAMES {
        return false;
    }
    let names: BTreeSet<_> = identities
        .iter()
        .map(|identity| history.identities().get(*identity).name())
        .collect();
    let names: Vec<_> = names
        .iter()
        .filter_map(|name| FullName::parse(name))
        .collect();
    pairwise_unrelated_up_to(CONTESTED_NAMES, &names).len() >= CONTESTED_NAMES
}

mod joins;
#[cfg(test)]
mod tests;

pub use joins::Join;
