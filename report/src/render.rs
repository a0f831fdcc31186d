//! The formats, and what a terminal looks like.

use std::time::Duration;

use crate::model::Scan;

/// How to render a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a terminal.
    Text,
    /// One JSON object.
    Json,
    /// One JSON object a line: the scan without its people, then each person.
    Jsonl,
    /// One row a finding, with a header row.
    Csv,
    /// For pasting in an issue.
    Markdown,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [
        Self::Text,
        Self::Json,
        Self::Jsonl,
        Self::Csv,
        Self::Markdown,
    ];

    /// Name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
            Self::Markdown => "markdown",
        }
    }
}

/// What the terminal can show; only text depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour.
    pub colour: bool,
    /// Columns; fewer than 40 count as 40.
    pub width: usize,
    /// How long the scan took, where it should be said.
    pub elapsed: Option<Duration>,
}

impl Default for Look {
    /// No colour, 80 columns, no time.
    fn default() -> Self {
        Self {
            colour: false,
            width: 80,
            elapsed: None,
        }
    }
}

/// Renders a scan. Ends in a newline.
#[must_use]
pub fn render(scan: &Scan, format: Format, look: &Look) -> String {
    match format {
        Format::Text => crate::text::scan(scan, look),
        Format::Json => crate::json::pretty(scan),
        Format::Jsonl => crate::json::lines(scan),
        Format::Csv => crate::csv::rows(scan),
        Format::Markdown => crate::markdown::scan(scan),
    }
}

/// The JSON Schema of [`Scan`] as JSON shows it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Scan).to_value()
}
