//! Whether the findings of a bundle are found again in clones, and whether the bundle says what the clones say about its
//! people.

use std::collections::{BTreeMap, BTreeSet};

use countersign_heuristics::PersonAssessment;
use countersign_people::Population;

use super::build::evidence_of;
use super::model::{Bundle, Evidence, Finding, MOST_SHARED, Person};
use super::rules::known;
use super::verification::{Again, Clone, Fault, Outcome, Verification};
use crate::baseline::Baseline;
use crate::build::Builder;
use crate::model::{self, Tool};

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
    let present = Present::new(&read);
    // Another version may word a sentence differently or read an identity better, and other commits name other people.
    let same_version = bundle.tool.version == Tool::this().version;
    let mut faults = Vec::new();
    let lacks: BTreeSet<_> = read.clones.iter().flat_map(|clone| &clone.lacks).collect();
    let is_whole = read.clones.iter().all(Clone::is_whole);
    let mut all_found = true;
    for (person, checked) in bundle.people.iter().zip(&mut verification.people) {
        if same_version && is_whole {
            faults.extend(present.other_identity(person));
        }
        for (finding, checked) in person.findings.iter().zip(&mut checked.findings) {
            let again = present.findings.get(&finding.fingerprint);
            let outcome = match again {
                None => Outcome::Gone,
                Some(again) if again.evidence == finding.evidence => Outcome::Found,
                Some(_) => Outcome::OtherEvidence,
            };
            let again = again.filter(|_| outcome == Outcome::Found && same_version && is_whole);
            faults.extend(again.and_then(|again| again.other_words(finding, person)));
            all_found &= outcome == Outcome::Found;
            let mut notes = revised(finding);
            if outcome != Outcome::Found {
                notes.extend(why(finding, &lacks, is_whole));
            }
            checked.again = Some(Again { outcome, notes });
        }
    }
    verification.holds &= faults.is_empty();
    verification.faults.extend(faults);
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

/// What the clones say now.
struct Present {
    /// Findings, by fingerprint.
    findings: BTreeMap<String, FoundAgain>,
    /// People, by id.
    people: BTreeMap<String, model::Person>,
}

/// A finding as the clones give it.
struct FoundAgain {
    evidence: Vec<Evidence>,
    evidence_total: u64,
    summary: String,
}

impl Present {
    fn new(read: &Read<'_>) -> Self {
        let builder = Builder {
            population: read.population,
            repositories: &[],
            baseline: &Baseline::default(),
            tlp: MOST_SHARED,
        };
        let (mut findings, mut people) = (BTreeMap::new(), BTreeMap::new());
        for assessment in read.assessments {
            let person = builder.person_of(assessment);
            for (heuristic, found) in assessment.findings() {
                let again = FoundAgain {
                    evidence: evidence_of(found),
                    evidence_total: found.evidence_total as u64,
                    summary: found.summary.clone(),
                };
                findings.insert(heuristic.fingerprint(found, &person.id), again);
            }
            people.insert(person.id.clone(), person);
        }
        Self { findings, people }
    }

    /// What the bundle says about who the person is and the clones do not. Somebody who changes a bundle could otherwise
    /// put another name beside true evidence.
    fn other_identity(&self, person: &Person) -> Vec<Fault> {
        let Some(found) = self.people.get(&person.id) else {
            return Vec::new();
        };
        let keys = found.keys.iter().map(|key| (key.kind, &*key.id));
        let same_keys = keys.eq(person.keys.iter().map(|key| (&*key.kind, &*key.id)));
        let members = [
            ("names are", found.names == person.names),
            ("e-mail addresses are", found.emails == person.emails),
            ("logins are", found.logins == person.logins),
            ("signing keys are", same_keys),
            ("number of commits is", found.commits == person.commits),
            (
                "number of own commits is",
                found.self_committed == person.self_committed,
            ),
            (
                "note about several people is",
                found.contested == person.contested,
            ),
        ];
        let others = members.into_iter().filter(|(_, same)| !same);
        let fault = |(member, _): (&str, bool)| Fault {
            part: format!("person {}", person.id),
            problem: format!("the clones do not say the same: the {member} different there"),
        };
        others.map(fault).collect()
    }
}

impl FoundAgain {
    /// How the bundle's words about the finding differ from what the clones give.
    fn other_words(&self, finding: &Finding, person: &Person) -> Option<Fault> {
        let problem = if self.summary != finding.summary {
            format!("in the clones its sentence is {:?}", self.summary)
        } else if self.evidence_total != finding.evidence_total {
            format!("in the clones it rests on {} records", self.evidence_total)
        } else {
            return None;
        };
        let part = finding.part(person);
        Some(Fault { part, problem })
    }
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
