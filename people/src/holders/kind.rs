//! Decides whose one doubtful key is.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::{Identity, IdentityIndex, KeyIndex};
use rustc_hash::FxHashSet;

use super::{Holders, Known, Use};
use crate::strangers::{alike, strangers};

/// A key that signs for this many addresses under this many names is a service's (a merge queue, a forge's
/// own key) and links no one. One person may well have eight addresses, but spells their name in few ways.
const SERVICE_KEY_MAILBOXES: usize = 8;
const SERVICE_KEY_NAMES: usize = 4;
/// Somebody is at home on a key that signs at least one in this many of the commits that they make while it signs for
/// them ...
const HOME_SHARE: usize = 4;
/// ... and this long before and after, in seconds.
const AROUND: i64 = 30 * 86_400;
/// Somebody who signed fewer commits than this with it is at home only if these are a good part of all their commits.
const FEW: usize = 5;
/// Two people made a commit together if its two dates are at most this far apart, in seconds. Tools for pair
/// programming write both lines at once.
const TOGETHER: u64 = 2;
/// A commit stands on a younger one if that is younger by more than this, in seconds, and at most this many commits
/// below.
const YOUNGER: i64 = 3_600;
const DEPTH: usize = 20;
/// A client signs afresh if the key signed this many commits of guests afresh. One may be an accident.
const LEAST_AFRESH: usize = 2;

/// A key with several signers, or with a program among them.
pub(super) struct KeyInQuestion<'a> {
    known: &'a Known<'a>,
    key: KeyIndex,
    uses: Vec<Use>,
    signers: BTreeSet<IdentityIndex>,
    /// Signatures for programs.
    for_programs: usize,
    /// The signers, programs left out, in groups that nothing links to each other.
    groups: Vec<Vec<IdentityIndex>>,
}

impl<'a> KeyInQuestion<'a> {
    pub(super) fn new(
        known: &'a Known<'a>,
        key: KeyIndex,
        mut signers: BTreeSet<IdentityIndex>,
    ) -> Self {
        signers.retain(|signer| !known.is_program(*signer));
        let all = known.uses.get(&key).map_or(&[][..], Vec::as_slice);
        let uses: Vec<_> = all
            .iter()
            .filter(|one| signers.contains(&one.committer))
            .copied()
            .collect();
        let identity = |signer: &IdentityIndex| known.history.identities().get(*signer);
        let groups = alike(signers.iter().map(|signer| (*signer, identity(signer))));
        Self {
            known,
            key,
            for_programs: all.len() - uses.len(),
            uses,
            signers,
            groups,
        }
    }

    /// Writes down whose the key is.
    pub(super) fn decide(mut self, holders: &mut Holders) {
        if self.is_service() || self.is_programs() || self.is_services_on_utc() {
            holders.nobodys.insert(self.key);
            return;
        }
        self.set_shared_commits_aside(holders);
        let (at_home, guests): (Vec<_>, Vec<_>) = std::mem::take(&mut self.groups)
            .into_iter()
            .partition(|group| self.is_at_home(group));
        if at_home.is_empty() && self.is_shared_seat() {
            holders.nobodys.insert(self.key);
            return;
        }
        self.set_moved_commits_aside(holders, &at_home, &guests);
        if let Some(owner) = self.owner(&at_home, &guests) {
            holders.owners.insert(self.key, owner.clone());
            holders.groups.insert(self.key, vec![owner]);
            return;
        }
        let remaining: BTreeSet<_> = self.uses.iter().map(|one| one.committer).collect();
        let remain = |group: &[IdentityIndex]| -> BTreeSet<IdentityIndex> {
            let members = group.iter().filter(|one| remaining.contains(one));
            members.copied().collect()
        };
        let guests: Vec<_> = guests
            .iter()
            .map(|group| remain(group))
            .filter(|group| !group.is_empty())
            .collect();
        let of_guests = guests.iter().flatten();
        holders
            .guests
            .extend(of_guests.map(|guest| (self.key, *guest)));
        let mut groups = self.joined(at_home.iter().flat_map(|group| remain(group)).collect());
        groups.extend(guests);
        groups.retain(|group| !group.is_empty());
        if groups.is_empty() {
            holders.nobodys.insert(self.key);
        } else {
            holders.groups.insert(self.key, groups);
        }
    }

