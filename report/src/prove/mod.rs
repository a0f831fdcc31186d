//! What somebody can prove about the age of their own history, as text and JSON.

mod model;
mod text;

use crate::json::pretty;
pub use model::{ProvenCommit, ProvenRepository, Provenance};
pub use text::text;

/// As one JSON object.
#[must_use]
pub fn json(provenance: &Provenance) -> String {
    pretty(provenance)
}

/// The JSON Schema of [`Provenance`] as JSON shows it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Provenance).to_value()
}
