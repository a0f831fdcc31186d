//! `countersign jobs`: the queue, and what to do about jobs that are stuck.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::anyhow;
use clap::ValueEnum;
use countersign_store::{Job, JobFilter, JobState, Store};
use jiff::Timestamp;

use crate::app::{self, DatabaseArgs};
use crate::exit::{Exit, Failure};
use crate::output;

/// List the GitHub App's jobs, and retry or drop those that failed for good.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List jobs, the oldest first: number, kind, state, attempts, start, last error.
    List {
        /// Only those that wait, run, or are dead.
        #[arg(long, value_name = "STATE")]
        state: Option<State>,
        /// At most so many.
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: u32,
    },
    /// Let jobs run again, with all attempts ahead of them.
    Retry {
        /// Their numbers.
        #[arg(required = true, value_name = "NUMBER")]
        jobs: Vec<i64>,
    },
    /// Remove jobs that do not run.
    Drop {
        /// Their numbers.
        #[arg(required = true, value_name = "NUMBER")]
        jobs: Vec<i64>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    Ready,
    Leased,
    Dead,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let text = app::block_on(async {
        let store = args.database.open().await?;
        let text = match &args.action {
            Action::List { state, limit } => list(&store, *state, *limit).await,
            Action::Retry { jobs } => retry(&store, jobs).await,
            Action::Drop { jobs } => drop_all(&store, jobs).await,
        };
        store.close().await;
        text
    })?;
    output::print(text.as_bytes())?;
    Ok(Exit::Done)
}

async fn list(store: &Store, state: Option<State>, limit: u32) -> Result<String, Failure> {
    let filter = JobFilter {
        state: state.map(|state| match state {
            State::Ready => JobState::Ready,
            State::Leased => JobState::Leased,
            State::Dead => JobState::Dead,
        }),
        limit,
        ..JobFilter::default()
    };
    let jobs = store.jobs(&filter).await.map_err(Failure::storage)?;
    Ok(jobs.iter().map(line).collect())
}

fn line(job: &Job) -> String {
    let start = Timestamp::from_millisecond(job.run_at).unwrap_or_default();
    let error = job
        .error
        .as_deref()
        .map(output::printable)
        .unwrap_or_default();
    let line = format!(
        "{:>8}  {:<16} {:<7} {:>2}  {start:.0}  {error}",
        job.id,
        job.kind,
        job.state.as_str(),
        job.attempts,
    );
    line.trim_end().to_owned() + "\n"
}

async fn retry(store: &Store, jobs: &[i64]) -> Result<String, Failure> {
    let since_epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    let now_ms = i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX);
    for job in jobs {
        let found = store
            .retry_job(*job, now_ms)
            .await
            .map_err(Failure::storage)?;
        told(found, *job, "waits or is dead")?;
    }
    Ok(String::new())
}

async fn drop_all(store: &Store, jobs: &[i64]) -> Result<String, Failure> {
    for job in jobs {
        let found = store.drop_job(*job).await.map_err(Failure::storage)?;
        told(found, *job, "waits or is dead")?;
    }
    Ok(String::new())
}

fn told(found: bool, job: i64, state: &str) -> Result<(), Failure> {
    if found {
        return Ok(());
    }
    Err(
        Failure::new(Exit::Usage, anyhow!("there is no job {job} that {state}"))
            .hint("`countersign jobs list` shows all"),
    )
}
