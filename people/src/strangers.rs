//! Finds identities that have nothing in common except the key that signs for them.

use crate::name::FullName;
use countersign_facts::Address;
use countersign_facts::{Identity, IdentityIndex};

/// Shortest handle that can link: many people have shorter ones.
const LEAST_HANDLE: usize = 3;
/// Shortest word of a name that counts inside a handle: shorter ones are there by chance.
const LEAST_WORD_IN_HANDLE: usize = 4;
/// Most signers of one key that are compared: no human has more spellings.
const MOST_SIGNERS: usize = 64;

/// What an identity can have in common with another.
#[derive(Debug)]
struct Traits {
    address: Address,
    name: Option<FullName>,
    /// The login or local part, and the name if it is not a full name. Lower case.
    handles: Vec<String>,
    /// Words of the full name in Latin letters.
    words: Vec<String>,
}

impl Traits {
    fn of(identity: Identity<'_>) -> Self {
        let address = Address::of(identity);
        let name = FullName::parse(&identity.name());
        let mut handles: Vec<String> = address.handle().map(str::to_owned).into_iter().collect();
        if name.is_none() {
            handles.push(any_ascii::any_ascii(&identity.name()).to_lowercase());
        }
        handles.retain(|handle| handle.len() >= LEAST_HANDLE);
        let words = name
            .iter()
            .flat_map(|name| name.romanised().collect::<Vec<_>>())
            .collect();
        Self {
            address,
            name,
            handles,
            words,
        }
    }

    fn is_linked_to(&self, other: &Self) -> bool {
        self.has_address_of(other)
            || self
                .handles
                .iter()
                .any(|handle| other.handles.contains(handle))
            || self.is_called(other)
            || other.is_called(self)
            || self
                .name
                .as_ref()
                .zip(other.name.as_ref())
                .is_some_and(|(a, b)| !a.is_unrelated_to(b))
    }

    fn has_address_of(&self, other: &Self) -> bool {
        match (&self.address, &other.address) {
            (Address::Mailbox(a), Address::Mailbox(b)) => a == b,
            (Address::Account { id: a, .. }, Address::Account { id: b, .. }) => a == b,
            _ => false,
        }
    }

    /// Whether one of its handles is or holds a word of the other's name.
    fn is_called(&self, other: &Self) -> bool {
        self.handles.iter().any(|handle| {
            other.words.iter().any(|word| {
                handle == word || (word.len() >= LEAST_WORD_IN_HANDLE && handle.contains(&**word))
            })
        })
    }
}

/// How two author lines relate. Ordered: links outweigh contradictions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kinship {
    /// They share a mailbox, account, login, handle or part of a name.
    Linked,
    /// Nothing links them and nothing separates them. Handles do not contradict each other.
    Unknown,
    /// Nothing links them, and both carry full names or both carry account numbers.
    Contradicted,
}

/// Author lines of one person.
#[derive(Debug)]
pub struct Holder(Vec<Traits>);

impl Holder {
    /// Collects what these author lines of one person contain.
    pub fn new<'a>(lines: impl Iterator<Item = Identity<'a>>) -> Self {
        Self(lines.map(Traits::of).collect())
    }

    /// Whether nothing links them to any of another person's lines, and full names or accounts separate them.
    pub fn is_stranger_to<'b>(&self, lines: impl Iterator<Item = Identity<'b>>) -> bool {
        let kinships: Vec<_> = lines.map(|line| self.kinship(line)).collect();
        kinships.contains(&Kinship::Contradicted) && !kinships.contains(&Kinship::Linked)
    }

    /// How the lines together relate to another line.
    pub fn kinship(&self, line: Identity<'_>) -> Kinship {
        let line = Traits::of(line);
        if self.0.iter().any(|own| own.is_linked_to(&line)) {
            return Kinship::Linked;
        }
        let is_account = |traits: &Traits| matches!(traits.address, Address::Account { .. });
        let contradicts = |own: &Traits| {
            (own.name.is_some() && line.name.is_some()) || (is_account(own) && is_account(&line))
        };
        if self.0.iter().any(contradicts) {
            Kinship::Contradicted
        } else {
            Kinship::Unknown
        }
    }
}

