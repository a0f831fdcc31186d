//! The heuristics: what contradicts what in the facts about people, and what the findings come to.
//!
//! Pure: no I/O, no clock, no randomness; the same facts give the same findings, byte for byte.
//! [`catalogue`] lists the heuristics; [`examine`] runs them over everybody, [`examine_pull_request`] over
//! those who take part in one pull request, [`examine_grant`] over one right that was given.

mod assessment;
mod evidence;
mod grant;
mod heuristic;
mod notes;
pub mod patterns;
mod record;
mod review;
mod rules;
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
pub use notes::findings_to_remember;
pub use record::{Fired, Rate, Record};
pub use review::Review;
pub use rules::catalogue;
pub use weight::Weight;
