//! Examining a change of rights: from facts to findings and timelines.

use std::collections::BTreeSet;

use countersign_facts::{Grant, History, RepositoryIndex};
use countersign_heuristics::{Heuristic, Level, examine_grant};
use countersign_history::{Job, Selection, read, tip};
use countersign_people::Population;
use countersign_report::rights::{Found, ShownHistory, Timeline};

use super::collect::Collected;
use crate::error::JobError;
use crate::job::JobContext;
use crate::mirror::MirrorError;
use crate::review::commits::reachable;

/// The findings and timelines of a notice.
#[derive(Clone, Debug, Default)]
pub(super) struct Examined {
    pub(super) level: Level,
    /// The findings, strongest first.
    pub(super) found: Vec<Found>,
    pub(super) timelines: Vec<Timeline>,
}

/// Reads the mirror, runs the heuristics if a right was given, and builds the timelines.
pub(super) async fn examine(
    job: JobContext<'_>,
    collected: Collected,
    heuristics: Vec<&'static Heuristic>,
    branch: &str,
) -> Result<Examined, JobError> {
    let branch = format!("refs/heads/{branch}");
    let mirrors = &job.service.mirrors;
    let everything = Selection {
        platforms: job.service.settings.platforms.clone(),
        ..Selection::default()
    };
    let examined = mirrors
        .blocking(move |job| look(collected, &heuristics, (&branch, &everything), job))
        .await?;
    Ok(examined)
}

fn look(
    collected: Collected,
    heuristics: &[&'static Heuristic],
    selected: (&str, &Selection),
    job: &Job<'_>,
) -> Result<Examined, MirrorError> {
    let population = Population::new(history(&collected, selected, job)?);
    let repository = RepositoryIndex(0);
    let mut examined = Examined::default();
    if let Some((giver, right)) = collected.given {
        let grant = Grant {
            repository,
            giver,
            right,
            at: collected.at,
        };
        let assessment = examine_grant(&population, &grant, heuristics);
        let findings = assessment.findings().into_iter();
        examined.level = assessment.level();
        examined.found = findings
            .map(|(heuristic, finding)| (heuristic, finding.clone()))
            .collect();
    }
    let shown = ShownHistory {
        population: &population,
        repository,
        until: collected.at,
    };
    let people = collected.people.into_iter();
    examined.timelines = people
        .map(|(account, steps)| Timeline::new(shown, &account, steps))
        .collect();
    Ok(examined)
}

/// The default branch and all tags. Other branches are left out, because anyone can open a pull request
/// with commits of any date.
fn history(
    collected: &Collected,
    (branch, everything): (&str, &Selection),
    job: &Job<'_>,
) -> Result<History, MirrorError> {
    let mut history = History::default();
    let (mirror, name) = (&collected.mirror, &collected.repository);
    read(mirror, name, everything, job, &mut history)?;
    // A new repository has no commit yet.
    let kept = match tip(mirror, branch)? {
        Some(tip) => {
            let tip = history.index_of(&tip);
            reachable(&history, tip)
        }
        None => BTreeSet::new(),
    };
    history.retain(|commit| kept.contains(&commit));
    history.seal();
    Ok(history)
}
