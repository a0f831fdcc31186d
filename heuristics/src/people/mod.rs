//! Who is who within one scan.

mod address;
mod name;
mod resolve;

pub use address::Address;
pub use name::{FullName, pairwise_unrelated};
pub use resolve::{Anchor, People, Person, PersonIndex, signer_of};
