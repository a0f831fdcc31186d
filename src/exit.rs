//! How the command ends: exit codes and the failures behind them.

use std::fmt::Write as _;
use std::process::ExitCode;

/// How the command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// It did what it was asked.
    Done = 0,
    /// `--fail-on` was reached, a bundle failed verification, or a check of the App failed.
    Findings = 1,
    /// The arguments are wrong. The argument parser itself ends with this number too.
    Usage = 2,
    /// Some repositories could not be read; the report covers the others.
    SomeUnread = 3,
    /// No repository could be read.
    NoneRead = 4,
    /// A file, the database or the cache could not be read or written.
    Storage = 5,
    /// Stopped by a signal.
    Interrupted = 130,
}

/// All exit codes, for the help of the command as a whole and its manual page.
pub(crate) fn all_codes() -> String {
    codes(&[
        (
            Exit::Findings,
            "findings at or above --fail-on (scan), a bundle that failed verification (verify), or a failed check (doctor)",
        ),
        (
            Exit::SomeUnread,
            "some repositories could not be read (scan), or a clone lacks commits (verify)",
        ),
        (Exit::NoneRead, "no repository could be read"),
        (
            Exit::Storage,
            "a file, the database or the cache could not be read or written",
        ),
    ])
}

/// The exit codes of one subcommand as text: its own, and those that every subcommand has.
pub(crate) fn codes(own: &[(Exit, &str)]) -> String {
    let mut codes = vec![
        (Exit::Done, "success"),
        (Exit::Usage, "wrong arguments"),
        (Exit::Interrupted, "interrupted (Ctrl-C, SIGTERM or SIGHUP)"),
    ];
    codes.retain(|(exit, _)| own.iter().all(|(other, _)| other != exit));
    codes.extend(own);
    codes.sort_by_key(|(exit, _)| *exit);
    let mut text = String::from("Exit codes:\n");
    for (exit, meaning) in codes {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {:>3}  {meaning}", exit as u8);
    }
    text.truncate(text.trim_end().len());
    text
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why the command failed.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) exit: Exit,
    /// What went wrong, with its causes: printed after "error:".
    pub(crate) error: anyhow::Error,
    /// What the user can do about it: printed after "hint:", begins with a verb.
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
