//! When the accounts of people were created, by their numbers.

use countersign_facts::account_number::birthday;
use countersign_people::{Anchor, Person};

/// Accounts were created together if their numbers are this close, in days.
const TOGETHER: f64 = 0.25;
/// An account is aged from this many days on. People who create an account for a first contribution arrive with it, so
/// newcomers of one week have neighbouring numbers.
pub(super) const AGED: f64 = 60.0;
/// Seconds in a day.
const DAY: f64 = 86_400.0;

/// An account whose age is known from its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Account {
    pub(super) number: u64,
    /// About when it was created, in days since 1970-01-01.
    born: f64,
}

impl Account {
    /// The account of a person who has only one.
    pub(super) fn of(person: &Person) -> Option<Self> {
        let mut numbers = person.anchors.iter().filter_map(|anchor| match anchor {
            Anchor::Account(number) => Some(*number),
            Anchor::Mailbox(_) | Anchor::Key(_) => None,
        });
        let number = numbers.next()?;
        let born = birthday(number)?;
        numbers.next().is_none().then_some(Self { number, born })
    }

    /// Whether it had existed for a while at `at`, in seconds since 1970-01-01.
    pub(super) fn is_aged(&self, at: i64) -> bool {
        (at as f64 / DAY).floor() - self.born >= AGED
    }

    /// Whether the other account was created within hours of this one.
    pub(super) fn is_created_with(&self, other: &Self) -> bool {
        (self.born - other.born).abs() <= TOGETHER
    }
}
