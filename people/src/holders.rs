//! Whose a signing key is: one person's, several people's, or nobody's.
//!
//! Git writes no signer into a commit. A key that its owner keeps signs the owner's own commits, and that is what
//! people are linked by. Four kinds of keys are different: a program's or a service's signs in its users' names; a
//! workstation where two people sit signs with its owner's key under the colleague's name; a client that rewrites
//! stacks of commits signs a colleague's commits afresh and keeps their committer. All show in who stands on the
//! commits of a key, and in how much else these people commit without it.

mod kind;

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;
use rustc_hash::{FxHashMap, FxHashSet};

use countersign_facts::{
    Address, ClockSource, Commit, CommitIndex, History, IdentityIndex, KeyIndex, Traces,
};
use kind::KeyInQuestion;

/// The identity beside which a key signed, and the key: the committer, unless a platform committed.
#[must_use]
pub fn signer_of(commit: &Commit<'_>) -> Option<(IdentityIndex, KeyIndex)> {
    let key = commit.signature().filter(|_| is_own(commit))?.key?;
    Some((commit.maker_index(), key))
}

/// Whether a person's own machine committed it.
fn is_own(commit: &Commit<'_>) -> bool {
    matches!(
        commit.clock_source(),
        ClockSource::SelfCommitted | ClockSource::Applied
    )
}

/// Whose each key of a history is.
#[derive(Debug, Default)]
pub(crate) struct Holders {
    /// For each key that is somebody's, its signers in groups of one person each.
    groups: BTreeMap<KeyIndex, Vec<BTreeSet<IdentityIndex>>>,
    /// Keys of programs, services and shared machines.
    nobodys: BTreeSet<KeyIndex>,
    /// Who signs now and then with a key that does not sign most of their commits.
    guests: BTreeSet<(KeyIndex, IdentityIndex)>,
    /// Keys of one person who stands as author or committer on every commit, and the person's identities.
    owners: BTreeMap<KeyIndex, BTreeSet<IdentityIndex>>,
    /// Commits whose author signed, at whose machine the committer sat too, and the author.
    by_author: FxHashMap<CommitIndex, IdentityIndex>,
    /// Commits of others that a client signed afresh.
    signed_afresh: FxHashSet<CommitIndex>,
    /// Keys of such clients.
    rewriting: BTreeSet<KeyIndex>,
}

/// What one commit says about the people who may have signed it.
#[derive(Clone, Copy, Debug)]
struct Use {
    commit: CommitIndex,
    author: IdentityIndex,
    committer: IdentityIndex,
    authored: i64,
    committed: i64,
    on_utc: bool,
    key: Option<KeyIndex>,
    traced: bool,
}

impl Use {
    fn of(commit: &Commit<'_>, key: Option<KeyIndex>) -> Self {
        Self {
            commit: commit.index(),
            author: commit.author_index(),
            committer: commit.maker_index(),
            authored: commit.authored().seconds,
            committed: commit.committed().seconds,
            on_utc: commit.committed().informative_offset().is_none(),
            key,
            traced: commit.traces().contains(Traces::STACK_CLIENT),
        }
    }
}

impl Holders {
    /// Finds out whose each key is.
    pub(crate) fn of(history: &History, addresses: &[Address]) -> Self {
        let is_program =
            |identity: &IdentityIndex| addresses[identity.0 as usize] == Address::Automation;
        let (doubtful, plain): (BTreeMap<_, _>, BTreeMap<_, _>) =
            signers(history).into_iter().partition(|(_, signers)| {
                let signers_are = &signers.identities;
                signers.on_utc || signers_are.len() > 1 || signers_are.iter().any(is_program)
            });
        let mut holders = Self::default();
        let groups = plain
            .into_iter()
            .map(|(key, signers)| (key, vec![signers.identities]));
        holders.groups.extend(groups);
        if doubtful.is_empty() {
            return holders;
        }
        let known = Known::of(history, addresses, &doubtful);
        for (key, signers) in doubtful {
            let key_in_question = KeyInQuestion::new(&known, key, signers.identities);
            key_in_question.decide(&mut holders);
        }
        holders
    }

