//! The memory of people: remember what a repository shows, recall it, find, separate and forget people; and
//! export it all as Parquet tables, and import them.

mod appearances;
mod approved;
mod elsewhere;
mod find;
mod forget;
mod identified;
mod identifiers;
mod leads;
mod person_in_clone;
mod reading;
mod recall;
mod separate;
mod signing_keys;
pub mod tables;
#[cfg(test)]
mod tests;

pub use approved::Approved;
pub use elsewhere::{Parties, elsewhere};
pub use find::{Candidate, Found, find};
pub use forget::{Erasure, Extent, erasure, forget, label, remaining};
pub use identified::Identified;
pub use identifiers::{of_indicator, of_key, of_name, place_of, short_id};
pub use person_in_clone::Wanted;
pub use reading::{Examined, reading};
pub use recall::recall;
pub use separate::{Separated, separate, undo_separation};
