//! The memory of people: what a reading of a repository is remembered as, what is told of it, and how it
//! is corrected and erased.

mod apart;
mod elsewhere;
mod find;
mod forget;
mod identify;
mod keep;
mod keys;
mod leads;
mod people;
mod reading;
mod recall;
#[cfg(test)]
mod tests;
mod touched;

pub(crate) use elsewhere::{Parties, elsewhere};
pub(crate) use keep::{keep, place_of};

pub use apart::{Parted, part, unpart};
pub use find::{Candidate, Found, find};
pub use forget::{Erasure, Extent, erasure, forget, label};
pub use identify::{of_indicator, of_key, of_name, short_id};
pub use people::Identified;
pub use reading::{Examined, reading};
pub use recall::recall;
pub use touched::{Wanted, addresses, parts, tags};
