//! What one person did in a history: their role in each commit, and their tags.

use std::collections::{BTreeSet, HashSet};

use countersign_facts::{
    Address, ClockSource, Commit, CommitIndex, History, IdentityIndex, KeyIndex, ObjectId, Tag,
    TrailerKind,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::holders::signer_of;

/// A person's role in a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Wrote it.
    Authored,
    /// Committed it for someone.
    Applied,
    /// Merged a branch on the platform.
    MergedOnPlatform,
    /// Merged a branch on their own machine.
    Merged,
    /// Is named as a co-author.
    CoAuthored,
    /// Is named as a reviewer or approver.
    Reviewed,
    /// Signed off another person's work.
    SignedOff,
}

impl Role {
    /// All of them, in the order in which reports list them.
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

    /// Whether the person took part in making the change.
    #[must_use]
    pub const fn is_own_change(self) -> bool {
        matches!(self, Self::Authored | Self::Applied | Self::CoAuthored)
    }
}

/// The addresses of these identities that belong to one person each.
#[must_use]
pub fn addresses(history: &History, own: &BTreeSet<IdentityIndex>) -> HashSet<Address> {
    own.iter()
        .map(|identity| Address::of(history.identities().get(*identity)))
        .filter(|address| matches!(address, Address::Mailbox(_) | Address::Account { .. }))
        .collect()
}

/// Every commit in which the person has a role, with that role. `reviewed` holds the commits whose messages
/// name the person as a reviewer.
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
        // Not a person's decision: the platform tested a merge or updated a branch.
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

/// Tags that the person made or signed with one of their keys.
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
