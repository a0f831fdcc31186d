//! Formats made for handing on: STIX, MISP, SARIF and `GraphML`, for other programs to import.
//!
//! They hold people with findings only; accepted findings stand in SARIF alone, which has a place for
//! them. Names and identifiers are the reports', no more. What a program compares is left out where it
//! identifies nobody; what a human reads is escaped as in every other format. No format has a clock: times
//! are those of commits.

mod graphml;
mod known_by;
mod misp;
mod sarif;
mod stable;
mod stix;

use countersign_facts::Tlp;
use countersign_heuristics::Level;

use crate::escape::plain;
use crate::figures::rate;
use crate::model::{Evidence, Finding, Person, Record, Scan};
use crate::{escape, figures};

pub(crate) use graphml::{people as people_graphml, scan as graphml};
pub(crate) use misp::event as misp;
pub(crate) use sarif::log as sarif;
pub(crate) use stix::bundle as stix;

/// What stands at the end of everything that a finding says.
const NO_VERDICT: &str =
    "A contradiction between records, not a verdict on anybody: ask before you act on it.";

/// People with findings. Of the others there is nothing to hand on.
fn people(scan: &Scan) -> impl Iterator<Item = &Person> {
    let has_findings = |person: &&Person| !person.findings.is_empty();
    scan.people.iter().filter(has_findings)
}

/// What a person is shown as: the most used name, else address, else the id.
fn shown_as(person: &Person) -> String {
    let first = person.names.first().or(person.emails.first());
    plain(first.unwrap_or(&person.id))
}

/// The least marking of anything about a person: an assessment of somebody goes no further than the
/// organisation and those it works with, unless the scan was made for more.
fn floor(scan: &Scan) -> Tlp {
    scan.tlp.min(Tlp::Amber)
}

/// The marking of one finding.
fn marking(scan: &Scan, finding: &Finding) -> Tlp {
    finding.tlp.max(floor(scan))
}

/// The marking of what only says that there is a finding about a person.
fn least_marking(scan: &Scan, person: &Person) -> Tlp {
    let markings = person.findings.iter().map(|one| marking(scan, one));
    markings.min().unwrap_or_else(|| floor(scan))
}

/// The marking of what all findings of a person went into: the level.
fn most_marking(scan: &Scan, person: &Person) -> Tlp {
    let markings = person.findings.iter().map(|one| marking(scan, one));
    markings.max().unwrap_or_else(|| floor(scan))
}

/// Whether programs may look for a person elsewhere: below `review` an ordinary life explains everything.
fn may_be_looked_for(person: &Person) -> bool {
    person.level >= Level::Review
}

/// When the first and the last of a finding's records were made, Unix seconds; of those it shows.
fn seen(finding: &Finding) -> Option<(i64, i64)> {
    let committed = || finding.evidence.iter().filter_map(|one| one.committed);
    committed().min().zip(committed().max())
}

/// When the newest record about a person was made, Unix seconds; the scan's newest where none tells.
fn newest(scan: &Scan, person: &Person) -> i64 {
    let seen = person.findings.iter().filter_map(seen);
    let newest = seen.map(|(_, last)| last).max();
    newest.or(scan.summary.newest).unwrap_or_default()
}

/// Everything that has to be read with a finding, as lines of plain text.
fn story(finding: &Finding) -> String {
    let base_rate = match &finding.base_rate {
        Some(measured) => format!("{}; measured on {}", rate(finding), plain(&measured.corpus)),
        None => rate(finding),
    };
    let heuristic = format!(
        "{}, revision {}: {}",
        finding.heuristic, finding.revision, finding.title
    );
    [
        plain(&finding.summary),
        String::new(),
        format!("Innocent explanations: {}", finding.innocent),
        format!("Ordinary people who show it: {base_rate}"),
        format!(
            "Weight: {}, the decimal logarithm of a likelihood ratio; 0 is context",
            finding.weight
        ),
        format!(
            "Heuristic: {heuristic} ({}, {})",
            finding.family.as_str(),
            finding.strength.as_str()
        ),
        NO_VERDICT.to_owned(),
    ]
    .join("\n")
}

/// `author-date 2024-03-04 00:00:00 -0500, committer-date 2024-03-04 13:00:24 +0800`.
fn records(evidence: &Evidence) -> String {
    let shown = |record: &Record| format!("{} {}", record.field.as_str(), figures::value(record));
    match &evidence.contradicts {
        None => shown(&evidence.record),
        Some(other) if other.commit == evidence.record.commit => {
            format!("{}, {}", shown(&evidence.record), shown(other))
        }
        Some(other) => format!(
            "{}, {} of {}",
            shown(&evidence.record),
            shown(other),
            other.commit
        ),
    }
}

/// Whether a program can compare `text` and a human see what it compares.
fn is_visible(text: &str) -> bool {
    !text.is_empty() && !text.contains(|letter| letter == ' ' || escape::is_deceptive(letter))
}
