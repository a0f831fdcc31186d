//! `calibrate measure`: every heuristic over every repository.

use std::path::PathBuf;

/// Run every heuristic over repositories and count who could be tested and who fired.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Local repositories, each a folder that git knows; a mirror holds the pull requests too.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// Measures as the arguments ask.
///
/// # Errors
/// When a repository cannot be read.
pub(crate) fn run(args: &Args) -> anyhow::Result<()> {
    for path in &args.paths {
        anyhow::ensure!(path.exists(), "{} is not there", path.display());
    }
    Ok(())
}
