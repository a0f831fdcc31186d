//! `anachronism`: commits hold something that did not exist at their committer date.

#[cfg(test)]
pub(super) mod cases;
mod marks;

use rustc_hash::FxHashMap;

use crate::days::separate_days;
use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{days, share};
use countersign_facts::{Commit, KeyIndex};
use countersign_people::{Dossier, PersonIndex, Population};
use marks::{MARKS, Mark};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "anachronism",
    title: "commits hold something that did not exist at their committer date",
    revision: 1,
    family: Family::History,
    strength: Strength::Strong,
    innocent: "an old history was signed or rewritten later, with its dates kept",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// A commit is too early if it is dated more than this before the first day of what it holds, in seconds. Tools are
/// used before they are announced, and clocks are wrong by less.
const MARGIN: i64 = 90 * 86_400;
/// The first second of 2005-04-07, when git began. Earlier dates come from an import or a stopped clock.
const GIT_BEGAN: i64 = 1_112_832_000;
/// At least this many commits are too early, on at least this many days. A stopped clock repeats one day.
const LEAST_COMMITS: usize = 3;
const LEAST_DAYS: usize = 2;

/// For each key, the only person who committed what it signed, if there is only one.
struct Signers(FxHashMap<KeyIndex, Option<PersonIndex>>);

impl Signers {
    fn of(population: &Population) -> Self {
        let people = population.people();
        let mut signers: FxHashMap<KeyIndex, Option<PersonIndex>> = FxHashMap::default();
        for commit in population.history().commits() {
            let Some(key) = commit.signature().and_then(|signature| signature.key) else {
                continue;
            };
            let person = people.of(commit.maker_index());
            let only = signers.entry(key).or_insert(person);
            *only = only.filter(|only| Some(*only) == person);
        }
        Self(signers)
    }

    /// Whether the key signs nothing that other people committed. Someone who signs a whole history again puts their
    /// signature on other people's commits too.
    fn only_signs_for(&self, key: KeyIndex, person: PersonIndex) -> bool {
        self.0.get(&key) == Some(&Some(person))
    }
}

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let signers = Signers::of(population);
    let answer = |dossier: Dossier<'_>| (dossier.index(), examine(&dossier, &signers));
    population.dossiers().map(answer).collect()
}

fn examine(dossier: &Dossier<'_>, signers: &Signers) -> Outcome {
    let mut held: Vec<Vec<Commit<'_>>> = MARKS.iter().map(|_| Vec::new()).collect();
    for commit in dossier.self_committed().chain(dossier.applied()) {
        for (mark, commits) in MARKS.iter().zip(&mut held) {
            if mark.is_in(dossier, signers, &commit) {
                commits.push(commit);
            }
        }
    }
    let have = held.iter().map(Vec::len).max().unwrap_or_default();
    match have {
        0 => return Outcome::NotApplicable,
        LEAST_COMMITS.. => {}
        _ => {
            return Outcome::NotEnough {
                have,
                want: LEAST_COMMITS,
                of: "commits with a signature, header or co-author whose first day is known",
            };
        }
    }
    let found = MARKS
        .iter()
        .zip(held)
        .filter_map(|(mark, commits)| finding(dossier, mark, commits));
    Outcome::of(found.collect())
}

/// The finding about the commits that hold one mark, if enough of them are too early.
fn finding(dossier: &Dossier<'_>, mark: &Mark, mut commits: Vec<Commit<'_>>) -> Option<Finding> {
    let have = commits.len();
    commits.retain(|commit| (GIT_BEGAN..mark.since - MARGIN).contains(&commit.committed().seconds));
    commits.sort_by_key(|commit| (commit.committed().seconds, commit.id()));
    let on_days = separate_days(commits.iter().map(|commit| commit.committed().seconds));
    if commits.len() < LEAST_COMMITS || on_days < LEAST_DAYS {
        return None;
    }
    let earliest = commits.first()?.committed().seconds;
    let summary = format!(
        "{} are dated before {}, by up to {}",
        share(commits.len(), have, mark.commits),
        mark.before,
        days(mark.since.abs_diff(earliest) / 86_400),
    );
    let evidence = commits.iter().map(|commit| {
        let against = match mark.line(commit) {
            Some(line) => Some(Fact::text(commit.id(), Field::AddedLine, line)),
            None => mark.is_signature().then(|| {
                let key = commit.signature().and_then(|signature| signature.key);
                Fact::signing_key(dossier.history(), commit.id(), key)
            }),
        };
        Evidence::of(commit, Fact::committer_date(commit), against)
    });
    let finding = Finding::new(mark.strength, summary, evidence.collect());
    Some(finding.about(mark.id))
}
