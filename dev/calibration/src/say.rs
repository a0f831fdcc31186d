//! What the developer who runs the command is told.

use std::io::{self, Write as _};

/// Prints a line about the course of things on stderr.
#[expect(
    clippy::print_stderr,
    reason = "the one place that speaks to the terminal"
)]
pub(crate) fn line(text: &str) {
    eprintln!("{text}");
}

/// Prints a result on stdout; a closed pipe is no failure.
pub(crate) fn out(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}
