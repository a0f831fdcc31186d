//! The formats.

use countersign_facts::Tlp;

use crate::exchange;
use crate::look::Look;
use crate::model::Scan;

/// How to render a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// For a terminal.
    Text,
    /// One JSON object.
    Json,
    /// JSON lines: the scan without its people, then one person per line.
    Jsonl,
    /// One row per finding, below a header row.
    Csv,
    /// For pasting in an issue.
    Markdown,
    /// One page for a browser, with pictures if the scan has them ([`Scan::with_pictures`]).
    Html,
    /// One STIX 2.1 bundle.
    Stix,
    /// One MISP event.
    Misp,
    /// One SARIF 2.1.0 log.
    Sarif,
    /// A graph of people, their identifiers and their findings.
    Graphml,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 10] = [
        Self::Text,
        Self::Json,
        Self::Jsonl,
        Self::Csv,
        Self::Markdown,
        Self::Html,
        Self::Stix,
        Self::Misp,
        Self::Sarif,
        Self::Graphml,
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
            Self::Html => "html",
            Self::Stix => "stix",
            Self::Misp => "misp",
            Self::Sarif => "sarif",
            Self::Graphml => "graphml",
        }
    }

    /// The audience where the user names none: for formats made for other programs, the organisation and those
    /// it works with; for the others, only the person who scans.
    #[must_use]
    pub const fn readers(self) -> Tlp {
        match self {
            Self::Text | Self::Json | Self::Jsonl | Self::Csv | Self::Markdown | Self::Html => {
                Tlp::Red
            }
            Self::Stix | Self::Misp | Self::Sarif | Self::Graphml => Tlp::Amber,
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
        Format::Html => crate::html::page(scan),
        Format::Stix => exchange::stix(scan),
        Format::Misp => exchange::misp(scan),
        Format::Sarif => exchange::sarif(scan),
        Format::Graphml => exchange::graphml(scan),
    }
}

/// The JSON Schema of [`Scan`] as JSON shows it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Scan).to_value()
}
