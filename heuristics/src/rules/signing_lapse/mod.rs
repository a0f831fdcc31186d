//! `signing-lapse`: someone who signed every commit in a repository no longer signs.

#[cfg(test)]
pub(super) mod cases;

use std::collections::BTreeMap;

use crate::days::days_between;
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::days;
use countersign_facts::{Commit, History, KeyKind, RepositoryIndex};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "signing-lapse",
    title: "someone who signed every commit no longer signs",
    revision: 1,
    family: Family::Key,
    strength: Strength::Context,
    innocent: "a new machine without the key, an expired key, or a repository that no longer asks for \
               signatures",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// Someone has a habit of signing after this many signed commits in a row over this many days.
const LEAST_SIGNED: usize = 30;
const LEAST_DAYS: u64 = 60;
/// The habit ends after this many unsigned commits in a row.
const LEAST_UNSIGNED: usize = 20;

/// The person's commits in one repository, as runs of signed and unsigned commits.
#[derive(Default)]
struct Runs<'a> {
    signed: Vec<Commit<'a>>,
    unsigned: Vec<Commit<'a>>,
    lapse: Option<Lapse<'a>>,
    longest: usize,
    longest_days: u64,
}

/// A habit that ended: the last signed commit of a long run, and the unsigned commits after it.
struct Lapse<'a> {
    signed: usize,
    days: u64,
    last: Commit<'a>,
    unsigned: Vec<Commit<'a>>,
}

impl<'a> Runs<'a> {
    fn push(&mut self, commit: Commit<'a>, is_signed: bool) {
        if is_signed {
            if !self.unsigned.is_empty() {
                self.settle();
            }
            self.signed.push(commit);
        } else {
            self.unsigned.push(commit);
        }
    }

    /// Ends a run of signed commits and of the unsigned commits after it. Only the latest lapse is kept.
    fn settle(&mut self) {
        let unsigned = std::mem::take(&mut self.unsigned);
        let signed = std::mem::take(&mut self.signed);
        let (Some(first), Some(last)) = (signed.first(), signed.last()) else {
            return;
        };
        let days = days_between(first.committed(), last.committed());
        if signed.len() >= LEAST_SIGNED {
            self.longest_days = self.longest_days.max(days);
        }
        self.longest = self.longest.max(signed.len());
        let is_habit = signed.len() >= LEAST_SIGNED && days >= LEAST_DAYS;
        if is_habit && unsigned.len() >= LEAST_UNSIGNED {
            self.lapse = Some(Lapse {
                signed: signed.len(),
                days,
                last: *last,
                unsigned,
            });
        }
    }
}

fn check(dossier: &Dossier<'_>) -> Outcome {
    if dossier.person().keys().next().is_none() {
        return Outcome::NotApplicable;
    }
    let history = dossier.history();
    let mut commits: Vec<_> = dossier
        .self_committed()
        .filter_map(|commit| Some((commit, is_signed(dossier, &commit)?)))
        .collect();
    // Equal dates are rare, so ids are hardly ever read.
    commits.sort_by(|(a, _), (b, _)| {
        let seconds = a.committed().seconds.cmp(&b.committed().seconds);
        seconds.then_with(|| a.id().cmp(&b.id()))
    });
    // Signing is configured for each repository, so work in two of them in turn is not a lapse.
    let mut repositories: BTreeMap<RepositoryIndex, Runs<'_>> = BTreeMap::new();
    for (commit, signed) in commits {
        let runs = repositories.entry(commit.repository()).or_default();
        runs.push(commit, signed);
    }
    repositories.values_mut().for_each(Runs::settle);
    if let Some(outcome) = too_little(repositories.values()) {
        return outcome;
    }
    let findings: Vec<_> = repositories
        .into_iter()
        .filter_map(|(repository, runs)| Some(finding(history, repository, &runs.lapse?)))
        .collect();
    Outcome::of(findings)
}

/// Whether the person signed the commit; `None` if a platform or a service signed it, which says nothing about the habit.
fn is_signed(dossier: &Dossier<'_>, commit: &Commit<'_>) -> Option<bool> {
    let history = dossier.history();
    let people = dossier.population().people();
    let Some(signature) = commit.signature() else {
        return Some(false);
    };
    let own = signature.key.is_none_or(|key| {
        people.is_personal(history, key) || history.keys().get(key).kind == KeyKind::Ephemeral
    });
    own.then_some(true)
}

/// The answer if there are too few signed commits for a habit; `None` if there are enough.
fn too_little<'a>(repositories: impl Iterator<Item = &'a Runs<'a>>) -> Option<Outcome> {
    let (mut longest, mut days) = (0, 0);
    for runs in repositories {
        longest = longest.max(runs.longest);
        days = days.max(runs.longest_days);
    }
    if longest < LEAST_SIGNED {
        return Some(Outcome::NotEnough {
            have: longest,
            want: LEAST_SIGNED,
            of: "signed commits in a row",
        });
    }
    (days < LEAST_DAYS).then(|| Outcome::NotEnough {
        have: usize::try_from(days).unwrap_or(usize::MAX),
        want: usize::try_from(LEAST_DAYS).unwrap_or(usize::MAX),
        of: "days of signing every commit",
    })
}

fn finding(history: &History, repository: RepositoryIndex, lapse: &Lapse<'_>) -> Finding {
    let summary = format!(
        "{} commits in a row over {} are signed, and the next {} are not",
        lapse.signed,
        days(lapse.days),
        lapse.unsigned.len()
    );
    let signing = |commit: &Commit<'_>| {
        let key = commit.signature().and_then(|signature| signature.key);
        Fact::signing_key(history, commit.id(), key)
    };
    let last = signing(&lapse.last);
    let evidence = lapse
        .unsigned
        .iter()
        .map(|commit| Evidence::of(commit, signing(commit), Some(last.clone())))
        .collect();
    let name = &*history.repositories()[usize::from(repository.0)];
    Finding::new(Strength::Context, summary, evidence).about(name)
}
