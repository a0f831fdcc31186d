//! What GitHub reports, as plain types.

mod account;
mod app;
mod check;
mod comment;
mod issue;
mod pull;
mod repository;

pub use account::{Account, DeployKey, KeyKind, SigningKey};
pub use app::{AppIdentity, DeliveryPage, DeliverySummary, Installation, RecordedDelivery};
pub use check::{Annotation, AnnotationLevel, CheckRun, CheckRunDraft, Conclusion};
pub use comment::{Comment, MinimiseReason, Reaction, WrittenComment};
pub use issue::Issue;
pub use pull::{AuthoredPull, ChangedFile, ChangedLines, OpenPull, Pull, PullState};
pub use repository::{
    InvalidRepositoryName, OwnedRepository, Owner, Permission, Repository, RepositoryName,
};
