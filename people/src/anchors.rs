//! Identifiers that are enough to link two identities, and the identities that carry each.

use std::collections::{BTreeMap, BTreeSet};

use crate::holders::Holders;
use countersign_facts::{Address, IdentityIndex, KeyIndex};

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

/// Every anchor with the identities that it links, in order. A key appears once for each of its groups of
/// strangers.
pub(crate) type Anchors = Vec<(Anchor, BTreeSet<IdentityIndex>)>;

pub(crate) fn anchors(addresses: &[Address], holders: &Holders) -> Anchors {
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
    let groups = holders.groups();
    anchors.extend(groups.map(|(key, group)| (Anchor::Key(key), group.clone())));
    anchors
}
