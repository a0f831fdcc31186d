//! What only makes sense in somebody else's repository: three kinds.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use countersign_facts::{Commit, CommitIndex, Identity, PlatformClaim, Subject, TrailerKind, Tree};
use countersign_people::{Dossier, Holder, Kinship, Population};

/// First second of 2017. By then GitHub's merge button wrote its own committer.
const BUTTON_SINCE: i64 = 1_483_228_800;
/// At least this many merges of pull requests.
const LEAST_MERGES: usize = 3;
/// At least this many commits that only others signed off, and at least this many others.
const LEAST_SIGNED_OFF: usize = 5;
const LEAST_OTHERS: usize = 3;
/// At least one in this many of the person's commits without merges is signed off only by others. In a copied project
/// most are; a maintainer of a fork, who commits other people's work again and again, shows a few in thousands.
const SIGNED_OFF_SHARE: usize = 10;
/// At least this many unsigned copies of the platform's commits.
const LEAST_COPIES: usize = 3;

/// The kinds of one person. A kind that is too rare is empty.
pub(super) struct Kinds<'a> {
    /// Merges of pull requests that the person committed on their own machine.
    pub(super) merges: Vec<Commit<'a>>,
    /// Commits of the person's own that only others signed off, with one of the others.
    pub(super) signed_off: Vec<(Commit<'a>, Identity<'a>)>,
    /// Unsigned commits that claim the platform, and the signed commit of another author with the same time and files.
    pub(super) copies: Vec<(Commit<'a>, Commit<'a>)>,
}

impl<'a> Kinds<'a> {
    pub(super) fn of(dossier: &Dossier<'a>, originals: &Originals<'a>) -> Self {
        let lines = || {
            let identities = dossier.person().identities.iter();
            let all = dossier.history().identities();
            identities.map(|index| all.get(*index))
        };
        let holder = Holder::new(lines());
        Self {
            merges: merges(dossier),
            signed_off: signed_off(dossier, &holder),
            copies: originals.copies(dossier, &holder),
        }
    }

    /// How many kinds there are.
    pub(super) fn count(&self) -> usize {
        [
            self.merges.is_empty(),
            self.signed_off.is_empty(),
            self.copies.is_empty(),
        ]
        .into_iter()
        .filter(|empty| !empty)
        .count()
    }
}

fn merges<'a>(dossier: &Dossier<'a>) -> Vec<Commit<'a>> {
    let merges = dossier.self_committed().filter(|commit| {
        commit.is_merge()
            && commit.subject() == Subject::PullRequestMerge
            && commit.committed().seconds >= BUTTON_SINCE
    });
    enough(merges.collect(), LEAST_MERGES)
}

fn signed_off<'a>(dossier: &Dossier<'a>, holder: &Holder) -> Vec<(Commit<'a>, Identity<'a>)> {
    // People sign off again and again: each is compared once.
    let mut known: FxHashMap<&[u8], bool> = FxHashMap::default();
    let mut is_another = |who: Identity<'a>| {
        *known
            .entry(who.raw())
            .or_insert_with(|| holder.kinship(who) == Kinship::Contradicted)
    };
    let (mut all, mut found) = (0, Vec::new());
    for commit in dossier.self_committed() {
        if commit.is_merge() || commit.is_cherry_picked() {
            continue;
        }
        all += 1;
        let mut trailers = commit
            .trailers()
            .filter(|(kind, _)| *kind == TrailerKind::SignedOffBy);
        let Some((_, first)) = trailers.next() else {
            continue;
        };
        if is_another(first) && trailers.all(|(_, who)| is_another(who)) {
            found.push((commit, first));
        }
    }
    let names: BTreeSet<_> = found.iter().map(|(_, who)| who.name_bytes()).collect();
    let addresses: BTreeSet<_> = found.iter().map(|(_, who)| who.email_bytes()).collect();
    if names.len().min(addresses.len()) < LEAST_OTHERS || found.len() * SIGNED_OFF_SHARE < all {
        return Vec::new();
    }
    enough(found, LEAST_SIGNED_OFF)
}

fn enough<T>(found: Vec<T>, least: usize) -> Vec<T> {
    if found.len() >= least {
        found
    } else {
        Vec::new()
    }
}

/// The commits that a platform signed, by author time and files. Empty unless a commit claims a platform without a
/// signature.
pub(super) struct Originals<'a> {
    population: &'a Population,
    by_time: FxHashMap<(i64, Tree), CommitIndex>,
}

impl<'a> Originals<'a> {
    pub(super) fn of(population: &'a Population) -> Self {
        let commits = || population.history().commits();
        let is_needed = commits().any(|commit| commit.platform() == PlatformClaim::Unsigned);
        let signed = commits().filter(|commit| is_needed && commit.platform().is_verified());
        let by_time = signed.filter_map(|commit| {
            Some(((commit.authored().seconds, commit.tree()?), commit.index()))
        });
        Self {
            population,
            by_time: by_time.collect(),
        }
    }

    /// The person's unsigned commits, with the originals that strangers authored.
    fn copies(&self, dossier: &Dossier<'a>, holder: &Holder) -> Vec<(Commit<'a>, Commit<'a>)> {
        if self.by_time.is_empty() {
            return Vec::new();
        }
        let history = self.population.history();
        let unsigned = dossier
            .authored()
            .filter(|commit| commit.platform() == PlatformClaim::Unsigned);
        let copies = unsigned.filter_map(|copy| {
            let original = self.by_time.get(&(copy.authored().seconds, copy.tree()?))?;
            let original = history.get(*original)?;
            (holder.kinship(original.author()) == Kinship::Contradicted).then_some((copy, original))
        });
        enough(copies.collect(), LEAST_COPIES)
    }
}
