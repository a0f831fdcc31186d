//! `daily-rhythm`: the working hours fit a day that begins hours earlier or later than the clock says.

#[cfg(test)]
pub(super) mod cases;
mod score;

use std::collections::BTreeSet;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::rules::offset_change::lasting_change;
use countersign_facts::{Commit, Offset};
use countersign_people::Dossier;
use score::{Score, Week, gain};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "daily-rhythm",
    title: "the working hours fit a day that begins hours earlier or later than the clock says",
    revision: 2,
    family: Family::Clock,
    strength: Strength::Moderate,
    innocent: "night work, a remote machine in another time zone, or a laptop whose time zone was never set",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// A commit and the offset of its author's clock.
type Zoned<'h> = (Commit<'h>, Offset);

/// The first second of 2017. Before that, GitHub's web editor committed in the user's name with its server's clock,
/// and such commits cannot be distinguished from local ones.
const OWN_CLOCKS_SINCE: i64 = 1_483_228_800;
/// Fewer different hours with a commit than this are too few for an answer.
const LEAST_HOURS: usize = 60;
/// A finding needs odds of at least ten to this power.
const LEAST_ODDS: f64 = 4.0;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let commits: Vec<_> = dossier
        .self_committed()
        .filter(|commit| !commit.is_merge() && !commit.is_cherry_picked())
        .filter(|commit| commit.authored().seconds >= OWN_CLOCKS_SINCE)
        .filter_map(|commit| Some((commit, commit.authored().informative_offset()?)))
        .collect();
    let have = hours(&commits).len();
    if have < LEAST_HOURS {
        return Outcome::NotEnough {
            have,
            want: LEAST_HOURS,
            of: "different hours with a commit made on their own machine since 2017",
        };
    }
    let most = stretches(&commits)
        .into_iter()
        .map(|stretch| (stretch, Week::of(hours(stretch)).score()))
        .max_by(|(_, a), (_, b)| a.odds.total_cmp(&b.odds));
    match most {
        Some((stretch, score)) if score.odds >= LEAST_ODDS => {
            Outcome::Fired(vec![finding(stretch, score)])
        }
        _ => Outcome::Quiet,
    }
}

/// The commits before and after a lasting change of the offset, each if it has enough hours. All commits, if the
/// offset did not change for good or neither part has enough.
fn stretches<'a, 'h>(commits: &'a [Zoned<'h>]) -> Vec<&'a [Zoned<'h>]> {
    let sides = lasting_change(commits).map(|at| commits.split_at(at));
    let mut long: Vec<_> = sides
        .into_iter()
        .flat_map(<[_; 2]>::from)
        .filter(|side| hours(side).len() >= LEAST_HOURS)
        .collect();
    if long.is_empty() {
        long.push(commits);
    }
    long
}

/// The different hours with a commit.
fn hours(commits: &[Zoned<'_>]) -> BTreeSet<i64> {
    commits
        .iter()
        .map(|(commit, _)| wall_hour(commit))
        .collect()
}

/// Hours since 1970-01-01T00:00 on the clock that wrote the commit.
fn wall_hour(commit: &Commit<'_>) -> i64 {
    commit.authored().wall_seconds().div_euclid(3_600)
}

fn finding(stretch: &[Zoned<'_>], score: Score) -> Finding {
    let hours = hours(stretch).len();
    let away = match score.later {
        later @ ..=12 => format!("{later} h later"),
        later => format!("{} h earlier", 24 - later),
    };
    let summary = format!(
        "the {hours} different hours with commits fit a day that begins about {away} than their clocks say, with \
         odds of 10^{:.1} to 1",
        score.odds
    );
    let fits = |commit: &Commit<'_>| gain(wall_hour(commit).rem_euclid(24) as usize, score.later);
    let mut commits: Vec<_> = stretch.iter().map(|(commit, _)| *commit).collect();
    commits.retain(|commit| fits(commit) > 0.0);
    commits.sort_by(|a, b| fits(b).total_cmp(&fits(a)));
    let evidence = commits
        .iter()
        .map(|commit| Evidence::of(commit, Fact::author_date(commit), None))
        .collect();
    Finding::new(Strength::Moderate, summary, evidence).of_one_machine(true)
}
