//! Which joins of identities a finding rests on.

use std::collections::BTreeSet;

use crate::finding::Finding;
use countersign_facts::ObjectId;
use countersign_people::{Join, Person, Population};

/// The joins without which the records of a finding would not all be about `person`. None for a finding whose
/// records share one address, account or key.
#[must_use]
pub fn rests_on<'a>(
    population: &Population,
    person: &'a Person,
    finding: &Finding,
) -> Vec<&'a Join> {
    if person.joins().is_empty() {
        return Vec::new();
    }
    let history = population.history();
    let named = |object: ObjectId| {
        let commit = history.get(history.find(&object)?)?;
        Some([commit.author_index(), commit.committer_index()])
    };
    let facts = finding.evidence.iter();
    let facts = facts.flat_map(|one| std::iter::once(&one.record).chain(&one.contradicts));
    let identities: BTreeSet<_> = facts
        .filter_map(|fact| named(fact.object))
        .flatten()
        .collect();
    person.joins_between(&identities)
}
