//! Whether the findings of a bundle are found again in clones.

use std::collections::{BTreeMap, BTreeSet};

use countersign_heuristics::PersonAssessment;
use countersign_people::Population;

use super::build::evidence_of;
use super::check::known;
use super::model::{Bundle, Evidence, Finding};
use super::verification::{Again, Clone, Outcome, Verification};

/// What was read again, and what the heuristics say of it now.
#[derive(Debug)]
pub struct Read<'a> {
    /// The facts, by person; the repositories in the bundle's order.
    pub population: &'a Population,
    /// What the heuristics say about everybody.
    pub assessments: &'a [PersonAssessment],
    /// What each clone had, in the bundle's order.
    pub clones: Vec<Clone>,
}

/// Looks for each finding of the bundle among those found now.
pub fn compare(bundle: &Bundle, read: Read<'_>, verification: &mut Verification) {
    let present = present(&read);
    let lacks: BTreeSet<_> = read.clones.iter().flat_map(|clone| &clone.lacks).collect();
    let is_whole = read.clones.iter().all(Clone::is_whole);
    let mut all_found = true;
    for (person, checked) in bundle.people.iter().zip(&mut verification.people) {
        for (finding, checked) in person.findings.iter().zip(&mut checked.findings) {
            let outcome = match present.get(&finding.fingerprint) {
                None => Outcome::Gone,
                Some(evidence) if *evidence == finding.evidence => Outcome::Found,
                Some(_) => Outcome::OtherEvidence,
            };
            all_found &= outcome == Outcome::Found;
            let mut notes = revised(finding);
            if outcome != Outcome::Found {
                notes.extend(why(finding, &lacks, is_whole));
            }
            checked.again = Some(Again { outcome, notes });
        }
    }
    verification.found_again = Some(all_found);
    verification.clones = read.clones;
}

impl Clone {
    /// Whether everything was read that the bundle was made from.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.problem.is_none() && self.missing.is_empty() && self.read == self.commits
    }
}

/// Every finding of now, by fingerprint.
fn present(read: &Read<'_>) -> BTreeMap<String, Vec<Evidence>> {
    let people = read.population.people().all();
    let mut present = BTreeMap::new();
    for assessment in read.assessments {
        let id = &people[assessment.person.0 as usize].id;
        for (heuristic, found) in assessment.findings() {
            present.insert(heuristic.fingerprint(found, id), evidence_of(found));
        }
    }
    present
}

/// How the heuristic differs from the one that found it.
fn revised(finding: &Finding) -> Vec<String> {
    let Some(heuristic) = known(&finding.heuristic) else {
        return vec![format!(
            "this version has no heuristic {}",
            finding.heuristic
        )];
    };
    let mut notes = Vec::new();
    if heuristic.revision != finding.revision {
        notes.push(format!(
            "the heuristic was revised: {} then, {} now",
            finding.revision, heuristic.revision
        ));
    }
    if heuristic.record_digest() != finding.record {
        let strength = super::rules::strength(&finding.strength).unwrap_or(heuristic.strength);
        notes.push(format!(
            "how rare it is was measured again: it weighed {} then, {} now",
            finding.weight,
            heuristic.weight(strength)
        ));
    }
    notes
}

/// What explains that a finding is not what it was.
fn why(finding: &Finding, lacks: &BTreeSet<&String>, is_whole: bool) -> Vec<String> {
    let evidence = finding.evidence.iter();
    let records = evidence.flat_map(|one| std::iter::once(&one.record).chain(&one.contradicts));
    let ids: BTreeSet<_> = records.map(|record| &record.object).collect();
    let lacking = ids.iter().filter(|id| lacks.contains(**id)).count();
    let mut notes = Vec::new();
    if lacking > 0 {
        notes.push(format!(
            "{lacking} of the {} commits and tags it quotes are not in the clones",
            ids.len()
        ));
    } else if !is_whole {
        notes.push("the clones do not hold everything that the bundle was made from".to_owned());
    }
    if finding.heuristic == "indicator-match" {
        notes.push("it rests on an imported list, which has to be imported here too".to_owned());
    }
    notes
}
