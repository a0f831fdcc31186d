//! `countersign jobs`: lists the queue of the GitHub App, retries and deletes stuck jobs.

use anyhow::anyhow;
use clap::ValueEnum;
use countersign_store::{Job, JobFilter, JobState, Store};
use jiff::Timestamp;

use crate::database::DatabaseArgs;
use crate::exit::{Exit, Failure};
use crate::output;
use crate::runtime::block_on;
use crate::when::now_ms;

/// List the GitHub App's jobs; retry or delete those that failed for good
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    action: Action,
    #[command(flatten)]
    database: DatabaseArgs,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List jobs, oldest first: number, kind, state, attempts, start, last error
    List {
        /// Only jobs in this state
        #[arg(long, value_name = "STATE")]
        state: Option<State>,
        /// Most jobs to list
        #[arg(long, value_name = "N", default_value_t = 100)]
        limit: u32,
    },
    /// Run jobs again, with all their attempts
    Retry {
        /// Numbers of the jobs
        #[arg(required = true, value_name = "NUMBER")]
        jobs: Vec<i64>,
    },
    /// Delete jobs that are not running
    Drop {
        /// Numbers of the jobs
        #[arg(required = true, value_name = "NUMBER")]
        jobs: Vec<i64>,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum State {
    /// Waiting for a worker
    Ready,
    /// Running
    Leased,
    /// Failed too often to be tried again
    Dead,
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let text = block_on(async {
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
    let now = now_ms();
    for job in jobs {
        let found = store.retry_job(*job, now).await.map_err(Failure::storage)?;
        require(found, *job)?;
    }
    Ok(String::new())
}

async fn drop_all(store: &Store, jobs: &[i64]) -> Result<String, Failure> {
    for job in jobs {
        let found = store.drop_job(*job).await.map_err(Failure::storage)?;
        require(found, *job)?;
    }
    Ok(String::new())
}

/// Fails if the job was not found.
fn require(found: bool, job: i64) -> Result<(), Failure> {
    if found {
        return Ok(());
    }
    Err(Failure::new(
        Exit::Usage,
        anyhow!("job {job} does not exist or is running"),
    )
    .hint("list all jobs: countersign jobs list"))
}
