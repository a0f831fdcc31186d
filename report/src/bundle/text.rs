//! A verification in a terminal.

use countersign_heuristics::Level;

use super::model::Record;
use super::rules::field_of_object;
use super::verification::{Checked, CheckedPerson, Clone, Outcome, Verification};
use crate::escape::{clip, plain};
use crate::figures::{count, counted, value};
use crate::look::Look;
use crate::record_value::RecordValue;
use crate::text::{Ink, Page, hints};

/// Missing refs of one clone that are listed.
const MOST_REFS: usize = 5;
/// People without findings that are listed.
const MOST_CLEAR: usize = 5;
/// Columns of a person's name, and as many of the address.
const SHORT: usize = 60;
/// Records of one finding that are listed; the bundle has all.
const MOST_RECORDS: usize = 3;
/// Digits of an object id.
const SHORT_ID: usize = 10;
/// Where a finding's lines begin.
const INSIDE: usize = 6;
const BAD: Ink = Ink::Of(Level::Urgent);
const GOOD: Ink = Ink::Of(Level::Quiet);

/// A verification as text. Ends in a newline.
#[must_use]
pub fn text(verification: &Verification, look: &Look) -> String {
    let mut page = Page::new(look);
    opening(&mut page, verification);
    for clone in &verification.clones {
        clone_read(&mut page, clone);
    }
    if let Some(all) = verification.found_again {
        let (ink, line) = match all {
            true => (
                GOOD,
                "Every finding was found again, with the same evidence.",
            ),
            false => (
                BAD,
                "Some findings were not found again with the same evidence.",
            ),
        };
        page.flow(0, 2, &[(ink, line)]);
    }
    let is_named = |person: &&CheckedPerson| !person.findings.is_empty();
    for person in verification.people.iter().filter(is_named) {
        page.blank();
        with_findings(&mut page, person);
    }
    let clear = verification.people.iter().filter(|one| !is_named(one));
    without_findings(&mut page, &clear.collect::<Vec<_>>());
    closing(&mut page, verification);
    page.finish()
}

fn opening(page: &mut Page, verification: &Verification) {
    let findings: usize = verification
        .people
        .iter()
        .map(|one| one.findings.len())
        .sum();
    let line = format!(
        "A bundle of {}, {} and {}, made by {}",
        counted(verification.people.len() as u64, "person", "people"),
        counted(findings as u64, "finding", "findings"),
        counted(verification.objects, "commit or tag", "commits and tags"),
        plain(&verification.made_by),
    );
    page.flow(0, 2, &[(Ink::Plain, &line)]);
    page.flow(
        2,
        4,
        &[(Ink::Faint, "digest "), (Ink::Plain, &verification.digest)],
    );
    if verification.people.is_empty() {
        page.flow(0, 2, &[(Ink::Plain, "It contains no person.")]);
    }
    if verification.holds {
        let line = "It holds: digests, ids of commits and tags, quoted records, base rates, weights and levels agree.";
        page.flow(0, 2, &[(GOOD, line)]);
        if verification.found_again.is_none() {
            let claim = "Names, sentences and counts are only what its maker claims. To check them, name a clone.";
            page.flow(0, 2, &[(Ink::Plain, claim)]);
        }
        return;
    }
    page.flow(0, 2, &[(BAD, "It does not hold:")]);
    for fault in &verification.faults {
        let pieces = [
            (Ink::Strong, &*plain(&fault.part)),
            (Ink::Plain, ": "),
            (Ink::Plain, &plain(&fault.problem)),
        ];
        page.flow(2, 4, &pieces);
    }
}

/// What a clone has of a repository.
fn clone_read(page: &mut Page, clone: &Clone) {
    let name = plain(&clone.repository);
    if let Some(problem) = &clone.problem {
        let line = format!(": {}", plain(problem));
        page.flow(0, 2, &[(Ink::Strong, &name), (BAD, &line)]);
        return;
    }
    let place = plain(clone.path.as_deref().unwrap_or_default());
    let commits = match clone.read == clone.commits {
        true => format!("the same {}", counted(clone.read, "commit", "commits")),
        false => format!(
            "{}, and {} when the bundle was made",
            counted(clone.read, "commit", "commits"),
            count(clone.commits)
        ),
    };
    let refs = counted(clone.tips, "ref", "refs");
    let line = format!(" read again from {place}: {refs}, {commits}");
    page.flow(0, 2, &[(Ink::Strong, &name), (Ink::Plain, &line)]);
    for moved in clone.missing.iter().take(MOST_REFS) {
        let instead = match &moved.is {
            Some(id) => format!("{} was read instead", plain(id)),
            None => "nothing was read instead".to_owned(),
        };
        let line = format!(
            "{}: {} is missing; {instead}",
            plain(&moved.name),
            plain(&moved.was)
        );
        page.flow(2, 4, &[(BAD, &line)]);
    }
    let more = clone.missing.len().saturating_sub(MOST_REFS);
    if more > 0 {
        let line = format!(
            "{} missing",
            counted(more as u64, "more ref is", "more refs are")
        );
        page.flow(2, 4, &[(BAD, &line)]);
    }
    if !clone.lacks.is_empty() {
        let objects = counted(
            clone.lacks.len() as u64,
            "commit or tag of the evidence is",
            "commits and tags of the evidence are",
        );
        let line = format!(
            "{objects} missing: this clone does not show that the repository ever had them"
        );
        page.flow(2, 4, &[(BAD, &line)]);
    }
}

