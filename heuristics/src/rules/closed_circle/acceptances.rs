//! Who merged whose work with the merge button.

use countersign_facts::{ClockSource, Commit, CommitIndex, RepositoryIndex};
use countersign_people::{PersonIndex, Population};

/// If the last commits of a branch are more merges than this, its author is not looked for.
const MOST_UPDATES: usize = 20;

/// One merge of another person's work.
#[derive(Clone, Copy)]
pub(super) struct Acceptance {
    pub(super) repository: RepositoryIndex,
    /// The person who clicked the button.
    pub(super) by: PersonIndex,
    /// The author of the merged work.
    pub(super) of: PersonIndex,
    /// The committer date of the merge, Unix seconds.
    pub(super) at: i64,
    pub(super) merge: CommitIndex,
    pub(super) work: CommitIndex,
}

/// All acceptances. Squash and rebase merges do not record who clicked. Applied patches are left out, because
/// colleagues who rebase a common branch look the same.
pub(super) fn acceptances(population: &Population) -> Vec<Acceptance> {
    let people = population.people();
    let person = |commit: &Commit<'_>| {
        let person = people.of(commit.author_index())?;
        let known = &people.all()[person.0 as usize];
        (!known.automation && !known.contested).then_some(person)
    };
    let acceptance = |merge: Commit<'_>| {
        let by_button = matches!(
            merge.clock_source(),
            ClockSource::WebMerge | ClockSource::OldMergeButton
        );
        if !by_button || !merge.has_readable_times() {
            return None;
        }
        let work = work(merge)?;
        let (by, of) = (person(&merge)?, person(&work)?);
        (by != of).then_some(Acceptance {
            repository: merge.repository(),
            by,
            of,
            at: merge.committed().seconds,
            merge: merge.index(),
            work: work.index(),
        })
    };
    population
        .history()
        .commits()
        .filter_map(acceptance)
        .collect()
}

/// The last commit of a merged branch that is not a merge itself.
fn work<'a>(merge: Commit<'a>) -> Option<Commit<'a>> {
    let mut work = merge.parents().nth(1)?;
    for _ in 0..MOST_UPDATES {
        if !work.is_merge() {
            return Some(work);
        }
        work = work.parents().next()?;
    }
    None
}
