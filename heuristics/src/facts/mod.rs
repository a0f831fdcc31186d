//! What git shows: moments, identities, keys, commits and tags, kept as found. What a platform adds about
//! a pull request or a right that was given, and the lists of indicators that the user imported.

pub(crate) mod account_number;
mod clock_source;
mod commit;
pub mod content;
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
pub(crate) mod path;
mod pull_request;
mod repositories;
mod subject;
mod tag;
mod wallet;

pub use clock_source::{Clock, ClockSource};
pub use commit::{
    ActorLine, Commit, CommitIndex, CommitRecord, ObjectId, SignatureRecord, TrailerKind, Tree,
};
pub use content::{AutoRun, Content, FileChange, Hidden, Mark, What};
pub use elsewhere::{Elsewhere, SeenCommit, SeenName};
pub use grant::{DeployKey, Giver, Grant, KeyPlace, Right};
pub use hash_key::{HashKey, KeyedHash};
pub use history::{Batch, History};
pub use identity::{Identities, Identity, IdentityIndex, without_addresses};
pub use indicator::{Indicator, IndicatorKind, NoIndicator};
pub use indicators::{Grade, IndicatorList, Indicators, Tlp};
pub use key::{Key, KeyIndex, KeyKind, Keys, Signature};
pub use mailmap::{Mailmap, Stated};
pub use moment::{Moment, Offset};
pub use pull_request::{Account, AccountKey, ChangeKind, ChangedPath, PullRequest};
pub use repositories::{OrganisationIndex, RepositoryIndex};
pub use subject::Subject;
pub use tag::{Tag, TagRecord};
pub use wallet::{Chain, Wallet};
