//! What one person did in a history: the part in each commit, and the tags.

use std::collections::{BTreeSet, HashSet};

use countersign_facts::{
    Address, ClockSource, Commit, CommitIndex, History, IdentityIndex, KeyIndex, ObjectId, Tag,
    TrailerKind,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::resolve::signer_of;

/// The person's part in a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Wrote it.
    Authored,
    /// Committed what another wrote.
    Applied,
    /// Merged a branch on the platform.
    MergedOnPlatform,
    /// Merged a branch on an own machine.
    Merged,
    /// Is named as a co-author.
    CoAuthored,
    /// Is named as who reviewed or approved another's work.
    Reviewed,
    /// Signed another's work off.
    SignedOff,
}

impl Role {
    /// All of them, in the order of a report.
    pub const ALL: [Self; 7] = [
        Self::Authored,
        Self::Applied,
        Self::MergedOnPlatform,
        Self::Merged,
        Self::CoAuthored,
        Self::Reviewed,
        Self::SignedOff,
    ];

    /// Whether the person merged a branch.
    #[must_use]
    pub const fn is_merge(self) -> bool {
        matches!(self, Self::Merged | Self::MergedOnPlatform)
    }

    /// Whether the person's hands were on the change itself.
    #[must_use]
    pub const fn is_own_change(self) -> bool {
        matches!(self, Self::Authored | Self::Applied | Self::CoAuthored)
    }
}

/// The addresses of some identities that stand for one person each.
#[must_use]
pub fn addresses(history: &History, own: &BTreeSet<IdentityIndex>) -> HashSet<Address> {
    own.iter()
        .map(|identity| Address::of(history.identities().get(*identity)))
        .filter(|address| matches!(address, Address::Mailbox(_) | Address::Account { .. }))
        .collect()
}

/// Every commit in which the person has a part, with that part; `reviewed` are those whose messages name
/// the person as a reviewer.
#[must_use]
pub fn parts(
    history: &History,
    own: &BTreeSet<IdentityIndex>,
    reviewed: &BTreeSet<ObjectId>,
) -> Vec<(CommitIndex, Role)> {
    let addresses = addresses(history, own);
    let part = |commit: Commit<'_>| {
        let role = role(&commit, own, &addresses, reviewed)?;
        Some((commit.index(), role))
    };
    history.commits().filter_map(part).collect()
}

fn role(
    commit: &Commit<'_>,
    own: &BTreeSet<IdentityIndex>,
    addresses: &HashSet<Address>,
    reviewed: &BTreeSet<ObjectId>,
) -> Option<Role> {
    let source = commit.clock_source();
    let authored = own.contains(&commit.author_index());
    let committed = own.contains(&commit.committer_index());
    match source {
        // Nobody decided anything: the platform tried a merge, or brought a branch up to date.
        ClockSource::TestMerge | ClockSource::BranchUpdate => return None,
        ClockSource::WebMerge | ClockSource::OldMergeButton if authored => {
            return Some(Role::MergedOnPlatform);
        }
        ClockSource::PlatformMade if authored && commit.is_merge() => {
            return Some(Role::MergedOnPlatform);
        }
        _ if commit.is_merge() && (authored || committed) => return Some(Role::Merged),
        _ if authored => return Some(Role::Authored),
        _ if committed => return Some(Role::Applied),
        _ => {}
    }
    let named = |wanted: TrailerKind| {
        let mut people = commit.trailers();
        people.any(|(kind, who)| kind == wanted && addresses.contains(&Address::of(who)))
    };
    if named(TrailerKind::CoAuthoredBy) {
        Some(Role::CoAuthored)
    } else if reviewed.contains(&commit.id()) {
        Some(Role::Reviewed)
    } else if named(TrailerKind::SignedOffBy) {
        Some(Role::SignedOff)
    } else {
        None
    }
}

/// Tags that the person made, or that one of its keys signed.
#[must_use]
pub fn tags<'a>(history: &'a History, own: &BTreeSet<IdentityIndex>) -> Vec<&'a Tag> {
    let signed = history.commits().filter_map(|commit| signer_of(&commit));
    let keys: BTreeSet<KeyIndex> = signed
        .filter(|(signer, key)| own.contains(signer) && history.keys().get(*key).is_personal())
        .map(|(_, key)| key)
        .collect();
    let is_own = |tag: &&Tag| {
        let made = tag.tagger.is_some_and(|(who, _)| own.contains(&who));
        let key = tag.signature.and_then(|signature| signature.key);
        made || key.is_some_and(|key| keys.contains(&key))
    };
    history.tags().iter().filter(is_own).collect()
}
