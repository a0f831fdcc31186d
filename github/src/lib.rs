//! GitHub as Countersign needs it: facts about a pull request and its author's account, and the
//! few writes of a review.
//!
//! [`App`] speaks as the App itself (installations, delivery log) and hands out a [`Client`] per
//! installation; a [`Client`] can also hold a person's token. What a review reads is the trait
//! [`Read`], what it writes the trait [`Write`]; both can be stood in for.
//!
//! Nothing here retries, waits or caches answers: a failed call comes back as a [`GithubError`]
//! that says whether and when another attempt makes sense. The one exception is an installation
//! token that GitHub no longer takes, which is replaced once.
//!
//! Author and committer times of commits are no business of this crate: GitHub's JSON does not
//! keep their zones.

mod app;
mod client;
mod clock;
mod error;
mod graphql;
mod link;
mod nodes;
mod patch;
mod read;
mod server;
mod token;
mod transport;
mod types;
mod wire;
mod write;

pub use app::{App, AppConfig};
pub use client::Client;
pub use clock::Clock;
pub use error::GithubError;
pub use read::Read;
pub use server::Server;
pub use token::GitCredentials;
pub use types::{
    Account, Annotation, AnnotationLevel, AppIdentity, AuthoredPull, ChangedFile, ChangedLines,
    CheckRun, CheckRunDraft, Comment, Conclusion, DeliveryPage, DeliverySummary, DeployKey,
    Installation, InvalidRepositoryName, Issue, KeyKind, MinimiseReason, OpenPull, Permission,
    Pull, PullState, Reaction, RecordedDelivery, Repository, RepositoryName, SigningKey,
    WrittenComment,
};
pub use write::Write;
