//! The baseline: findings that maintainers checked and accepted, with the reason.
//!
//! It is a TOML file of `[[accepted]]` tables, kept under version control beside the code. It lists
//! fingerprints of findings and does not name people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

use crate::model::{Person, Scan};

/// Accepted findings by fingerprint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    accepted: BTreeMap<String, Accepted>,
}

/// One accepted finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The heuristic that found it.
    pub heuristic: String,
    /// Why it is accepted.
    pub reason: String,
    /// On which day: `YYYY-MM-DD`.
    pub date: String,
    /// Who accepted it, if known. A baseline file does not say.
    pub by: Option<String>,
}

/// Why a baseline cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BaselineError {
    /// A line of the file is wrong.
    #[error("line {line}: {message}")]
    Line {
        /// Line of the file, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
    /// There is no reason.
    #[error("a finding cannot be accepted without a reason")]
    NoReason,
    /// The day of acceptance is not a date.
    #[error("{0:?} is not a date of the form YYYY-MM-DD")]
    BadDate(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accepted: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    finding: Spanned<String>,
    heuristic: Spanned<String>,
    reason: Spanned<String>,
    date: Spanned<Day>,
}

/// A day, quoted or bare.
#[derive(Deserialize)]
#[serde(untagged, expecting = "a date is `YYYY-MM-DD`")]
enum Day {
    Quoted(String),
    Bare(Datetime),
}

impl Baseline {
    /// Reads a baseline file.
    ///
    /// # Errors
    /// When it is not TOML, has an unknown or missing key or a wrong value, or lists a finding twice.
    pub fn parse(text: &str) -> Result<Self, BaselineError> {
        let wrong = |offset: usize, message: String| BaselineError::Line {
            line: line_at(text, offset),
            message,
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            wrong(offset, one_line(error.message()))
        })?;
        let mut accepted = BTreeMap::new();
        for entry in file.accepted {
            let at = entry.finding.span().start;
            let finding = entry.finding.into_inner();
            if !is_fingerprint(&finding) {
                let expected = "a finding is `f-` and twelve hexadecimal digits";
                return Err(wrong(at, format!("{expected}, not {finding:?}")));
            }
            for (key, value) in [("heuristic", &entry.heuristic), ("reason", &entry.reason)] {
                if value.get_ref().trim().is_empty() {
                    return Err(wrong(value.span().start, format!("`{key}` is empty")));
                }
            }
            let date = match entry.date.get_ref() {
                Day::Quoted(text) => text.clone(),
                Day::Bare(date) => date.to_string(),
            };
            let day_at = entry.date.span().start;
            let day = day(&date).map_err(|error| wrong(day_at, error.to_string()))?;
            let value = Accepted {
                heuristic: entry.heuristic.into_inner(),
                reason: entry.reason.into_inner(),
                date: day,
                by: None,
            };
            if accepted.insert(finding.clone(), value).is_some() {
                return Err(wrong(at, format!("{finding} is accepted twice")));
            }
        }
        Ok(Self { accepted })
    }

    /// The entry for the finding with this fingerprint; `None` if it is not accepted.
    #[must_use]
    pub fn accepts(&self, fingerprint: &str) -> Option<&Accepted> {
        self.accepted.get(fingerprint)
    }

    /// Accepts the finding with this fingerprint, for a command on a pull request.
    pub fn accept(&mut self, fingerprint: String, accepted: Accepted) {
        self.accepted.insert(fingerprint, accepted);
    }

    /// How many findings it accepts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.accepted.len()
    }

    /// Whether it accepts none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.accepted.is_empty()
    }

    /// The text of a baseline file that also accepts every finding listed in `scan`: `existing`, unchanged and
    /// with its comments, then the new entries.
    ///
    /// `existing` may be empty. `date` is the day of acceptance, `YYYY-MM-DD`.
    ///
    /// # Errors
    /// When `existing` is not a baseline, the reason is empty, or the date is not a date.
    pub fn write(
        existing: &str,
        scan: &Scan,
        reason: &str,
        date: &str,
    ) -> Result<String, BaselineError> {
        let mut known = Self::parse(existing)?;
        if reason.trim().is_empty() {
            return Err(BaselineError::NoReason);
        }
        let date = day(date)?;
        let reason = one_line(reason);
        let mut text = existing.to_owned();
        let mut entries = String::new();
        for finding in scan
            .people
            .iter()
            .flat_map(|person: &Person| &person.findings)
        {
            let value = Accepted {
                heuristic: finding.heuristic.to_owned(),
                reason: reason.clone(),
                date: date.clone(),
                by: None,
            };
            if known.accepts(&finding.fingerprint).is_none() {
                push_entry(&mut entries, &finding.fingerprint, &value);
                known.accepted.insert(finding.fingerprint.clone(), value);
            }
        }
        if entries.is_empty() {
            return Ok(text);
        }
        if text.is_empty() {
            text.push_str(HEADER);
        } else if !text.ends_with('\n') {
            text.push('\n');
        }
        text.push_str(&entries);
        // Nothing can be appended to a file that spells its list as `accepted = [...]`, so write it anew.
        match Self::parse(&text) {
            Ok(_) => Ok(text),
            Err(_) => Ok(known.to_text()),
        }
    }

    fn to_text(&self) -> String {
        let mut text = HEADER.to_owned();
        for (finding, accepted) in &self.accepted {
            push_entry(&mut text, finding, accepted);
        }
        text
    }
}

const HEADER: &str = "# Findings that maintainers checked and accepted. They no longer count; reports show the reasons.\n";

fn push_entry(text: &mut String, finding: &str, accepted: &Accepted) {
    let quoted = |text: &str| toml::Value::String(text.to_owned());
    let _ = write!(
        text,
        "\n[[accepted]]\nfinding = {}\nheuristic = {}\nreason = {}\ndate = {}\n",
        quoted(finding),
        quoted(&accepted.heuristic),
        quoted(&accepted.reason),
        quoted(&accepted.date),
    );
}

fn is_fingerprint(text: &str) -> bool {
    let digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    text.strip_prefix("f-")
        .is_some_and(|digits| digits.len() == 12 && digits.as_bytes().iter().all(digit))
}

fn day(text: &str) -> Result<String, BaselineError> {
    let bad = || BaselineError::BadDate(text.to_owned());
    let day: Date = text.parse().map_err(|_| bad())?;
    let canonical = day.to_string();
    if canonical == text {
        Ok(canonical)
    } else {
        Err(bad())
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    let before = &text.as_bytes()[..offset.min(text.len())];
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// The same text on one line.
fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}