    /// Each key that is somebody's with its signers, in groups of one person each.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (KeyIndex, &BTreeSet<IdentityIndex>)> {
        self.groups
            .iter()
            .flat_map(|(key, groups)| groups.iter().map(|group| (*key, group)))
    }

    /// Whether the key is a program's, a service's or a shared machine's.
    pub(crate) fn is_nobodys(&self, key: KeyIndex) -> bool {
        self.nobodys.contains(&key)
    }

    /// Who signed the commit with a key of their own, as far as the history shows.
    pub(crate) fn signer_of(&self, commit: &Commit<'_>) -> Option<(IdentityIndex, KeyIndex)> {
        let (committer, key) = signer_of(commit)?;
        if !self.groups.contains_key(&key) || self.signed_afresh.contains(&commit.index()) {
            return None;
        }
        if let Some(author) = self.by_author.get(&commit.index()) {
            return Some((*author, key));
        }
        let Some(owner) = self.owners.get(&key) else {
            return Some((committer, key));
        };
        let on_it = [committer, commit.author_index()];
        let owner = on_it.into_iter().find(|one| owner.contains(one))?;
        Some((owner, key))
    }

    /// Whether the identity signs with the key now and then, and most of its commits without it.
    pub(crate) fn is_guest(&self, key: KeyIndex, identity: IdentityIndex) -> bool {
        self.guests.contains(&(key, identity))
    }

    /// Whether the key signed commits of others afresh, so that its signatures say nothing about when.
    pub(crate) fn rewrites(&self, key: KeyIndex) -> bool {
        self.rewriting.contains(&key)
    }
}

/// The identities beside which a key signed, programs among them.
struct Signers {
    identities: BTreeSet<IdentityIndex>,
    /// Whether it signed on UTC only.
    on_utc: bool,
}

/// The signers of each key. Keys that the facts know as nobody's are left out, and so are tags: successive release
/// managers of a project use the same release key.
fn signers(history: &History) -> BTreeMap<KeyIndex, Signers> {
    let mut all: BTreeMap<KeyIndex, Signers> = BTreeMap::new();
    for commit in history.commits() {
        let Some((signer, key)) = signer_of(&commit) else {
            continue;
        };
        if history.keys().get(key).is_personal() {
            let signers = all.entry(key).or_insert_with(|| Signers {
                identities: BTreeSet::new(),
                on_utc: true,
            });
            signers.identities.insert(signer);
            signers.on_utc &= commit.committed().informative_offset().is_none();
        }
    }
    all
}

/// What the history shows about the signers of doubtful keys.
struct Known<'a> {
    history: &'a History,
    addresses: &'a [Address],
    /// For each identity, one that stands for all with the same mailbox or account.
    roots: Vec<u32>,
    /// All commits that these people committed on their own machines, by root.
    committed: FxHashMap<u32, Vec<Use>>,
    /// All uses of the keys.
    uses: FxHashMap<KeyIndex, Vec<Use>>,
}

impl<'a> Known<'a> {
    fn of(
        history: &'a History,
        addresses: &'a [Address],
        keys: &BTreeMap<KeyIndex, Signers>,
    ) -> Self {
        let roots = roots(addresses);
        let involved: FxHashSet<u32> = keys
            .values()
            .flat_map(|signers| &signers.identities)
            .map(|signer| roots[signer.0 as usize])
            .collect();
        let mut known = Self {
            history,
            addresses,
            roots,
            committed: FxHashMap::default(),
            uses: FxHashMap::default(),
        };
        for commit in history.commits() {
            let root = known.roots[commit.maker_index().0 as usize];
            if !is_own(&commit) || !involved.contains(&root) {
                continue;
            }
            let key = commit.signature().and_then(|signature| signature.key);
            let one = Use::of(&commit, key);
            known.committed.entry(root).or_default().push(one);
            if let Some(key) = key.filter(|key| keys.contains_key(key)) {
                known.uses.entry(key).or_default().push(one);
            }
        }
        known
    }

    fn root(&self, identity: IdentityIndex) -> u32 {
        self.roots[identity.0 as usize]
    }

    fn is_program(&self, identity: IdentityIndex) -> bool {
        self.addresses[identity.0 as usize] == Address::Automation
    }
}

/// For each identity, the number of one that stands for all with the same mailbox or account.
fn roots(addresses: &[Address]) -> Vec<u32> {
    let mut sets: UnionFind<u32> = UnionFind::new(addresses.len());
    let (mut mailboxes, mut accounts) = (FxHashMap::default(), FxHashMap::default());
    for (number, address) in (0..).zip(addresses) {
        let other = match address {
            Address::Mailbox(mailbox) => mailboxes.insert(mailbox, number),
            Address::Account { id, .. } => accounts.insert(*id, number),
            Address::Automation | Address::Shared => None,
        };
        if let Some(other) = other {
            sets.union(number, other);
        }
    }
    sets.into_labeling()
}
