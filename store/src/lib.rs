//! What Countersign must not forget, in SQLite or PostgreSQL: the deliveries that the GitHub App took in
//! and the jobs they made, its reviews, people's decisions, what it saw of accounts, the lists of
//! indicators that somebody imported, and the people whom histories show.
//!
//! Every statement is one text for both engines, save a few that are picked by dialect.
//! Functions take the present as Unix milliseconds: there is no clock in here. Text that PostgreSQL
//! cannot hold (U+0000) is kept as U+FFFD on both.
//!
//! # Whose data it is
//! Reviews and decisions hang on a repository; jobs, deliveries, repositories, privilege events and
//! deploy keys on an installation; [`Store::remove_installation`] says what goes and what stays. Accounts are keyed
//! by the account alone and hold only what GitHub shows to everybody; [`Store::forget_account`]
//! removes one. Imported lists belong to whoever runs the program and hold for all installations.
//!
//! People are known by keyed hashes of what identifies them; no address is here in clear. Each row about
//! one belongs to the [`Source`] that shows it and goes with it, and a source goes with its repository. A
//! [`Viewer`] sees whoever public sources show, and its own; what else there is changes no answer. Who may
//! see a source is what is recorded of its repository at that moment. [`Store::forget_people`] removes
//! people for good, [`Store::expire`] what nothing has shown for long.

mod accounts;
mod connection;
mod error;
mod events;
mod inbox;
mod indicators;
mod jobs;
mod keys;
mod migrations;
mod people;
mod queue;
mod requeue;
mod reviews;
mod rights;
mod tenants;

pub use accounts::{Account, AccountSnapshot, KeySnapshot, SeenKey, SeenLogin};
pub use connection::{ConnectOptions, Store};
pub use error::StoreError;
pub use events::{EventScope, Person, PrivilegeEvent};
pub use inbox::{Delivery, NewJob, Received};
pub use indicators::{HashedIndicator, IndicatorList};
pub use jobs::{Counts, Job, JobFilter, JobState};
pub use keys::{DeployKey, KeyHolder, KeyPlace};
pub use migrations::PendingMigration;
pub use people::{
    Appearance, Authored, Component, Cursor, Expired, FindingDecision, Forgotten, Identifier,
    IdentifierHash, Join, KeyUse, NotAnIdentifier, Parting, PeopleExport, PeopleImport,
    PersonFinding, Reading, SeenAppearance, SeenJoin, SeenKeyUse, SeenPersonFinding, Source,
    StoredAppearance, StoredDecision, StoredFinding, StoredJoin, StoredKeyUse, StoredParting,
    StoredSource, Tombstone, Viewer,
};
pub use queue::{Ended, Lease, Retry, Swept};
pub use reviews::{Decision, Review};
pub use rights::{AddedKey, SeenEvent, SeenParting};
pub use tenants::{Installation, Repository};
