//! Running the `git` program in isolation: without the configuration of the user or the machine, and
//! without hooks, prompts, helpers or fetches that were not asked for.

use std::env;
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use bstr::ByteSlice as _;

/// Variables that say how programs reach the network.
const NETWORK: [&str; 11] = [
    "http_proxy",
    "https_proxy",
    "HTTPS_PROXY",
    "all_proxy",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "GIT_SSL_CAINFO",
    "CURL_CA_BUNDLE",
];
/// What programs need to start at all.
const SYSTEM: [&str; 3] = ["PATH", "TMPDIR", "SYSTEMROOT"];

/// Why git failed.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no `git` program.
    #[error("cannot run `git`: install git, or put it on the PATH")]
    Missing(#[source] io::Error),
    /// Git ended with an error.
    #[error("git failed: {message}")]
    Failed {
        /// Git's last message, without `fatal:`.
        message: String,
    },
}

/// A git command that is being built.
pub(crate) struct Git {
    command: Command,
    settings: Vec<(String, String)>,
}

impl Git {
    /// A command on no repository.
    pub(crate) fn new() -> Self {
        let mut command = Command::new("git");
        command.env_clear();
        command.envs(inherited(&SYSTEM));
        command.envs([
            ("LC_ALL", "C"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_CONFIG_SYSTEM", "/dev/null"),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_ATTR_NOSYSTEM", "1"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_ASKPASS", ""),
            ("SSH_ASKPASS_REQUIRE", "never"),
            ("GIT_NO_REPLACE_OBJECTS", "1"),
            ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_OPTIONAL_LOCKS", "0"),
            ("GIT_TEMPLATE_DIR", ""),
            ("GIT_ALLOW_PROTOCOL", "none"),
        ]);
        command.stdin(Stdio::null());
        let mut git = Self {
            command,
            settings: Vec::new(),
        };
        for (key, value) in [
            ("core.hooksPath", "/dev/null"),
            ("core.fsmonitor", "false"),
            ("core.pager", "cat"),
            ("gc.auto", "0"),
            ("maintenance.auto", "false"),
            ("credential.helper", ""),
            ("advice.graftFileDeprecated", "false"),
        ] {
            git.set(key, value);
        }
        git
    }

    /// A command on the repository whose git folder is `git_dir`, regardless of the folder's owner.
    pub(crate) fn local(git_dir: &Path) -> Self {
        let mut git = Self::new();
        git.command.env("GIT_DIR", git_dir);
        git
    }

    /// Overrides a configuration value. It is passed in the environment, where other users cannot see it.
    pub(crate) fn set(&mut self, key: &str, value: &str) {
        self.settings.push((key.to_owned(), value.to_owned()));
    }

    pub(crate) fn env(&mut self, key: &str, value: impl AsRef<OsStr>) {
        self.command.env(key, value);
    }

    /// Passes on the variables that say how this machine reaches the network.
    pub(crate) fn with_network(&mut self) {
        self.command.envs(inherited(&NETWORK));
    }

    /// Passes on these variables of this process.
    pub(crate) fn inherit(&mut self, names: &[&str]) {
        self.command.envs(inherited(names));
    }

    pub(crate) fn args<S: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.command.args(arguments);
        self
    }

    /// The finished command.
    pub(crate) fn command(mut self) -> Command {
        self.command
            .env("GIT_CONFIG_COUNT", self.settings.len().to_string());
        for (number, (key, value)) in self.settings.iter().enumerate() {
            self.command
                .env(format!("GIT_CONFIG_KEY_{number}"), key)
                .env(format!("GIT_CONFIG_VALUE_{number}"), value);
        }
        self.command
    }

    /// Runs a short command to its end and returns what it printed.
    pub(crate) fn output(self) -> Result<Vec<u8>, GitError> {
        let output = self.command().output().map_err(GitError::Missing)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        Err(GitError::Failed {
            message: last_message(&output.stderr),
        })
    }
}

fn inherited<'a>(names: &[&'a str]) -> Vec<(&'a str, std::ffi::OsString)> {
    names
        .iter()
        .filter_map(|name| Some((*name, env::var_os(name)?)))
        .collect()
}

/// The last line that is not empty, without git's own prefix.
pub(crate) fn last_message(stderr: &[u8]) -> String {
    let lines = stderr.lines().map(<[u8]>::trim);
    let line = lines
        .rev()
        .find(|line| !line.is_empty())
        .unwrap_or_default();
    let line = line.strip_prefix(b"fatal: ").unwrap_or(line);
    line.to_str_lossy().into_owned()
}
