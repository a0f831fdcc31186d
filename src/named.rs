//! Ids that one command prints and another one takes.

use std::collections::BTreeSet;

use countersign_facts::{HashKey, History, Indicator, IndicatorKind, short_digest};
use countersign_memory::{Identified, Wanted, of_indicator, short_id};
use countersign_people::Population;

/// Least digits of an id of the memory, after its `m-`.
const LEAST_DIGITS: usize = 4;

/// The address of the identity with this id, or its name if it has no address.
pub(crate) fn in_history(history: &History, id: &str) -> Option<String> {
    let id = id.trim().to_lowercase();
    let digits = id.strip_prefix("p-")?;
    let mut identities = history.identities().iter().map(|(_, identity)| identity);
    let identity = identities.find(|identity| short_digest(identity.raw()) == digits)?;
    Some(match identity.email() {
        email if email.is_empty() => identity.name().into_owned(),
        email => email.into_owned(),
    })
}

/// Whether a text is an id of the memory (`m-...`).
pub(crate) fn is_memory_id(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let digits = text.strip_prefix("m-");
    digits.is_some_and(|digits| {
        digits.len() >= LEAST_DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

/// The id in this scan of the person whom the memory knows by `id` (`m-...`). `place` is the repository as the memory
/// names it: some ids of the memory hold in one repository only.
pub(crate) fn for_scan(
    id: &str,
    population: &Population,
    (place, key): (&str, &HashKey),
) -> Option<String> {
    let id = id.trim().to_lowercase();
    let clone = Identified::new(population.history(), None, place, key);
    let own: BTreeSet<_> = clone
        .hashes()
        .filter(|hash| short_id(*hash).starts_with(&id))
        .collect();
    let wanted = Wanted {
        own,
        ..Wanted::default()
    };
    let people = population.people();
    // A mailbox under unrelated names is an id of its own, and none of these identities has it.
    let is_mailbox = |email: &str| {
        let parsed = Indicator::parse(IndicatorKind::Mailbox, email);
        parsed.is_ok_and(|mailbox| short_id(of_indicator(key, &mailbox).hash).starts_with(&id))
    };
    let known = population.history().identities().iter();
    let at_mailbox = known.filter(|(_, identity)| is_mailbox(&identity.email()));
    let identities = clone.own(&wanted).into_iter();
    let mut identities = identities.chain(at_mailbox.map(|(index, _)| index));
    let person = identities.find_map(|identity| people.of(identity))?;
    Some(population.dossier(person).person().id.clone())
}
