//! Who is who within one scan.

mod address;
mod address_lists;
pub mod linkage;
mod machine;
mod name;
mod name_lists;
mod resolve;
mod strangers;

pub use address::Address;
pub(crate) use machine::Machine;
pub use name::{FullName, pairwise_unrelated};
pub use resolve::{Anchor, People, Person, PersonIndex, signer_of};
pub(crate) use strangers::{Holder, Kinship};
