//! Remembering the people of a repository that an installation covers.

use countersign_facts::{History, RepositoryIndex};
use countersign_heuristics::{Heuristic, catalogue, examine, findings_to_remember};
use countersign_history::{Job, MailmapReading, Selection, mailmap, read, refs};
use countersign_memory::{Examined, Identified, place_of, reading};
use countersign_people::Population;
use countersign_store::{Reading, Repository, Source};

use super::{Here, Place};
use crate::error::JobError;

/// Remembers the people of a repository's branches and tags; with a pull request, those of its base and
/// its head. Nothing is remembered where the operator does not want it, or of a repository that is not
/// covered any more.
pub(crate) async fn keep(
    here: Here<'_>,
    place: &Place,
    pull: Option<(u64, String)>,
) -> Result<(), JobError> {
    let context = here.context;
    let Some(key) = context.memory_key().cloned() else {
        return Ok(());
    };
    let known = context.store.repository(place.id).await?;
    let Some(known) = known.filter(|known| known.installation == here.installation) else {
        return Ok(());
    };
    let name = Place::from(&known).full_name()?;
    let number = pull.as_ref().map(|(number, _)| *number);
    let mirror = context
        .mirrors
        .update(&here.client(), place.number(), &name, number)
        .await?;
    let wanted = move |job: &Job<'_>| {
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
        Ok(Some(told(source, &identified, &population, whole)))
    };
    let Some(reading) = context.mirrors.blocking(wanted).await? else {
        return Ok(());
    };
    let now_ms = context.now_ms();
    context.store.remember_people(&reading, now_ms).await?;
    metrics::counter!("countersign_remembered_readings_total").increment(1);
    Ok(())
}

/// Findings are those of whole histories: of a part of one they would be other people's.
fn told(
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

/// Anybody can open a pull request: its commits are not the repository's.
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
