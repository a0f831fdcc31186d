//! Findings in the form in which the memory of people stores them.

use countersign_facts::Tlp;
use countersign_people::Population;
use countersign_people::remembered::{NewEvidence, NewFinding};

use crate::assessment::PersonAssessment;
use crate::evidence::{Evidence, Fact};

/// The findings about a population that the memory may store: all except those that rest on an indicator list
/// with a restricted audience.
#[must_use]
pub fn findings_to_remember(
    population: &Population,
    assessments: &[PersonAssessment],
) -> Vec<NewFinding> {
    let people = population.people().all();
    let all = assessments.iter().flat_map(|one| {
        let findings = one.findings().into_iter();
        findings.map(|(heuristic, finding)| (one.person, heuristic, finding))
    });
    all.filter(|(_, _, finding)| finding.tlp == Tlp::Clear)
        .map(|(person, heuristic, finding)| NewFinding {
            person,
            heuristic: heuristic.id,
            revision: heuristic.revision,
            strength: finding.strength.as_str(),
            weight: f64::from(heuristic.weight(finding.strength).hundredths()) / 100.0,
            fingerprint: heuristic.fingerprint(finding, &people[person.0 as usize].id),
            evidence: finding.evidence.iter().map(evidence).collect(),
        })
        .collect()
}

fn evidence(one: &Evidence) -> NewEvidence {
    let field = |fact: &Fact| (fact.object, fact.field.as_str());
    NewEvidence {
        repository: one.repository,
        record: field(&one.record),
        contradicts: one.contradicts.as_ref().map(field),
    }
}
