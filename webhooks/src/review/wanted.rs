//! What GitHub should show after a review, whatever it shows now.

use super::Examined;
use super::output::Wanted;
use crate::plan::{CheckDraft, CheckRemark, Notice};
use crate::policy::{Check, Disclosure, Effective};
use countersign_github::Pull;
use countersign_heuristics::Level;
use countersign_report::review::{
    Conclusion, Disclosure as Shown, Links, Review, check_run, comment, notice, shown_findings,
};

impl Effective {
    /// How much the comment shows. If the policy file cannot be read, Countersign does not know how much
    /// its author wanted to show, so public repositories show the summary at most.
    pub(crate) fn disclosure_of(&self, pull: &Pull) -> Disclosure {
        match self.policy.disclosure_in(pull.private) {
            Disclosure::Full if self.broken.is_some() && !pull.private => Disclosure::Summary,
            other => other,
        }
    }
}

/// What a review should write under a policy. `links` lead from the comment; a notice has all evidence in it.
#[must_use]
pub fn wanted(examined: &Examined, effective: &Effective, pull: &Pull, links: &Links) -> Wanted {
    let (policy, review) = (&effective.policy, &examined.readers);
    let speaks = |review: &Review| review.level >= policy.min_level && review.needs_a_look();
    // What readers may not know changes neither what they see nor when they see it.
    let private = Some(&examined.maintainers).filter(|all| policy.notice.is_some() && speaks(all));
    let mut quiet = review.clone();
    quiet.level = Level::Quiet;
    let disclosure = effective.disclosure_of(pull);
    let shown = match disclosure {
        Disclosure::Full => Shown::Full,
        Disclosure::Summary | Disclosure::Private => Shown::Summary,
    };
    let in_public = speaks(review) && disclosure != Disclosure::Private;
    let draft = |of: &Review, failed: bool| {
        let run = check_run(of, shown, links);
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
    let check_shows_findings = in_public && policy.check != Check::Off;
    let mut check = check_shows_findings.then(|| draft(review, policy.check == Check::Failure));
    if let Some(complaints) = complaints(effective) {
        let draft = check.get_or_insert_with(|| CheckDraft {
            title: "Cannot read a policy file".to_owned(),
            conclusion: "neutral",
            summary: String::new(),
            ..draft(&quiet, false)
        });
        draft.summary.insert_str(0, &complaints);
    }
    let shown_level = if speaks(review) {
        review.level
    } else {
        Level::Quiet
    };
    let text = in_public.then(|| comment(review, shown, links));
    let shown_findings = text
        .as_ref()
        .map(|text| shown_findings(review, shown, text));
    Wanted {
        level: private.map_or(shown_level, |all| shown_level.max(all.level)),
        shown: shown_level,
        comment: text,
        shown_findings: shown_findings.unwrap_or_default(),
        resolved: comment(&quiet, shown, links),
        check,
        check_shows_findings,
        passed: draft(&quiet, false),
        notice: private.map(|all| Notice {
            title: format!("{}#{}: review before merging", all.repository, all.number),
            body: notice(
                all,
                &Links {
                    evidence: None,
                    ..links.clone()
                },
            ),
        }),
    }
}

/// What is wrong with policy files, as Markdown for the beginning of the check run. A complaint quotes the file, which
/// may come from the pull request: inside a code span, nothing of it is a link, an image or a mention.
fn complaints(effective: &Effective) -> Option<String> {
    const HOW: &str = "Check the file with `countersign policy check FILE`.";
    let quoted = |complaint: &String| format!("`{}`", complaint.replace('`', "'"));
    let broken = effective.broken.as_ref().map(quoted).map(|complaint| {
        format!("Cannot read a policy file, so it has no effect: {complaint}. {HOW}\n\n")
    });
    let proposed = effective.proposed.as_ref().map(quoted).map(|complaint| {
        format!("Cannot read the policy file of this pull request: {complaint}. {HOW}\n\n")
    });
    let complaints: String = broken.into_iter().chain(proposed).collect();
    (!complaints.is_empty()).then_some(complaints)
}
