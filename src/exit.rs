//! How the command ends: exit codes and the failures behind them.

use std::fmt::Write as _;
use std::process::ExitCode;

/// How the command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// It did what it was asked.
    Done = 0,
    /// `--fail-on` was reached, or a bundle does not hold.
    Findings = 1,
    /// The arguments make no sense. The argument parser itself ends with this number too.
    Usage = 2,
    /// Some repositories could not be read; the report covers the others.
    SomeUnread = 3,
    /// No repository could be read.
    NoneRead = 4,
    /// Output, baseline, bundle, list, database or cache could not be read or written.
    Storage = 5,
    /// Stopped by a signal.
    Interrupted = 130,
}

/// What each exit code means: help, manual and tests read it here.
pub(crate) const EXITS: &[(Exit, &str)] = &[
    (Exit::Done, "done; nobody is at or above --fail-on"),
    (
        Exit::Findings,
        "somebody is at or above --fail-on; a bundle does not hold or is not found again",
    ),
    (Exit::Usage, "wrong arguments"),
    (
        Exit::SomeUnread,
        "some repositories could not be read; the report covers the others",
    ),
    (Exit::NoneRead, "no repository could be read"),
    (
        Exit::Storage,
        "output, baseline, bundle, list, database or cache could not be read or written",
    ),
    (Exit::Interrupted, "interrupted (Ctrl-C, SIGTERM, SIGHUP)"),
];

/// The table of exit codes as text.
pub(crate) fn table() -> String {
    let mut text = String::from("Exit codes:\n");
    for (exit, meaning) in EXITS {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {:>3}  {meaning}", *exit as u8);
    }
    text.truncate(text.trim_end().len());
    text
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why the command could not do what it was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// A fragment that reads after "error:", with its causes.
    pub(crate) error: anyhow::Error,
    /// What the user can do about it.
    pub(crate) hint: Option<String>,
}

impl Failure {
    pub(crate) fn new(exit: Exit, error: impl Into<anyhow::Error>) -> Self {
        Self {
            exit,
            error: error.into(),
            hint: None,
        }
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, anyhow::Error::msg(message.into()))
    }

    pub(crate) fn storage(error: impl Into<anyhow::Error>) -> Self {
        Self::new(Exit::Storage, error)
    }

    pub(crate) fn interrupted() -> Self {
        Self::new(Exit::Interrupted, anyhow::Error::msg("interrupted"))
    }

    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }
}
