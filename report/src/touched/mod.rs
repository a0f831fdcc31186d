//! Everything that one person touched in some clones, in the order in which to review it.

mod classes;
mod model;
mod text;

pub use classes::{ClassDescription, FileClass, ORDER};
pub use model::{
    Approval, BlastRadius, FileState, FromMemory, TouchedClone, TouchedCommit, TouchedFile,
    TouchedTag,
};
pub use text::text;

use crate::csv::cell;
use crate::json::pretty;

/// As one JSON object.
#[must_use]
pub fn json(radius: &BlastRadius) -> String {
    pretty(radius)
}

/// The JSON Schema of [`BlastRadius`] as JSON shows it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(BlastRadius).to_value()
}

/// One row per file, in the order of review, below a header row.
#[must_use]
pub fn csv(radius: &BlastRadius) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = [
        "clone", "class", "path", "changes", "merges", "reviews", "first", "last", "state",
        "commits", "command",
    ];
    let mut rows = vec![header.map(str::to_owned)];
    for clone in &radius.clones {
        for file in &clone.files {
            rows.push([
                clone.name.clone(),
                word(&file.class),
                file.path.clone(),
                file.changes.to_string(),
                file.merges.to_string(),
                file.reviews.to_string(),
                file.first.clone(),
                file.last.clone(),
                match &file.state {
                    FileState::MovedTo(path) => format!("moved to {path}"),
                    state => word(state),
                },
                file.commits.join(" "),
                file.command.clone(),
            ]);
        }
    }
    for row in rows {
        // Rows of one length written to memory cannot fail.
        let _ = writer.write_record(row.iter().map(|text| cell(text)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// The word for a value in JSON.
fn word(value: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
