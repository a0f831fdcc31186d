//! `scan --org`, `--user` and `--owner-file`: which repositories of accounts are scanned.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use countersign_github::{Client, Clock, GithubError, OwnedRepository, Owner};
use countersign_history::Location;
use indicatif::HumanCount;
use jiff::Timestamp;

use crate::exit::{Exit, Failure};
use crate::github::GithubArgs;
use crate::output::{Console, counted, shell_word};
use crate::runtime::block_on;
use crate::when::{self, When};

/// Accounts whose repositories are scanned together, and which of these.
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
    /// Scan the repositories of all accounts in this file as one population
    ///
    /// One account on each line: "org NAME" or "user LOGIN". Empty lines and lines that start with # are
    /// ignored.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["repositories", "org", "user", "offline"])]
    owner_file: Option<PathBuf>,
    /// Of the accounts' repositories, also scan forks
    #[arg(long)]
    forks: bool,
    /// Of the accounts' repositories, also scan archived ones
    #[arg(long)]
    archived: bool,
    /// Of the accounts' repositories, scan only those in this programming language
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<String>,
    /// Of the accounts' repositories, scan only those with a push since then
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
    /// The accounts that the user named.
    fn owners(&self) -> Result<Vec<Owner>, Failure> {
        if let Some(path) = &self.owner_file {
            return owners_in(path);
        }
        let organisation = self.org.clone().map(Owner::Organisation);
        let owner = organisation.or_else(|| self.user.clone().map(Owner::User));
        Ok(owner.into_iter().collect())
    }

    /// Lists the repositories, if the user named an account.
    pub(super) fn list(
        &self,
        github: &GithubArgs,
        console: Console,
    ) -> Result<Option<Listed>, Failure> {
        let owners = self.owners()?;
        if owners.is_empty() {
            let has_filter = self.forks
                || self.archived
                || self.language.is_some()
                || self.pushed_since.is_some();
            return match has_filter {
                true => Err(Failure::usage(
                    "--forks, --archived, --language and --pushed-since choose from the repositories of an account",
                )
                .hint("name the account with --org, --user or --owner-file")),
                false => Ok(None),
            };
        }
        let since = self.since()?;
        let mut chosen = Vec::new();
        for (owner, all) in self.listed(&owners, github)? {
            chosen.extend(self.choose(owner, (all, since), console));
        }
        if chosen.is_empty() {
            return Err(nothing_chosen(&owners));
        }
        let repositories = chosen.iter().map(|one| github.remote(&one.repository.name));
        Ok(Some(Listed {
            repositories: repositories.collect::<Result<_, _>>()?,
            options: self.options(&owners, since),
        }))
    }

    /// All repositories of the accounts, as GitHub lists them.
    fn listed<'a>(
        &self,
        owners: &'a [Owner],
        github: &GithubArgs,
    ) -> Result<Vec<(&'a Owner, Vec<OwnedRepository>)>, Failure> {
        block_on(async {
            let server = github.server()?;
            let client = match github.token() {
                Some(token) => Client::with_token(server, token, Clock::system()),
                None => Client::anonymous(server, Clock::system()),
            };
            let client = client.map_err(|error| Failure::new(Exit::NoneRead, error))?;
            let mut listed = Vec::new();
            for owner in owners {
                let all = client.repositories_of(owner).await;
                listed.push((owner, all.map_err(|error| not_listed(owner, error))?));
            }
            Ok(listed)
        })
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
    ) -> Vec<OwnedRepository> {
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
        chosen
    }

    /// The options that ask for the same repositories, as a user types them.
    fn options(&self, owners: &[Owner], since: Option<i64>) -> String {
        let mut options = match (&self.owner_file, owners) {
            (Some(path), _) => format!("--owner-file {}", shell_word(&path.to_string_lossy())),
            (None, [Owner::User(login), ..]) => format!("--user {}", shell_word(login)),
            (None, owners) => {
                let login = owners.first().map_or("", Owner::login);
                format!("--org {}", shell_word(login))
            }
        };
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

/// Reads the accounts of a file, one on each line.
fn owners_in(path: &Path) -> Result<Vec<Owner>, Failure> {
    let text = fs::read_to_string(path)
        .with_context(|| format!("cannot read the accounts in {}", path.display()))
        .map_err(Failure::storage)?;
    let mut owners = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let words: Vec<_> = line.split_whitespace().collect();
        owners.push(match words[..] {
            ["org", name] => Owner::Organisation(name.to_owned()),
            ["user", login] => Owner::User(login.to_owned()),
            _ => {
                let message = format!("{}, line {}: not an account", path.display(), number + 1);
                return Err(Failure::usage(message).hint("write `org NAME` or `user LOGIN`"));
            }
        });
    }
    if owners.is_empty() {
        let message = format!("{} names no account", path.display());
        return Err(Failure::usage(message).hint("write `org NAME` or `user LOGIN` on each line"));
    }
    Ok(owners)
}

fn nothing_chosen(owners: &[Owner]) -> Failure {
    let whose = match owners {
        [owner] => owner.login().to_owned(),
        _ => counted(owners.len() as u64, "account", "accounts"),
    };
    let message = format!("found no repositories of {whose} that these options ask for");
    Failure::new(Exit::NoneRead, anyhow::Error::msg(message)).hint(
        "widen the choice: --forks, --archived, another --language or --pushed-since; \
         set a token in GITHUB_TOKEN for private repositories",
    )
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
