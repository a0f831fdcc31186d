//! Comments.

/// A comment of a pull request's conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// Its number.
    pub id: u64,
    /// Its id in GraphQL, which is needed to minimise it.
    pub node_id: String,
    /// Login of its author; `None` once the account is deleted.
    pub author: Option<String>,
    /// Whether the account that reads it also wrote it.
    pub own: bool,
    /// Markdown as stored.
    pub body: String,
    /// Whether it is minimised.
    pub minimised: bool,
    /// Login of the person who edited it last; `None` where no person edited it.
    pub edited_by_person: Option<String>,
    /// When it was written, Unix milliseconds.
    pub created_ms: i64,
}

/// A comment just written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenComment {
    /// Its number.
    pub id: u64,
    /// Its id in GraphQL.
    pub node_id: String,
    /// When it got its text, by GitHub's clock: Unix milliseconds, in whole seconds.
    pub written_ms: i64,
}

/// Why a comment is minimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MinimiseReason {
    /// It is outdated.
    Outdated,
    /// It is resolved.
    Resolved,
}

impl MinimiseReason {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Outdated => "OUTDATED",
            Self::Resolved => "RESOLVED",
        }
    }
}

/// A reaction to a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// 👍
    ThumbsUp,
    /// 👎
    ThumbsDown,
    /// 😕
    Confused,
    /// 👀
    Eyes,
    /// 🚀
    Rocket,
}

impl Reaction {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ThumbsUp => "+1",
            Self::ThumbsDown => "-1",
            Self::Confused => "confused",
            Self::Eyes => "eyes",
            Self::Rocket => "rocket",
        }
    }
}
