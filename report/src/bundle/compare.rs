//! Whether the findings of a bundle are found again in clones.

use std::collections::{BTreeMap, BTreeSet};

use countersign_heuristics::PersonAssessment;
use countersign_people::Population;

use super::build::evidence_of;
use super::model::{Bundle, Evidence, Finding};
use super::rules::known;
use super::verification::{Again, Clone, Outcome, Verification};

/// The clones as they were read, and what the heuristics find in them now.
#[derive(Debug)]
pub struct Read<'a> {
    /// The facts, by person; the repositories in the bundle's order.
    pub population: &'a Population,
    /// What the heuristics say about all people.
    pub assessments: &'a [PersonAssessment],
    /// What each clone had, in the bundle's order.
    pub clones: Vec<Clone>,
}

/// Looks for each finding of the bundle among the present ones.
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
    /// Whether the clone has everything that the bundle was made from.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.problem.is_none() && self.missing.is_empty() && self.read == self.commits
    }
}

/// All present findings, by fingerprint.
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

/// How the heuristic differs from the revision that found it.
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
            "the heuristic was revised: revision {} then, {} now",
            finding.revision, heuristic.revision
        ));
    }
    if heuristic.record_digest() != finding.record {
        let strength = super::rules::strength(&finding.strength).unwrap_or(heuristic.strength);
        notes.push(format!(
            "the base rate was measured again: the weight was {} then and is {} now",
            finding.weight,
            heuristic.weight(strength)
        ));
    }
    notes
}

/// What explains that a finding changed or is gone.
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
        notes.push("the clones do not have everything that the bundle was made from".to_owned());
    }
    if finding.heuristic == "indicator-match" {
        notes.push("it relies on an imported list: import that list here too".to_owned());
    }
    notes
}
