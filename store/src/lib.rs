//! The database of Countersign, in SQLite or PostgreSQL: the deliveries that the GitHub App received and their
//! jobs, its reviews, people's decisions, what it saw of accounts, imported indicator lists, and the memory of
//! people.
//!
//! Short statements stand in the code and are the same for both databases. Long ones are files below `sql/`:
//! `NAME.sql` for both databases, or `NAME.sqlite.sql` and `NAME.postgres.sql`. Each can be pasted into `sqlite3`
//! or `psql`; its first lines say what the parameters are.
//!
//! Functions take the current time as Unix milliseconds: this crate reads no clock. U+0000, which PostgreSQL
//! cannot store, becomes U+FFFD in both databases.
//!
//! # Ownership of data
//! Reviews and decisions belong to a repository; jobs, deliveries, repositories, privilege events, deploy keys and what
//! was seen of accounts belong to an installation. [`Store::remove_installation`] says what it removes. What GitHub
//! shows of an account is public, but not who looked at it when; [`Store::forget_account`] removes an account
//! everywhere. Imported lists belong to the operator and are used for all installations.
//!
//! People are stored under keyed hashes of what identifies them; the database holds no address in plain text.
//! Each row about a person belongs to the [`Source`] that shows it and is removed with it; a source is removed
//! with its repository. A [`Viewer`] sees people shown by public sources and by its own; data from other sources
//! never affects an answer. The repository's current record decides who may see a source.
//! [`Store::forget_people`] removes people for good; [`Store::expire`] removes what no repository has shown for a
//! set time.

mod accounts;
mod connection;
mod error;
mod events;
mod hash_key;
mod identifier_hash;
mod inbox;
mod indicators;
mod jobs;
mod keys;
mod lane;
mod lease;
mod migrations;
mod pages;
mod people;
mod probe;
mod queue;
mod repository;
mod requeue;
mod reviews;
mod rights;
mod statement;
mod tenants;

pub use accounts::{Account, AccountSnapshot, KeySnapshot, SeenKey, SeenLogin};
pub use connection::{ConnectOptions, Store};
pub use error::StoreError;
pub use events::{EventScope, Person, PrivilegeEvent};
pub use identifier_hash::{IdentifierHash, NotAnIdentifier};
pub use inbox::{Delivery, NewJob, Received};
pub use indicators::{HashedIndicator, IndicatorList};
pub use jobs::{Counts, Job, JobFilter, JobState};
pub use keys::{DeployKey, KeyHolder, KeyPlace};
pub use lane::Lane;
pub use lease::{Ended, Lease};
pub use migrations::PendingMigration;
pub use pages::ReviewPage;
pub use people::{
    Appearance, Authored, Component, Cursor, Expired, FindingDecision, Forgotten, Identifier, Join,
    KeyUse, PeopleExport, PeopleImport, PersonFinding, Reading, SeenAppearance, SeenJoin,
    SeenKeyUse, SeenPersonFinding, Separation, Source, StoredAppearance, StoredDecision,
    StoredFinding, StoredJoin, StoredKeyUse, StoredSeparation, StoredSource, Tombstone, Viewer,
};
pub use queue::{Retry, Serves, Swept};
pub use repository::Repository;
pub use reviews::{Decision, Review};
pub use rights::{AddedKey, SeenEvent, SeenSeparation};
pub use tenants::Installation;
