//! The heuristics: they compare facts about people and report where records contradict each other.
//!
//! The crate is pure. It has no I/O, no clock and no randomness: the same facts give the same findings, byte for
//! byte. [`catalogue`] lists the heuristics. Three functions run them: [`examine`] over all people of a scan,
//! [`examine_pull_request`] over the people who take part in one pull request, and [`examine_grant`] over one right
//! that was granted.
//!
//! # Example
//!
//! Five commits whose two dates show different clocks:
//!
//! ```
//! use countersign_facts::{ActorLine, Batch, CommitRecord, History, ObjectId, PlatformClaim, Subject, Traces};
//! use countersign_heuristics::{Level, catalogue, examine};
//! use countersign_people::Population;
//!
//! let mut batch = Batch::default();
//! for day in 0..5 {
//!     let line = |offset: &'static [u8]| ActorLine {
//!         identity: b"Ada Example <ada@mail.example>",
//!         seconds: Some(1_709_542_800 + i64::from(day) * 86_400),
//!         offset,
//!     };
//!     batch.push(&CommitRecord {
//!         id: ObjectId::from_bytes(&[day + 1; 20]).expect("twenty bytes"),
//!         tree: None,
//!         parents: Vec::new(),
//!         author: line(b"-0500"),
//!         committer: line(b"+0400"),
//!         encoding: None,
//!         subject: Subject::Other,
//!         cherry_picked: false,
//!         platform: PlatformClaim::None,
//!         traces: Traces::empty(),
//!         trailers: Vec::new(),
//!         signature: None,
//!     });
//! }
//! let mut history = History::default();
//! let repository = history.add_repository("example");
//! history.absorb(repository, batch);
//! history.seal();
//!
//! let assessments = examine(&Population::new(history), catalogue());
//! let (heuristic, finding) = assessments[0].findings()[0];
//! assert_eq!(heuristic.id, "split-clock");
//! assert_eq!(finding.evidence.len(), 5);
//! assert_eq!(assessments[0].level(), Level::Review);
//! ```

mod assessment;
mod days;
mod evidence;
mod finding;
mod grant;
mod heuristic;
mod joins;
mod level;
mod measured;
mod notes;
mod one_cause;
pub mod patterns;
mod record;
mod review;
mod rules;
#[cfg(test)]
mod testing;
mod together;
mod weight;
mod wording;

pub use assessment::{
    Answer, GrantAssessment, OpenerAssessment, PersonAssessment, PullRequestAssessment, examine,
    examine_grant, examine_pull_request,
};
pub use evidence::{Evidence, Fact, Field, Value};
pub use finding::{Finding, MOST_EVIDENCE, Outcome, Strength};
pub use grant::{GrantReview, commits_of, people_of};
pub use heuristic::{Check, Family, Heuristic};
pub use joins::rests_on;
pub use level::{Level, agreement};
pub use notes::findings_to_remember;
pub use record::{Fired, Rate, Record};
pub use review::Review;
pub use rules::catalogue;
pub use together::{pair, shown_together};
pub use weight::Weight;
