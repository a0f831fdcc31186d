//! One finding: the fact, how rare it is, its innocent explanation, and its records.

use maud::{Markup, html};

use super::{Around, said};
use crate::escape::plain;
use crate::figures::{count, day, value};
use crate::model::{Evidence, Finding, Record};
use crate::rates::{counted, measured_among, rarity};
use crate::sentences::rests_on;

/// Records that stand in the open; the others open on demand.
const OPEN: usize = 3;
/// Digits of an object id.
const SHORT_ID: usize = 10;

pub(super) fn finding(finding: &Finding, around: Around<'_>) -> Markup {
    let rate = finding.base_rate.as_ref();
    html! {
        section class={ "finding " (finding.strength.as_str()) } {
            p.fact { strong { (said(&finding.summary)) } }
            dl.facts {
                dt { "Innocent explanation" } dd { (finding.innocent) }
                dt { "How rare" }
                dd { (rarity(rate.map(counted), finding.heuristic)) "."
                    @if let Some(rate) = rate { span.faint { " " (measured_among(rate)) "." } } }
                dt { "Check" }
                dd { (check(finding, around)) " (" (finding.family.as_str()) ", " (finding.strength.as_str())
                    "): " (finding.title) }
                @if !finding.subject.is_empty() { dt { "About" } dd { (said(&finding.subject)) } }
                @for join in &finding.rests_on { dt { "Link" } dd { (rests_on(join, plain)) } }
            }
            (evidence(finding, around))
            p.faint { "To accept this finding: " code { (finding.fingerprint) } }
        }
    }
}

/// The name of the heuristic, with a link to its page where there is one.
fn check(finding: &Finding, around: Around<'_>) -> Markup {
    let id = finding.heuristic;
    let page = around.review.and_then(|(_, links)| links.heuristic(id));
    html! {
        @match page { Some(url) => a href=(url) { code { (id) } }, None => code { (id) } }
    }
}

fn evidence(finding: &Finding, around: Around<'_>) -> Markup {
    let (open, rest) = finding.evidence.split_at(finding.evidence.len().min(OPEN));
    let left_out = finding
        .evidence_total
        .saturating_sub(finding.evidence.len() as u64);
    html! {
        @if !open.is_empty() { (table(open, finding, around)) }
        @if !rest.is_empty() {
            details {
                summary { (records_more(rest.len())) }
                (table(rest, finding, around))
            }
        }
        @if left_out > 0 { p.faint { (count(left_out)) " more were not kept." } }
    }
}

fn records_more(number: usize) -> String {
    crate::figures::counted(number as u64, "more record", "more records")
}

fn table(evidence: &[Evidence], finding: &Finding, around: Around<'_>) -> Markup {
    let several = around.several;
    let contradicts = evidence.iter().any(|one| one.contradicts.is_some());
    html! {
        div.scroll tabindex="0" role="region" aria-label={ "Evidence of " (finding.heuristic) } {
            table {
                thead { tr { @if several { th scope="col" { "Repository" } } th scope="col" { "Day" }
                    th scope="col" { "Commit" } th scope="col" { "Record" }
                    @if contradicts { th scope="col" { "Contradicts" } } } }
                tbody {
                    @for one in evidence {
                        tr {
                            @if several { td { (said(&one.repository)) } }
                            td { @if let Some(committed) = one.committed { (day(committed)) } }
                            td { (commit(&one.repository, &one.record, around)) }
                            td { (record(&one.record)) }
                            @if contradicts {
                                td { @if let Some(other) = &one.contradicts {
                                    (record(other))
                                    @if other.commit != one.record.commit { " in " (commit(&one.repository, other, around)) }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The beginning of a commit's id, with a link if the page may have one and the repository has the commit.
pub(super) fn commit(repository: &str, record: &Record, around: Around<'_>) -> Markup {
    let id = plain(&record.commit);
    let short: String = id.chars().take(SHORT_ID).collect();
    let page = around.review;
    let page = page.and_then(|(review, links)| links.commit(review, repository, record));
    html! {
        @match page {
            Some(url) => a href=(url) { code { (short) } },
            None => code title=(id) { (short) },
        }
    }
}

pub(super) fn record(record: &Record) -> Markup {
    html! { span.faint { (record.field.as_str()) } " " bdi { (value(&record.value)) } }
}
