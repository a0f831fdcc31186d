//! `daily-rhythm`: the hours of work lie in another day than the clock's own.

#[cfg(test)]
pub(super) mod cases;
mod score;

use std::collections::BTreeSet;

use crate::heuristic::{Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength};
use crate::rules::moves::lasting_move;
use countersign_facts::{Commit, Offset};
use countersign_people::Dossier;
use score::{Score, Week, telling};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "daily-rhythm",
    title: "the hours of work fit a day that begins hours away from the clock's own",
    revision: 2,
    family: Family::Clock,
    strength: Strength::Moderate,
    innocent: "night work, a remote machine on another clock, or a laptop whose zone was never set",
    one_body: true,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Person(check),
};

/// A commit and the offset of its author's clock.
type Zoned<'h> = (Commit<'h>, Offset);

/// First second of 2017. Before, GitHub's web editor committed in the user's name on its server's clock,
/// and nothing in such a commit tells it from a local one.
const OWN_CLOCKS_SINCE: i64 = 1_483_228_800;
/// Below so many different hours with a commit nothing is said: from there on more tell no more.
const LEAST_HOURS: usize = 60;
/// It takes odds of ten to this power.
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
            of: "hours with an own commit since 2017",
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

/// What lies before and after a lasting move of the zone, each with enough hours; all commits where the
/// zone did not move for good or neither has enough.
fn stretches<'a, 'h>(commits: &'a [Zoned<'h>]) -> Vec<&'a [Zoned<'h>]> {
    let sides = lasting_move(commits).map(|moved| commits.split_at(moved.at));
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

/// Different hours with a commit.
fn hours(commits: &[Zoned<'_>]) -> BTreeSet<i64> {
    commits
        .iter()
        .map(|(commit, _)| wall_hour(commit))
        .collect()
}

/// Hours since 1970-01-01T00:00 by the clock that wrote the commit.
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
        "{hours} different hours with own commits fit a day that begins about {away} than by the clocks \
         that wrote them, with odds of 10^{:.1}",
        score.odds
    );
    let fits =
        |commit: &Commit<'_>| telling(wall_hour(commit).rem_euclid(24) as usize, score.later);
    let mut commits: Vec<_> = stretch.iter().map(|(commit, _)| *commit).collect();
    commits.retain(|commit| fits(commit) > 0.0);
    commits.sort_by(|a, b| fits(b).total_cmp(&fits(a)));
    let evidence = commits
        .iter()
        .map(|commit| Evidence::of(commit, Fact::author_date(commit), None))
        .collect();
    Finding::new(Strength::Moderate, summary, evidence)
}
