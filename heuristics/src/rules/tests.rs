//! What every heuristic must keep, and every heuristic over every heuristic's cases.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{all_cases, catalogue};
use crate::assessment::{PersonAssessment, examine};
use crate::heuristic::{Heuristic, Outcome};
use crate::population::Population;
use crate::testing::{Expect, Retelling, Story};

const HEADINGS: [&str; 7] = [
    "What it looks at",
    "Why it can matter",
    "Innocent explanations",
    "What it cannot see",
    "Example",
    "Weight and why",
    "References",
];

fn tell(story: fn(&mut Story)) -> Story {
    let mut told = Story::default();
    story(&mut told);
    told
}

fn outcomes<'a>(
    heuristic: &Heuristic,
    assessments: &'a [PersonAssessment],
) -> impl Iterator<Item = &'a Outcome> {
    let id = heuristic.id;
    assessments.iter().flat_map(move |person| {
        let answer = person
            .answers
            .iter()
            .find(|answer| answer.heuristic.id == id);
        answer.and_then(|answer| answer.outcome.as_ref())
    })
}

fn fires(heuristic: &Heuristic, assessments: &[PersonAssessment]) -> bool {
    outcomes(heuristic, assessments).any(|outcome| matches!(outcome, Outcome::Fired(_)))
}

/// Levels and findings by person, without what a retelling may change: names, instants, object order.
fn verdicts(population: &Population) -> BTreeMap<String, Vec<String>> {
    examine(population, catalogue())
        .iter()
        .map(|person| {
            let identities = &population.people().all()[person.person.0 as usize].identities;
            let email = |identity| {
                population
                    .history()
                    .identities()
                    .get(identity)
                    .email()
                    .into_owned()
            };
            let name = identities
                .iter()
                .map(|identity| email(*identity))
                .collect::<Vec<_>>()
                .join(" ");
            let findings = person.findings();
            let mut lines: Vec<_> = findings
                .iter()
                .map(|(heuristic, finding)| {
                    format!("{} {}", heuristic.id, finding.strength.as_str())
                })
                .collect();
            lines.push(person.level().as_str().to_owned());
            (name, lines)
        })
        .collect()
}

#[test]
fn every_case_ends_as_expected() {
    for (heuristic, cases) in all_cases() {
        for case in cases {
            let assessments = examine(&tell(case.story).population(), catalogue());
            let said: Vec<_> = outcomes(heuristic, &assessments).collect();
            let enough = said.iter().any(|outcome| matches!(outcome, Outcome::Quiet));
            match case.expect {
                Expect::Fires => assert!(
                    fires(heuristic, &assessments),
                    "{}: {}",
                    heuristic.id,
                    case.name
                ),
                Expect::Quiet => {
                    assert!(
                        !fires(heuristic, &assessments),
                        "{}: {}",
                        heuristic.id,
                        case.name
                    );
                    assert!(
                        enough,
                        "{}: {}: had too little to be quiet about",
                        heuristic.id, case.name
                    );
                }
                Expect::Silent => {
                    assert!(
                        !fires(heuristic, &assessments) && !enough,
                        "{}: {}",
                        heuristic.id,
                        case.name
                    );
                }
            }
        }
    }
}

/// The matrix: review every line that a change moves.
#[test]
fn where_every_heuristic_fires() {
    let mut matrix = String::new();
    for (home, cases) in all_cases() {
        for case in cases {
            let assessments = examine(&tell(case.story).population(), catalogue());
            let fired: Vec<_> = catalogue()
                .iter()
                .filter(|heuristic| fires(heuristic, &assessments))
                .map(|heuristic| heuristic.id)
                .collect();
            let level = assessments
                .iter()
                .map(PersonAssessment::level)
                .max()
                .unwrap_or_default();
            let _ = writeln!(
                matrix,
                "{}: {}: {} [{}]",
                home.id,
                case.name,
                level.as_str(),
                fired.join(", ")
            );
        }
    }
    insta::assert_snapshot!("matrix", matrix);
}

#[test]
fn the_innocent_stay_below_review() {
    for (heuristic, cases) in all_cases() {
        for case in cases.iter().filter(|case| case.expect != Expect::Fires) {
            let assessments = examine(&tell(case.story).population(), catalogue());
            for person in &assessments {
                let level = person.level();
                assert!(
                    level < crate::Level::Review,
                    "{}: {}: {level:?}",
                    heuristic.id,
                    case.name
                );
            }
        }
    }
}

#[test]
fn living_elsewhere_changes_nothing() {
    for (heuristic, cases) in all_cases() {
        for case in cases {
            let story = tell(case.story);
            let here = verdicts(&story.population());
            for quarters in [-45, -33, -21, -9, 9, 21, 33, 45] {
                let retelling = Retelling {
                    minutes_east: quarters * 15,
                    ..Retelling::default()
                };
                let there = verdicts(&story.population_with(&retelling));
                assert_eq!(
                    here, there,
                    "{}: {}: {quarters} quarters of an hour further east",
                    heuristic.id, case.name
                );
            }
        }
    }
}

#[test]
fn names_in_another_script_change_nothing() {
    for (heuristic, cases) in all_cases() {
        for case in cases {
            let story = tell(case.story);
            let here = verdicts(&story.population());
            // Cyrillic, Greek (from zeta, whose letters run without gap), Hangul, Han, Devanagari.
            for script in ['а', 'ζ', '가', '一', 'क'] {
                let retelling = Retelling {
                    script: Some(script),
                    ..Retelling::default()
                };
                let there = verdicts(&story.population_with(&retelling));
                assert_eq!(
                    here, there,
                    "{}: {}: names from {script}",
                    heuristic.id, case.name
                );
            }
        }
    }
}

#[test]
fn every_folder_is_complete() {
    let mut before = "";
    for (heuristic, cases) in all_cases() {
        let id = heuristic.id;
        assert!(before < id, "{id} stands in alphabetical order");
        before = id;
        let headings: Vec<_> = heuristic
            .page
            .lines()
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        assert_eq!(headings, HEADINGS, "{id}: README headings");
        assert!(
            heuristic.page.starts_with(&format!("# {id}\n\n")),
            "{id}: README title"
        );
        assert_eq!(
            heuristic.record().revision,
            heuristic.revision,
            "{id}: the record is of this revision"
        );
        assert!(
            heuristic.record().base_rate().testable > 0,
            "{id}: somebody was tested"
        );
        let count = |expect| cases.iter().filter(|case| case.expect == expect).count();
        assert!(count(Expect::Fires) >= 1, "{id}: a case fires");
        assert!(
            count(Expect::Quiet) >= 2 * count(Expect::Fires).min(2),
            "{id}: innocents outnumber"
        );
        let example = heuristic
            .page
            .split("## Example")
            .nth(1)
            .unwrap_or_default();
        assert!(
            cases.iter().any(|case| example.contains(case.name)),
            "{id}: the example is a case"
        );
    }
}
