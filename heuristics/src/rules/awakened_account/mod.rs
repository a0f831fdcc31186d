//! `awakened-account`: someone works again after years without a commit, and at least two of the clock, the key
//! and the name have changed.

#[cfg(test)]
pub(super) mod cases;
mod profile;

use crate::days::{days_between, separate_days};
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{commits, days};
use countersign_facts::Commit;
use countersign_people::Dossier;
use profile::Profile;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "awakened-account",
    title: "someone works again after years without a commit, with a different clock, key or name",
    revision: 1,
    family: Family::Account,
    strength: Strength::Context,
    innocent: "someone returns after a move, with a new computer, or with a new name after a wedding",
    one_body: true,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// The gap without a commit lasts at least this long, in seconds: two years.
const SILENCE: i64 = 730 * DAY;
/// Someone works again once they make this many commits within [`EARNEST`] seconds after the gap ...
const LEAST_COMMITS: usize = 10;
const EARNEST: i64 = 60 * DAY;
/// ... if they made as many before the gap, on at least this many days.
const LEAST_DAYS: usize = 5;
/// At least this many of clock, key and name must be known on both sides of the gap, and at least this many must
/// have changed. A single change is common among people who come back.
const LEAST_MARKS: usize = 2;
const DAY: i64 = 86_400;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let people = dossier.population().people();
    let commits: Vec<_> = dossier.authored().collect();
    let Some((before, after)) = awakening(&commits) else {
        return Outcome::NotApplicable;
    };
    let (old, new) = (Profile::of(people, before), Profile::of(people, after));
    let (comparable, changed) = old.compared_with(&new);
    if comparable < LEAST_MARKS {
        return Outcome::NotApplicable;
    }
    if changed.len() < LEAST_MARKS {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(before, after, &changed)])
}

/// The commits before the last long gap, and the first ones after it.
fn awakening<'a, 'b>(commits: &'b [Commit<'a>]) -> Option<(&'b [Commit<'a>], &'b [Commit<'a>])> {
    let seconds = |commit: &Commit<'_>| commit.authored().seconds;
    let is_silence =
        |pair: &[Commit<'_>]| seconds(&pair[1]).saturating_sub(seconds(&pair[0])) >= SILENCE;
    let last = commits.windows(2).rposition(is_silence)?;
    let (before, after) = commits.split_at(last + 1);
    let end = seconds(after.first()?).saturating_add(EARNEST);
    let after = &after[..after.partition_point(|commit| seconds(commit) < end)];
    let enough = before.len() >= LEAST_COMMITS
        && after.len() >= LEAST_COMMITS
        && separate_days(before.iter().map(seconds)) >= LEAST_DAYS;
    enough.then_some((before, after))
}

fn finding(before: &[Commit<'_>], after: &[Commit<'_>], changed: &[&str]) -> Finding {
    let silence = match (before.last(), after.first()) {
        (Some(last), Some(first)) => days_between(last.authored(), first.authored()),
        _ => 0,
    };
    let summary = format!(
        "after {} and then {} without one, {} follow within {} days, with a different {}",
        commits(before.len()),
        days(silence),
        commits(after.len()),
        EARNEST / DAY,
        changed.join(" and a different "),
    );
    // The last commits before the gap and the first after it show most.
    let pairs = before.iter().rev().zip(after);
    let evidence = pairs.flat_map(|(old, new)| {
        [
            (Fact::author_date(new), Fact::author_date(old)),
            (Fact::author(new), Fact::author(old)),
        ]
        .map(|(record, against)| Evidence::of(new, record, Some(against)))
    });
    Finding::new(Strength::Context, summary, evidence.collect())
}
