//! What a pull request shows of its assessment: the comment, the check run, the private notice, and the
//! same for a terminal.
//!
//! [`Review`] is the data. Its `full` form has every finding with its records. The `summary` form, for
//! public places, says what to look at and where maintainers find the evidence. Neither judges a person.

mod blocks;
mod check_run;
mod comment;
mod fit;
mod links;
mod model;
mod notice;
mod text;

pub use check_run::{
    Annotation, CheckRun, Conclusion, LONGEST_SUMMARY, MOST_ANNOTATIONS, check_run,
};
pub use comment::{LONGEST_COMMENT, MARKER, comment, is_comment, resolved, shown_findings};
pub use links::Links;
pub use model::{Disclosure, Review, ReviewRequest, SCHEMA, json, schema};
pub use notice::notice;
pub use text::text;
