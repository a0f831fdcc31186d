//! Errors of the database: what failed and what to do about it.

use sqlx::Error;

use crate::identifier_hash::IdentifierHash;

/// The error of the database driver.
type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a call failed. The message names the action; the driver's error is the source.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The address is neither a SQLite file nor a PostgreSQL URL.
    #[error("cannot use {url} as a database: {reason}")]
    Address {
        /// The address, without its password.
        url: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// No database answers at the address, or it refuses the connection.
    #[error("cannot connect to {url}; {advice}")]
    Connect {
        /// The address, without its password.
        url: String,
        /// What to check.
        advice: &'static str,
        /// The driver's error.
        source: Source,
    },
    /// Another process holds SQLite's write lock for longer than this one waits.
    #[error(
        "cannot {doing}: the database is locked by another process; \
         stop the other process, or use PostgreSQL for several writers"
    )]
    Locked {
        /// What failed, as an infinitive.
        doing: &'static str,
        /// The driver's error.
        source: Source,
    },
    /// The database does not answer, or has no free connection.
    #[error("cannot {doing}: the database does not answer; the next call tries again")]
    Unreachable {
        /// What failed, as an infinitive.
        doing: &'static str,
        /// The driver's error.
        source: Source,
    },
    /// The disk on which the database lies is full.
    #[error("cannot {doing}: the database's disk is full; free space, and the next call goes on")]
    Full {
        /// What failed, as an infinitive.
        doing: &'static str,
        /// The driver's error.
        source: Source,
    },
    /// The database, or its file, may not be written to.
    #[error("cannot {doing}: the database is read-only; let this program's user write to it")]
    ReadOnly {
        /// What failed, as an infinitive.
        doing: &'static str,
        /// The driver's error.
        source: Source,
    },
    /// The file of the database cannot be read or written.
    #[error(
        "cannot {doing}: the database's file cannot be used; check the disk and restore a backup if it is damaged"
    )]
    Disk {
        /// What failed, as an infinitive.
        doing: &'static str,
        /// The driver's error.
        source: Source,
    },
    /// The tables do not exist.
    #[error("cannot {doing}: the database lacks a table; run `countersign migrate`")]
    NotMigrated {
        /// What failed, as an infinitive.
        doing: &'static str,
        /// The driver's error.
        source: Source,
    },
    /// A newer version of the program has migrated the database.
    #[error(
        "the database is newer than this program: it has migration {found}, \
         this program knows migrations up to {known}; install the newer countersign"
    )]
    Newer {
        /// Newest migration in the database.
        found: i64,
        /// Newest migration in this program.
        known: i64,
    },
    /// The text of an applied migration differs from this program's.
    #[error(
        "migration {version} in the database differs from this program's; \
         use the release that created the database, then upgrade from there"
    )]
    Differs {
        /// Number of the migration.
        version: i64,
    },
    /// The database holds people under another hash key than the program has.
    #[error(
        "the hash key is not the one under which the database holds people{}",
        noted.as_ref().map_or_else(String::new, |id| format!(" (its id is {id})"))
    )]
    OtherHashKey {
        /// Id of the key that the database needs, if it is noted.
        noted: Option<String>,
    },
    /// The lease was taken over, swept or removed: its worker's result no longer counts.
    #[error("the lease on job {job} is lost: another worker has the job, or it was removed")]
    LeaseLost {
        /// Number of the job.
        job: i64,
    },
    /// The repository of a row is not recorded, or no longer.
    #[error(
        "cannot {doing}: repository {repository} is not recorded; \
         it was removed, or must be recorded first"
    )]
    UnknownRepository {
        /// What failed, as an infinitive.
        doing: &'static str,
        /// GitHub's id of the repository.
        repository: i64,
    },
    /// A reading uses an identifier that it does not list.
    #[error("cannot remember people: the reading uses identifier {hash} but does not list it")]
    UnlistedIdentifier {
        /// The identifier.
        hash: IdentifierHash,
    },
    /// The database refused a statement.
    #[error("cannot {doing}")]
    Refused {
        /// What failed, as an infinitive.
        doing: &'static str,
        /// The driver's error.
        source: Source,
    },
}

