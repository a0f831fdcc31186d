//! What a terminal can show.

use std::time::Duration;

/// What the terminal can show; only text depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether to colour.
    pub colour: bool,
    /// Columns; fewer than 40 count as 40.
    pub width: usize,
    /// How long the scan took; `None` leaves it out.
    pub elapsed: Option<Duration>,
    /// The command that scans the same repositories again, for hints; `None` puts one together from what the
    /// scan read.
    pub command: Option<String>,
}

impl Default for Look {
    /// No colour, 80 columns, no time.
    fn default() -> Self {
        Self {
            colour: false,
            width: 80,
            elapsed: None,
            command: None,
        }
    }
}
