//! What the developer who runs the command is told, on stderr.

/// Prints one line.
#[expect(
    clippy::print_stderr,
    reason = "the one place that speaks to the terminal"
)]
pub(crate) fn line(text: &str) {
    eprintln!("{text}");
}
