//! Who accepted whose work, by the merge button.

use countersign_facts::{ClockSource, Commit, CommitIndex, RepositoryIndex};
use countersign_people::PersonIndex;
use countersign_people::Population;

/// A branch that was brought up to date this often before it was merged tells no author.
const MOST_UPDATES: usize = 20;

/// One merge of another person's work.
#[derive(Clone, Copy)]
pub(super) struct Acceptance {
    pub(super) repository: RepositoryIndex,
    /// Who clicked.
    pub(super) by: PersonIndex,
    /// Whose work it was.
    pub(super) of: PersonIndex,
    /// When, Unix seconds.
    pub(super) at: i64,
    pub(super) merge: CommitIndex,
    pub(super) work: CommitIndex,
}

/// All acceptances. Squash and rebase merges do not say who clicked; applied patches are left out, because
/// colleagues who rebase a common branch look alike.
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

/// The last commit of a merged branch that is no merge itself.
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
