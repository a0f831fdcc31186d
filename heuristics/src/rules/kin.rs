//! Whether two people may be one with two addresses that nothing joins.

use std::collections::BTreeSet;

use countersign_facts::Identity;
use countersign_people::PersonIndex;
use countersign_people::Population;

/// Shorter words are initials.
const LEAST_LETTERS: usize = 2;

/// Whether any word of a name or mailbox of one is a word of the other's: the same first name, family
/// name or handle. Joins nobody, only keeps quiet.
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

/// Words of the name and of the mailbox, and either written together.
fn identity_words(identity: Identity<'_>) -> Vec<String> {
    let (name, email) = (identity.name(), identity.email());
    let mailbox = email
        .rsplit_once('@')
        .map_or(&*email, |(mailbox, _)| mailbox);
    // Of `12345+login` the account's name is the end.
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
