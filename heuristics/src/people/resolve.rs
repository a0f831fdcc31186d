//! Joining identities into people, by anchors only: the same personal mailbox, the same numeric
//! account id, the same personal signing key. Nothing fuzzy: a wrong join accuses somebody.

use std::collections::{BTreeMap, BTreeSet};

use super::address::Address;
use super::name::{FullName, pairwise_unrelated};
use crate::facts::{ClockSource, Commit, History, IdentityIndex, KeyIndex, ObjectId};
use crate::heuristic::short_digest;

/// A key that signs for this many mailboxes is a service's (a merge queue, a forge's own key), not a
/// person's, and joins nobody.
const SERVICE_KEY_MAILBOXES: usize = 8;
/// This many pairwise unrelated full names on one anchor: several people may stand behind it.
const CONTESTED_NAMES: usize = 3;

/// Position of a person in the population.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonIndex(pub u32);

/// What joins two identities, and what a name can be unrelated on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// A personal mailbox, lower case.
    Mailbox(String),
    /// GitHub's numeric account id.
    Account(u64),
    /// A personal signing key.
    Key(KeyIndex),
}

/// One cluster of identities.
#[derive(Clone, Debug)]
pub struct Person {
    /// Stable over scans of a growing history: `p-` and twelve hexadecimal digits of the SHA-256 of
    /// the identity on the person's earliest commit.
    pub id: String,
    /// Its identities, by index.
    pub identities: Vec<IdentityIndex>,
    /// Its anchors, in order.
    pub anchors: Vec<Anchor>,
    /// Whether three or more unrelated full names share an anchor: perhaps several people. Heuristics
    /// that reason about one body at one keyboard do not apply.
    pub contested: bool,
    /// Whether all its identities are programs'. No heuristic applies.
    pub automation: bool,
}

impl Person {
    /// Personal signing keys.
    pub fn keys(&self) -> impl Iterator<Item = KeyIndex> {
        self.anchors.iter().filter_map(|anchor| match anchor {
            Anchor::Key(key) => Some(*key),
            _ => None,
        })
    }
}

/// Who is who: every person, and the person of every identity that committed or tagged.
#[derive(Debug, Default)]
pub struct People {
    people: Vec<Person>,
    of_identity: Vec<Option<PersonIndex>>,
}

impl People {
    /// Joins the identities of a history.
    #[must_use]
    pub fn resolve(history: &History) -> Self {
        let addresses: Vec<Address> = history
            .identities()
            .iter()
            .map(|(_, identity)| Address::parse(&identity.email()))
            .collect();
        let anchors = anchors(history, &addresses);
        let earliest = earliest_commits(history);
        let mut people: Vec<Person> = clusters(history.identities().len(), &anchors)
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
    pub fn of(&self, identity: IdentityIndex) -> Option<PersonIndex> {
        self.of_identity[identity.0 as usize]
    }

    /// All people, by index; sorted by id.
    #[must_use]
    pub fn all(&self) -> &[Person] {
        &self.people
    }
}

/// The identity whose holder has the key that signs a commit: the committer, unless a platform committed.
#[must_use]
pub fn signer_of(commit: &Commit<'_>) -> Option<(IdentityIndex, KeyIndex)> {
    let key = commit.signature()?.key?;
    let own = matches!(
        commit.clock_source(),
        ClockSource::SelfCommitted | ClockSource::Applied
    );
    own.then(|| (commit.committer_index(), key))
}

/// Every anchor with the identities that carry it, in order.
type Anchors = BTreeMap<Anchor, BTreeSet<IdentityIndex>>;

fn anchors(history: &History, addresses: &[Address]) -> Anchors {
    let mut anchors = Anchors::new();
    for (index, address) in (0..).map(IdentityIndex).zip(addresses) {
        let anchor = match address {
            Address::Mailbox(mailbox) => Anchor::Mailbox(mailbox.clone()),
            Address::Account { id, .. } => Anchor::Account(*id),
            Address::Automation | Address::Shared => continue,
        };
        anchors.entry(anchor).or_default().insert(index);
    }
    let keys = signers(history, addresses)
        .into_iter()
        .filter(|(_, signers)| {
            let mailboxes: BTreeSet<_> = signers
                .iter()
                .map(|signer| history.identities().get(*signer).email_bytes())
                .collect();
            mailboxes.len() < SERVICE_KEY_MAILBOXES
        });
    anchors.extend(keys.map(|(key, signers)| (Anchor::Key(key), signers)));
    anchors
}

/// Who signed commits and tags with each personal key.
fn signers(
    history: &History,
    addresses: &[Address],
) -> BTreeMap<KeyIndex, BTreeSet<IdentityIndex>> {
    let commits = history.commits().filter_map(|commit| signer_of(&commit));
    let tags = history
        .tags()
        .iter()
        .filter_map(|tag| Some((tag.tagger?.0, tag.signature?.key?)));
    let mut signers: BTreeMap<KeyIndex, BTreeSet<IdentityIndex>> = BTreeMap::new();
    for (signer, key) in commits.chain(tags) {
        if history.keys().get(key).is_personal()
            && addresses[signer.0 as usize] != Address::Automation
        {
            signers.entry(key).or_default().insert(signer);
        }
    }
    signers
}

/// A connected component: its identities and its anchors with those who carry each.
#[derive(Default)]
struct Cluster<'a> {
    identities: Vec<IdentityIndex>,
    anchors: Vec<(&'a Anchor, &'a BTreeSet<IdentityIndex>)>,
}

fn clusters(identities: usize, anchors: &Anchors) -> Vec<Cluster<'_>> {
    let mut roots: Vec<u32> = (0..).take(identities).collect();
    for members in anchors.values() {
        let mut members = members.iter().map(|member| member.0);
        let Some(first) = members.next() else {
            continue;
        };
        for member in members {
            let (a, b) = (root(&mut roots, first), root(&mut roots, member));
            roots[a.max(b) as usize] = a.min(b);
        }
    }
    let mut clusters: BTreeMap<u32, Cluster<'_>> = BTreeMap::new();
    for identity in (0..).take(identities) {
        let cluster = clusters.entry(root(&mut roots, identity)).or_default();
        cluster.identities.push(IdentityIndex(identity));
    }
    for (anchor, members) in anchors {
        if let Some(first) = members.first() {
            let cluster = clusters.entry(root(&mut roots, first.0)).or_default();
            cluster.anchors.push((anchor, members));
        }
    }
    clusters.into_values().collect()
}

fn root(roots: &mut [u32], mut member: u32) -> u32 {
    while roots[member as usize] != member {
        roots[member as usize] = roots[roots[member as usize] as usize];
        member = roots[member as usize];
    }
    member
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
    cluster: Cluster<'_>,
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
        contested: cluster
            .anchors
            .iter()
            .any(|(_, members)| is_contested(history, members)),
        anchors: cluster
            .anchors
            .into_iter()
            .map(|(anchor, _)| anchor.clone())
            .collect(),
        identities: cluster.identities,
    })
}

fn is_contested(history: &History, members: &BTreeSet<IdentityIndex>) -> bool {
    if members.len() < CONTESTED_NAMES {
        return false;
    }
    let names: BTreeSet<_> = members
        .iter()
        .map(|member| history.identities().get(*member).name())
        .collect();
    let names: Vec<_> = names
        .iter()
        .filter_map(|name| FullName::parse(name))
        .collect();
    pairwise_unrelated(&names).len() >= CONTESTED_NAMES
}
