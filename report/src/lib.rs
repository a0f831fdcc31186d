//! Renders what Countersign found: text for a terminal, JSON, CSV and Markdown; formats that other programs
//! import (STIX, MISP, SARIF, `GraphML`); comments and check runs on pull requests; notices about rights;
//! evidence bundles; and the pages of heuristics and patterns.
//!
//! The crate is pure: it does no I/O and reads no clock, and the same scan gives the same bytes. Text from
//! commits is hostile until a format has escaped it.
//!
//! [`Scan`] is the data and [`render()`] shows it:
//!
//! ```
//! use countersign_facts::{History, Tlp};
//! use countersign_heuristics::Level;
//! use countersign_people::Population;
//! use countersign_report::{Baseline, Format, Look, Request, Scan, render};
//!
//! let population = Population::new(History::default());
//! let scan = Scan::new(Request {
//!     population: &population,
//!     assessments: &[],
//!     repositories: Vec::new(),
//!     baseline: &Baseline::default(),
//!     min_level: Level::Note,
//!     tlp: Tlp::Red,
//! });
//! let text = render(&scan, Format::Text, &Look::default());
//! assert!(text.ends_with("No commits found, so there is nothing to check.\n"));
//! ```

mod baseline;
mod build;
pub mod bundle;
mod csv;
pub mod dossier;
mod escape;
mod everybody;
mod exchange;
mod figures;
mod gaps;
mod html;
mod identifiers;
mod json;
mod look;
mod markdown;
mod markdown_quote;
mod model;
mod pages;
mod patterns;
pub mod people;
mod person;
mod pictured;
mod placeholder;
mod plot;
pub mod prove;
mod rates;
mod readings;
mod record_value;
mod render;
pub mod review;
pub mod rights;
mod sentences;
mod text;
pub mod touched;

pub use baseline::{Accepted, Baseline, BaselineError};
pub use build::Request;
pub use exchange::people_graphml;
pub use gaps::Gaps;
pub use html::{review_page, web_page, web_policy};
pub use look::Look;
pub use model::{
    AcceptedFinding, BaseRate, ClockSpan, Evidence, Finding, Key, Levels, List, NotEnough,
    PatternMatch, Person, Record, Repository, SCHEMA, Scan, Skipped, Summary, Tally, Tool,
};
pub use pages::{catalogue_page, catalogue_text, heuristic_page};
pub use patterns::{pattern_page, patterns_page};
pub use person::{Candidate, PersonError, find_person, render_person};
pub use record_value::RecordValue;
pub use render::{Format, render, schema};
