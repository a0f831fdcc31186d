//! Everything that is remembered about one person, for an investigator and for the person concerned: as data,
//! text, JSON and CSV.

mod build;
mod clocks;
mod csv;
mod findings;
mod keys;
mod layout;
mod links;
mod model;
mod shared_history;
mod sources;
mod span;
mod text;

use crate::json::pretty;
pub use csv::csv;
pub use model::{
    Account, ClockPeriod, Decision, DeployKey, Dossier, Evidence, Finding, Identifier, Join, Key,
    Lead, Listed, LoginUse, NameUse, Organisation, OtherSigner, Parting, Repository, Right, Span,
};
pub(crate) use span::day;
pub use text::text;

/// The dossier as one JSON object.
#[must_use]
pub fn json(dossier: &Dossier) -> String {
    pretty(dossier)
}

/// The JSON Schema of [`Dossier`] as JSON shows it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Dossier).to_value()
}
