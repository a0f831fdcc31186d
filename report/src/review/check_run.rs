//! The check run on a pull request's head.

use countersign_heuristics::Field;

use super::comment::{Around, full, summary};
use super::links::Links;
use super::model::{Disclosure, Review};
use crate::escape::{is_deceptive, plain};
use crate::figures::counted;
use crate::model::{Finding, Person};

/// The most characters that GitHub takes in a check run's summary.
pub const LONGEST_SUMMARY: usize = 65_535;

/// The most annotations that GitHub takes in one request.
pub const MOST_ANNOTATIONS: usize = 50;

/// A check run that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRun {
    /// One line.
    pub title: String,
    /// Markdown, at most [`LONGEST_SUMMARY`] characters.
    pub summary: String,
    /// How it ended.
    pub conclusion: Conclusion,
    /// Remarks on files.
    pub annotations: Vec<Annotation>,
}

/// How a check run ends. Only a policy can make it fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Conclusion {
    /// There is something to look at.
    Neutral,
    /// There is nothing to look at.
    Success,
}

impl Conclusion {
    /// Its name in GitHub's interface.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Success => "success",
        }
    }
}

/// A remark on a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Annotation {
    /// The file, from the repository's root.
    pub path: String,
    /// What it is about.
    pub title: String,
    /// One sentence of plain fact.
    pub message: String,
}

impl CheckRun {
    /// The annotations in requests that GitHub takes.
    pub fn batches(&self) -> impl Iterator<Item = &[Annotation]> {
        self.annotations.chunks(MOST_ANNOTATIONS)
    }
}

/// The check run: neutral if there is something to look at, otherwise a success.
#[must_use]
pub fn check_run(review: &Review, disclosure: Disclosure, links: &Links) -> CheckRun {
    if !review.needs_a_look() {
        return CheckRun {
            title: "Nothing to look at".to_owned(),
            summary:
                "The commit records of this pull request give no reason for a closer look. That \
                      vouches for nobody: newcomers have too little history for most checks.\n"
                    .to_owned(),
            conclusion: Conclusion::Success,
            annotations: Vec::new(),
        };
    }
    let findings = counted(review.beyond_context(), "finding", "findings");
    let around = Around {
        ending: super::blocks::footer(review),
        ..Around::default()
    };
    let (title, summary, annotations) = match disclosure {
        Disclosure::Full => (
            format!("Look at {findings} before merging"),
            full(review, links, around).fit(LONGEST_SUMMARY),
            annotations(review),
        ),
        Disclosure::Summary => (
            "Maintainers: look at this before you merge".to_owned(),
            summary(review, links) + &super::blocks::footer(review),
            Vec::new(),
        ),
    };
    CheckRun {
        title,
        summary,
        conclusion: Conclusion::Neutral,
        annotations,
    }
}

/// One remark per file that a finding names.
fn annotations(review: &Review) -> Vec<Annotation> {
    let findings = review.findings();
    let mut all: Vec<_> = findings.iter().flat_map(on_files).collect();
    all.sort();
    all.dedup();
    all
}

fn on_files<'a>(
    (_, finding): &(&Person, &'a Finding),
) -> impl Iterator<Item = Annotation> + use<'a> {
    let finding = *finding;
    let records = finding.evidence.iter().map(|one| &one.record);
    let paths = records.filter(|record| record.field == Field::Path);
    let paths = paths.filter_map(|record| record.value.as_text());
    paths.filter(|path| is_path(path)).map(|path| Annotation {
        path: path.to_owned(),
        title: plain(finding.title),
        message: plain(&finding.summary),
    })
}

/// Whether the text is a path as git has it: shown paths have unreadable characters replaced.
fn is_path(text: &str) -> bool {
    let broken = |letter: char| letter == char::REPLACEMENT_CHARACTER || is_deceptive(letter);
    !text.is_empty() && !text.contains(broken)
}
