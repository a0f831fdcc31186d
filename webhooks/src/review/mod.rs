//! Reviewing one pull request: collect facts, examine them, plan what GitHub shall hold, apply it.

pub(crate) mod account;
mod apply;
mod collect;
pub(crate) mod commits;
mod examine;
mod plan;
mod present;
mod wanted;

use countersign_facts::{ChangeKind, ChangedPath, HashKey};
use countersign_github::{Client, Pull, PullState, Read as _, Repository, RepositoryName, Write};
use countersign_heuristics::Level;
use countersign_indicators::Lists;
use countersign_store::{Review as Stored, Store};

pub(crate) use account::ssh_fingerprint;
pub use apply::Applied;
pub use collect::{Collected, collect};
pub use examine::{Examined, examine};
pub use plan::{CheckPlan, CommentPlan, Plan, plan};
pub use present::{Present, PresentComment, look};
pub use wanted::{CheckDraft, CheckRemark, Notice, Wanted, wanted};

use crate::error::JobError;
use crate::jobs::{Here, Job, Place, Who};
use crate::mirror::Mirrors;
use crate::policy::{self, Effective, Policy};
use crate::rights;

/// How often a review begins anew because the pull request moved on meanwhile.
const MOST_ROUNDS: usize = 3;

/// What a review on the command line or in the service works with.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// GitHub, with the rights to be used.
    pub client: &'a Client,
    /// Where repositories' commits are.
    pub mirrors: &'a Mirrors,
    /// What is remembered from earlier; a review on the command line has none.
    pub past: Option<Past<'a>>,
    /// Lists that people are compared with.
    pub lists: &'a Lists,
    /// The present, Unix milliseconds.
    pub now_ms: i64,
}

/// What is remembered from earlier, and on whose behalf it is asked.
#[derive(Clone, Copy)]
pub struct Past<'a> {
    /// Where it is.
    pub store: &'a Store,
    /// The key under which people are forgotten.
    pub key: Option<&'a HashKey>,
    /// The same key where people are remembered.
    pub memory: Option<&'a HashKey>,
    /// The installation that asks.
    pub installation: i64,
}

impl<'a> Past<'a> {
    pub(crate) fn of(here: Here<'a>) -> Self {
        Self {
            store: &here.context.store,
            key: here.context.settings.hash_key.as_ref(),
            memory: here.context.memory_key(),
            installation: here.installation,
        }
    }
}

impl<'a> Desk<'a> {
    /// A desk on behalf of an installation.
    pub(crate) fn at(here: Here<'a>, client: &'a Client) -> Self {
        Self {
            client,
            mirrors: &here.context.mirrors,
            past: Some(Past::of(here)),
            lists: &here.context.lists,
            now_ms: here.context.now_ms(),
        }
    }
}

/// Everything a review comes to before anything is written.
#[derive(Debug)]
pub struct Reviewed {
    /// The pull request.
    pub pull: Pull,
    /// What the heuristics say.
    pub examined: Examined,
    /// The policy that held.
    pub effective: Effective,
    /// The row of the last review.
    pub past: Option<Stored>,
    /// What to write.
    pub plan: Plan,
}

/// Collects, examines and plans; writes nothing to GitHub. `None` where there is nothing to review:
/// the pull request is not open, or its author is exempt.
///
/// # Errors
/// See [`JobError`].
pub async fn prepare(
    desk: Desk<'_>,
    repository: &RepositoryName,
    pull: Pull,
    server: &Policy,
) -> Result<Option<Reviewed>, JobError> {
    let mut effective = policy::load(desk.client, repository, server).await?;
    let author = pull.author.as_ref();
    let is_exempt = author.is_some_and(|author| effective.policy.exempts(&author.login));
    if pull.state != PullState::Open || is_exempt {
        return Ok(None);
    }
    let past = match desk.past {
        Some(past) => {
            past.store
                .review(signed(pull.repository_id), signed(pull.number))
                .await?
        }
        None => None,
    };
    let collected = collect(desk, repository, &pull).await?;
    let brings_policy = |path: &ChangedPath| {
        path.kind != ChangeKind::Removed && *path.path == *policy::PATH.as_bytes()
    };
    if collected.paths.iter().any(brings_policy) {
        effective.proposed = policy::complaint_about(desk.client, repository, &pull.head).await?;
    }
    let examined = examine(desk, &pull, &effective, collected).await?;
    let wanted = wanted(&examined, &effective, &pull, desk.client.server().web());
    let present = look(desk.client, repository, &pull, past.as_ref(), &wanted).await?;
    let plan = plan(&wanted, past.as_ref(), &present);
    Ok(Some(Reviewed {
        pull,
        examined,
        effective,
        past,
        plan,
    }))
}

