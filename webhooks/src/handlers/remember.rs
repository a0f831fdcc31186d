//! Remembering the people of a repository.

use countersign_facts::{History, PullRequestNumber, RepositoryIndex};
use countersign_heuristics::{Heuristic, catalogue, examine, findings_to_remember};
use countersign_history::{Job, MailmapReading, Selection, mailmap, read, refs};
use countersign_memory::{Examined, Identified, place_of, reading};
use countersign_people::Population;
use countersign_store::{Reading, Repository, Source};

use crate::error::JobError;
use crate::job::{JobContext, RepositoryRef};

/// Remembers the people of a repository's branches and tags; with the number and base branch of a pull
/// request, those of its base and its head. Does nothing if the operator does not use `--remember`, or if
/// the installation no longer covers the repository.
pub(super) async fn run(
    job: JobContext<'_>,
    repository: &RepositoryRef,
    pull: Option<(PullRequestNumber, String)>,
) -> Result<(), JobError> {
    let context = job.service;
    let Some(key) = context.memory_key().cloned() else {
        return Ok(());
    };
    let known = context.store.repository(repository.id.get()).await?;
    let Some(known) = known.filter(|known| known.installation == job.installation.get()) else {
        return Ok(());
    };
    let name = RepositoryRef::of_stored(&known)?.full_name()?;
    let number = pull.as_ref().map(|(number, _)| *number);
    let mirror = context
        .mirrors
        .update(&job.client(), repository.id, &name, number)
        .await?;
    let platforms = context.settings.platforms.clone();
    let read_people = move |job: &Job<'_>| {
        let refs = match pull {
            Some((number, base)) => vec![
                format!("refs/heads/{base}"),
                format!("refs/pull/{number}/head"),
            ],
            None => branches_and_tags(refs(&mirror)?),
        };
        if refs.is_empty() {
            return Ok(None);
        }
        let whole = number.is_none();
        let mut history = History::default();
        let selection = Selection {
            refs,
            platforms,
            ..Selection::default()
        };
        read(&mirror, &name.to_string(), &selection, job, &mut history)?;
        history.seal();
        let mailmap = match mailmap(&mirror, &history)? {
            MailmapReading::Found(mailmap) => Some(mailmap),
            MailmapReading::Absent | MailmapReading::NotFetched => None,
        };
        let population = Population::new(history);
        let source = source(&known);
        let identified =
            Identified::new(population.history(), mailmap.as_ref(), &source.place, &key);
        Ok(Some(reading_of(source, &identified, &population, whole)))
    };
    let Some(reading) = context.mirrors.blocking(read_people).await? else {
        return Ok(());
    };
    let now_ms = context.now_ms();
    context.store.remember_people(&reading, now_ms).await?;
    metrics::counter!("countersign_remembered_readings_total").increment(1);
    Ok(())
}

/// What is stored. Findings are stored for whole histories only, because a part of a history does not show
/// everything about a person.
fn reading_of(
    source: Source,
    identified: &Identified<'_>,
    population: &Population,
    whole: bool,
) -> Reading {
    let scans = |heuristic: &&'static Heuristic| heuristic.check.scans();
    let heuristics: Vec<_> = catalogue().iter().copied().filter(scans).collect();
    let findings = match whole {
        true => findings_to_remember(population, &examine(population, &heuristics)),
        false => Vec::new(),
    };
    let examined = Examined {
        population,
        findings: &findings,
        repository: RepositoryIndex(0),
    };
    reading(
        source,
        identified,
        population,
        whole.then_some(examined),
        whole,
    )
}

/// The repository's own refs. Anyone can open a pull request, so its commits are not the repository's.
fn branches_and_tags(refs: Vec<String>) -> Vec<String> {
    let is_own = |name: &String| name.starts_with("refs/heads/") || name.starts_with("refs/tags/");
    refs.into_iter().filter(is_own).collect()
}

fn source(known: &Repository) -> Source {
    Source {
        place: place_of(known.id),
        name: format!("{}/{}", known.owner, known.name),
        organisation: known.owner.clone(),
        repository: Some(known.id),
        installation: Some(known.installation),
        private: known.private,
    }
}
