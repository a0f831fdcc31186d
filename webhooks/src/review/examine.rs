//! Examining a pull request: from facts to findings.

use std::sync::Arc;

use countersign_facts::content::{self, Wanted};
use countersign_facts::{
    Content, Elsewhere, History, Indicators, PullRequest, PullRequestNumber, RepositoryIndex, Tlp,
};
use countersign_github::Pull;
use countersign_heuristics::examine_pull_request;
use countersign_history::{Job, PlatformKeys, Selection, read, tip};
use countersign_memory::{Parties, place_of};
use countersign_people::Population;
use countersign_report::review::{Disclosure as Shown, Links, Review, ReviewRequest};
use countersign_report::{Accepted, Baseline, review_page};
use countersign_store::{Decision, Store, Viewer};
use jiff::Timestamp;

use super::{Collected, ReviewContext, commits};
use crate::error::JobError;
use crate::mirror::MirrorError;
use crate::policy::{Disclosure, Effective};

/// What a review found.
#[derive(Clone, Debug)]
pub struct Examined {
    /// The commit that was the head when the commits were fetched.
    pub head: String,
    /// Everything, for the operator.
    pub review: Review,
    /// What a private notice to maintainers may show.
    pub maintainers: Review,
    /// What the repository may show to its readers.
    pub readers: Review,
    /// The page with the evidence that the repository may show to its readers, if there is something to look at and
    /// people can sign in.
    pub page: Option<String>,
}

/// Reads the mirror and runs the heuristics.
///
/// # Errors
/// When the mirror cannot be read.
pub async fn examine(
    context: ReviewContext<'_>,
    pull: &Pull,
    effective: &Effective,
    collected: Collected,
) -> Result<Examined, JobError> {
    let accepted = match context.store_access {
        Some(access) => decisions(access.store, pull).await?,
        None => Baseline::default(),
    };
    let disclosure = match effective.disclosure_of(pull) {
        Disclosure::Full => Shown::Full,
        Disclosure::Summary | Disclosure::Private => Shown::Summary,
    };
    let examination = Examination {
        repository: format!("{}/{}", pull.owner, pull.repo),
        number: pull.number,
        refs: [
            format!("refs/heads/{}", pull.base_ref),
            format!("refs/pull/{}/head", pull.number),
        ],
        platforms: context.platforms.clone(),
        heuristics: effective.policy.heuristics(),
        accepted,
        disclosure,
        readers: if pull.private { Tlp::Green } else { Tlp::Clear },
        indicators: context.lists.current(context.now_ms).await?,
        now: context.now_ms.div_euclid(1_000),
        page: context
            .site
            .filter(|site| site.sign_in.is_some())
            .map(|_| context.links()),
    };
    let (examination, mut read) = context
        .mirrors
        .blocking(move |job| {
            let read = examination.read(collected, job)?;
            Ok((examination, read))
        })
        .await?;
    read.pull_request.elsewhere = elsewhere(context, pull, &read).await;
    let examined = context
        .mirrors
        .blocking(move |_| Ok(examination.examine(&read)));
    Ok(examined.await?)
}

/// What other repositories show about the people of the pull request. If the database fails, the review
/// goes on without it.
async fn elsewhere(context: ReviewContext<'_>, pull: &Pull, read: &Read) -> Option<Elsewhere> {
    let access = context.store_access?;
    let parties = Parties::new(&read.population, &read.pull_request, access.memory?);
    let viewer = Viewer::Installation(access.installation.get());
    let source = place_of(pull.repository_id.get());
    let asked = countersign_memory::elsewhere(access.store, viewer, &source, &pull.owner, parties);
    match asked.await {
        Ok(elsewhere) => Some(elsewhere),
        Err(error) => {
            tracing::warn!(
                class = error.class(),
                "cannot read what is remembered about people; the review continues without it"
            );
            metrics::counter!("countersign_memory_failures_total").increment(1);
            None
        }
    }
}

async fn decisions(store: &Store, pull: &Pull) -> Result<Baseline, JobError> {
    let mut accepted = Baseline::default();
    for decision in store.decisions(pull.repository_id.get()).await? {
        let date = day(&decision);
        accepted.accept(
            decision.fingerprint,
            Accepted {
                heuristic: String::new(),
                reason: decision.reason,
                date,
                by: Some(decision.who_login),
            },
        );
    }
    Ok(accepted)
}

fn day(decision: &Decision) -> String {
    let at = Timestamp::from_millisecond(decision.at).unwrap_or_default();
    at.to_string().chars().take("2026-01-31".len()).collect()
}

/// Everything that an examination needs, so that it can run on another thread.
struct Examination {
    repository: String,
    number: PullRequestNumber,
    /// The base, then the pull request's head.
    refs: [String; 2],
    platforms: PlatformKeys,
    heuristics: Vec<&'static countersign_heuristics::Heuristic>,
    accepted: Baseline,
    disclosure: Shown,
    /// The audience of the repository's readers.
    readers: Tlp,
    indicators: Arc<Indicators>,
    now: i64,
    /// Where the links of the page lead, if there is to be one.
    page: Option<Links>,
}

/// The repository and the pull request as facts.
struct Read {
    population: Population,
    pull_request: PullRequest,
    /// The pull request's head.
    head: String,
}

impl Examination {
    fn read(&self, collected: Collected, job: &Job<'_>) -> Result<Read, MirrorError> {
        let mut history = History::default();
        let selection = Selection {
            refs: self.refs.to_vec(),
            platforms: self.platforms.clone(),
            ..Selection::default()
        };
        read(
            &collected.mirror,
            &self.repository,
            &selection,
            job,
            &mut history,
        )?;
        let [base, head] = &self.refs;
        let id_of = |name: &String| {
            let id = tip(&collected.mirror, name)?;
            id.ok_or_else(|| MirrorError::NoCommit(name.clone()))
        };
        let (base, head) = (id_of(base)?, id_of(head)?);
        let (base_index, head_index) = (history.index_of(&base), history.index_of(&head));
        history.seal();
        let commits = commits::between(&history, base_index, head_index);
        let listed = content::listed(&self.indicators);
        let wanted = listed.as_ref().map(|listed| listed as Wanted<'_>);
        let content = Content {
            unseen: collected.withheld,
            ..Content::of(&collected.changes, wanted)
        };
        let pull_request = PullRequest {
            repository: RepositoryIndex(0),
            number: self.number,
            author: collected.author,
            commits,
            paths: collected.paths,
            content: Some(content),
            elsewhere: None,
            now: self.now,
        };
        Ok(Read {
            population: Population::new(history).with_indicators(Arc::clone(&self.indicators)),
            pull_request,
            head: head.to_string(),
        })
    }

    fn examine(&self, read: &Read) -> Examined {
        let Read {
            population,
            pull_request,
            head,
        } = read;
        let assessment = examine_pull_request(population, pull_request, &self.heuristics);
        let review = |tlp| {
            Review::new(ReviewRequest {
                repository: &self.repository,
                head,
                population,
                pull_request,
                assessment: &assessment,
                accepted: &self.accepted,
                disclosure: self.disclosure,
                tlp,
            })
        };
        let readers = review(self.readers);
        let links = self.page.as_ref().filter(|_| readers.needs_a_look());
        let page = links.map(|links| {
            let pictured = readers.clone().with_pictures(population);
            review_page(&pictured, links)
        });
        Examined {
            review: review(Tlp::Red),
            maintainers: review(Tlp::AmberStrict),
            readers,
            page,
            head: head.clone(),
        }
    }
}
