//! Check runs.

/// How a check run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conclusion {
    /// Nothing found.
    Success,
    /// Findings that do not block merging.
    Neutral,
    /// Findings that block merging where the check is required.
    Failure,
    /// The check was not run.
    Skipped,
}

impl Conclusion {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Neutral => "neutral",
            Self::Failure => "failure",
            Self::Skipped => "skipped",
        }
    }
}

/// How serious an annotation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnnotationLevel {
    /// For information.
    Notice,
    /// A warning.
    Warning,
    /// A failure.
    Failure,
}

impl AnnotationLevel {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Failure => "failure",
        }
    }
}

/// A remark on a line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The file.
    pub path: String,
    /// The first line, from 1.
    pub start_line: u64,
    /// The last line.
    pub end_line: u64,
    /// How serious.
    pub level: AnnotationLevel,
    /// A title of at most 255 characters.
    pub title: String,
    /// The remark.
    pub message: String,
}

/// A check run to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRunDraft {
    /// Its name, the same on every commit.
    pub name: String,
    /// The commit it is about.
    pub head: String,
    /// Our own reference, found again in [`CheckRun::external_id`].
    pub external_id: Option<String>,
    /// The target of the "Details" link.
    pub details_url: Option<String>,
    /// How it ended; `None` while it is under way.
    pub conclusion: Option<Conclusion>,
    /// The headline.
    pub title: String,
    /// Markdown of at most 65,535 characters.
    pub summary: String,
    /// More Markdown of at most 65,535 characters.
    pub text: Option<String>,
    /// Any number; they are sent 50 at a time. GitHub adds them to those of an existing run.
    pub annotations: Vec<Annotation>,
}

/// A check run that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckRun {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// The commit it is about.
    pub head: String,
    /// Our reference.
    pub external_id: Option<String>,
    /// `queued`, `in_progress` or `completed`.
    pub status: String,
    /// How it ended, in GitHub's own word.
    pub conclusion: Option<String>,
    /// The App that made it.
    pub app_id: Option<u64>,
}
