//! One person: who, the findings, the pictures.

use maud::{Markup, html};

use super::finding::finding;
use super::summary::name;
use super::{badge, said};
use crate::figures::{counted, day};
use crate::markdown::capitalised;
use crate::model::{AcceptedFinding, NotEnough, PatternMatch, Person, Scan};
use crate::patterns::signs;
use crate::plot;
use crate::rates::both;
use crate::sentences::{CONTESTED, commits_of};

/// A person who stands in the open.
pub(super) fn article(scan: &Scan, person: &Person) -> Markup {
    html! {
        article id=(person.id) aria-labelledby={ (person.id) "-name" } {
            h3 id={ (person.id) "-name" } { (badge(person.level)) " " (name(person)) " " code.id { (person.id) } }
            (inside(scan, person))
        }
    }
}

/// A person whose line opens.
pub(super) fn details(scan: &Scan, person: &Person) -> Markup {
    html! {
        details.person id=(person.id) {
            summary {
                (badge(person.level)) " " (name(person)) " "
                @if let Some(first) = person.findings.first() { span.faint { (first.title) } " " }
                code.id { (person.id) }
            }
            (inside(scan, person))
        }
    }
}

fn inside(scan: &Scan, person: &Person) -> Markup {
    let several = scan.repositories.len() > 1;
    html! {
        @if let Some(first) = person.findings.first() { p.lead { (said(&first.summary)) "." } }
        p { (commits_of(person)) "." }
        @if person.contested { p { "Note: " (CONTESTED) "." } }
        @if let Some(together) = &person.together { p { (capitalised(&both(together))) "." } }
        (identifiers(person))
        (pictures(scan, person))
        @if !person.findings.is_empty() { h4 { "Findings" } }
        @for one in &person.findings { (finding(one, several)) }
        (patterns(&person.patterns))
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

fn patterns(matches: &[PatternMatch]) -> Markup {
    html! {
        @if !matches.is_empty() {
            details {
                summary { "Published patterns that these findings resemble" }
                p { "Public advisories describe these ways of working. A match does not raise the level and is not a \
                     verdict." }
                ul {
                    @for one in matches {
                        li { (one.name) " (" (signs(one)) "): " code { "countersign explain " (one.id) } }
                    }
                }
            }
        }
    }
}

fn pictures(scan: &Scan, person: &Person) -> Markup {
    let readings = scan.readings.get(&person.id);
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
                (plot::everybody(&scan.everybody, person, &person.id).show())
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
                        " Accepted on " (said(&one.date)) ": " (said(&one.reason)) }
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