/// Reviews a pull request on behalf of an installation, as it is now.
pub(crate) async fn run(here: Here<'_>, place: &Place, number: u64) -> Result<(), JobError> {
    let (context, client) = (here.context, here.client());
    let mut repository = place.full_name()?;
    for _ in 0..MOST_ROUNDS {
        let pull = client.pull(&repository, number).await?;
        // It may have been renamed since.
        repository = RepositoryName::new(&pull.owner, &pull.repo)
            .map_err(|error| JobError::Failed(error.to_string()))?;
        crate::jobs::remember_that_of(here, &pull).await?;
        let desk = Desk::at(here, &client);
        let server = &context.settings.policy;
        let Some(reviewed) = prepare(desk, &repository, pull, server).await? else {
            return Ok(());
        };
        look_at_keys(here, &reviewed.pull).await?;
        remember_people(here, &reviewed.pull).await?;
        metrics::counter!(
            "countersign_reviews_total",
            "level" => reviewed.examined.review.level.as_str()
        )
        .increment(1);
        if let Some(told) = &context.settings.dry_run {
            told(&repository.to_string(), number, &reviewed.plan);
            return Ok(());
        }
        if reviewed.plan.writes_nothing() {
            let row = row(&reviewed, here, &Applied::default(), reviewed.plan.level);
            return Ok(context.store.save_review(&row).await?);
        }
        // Only the newest head is written about.
        if client.pull(&repository, number).await?.head != reviewed.examined.head {
            continue;
        }
        return write(here, &client, &repository, &reviewed).await;
    }
    Err(JobError::Passing(
        "the pull request changes faster than it is reviewed".to_owned(),
    ))
}

/// The author's account was looked at: maintainers may want to hear that its keys are others by now.
async fn look_at_keys(here: Here<'_>, pull: &Pull) -> Result<(), JobError> {
    let Some(author) = &pull.author else {
        return Ok(());
    };
    let who = Who {
        id: signed(author.id),
        login: author.login.clone(),
    };
    rights::look_at_keys(here, &Place::of(pull), &who).await
}

/// Those who take part are remembered by a job of its own, whatever becomes of it.
async fn remember_people(here: Here<'_>, pull: &Pull) -> Result<(), JobError> {
    if here.context.memory_key().is_none() {
        return Ok(());
    }
    let job = Job::Remember {
        place: Place::of(pull),
        pull: Some((pull.number, pull.base_ref.clone())),
    };
    here.enqueue(&job).await
}

/// Applies a plan and remembers what it wrote.
async fn write(
    here: Here<'_>,
    client: &Client,
    repository: &RepositoryName,
    reviewed: &Reviewed,
) -> Result<(), JobError> {
    let store = &here.context.store;
    // The intent comes first: whoever continues after a crash knows to look for a comment. The level
    // stays the old one until maintainers have been told of the new one.
    let before = plan::level(reviewed.past.as_ref());
    let intent = row(reviewed, here, &reviewed.intent(), before);
    store.save_review(&intent).await?;
    let notice = match &reviewed.effective.policy.notice {
        Some(notice) if reviewed.plan.notice.is_some() => notice_repository(client, notice).await?,
        _ => None,
    };
    let applied = apply::apply(client, repository, reviewed, notice.as_ref()).await?;
    let done = row(reviewed, here, &applied, reviewed.plan.level);
    Ok(store.save_review(&done).await?)
}

impl Reviewed {
    /// Applies the plan.
    ///
    /// # Errors
    /// See [`JobError`].
    pub async fn apply(
        &self,
        write: &dyn Write,
        repository: &RepositoryName,
    ) -> Result<Applied, JobError> {
        apply::apply(write, repository, self, None).await
    }

    /// What is remembered before the plan is applied.
    fn intent(&self) -> Applied {
        Applied {
            comment: self.plan.comment.id(),
            digest: self.plan.comment.body().map(plan::digest),
            check_run: None,
        }
    }
}

/// The row that remembers a review.
fn row(reviewed: &Reviewed, here: Here<'_>, applied: &Applied, level: Level) -> Stored {
    let past = reviewed.past.as_ref();
    let same_head = past.is_some_and(|past| past.head == reviewed.examined.head);
    let past_check = past.filter(|_| same_head).and_then(|past| past.check_run);
    Stored {
        repository: signed(reviewed.pull.repository_id),
        number: signed(reviewed.pull.number),
        head: reviewed.examined.head.clone(),
        level: level.as_str().to_owned(),
        comment: applied
            .comment
            .map(signed)
            .or_else(|| past.and_then(|past| past.comment)),
        comment_digest: applied
            .digest
            .clone()
            .or_else(|| past.and_then(|past| past.comment_digest.clone())),
        check_run: applied.check_run.map(signed).or(past_check),
        updated: here.context.now_ms(),
    }
}

/// The repository for notices, where it can be used: the same installation's, and private.
///
/// # Errors
/// When GitHub cannot be asked.
async fn notice_repository(
    client: &Client,
    wanted: &str,
) -> Result<Option<RepositoryName>, JobError> {
    Ok(notice_among(&client.repositories().await?, wanted))
}

/// The same among the repositories that an installation covers.
pub(crate) fn notice_among(covered: &[Repository], wanted: &str) -> Option<RepositoryName> {
    let found = covered.iter().find(|repository| {
        repository.private && repository.name.to_string().eq_ignore_ascii_case(wanted)
    });
    if found.is_none() {
        tracing::warn!("the repository for notices cannot be used: it must be private and covered");
    }
    found.map(|repository| repository.name.clone())
}

/// GitHub's numbers as the store has them.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// And back.
pub(crate) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
