//! Linking identities by addresses, names and handles together, with the evidence for every link in bits.
//!
//! Anchors (one address, account or key) miss identities of one contributor that share none, such as a mailbox
//! and the address that GitHub writes in its place. This module finds them. It follows Fellegi and Sunter (1969): two identities are
//! compared in three parts, and each combination of levels is worth log2 of how much likelier it is between
//! identities of one person than of two. The best comparisons link first, unless something contradicts them.

mod alias;
mod beyond;
mod block;
mod clusters;
mod compare;
#[expect(
    clippy::module_inception,
    reason = "the folder is named after what it holds"
)]
mod linkage;
mod person;
mod recognised;
mod score;
#[cfg(test)]
mod tests;
mod traits;
mod weights;
mod why;
mod words;

pub use alias::{Alias, Project, aliases};
pub(crate) use beyond::{Beyond, beyond};
pub use clusters::Veto;
pub use compare::{HandleLevel, Levels, MailLevel, NameLevel};
pub use linkage::{Linkage, Options, Tier};
pub use person::{LinkedPerson, Member};
pub use recognised::{RareName, rare_handle};
pub use score::{Link, Reason};
pub use weights::{Counts, Tally, Weights};
pub use why::Why;
