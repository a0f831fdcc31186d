//! `scan --org` and `scan --user`: which repositories of an account are scanned.

use countersign_github::{Client, Clock, GithubError, OwnedRepository, Owner};
use countersign_history::Location;
use indicatif::HumanCount;
use jiff::Timestamp;

use crate::exit::{Exit, Failure};
use crate::github::GithubArgs;
use crate::output::{Console, counted, shell_word};
use crate::runtime::block_on;
use crate::when::{self, When};

/// An account whose repositories are scanned together, and which of them.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct AccountArgs {
    /// Scan the repositories of an organisation on GitHub
    ///
    /// All commits become one population and one report. Without a token, GitHub lists the public
    /// repositories. A later run only fetches what is new.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["repositories", "offline"])]
    org: Option<String>,
    /// Scan the public repositories of a person on GitHub
    #[arg(long, value_name = "LOGIN", conflicts_with_all = ["repositories", "org", "offline"])]
    user: Option<String>,
    /// With --org or --user: also scan forks
    #[arg(long)]
    forks: bool,
    /// With --org or --user: also scan archived repositories
    #[arg(long)]
    archived: bool,
    /// With --org or --user: scan only repositories in this programming language
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// With --org or --user: scan only repositories with a push since then
    ///
    /// Takes the same times as --since.
    #[arg(long, value_name = "TIME", value_parser = when::parse, allow_hyphen_values = true)]
    pushed_since: Option<When>,
}

/// Repositories of an account.
#[derive(Debug)]
pub(super) struct Listed {
    pub(super) repositories: Vec<Location>,
    /// The options that list the same again.
    pub(super) options: String,
}

impl AccountArgs {
    fn owner(&self) -> Option<Owner> {
        let organisation = self.org.clone().map(Owner::Organisation);
        organisation.or_else(|| self.user.clone().map(Owner::User))
    }

    /// Lists the repositories, if the user named an account.
    pub(super) fn list(
        &self,
        github: &GithubArgs,
        console: Console,
    ) -> Result<Option<Listed>, Failure> {
        let Some(owner) = self.owner() else {
            let has_filter = self.forks
                || self.archived
                || self.language.is_some()
                || self.pushed_since.is_some();
            return match has_filter {
                true => Err(Failure::usage(
                    "--forks, --archived, --language and --pushed-since choose from the repositories of an account",
                )
                .hint("name the account with --org or --user")),
                false => Ok(None),
            };
        };
        let all = block_on(async {
            let server = github.server()?;
            let client = match github.token() {
                Some(token) => Client::with_token(server, token, Clock::system()),
                None => Client::anonymous(server, Clock::system()),
            };
            let client = client.map_err(|error| Failure::new(Exit::NoneRead, error))?;
            let listed = client.repositories_of(&owner).await;
            listed.map_err(|error| not_listed(&owner, error))
        })?;
        let since = self.since()?;
        let chosen = self.choose(&owner, (all, since), console)?;
        let repositories = chosen.iter().map(|one| github.remote(&one.repository.name));
        Ok(Some(Listed {
            repositories: repositories.collect::<Result<_, _>>()?,
            options: self.options(&owner, since),
        }))
    }

    /// The earliest second of a push that counts, Unix seconds.
    fn since(&self) -> Result<Option<i64>, Failure> {
        let since = self.pushed_since;
        let since = since.map(|when| when.first_second(Timestamp::now()));
        since.transpose().map_err(Failure::usage)
    }

    /// Leaves out what the user did not ask for, and says so. `since` is the earliest second of a push that counts.
    fn choose(
        &self,
        owner: &Owner,
        (all, since): (Vec<OwnedRepository>, Option<i64>),
        console: Console,
    ) -> Result<Vec<OwnedRepository>, Failure> {
        let since_ms = since.map(|second| second.saturating_mul(1_000));
        let listed = all.len();
        let (mut chosen, mut forks, mut archived) = (Vec::new(), 0, 0);
        for one in all {
            let speaks = |language: &String| {
                let own = one.language.as_deref().unwrap_or_default();
                own.eq_ignore_ascii_case(language)
            };
            let is_recent =
                since_ms.is_none_or(|since| one.pushed_ms.is_some_and(|at| at >= since));
            if !is_recent || !self.language.as_ref().is_none_or(speaks) {
                continue;
            }
            if one.repository.fork && !self.forks {
                forks += 1;
            } else if one.repository.archived && !self.archived {
                archived += 1;
            } else {
                chosen.push(one);
            }
        }
        let name = owner.login();
        console.detail(&format!(
            "{name} has {}; {} to scan",
            counted(listed as u64, "repository", "repositories"),
            HumanCount(chosen.len() as u64),
        ));
        if chosen.is_empty() {
            let message = format!("{name} has no repositories that these options ask for");
            return Err(
                Failure::new(Exit::NoneRead, anyhow::Error::msg(message)).hint(
                    "widen the choice: --forks, --archived, another --language or --pushed-since; \
                 set a token in GITHUB_TOKEN for private repositories",
                ),
            );
        }
        for (count, one, many, option) in [
            (forks, "fork", "forks", "--forks"),
            (
                archived,
                "archived repository",
                "archived repositories",
                "--archived",
            ),
        ] {
            if count > 0 {
                console.hint(&format!(
                    "add {option} to scan {} too",
                    counted(count, one, many)
                ));
            }
        }
        Ok(chosen)
    }

    /// The options that ask for the same repositories, as a user types them.
    fn options(&self, owner: &Owner, since: Option<i64>) -> String {
        let option = match owner {
            Owner::Organisation(_) => "--org",
            Owner::User(_) => "--user",
        };
        let mut options = format!("{option} {}", shell_word(owner.login()));
        if self.forks {
            options += " --forks";
        }
        if self.archived {
            options += " --archived";
        }
        if let Some(language) = &self.language {
            options += &format!(" --language {}", shell_word(language));
        }
        if let Some(since) = since.and_then(|second| Timestamp::from_second(second).ok()) {
            options += &format!(" --pushed-since {since}");
        }
        options
    }
}

fn not_listed(owner: &Owner, error: GithubError) -> Failure {
    let hint = match &error {
        GithubError::NotFound { .. } => match owner {
            Owner::Organisation(name) => {
                format!("check the name; for a person's account use --user {name}")
            }
            Owner::User(_) => "check the login".to_owned(),
        },
        GithubError::RateLimited { .. } => {
            "wait until then, or set a token: export GITHUB_TOKEN=$(gh auth token)".to_owned()
        }
        GithubError::Unauthorized { .. } => {
            "renew the token, or unset its variable to list only public repositories".to_owned()
        }
        _ => {
            "check the network and --api-url; what was fetched before stays in the cache".to_owned()
        }
    };
    let name = owner.login();
    let error =
        anyhow::Error::new(error).context(format!("cannot list the repositories of {name}"));
    Failure::new(Exit::NoneRead, error).hint(hint)
}
