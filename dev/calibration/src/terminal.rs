//! Output to the terminal of the developer who runs the command.

use std::io::{self, Write as _};

/// Prints a line about progress on stderr.
#[expect(
    clippy::print_stderr,
    reason = "the one place that speaks to the terminal"
)]
pub(crate) fn line(text: &str) {
    eprintln!("{text}");
}

/// Prints a result on stdout; a closed pipe is not a failure.
pub(crate) fn out(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}