impl StoreError {
    /// Whether the same call can succeed later.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Connect { .. }
                | Self::Locked { .. }
                | Self::Unreachable { .. }
                | Self::Full { .. }
                | Self::ReadOnly { .. }
                | Self::Disk { .. }
        )
    }

    /// The class of the cause in a word, for logs and for operators: it names no address and quotes nothing.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::Connect { .. } | Self::Unreachable { .. } => "unreachable",
            Self::Locked { .. } => "locked",
            Self::Full { .. } => "disk-full",
            Self::ReadOnly { .. } => "read-only",
            Self::Disk { .. } => "disk-error",
            Self::NotMigrated { .. } => "not-migrated",
            Self::Newer { .. } | Self::Differs { .. } => "other-version",
            Self::Address { .. }
            | Self::OtherHashKey { .. }
            | Self::LeaseLost { .. }
            | Self::UnknownRepository { .. }
            | Self::UnlistedIdentifier { .. }
            | Self::Refused { .. } => "refused",
        }
    }

    /// The error of an action, `doing`.
    pub(crate) fn new(doing: &'static str, error: Error) -> Self {
        let cause = Cause::of(&error);
        let source = error.into();
        match cause {
            Cause::Locked => Self::Locked { doing, source },
            Cause::Unreachable => Self::Unreachable { doing, source },
            Cause::NoTable => Self::NotMigrated { doing, source },
            Cause::Full => Self::Full { doing, source },
            Cause::ReadOnly => Self::ReadOnly { doing, source },
            Cause::Disk => Self::Disk { doing, source },
            Cause::Other => Self::Refused { doing, source },
        }
    }
}

/// Kinds of failure that need different advice.
enum Cause {
    Locked,
    Unreachable,
    NoTable,
    Full,
    ReadOnly,
    Disk,
    Other,
}

impl Cause {
    fn of(error: &Error) -> Self {
        match error {
            Error::Io(_) | Error::PoolTimedOut | Error::PoolClosed | Error::WorkerCrashed => {
                Self::Unreachable
            }
            Error::Database(error) => {
                let code = error.code().unwrap_or_default();
                match error.message().contains("no such table") {
                    true => Self::NoTable,
                    false => Self::of_code(&code),
                }
            }
            _ => Self::Other,
        }
    }

    fn of_code(code: &str) -> Self {
        match sqlite_code(code) {
            Some(5 | 6) => Self::Locked,
            Some(8) => Self::ReadOnly,
            // An error of input or output, a damaged file, one that cannot be opened, one that is not a database.
            Some(10 | 11 | 14 | 26) => Self::Disk,
            Some(13) => Self::Full,
            Some(_) => Self::Other,
            None => match code {
                "42P01" => Self::NoTable,
                "53100" => Self::Full,
                "25006" => Self::ReadOnly,
                _ if is_class(code, "58") => Self::Disk,
                _ if ["08", "53", "57"].iter().any(|class| is_class(code, class)) => {
                    Self::Unreachable
                }
                _ => Self::Other,
            },
        }
    }
}

/// The kind of a SQLite error, which extended codes carry in the low byte. PostgreSQL's codes have five characters,
/// SQLite's at most four.
fn sqlite_code(code: &str) -> Option<u32> {
    let code = Some(code).filter(|code| code.len() < 5)?;
    code.parse().ok().map(|code: u32| code & 0xff)
}

/// Whether SQLite says that another connection holds a lock: BUSY or LOCKED.
pub(crate) fn is_sqlite_lock(code: &str) -> bool {
    matches!(sqlite_code(code), Some(5 | 6))
}

/// Whether a PostgreSQL code is of a class: 08 connection, 53 resources, 57 intervention, 58 system.
fn is_class(code: &str, class: &str) -> bool {
    code.len() == 5 && code.starts_with(class)
}

/// Lost races after which a call gives up. Another writer succeeds in each of them, so only a defect causes
/// this number.
const MOST_RACES: u32 = 1_000;

/// Counts how often a call met another writer and must start again.
#[derive(Default)]
pub(crate) struct Races(u32);

impl Races {
    /// Whether `error` is a lost race, after which the same transaction may succeed: a unique index, a
    /// deadlock or a serialisation failure.
    pub(crate) fn lost(&mut self, error: &Error) -> bool {
        self.0 += 1;
        self.0 < MOST_RACES
            && error.as_database_error().is_some_and(|error| {
                let code = error.code().unwrap_or_default();
                error.is_unique_violation() || code == "40P01" || code == "40001"
            })
    }
}

/// Adds the action to the error of a statement.
pub(crate) trait Doing<T> {
    /// The value, or the failure of `what`, an infinitive that follows "cannot".
    fn doing(self, what: &'static str) -> Result<T, StoreError>;
}

impl<T> Doing<T> for Result<T, Error> {
    fn doing(self, what: &'static str) -> Result<T, StoreError> {
        self.map_err(|error| StoreError::new(what, error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlite_locks_are_not_confused_with_postgres_codes() {
        for code in ["5", "6", "261", "517"] {
            assert!(is_sqlite_lock(code), "{code}");
        }
        for code in ["", "1", "19", "2067", "42P01", "23505", "00005"] {
            assert!(!is_sqlite_lock(code), "{code}");
        }
    }

    #[test]
    fn what_may_pass_is_transient() {
        assert!(StoreError::new("claim a job", Error::PoolTimedOut).is_transient());
        assert!(!StoreError::new("claim a job", Error::RowNotFound).is_transient());
        assert!(!StoreError::LeaseLost { job: 1 }.is_transient());
    }
}
