//! What every heuristic must keep, and every heuristic over every heuristic's cases.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{all_cases, catalogue};
use crate::assessment::{Answer, examine, examine_grant, examine_pull_request};
use crate::finding::{Finding, Outcome};
use crate::heuristic::{Check, Heuristic};
use crate::level::Level;
use crate::testing::{Case, Cloaked, Expect, Landing, Story, Variant};
use countersign_people::{Machine, PersonIndex, Population};

const HEADINGS: [&str; 7] = [
    "What it looks at",
    "Why it can matter",
    "Innocent explanations",
    "What it cannot see",
    "Example",
    "Weight and why",
    "References",
];

fn story_of(case: &Case) -> Story {
    let mut story = Story::default();
    (case.story)(&mut story);
    story
}

/// What is said about one person, an opener without commits, or a right that was given.
struct Judged {
    who: String,
    answers: Vec<Answer>,
    findings: Vec<String>,
    level: Level,
}

/// Everything said about a story: about everybody in its history, or those of its pull request, or the
/// right that was given.
fn judge(story: &Story) -> Vec<Judged> {
    judge_variant(story, &Variant::default())
}

fn judge_variant(story: &Story, variant: &Variant) -> Vec<Judged> {
    let (population, pull) = story.facts(variant);
    if let Some(grant) = story.grant(variant) {
        let assessment = examine_grant(&population, &grant, catalogue());
        return vec![Judged {
            who: "the right".to_owned(),
            findings: lines(assessment.findings()),
            level: assessment.level(),
            answers: assessment.answers,
        }];
    }
    let (people, opener) = match pull {
        Some(pull) => {
            let assessment = examine_pull_request(&population, &pull, catalogue());
            (assessment.people, assessment.opener)
        }
        None => (examine(&population, catalogue()), None),
    };
    let mut judged: Vec<_> = people
        .into_iter()
        .map(|person| Judged {
            who: addresses(&population, person.person),
            findings: lines(person.findings()),
            level: person.level(),
            answers: person.answers,
        })
        .collect();
    judged.extend(opener.map(|opener| Judged {
        who: "the opener".to_owned(),
        findings: lines(opener.findings()),
        level: opener.level(),
        answers: opener.answers,
    }));
    judged
}

/// A person without what a variant may change: names, what machines make of them, instants, object
/// order.
fn addresses(population: &Population, person: PersonIndex) -> String {
    let identities = &population.people().all()[person.0 as usize].identities;
    let email = |identity| {
        let email = population.history().identities().get(identity).email();
        match Machine::parse(&email) {
            Some(_) => "a machine".into(),
            None => email,
        }
    };
    let emails: Vec<_> = identities.iter().map(|identity| email(*identity)).collect();
    emails.join(" ")
}

fn lines(findings: Vec<(&'static Heuristic, &Finding)>) -> Vec<String> {
    let line = |(heuristic, finding): (&Heuristic, &Finding)| {
        format!("{} {}", heuristic.id, finding.strength.as_str())
    };
    findings.into_iter().map(line).collect()
}

fn outcomes<'a>(heuristic: &Heuristic, judged: &'a [Judged]) -> impl Iterator<Item = &'a Outcome> {
    let id = heuristic.id;
    judged.iter().flat_map(move |judged| {
        let mut answers = judged.answers.iter();
        let answer = answers.find(|answer| answer.heuristic.id == id);
        answer.and_then(|answer| answer.outcome.as_ref())
    })
}

fn fires(heuristic: &Heuristic, judged: &[Judged]) -> bool {
    outcomes(heuristic, judged).any(|outcome| matches!(outcome, Outcome::Fired(_)))
}

/// The findings about one person, and the level that follows.
type Verdict = (Vec<String>, Level);
/// Those about everybody, by who it is.
type Verdicts = BTreeMap<String, Vec<Verdict>>;

/// Findings and level of everybody.
fn verdicts(judged: Vec<Judged>) -> Verdicts {
    let mut verdicts: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for judged in judged {
        let alike = verdicts.entry(judged.who).or_default();
        alike.push((judged.findings, judged.level));
        alike.sort();
    }
    verdicts
}

#[test]
fn every_case_ends_as_expected() {
    for (heuristic, cases) in all_cases() {
        for case in cases {
            let assessments = judge(&story_of(case));
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
            let assessments = judge(&story_of(case));
            let fired: Vec<_> = catalogue()
                .iter()
                .filter(|heuristic| fires(heuristic, &assessments))
                .map(|heuristic| heuristic.id)
                .collect();
            let level = assessments
                .iter()
                .map(|judged| judged.level)
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
            let assessments = judge(&story_of(case));
            for person in &assessments {
                let level = person.level;
                assert!(
                    level < Level::Review,
                    "{}: {}: {level:?}",
                    heuristic.id,
                    case.name
                );
            }
        }
    }
}

