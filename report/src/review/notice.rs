//! The notice in a private channel, with everything.

use super::blocks;
use super::comment::{Around, LONGEST_COMMENT, full};
use super::links::Links;
use super::model::Review;

/// Everything about a review in Markdown, for a channel that only maintainers read, at most
/// [`LONGEST_COMMENT`] characters. Its reference to the pull request does not create a link back from there.
#[must_use]
pub fn notice(review: &Review, links: &Links) -> String {
    let place = blocks::place(review);
    if !review.needs_a_look() {
        let accepted = blocks::accepted(review);
        let footer = blocks::footer(review);
        return format!("### Nothing to look at in {place}\n{accepted}{footer}");
    }
    let around = Around {
        ending: blocks::footer(review),
        ..Around::default()
    };
    let mut draft = full(review, links, around);
    draft.call = format!("### {place}: {}\n", uncapitalised(&blocks::call(review)));
    draft.fit(LONGEST_COMMENT)
}

fn uncapitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(letters).collect()
}
