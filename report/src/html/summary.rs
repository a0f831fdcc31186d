//! What stands around the people: the result first, how to read it last.

use countersign_heuristics::Level;
use maud::{Markup, html};

use super::{badge, said};
use crate::figures::{count, counted, day};
use crate::model::{Person, Scan};
use crate::sentences::all_quiet;
use crate::text::gap;

/// Repositories that the header names.
const MOST_NAMES: usize = 5;

pub(super) fn header(scan: &Scan) -> Markup {
    let summary = &scan.summary;
    let more = scan.repositories.len().saturating_sub(MOST_NAMES) as u64;
    html! {
        header {
            p.product { "Countersign report" }
            h1 {
                @for (place, one) in scan.repositories.iter().take(MOST_NAMES).enumerate() {
                    @if place > 0 { ", " }
                    (said(&one.name))
                }
                @if more > 0 { " and " (counted(more, "other repository", "other repositories")) }
            }
            p {
                (counted(summary.commits, "commit", "commits")) " by " (counted(summary.people, "person", "people"))
                " and " (counted(summary.programs, "program", "programs"))
                @if let Some(newest) = summary.newest { ", the newest of " (day(newest)) }
                ". Audience: TLP:" (scan.tlp.as_str().to_uppercase()) "."
            }
        }
    }
}

pub(super) fn summary(scan: &Scan) -> Markup {
    let summary = &scan.summary;
    html! {
        section aria-labelledby="summary-title" {
            h2 #summary-title { "Summary" }
            p.lead { (verdict(scan)) }
            ul.levels aria-label="People by level" {
                @for level in Level::ALL.into_iter().rev() {
                    li class=(level.as_str()) { strong { (count(summary.levels.at(level))) } " " (level.as_str()) }
                }
            }
            (worst(scan))
            @if summary.accepted > 0 {
                p { (counted(summary.accepted, "finding", "findings")) " in the baseline of accepted findings." }
            }
            (limits(scan))
        }
    }
}

/// The result in one sentence, and what it means.
fn verdict(scan: &Scan) -> Markup {
    let levels = &scan.summary.levels;
    let to_look_at = levels.review + levels.urgent;
    html! {
        @if to_look_at > 0 {
            "The records of " (counted(to_look_at, "person contradict", "people contradict"))
            " each other in a way that hardly any ordinary contributor shows. "
            "This is a reason to look and to ask, not a verdict on anyone."
        } @else if levels.note > 0 {
            "Nobody needs a review. "
            (counted(levels.note, "person shows", "people show"))
            " something uncommon that honest people also show."
        } @else {
            (all_quiet(&scan.summary))
        }
    }
}

/// The people to look at, each with the strongest finding.
fn worst(scan: &Scan) -> Markup {
    let worst: Vec<_> = scan
        .people
        .iter()
        .filter(|person| person.level >= Level::Review)
        .collect();
    html! {
        @if !worst.is_empty() {
            ol.worst {
                @for person in worst {
                    li {
                        (badge(person.level)) " "
                        a href={ "#" (person.id) } { (name(person)) }
                        @if let Some(first) = person.findings.first() { ": " (said(&first.summary)) }
                    }
                }
            }
            h3 { "What to do" }
            ol {
                li { "Read the two records that contradict each other, and the innocent explanation below them." }
                li { "Check them in your own clone: " code { "git cat-file -p COMMIT" } " shows a commit as it is." }
                li { "Ask the person in private, or someone who knows them. Most contradictions have a harmless cause." }
                li { "If the explanation holds, accept the finding in a baseline, so that it is not reported again." }
            }
        }
    }
}

/// The name of a person; a login or the address if there is none.
pub(super) fn name(person: &Person) -> Markup {
    let all = [&person.names, &person.logins, &person.emails];
    match all.into_iter().find_map(|some| some.first()) {
        Some(name) => said(name),
        None => html! { "(no name)" },
    }
}

/// What was not read or not compared.
fn limits(scan: &Scan) -> Markup {
    let gaps: Vec<_> = scan
        .repositories
        .iter()
        .map(|one| (one, gap(one)))
        .filter(|(_, gap)| !gap.is_empty())
        .collect();
    let broken: Vec<_> = scan
        .heuristics
        .iter()
        .filter(|one| one.broken > 0)
        .collect();
    html! {
        @if scan.summary.too_little > 0 {
            p.faint {
                (count(scan.summary.too_little)) " of " (counted(scan.summary.people, "person", "people"))
                @if scan.summary.too_little == 1 { " has" } @else { " have" }
                " too few commits to be checked."
            }
        }
        @if !gaps.is_empty() {
            h3 { "What could not be read" }
            ul { @for (one, gap) in gaps { li { (said(&one.name)) ": " (gap) } } }
        }
        @if !scan.lists.is_empty() {
            h3 { "Compared with these imported lists" }
            ul {
                @for list in &scan.lists {
                    li { (said(&list.name)) " of " (said(&list.date))
                        @match &list.grade { Some(grade) => { " (grade " (grade) ")" }, None => " (ungraded)" } }
                }
            }
        }
        @for one in broken {
            p.broken { (one.id) " failed on " (counted(one.broken, "person", "people"))
                ": this is a bug in Countersign, please report it." }
        }
    }
}

pub(super) fn how_to_read() -> Markup {
    html! {
        section aria-labelledby="reading-title" {
            h2 #reading-title { "How to read this report" }
            dl {
                dt { (badge(Level::Urgent)) } dd { "Look now: strong findings of two kinds agree." }
                dt { (badge(Level::Review)) } dd { "Worth a look: one strong finding, or findings of two kinds together." }
                dt { (badge(Level::Note)) } dd { "Uncommon, and honest people show it too." }
                dt { (badge(Level::Quiet)) } dd { "Nothing beyond context." }
                dt { "Finding" } dd { "Two records that contradict each other. Each comes with its evidence." }
                dt { "Ordinary contributors" }
                dd { "The people of many public repositories in which Countersign measured how often honest people show the \
                     same. A finding that 1 in 100 shows is expected several times in a large project." }
                dt { "Strength" }
                dd { "Context is shown beside other findings and raises no level. Moderate and strong findings do." }
                dt { "UTC offset" } dd { "The difference between a clock and UTC. It is not a location." }
            }
            p { "To read more about one heuristic, run " code { "countersign explain HEURISTIC" } "." }
        }
    }
}

pub(super) fn footer(scan: &Scan) -> Markup {
    html! {
        footer {
            p { "Made by " (scan.tool.name) " " (scan.tool.version)
                ". This file loads nothing and sends nothing. It contains personal data: share it only with people who \
                 may see it." }
        }
    }
}
