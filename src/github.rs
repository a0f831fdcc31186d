//! Which GitHub the commands ask, with whose token, and what short names of repositories mean there.

use std::env;
use std::ffi::OsStr;
use std::path::Path;

use countersign_github::{GitCredentials, RepositoryName, Server};
use countersign_history::Location;
use secrecy::{ExposeSecret as _, SecretString};

use crate::exit::{Exit, Failure};

/// The GitHub server, and the variable with the token.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct GithubArgs {
    /// Environment variable that holds the token
    #[arg(long, value_name = "NAME", default_value = "GITHUB_TOKEN")]
    token_env: String,
    /// Address of GitHub's API; https://HOST/api/v3 for an Enterprise server
    #[arg(
        long,
        value_name = "URL",
        env = "COUNTERSIGN_API_URL",
        default_value = "https://api.github.com"
    )]
    api_url: String,
}

impl GithubArgs {
    /// The server.
    pub(crate) fn server(&self) -> Result<Server, Failure> {
        Server::new(&self.api_url).map_err(|error| Failure::new(Exit::Usage, error))
    }

    /// The token, if the variable holds one.
    pub(crate) fn token(&self) -> Option<SecretString> {
        let token = env::var(&self.token_env).ok();
        let token = token.map(|token| token.trim().to_owned());
        token.filter(|token| !token.is_empty()).map(Into::into)
    }

    /// The token of a command that cannot do without.
    pub(crate) fn required_token(&self) -> Result<SecretString, Failure> {
        let variable = &self.token_env;
        self.token().ok_or_else(|| {
            Failure::usage(format!(
                "a token is needed, and the environment variable {variable} holds none"
            ))
            .hint(format!(
                "set it with GitHub's command line: export {variable}=$(gh auth token)"
            ))
        })
    }

    /// The repository that the user named: a folder, a URL, or `OWNER/NAME` on the server.
    pub(crate) fn location(&self, argument: &OsStr) -> Result<Location, Failure> {
        let location =
            Location::parse(argument).map_err(|error| Failure::new(Exit::Usage, error))?;
        match &location {
            Location::Path(path) => match short_name(path) {
                Some(name) => self.remote(&name),
                None => Ok(location),
            },
            Location::Url(_) => Ok(location),
        }
    }

    /// Where `git` fetches a repository of the server from, with the token if there is one.
    pub(crate) fn remote(&self, name: &RepositoryName) -> Result<Location, Failure> {
        let server = self.server()?;
        let (scheme, rest) = server.web().split_once("://").unwrap_or(("https", ""));
        let credentials = match self.token() {
            Some(token) => format!("{}:{}@", GitCredentials::USER, token.expose_secret()),
            None => String::new(),
        };
        let url = format!("{scheme}://{credentials}{rest}/{name}");
        Location::parse(OsStr::new(&url)).map_err(|error| Failure::new(Exit::Usage, error))
    }
}

/// The `OWNER/NAME` that a path spells, unless it exists or can only be meant as a path.
fn short_name(path: &Path) -> Option<RepositoryName> {
    let text = path.to_str()?;
    let is_path = text.starts_with('.') || path.symlink_metadata().is_ok();
    // A folder that exists up to its last part is a typing error in a path, not an account on GitHub.
    let is_close = path.parent().is_some_and(Path::is_dir);
    let name: RepositoryName = text.parse().ok()?;
    (!is_path && !is_close).then_some(name)
}
