//! `awakened-account`: after years of silence somebody works again, and the clock, key or name of before
//! is gone.

#[cfg(test)]
pub(super) mod cases;
mod marks;

use crate::heuristic::{
    Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength, days_between,
    separate_days,
};
use countersign_facts::Commit;
use countersign_people::Dossier;
use marks::Marks;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "awakened-account",
    title: "after years of silence work goes on without the clock, key or name of before",
    revision: 1,
    family: Family::Account,
    strength: Strength::Context,
    innocent: "a return after a move, a new computer or a wedding",
    one_body: true,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Person(check),
};

/// Silence lasts at least two years, in seconds.
const SILENCE: i64 = 730 * DAY;
/// Work begins again in earnest with so many commits within so many seconds ...
const LEAST_COMMITS: usize = 10;
const EARNEST: i64 = 60 * DAY;
/// ... after as many, on so many days, before the silence.
const LEAST_DAYS: usize = 5;
/// Of clock, key and name so many must be comparable, and so many must have changed. Of 103 people who
/// came back ten had changed one.
const LEAST_MARKS: usize = 2;
const DAY: i64 = 86_400;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let commits: Vec<_> = dossier.authored().collect();
    let Some((before, after)) = awakening(&commits) else {
        return Outcome::NotApplicable;
    };
    let (old, new) = (Marks::of(before), Marks::of(after));
    let (comparable, changed) = old.compared_with(&new);
    if comparable < LEAST_MARKS {
        return Outcome::NotApplicable;
    }
    if changed.len() < LEAST_MARKS {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(before, after, &changed)])
}

/// The commits before the last long silence, and those with which work begins again.
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
        "after {} commits and {silence} days of silence {} commits follow within {} days, with another {}",
        before.len(),
        after.len(),
        EARNEST / DAY,
        changed.join(" and another "),
    );
    // The last commits before the silence and the first after it tell most.
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
