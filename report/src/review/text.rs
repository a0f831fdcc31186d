//! A review in a terminal.

use std::collections::BTreeSet;

use countersign_heuristics::Level;

use super::blocks;
use super::model::Review;
use crate::escape::plain;
use crate::figures::counted;
use crate::look::Look;
use crate::markdown::short;
use crate::model::Person;
use crate::text::{Detail, Ink, Page, finding, headline, numbers};

/// Everything about a review, as text. Ends in a newline.
#[must_use]
pub fn text(review: &Review, look: &Look) -> String {
    let mut page = Page::new(look);
    opening(&mut page, review);
    let repositories: BTreeSet<_> = review
        .findings()
        .into_iter()
        .flat_map(|(_, finding)| finding.evidence.iter().map(|one| &one.repository))
        .collect();
    let several = repositories.len() > 1;
    let has_findings =
        |person: &&Person| !person.findings.is_empty() || !person.accepted.is_empty();
    for person in review.everybody().filter(has_findings) {
        page.blank();
        headline(&mut page, person);
        numbers(&mut page, person);
        for found in &person.findings {
            finding(&mut page, person, found, Detail::Full { several });
        }
        person
            .accepted
            .iter()
            .for_each(|one| crate::text::accepted_line(&mut page, one));
    }
    closing(&mut page, review);
    page.finish()
}

fn opening(page: &mut Page, review: &Review) {
    let place = format!("{}#{}", plain(&review.repository), review.number);
    let commits = counted(review.commits, "commit", "commits");
    let at = format!(", {commits} up to {}", plain(short(&review.head)));
    page.flow(0, 2, &[(Ink::Strong, &place), (Ink::Faint, &at)]);
    if let Some(unseen @ 1..) = review.unseen_files {
        let unseen = format!("{}.", blocks::unseen(unseen));
        page.flow(0, 2, &[(Ink::Faint, &unseen)]);
    }
    if review.needs_a_look() {
        page.flow(0, 2, &[(Ink::Of(review.level), &blocks::call(review))]);
    } else {
        page.flow(0, 2, &[(Ink::Of(Level::Quiet), "Nothing to look at.")]);
    }
}

fn closing(page: &mut Page, review: &Review) {
    if !review.needs_a_look() {
        return;
    }
    page.blank();
    let reminder =
        "These are facts about records, not a verdict on a person. Ask before you conclude.";
    page.flow(0, 0, &[(Ink::Plain, reminder)]);
    let findings = review.findings();
    let mut hints: Vec<_> = review.patterns.iter().take(1).map(|one| one.id).collect();
    hints.extend(findings.first().map(|(_, finding)| finding.heuristic));
    for id in hints {
        page.flow(2, 4, &[(Ink::Strong, &format!("countersign explain {id}"))]);
    }
}
