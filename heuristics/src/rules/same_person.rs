//! Whether two people may be one person with two addresses that nothing links.

use std::collections::BTreeSet;

use countersign_facts::Identity;
use countersign_people::{PersonIndex, Population};

/// Shorter words are initials and do not count.
const LEAST_LETTERS: usize = 2;

/// Whether the names or e-mail addresses of the two have a word in common: a first name, a family name or a handle.
/// This links nobody. It only prevents findings about the two.
pub(super) fn may_be_one_person(population: &Population, a: PersonIndex, b: PersonIndex) -> bool {
    !words(population, a).is_disjoint(&words(population, b))
}

fn words(population: &Population, person: PersonIndex) -> BTreeSet<String> {
    let people = population.people().all();
    let identities = people[person.0 as usize].identities.iter();
    identities
        .flat_map(|index| identity_words(population.history().identities().get(*index)))
        .filter(|word| word.chars().count() >= LEAST_LETTERS)
        .collect()
}

/// The words of the name and of the mailbox, and each of the two written as one word.
fn identity_words(identity: Identity<'_>) -> Vec<String> {
    let (name, email) = (identity.name(), identity.email());
    let mailbox = email
        .rsplit_once('@')
        .map_or(&*email, |(mailbox, _)| mailbox);
    // In `12345+login`, the login is the part after the plus sign.
    let mailbox = mailbox.rsplit_once('+').map_or(mailbox, |(_, login)| login);
    [&*name, mailbox]
        .into_iter()
        .flat_map(|text| {
            let words: Vec<_> = text
                .split(|c: char| !c.is_alphabetic())
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect();
            let together = words.concat();
            words.into_iter().chain([together])
        })
        .collect()
}
