//! A review of one pull request as the service shows it to maintainers.

use countersign_heuristics::Level;
use maud::{Markup, html};

use super::finding::{commit, record};
use super::person::{Shown, article};
use super::{Around, badge, said};
use crate::figures::counted;
use crate::markdown::short;
use crate::model::{Evidence, Finding, Person};
use crate::review::{Links, Review};

/// The content of a review's page, below the header of the service. It has no forms and nothing that depends on the
/// reader, so it can be stored.
#[must_use]
pub fn review_page(review: &Review, links: &Links) -> String {
    let around = Around {
        several: false,
        review: Some((review, links)),
    };
    let shown = |person| Shown {
        person,
        readings: review.readings.get(&person.id),
        everybody: None,
        around,
    };
    let about: Vec<_> = review
        .everybody()
        .filter(|person| !person.findings.is_empty() || !person.accepted.is_empty())
        .collect();
    let page = html! {
        header {
            h1 { (place(review, links)) }
            p { (counted(review.commits, "commit", "commits")) " up to " code { (said(short(&review.head))) } }
        }
        main {
            (summary(review, around))
            section aria-labelledby="people-title" {
                h2 #people-title { (title(&about)) }
                @for person in about { (article(shown(person))) }
            }
        }
    };
    page.into_string()
}

fn title(about: &[&Person]) -> String {
    match about.len() {
        1 => "The person that the records name".to_owned(),
        _ => "The people that the records name".to_owned(),
    }
}

/// The pull request, with a link to it.
fn place(review: &Review, links: &Links) -> Markup {
    let name = html! { (said(&review.repository)) "#" (review.number) };
    html! {
        @match links.pull(review) { Some(url) => a href=(url) { (name) }, None => (name) }
    }
}

/// The strongest finding with its two records, and what to do.
fn summary(review: &Review, around: Around<'_>) -> Markup {
    let first = review.findings().into_iter().next();
    let contradiction = first.and_then(|(_, finding)| contradiction(finding));
    let id = contradiction.map_or("COMMIT", |one| short(&one.record.commit));
    html! {
        section aria-labelledby="summary-title" {
            h2 #summary-title { (badge(review.level)) " " (call(review.level)) }
            @if let Some((_, finding)) = first { (lead(finding, around)) }
            h3 { "What to do" }
            ol {
                li { "Open the records above on GitHub and compare them. "
                    code { "git cat-file -p " (said(id)) } " shows a commit of your own clone as it is." }
                li { "Ask the person in private, or someone who knows them. Most contradictions have a harmless cause." }
                li { "If the explanation holds, comment " code { "/countersign accept REASON" }
                    " on the pull request. Your name and the reason are stored." }
            }
        }
    }
}

const fn call(level: Level) -> &'static str {
    match level {
        Level::Urgent => "Hold the merge until you have looked at this",
        Level::Review => "Look at this before you merge",
        Level::Note | Level::Quiet => "Something uncommon that honest people also show",
    }
}

/// The first record that contradicts a single other one.
fn contradiction(finding: &Finding) -> Option<&Evidence> {
    let mut evidence = finding.evidence.iter();
    evidence.find(|one| one.contradicts.is_some())
}

fn lead(finding: &Finding, around: Around<'_>) -> Markup {
    html! {
        p.lead { (said(&finding.summary)) "." }
        p { "The most likely innocent explanation: " (finding.innocent) "." }
        @if let Some(evidence) = contradiction(finding) { (records(evidence, around)) }
        p.faint { "This is a reason to look and to ask, not a verdict on anyone." }
    }
}

/// Two records that contradict each other, each with a link to its commit.
fn records(evidence: &Evidence, around: Around<'_>) -> Markup {
    let place = &evidence.repository;
    let one = &evidence.record;
    html! {
        ul.worst {
            li { (record(one)) " in " (commit(place, one, around)) }
            @if let Some(other) = &evidence.contradicts {
                li { (record(other)) " in " (commit(place, other, around)) }
            }
        }
    }
}
