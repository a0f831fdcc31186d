//! Policy files: `countersign policy` checks them, and scans apply what concerns them.

use std::path::{Path, PathBuf};

use countersign_heuristics::{Heuristic, Level};
use countersign_history::file_on_default_branch;
use countersign_webhooks::policy;

use crate::app::read_policy;
use crate::exit::{Exit, Failure};
use crate::output;

/// Check a policy file of the GitHub App, or print the schema of policy files
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Check a policy file: print the first error with its line, or nothing
    Check {
        /// Policy file
        #[arg(default_value = policy::PATH)]
        file: PathBuf,
    },
    /// Print the JSON Schema of policy files
    Schema,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.action {
        Action::Check { file } => {
            read_policy(file)?;
        }
        Action::Schema => output::print(format!("{:#}\n", policy::schema()).as_bytes())?,
    }
    Ok(Exit::Done)
}

/// What a policy file says about scans.
pub(crate) struct ScanPolicy {
    policy: policy::Policy,
    min_level: Option<Level>,
}

impl ScanPolicy {
    /// The file that the user named.
    pub(crate) fn read(path: &Path) -> Result<Self, Failure> {
        Ok(Self::of(&read_policy(path)?))
    }

    /// The file of a repository; `None` if it has none, or its files were not fetched. The error says why the file
    /// cannot be read.
    pub(crate) fn of_repository(folder: &Path) -> Result<Option<Self>, String> {
        let file = file_on_default_branch(folder, policy::PATH, policy::LONGEST_FILE);
        let file = file.map_err(|error| format!("{:#}", anyhow::Error::new(error)))?;
        let Some(bytes) = file else { return Ok(None) };
        let file = policy::parse(&bytes).map_err(|error| error.to_string())?;
        Ok(Some(Self::of(&file)))
    }

    fn of(file: &policy::PolicyFile) -> Self {
        Self {
            policy: policy::Policy::default().overlaid(file),
            min_level: file.min_level.map(Level::from),
        }
    }

    /// The lowest level that is shown, if the file sets one.
    pub(crate) fn min_level(&self) -> Option<Level> {
        self.min_level
    }

    /// Whether the file switches a heuristic off.
    pub(crate) fn switches_off(&self, heuristic: &Heuristic) -> bool {
        self.policy.off.contains(heuristic.id)
    }

    /// Whether an account is exempt.
    pub(crate) fn exempts(&self, login: &str) -> bool {
        self.policy.exempts(login)
    }
}

/// Path of the policy file in a repository.
pub(crate) const PATH: &str = policy::PATH;
