//! The memory of people: what a reading of a repository is remembered as.

mod identify;
mod keys;
mod people;
mod reading;

pub use identify::{of_indicator, of_key, of_name, short_id};
pub use people::Identified;
pub use reading::{Examined, reading};
