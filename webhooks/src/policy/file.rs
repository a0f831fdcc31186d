//! The policy file.

use std::fmt;

use countersign_heuristics::{Level, catalogue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Check, Disclosure};

/// Largest policy file that is read, in bytes.
pub const LONGEST_FILE: usize = 64 * 1024;
/// Every setting, for hints.
const KEYS: [&str; 7] = [
    "min_level",
    "disclosure",
    "exempt",
    "heuristics",
    "off",
    "notice",
    "check",
];

/// The policy file `.github/countersign.toml`. Settings that it leaves out come from the organisation's
/// `.github` repository, then from the server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("$id" = "urn:countersign:policy:1"))]
pub struct PolicyFile {
    /// The lowest level at which anything is posted.
    pub min_level: Option<MinLevel>,
    /// How much the comment shows.
    pub disclosure: Option<Disclosure>,
    /// Logins whose pull requests are not reviewed.
    pub exempt: Option<Vec<String>>,
    /// Which heuristics run.
    pub heuristics: Option<Heuristics>,
    /// The private repository (`OWNER/NAME`) in which maintainers are notified by an issue.
    pub notice: Option<String>,
    /// How the check run ends if there are findings.
    pub check: Option<Check>,
}

/// Which heuristics run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Heuristics {
    /// Ids of heuristics that do not run.
    pub off: Option<Vec<String>>,
}

/// The lowest level at which anything is posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MinLevel {
    /// Unusual, but honest contributors show it too.
    Note,
    /// Worth a review.
    Review,
    /// Needs a review before merging.
    Urgent,
}

impl From<MinLevel> for Level {
    fn from(level: MinLevel) -> Self {
        match level {
            MinLevel::Note => Self::Note,
            MinLevel::Review => Self::Review,
            MinLevel::Urgent => Self::Urgent,
        }
    }
}

/// A problem in a policy file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct PolicyError {
    /// The line, from 1, if it is about one.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.message)?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// Reads a policy file.
