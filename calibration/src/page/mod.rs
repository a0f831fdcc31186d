//! `calibrate page`: the page about the measurement, with its plots.

/// Write docs/calibration.md and its plots from the records.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Writes the page.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn run(_: &Args) -> anyhow::Result<()> {
    Ok(())
}
