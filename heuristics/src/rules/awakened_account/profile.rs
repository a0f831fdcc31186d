//! What usually stays the same in one person's commits over the years.

use std::collections::BTreeSet;

use countersign_facts::{ClockSource, Commit, KeyIndex, Offset};
use countersign_people::{FullName, People};

/// Offsets closer than this can belong to one place, in minutes.
const FAR: u32 = 120;

/// The offsets, keys and names in a part of a person's history.
#[derive(Default)]
pub(super) struct Profile {
    zones: BTreeSet<Offset>,
    keys: BTreeSet<KeyIndex>,
    names: BTreeSet<String>,
}

impl Profile {
    pub(super) fn of(people: &People, commits: &[Commit<'_>]) -> Self {
        let mut marks = Self::default();
        for commit in commits {
            marks.names.insert(commit.author().name().into_owned());
            if commit.clock_source() == ClockSource::SelfCommitted {
                marks.zones.extend(commit.authored().informative_offset());
                marks
                    .keys
                    .extend(people.signer_of(commit).map(|(_, key)| key));
            }
        }
        marks
    }

    /// How many of the three both parts show, and which of these have nothing in common.
    pub(super) fn compared_with(&self, later: &Self) -> (usize, Vec<&'static str>) {
        let far = |a: &Offset, b: &Offset| a.apart(*b) >= FAR;
        let compared = [
            ("clock", all_differ(&self.zones, &later.zones, far)),
            ("key", all_differ(&self.keys, &later.keys, |a, b| a != b)),
            ("name", self.is_renamed(later)),
        ];
        let comparable = compared.iter().filter(|(_, differ)| differ.is_some());
        let changed = compared
            .iter()
            .filter(|(_, differ)| *differ == Some(true))
            .map(|(mark, _)| *mark);
        (comparable.count(), changed.collect())
    }

    /// Whether all full names are unrelated; `None` if one part has only handles that the other does not have.
    fn is_renamed(&self, later: &Self) -> Option<bool> {
        if !self.names.is_disjoint(&later.names) {
            return Some(false);
        }
        let full = |names: &BTreeSet<String>| -> Vec<FullName> {
            names
                .iter()
                .filter_map(|name| FullName::parse(name))
                .collect()
        };
        all_differ(
            &full(&self.names),
            &full(&later.names),
            FullName::is_unrelated_to,
        )
    }
}

/// Whether each of `old` differs from each of `new`; `None` if either is empty.
fn all_differ<'a, T: 'a>(
    old: impl IntoIterator<Item = &'a T>,
    new: impl IntoIterator<Item = &'a T>,
    differ: impl Fn(&T, &T) -> bool,
) -> Option<bool> {
    let new: Vec<_> = new.into_iter().collect();
    let mut old = old.into_iter().peekable();
    old.peek()?;
    (!new.is_empty()).then(|| old.all(|old| new.iter().all(|new| differ(old, new))))
}
