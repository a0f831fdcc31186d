//! Formats that other programs import: STIX, MISP, SARIF and `GraphML`.
//!
//! They contain only people with findings. Accepted findings are only in SARIF, which has a field for them.
//! They contain no more names and identifiers than reports do. Values for programs to compare are left out if
//! they do not identify a person; text for humans is escaped as in every other format. All times are those of
//! commits.

mod graphml;
mod known_by;
mod misp;
mod sarif;
mod stable;
mod stix;

use countersign_facts::Tlp;
use countersign_heuristics::Level;

use crate::escape::plain;
use crate::model::{Evidence, Finding, Person, Record, Scan};
use crate::rates::{measured_among, rate};
use crate::{escape, figures};

pub use graphml::people as people_graphml;
pub(crate) use graphml::scan as graphml;
pub(crate) use misp::event as misp;
pub(crate) use sarif::log as sarif;
pub(crate) use stix::bundle as stix;

/// The end of every text about a finding.
const NO_VERDICT: &str =
    "A contradiction between records, not a verdict on a person: ask before you act on it.";

/// People with findings; the formats leave out the others.
fn people(scan: &Scan) -> impl Iterator<Item = &Person> {
    let has_findings = |person: &&Person| !person.findings.is_empty();
    scan.people.iter().filter(has_findings)
}

/// How a person is shown: the most used name, otherwise address, otherwise the id.
fn shown_as(person: &Person) -> String {
    let first = person.names.first().or(person.emails.first());
    plain(first.unwrap_or(&person.id))
}

/// The least strict marking of anything about a person: only the organisation and those it works with may see
/// it, unless the scan was made for a larger audience.
fn floor(scan: &Scan) -> Tlp {
    scan.tlp.min(Tlp::Amber)
}

/// The marking of one finding.
fn marking(scan: &Scan, finding: &Finding) -> Tlp {
    finding.tlp.max(floor(scan))
}

/// The marking of data that only says that a person has findings.
fn least_marking(scan: &Scan, person: &Person) -> Tlp {
    let markings = person.findings.iter().map(|one| marking(scan, one));
    markings.min().unwrap_or_else(|| floor(scan))
}

/// The marking of data that depends on all findings of a person: the level.
fn most_marking(scan: &Scan, person: &Person) -> Tlp {
    let markings = person.findings.iter().map(|one| marking(scan, one));
    markings.max().unwrap_or_else(|| floor(scan))
}

/// Whether programs may look for a person elsewhere. Below `review`, ordinary reasons explain everything.
fn may_be_looked_for(person: &Person) -> bool {
    person.level >= Level::Review
}

/// When the first and the last of a finding's listed records were made, in Unix seconds.
fn seen(finding: &Finding) -> Option<(i64, i64)> {
    let committed = || finding.evidence.iter().filter_map(|one| one.committed);
    committed().min().zip(committed().max())
}

/// When the newest record about a person was made, in Unix seconds; if unknown, the scan's newest.
fn newest(scan: &Scan, person: &Person) -> i64 {
    let seen = person.findings.iter().filter_map(seen);
    let newest = seen.map(|(_, last)| last).max();
    newest.or(scan.summary.newest).unwrap_or_default()
}

/// Everything that belongs to a finding, as lines of plain text.
fn story(finding: &Finding) -> String {
    let base_rate = match &finding.base_rate {
        Some(measured) => format!("{}, {}", rate(finding), plain(&measured_among(measured))),
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
        format!("Ordinary contributors who show it: {base_rate}"),
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
    let shown = |record: &Record| {
        format!(
            "{} {}",
            record.field.as_str(),
            figures::value(&record.value)
        )
    };
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

/// Whether programs can compare `text` and humans can see all of it.
fn is_visible(text: &str) -> bool {
    !text.is_empty() && !text.contains(|letter| letter == ' ' || escape::is_deceptive(letter))
}
