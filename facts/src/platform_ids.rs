//! Numbers by which GitHub names accounts, installations, organisations, repositories and pull requests.
//!
//! They stay the same after renames. Each has its own type, so that one cannot be used in place of another.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A number that cannot be one of GitHub's: negative, or larger than a database's 63 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a number that GitHub gives out: expected 0 to 2^63 - 1")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $name(i64);

        impl $name {
            /// The id with this number.
            ///
            /// # Panics
            /// For a negative number. Only for numbers that are written in the code: use `try_from` for others.
            #[must_use]
            pub const fn new(number: i64) -> Self {
                assert!(number >= 0, "an id is not negative");
                Self(number)
            }

            /// The number as a database stores it.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }

            /// The number as GitHub's API writes it.
            #[must_use]
            pub const fn unsigned(self) -> u64 {
                self.0.unsigned_abs()
            }
        }

        impl TryFrom<i64> for $name {
            type Error = NotAnId;

            fn try_from(number: i64) -> Result<Self, NotAnId> {
                if number < 0 { Err(NotAnId) } else { Ok(Self(number)) }
            }
        }

        impl TryFrom<u64> for $name {
            type Error = NotAnId;

            fn try_from(number: u64) -> Result<Self, NotAnId> {
                i64::try_from(number).map(Self).map_err(|_| NotAnId)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// An account: a user, a bot or an organisation. Logins change; this number stays.
    AccountId,
    /// One installation of the App on an account or organisation.
    InstallationId,
    /// An organisation. Its account has the same number.
    OrganisationId,
    /// A repository.
    RepositoryId,
    /// A pull request, by its number within its repository.
    PullRequestNumber,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_positive_63_bit_numbers() {
        assert_eq!(RepositoryId::try_from(7_u64), Ok(RepositoryId::new(7)));
        assert_eq!(RepositoryId::try_from(-1_i64), Err(NotAnId));
        assert_eq!(RepositoryId::try_from(u64::MAX), Err(NotAnId));
        assert_eq!(AccountId::new(7).to_string(), "7");
        assert_eq!(PullRequestNumber::new(7).unsigned(), 7);
    }
}
