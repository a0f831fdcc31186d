//! What git and GitHub show, kept as found: moments, identities, keys, commits and tags, pull requests,
//! rights that an account was given, and the indicator lists that the user imported.
//!
//! What heuristics ask for every commit is marked `#[inline]`: they are in another crate, and the release profile
//! has no link-time optimisation.
//!
//! Facts carry no opinion. This crate reads nothing itself: `history`, `github` and `indicators` fill it.

pub mod account_number;
mod address;
pub mod address_lists;
mod batch;
mod clock_source;
pub mod content;
mod digest;
mod elsewhere;
mod grant;
mod hash_key;
mod history;
mod identity;
mod ids;
mod indicator;
mod indicators;
mod key;
mod mailmap;
mod moment;
mod object_id;
pub mod path;
mod platform_claim;
mod platform_ids;
mod program;
mod pull_request;
mod record;
mod repositories;
mod rights_event;
mod subject;
mod tag;
mod text_encoding;
mod traces;
mod wallet;

pub use address::{Address, is_machine};
pub use batch::Batch;
pub use clock_source::{Clock, ClockSource, GITHUB_SIGNS_EVERYTHING_SINCE};
pub use content::{AutoRun, Content, DatedFile, FileChange, Hidden, MachineFact, Mark, What};
pub use digest::short_digest;
pub use elsewhere::{Elsewhere, SeenCommit, SeenName};
pub use grant::{DeployKey, Giver, Grant, KeyPlace, Right};
pub use hash_key::{HashKey, KeyedHash};
pub use history::{Brackets, Commit, History};
pub use identity::{Identities, Identity, IdentityIndex, without_addresses};
pub use ids::CommitIndex;
pub use indicator::{Indicator, IndicatorKind, NotAnIndicator};
pub use indicators::{Grade, IndicatorList, Indicators, Tlp};
pub use key::{Key, KeyIndex, KeyKind, Keys, Signature};
pub use mailmap::{Mailmap, Stated};
pub use moment::{Moment, Offset};
pub use object_id::{ObjectId, Tree};
pub use path::is_sensitive;
pub use platform_claim::PlatformClaim;
pub use platform_ids::{
    AccountId, InstallationId, NotAnId, OrganisationId, PullRequestNumber, RepositoryId,
};
pub use pull_request::{Account, AccountKey, ChangeKind, ChangedPath, PullRequest};
pub use record::{ActorLine, CommitRecord, SignatureRecord, TagRecord, TrailerKind};
pub use repositories::{OrganisationIndex, RepositoryIndex};
pub use rights_event::{NotARightsEvent, RightsEvent};
pub use subject::Subject;
pub use tag::Tag;
pub use text_encoding::{CodePage, TextEncoding};
pub use traces::Traces;
pub use wallet::{Chain, Wallet};
