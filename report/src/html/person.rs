//! One person: who, the findings, the pictures.

use maud::{Markup, html};

use super::finding::finding;
use super::summary::name;
use super::{Around, badge, said};
use crate::everybody::Everybody;
use crate::figures::{counted, day};
use crate::markdown::capitalised;
use crate::model::{AcceptedFinding, NotEnough, PatternMatch, Person, Scan};
use crate::patterns::signs;
use crate::plot;
use crate::rates::both;
use crate::readings::Readings;
use crate::sentences::{CONTESTED, commits_of};

/// A person, and what the page knows beside what is said about them.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) person: &'a Person,
    /// What pictures are drawn from.
    pub(super) readings: Option<&'a Readings>,
    /// All people of the scan; a review of one pull request does not weigh them.
    pub(super) everybody: Option<&'a Everybody>,
    pub(super) around: Around<'a>,
}

impl<'a> Shown<'a> {
    pub(super) fn of_scan(scan: &'a Scan, person: &'a Person) -> Self {
        Self {
            person,
            readings: scan.readings.get(&person.id),
            everybody: Some(&scan.everybody),
            around: Around {
                several: scan.repositories.len() > 1,
                review: None,
            },
        }
    }
}

/// A person who stands in the open.
pub(super) fn article(shown: Shown<'_>) -> Markup {
    let person = shown.person;
    html! {
        article id=(person.id) aria-labelledby={ (person.id) "-name" } {
            h3 id={ (person.id) "-name" } { (badge(person.level)) " " (name(person)) " " code.id { (person.id) } }
            (inside(shown))
        }
    }
}

/// A person whose line opens.
pub(super) fn details(shown: Shown<'_>) -> Markup {
    let person = shown.person;
    html! {
        details.person id=(person.id) {
            summary {
                (badge(person.level)) " " (name(person)) " "
                @if let Some(first) = person.findings.first() { span.faint { (first.title) } " " }
                code.id { (person.id) }
            }
            (inside(shown))
        }
    }
}

fn inside(shown: Shown<'_>) -> Markup {
    let person = shown.person;
    html! {
        // The page of a review has said it above.
        @if let (Some(first), None) = (person.findings.first(), shown.around.review) {
            p.lead { (said(&first.summary)) "." }
        }
        p { (commits_of(person)) "." }
        @if person.contested { p { "Note: " (CONTESTED) "." } }
        @if let Some(together) = &person.together { p { (capitalised(&both(together))) "." } }
        (identifiers(person))
        (pictures(shown))
        @if !person.findings.is_empty() { h4 { "Findings" } }
        @for one in &person.findings { (finding(one, shown.around)) }
        (patterns(&person.patterns, shown.around))
        (accepted(&person.accepted))
        (not_enough(&person.not_enough))
    }
}

fn identifiers(person: &Person) -> Markup {
    let kinds = [
        ("Names", &person.names),
        ("E-mail addresses", &person.emails),
        ("Logins", &person.logins),
    ];
    html! {
        dl.facts {
            @for (kind, all) in kinds {
                @if !all.is_empty() {
                    dt { (kind) }
                    dd { ul.inline { @for one in all { li { (said(one)) } } } }
                }
            }
            @if !person.keys.is_empty() {
                dt { "Signing keys" }
                dd { ul.inline { @for key in &person.keys { li { (key.kind) " " code { (said(&key.id)) } } } } }
            }
        }
    }
}

fn patterns(matches: &[PatternMatch], around: Around<'_>) -> Markup {
    let page = |id: &str| around.review.and_then(|(_, links)| links.pattern(id));
    html! {
        @if !matches.is_empty() {
            details {
                summary { "Published patterns that these findings resemble" }
                p { "Public advisories describe these ways of working. A match does not raise the level and is not a \
                     verdict." }
                ul {
                    @for one in matches {
                        li {
                            @match page(one.id) {
                                Some(url) => { a href=(url) { (one.name) } " (" (signs(one)) ")" },
                                None => { (one.name) " (" (signs(one)) "): " code { "countersign explain " (one.id) } },
                            }
                        }
                    }
                }
            }
        }
    }
}

fn pictures(shown: Shown<'_>) -> Markup {
    let (person, readings) = (shown.person, shown.readings);
    let drawn = readings.map(|readings| {
        let all = [
            plot::clocks(readings, &person.id),
            plot::week(readings, &person.id),
            plot::keys(readings, &person.id),
        ];
        all.into_iter().flatten()
    });
    html! {
        @if readings.is_none() { (clocks(person)) }
        @if let Some(drawn) = drawn {
            h4 { "Pictures" }
            div.pictures {
                @for figure in drawn { (figure.show()) }
                @if let Some(figure) = plot::rarity(&person.findings, &person.id) { (figure.show()) }
                @if let Some(all) = shown.everybody { (plot::everybody(all, person, &person.id).show()) }
            }
        }
    }
}

/// The clocks of a person without pictures, in few elements: there may be thousands of such people.
fn clocks(person: &Person) -> Markup {
    html! {
        @if !person.clocks.is_empty() {
            h4 { "Clocks" }
            @for one in &person.clocks {
                p { (one.clock) " " (one.offset) ", " (day(one.first)) " to " (day(one.last)) ", "
                    (counted(one.commits, "commit", "commits")) }
            }
        }
    }
}

fn accepted(all: &[AcceptedFinding]) -> Markup {
    html! {
        @if !all.is_empty() {
            h4 { "Accepted earlier" }
            ul {
                @for one in all {
                    li { (one.heuristic) ", " (one.strength.as_str()) ": " (said(&one.summary))
                        " Accepted on " (said(&one.date))
                        @if let Some(login) = &one.by { " by " (said(login)) } ": " (said(&one.reason)) }
                }
            }
        }
    }
}

/// A few words a person, because most people of a large project have little history.
fn not_enough(all: &[NotEnough]) -> Markup {
    let checks: Vec<_> = all.iter().map(|one| one.heuristic).collect();
    html! {
        @if !all.is_empty() {
            p.faint { "Too little history for " (counted(all.len() as u64, "check", "checks")) ": "
                (checks.join(", ")) "." }
        }
    }
}
