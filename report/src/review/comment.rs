//! The comment on a pull request, in Markdown.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_heuristics::Strength;

use super::blocks;
use super::fit::Draft;
use super::links::Links;
use super::model::{Disclosure, Review};
use crate::figures::counted;
use crate::markdown::prose;

/// The last line of every comment, which nobody sees and by which a comment is known again.
pub const MARKER: &str = "<!-- countersign:review:1 -->";

/// The most characters that GitHub takes in one comment.
pub const LONGEST_COMMENT: usize = 65_536;

/// Whether a comment's body is one of ours. Anybody can write one: ask for its author as well.
#[must_use]
pub fn is_comment(body: &str) -> bool {
    body.trim_end().lines().next_back() == Some(MARKER)
}

/// The comment, at most [`LONGEST_COMMENT`] characters; where nothing is left to look at, one that says
/// so, to stand in the place of an earlier one. Ends in [`MARKER`].
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
        "\nWhat follows are facts about records, not a verdict on a person. Each finding has innocent \
         explanations; a question to whoever made the commits may settle it.\n{}{}",
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

/// What to look at, and how maintainers get the rest.
pub(super) fn summary(review: &Review, links: &Links) -> String {
    let titles = titles(review);
    let number = counted(titles.len() as u64, "thing", "things");
    let mut text =
        format!("### Maintainers: before you merge, look at {number} in the commit records\n\n");
    for title in titles {
        let _ = writeln!(text, "- {}", capitalised(&prose(title)));
    }
    text += "\nThese are questions about what records say, and each has ordinary explanations. Nobody but \
             the maintainers needs to do anything.\n\n**Maintainers get the evidence privately:** ";
    if let Some(page) = links.evidence() {
        let _ = write!(text, "[on the evidence page]({page}), or ");
    }
    let _ = writeln!(
        text,
        "by running {} on their own machine.",
        blocks::command(review)
    );
    text += "\n**How to answer.** People with write access may comment `/countersign accept <reason>`, \
             `/countersign explain` or `/countersign rescan`.\n";
    text
}

/// What needs a look, each once, in the findings' order.
fn titles(review: &Review) -> Vec<&'static str> {
    let mut told = BTreeSet::new();
    review
        .findings()
        .into_iter()
        .filter(|(_, finding)| finding.strength > Strength::Context)
        .map(|(_, finding)| finding.title)
        .filter(|title| told.insert(*title))
        .collect()
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// What stands in the place of an earlier comment once nothing is left to look at, or too little for
/// whoever set the policy. Ends in [`MARKER`].
#[must_use]
pub fn resolved(review: &Review, disclosure: Disclosure) -> String {
    let accepted = review.accepted().count() as u64;
    let mut text = match accepted {
        0 => "### Nothing to look at any more\n\nThe commit records as they are now give no reason for \
              this comment; it stays so that the discussion around it makes sense.\n"
            .to_owned(),
        some => format!(
            "### Nothing left to look at\n\nA maintainer looked at {} and accepted what was found.\n",
            counted(some, "thing", "things")
        ),
    };
    if disclosure == Disclosure::Full {
        text += &blocks::accepted(review);
    }
    text + &ending(review)
}
