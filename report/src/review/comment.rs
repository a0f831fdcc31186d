//! The comment on a pull request, in Markdown.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_heuristics::Strength;

use super::blocks;
use super::fit::Draft;
use super::links::Links;
use super::model::{Disclosure, Review};
use crate::figures::counted;
use crate::markdown::capitalised;
use crate::markdown_quote::prose;
use crate::model::Finding;

/// The last line of every comment. It is invisible, and the App finds its comments by it.
pub const MARKER: &str = "<!-- countersign:review:1 -->";

/// The most characters that GitHub accepts in one comment.
pub const LONGEST_COMMENT: usize = 65_536;

/// Whether a comment ends in [`MARKER`]. Anyone can write such a comment, so check its author as well.
#[must_use]
pub fn is_comment(body: &str) -> bool {
    body.trim_end().lines().next_back() == Some(MARKER)
}

/// The comment, at most [`LONGEST_COMMENT`] characters. If nothing is left to look at, it says so and replaces
/// an earlier comment. Ends in [`MARKER`].
#[must_use]
pub fn comment(review: &Review, disclosure: Disclosure, links: &Links) -> String {
    match disclosure {
        _ if !review.needs_a_look() => resolved(review, disclosure),
        Disclosure::Summary => summary(review, links) + &ending(review),
        Disclosure::Full => {
            let around = Around {
                greeting: TO_THE_CONTRIBUTOR,
                answers: blocks::answers(review),
                ending: ending(review),
            };
            full(review, links, around).fit(LONGEST_COMMENT)
        }
    }
}

fn ending(review: &Review) -> String {
    format!("{}\n{MARKER}\n", blocks::footer(review))
}

/// What a comment says once to the person who opened the pull request.
const TO_THE_CONTRIBUTOR: &str =
    " If you opened this pull request, you do not need to do anything.";

/// What stands around the findings, which depends on the place where they are shown.
#[derive(Default)]
pub(super) struct Around {
    /// Follows the sentence that nobody is judged.
    pub(super) greeting: &'static str,
    /// How to answer.
    pub(super) answers: String,
    /// The end.
    pub(super) ending: String,
}

/// One plain fact and its innocent explanation, then every finding with its records; published patterns come last.
pub(super) fn full(review: &Review, links: &Links, around: Around) -> Draft {
    let evidence = match links.evidence() {
        Some(page) => format!("\n[See the evidence with pictures]({page}).\n"),
        None => String::new(),
    };
    let opening = format!(
        "{}{evidence}\nThese are facts about records, not a verdict on a person. Asking the person who made the \
         commits may settle it.{}\n{}",
        blocks::lead(review, links, |finding| finding.summary.clone()),
        around.greeting,
        blocks::people(review),
    );
    Draft {
        call: format!("### {}\n", blocks::call(review)),
        opening,
        head: blocks::table_head(review),
        rows: blocks::rows(review, links),
        middle: blocks::innocent(review) + &blocks::accepted(review),
        records: blocks::records(review, links),
        closing: around.answers + &blocks::patterns(review, links) + &around.ending,
        rest: format!("{} shows everything", blocks::command(review)),
    }
}

/// What to look at, and where maintainers find the evidence.
pub(super) fn summary(review: &Review, links: &Links) -> String {
    let titles = titles(review);
    let number = counted(titles.len() as u64, "finding", "findings");
    let mut text = format!(
        "### Maintainers: before you merge, look at {number} in the commit records\n{}\n\
         **Maintainers:** see the evidence privately",
        blocks::lead(review, links, |finding| finding.title.to_owned()),
    );
    if let Some(page) = links.evidence() {
        let _ = write!(text, " [on the evidence page]({page}), or");
    }
    let _ = writeln!(
        text,
        " by running {} on your own machine.",
        blocks::command(review)
    );
    let _ = writeln!(text, "\nThis is not an accusation.{TO_THE_CONTRIBUTOR}");
    if titles.len() > 1 {
        text += "\nAlso found:\n\n";
    }
    for (id, title) in titles.iter().skip(1) {
        let about = capitalised(&prose(title));
        let _ = writeln!(text, "- {about} ({})", blocks::heuristic(id, links));
    }
    text += "\n**How to answer.** People with write access may comment `/countersign accept <reason>`, \
             `/countersign explain` or `/countersign rescan`.\n";
    text
}

/// Fingerprints of the findings that a comment made of this review shows. The text of a comment that was too long shows
/// those whose records it still names.
#[must_use]
pub fn shown_findings(review: &Review, disclosure: Disclosure, comment: &str) -> Vec<String> {
    let is_shown = |finding: &Finding| match disclosure {
        _ if !review.needs_a_look() => false,
        Disclosure::Summary => finding.strength > Strength::Context,
        Disclosure::Full => finding.evidence.is_empty() || comment.contains(&finding.fingerprint),
    };
    let findings = review.findings().into_iter().map(|(_, finding)| finding);
    let shown = findings.filter(|finding| is_shown(finding));
    shown.map(|finding| finding.fingerprint.clone()).collect()
}

/// The heuristics of the findings beyond context with their titles, each once, strongest first.
fn titles(review: &Review) -> Vec<(&'static str, &'static str)> {
    let mut known = BTreeSet::new();
    review
        .findings()
        .into_iter()
        .filter(|(_, finding)| finding.strength > Strength::Context)
        .map(|(_, finding)| (finding.heuristic, finding.title))
        .filter(|(_, title)| known.insert(*title))
        .collect()
}

/// Replaces an earlier comment when nothing is left to look at, or nothing that reaches the policy's level.
/// Ends in [`MARKER`].
#[must_use]
pub fn resolved(review: &Review, disclosure: Disclosure) -> String {
    let accepted = review.accepted().count() as u64;
    let mut text = match accepted {
        0 => "### Nothing left to look at\n\nThe commit records no longer give a reason for this comment. It \
              stays so that the discussion around it makes sense.\n"
            .to_owned(),
        some => format!(
            "### Nothing left to look at\n\nMaintainers accepted {}.\n",
            counted(some, "finding", "findings")
        ),
    };
    if disclosure == Disclosure::Full {
        text += &blocks::accepted(review);
    }
    text + &ending(review)
}
