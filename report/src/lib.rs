//! Renderings of an assessment: text for a terminal, JSON, CSV, Markdown, and what other programs import
//! (STIX, MISP, SARIF, `GraphML`); what a pull request shows of one; what maintainers hear of rights;
//! evidence bundles; and the pages of heuristics and patterns.
//!
//! Pure: no I/O, no clock; the same scan gives the same bytes. Whatever a commit says is hostile
//! until a format has neutralised it. [`Scan`] is the data, [`render()`] shows it.

mod baseline;
mod build;
pub mod bundle;
mod csv;
pub mod dossier;
mod escape;
mod exchange;
mod figures;
mod json;
mod markdown;
mod model;
mod pages;
mod patterns;
pub mod people;
mod person;
mod placeholder;
mod render;
pub mod review;
pub mod rights;
mod text;
pub mod touched;

pub use baseline::{Accepted, Baseline, BaselineError};
pub use build::Request;
pub use model::{
    AcceptedFinding, BaseRate, Evidence, Finding, Key, Levels, List, NotEnough, PatternMatch,
    Person, Record, Repository, SCHEMA, Scan, Skipped, Summary, Tally, Tool,
};
pub use pages::{catalogue_page, catalogue_text, heuristic_page};
pub use patterns::{pattern_page, patterns_page};
pub use person::{Candidate, PersonError, find_person, render_person};
pub use render::{Format, Look, render, schema};
