//! When two names are two lives, wherever their uses were seen.

use std::collections::BTreeMap;

use crate::heuristic::separate_days;
use countersign_people::FullName;

/// So many commits each name needs, on so many separate days: what slips in by a rebase is one sitting.
pub(super) const LEAST_COMMITS: usize = 3;
const LEAST_DAYS: usize = 2;
/// A name lives in an organisation that holds so much of its commits, in percent.
const HOME_PERCENT: usize = 80;

/// One use of a name, in an organisation and a repository.
#[derive(Clone, Copy)]
pub(super) struct Use<O, R> {
    /// Unix seconds.
    pub(super) seconds: i64,
    pub(super) organisation: O,
    pub(super) repository: R,
}

/// A name with its uses by time.
pub(super) type Uses<'a, O, R> = (&'a FullName, Vec<Use<O, R>>);

/// Whether a name is used often enough; `uses` by time.
pub(super) fn is_lived<O, R>(uses: &[Use<O, R>]) -> bool {
    let days = separate_days(uses.iter().map(|one| one.seconds));
    uses.len() >= LEAST_COMMITS && days >= LEAST_DAYS
}

/// Positions of names that are two lives, in pairs.
pub(super) fn two_lives<'a, O: Copy + Ord, R: Copy + Ord>(
    names: &'a [Uses<'a, O, R>],
) -> impl Iterator<Item = (usize, usize)> + use<'a, O, R> {
    let homes: Vec<_> = names.iter().map(|(_, uses)| home(uses)).collect();
    let pairs = (0..names.len()).flat_map(|one| (one + 1..names.len()).map(move |it| (one, it)));
    pairs.filter(move |(one, other)| {
        let ((name, uses), (other_name, other_uses)) = (&names[*one], &names[*other]);
        homes[*one].is_some()
            && homes[*other].is_some()
            && homes[*one] != homes[*other]
            && name.is_unrelated_to(other_name)
            && take_turns(uses, other_uses)
            && !is_renamed_somewhere(uses, other_uses)
    })
}

/// The organisation in which most of the commits are.
fn home<O: Copy + Ord, R>(uses: &[Use<O, R>]) -> Option<O> {
    let mut commits: BTreeMap<O, usize> = BTreeMap::new();
    for one in uses {
        *commits.entry(one.organisation).or_default() += 1;
    }
    let is_home = |count: usize| count * 100 >= uses.len() * HOME_PERCENT;
    commits
        .into_iter()
        .find_map(|(organisation, count)| is_home(count).then_some(organisation))
}

/// Whether both names are in use at one time. One after the other is a change of name, at times together
/// with a change of employer.
fn take_turns<O, R>(one: &[Use<O, R>], other: &[Use<O, R>]) -> bool {
    let starts_after = |uses: &[Use<O, R>], other: &[Use<O, R>]| {
        let since = other[0].seconds;
        let later = uses.iter().map(|one| one.seconds);
        separate_days(later.filter(|seconds| *seconds > since)) >= LEAST_DAYS
    };
    starts_after(one, other) && starts_after(other, one)
}

/// Whether some repository shows one name only before the other.
fn is_renamed_somewhere<O, R: Copy + Ord>(one: &[Use<O, R>], other: &[Use<O, R>]) -> bool {
    let (one, other) = (spans(one), spans(other));
    one.iter().any(|(repository, (first, last))| {
        other
            .get(repository)
            .is_some_and(|(others_first, others_last)| last < others_first || others_last < first)
    })
}

/// First and last use in each repository.
fn spans<O, R: Copy + Ord>(uses: &[Use<O, R>]) -> BTreeMap<R, (i64, i64)> {
    let mut spans: BTreeMap<R, (i64, i64)> = BTreeMap::new();
    for one in uses {
        let span = spans
            .entry(one.repository)
            .or_insert((one.seconds, one.seconds));
        *span = (span.0.min(one.seconds), span.1.max(one.seconds));
    }
    spans
}
