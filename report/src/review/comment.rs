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
            let closing = blocks::answers(review) + &ending(review);
            full(review, links, closing).fit(LONGEST_COMMENT)
        }
    }
}

fn ending(review: &Review) -> String {
    format!("{}\n{MARKER}\n", blocks::footer(review))
}

/// Every finding with its records, between what to do and `closing`.
pub(super) fn full(review: &Review, links: &Links, closing: String) -> Draft {
    let opening = format!(
        "\nThese are facts about records, not a verdict on a person. Each finding has innocent explanations; \
         asking the person who made the commits may settle it.\n{}{}",
        blocks::patterns(review),
        blocks::people(review),
    );
    Draft {
        call: format!("### {}\n", blocks::call(review)),
        opening,
        head: blocks::table_head(review),
        rows: blocks::rows(review, links),
        middle: blocks::innocent(review) + &blocks::accepted(review),
        records: blocks::records(review, links),
        closing,
        rest: format!("{} shows everything", blocks::command(review)),
    }
}

/// What to look at, and where maintainers find the evidence.
pub(super) fn summary(review: &Review, links: &Links) -> String {
    let titles = titles(review);
    let number = counted(titles.len() as u64, "finding", "findings");
    let mut text =
        format!("### Maintainers: before you merge, look at {number} in the commit records\n\n");
    for title in titles {
        let _ = writeln!(text, "- {}", capitalised(&prose(title)));
    }
    text += "\nThis is not an accusation: ordinary setups cause it too. If you opened this pull request, you do \
             not need to do anything.\n\n**Maintainers:** see the evidence privately";
    if let Some(page) = links.evidence() {
        let _ = write!(text, " [on the evidence page]({page}), or");
    }
    let _ = writeln!(
        text,
        " by running {} on your own machine.",
        blocks::command(review)
    );
    text += "\n**How to answer.** People with write access may comment `/countersign accept <reason>`, \
             `/countersign explain` or `/countersign rescan`.\n";
    text
}

/// The titles of the findings beyond context, each once, strongest first.
fn titles(review: &Review) -> Vec<&'static str> {
    let mut known = BTreeSet::new();
    review
        .findings()
        .into_iter()
        .filter(|(_, finding)| finding.strength > Strength::Context)
        .map(|(_, finding)| finding.title)
        .filter(|title| known.insert(*title))
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