/// Groups of identities that share no mailbox, account, login, handle or part of a name with another group. The groups
/// and their members are in the given order. Empty for more signers than one key of a human has.
pub(super) fn alike<'a>(
    signers: impl Iterator<Item = (IdentityIndex, Identity<'a>)>,
) -> Vec<Vec<IdentityIndex>> {
    let signers = with_traits(signers);
    let groups = groups(&signers).into_iter();
    groups
        .map(|group| members(&signers, group).collect())
        .collect()
}

/// The same, without groups that have no full human name, because handles do not contradict each other.
pub(super) fn strangers<'a>(
    signers: impl Iterator<Item = (IdentityIndex, Identity<'a>)>,
) -> Vec<Vec<IdentityIndex>> {
    let signers = with_traits(signers);
    let groups = groups(&signers).into_iter();
    groups
        .filter(|group| group.iter().any(|member| signers[*member].1.name.is_some()))
        .map(|group| members(&signers, group).collect())
        .collect()
}

fn with_traits<'a>(
    signers: impl Iterator<Item = (IdentityIndex, Identity<'a>)>,
) -> Vec<(IdentityIndex, Traits)> {
    signers
        .map(|(index, identity)| (index, Traits::of(identity)))
        .collect()
}

fn members(
    signers: &[(IdentityIndex, Traits)],
    group: Vec<usize>,
) -> impl Iterator<Item = IdentityIndex> {
    group.into_iter().map(|member| signers[member].0)
}

/// The groups, as positions.
fn groups(signers: &[(IdentityIndex, Traits)]) -> Vec<Vec<usize>> {
    if signers.len() > MOST_SIGNERS {
        return Vec::new();
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (position, (_, traits)) in signers.iter().enumerate() {
        let (linked, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| {
            group
                .iter()
                .any(|member| signers[*member].1.is_linked_to(traits))
        });
        let mut joined: Vec<usize> = linked.into_iter().flatten().collect();
        joined.push(position);
        joined.sort_unstable();
        groups = apart;
        groups.push(joined);
    }
    groups.sort_unstable();
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use countersign_facts::Identities;

    fn groups(people: &[&str]) -> usize {
        let mut identities = Identities::default();
        for person in people {
            identities.intern(person.as_bytes(), None);
        }
        strangers(identities.iter()).len()
    }

    #[test]
    fn identities_with_anything_in_common_are_not_strangers() {
        for pair in [
            [
                "Ada Lovewick <ada@mail.example>",
                "Zoe Quill <ada@mail.example>",
            ],
            [
                "Ada Lovewick <ada@mail.example>",
                "Zoe Quill <ada@corp.test.example>",
            ],
            [
                "Ada Lovewick <ada@mail.example>",
                "Zoe Quill <7+ada@users.noreply.github.com>",
            ],
            [
                "Ada Lovewick <ada@mail.example>",
                "Zoe Quill <lovewick9@corp.test.example>",
            ],
            [
                "Ada Lovewick <ada@mail.example>",
                "Ada King <king@corp.test.example>",
            ],
            [
                "Ada Lovewick <ada@mail.example>",
                "Ада Лавлейс <al@corp.test.example>",
            ],
            [
                "Ada Lovewick <ada@mail.example>",
                "nightowl <owl@corp.test.example>",
            ],
            [
                "Ada Lovewick <ada@mail.example>",
                "Acme Team <owl@corp.test.example>",
            ],
        ] {
            assert_eq!(groups(&pair), 1, "{pair:?}");
        }
        let bridge = [
            "Ada Lovewick <ada@mail.example>",
            "Zoe Quill <zoe@pen.example>",
            "Zoe Quill <ada@corp.test.example>",
        ];
        assert_eq!(groups(&bridge), 1, "a third identity may link two");
    }

    #[test]
    fn unrelated_names_and_addresses_are_strangers() {
        let both = [
            "Ada Lovewick <ada@mail.example>",
            "Zoe Quill <zoe@pen.example>",
            "Ada L <ada@mail.example>",
            "nightowl <owl@corp.test.example>",
        ];
        assert_eq!(groups(&both), 2);
    }
}