/// A wrong join may cost a note. It must never accuse.
#[test]
fn the_innocent_stay_below_review_when_all_have_one_name() {
    let variant = Variant {
        namesakes: true,
        ..Variant::default()
    };
    let mut joined = 0;
    for (heuristic, cases) in all_cases() {
        for case in cases.iter().filter(|case| case.expect != Expect::Fires) {
            // Nine people who are one cannot vouch for the server that commits for them.
            if case.name == "an unknown server commits for nine people on its own clock" {
                continue;
            }
            let story = story_of(case);
            let apart = judge(&story).len();
            let assessments = judge_variant(&story, &variant);
            joined += apart.saturating_sub(assessments.len());
            for person in &assessments {
                assert!(
                    person.level < Level::Review,
                    "{}: {}: {:?} of {}",
                    heuristic.id,
                    case.name,
                    person.findings,
                    person.who
                );
            }
        }
    }
    assert!(joined > 20, "only {joined} people were joined");
}

/// Quarter hours put no clock of a case on an offset with a meaning of its own: all are on full or half hours.
#[test]
fn living_elsewhere_changes_nothing() {
    for (heuristic, cases) in all_cases() {
        for case in cases {
            let story = story_of(case);
            let here = verdicts(judge(&story));
            for quarters in [-45, -33, -21, -9, 9, 21, 33, 45] {
                let variant = Variant {
                    minutes_east: quarters * 15,
                    ..Variant::default()
                };
                let there = verdicts(judge_variant(&story, &variant));
                assert_eq!(
                    here, there,
                    "{}: {}: {quarters} quarters of an hour further east",
                    heuristic.id, case.name
                );
            }
        }
    }
}

/// Moving everyone by any number of whole hours changes nothing, unless a clock lands on UTC, or a merge of a pull
/// request before 2017 lands on an offset of GitHub's servers. These clocks say nothing about a person. What remains is
/// exactly what remains if nobody moves and only these clocks are set to that offset.
#[test]
fn living_whole_hours_elsewhere_only_takes_clocks_away() {
    let mut landed: BTreeMap<Landing, usize> = BTreeMap::new();
    let mut moved = 0;
    for (heuristic, cases) in all_cases() {
        for case in cases {
            let story = story_of(case);
            let here = verdicts(judge(&story));
            for hours in (-12..=14).filter(|hours| *hours != 0) {
                let variant = Variant {
                    minutes_east: hours * 60,
                    ..Variant::default()
                };
                let landings = story.landings(&variant);
                let there = verdicts(judge_variant(&story, &variant));
                let name = format!("{}: {}: {hours} h further east", heuristic.id, case.name);
                if landings.is_empty() {
                    assert_eq!(here, there, "{name}");
                    moved += 1;
                } else {
                    let only_landings = Variant {
                        only_landings: true,
                        ..variant
                    };
                    let expected = verdicts(judge_variant(&story, &only_landings));
                    assert_eq!(expected, there, "{name}, where {landings:?} says nothing");
                }
                for landing in landings {
                    *landed.entry(landing).or_default() += 1;
                }
            }
        }
    }
    assert!(moved > 1_000, "most moves land nowhere: {moved}");
    assert!(landed[&Landing::Utc] > 100, "{landed:?}");
    assert!(landed[&Landing::GitHub] > 0, "{landed:?}");
}

#[test]
fn names_in_another_script_change_nothing() {
    for (heuristic, cases) in all_cases() {
        for case in cases {
            let story = story_of(case);
            let here = verdicts(judge(&story));
            // Cyrillic, Greek (from zeta, whose letters run without gap), Hangul, Han, Devanagari.
            for script in ['а', 'ζ', '가', '一', 'क'] {
                let variant = Variant {
                    script: Some(script),
                    ..Variant::default()
                };
                let there = verdicts(judge_variant(&story, &variant));
                assert_eq!(
                    here, there,
                    "{}: {}: names from {script}",
                    heuristic.id, case.name
                );
            }
        }
    }
}

/// Whether everybody has the findings that they had, and the level, unless `forged-platform` was added.
fn is_as_before(before: &Verdicts, after: &Verdicts) -> bool {
    let is_added = |finding: &String| finding.starts_with("forged-platform ");
    let same = |((before, low), (after, high)): (&Verdict, &Verdict)| {
        let others = after.iter().filter(|finding| !is_added(finding));
        let levels = if after.iter().any(is_added) {
            low <= high
        } else {
            low == high
        };
        levels && others.eq(before.iter().filter(|finding| !is_added(finding)))
    };
    let alike = before.len() == after.len();
    alike
        && before.iter().all(|(who, before)| {
            let after = after.get(who).map_or(&[][..], Vec::as_slice);
            before.len() == after.len() && before.iter().zip(after).all(same)
        })
}

