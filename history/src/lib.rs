//! Reads git repositories into facts: local ones as they lie on disk, remote ones after git has
//! fetched their commits into a cache. Prints nothing and changes no repository but the cache's.

mod bits;
mod content;
mod encoding;
mod error;
mod fetch;
mod git;
mod hash;
mod job;
mod location;
mod mailmap;
mod objects;
mod offsets;
mod openpgp_key;
mod pack;
mod parse;
mod paths;
mod platform;
mod raw;
mod read;
mod reading;
mod refs;
mod regions;
mod regular;
mod repository;
mod reviews;
mod scan;
mod signature;
mod sync;
#[doc(hidden)]
pub mod testing;
mod walk;

pub use content::{Looked, look};
pub use error::ReadError;
pub use git::GitError;
pub use hash::ObjectFormat;
pub use job::{Job, Progress, Stage};
pub use location::{Location, LocationError, RemoteUrl};
pub use mailmap::{MailmapReading, mailmap};
pub use openpgp_key::{OpenPgpKey, openpgp_keys};
pub use paths::{Changed, Files, PathChange, changed_paths, file_on_default_branch, files_at_head};
pub use platform::{PlatformKeyError, PlatformKeys};
pub use raw::{ObjectKind, RawObject, facts_of, held, object_id, raw_objects};
pub use read::{read, refs, tip};
pub use reading::{Reading, Selection, Skipped, Tip};
pub use repository::{Origin, origin};
pub use reviews::reviewed;
pub use sync::{SyncError, Synced, Wants, cached, sync, sync_pull_request};
