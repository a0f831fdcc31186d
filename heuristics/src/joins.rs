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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::examine;
    use crate::level::Level;
    use crate::rules::catalogue;
    use crate::testing::{At, MINUTE, Story, Variant, Who, own};

    const MAILBOX: Who = Who("Ada Example", "adalov@mail.example");
    const ACCOUNT: Who = Who("Ada Example", "4711+adalov@users.noreply.github.com");

    /// Local commits under the mailbox, each merged a little later in a browser under the address that hides it.
    fn story() -> Story {
        let mut story = Story::default();
        for day in 0..45 {
            let at = At::local(day, 10, 0, -300);
            story.add(own(MAILBOX, at));
            let browser = [540, 120, 600][usize::try_from(day / 16).unwrap_or_default()];
            story.web_merge(ACCOUNT, at.plus(4 * MINUTE).on(browser));
        }
        story
    }

    #[test]
    fn a_clock_in_a_mailbox_and_one_in_a_browser_are_compared_and_the_join_is_named() {
        let (population, _) = story().facts(&Variant::default());
        let [ada] = &examine(&population, catalogue())[..] else {
            panic!("one person");
        };
        assert!(ada.level() >= Level::Review);
        let person = population.dossier(ada.person).person();
        let findings = ada.findings();
        let clocks = findings.iter().find(|(one, _)| one.id == "two-clocks");
        let (_, clocks) = clocks.expect("the clocks disagree");
        assert_eq!(rests_on(&population, person, clocks).len(), 1);
    }
}