    fn identity(&self, identity: IdentityIndex) -> Identity<'a> {
        self.known.history.identities().get(identity)
    }

    /// Whether it signs for more addresses and names than one person has.
    fn is_service(&self) -> bool {
        let (mut mailboxes, mut names) = (BTreeSet::new(), BTreeSet::new());
        for signer in &self.signers {
            let signer = self.identity(*signer);
            mailboxes.insert(signer.email_bytes().to_ascii_lowercase());
            names.insert(signer.name_bytes().to_ascii_lowercase());
        }
        // More signers than can be compared are no single person's.
        self.groups.is_empty() && !self.signers.is_empty()
            || mailboxes.len() >= SERVICE_KEY_MAILBOXES && names.len() >= SERVICE_KEY_NAMES
    }

    /// Whether it is a program's: nobody signs with it more often than programs do, or it signs for programs and for
    /// several people, and always on UTC, as machines in data centres do. One commit in a program's name does not turn
    /// somebody's own key into a program's.
    fn is_programs(&self) -> bool {
        let most = self.groups.iter().map(|group| self.uses_of(group).count());
        self.for_programs > 0
            && (most.max().is_none_or(|most| self.for_programs >= most)
                || self.groups.len() > 1 && self.is_on_utc())
    }

    fn is_on_utc(&self) -> bool {
        self.uses.iter().all(|one| one.on_utc)
    }

    /// Whether it signs on UTC only, and at least half of the people it signs for commit on other clocks without it. If
    /// it signs for one person alone, it must also be the exception there: a container has a clock on UTC and its
    /// owner's key.
    fn is_services_on_utc(&self) -> bool {
        let lives_elsewhere = |group: &&Vec<IdentityIndex>| {
            self.committed_by(group)
                .any(|one| !one.on_utc && one.key != Some(self.key))
        };
        let elsewhere = self.groups.iter().filter(lives_elsewhere).count();
        let nowhere_at_home = || !self.groups.iter().any(|group| self.is_at_home(group));
        self.is_on_utc()
            && elsewhere * 2 >= self.groups.len()
            && (elsewhere > 1 || nowhere_at_home())
    }

    /// Whether most of its commits name two people at once: the key of a machine at which people sit in pairs.
    fn is_shared_seat(&self) -> bool {
        let is_pair = |one: &&Use| {
            self.known.root(one.author) != self.known.root(one.committer)
                && one.authored.abs_diff(one.committed) <= TOGETHER
        };
        self.uses.iter().filter(is_pair).count() * 2 >= self.uses.len()
    }

    fn uses_of<'b>(&'b self, group: &'b [IdentityIndex]) -> impl Iterator<Item = &'b Use> {
        self.uses
            .iter()
            .filter(|one| group.contains(&one.committer))
    }

    /// What the people of a group committed, with whatever key.
    fn committed_by<'b>(&'b self, group: &[IdentityIndex]) -> impl Iterator<Item = &'b Use> {
        let roots: BTreeSet<_> = group.iter().map(|one| self.known.root(*one)).collect();
        roots
            .into_iter()
            .filter_map(|root| self.known.committed.get(&root))
            .flatten()
    }

    /// Whether the key signs a good part of what they commit while it signs for them.
    fn is_at_home(&self, group: &[IdentityIndex]) -> bool {
        let moments = || self.uses_of(group).map(|one| one.committed);
        let (Some(first), Some(last)) = (moments().min(), moments().max()) else {
            return false;
        };
        let window = match moments().nth(FEW - 1) {
            Some(_) => first.saturating_sub(AROUND)..=last.saturating_add(AROUND),
            None => i64::MIN..=i64::MAX,
        };
        let all = self.committed_by(group);
        let all = all.filter(|one| window.contains(&one.committed)).count();
        moments().count() * HOME_SHARE >= all
    }

    /// Takes away the signatures on commits of guests that a client moved: they stand on younger commits of others, or
    /// name such a client.
    fn set_moved_commits_aside(
        &mut self,
        holders: &mut Holders,
        at_home: &[Vec<IdentityIndex>],
        guests: &[Vec<IdentityIndex>],
    ) {
        if at_home.is_empty() {
            return;
        }
        let guests: FxHashSet<_> = guests.iter().flatten().copied().collect();
        let is_moved = |one: &Use| {
            guests.contains(&one.committer) && (one.traced || self.stands_on_younger(one))
        };
        let (moved, uses): (Vec<_>, Vec<_>) = self.uses.iter().partition(|one| is_moved(one));
        if moved.len() >= LEAST_AFRESH {
            holders.rewriting.insert(self.key);
        }
        holders
            .signed_afresh
            .extend(moved.iter().map(|one: &Use| one.commit));
        self.uses = uses;
    }

    /// Takes away the signatures on commits that one person authored who signs most commits of the key. Tools for pair
    /// programming name the colleague as committer, at the machine and with the key of the author.
    fn set_shared_commits_aside(&mut self, holders: &mut Holders) {
        let most = |group: &&Vec<IdentityIndex>| self.uses_of(group).count();
        let Some(main) = self.groups.iter().max_by_key(most).cloned() else {
            return;
        };
        if self.uses_of(&main).count() * 2 <= self.uses.len() || !self.is_at_home(&main) {
            return;
        }
        let roots: BTreeSet<_> = main.iter().map(|one| self.known.root(*one)).collect();
        let is_mains = |identity| roots.contains(&self.known.root(identity));
        let (shared, uses): (Vec<_>, Vec<_>) = self
            .uses
            .iter()
            .partition(|one: &&Use| is_mains(one.author) && !is_mains(one.committer));
        let authors = shared.iter().map(|one: &Use| (one.commit, one.author));
        holders.by_author.extend(authors);
        self.uses = uses;
    }

    /// Whether a commit has a younger one of somebody else just below.
    fn stands_on_younger(&self, one: &Use) -> bool {
        let mut next = self.known.history.get(one.commit);
        for _ in 0..DEPTH {
            next = next.and_then(|commit| commit.parents().next());
            let Some(below) = next else {
                return false;
            };
            let younger = below.committed().seconds.saturating_sub(one.committed);
            let root = |identity| self.known.root(identity);
            if younger > YOUNGER && root(below.maker_index()) != root(one.committer) {
                return true;
            }
        }
        false
    }

    /// The one person who stands on every commit of the key, as author or committer, where several committed. If two
    /// do, the one who committed more of them.
    fn owner(
        &self,
        at_home: &[Vec<IdentityIndex>],
        guests: &[Vec<IdentityIndex>],
    ) -> Option<BTreeSet<IdentityIndex>> {
        let mut groups: BTreeMap<u32, u32> = BTreeMap::new();
        for (number, group) in (0..).zip(at_home.iter().chain(guests)) {
            let roots = group.iter().map(|one| (self.known.root(*one), number));
            groups.extend(roots);
        }
        // Authors who committed nothing with the key are told apart by their addresses.
        let who = |identity| {
            let root = self.known.root(identity);
            groups
                .get(&root)
                .map_or((true, root), |group| (false, *group))
        };
        let mut common: Option<BTreeSet<(bool, u32)>> = None;
        let mut committers: BTreeMap<(bool, u32), usize> = BTreeMap::new();
        for one in &self.uses {
            let (author, committer) = (who(one.author), who(one.committer));
            *committers.entry(committer).or_default() += 1;
            let on_it = BTreeSet::from([author, committer]);
            common = Some(common.map_or_else(|| on_it.clone(), |common| &common & &on_it));
        }
        if committers.len() < 2 {
            return None;
        }
        let often = |one: &(bool, u32)| committers.get(one).copied().unwrap_or_default();
        let owner = common?.into_iter().max_by_key(often)?;
        let named = self.uses.iter().flat_map(|one| [one.author, one.committer]);
        Some(named.filter(|one| who(*one) == owner).collect())
    }

    /// Those who are at home on the key, in groups of one person each. If there are strangers, a signer who is linked
    /// to none of them stays alone, because it could be any of them.
    fn joined(&self, signers: BTreeSet<IdentityIndex>) -> Vec<BTreeSet<IdentityIndex>> {
        let strangers = strangers(
            signers
                .iter()
                .map(|signer| (*signer, self.identity(*signer))),
        );
        if strangers.len() < 2 {
            return vec![signers];
        }
        let known: BTreeSet<_> = strangers.iter().flatten().copied().collect();
        let alone = signers.difference(&known).map(|signer| [*signer].into());
        let mut groups: Vec<BTreeSet<IdentityIndex>> = alone.collect();
        groups.extend(strangers.into_iter().map(BTreeSet::from_iter));
        groups
    }
}
