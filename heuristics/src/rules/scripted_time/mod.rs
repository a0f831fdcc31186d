//! `scripted-time`: commit times that people do not produce: all written at once, at a regular beat, or without rest.

#[cfg(test)]
pub(super) mod cases;
mod signs;
mod tail;

use std::collections::BTreeSet;

use crate::days::days_between;
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{days, share, span};
use countersign_facts::Commit;
use countersign_people::Dossier;
use signs::{Beat, Instants, Signs};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "scripted-time",
    title: "the commit times have a pattern that scripts make and people do not",
    revision: 2,
    family: Family::Clock,
    strength: Strength::Strong,
    innocent: "an import of old work under one's own name, a tool that rounds times for privacy, or a \
               scheduled job that makes commits",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// Fewer different author times than this are too few for an answer.
const LEAST_INSTANTS: usize = 30;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let commits: Vec<_> = dossier
        .self_committed()
        .filter(|commit| !commit.is_merge())
        .collect();
    let instants = Instants::of(&commits);
    let have = instants.len();
    if have < LEAST_INSTANTS {
        return Outcome::NotEnough {
            have,
            want: LEAST_INSTANTS,
            of: "different author times of commits made on their own machine",
        };
    }
    // Several people who share one address do not rest at the same time.
    let signs = Signs::of(&commits, &instants, !dossier.person().contested);
    if signs.none() {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(&commits, &instants, &signs)])
}

fn finding(commits: &[Commit<'_>], instants: &Instants, signs: &Signs) -> Finding {
    let strength = if signs.have_two_causes() {
        Strength::Strong
    } else if signs.have_a_cause_of_scripts() {
        Strength::Moderate
    } else {
        Strength::Context
    };
    Finding::new(
        strength,
        sentence(commits, instants, signs),
        evidence(commits, instants, signs),
    )
}

/// The signs in words. The first of them names the whole.
fn sentence(commits: &[Commit<'_>], instants: &Instants, signs: &Signs) -> String {
    let what = if instants.len() == commits.len() {
        "commits"
    } else {
        "different commit times"
    };
    let mut parts = Vec::new();
    if let (Some(seconds), Some(first), Some(last)) =
        (signs.collapse, commits.first(), commits.last())
    {
        parts.push(format!(
            "all {} commits were committed within {} although they were authored over {}",
            commits.len(),
            span(seconds / 60 + 1),
            days(days_between(first.authored(), last.authored())),
        ));
    }
    for beat in &signs.beats {
        let of_all = |count: usize| match parts.is_empty() {
            true => share(count, instants.len(), what),
            false => count.to_string(),
        };
        parts.push(match beat {
            Beat::SecondOfMinute { second, count } => {
                format!("{} are at second :{second:02}", of_all(*count))
            }
            Beat::TimeOfDay { repeats } => {
                format!(
                    "{} repeat the exact time of day of another",
                    of_all(*repeats)
                )
            }
            Beat::Interval { seconds, count } => format!(
                "{} come exactly {seconds} s after the one before",
                of_all(*count)
            ),
        });
    }
    if let Some(gap) = &signs.restless {
        parts.push(format!(
            "even the quietest five hours of the day contain {} of {} {what}",
            gap.count,
            instants.len()
        ));
    }
    parts.join("; ")
}

/// The commits that show the signs: the first commit of each sign, then the second of each, and so on.
fn evidence(commits: &[Commit<'_>], instants: &Instants, signs: &Signs) -> Vec<Evidence> {
    let alone = |commit: &Commit<'_>| Evidence::of(commit, Fact::author_date(commit), None);
    let mut lists: Vec<Vec<Evidence>> = Vec::new();
    if signs.collapse.is_some() {
        let both = |commit: &Commit<'_>| {
            let committed = Fact::committer_date(commit);
            Evidence::of(commit, Fact::author_date(commit), Some(committed))
        };
        lists.push(commits.iter().map(both).collect());
    }
    for beat in &signs.beats {
        let on_beat = commits.iter().enumerate().filter_map(|(at, commit)| {
            let before = at.checked_sub(1).map(|before| &commits[before]);
            beat.is_shown_by(commit, before, instants)
                .then(|| alone(commit))
        });
        lists.push(on_beat.collect());
    }
    if let Some(gap) = &signs.restless {
        let inside = commits
            .iter()
            .filter(|commit| gap.holds(commit.authored().seconds));
        lists.push(inside.map(alone).collect());
    }
    let mut turns: Vec<_> = lists
        .into_iter()
        .flat_map(|list| list.into_iter().enumerate())
        .collect();
    turns.sort_by_key(|(turn, _)| *turn);
    // A commit can show several signs, but is quoted once.
    let mut quoted = BTreeSet::new();
    let mut evidence: Vec<_> = turns.into_iter().map(|(_, evidence)| evidence).collect();
    evidence.retain(|evidence| quoted.insert(evidence.record.object));
    evidence
}
