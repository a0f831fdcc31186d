//! What GitHub should hold after a review, whatever it holds now.

use countersign_github::Pull;
use countersign_heuristics::Level;
use countersign_report::review::{
    Conclusion, Disclosure as Shown, Links, Review, check_run, comment, notice,
};
use serde::Serialize;

use super::Examined;

use crate::policy::{Check, Disclosure, Effective};

/// What should be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The level that what is written stands for; quiet where nothing is.
    pub level: Level,
    /// The level that the comment stands for, of which readers may know.
    pub shown: Level,
    /// The comment, where there is something to say in public.
    pub comment: Option<String>,
    /// What an earlier comment is replaced with where there is not.
    pub resolved: String,
    /// The check run, where there is one to be.
    pub check: Option<CheckDraft>,
    /// What an earlier check run on the same head is replaced with where there is none to be.
    pub passed: CheckDraft,
    /// The private notice, where there is something to say.
    pub notice: Option<Notice>,
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
    /// What it is about.
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

impl Effective {
    /// How much others may read. While a policy is broken nobody knows how much its author meant
    /// to show, so public places get the least.
    pub(crate) fn disclosure_of(&self, pull: &Pull) -> Disclosure {
        match self.policy.disclosure_in(pull.private) {
            Disclosure::Full if self.broken.is_some() && !pull.private => Disclosure::Summary,
            other => other,
        }
    }
}

/// What a review asks for under a policy.
#[must_use]
pub fn wanted(examined: &Examined, effective: &Effective, pull: &Pull, web: &str) -> Wanted {
    let (policy, review) = (&effective.policy, &examined.readers);
    let links = Links {
        server: web.to_owned(),
        ..Links::default()
    };
    let speaks = |review: &Review| review.level >= policy.min_level && review.needs_a_look();
    // What readers may not know neither changes what they see nor when they see it.
    let private = Some(&examined.maintainers).filter(|all| policy.notice.is_some() && speaks(all));
    let quiet = Review {
        level: Level::Quiet,
        ..review.clone()
    };
    let disclosure = effective.disclosure_of(pull);
    let shown = match disclosure {
        Disclosure::Full => Shown::Full,
        Disclosure::Summary | Disclosure::Private => Shown::Summary,
    };
    let in_public = speaks(review) && disclosure != Disclosure::Private;
    let draft = |of: &Review, failed: bool| {
        let run = check_run(of, shown, &links);
        let remarks = run.annotations.into_iter().map(|remark| CheckRemark {
            path: remark.path,
            title: remark.title,
            message: remark.message,
        });
        CheckDraft {
            head: review.head.clone(),
            title: run.title,
            summary: run.summary,
            conclusion: match run.conclusion {
                Conclusion::Success => "success",
                Conclusion::Neutral if failed => "failure",
                Conclusion::Neutral => "neutral",
            },
            remarks: remarks.collect(),
        }
    };
    let mut check = (in_public && policy.check != Check::Off)
        .then(|| draft(review, policy.check == Check::Failure));
    if let Some(complaints) = complaints(effective) {
        let draft = check.get_or_insert_with(|| CheckDraft {
            title: "A policy file cannot be read".to_owned(),
            conclusion: "neutral",
            summary: String::new(),
            ..draft(&quiet, false)
        });
        draft.summary.insert_str(0, &complaints);
    }
    let told = if speaks(review) {
        review.level
    } else {
        Level::Quiet
    };
    Wanted {
        level: private.map_or(told, |all| told.max(all.level)),
        shown: told,
        comment: in_public.then(|| comment(review, shown, &links)),
        resolved: comment(&quiet, shown, &links),
        check,
        passed: draft(&quiet, false),
        notice: private.map(|all| Notice {
            title: format!("{}#{}: look before merging", all.repository, all.number),
            body: notice(all, &links),
        }),
    }
}

/// What is wrong with policy files, as Markdown before anything else.
fn complaints(effective: &Effective) -> Option<String> {
    const HOW: &str = "`countersign policy check FILE` checks one.";
    let broken = effective.broken.as_ref().map(|complaint| {
        format!(
            "A policy file cannot be read, so what it says does not hold: {complaint}. {HOW}\n\n"
        )
    });
    let proposed = effective.proposed.as_ref().map(|complaint| {
        format!("The policy file of this pull request cannot be read: {complaint}. {HOW}\n\n")
    });
    let complaints: String = broken.into_iter().chain(proposed).collect();
    (!complaints.is_empty()).then_some(complaints)
}