///
/// # Errors
/// When it is not TOML, or has an unknown setting or value.
pub fn parse(bytes: &[u8]) -> Result<PolicyFile, PolicyError> {
    let wrong = |message: &str| PolicyError {
        line: None,
        message: message.to_owned(),
        hint: None,
    };
    if bytes.len() > LONGEST_FILE {
        return Err(wrong("the file is longer than 64 KiB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| wrong("the file is not UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file: PolicyFile = toml::from_str(text).map_err(|error| problem(text, &error))?;
    check_heuristics(text, &file)?;
    check_notice(text, &file)?;
    Ok(file)
}

/// Where a setting belongs; `None` for a word that is not one.
fn place(key: &str) -> Option<&'static str> {
    match key {
        "off" => Some("below"),
        _ => KEYS.contains(&key).then_some("above"),
    }
}

fn problem(text: &str, error: &toml::de::Error) -> PolicyError {
    let span = error.span();
    let line = span.clone().map(|span| line_at(text, span.start));
    let quoted = span
        .and_then(|span| text.get(span))
        .unwrap_or_default()
        .trim();
    let message = error.message().lines().next().unwrap_or_default();
    if message.starts_with("unknown field") {
        let place = place(quoted);
        let wrong = match place {
            Some(_) => "stands in the wrong place",
            None => "is not a setting of a policy",
        };
        return PolicyError {
            line,
            message: format!("`{}` {wrong}", shown(quoted)),
            hint: place.map_or_else(
                || nearest(quoted, &KEYS),
                |place| Some(format!("write it {place} `[heuristics]`")),
            ),
        };
    }
    PolicyError {
        line,
        message: shown(message),
        hint: None,
    }
}

fn check_heuristics(text: &str, file: &PolicyFile) -> Result<(), PolicyError> {
    let known: Vec<&str> = catalogue().iter().map(|heuristic| heuristic.id).collect();
    let off = file
        .heuristics
        .iter()
        .filter_map(|it| it.off.as_ref())
        .flatten();
    for id in off {
        if !known.contains(&id.as_str()) {
            return Err(PolicyError {
                line: line_of(text, id),
                message: format!("`{}` is not a heuristic", shown(id)),
                hint: nearest(id, &known),
            });
        }
    }
    Ok(())
}

fn check_notice(text: &str, file: &PolicyFile) -> Result<(), PolicyError> {
    let Some(notice) = &file.notice else {
        return Ok(());
    };
    if notice.parse::<countersign_github::RepositoryName>().is_ok() {
        return Ok(());
    }
    Err(PolicyError {
        line: line_of(text, notice),
        message: format!("`{}` is not a repository", shown(notice)),
        hint: Some("write OWNER/NAME".to_owned()),
    })
}

/// The line, from 1, of a byte.
fn line_at(text: &str, byte: usize) -> usize {
    let before = text.as_bytes().get(..byte).unwrap_or_default();
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The line, from 1, of a quoted value.
fn line_of(text: &str, value: &str) -> Option<usize> {
    let found = text
        .find(&format!("\"{value}\""))
        .or_else(|| text.find(value));
    found.map(|byte| line_at(text, byte))
}

fn nearest(word: &str, known: &[&str]) -> Option<String> {
    let distance = |other: &&str| strsim::damerau_levenshtein(word, other);
    let nearest = known.iter().copied().min_by_key(distance)?;
    let is_near = distance(&nearest) <= (word.len() / 3).max(2);
    is_near.then(|| format!("did you mean `{nearest}`?"))
}

/// Text of the file on one short line, safe inside backticks.
fn shown(text: &str) -> String {
    let harmless = |letter: char| match letter {
        '`' => '\'',
        letter if letter.is_ascii_graphic() || letter == ' ' => letter,
        _ => '?',
    };
    text.chars().take(200).map(harmless).collect()
}

/// The JSON Schema of a policy file.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(PolicyFile).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Policy;

    fn complaint(text: &str) -> String {
        parse(text.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn a_whole_policy_is_read() {
        let file = parse(
            b"min_level = \"urgent\"\ndisclosure = \"private\"\nexempt = [\"Renovate[bot]\"]\n\
              notice = \"acme/security\"\ncheck = \"failure\"\n[heuristics]\noff = [\"two-clocks\"]\n",
        )
        .unwrap();
        let policy = Policy::default().overlaid(&file);
        assert_eq!(policy.min_level, Level::Urgent);
        assert_eq!(policy.disclosure_in(false), Disclosure::Private);
        assert!(policy.exempts("renovate[bot]"));
        assert_eq!(policy.notice.as_deref(), Some("acme/security"));
        assert_eq!(policy.check, Check::Failure);
        let runs = policy.heuristics();
        assert_eq!(runs.len() + 1, catalogue().len());
    }

    #[test]
    fn what_a_file_leaves_out_stays() {
        let organisation = parse(b"disclosure = \"full\"\nexempt = [\"a\"]").unwrap();
        let repository = parse(b"exempt = []").unwrap();
        let policy = Policy::default()
            .overlaid(&organisation)
            .overlaid(&repository);
        assert_eq!(policy.disclosure_in(false), Disclosure::Full);
        assert!(policy.exempt.is_empty());
    }

    #[test]
    fn public_repositories_say_less() {
        assert_eq!(Policy::default().disclosure_in(false), Disclosure::Summary);
        assert_eq!(Policy::default().disclosure_in(true), Disclosure::Full);
    }

    #[test]
    fn complaints_name_line_and_hint() {
        for (text, expected) in [
            (
                "min_level = \"review\"\nexemt = []\n",
                "line 2: `exemt` is not a setting of a policy (did you mean `exempt`?)",
            ),
            (
                "off = [\"split-clock\"]\n",
                "line 1: `off` stands in the wrong place (write it below `[heuristics]`)",
            ),
            (
                "[heuristics]\nexempt = []\n",
                "line 2: `exempt` stands in the wrong place (write it above `[heuristics]`)",
            ),
            (
                "\n\n[heuristics]\noff = [\"split-clok\"]\n",
                "line 4: `split-clok` is not a heuristic (did you mean `split-clock`?)",
            ),
            (
                "notice = \"security\"",
                "line 1: `security` is not a repository (write OWNER/NAME)",
            ),
            ("@everybody = 1", "line 1: "),
            ("min_level = \"loud\"", "line 1: unknown variant"),
        ] {
            let complaint = complaint(text);
            assert!(complaint.starts_with(expected), "{text}: {complaint}");
        }
    }

    #[test]
    fn complaints_quote_harmlessly() {
        let complaint = complaint("\"a`@team\\u202e<b>\" = 1");
        assert!(!complaint.contains("`@"), "{complaint}");
        assert!(complaint.is_ascii(), "{complaint}");
    }
}
