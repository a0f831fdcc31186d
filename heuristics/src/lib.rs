//! Facts about commits and the heuristics over them.
//!
//! Pure: no I/O, no clock, no randomness; the same facts give the same findings, byte for byte.
//! [`facts`] is what git shows, [`people`] who is who, [`Population`] the facts by person,
//! [`catalogue`] the heuristics, and [`examine`] runs them.

mod assessment;
pub mod facts;
mod heuristic;
pub mod people;
mod population;
mod record;
mod rules;
#[cfg(test)]
mod testing;

pub use assessment::{Answer, Level, PersonAssessment, examine};
pub use heuristic::{
    Check, Evidence, Fact, Family, Field, Finding, Heuristic, MOST_EVIDENCE, Outcome, Strength,
    Value,
};
pub use population::{Dossier, Population};
pub use record::{Measured, Record};
pub use rules::catalogue;
