//! Notifying maintainers in private about rights: collect facts, examine them, open an issue.
//!
//! Nobody else sees the notice, and data of other installations does not contribute to it.

mod accounts;
mod collect;
mod examine;
mod keys;
mod notify;
mod remembered;
mod target;

pub(crate) use keys::{check_keys, notify_of_keys};
pub(crate) use notify::notify;
