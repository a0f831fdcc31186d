//! What the heuristics say about a plan's residents.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use countersign_careers::{Plan, github_key};
use countersign_facts::History;
use countersign_heuristics::{Level, catalogue, examine};
use countersign_history::{Job, PlatformKeys, Selection, read};
use countersign_people::Population;

/// Residents whom anchors join, with their level and findings by heuristic and strength.
pub(crate) type Verdicts = BTreeMap<BTreeSet<usize>, (Level, Vec<String>)>;

/// Writes the plan, reads it back and examines everybody.
pub(crate) fn verdicts(plan: &Plan) -> Verdicts {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths = plan.write(folder.path()).expect("git takes the plan");
    let population = Population::new(history(&paths));
    let mut residents: BTreeMap<String, usize> = BTreeMap::new();
    for (number, resident) in plan.residents().iter().enumerate() {
        residents.extend(plan.addresses(resident).map(|address| (address, number)));
    }
    let identities = population.history().identities();
    let verdict = |assessment: countersign_heuristics::PersonAssessment| {
        let person = &population.people().all()[assessment.person.0 as usize];
        let known = person
            .identities
            .iter()
            .filter_map(|identity| residents.get(&*identities.get(*identity).email()));
        let findings = assessment.findings();
        let findings = findings
            .iter()
            .map(|(heuristic, finding)| format!("{} {}", heuristic.id, finding.strength.as_str()));
        (
            known.copied().collect(),
            (assessment.level(), findings.collect()),
        )
    };
    examine(&population, catalogue())
        .into_iter()
        .map(verdict)
        .collect()
}

pub(crate) fn history(paths: &[PathBuf]) -> History {
    let mut history = History::default();
    for path in paths {
        read_into(path, &mut history);
    }
    history.seal();
    history
}

fn read_into(path: &Path, history: &mut History) {
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 1,
        cancelled: &cancelled,
        progress: &(),
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut platforms = PlatformKeys::default();
    let known = platforms.add("noreply@github.com", github_key().as_bytes());
    known.expect("a key");
    let selection = Selection {
        platforms,
        ..Selection::default()
    };
    let reading = read(path, &name, &selection, &job, history);
    let reading = reading.expect("the repository can be read");
    assert!(reading.skipped.is_empty(), "{:?}", reading.skipped);
}
