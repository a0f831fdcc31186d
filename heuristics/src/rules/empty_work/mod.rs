//! `empty-work`: many of a person's commits change no file, or go back to files that were there shortly before.

#[cfg(test)]
pub(super) mod cases;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::share;
use countersign_facts::{Commit, History, Tree};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "empty-work",
    title: "many commits change no file, or go back to the files of shortly before",
    revision: 1,
    family: Family::History,
    strength: Strength::Context,
    innocent: "empty commits that start builds again, a mirror of work that is done elsewhere, or many reverts",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// Fewer commits than this with known files before and after are too few for an answer.
const LEAST_COMMITS: usize = 20;
/// At least this many commits change nothing, and at least this share of all, in percent.
const LEAST_IDLE: usize = 10;
const LEAST_IDLE_PERCENT: usize = 20;
/// At least this many commits go back to earlier files, and at least this share of all, in percent.
const LEAST_RETURNS: usize = 10;
const LEAST_RETURNS_PERCENT: usize = 10;
/// A commit goes back if its files are those of one of this many commits below it, along first parents.
const MOST_BELOW: usize = 30;

/// What a commit does to the files.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// It changes them to something new.
    New,
    /// It changes nothing.
    Idle,
    /// It brings back the files of an earlier commit.
    Return,
}

fn check(dossier: &Dossier<'_>) -> Outcome {
    let effects: Vec<_> = dossier
        .self_committed()
        .filter(|commit| !commit.is_merge())
        .filter_map(|commit| Some((commit, effect(dossier.history(), &commit)?)))
        .collect();
    let have = effects.len();
    if have < LEAST_COMMITS {
        return Outcome::NotEnough {
            have,
            want: LEAST_COMMITS,
            of: "commits made on their own machine on top of another commit of the scan",
        };
    }
    let with = |wanted: Effect| -> Vec<Commit<'_>> {
        let found = effects.iter().filter(|(_, effect)| *effect == wanted);
        found.map(|(commit, _)| *commit).collect()
    };
    let (idle, returns) = (with(Effect::Idle), with(Effect::Return));
    let mut findings = Vec::new();
    if is_much(idle.len(), have, LEAST_IDLE, LEAST_IDLE_PERCENT) {
        let summary = format!("{} change no file", share(idle.len(), have, "commits"));
        findings.push(finding(summary, &idle).about("idle"));
    }
    if is_much(returns.len(), have, LEAST_RETURNS, LEAST_RETURNS_PERCENT) {
        let summary = format!(
            "{} bring back exactly the files of one of the {MOST_BELOW} commits before",
            share(returns.len(), have, "commits"),
        );
        findings.push(finding(summary, &returns).about("return"));
    }
    Outcome::of(findings)
}

fn is_much(part: usize, whole: usize, least: usize, least_percent: usize) -> bool {
    part >= least && part * 100 >= whole * least_percent
}

/// What the commit does; `None` if its files or those before it are not known.
fn effect(history: &History, commit: &Commit<'_>) -> Option<Effect> {
    let after = commit.tree()?;
    let mut below = trees_below(history, commit);
    if below.next()? == after {
        return Some(Effect::Idle);
    }
    Some(match below.any(|tree| tree == after) {
        true => Effect::Return,
        false => Effect::New,
    })
}

/// The files of the commits below, along first parents, nearest first.
fn trees_below<'a>(
    history: &'a History,
    commit: &Commit<'a>,
) -> impl Iterator<Item = Tree> + use<'a> {
    let parent = |index| history.parent_indexes(index).first().copied();
    std::iter::successors(parent(commit.index()), move |index| parent(*index))
        .take(MOST_BELOW)
        .map_while(|index| history.get(index)?.tree())
}

fn finding(summary: String, commits: &[Commit<'_>]) -> Finding {
    let evidence = commits
        .iter()
        .map(|commit| Evidence::of(commit, Fact::committer_date(commit), None));
    Finding::new(Strength::Context, summary, evidence.collect())
}
