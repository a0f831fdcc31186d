//! Commits that lie outside the bounds which signed platform commits set.

use countersign_facts::{Clock, Commit};
use countersign_people::Dossier;

/// A date may lie this far outside a bound, in seconds: clocks drift, and ten minutes are more than they do.
const TOLERANCE: i64 = 600;

/// What one person's commits with a bound come to.
pub(super) struct Testable<'a> {
    /// How many there are.
    pub(super) commits: usize,
    /// Those outside a bound.
    pub(super) outside: Vec<Outside<'a>>,
}

/// On which side of its bounds a commit lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// It is dated before a platform commit that it builds on.
    Before,
    /// It is dated after a platform commit that builds on it.
    After,
}

/// A commit outside a bound.
#[derive(Clone, Copy)]
pub(super) struct Outside<'a> {
    pub(super) commit: Commit<'a>,
    pub(super) side: Side,
    /// The platform commit that it contradicts.
    pub(super) witness: Commit<'a>,
    /// The platform's time of the witness, Unix seconds.
    pub(super) witnessed: i64,
    /// Between which amounts the commit's clock was slow, in seconds; negative for a clock that was fast.
    pub(super) error: (i64, i64),
}

impl Outside<'_> {
    /// How far it lies outside the bound, in seconds.
    pub(super) fn seconds(&self) -> i64 {
        match self.side {
            Side::Before => self.error.0,
            Side::After => self.error.1.saturating_neg(),
        }
    }
}

/// The person's commits with a bound.
pub(super) fn of<'a>(dossier: &Dossier<'a>) -> Testable<'a> {
    let mut testable = Testable {
        commits: 0,
        outside: Vec::new(),
    };
    let (history, brackets) = (dossier.history(), dossier.population().brackets());
    let timed = |index| {
        let witness = history.get(index?)?;
        Some((witness, witness.platform_time()?))
    };
    let committed = dossier.self_committed().chain(dossier.applied());
    for commit in committed.filter(|commit| is_on_own_clock(dossier, commit)) {
        let below = timed(brackets.newest_below(commit.index()));
        let above = timed(brackets.oldest_above(commit.index()));
        if below.is_none() && above.is_none() {
            continue;
        }
        testable.commits += 1;
        let slow_by = |bound: (Commit<'a>, i64)| bound.1.saturating_sub(commit.committed().seconds);
        let least = below.map_or(i64::MIN, slow_by);
        let most = above.map_or(i64::MAX, slow_by);
        let contradicted = match (below, above) {
            (Some(witness), _) if least > TOLERANCE => Some((Side::Before, witness)),
            (_, Some(witness)) if most < -TOLERANCE => Some((Side::After, witness)),
            _ => None,
        };
        let outside = contradicted.map(|(side, (witness, witnessed))| Outside {
            commit,
            side,
            witness,
            witnessed,
            error: (least, most),
        });
        testable.outside.extend(outside);
    }
    testable
}

/// Whether the person's own machine dated the commit. `git am` can copy the author's date of a patch.
fn is_on_own_clock(dossier: &Dossier<'_>, commit: &Commit<'_>) -> bool {
    let committer = dossier.population().people().of(commit.maker_index());
    let is_copied = || {
        let is_own = committer == dossier.population().people().of(commit.author_index());
        !is_own && commit.authored().seconds == commit.committed().seconds
    };
    commit.clock_source().committer_clock() == Clock::Own
        && commit.has_readable_times()
        && committer == Some(dossier.index())
        && !is_copied()
}