fn with_findings(page: &mut Page, person: &CheckedPerson) {
    let level = Level::ALL
        .into_iter()
        .find(|level| level.as_str() == person.level);
    let ink = level.map_or(BAD, Ink::Of);
    let name = clip(&plain(&person.name), SHORT);
    let who = format!("  {name} <{}>  ", clip(&plain(&person.email), SHORT));
    let pieces = [
        (ink, &*plain(&person.level).to_uppercase()),
        (Ink::Plain, &who),
        (Ink::Faint, &plain(&person.id)),
    ];
    page.flow(0, 2, &pieces);
    for finding in &person.findings {
        checked(page, finding);
    }
}

/// People without findings.
fn without_findings(page: &mut Page, people: &[&CheckedPerson]) {
    if people.is_empty() {
        return;
    }
    page.blank();
    page.flow(0, 2, &[(Ink::Plain, "No findings about")]);
    for person in people.iter().take(MOST_CLEAR) {
        let name = clip(&plain(&person.name), SHORT);
        let line = format!("{name} <{}>  ", clip(&plain(&person.email), SHORT));
        page.flow(
            2,
            4,
            &[(Ink::Plain, &line), (Ink::Faint, &plain(&person.id))],
        );
    }
    let more = people.len().saturating_sub(MOST_CLEAR);
    if more > 0 {
        let line = format!("and {}", counted(more as u64, "more person", "more people"));
        page.flow(2, 4, &[(Ink::Faint, &line)]);
    }
}

fn checked(page: &mut Page, finding: &Checked) {
    let kind = format!(
        " ({}, {})  ",
        plain(&finding.strength),
        plain(&finding.fingerprint)
    );
    let pieces = [
        (Ink::Strong, &*plain(&finding.heuristic)),
        (Ink::Faint, &kind),
        (Ink::Plain, &plain(&finding.summary)),
    ];
    page.flow(2, INSIDE, &pieces);
    if let Some(reason) = &finding.accepted {
        let line = format!("accepted: {}", plain(reason));
        page.flow(INSIDE, INSIDE + 2, &[(Ink::Plain, &line)]);
    }
    page.flow(INSIDE, INSIDE + 2, &[(Ink::Faint, &plain(&finding.rarity))]);
    for evidence in finding.evidence.iter().take(MOST_RECORDS) {
        let one = &evidence.record;
        let mut line = format!("{} {}", short_id(one), record(one));
        match &evidence.contradicts {
            Some(other) if other.object == one.object => {
                line += &format!(", against {}", record(other));
            }
            Some(other) => line += &format!(", against {} {}", short_id(other), record(other)),
            None => {}
        }
        page.flow(INSIDE, INSIDE + 2, &[(Ink::Plain, &line)]);
    }
    quoted(page, finding);
    if let Some(again) = &finding.again {
        let (ink, line) = match again.outcome {
            Outcome::Found => (GOOD, "found again, with the same evidence"),
            Outcome::OtherEvidence => (BAD, "found again, with different evidence"),
            Outcome::Gone => (BAD, "not found again"),
        };
        page.flow(INSIDE, INSIDE + 2, &[(ink, line)]);
        for note in &again.notes {
            page.flow(INSIDE + 2, INSIDE + 4, &[(Ink::Plain, &plain(note))]);
        }
    }
    let innocent = format!("innocent explanation: {}", plain(&finding.innocent));
    page.flow(INSIDE, INSIDE + 2, &[(Ink::Faint, &innocent)]);
    let contrary = format!("What would disprove this: {}", finding.contrary);
    page.flow(INSIDE, INSIDE + 2, &[(Ink::Faint, &contrary)]);
}

fn short_id(record: &Record) -> String {
    let id: String = record.object.chars().take(SHORT_ID).collect();
    plain(&id)
}

/// `author-date 2024-03-01 18:00:00 +0900`.
fn record(record: &Record) -> String {
    let value = value(&RecordValue::parse(
        field_of_object(&record.field),
        &record.value,
    ));
    format!("{} {value}", plain(&record.field))
}

/// Whether the objects in the bundle say what the records say.
fn quoted(page: &mut Page, finding: &Checked) {
    let quoted = finding.quoted;
    if quoted.same > 0 {
        let line = format!(
            "{} the commits and tags in the bundle",
            counted(quoted.same, "record matches", "records match")
        );
        page.flow(INSIDE, INSIDE + 2, &[(GOOD, &line)]);
    }
    if quoted.other > 0 {
        let line = format!(
            "{} not match the commits and tags in the bundle",
            counted(quoted.other, "record does", "records do")
        );
        page.flow(INSIDE, INSIDE + 2, &[(BAD, &line)]);
    }
    if quoted.elsewhere > 0 {
        let records = counted(quoted.elsewhere, "record is", "records are");
        let line = format!("{records} not in the bundle's commits and tags: verify with a clone");
        page.flow(INSIDE, INSIDE + 2, &[(Ink::Faint, &line)]);
    }
}

fn closing(page: &mut Page, verification: &Verification) {
    let Some(first) = verification
        .people
        .iter()
        .flat_map(|one| &one.findings)
        .next()
    else {
        return;
    };
    page.blank();
    let reminder = "A bundle that holds shows what the records say, not why. Anyone who knows why can answer a \
                    finding with a record of their own.";
    page.flow(0, 0, &[(Ink::Plain, reminder)]);
    let explain = format!("countersign explain {}", plain(&first.heuristic));
    let mut commands = vec![(
        explain,
        "what this heuristic looks at, and what it cannot see",
    )];
    if verification.clones.is_empty() {
        let verify = "countersign verify BUNDLE CLONE".to_owned();
        commands.push((verify, "look for the findings in a clone"));
    }
    hints(page, &commands);
}
