//! The memory of people: remember what a repository shows, recall it, find, separate and forget people; and
//! export it all as Parquet tables, and import them.

mod apart;
mod approved;
mod elsewhere;
mod find;
mod forget;
mod identify;
mod keys;
mod leads;
mod people;
mod reading;
mod recall;
pub mod tables;
#[cfg(test)]
mod tests;
mod touched;

pub use apart::{Parted, part, unpart};
pub use approved::Approved;
pub use elsewhere::{Parties, elsewhere};
pub use find::{Candidate, Found, find};
pub use forget::{Erasure, Extent, erasure, forget, label};
pub use identify::{of_indicator, of_key, of_name, place_of, short_id};
pub use people::Identified;
pub use reading::{Examined, reading};
pub use recall::recall;
pub use touched::Wanted;
