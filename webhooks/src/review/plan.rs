//! The plan of a review: what to write, from what GitHub should show and what it shows now.

use countersign_heuristics::Level;
use countersign_store::Review as Stored;
use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{CheckDraft, Notice, Present, PresentComment, Wanted};

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

/// The plan that turns what GitHub shows into what it should show.
#[must_use]
pub fn plan(wanted: &Wanted, past: Option<&Stored>, present: &Present) -> Plan {
    let comment = comment(wanted, past, &present.comment);
    let check = match (&wanted.check, present.check) {
        (Some(draft), Some(id)) => CheckPlan::Update {
            id,
            draft: draft.clone(),
        },
        (Some(draft), None) => CheckPlan::Create {
            draft: draft.clone(),
        },
        (None, Some(id)) => CheckPlan::Update {
            id,
            draft: wanted.passed.clone(),
        },
        (None, None) => CheckPlan::Leave,
    };
    // Maintainers are notified once, and again if the level rises.
    let notice = wanted.notice.clone().filter(|_| wanted.level > level(past));
    Plan {
        level: wanted.level,
        comment,
        check,
        notice,
    }
}

fn comment(wanted: &Wanted, past: Option<&Stored>, present: &PresentComment) -> CommentPlan {
    let leave = |because| CommentPlan::Leave { because };
    match (&wanted.comment, present) {
        (None, PresentComment::None) => leave("there is nothing to report"),
        (None, PresentComment::Deleted) => leave("it was deleted"),
        (Some(body), PresentComment::None) => CommentPlan::Create { body: body.clone() },
        // The person who deleted it has read it. It is written again only if the level has risen.
        (Some(body), PresentComment::Deleted) if wanted.shown > level(past) => {
            CommentPlan::Create { body: body.clone() }
        }
        (Some(_), PresentComment::Deleted) => leave("it was deleted"),
        (_, PresentComment::There(there)) if there.edited_by_person.is_some() => {
            leave("a person edited it")
        }
        // An earlier run may have stopped after writing the text and before minimising the comment.
        (None, PresentComment::There(there))
            if is_same(&there.body, &wanted.resolved) && there.minimised =>
        {
            leave("it already says that nothing is left")
        }
        (None, PresentComment::There(there)) => CommentPlan::Resolve {
            id: there.id,
            node_id: there.node_id.clone(),
            body: wanted.resolved.clone(),
        },
        (Some(body), PresentComment::There(there))
            if is_same(&there.body, body) && !there.minimised =>
        {
            leave("it is up to date")
        }
        (Some(body), PresentComment::There(there)) => CommentPlan::Update {
            id: there.id,
            node_id: there.node_id.clone(),
            folded: there.minimised,
            body: body.clone(),
        },
    }
}

/// The level of what was written last.
pub(crate) fn level(past: Option<&Stored>) -> Level {
    let word = past.map_or("quiet", |past| past.level.as_str());
    let known = Level::ALL.into_iter().find(|level| level.as_str() == word);
    known.unwrap_or_default()
}

/// GitHub trims what it stores.
fn is_same(stored: &str, wanted: &str) -> bool {
    digest(stored) == digest(wanted)
}

/// A digest of a comment's text that does not depend on line ends.
pub(crate) fn digest(body: &str) -> String {
    let mut sha = Sha256::new();
    for line in body.trim().lines() {
        sha.update(line.trim_end().as_bytes());
        sha.update(b"\n");
    }
    HEXLOWER.encode(&sha.finalize()[..16])
}
