//! GitHub's API as Countersign uses it: facts about a pull request and its author's account, and the few
//! writes of a review.
//!
//! [`App`] acts as the App itself (installations, delivery log) and provides one [`Client`] per
//! installation; a [`Client`] can also hold a person's token. `read.rs` holds the reads of a client,
//! `write.rs` its writes.
//!
//! Nothing here retries, waits or caches answers: a failed call returns a [`GithubError`] that says whether
//! and when another attempt makes sense. The one exception is an installation token that GitHub no longer
//! accepts, which is replaced once.
//!
//! This crate does not read the author and committer times of commits: GitHub's JSON loses their UTC
//! offsets.

mod answer;
mod app;
mod app_calls;
mod client;
mod clock;
mod connect;
mod created;
mod error;
mod graphql;
mod link;
mod nodes;
mod owned;
mod patch;
mod probe;
mod read;
mod server;
mod sign_in;
mod token;
mod transport;
mod types;
mod wire;
mod write;

pub use app::{App, AppConfig};
pub use client::Client;
pub use clock::Clock;
pub use created::{CreatedApp, convert_manifest};
pub use error::GithubError;
pub use probe::{Probe, RateLimit, probe};
pub use server::Server;
pub use sign_in::SignIn;
pub use token::GitCredentials;
pub use types::{
    Account, Annotation, AnnotationLevel, AppIdentity, AuthoredPull, ChangedFile, ChangedLines,
    CheckRun, CheckRunDraft, Comment, Conclusion, DeliveryPage, DeliverySummary, DeployKey,
    Installation, InvalidRepositoryName, Issue, KeyKind, MinimiseReason, OpenPull, OwnedRepository,
    Owner, Permission, Pull, PullState, Reaction, RecordedDelivery, Repository, RepositoryName,
    SigningKey, WrittenComment,
};
