//! Whether two names on one address are used side by side, each in an organisation of its own.

use std::collections::BTreeMap;

use crate::days::separate_days;
use countersign_people::FullName;

/// Each name needs at least this many commits on at least this many separate days. A name that slips in by a
/// rebase appears in one sitting only.
pub(super) const LEAST_COMMITS: usize = 3;
const LEAST_DAYS: usize = 2;
/// A name is at home in an organisation that has at least this share of its commits, in percent.
const HOME_PERCENT: usize = 80;

/// One use of a name, in an organisation and a repository.
#[derive(Clone, Copy)]
pub(super) struct Use<O, R> {
    /// Unix seconds.
    pub(super) seconds: i64,
    pub(super) organisation: O,
    pub(super) repository: R,
}

/// A name with its uses, by time.
pub(super) type Uses<'a, O, R> = (&'a FullName, Vec<Use<O, R>>);

/// Whether a name is used often enough to count. `uses` are in order of time.
pub(super) fn is_established<O, R>(uses: &[Use<O, R>]) -> bool {
    let days = separate_days(uses.iter().map(|one| one.seconds));
    uses.len() >= LEAST_COMMITS && days >= LEAST_DAYS
}

/// The positions of two names that are used side by side in two organisations, for every such pair.
pub(super) fn side_by_side<'a, O: Copy + Ord, R: Copy + Ord>(
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

/// The organisation in which the name is at home, if there is one.
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

/// Whether both names are in use at the same time. If one follows the other, the person changed their name, perhaps
/// together with their employer.
fn take_turns<O, R>(one: &[Use<O, R>], other: &[Use<O, R>]) -> bool {
    let starts_after = |uses: &[Use<O, R>], other: &[Use<O, R>]| {
        let since = other[0].seconds;
        let later = uses.iter().map(|one| one.seconds);
        separate_days(later.filter(|seconds| *seconds > since)) >= LEAST_DAYS
    };
    starts_after(one, other) && starts_after(other, one)
}

/// Whether a repository shows that one name replaced the other: all uses of one come before all of the other.
fn is_renamed_somewhere<O, R: Copy + Ord>(one: &[Use<O, R>], other: &[Use<O, R>]) -> bool {
    let (one, other) = (spans(one), spans(other));
    one.iter().any(|(repository, (first, last))| {
        other
            .get(repository)
            .is_some_and(|(others_first, others_last)| last < others_first || others_last < first)
    })
}

/// The first and last use in each repository.
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
