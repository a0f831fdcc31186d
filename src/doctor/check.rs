//! The outcome of a check, and how it is shown.

use std::fmt::Write as _;

use serde_json::json;

use crate::exit::Failure;
use crate::output::{counted, printable};

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    Ok,
    /// It could not be made because another check failed.
    Skipped,
    /// The App works, but something deserves a look.
    Warning,
    Failed,
}

impl Status {
    fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Skipped => "skipped",
            Self::Warning => "warning",
            Self::Failed => "failed",
        }
    }
}

/// One check with its outcome.
struct Check {
    /// Its name, which stays the same from version to version.
    id: &'static str,
    status: Status,
    message: String,
    /// What to do about it; begins with a verb.
    remedy: Option<String>,
}

/// All checks, in the order in which they were made.
#[derive(Default)]
pub(super) struct Checks(Vec<Check>);

impl Checks {
    fn add(&mut self, id: &'static str, status: Status, message: &str, remedy: Option<&str>) {
        self.0.push(Check {
            id,
            status,
            message: printable(message),
            remedy: remedy.map(printable),
        });
    }

    pub(super) fn ok(&mut self, id: &'static str, message: impl AsRef<str>) {
        self.add(id, Status::Ok, message.as_ref(), None);
    }

    pub(super) fn skip(&mut self, id: &'static str, message: impl AsRef<str>) {
        self.add(id, Status::Skipped, message.as_ref(), None);
    }

    pub(super) fn warn(
        &mut self,
        id: &'static str,
        message: impl AsRef<str>,
        remedy: impl AsRef<str>,
    ) {
        let remedy = Some(remedy.as_ref());
        self.add(id, Status::Warning, message.as_ref(), remedy);
    }

    pub(super) fn fail(
        &mut self,
        id: &'static str,
        message: impl AsRef<str>,
        remedy: impl AsRef<str>,
    ) {
        let remedy = Some(remedy.as_ref());
        self.add(id, Status::Failed, message.as_ref(), remedy);
    }

    /// Adds a failure with its hint; without one, `remedy` says what to do.
    pub(super) fn failure(&mut self, id: &'static str, failure: &Failure, remedy: &str) {
        let message = format!("{:#}", failure.error);
        self.fail(id, message, failure.hint.as_deref().unwrap_or(remedy));
    }

    pub(super) fn worst(&self) -> Status {
        let worst = self.0.iter().map(|check| check.status).max();
        worst.unwrap_or(Status::Ok)
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for check in &self.0 {
            let (status, id) = (check.status.as_str(), check.id);
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{status:<8} {id:<15} {}", check.message);
            if let Some(remedy) = &check.remedy {
                let _ = writeln!(text, "{:<24} fix: {remedy}", "");
            }
        }
        let count = |status| {
            let checks = self.0.iter().filter(|check| check.status == status);
            checks.count() as u64
        };
        let _ = writeln!(
            text,
            "{}, {}",
            counted(count(Status::Failed), "failure", "failures"),
            counted(count(Status::Warning), "warning", "warnings"),
        );
        text
    }

    pub(super) fn json(&self) -> String {
        let checks = self.0.iter().map(|check| {
            json!({
                "id": check.id,
                "status": check.status.as_str(),
                "message": check.message,
                "remedy": check.remedy,
            })
        });
        let report = json!({
            "version": env!("CARGO_PKG_VERSION"),
            "status": self.worst().as_str(),
            "checks": checks.collect::<Vec<_>>(),
        });
        format!("{report:#}\n")
    }
}
