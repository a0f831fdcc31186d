//! Linking identities into people, by anchors only: the same personal address, the same account number, the
//! same personal signing key. Nothing fuzzy, because a wrong link accuses someone.
//!
//! A key links less than the other two. People who share one (a build machine, a workstation, a forge that
//! signs in its users' names, one rewritten commit) would become one person, and every comparison of their
//! clocks an accusation. So a key never links strangers, and a service's key links no one.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use petgraph::unionfind::UnionFind;
use rustc_hash::FxBuildHasher;

use super::strangers::strangers;
use crate::name::{FullName, pairwise_unrelated_up_to};
use countersign_facts::Address;
use countersign_facts::short_digest;
use countersign_facts::{
    ClockSource, Commit, History, Identity, IdentityIndex, KeyIndex, ObjectId,
};

/// A key that signs for this many addresses under this many names is a service's (a merge queue, a forge's
/// own key) and links no one. One person may well have eight addresses, but spells their name in few ways.
const SERVICE_KEY_MAILBOXES: usize = 8;
const SERVICE_KEY_NAMES: usize = 4;
/// A person with this many pairwise unrelated full names is contested.
const CONTESTED_NAMES: usize = 3;

/// Position of a person in the population.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonIndex(pub u32);

/// An identifier that is enough to link two identities.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// A personal mailbox, lower case.
    Mailbox(String),
    /// GitHub's numeric account id.
    Account(u64),
    /// A personal signing key.
    Key(KeyIndex),
}

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
}

/// All people of a history, and the person of every identity that authored, committed or tagged.
#[derive(Debug, Default)]
pub struct People {
    people: Vec<Person>,
    of_identity: Vec<Option<PersonIndex>>,
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
        let anchors = anchors(history, &addresses);
        let earliest = earliest_commits(history);
        let mut people: Vec<Person> = clusters(history.identities().len(), anchors)
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
        }
    }

    /// The person an identity belongs to; `None` for identities that only trailers name.
    #[must_use]
    #[inline]
    pub fn of(&self, identity: IdentityIndex) -> Option<PersonIndex> {
        self.of_identity[identity.0 as usize]
    }

    /// All people, by index; sorted by id.
    #[must_use]
    #[inline]
    pub fn all(&self) -> &[Person] {
        &self.people
    }
}

/// The identity that signed a commit, and its key: the committer, or the author if the commit
/// only claims that a platform committed it. `None` if a platform did.
#[must_use]
pub fn signer_of(commit: &Commit<'_>) -> Option<(IdentityIndex, KeyIndex)> {
    let own = matches!(
        commit.clock_source(),
        ClockSource::SelfCommitted | ClockSource::Applied
    );
    let key = commit.signature().filter(|_| own)?.key?;
    Some((commit.maker_index(), key))
}

/// Every anchor with the identities that it links, in order. A key appears once for each of its groups of
/// strangers.
pub(super) type Anchors = Vec<(Anchor, BTreeSet<IdentityIndex>)>;

pub(super) fn anchors(history: &History, addresses: &[Address]) -> Anchors {
    let mut carried: BTreeMap<Anchor, BTreeSet<IdentityIndex>> = BTreeMap::new();
    for (index, address) in (0..).map(IdentityIndex).zip(addresses) {
        let anchor = match address {
            Address::Mailbox(mailbox) => Anchor::Mailbox(mailbox.clone()),
            Address::Account { id, .. } => Anchor::Account(*id),
            Address::Automation | Address::Shared => continue,
        };
        carried.entry(anchor).or_default().insert(index);
    }
    let mut anchors: Anchors = carried.into_iter().collect();
    for (key, signers) in signers(history, addresses) {
        let groups = holders(history, signers).into_iter();
        anchors.extend(groups.map(|group| (Anchor::Key(key), group)));
    }
    anchors
}

/// The identities that signed commits with each personal key. Tags are left out: successive release managers
/// of a project use the same release key.
fn signers(
    history: &History,
    addresses: &[Address],
) -> BTreeMap<KeyIndex, BTreeSet<IdentityIndex>> {
    let mut signers: BTreeMap<KeyIndex, BTreeSet<IdentityIndex>> = BTreeMap::new();
    for (signer, key) in history.commits().filter_map(|commit| signer_of(&commit)) {
        if history.keys().get(key).is_personal()
            && addresses[signer.0 as usize] != Address::Automation
        {
            signers.entry(key).or_default().insert(signer);
        }
    }
    signers
}

/// The signers of one key, in groups of one person each. Empty for a service's key. If there are strangers, a
/// signer who is linked to none of them stays alone, because it could be any of them.
fn holders(history: &History, signers: BTreeSet<IdentityIndex>) -> Vec<BTreeSet<IdentityIndex>> {
    if signers.len() < 2 {
        return vec![signers];
    }
    let identity = |signer: &IdentityIndex| history.identities().get(*signer);
    if is_service(signers.iter().map(identity)) {
        return Vec::new();
    }
    let strangers = strangers(signers.iter().map(|signer| (*signer, identity(signer))));
    if strangers.len() < 2 {
        return vec![signers];
    }
    let known: BTreeSet<_> = strangers.iter().flatten().copied().collect();
    let alone = signers.difference(&known).map(|signer| [*signer].into());
    let mut groups: Vec<BTreeSet<IdentityIndex>> = alone.collect();
    groups.extend(strangers.into_iter().map(BTreeSet::from_iter));
    groups
}

fn is_service<'a>(signers: impl Iterator<Item = Identity<'a>>) -> bool {
    let (mut mailboxes, mut names) = (BTreeSet::new(), BTreeSet::new());
    for signer in signers {
        mailboxes.insert(signer.email_bytes().to_ascii_lowercase());
        names.insert(signer.name_bytes().to_ascii_lowercase());
    }
    mailboxes.len() >= SERVICE_KEY_MAILBOXES && names.len() >= SERVICE_KEY_NAMES
}

/// A connected component: its identities and its anchors.
#[derive(Default)]
struct Cluster {
    identities: Vec<IdentityIndex>,
    anchors: BTreeSet<Anchor>,
}

/// The identities that anchors link, in the order of each cluster's first identity.
fn clusters(identities: usize, anchors: Anchors) -> Vec<Cluster> {
    let mut sets: UnionFind<u32> = UnionFind::new(identities);
    for (_, members) in &anchors {
        let mut members = members.iter().map(|member| member.0);
        let Some(first) = members.next() else {
            continue;
        };
        for member in members {
            sets.union(first, member);
        }
    }
    let set_of = sets.into_labeling();
    let mut clusters: IndexMap<u32, Cluster, FxBuildHasher> = IndexMap::default();
    for (identity, set) in (0..).zip(&set_of) {
        let cluster = clusters.entry(*set).or_default();
        cluster.identities.push(IdentityIndex(identity));
    }
    for (anchor, members) in anchors {
        if let Some(first) = members.first() {
            let cluster = clusters.entry(set_of[first.0 as usize]).or_default();
            cluster.anchors.insert(anchor);
        }
    }
    clusters.into_values().collect()
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

#[cfg(test)]
mod tests;
