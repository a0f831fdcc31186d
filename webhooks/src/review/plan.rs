//! The plan of a review: what to write, from what GitHub should show and what it shows now.

use countersign_heuristics::Level;
use countersign_store::Review as Stored;
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

use super::{Present, PresentComment, Wanted};
use crate::plan::{CheckPlan, CommentPlan, Plan};

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
    let shows = is_ours(&present.comment) || wanted.check_shows_findings;
    Plan {
        level: wanted.level,
        comment,
        check,
        notice,
        shown: wanted
            .shown_findings
            .clone()
            .into_iter()
            .filter(|_| shows)
            .collect(),
    }
}

/// Whether the comment has, or will have, the text that Countersign wants. People may delete or edit it.
fn is_ours(present: &PresentComment) -> bool {
    match present {
        PresentComment::None => true,
        PresentComment::Deleted => false,
        PresentComment::There(there) => there.edited_by_person.is_none(),
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
