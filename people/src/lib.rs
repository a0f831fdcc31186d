//! Who is who: identities linked into people, and the facts of a scan grouped by person.
//!
//! [`linkage`] weighs addresses, names and handles, with the evidence for every link in bits. [`People`] links
//! identities by anchors and by the strongest of that evidence, and that is what heuristics see, through a
//! [`Population`].
//!
//! Pure: no input or output, no clock, no randomness.

mod anchors;
mod handle;
mod holders;
pub mod linkage;
mod machine;
mod name;
mod name_lists;
mod other_clocks;
mod part;
mod population;
mod proof;
pub mod remembered;
mod resolve;
mod strangers;

pub use anchors::Anchor;
pub use handle::{Handle, unrelated_handles};
pub use holders::signer_of;
pub use machine::Machine;
pub use name::{FullName, pairwise_unrelated};
pub use part::{Role, addresses, parts, tags};
pub use population::{Dossier, Population};
pub use proof::Proof;
pub use resolve::{Join, People, Person, PersonIndex};
pub use strangers::{Holder, Kinship};
