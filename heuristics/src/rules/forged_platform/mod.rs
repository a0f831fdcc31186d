//! `forged-platform`: commits name GitHub as their committer, and GitHub did not sign them.

#[cfg(test)]
pub(super) mod cases;

use std::collections::BTreeSet;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{counted, share};
use countersign_facts::{Commit, GITHUB_SIGNS_EVERYTHING_SINCE, PlatformClaim, RepositoryIndex};
use countersign_people::{Dossier, PersonIndex, Population};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "forged-platform",
    title: "commits name GitHub as their committer and do not carry GitHub's signature",
    revision: 1,
    family: Family::History,
    strength: Strength::Moderate,
    innocent: "commits that were copied from a GitHub Enterprise server or from a rewritten history, a mirror \
               tool that drops signatures, or a script that fills in GitHub as the committer",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// Fewer such commits than this can be an accident.
const LEAST_COMMITS: usize = 3;
/// If more people than this have such commits in one repository, a history was imported into it.
const MOST_PEOPLE: usize = 3;

/// The claims about GitHub in one repository since 2024.
#[derive(Clone, Default)]
struct Claims {
    verified: usize,
    /// Without GitHub's signature, including copies of commits that carry it.
    others: usize,
    /// The people whose commits are not signed, and are not copies.
    unproven: BTreeSet<PersonIndex>,
}

impl Claims {
    /// Whether the repository holds a converted or imported history: most claims are not signed, or those of many
    /// people are not.
    fn is_converted(&self) -> bool {
        self.others > self.verified || self.unproven.len() > MOST_PEOPLE
    }
}

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let claims = claims(population);
    let answer = |dossier: Dossier<'_>| (dossier.index(), outcome(&dossier, &claims));
    population.dossiers().map(answer).collect()
}

/// The claims in each repository, by index.
fn claims(population: &Population) -> Vec<Claims> {
    let history = population.history();
    let mut claims = vec![Claims::default(); history.repositories().len()];
    for commit in history.commits().filter(names_github) {
        let claims = &mut claims[usize::from(commit.repository().0)];
        if commit.platform().is_verified() {
            claims.verified += 1;
            continue;
        }
        claims.others += 1;
        if commit.platform().is_unproven() {
            claims
                .unproven
                .extend(population.people().of(commit.author_index()));
        }
    }
    claims
}

/// Whether the commit names GitHub as its committer, at a time when GitHub signs everything. Merges do not count: the
/// author of one that somebody invented is a person who had no part in it.
fn names_github(commit: &Commit<'_>) -> bool {
    commit.platform() != PlatformClaim::None
        && !commit.is_merge()
        && commit.committed().seconds >= GITHUB_SIGNS_EVERYTHING_SINCE
        && commit
            .committer()
            .email_bytes()
            .eq_ignore_ascii_case(b"noreply@github.com")
}

fn outcome(dossier: &Dossier<'_>, claims: &[Claims]) -> Outcome {
    let named: Vec<_> = dossier.authored().filter(names_github).collect();
    if named.is_empty() {
        return Outcome::NotApplicable;
    }
    if named.len() < LEAST_COMMITS {
        return Outcome::NotEnough {
            have: named.len(),
            want: LEAST_COMMITS,
            of: "commits since 2024 that name GitHub as their committer",
        };
    }
    let is_converted = |RepositoryIndex(index)| claims[usize::from(index)].is_converted();
    let unproven: Vec<_> = named
        .iter()
        .filter(|commit| commit.platform().is_unproven() && !is_converted(commit.repository()))
        .collect();
    if unproven.len() < LEAST_COMMITS {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(dossier, &unproven, named.len())])
}

fn finding(dossier: &Dossier<'_>, unproven: &[&Commit<'_>], named: usize) -> Finding {
    let history = dossier.history();
    let mut wrong = 0_usize;
    let mut by_others = 0_usize;
    // The commits with a signature say most.
    let mut ordered = unproven.to_vec();
    ordered.sort_by_key(|commit| commit.platform() == PlatformClaim::Unsigned);
    let evidence = ordered
        .iter()
        .map(|commit| {
            let key = commit.signature().and_then(|signature| signature.key);
            match key.map(|key| history.keys().get(key).is_personal()) {
                Some(true) => by_others += 1,
                Some(false) => wrong += 1,
                None => {}
            }
            let key = Fact::signing_key(history, commit.id(), key);
            Evidence::of(commit, Fact::committer(commit), Some(key))
        })
        .collect();
    let named = share(
        unproven.len(),
        named,
        "commits since 2024 that name GitHub as their committer",
    );
    let mut summary =
        format!("{named} do not carry a signature of GitHub, which signs all its commits");
    if wrong > 0 {
        let those = counted(wrong, "commit has", "commits have");
        summary += &format!("; {those} a signature that names GitHub's key and does not verify");
    }
    if by_others > 0 {
        let those = counted(by_others, "commit is", "commits are");
        summary += &format!("; {those} signed with another key");
    }
    Finding::new(Strength::Moderate, summary, evidence)
}
