//! Who is who: identities linked into people, and the facts of a scan grouped by person.
//!
//! [`People`] links identities by anchors only, and that is what heuristics see, through a [`Population`].
//! [`linkage`] weighs names and addresses as well, with the evidence for every link in bits.
//!
//! Pure: no input or output, no clock, no randomness.

mod holders;
pub mod linkage;
mod machine;
mod name;
mod name_lists;
mod other_clocks;
mod part;
mod population;
pub mod remembered;
mod resolve;
mod strangers;

pub use holders::signer_of;
pub use machine::Machine;
pub use name::{FullName, pairwise_unrelated};
pub use part::{Role, addresses, parts, tags};
pub use population::{Dossier, Population};
pub use resolve::{Anchor, People, Person, PersonIndex};
pub use strangers::{Holder, Kinship};
