//! `countersign pr`: reviews one pull request as the App does.

use std::env;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::anyhow;
use clap::ValueEnum;
use countersign_facts::PullRequestNumber;
use countersign_github::{Client, GithubError, RepositoryName, Server};
use countersign_indicators::Lists;
use countersign_report::{Look, review as report};
use countersign_webhooks::policy::Policy;
use countersign_webhooks::review::{self, ReviewContext, Reviewed};
use countersign_webhooks::{Clock, JobError, Mirrors};
use secrecy::SecretString;

use crate::app::cache_folder;
use crate::database::DataArgs;
use crate::exit::{self, Exit, Failure};
use crate::indicators;
use crate::output::{self, Console};
use crate::platforms::PlatformArgs;
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
    /// Pull request, as OWNER/REPO#NUMBER
    #[arg(value_name = "OWNER/REPO#N")]
    pull: Reference,
    /// Environment variable that holds the token
    #[arg(long, value_name = "NAME", default_value = "GITHUB_TOKEN")]
    token_env: String,
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
    /// Address of GitHub's API; https://HOST/api/v3 for an Enterprise server
    #[arg(
        long,
        value_name = "URL",
        env = "COUNTERSIGN_API_URL",
        default_value = "https://api.github.com"
    )]
    api_url: String,
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

/// `OWNER/REPO#NUMBER`.
#[derive(Clone, Debug)]
struct Reference {
    repository: RepositoryName,
    number: PullRequestNumber,
}

impl FromStr for Reference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || "expected OWNER/REPO#NUMBER".to_owned();
        let (repository, number) = text.split_once('#').ok_or_else(wrong)?;
        Ok(Self {
            repository: repository.parse().map_err(|_| wrong())?,
            number: number
                .parse::<u64>()
                .ok()
                .and_then(|number| PullRequestNumber::try_from(number).ok())
                .ok_or_else(wrong)?,
        })
    }
}

pub(crate) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let server = Server::new(&args.api_url).map_err(|error| Failure::new(Exit::Usage, error))?;
    let token = token(&args.token_env)?;
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

fn token(variable: &str) -> Result<SecretString, Failure> {
    let token = env::var(variable).ok().filter(|token| !token.is_empty());
    token.map(SecretString::from).ok_or_else(|| {
        Failure::usage(format!(
            "the environment variable {variable} does not hold a token"
        ))
        .hint(format!(
            "set it with GitHub's command line: export {variable}=$(gh auth token)"
        ))
    })
}

async fn review(
    args: &Args,
    client: &Client,
    lists: &Lists,
    cache: PathBuf,
) -> Result<Reviewed, Failure> {
    let Reference { repository, number } = &args.pull;
    let pull = client.pull(repository, *number).await.map_err(not_asked)?;
    let platforms = args.platforms.read()?;
    let mirrors = Mirrors::new(cache, 2);
    let context = ReviewContext {
        client,
        mirrors: &mirrors,
        store_access: None,
        lists,
        platforms: &platforms,
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
