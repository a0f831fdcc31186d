//! From facts to what maintainers are told of a right.

use std::collections::BTreeSet;

use countersign_heuristics::facts::{Grant, History, RepositoryIndex};
use countersign_heuristics::{GrantReview, Heuristic, Level, Population, examine_grant};
use countersign_history::{Job, Selection, read, tip};
use countersign_report::rights::{Found, Timeline};

use super::collect::Collected;
use crate::error::JobError;
use crate::jobs::Here;
use crate::mirror::MirrorError;
use crate::review::commits::reachable;

/// What there is to say of a right.
#[derive(Clone, Debug, Default)]
pub(super) struct Examined {
    pub(super) level: Level,
    /// The findings, strongest first.
    pub(super) found: Vec<Found>,
    pub(super) timelines: Vec<Timeline>,
}

/// Reads the mirror, runs the heuristics and puts the timelines together.
pub(super) async fn examine(
    here: Here<'_>,
    collected: Collected,
    heuristics: Vec<&'static Heuristic>,
    branch: &str,
) -> Result<Examined, JobError> {
    let branch = format!("refs/heads/{branch}");
    let mirrors = &here.context.mirrors;
    let examined = mirrors
        .blocking(move |job| look(collected, &heuristics, &branch, job))
        .await?;
    Ok(examined)
}

fn look(
    collected: Collected,
    heuristics: &[&'static Heuristic],
    branch: &str,
    job: &Job<'_>,
) -> Result<Examined, MirrorError> {
    let population = Population::new(history(&collected, branch, job)?);
    let grant = Grant {
        repository: RepositoryIndex(0),
        giver: collected.giver,
        right: collected.right,
        at: collected.at,
    };
    let assessment = examine_grant(&population, &grant, heuristics);
    let findings = assessment.findings().into_iter();
    let review = GrantReview::new(&population, &grant);
    let timelines = collected
        .people
        .into_iter()
        .map(|(account, steps)| Timeline::new(&review, &account, steps));
    Ok(Examined {
        level: assessment.level(),
        found: findings
            .map(|(heuristic, finding)| (heuristic, finding.clone()))
            .collect(),
        timelines: timelines.collect(),
    })
}

/// The default branch and all tags. Anybody can open a pull request whose commits carry old dates.
fn history(collected: &Collected, branch: &str, job: &Job<'_>) -> Result<History, MirrorError> {
    let mut history = History::default();
    let everything = Selection::default();
    let (mirror, name) = (&collected.mirror, &collected.repository);
    read(mirror, name, &everything, job, &mut history)?;
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
