//! `split-clock`: the two dates of one commit, minutes apart, show two different clocks.

#[cfg(test)]
pub(super) mod cases;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{share, span};
use countersign_facts::Commit;
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "split-clock",
    title: "the author date and the committer date of one commit come from two clocks",
    revision: 2,
    family: Family::Clock,
    strength: Strength::Strong,
    innocent: "a script or tool that sets only one of git's two dates, or a machine whose time zone was being \
               changed at that moment",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// A commit is one act if its author date and committer date are at most this far apart, in seconds.
const ONE_ACT: u64 = 600;
/// Two offsets belong to two clocks if they differ by at least this, in minutes.
const TWO_CLOCKS: u32 = 60;
/// At least this many commits are split, and at least one in `LEAST_SHARE` of all.
const LEAST_SPLIT: usize = 5;
const LEAST_SHARE: usize = 10;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let commits: Vec<_> = dossier
        .self_committed()
        .filter(|commit| !dossier.population().is_dated_by_server(commit))
        .collect();
    let have = commits.len();
    if have < LEAST_SPLIT {
        return Outcome::NotEnough {
            have,
            want: LEAST_SPLIT,
            of: "commits made on their own machine",
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

/// The difference between the offsets of a split commit, in minutes; `None` if the commit is not split.
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
        "{} made on their own machine carry the UTC offsets of two clocks: up to {} apart, in dates {seconds} s apart",
        share(split.len(), have, "commits"),
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
