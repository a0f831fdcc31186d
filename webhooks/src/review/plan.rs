//! What a review writes: a value, made from what is wanted and what is there.

use countersign_heuristics::Level;
use countersign_store::Review as Stored;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{CheckDraft, Notice, Present, PresentComment, Wanted};

/// Everything a review writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// The level that what is written stands for.
    #[serde(serialize_with = "as_str")]
    pub level: Level,
    /// What happens to the comment.
    pub comment: CommentPlan,
    /// What happens to the check run.
    pub check: CheckPlan,
    /// The issue that maintainers get in private.
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
    /// It is replaced, and unfolded.
    Update {
        /// Its number.
        id: u64,
        /// Its id in GraphQL.
        node_id: String,
        /// Whether it is folded away.
        folded: bool,
        /// Markdown.
        body: String,
    },
    /// It is replaced by word that nothing is left, and folded away.
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
    pub(super) fn id(&self) -> Option<u64> {
        match self {
            Self::Update { id, .. } | Self::Resolve { id, .. } => Some(*id),
            Self::Leave { .. } | Self::Create { .. } => None,
        }
    }

    pub(super) fn body(&self) -> Option<&str> {
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
    /// It is made.
    Create {
        /// What it says.
        draft: CheckDraft,
    },
    /// It says something else.
    Update {
        /// Its number.
        id: u64,
        /// What it says.
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

/// Plans the way from what is there to what is wanted.
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
    // Maintainers are told once, and again when it gets worse.
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
        (None, PresentComment::None) => leave("there is nothing to say"),
        (None, PresentComment::Deleted) => leave("it was deleted"),
        (Some(body), PresentComment::None) => CommentPlan::Create { body: body.clone() },
        // Whoever deleted it has read it, unless there is more to say now.
        (Some(body), PresentComment::Deleted) if wanted.shown > level(past) => {
            CommentPlan::Create { body: body.clone() }
        }
        (Some(_), PresentComment::Deleted) => leave("it was deleted"),
        (_, PresentComment::There(there)) if there.edited_by_person.is_some() => {
            leave("a person edited it")
        }
        // Between the text and the folding a run may have broken off.
        (None, PresentComment::There(there))
            if is_same(&there.body, &wanted.resolved) && there.minimised =>
        {
            leave("it says that nothing is left")
        }
        (None, PresentComment::There(there)) => CommentPlan::Resolve {
            id: there.id,
            node_id: there.node_id.clone(),
            body: wanted.resolved.clone(),
        },
        (Some(body), PresentComment::There(there))
            if is_same(&there.body, body) && !there.minimised =>
        {
            leave("it says so already")
        }
        (Some(body), PresentComment::There(there)) => CommentPlan::Update {
            id: there.id,
            node_id: there.node_id.clone(),
            folded: there.minimised,
            body: body.clone(),
        },
    }
}

/// The level that what was written last stands for.
pub(super) fn level(past: Option<&Stored>) -> Level {
    let word = past.map_or("quiet", |past| past.level.as_str());
    let known = Level::ALL.into_iter().find(|level| level.as_str() == word);
    known.unwrap_or_default()
}

/// GitHub trims what it stores.
fn is_same(stored: &str, wanted: &str) -> bool {
    digest(stored) == digest(wanted)
}

/// A digest of a comment's text, whatever happens to its line ends.
pub(super) fn digest(body: &str) -> String {
    let mut sha = Sha256::new();
    for line in body.trim().lines() {
        sha.update(line.trim_end().as_bytes());
        sha.update(b"\n");
    }
    let digest = sha.finalize();
    digest[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
