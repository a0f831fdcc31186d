//! `countersign pr`: reviews one pull request as the App does.

use std::path::PathBuf;

use anyhow::anyhow;
use clap::ValueEnum;
use countersign_github::{Client, GithubError};
use countersign_indicators::Lists;
use countersign_report::{Look, review as report};
use countersign_webhooks::policy::Policy;
use countersign_webhooks::review::{self, ReviewContext, Reviewed};
use countersign_webhooks::{Clock, JobError, Mirrors};

use crate::app::cache_folder;
use crate::database::DataArgs;
use crate::exit::{self, Exit, Failure};
use crate::github::GithubArgs;
use crate::indicators;
use crate::output::{self, Console};
use crate::platforms::PlatformArgs;
use crate::pull_reference::Reference;
use crate::runtime::block_on;

fn after_help() -> String {
    exit::codes(&[
        (
            Exit::NoneRead,
            "GitHub did not show the pull request, or it is not open",
        ),
        (
            Exit::Storage,
            "the database or the cache could not be read or written",
        ),
    ])
}

/// Review a pull request on GitHub as the App does
///
/// The token comes from an environment variable. A fine-grained token that can read the repository is
/// enough. Without --post, nothing is written to GitHub.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(crate) struct Args {
    /// Pull request: OWNER/REPO#NUMBER, or its address in a browser
    #[arg(value_name = "OWNER/REPO#N|URL")]
    pull: Reference,
    #[command(flatten)]
    platforms: PlatformArgs,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
    /// Write the comment that the repository's policy asks for
    #[arg(long)]
    post: bool,
    /// Print what --post would write, and write nothing
    #[arg(long, conflicts_with = "post")]
    dry_run: bool,
    #[command(flatten)]
    github: GithubArgs,
    /// Folder for the repository's commits
    ///
    /// Default: countersign/app in the user's cache folder.
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    #[command(flatten)]
    data: DataArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// One JSON object; `countersign schema review` prints its schema
    Json,
    /// The comment with everything that was found
    Markdown,
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let server = args.github.server()?;
    args.pull.check_server(&server)?;
    let token = args.github.required_token()?;
    let cache = cache_folder(args.cache.as_deref())?;
    let text = block_on(async {
        let client = Client::with_token(server, token, Clock::system()).map_err(not_asked)?;
        let lists = indicators::local(&args.data, "reviewing", console).await?;
        let reviewed = review(args, &client, &lists, cache).await?;
        if args.post {
            let applied = reviewed.apply(&client, &args.pull.repository).await;
            applied.map_err(not_reviewed)?;
            console.detail("the comment on GitHub is up to date");
        }
        Ok(shown(args, &reviewed))
    })?;
    output::print(text.as_bytes())?;
    Ok(Exit::Done)
}

async fn review(
    args: &Args,
    client: &Client,
    lists: &Lists,
    cache: PathBuf,
) -> Result<Reviewed, Failure> {
    let Reference {
        repository, number, ..
    } = &args.pull;
    let pull = client.pull(repository, *number).await.map_err(not_asked)?;
    let platforms = args.platforms.read()?;
    let mirrors = Mirrors::new(cache, 2);
    let context = ReviewContext {
        client,
        mirrors: &mirrors,
        store_access: None,
        lists,
        platforms: &platforms,
        site: None,
        now_ms: Clock::system().now_ms(),
    };
    let reviewed = review::prepare(context, repository, pull, &Policy::default()).await;
    reviewed.map_err(not_reviewed)?.ok_or_else(|| {
        let message =
            anyhow!("{repository}#{number} is not open, or the policy exempts its author");
        Failure::new(Exit::NoneRead, message)
    })
}

fn shown(args: &Args, reviewed: &Reviewed) -> String {
    let review = &reviewed.examined.review;
    if args.dry_run {
        return format!("{:#}\n", serde_json::json!(reviewed.plan));
    }
    match args.format {
        Format::Json => report::json(review),
        Format::Markdown => {
            let links = report::Links::default();
            report::comment(review, report::Disclosure::Full, &links)
        }
        Format::Text => {
            let look = Look {
                colour: output::colour(),
                width: output::width(),
                ..Look::default()
            };
            report::text(review, &look)
        }
    }
}

fn not_asked(error: GithubError) -> Failure {
    let failure = Failure::new(Exit::NoneRead, error);
    failure.hint("check the name, and that the token can read the repository")
}

fn not_reviewed(error: JobError) -> Failure {
    Failure::new(Exit::NoneRead, error)
}
