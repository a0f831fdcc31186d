//! `scripted-time`: times that people do not produce: written at once, by the beat, or without rest.

#[cfg(test)]
pub(super) mod cases;
mod signs;
mod tail;

use std::collections::BTreeSet;

use crate::heuristic::{
    Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength, days_between, span,
};
use countersign_facts::Commit;
use countersign_people::Dossier;
use signs::{Beat, Instants, Signs};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "scripted-time",
    title: "the history's times are of a kind that scripts make and people do not",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Strong,
    innocent: "an import of old work under one's own name, a tool that rounds times for privacy, or a \
               job that commits by the clock",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Person(check),
};

/// Below so many distinct author times nothing is said.
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
            of: "distinct author times of self-committed commits",
        };
    }
    // Several people behind one address do not rest together.
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
    let summary = format!(
        "of {} self-committed commits {}",
        commits.len(),
        sentence(commits, instants, signs)
    );
    Finding::new(strength, summary, evidence(commits, instants, signs))
}

/// The signs in words.
fn sentence(commits: &[Commit<'_>], instants: &Instants, signs: &Signs) -> String {
    let mut parts = Vec::new();
    if let (Some(seconds), Some(first), Some(last)) =
        (signs.collapse, commits.first(), commits.last())
    {
        parts.push(format!(
            "all were committed within {} though authored over {} days",
            span(seconds / 60),
            days_between(first.authored(), last.authored()),
        ));
    }
    parts.extend(signs.beats.iter().map(|beat| match beat {
        Beat::SecondOfMinute { second, count } => {
            format!("{count} fall on second {second} of a minute")
        }
        Beat::TimeOfDay { repeats } => {
            format!("{repeats} repeat another's time of day to the second")
        }
        Beat::Interval { seconds, count } => {
            format!("{count} follow the one before after exactly {seconds} s")
        }
    }));
    if let Some(gap) = &signs.restless {
        parts.push(format!(
            "{} of {} lie in the quietest five hours of the day",
            gap.count,
            instants.len()
        ));
    }
    parts.join(", ")
}

/// The commits that show each sign, turn by turn.
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
    // A commit may show several signs.
    let mut told = BTreeSet::new();
    let mut evidence: Vec<_> = turns.into_iter().map(|(_, evidence)| evidence).collect();
    evidence.retain(|evidence| told.insert(evidence.record.object));
    evidence
}
