//! What a review writes, as values: a plan is applied later, or only printed.

use countersign_heuristics::Level;
use serde::Serialize;

/// Everything a review writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The level of everything that is written.
    #[serde(serialize_with = "as_str")]
    pub level: Level,
    /// What happens to the comment.
    pub comment: CommentPlan,
    /// What happens to the check run.
    pub check: CheckPlan,
    /// The private issue for maintainers.
    pub notice: Option<Notice>,
    /// Fingerprints of the findings that comment and check run show once this is applied.
    #[serde(skip)]
    pub shown: Vec<String>,
}

fn as_str<S: serde::Serializer>(level: &Level, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(level.as_str())
}

/// What happens to the one comment of a pull request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum CommentPlan {
    /// Nothing.
    Leave {
        /// Why.
        because: &'static str,
    },
    /// It is written.
    Create {
        /// Markdown.
        body: String,
    },
    /// Its text is replaced, and it is shown if it is minimised.
    Update {
        /// Its number.
        id: u64,
        /// Its id in GraphQL.
        node_id: String,
        /// Whether it is minimised.
        folded: bool,
        /// Markdown.
        body: String,
    },
    /// It is replaced by a text that nothing is left, and minimised.
    Resolve {
        /// Its number.
        id: u64,
        /// Its id in GraphQL.
        node_id: String,
        /// Markdown.
        body: String,
    },
}

impl CommentPlan {
    pub(crate) fn id(&self) -> Option<u64> {
        match self {
            Self::Update { id, .. } | Self::Resolve { id, .. } => Some(*id),
            Self::Leave { .. } | Self::Create { .. } => None,
        }
    }

    pub(crate) fn body(&self) -> Option<&str> {
        match self {
            Self::Create { body } | Self::Update { body, .. } | Self::Resolve { body, .. } => {
                Some(body)
            }
            Self::Leave { .. } => None,
        }
    }
}

/// What happens to the check run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "do", rename_all = "kebab-case")]
pub enum CheckPlan {
    /// Nothing.
    Leave,
    /// It is created.
    Create {
        /// Its text.
        draft: CheckDraft,
    },
    /// Its text is replaced.
    Update {
        /// Its number.
        id: u64,
        /// Its text.
        draft: CheckDraft,
    },
}

impl Plan {
    /// Whether applying it changes nothing.
    #[must_use]
    pub fn writes_nothing(&self) -> bool {
        let leaves = matches!(self.comment, CommentPlan::Leave { .. });
        leaves && self.check == CheckPlan::Leave && self.notice.is_none()
    }
}

/// A check run's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckDraft {
    /// The commit.
    pub head: String,
    /// One line.
    pub title: String,
    /// Markdown.
    pub summary: String,
    /// `success`, `neutral` or `failure`.
    pub conclusion: &'static str,
    /// Remarks on files.
    pub remarks: Vec<CheckRemark>,
}

/// A remark on a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CheckRemark {
    /// The file.
    pub path: String,
    /// A short title.
    pub title: String,
    /// One sentence.
    pub message: String,
}

/// An issue in a private repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Its title.
    pub title: String,
    /// Markdown.
    pub body: String,
}