/// People who name GitHub as the committer of their own commits hide nothing by it, and nothing is found about others.
#[test]
fn naming_a_platform_as_committer_changes_nothing() {
    let mut changed = Vec::new();
    for (heuristic, cases) in all_cases() {
        for case in cases {
            let story = story_of(case);
            let open = verdicts(judge(&story));
            let one = story.committers().into_iter().map(Cloaked::One);
            for cloaked in one.chain([Cloaked::All]) {
                let variant = Variant {
                    cloaked,
                    ..Variant::default()
                };
                let hidden = verdicts(judge_variant(&story, &variant));
                if !is_as_before(&open, &hidden) {
                    let (id, name) = (heuristic.id, case.name);
                    changed.push(format!(
                        "{id}: {name}: {cloaked:?}\n  {open:?}\n  {hidden:?}"
                    ));
                }
            }
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
}

/// Whether nobody has a finding or a level that they did not have.
fn only_fell_silent(before: &Verdicts, after: &Verdicts) -> bool {
    after.iter().all(|(who, after)| {
        let before = before.get(who).map_or(&[][..], Vec::as_slice);
        after.iter().all(|(findings, level)| {
            let covers = |(known, high): &Verdict| {
                level <= high && findings.iter().all(|finding| known.contains(finding))
            };
            findings.is_empty() || before.iter().any(covers)
        })
    })
}

/// Merges that somebody invents in a person's name, unsigned, find nothing about that person or anybody else. They may
/// hide something: what a person has done for long is not new.
#[test]
fn invented_merges_find_nothing() {
    let mut changed = Vec::new();
    for (heuristic, cases) in all_cases() {
        for case in cases {
            let story = story_of(case);
            let before = verdicts(judge(&story));
            for who in story.authors() {
                let variant = Variant {
                    framed: Some(who),
                    ..Variant::default()
                };
                let after = verdicts(judge_variant(&story, &variant));
                if !only_fell_silent(&before, &after) {
                    let (id, name) = (heuristic.id, case.name);
                    changed.push(format!("{id}: {name}: {who:?}\n  {before:?}\n  {after:?}"));
                }
            }
        }
    }
    assert!(changed.is_empty(), "{}", changed.join("\n"));
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
        let record = heuristic.record();
        assert_eq!(
            record.revision, heuristic.revision,
            "{id}: the record is of this revision"
        );
        assert!(
            !record.among.is_empty() || record.testable == 0,
            "{id}: the record says who was counted"
        );
        assert!(
            record.testable > 0 || !heuristic.check.scans() || record.instead.is_some(),
            "{id}: what takes part in scans is measured before it is written"
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

#[test]
fn what_stands_beside_findings_names_heuristics_that_are_there() {
    for heuristic in catalogue() {
        let Check::Beside { of, .. } = heuristic.check else {
            continue;
        };
        for id in of {
            let is_there = catalogue().iter().any(|one| one.id == *id);
            assert!(is_there, "{}: {id}", heuristic.id);
        }
        assert!(of.is_sorted(), "{}", heuristic.id);
    }
}

/// What the findings say of heuristics that take part in no scan, word for word.
fn said_by(is_meant: fn(&Check) -> bool) -> String {
    let mut said = String::new();
    for (heuristic, cases) in all_cases() {
        if !is_meant(&heuristic.check) {
            continue;
        }
        for case in cases.iter().filter(|case| case.expect == Expect::Fires) {
            let story = story_of(case);
            if heuristic.check.of_pull_request().is_some() && !story.has_pull_request() {
                continue;
            }
            let judged = judge(&story);
            let findings = outcomes(heuristic, &judged).filter_map(|outcome| match outcome {
                Outcome::Fired(findings) => Some(findings),
                _ => None,
            });
            for finding in findings.flatten() {
                let fields = finding.evidence.first().map(|evidence| {
                    let against = evidence
                        .contradicts
                        .as_ref()
                        .map(|fact| fact.field.as_str());
                    (evidence.record.field.as_str(), against)
                });
                let _ = writeln!(
                    said,
                    "{}\n  about {}\n  {}: {fields:?}",
                    finding.summary, finding.subject, finding.evidence_total
                );
            }
        }
    }
    said
}

#[test]
fn what_is_said_about_pull_requests() {
    let reviews = |check: &Check| check.of_pull_request().is_some();
    insta::assert_snapshot!("pull_requests", said_by(reviews));
}

#[test]
fn what_is_said_about_rights() {
    insta::assert_snapshot!("rights", said_by(Check::needs_grant));
}
