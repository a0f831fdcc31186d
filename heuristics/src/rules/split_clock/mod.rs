//! `split-clock`: one commit, written within minutes, shows two different clocks.

#[cfg(test)]
pub(super) mod cases;

use crate::heuristic::{
    Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength, span,
};
use countersign_facts::Commit;
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "split-clock",
    title: "author and committer time of one commit come from two clocks",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Strong,
    innocent: "a script or tool that sets only one of git's two dates, or a machine whose zone was \
               being changed at that moment",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Person(check),
};

/// Author and committer time closer than this are one act, in seconds.
const ONE_ACT: u64 = 600;
/// Clocks at least this far apart are two, in minutes.
const TWO_CLOCKS: u32 = 60;
/// So many split commits it takes, and this share of all, one in ...
const LEAST_SPLIT: usize = 5;
const LEAST_SHARE: usize = 10;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let commits: Vec<_> = dossier.self_committed().collect();
    let have = commits.len();
    if have < LEAST_SPLIT {
        return Outcome::NotEnough {
            have,
            want: LEAST_SPLIT,
            of: "self-committed commits",
        };
    }
    let split: Vec<_> = commits
        .iter()
        .filter_map(|commit| Some((*commit, gap(commit)?)))
        .collect();
    if split.len() < LEAST_SPLIT || split.len() * LEAST_SHARE < have {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(have, split)])
}

/// How far apart the commit's two clocks stand, in minutes, when they are two.
fn gap(commit: &Commit<'_>) -> Option<u32> {
    let (authored, committed) = (commit.authored(), commit.committed());
    let apart = authored
        .informative_offset()?
        .apart(committed.informative_offset()?);
    let one_act = authored.seconds.abs_diff(committed.seconds) <= ONE_ACT;
    (one_act && apart >= TWO_CLOCKS).then_some(apart)
}

fn finding(have: usize, mut split: Vec<(Commit<'_>, u32)>) -> Finding {
    split.sort_by_key(|(commit, apart)| {
        (
            std::cmp::Reverse(*apart),
            commit.authored().seconds,
            commit.id(),
        )
    });
    let (widest, apart) = split[0];
    let seconds = widest
        .authored()
        .seconds
        .abs_diff(widest.committed().seconds);
    let summary = format!(
        "{} of {have} self-committed commits carry two clocks at once, up to {} apart within {seconds} s",
        split.len(),
        span(u64::from(apart)),
    );
    let evidence = split
        .iter()
        .map(|(commit, _)| {
            Evidence::of(
                commit,
                Fact::author_date(commit),
                Some(Fact::committer_date(commit)),
            )
        })
        .collect();
    Finding::new(Strength::Strong, summary, evidence)
}
