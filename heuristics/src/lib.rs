//! Facts about commits and the heuristics over them.
//!
//! Pure: no I/O, no clock, no randomness; the same facts give the same findings, byte for byte.
//! [`facts`] is what git shows, [`people`] who is who, [`Population`] the facts by person,
//! [`catalogue`] the heuristics; [`examine`] runs them over everybody, [`examine_pull_request`] over
//! those who take part in one pull request, [`examine_grant`] over one right that was given.

mod assessment;
mod evidence;
pub mod facts;
mod grant;
mod heuristic;
pub mod patterns;
pub mod people;
mod population;
mod record;
mod review;
mod rules;
mod sets;
#[cfg(test)]
mod testing;
mod weight;

pub use assessment::{
    Answer, GrantAssessment, Level, OpenerAssessment, PersonAssessment, PullRequestAssessment,
    examine, examine_grant, examine_pull_request,
};
pub use grant::{GrantReview, commits_of, people_of};
pub use heuristic::{
    Check, Evidence, Fact, Family, Field, Finding, Heuristic, MOST_EVIDENCE, Outcome, Strength,
    Value,
};
pub use population::{Dossier, Population};
pub use record::{Fired, Rate, Record};
pub use review::Review;
pub use rules::{catalogue, is_guarded};
pub use weight::Weight;
