//! How a user names a pull request.

use std::str::FromStr;

use countersign_facts::PullRequestNumber;
use countersign_github::{RepositoryName, Server};

use crate::exit::Failure;

/// A pull request: `OWNER/REPO#NUMBER`, or the address of one of its pages.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) repository: RepositoryName,
    pub(crate) number: PullRequestNumber,
    /// Scheme and host of an address.
    origin: Option<String>,
}

impl Reference {
    /// Fails if the pull request is on another server than the one that is asked.
    pub(crate) fn check_server(&self, server: &Server) -> Result<(), Failure> {
        let Some(origin) = &self.origin else {
            return Ok(());
        };
        if server.web().eq_ignore_ascii_case(origin) {
            return Ok(());
        }
        let api = match origin.strip_prefix("https://") {
            Some("github.com") => "https://api.github.com".to_owned(),
            _ => format!("{origin}/api/v3"),
        };
        let message = format!("the pull request is on {origin}, not on {}", server.web());
        Err(Failure::usage(message).hint(format!("name its API: --api-url {api}")))
    }
}

impl FromStr for Reference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = match text.split_once("://") {
            Some((scheme, rest)) => of_address(scheme, rest),
            None => of_short_form(text),
        };
        found.ok_or_else(|| {
            "expected OWNER/REPO#NUMBER or https://HOST/OWNER/REPO/pull/NUMBER".to_owned()
        })
    }
}

fn of_short_form(text: &str) -> Option<Reference> {
    let (repository, number) = text.split_once('#')?;
    Some(Reference {
        repository: repository.parse().ok()?,
        number: parse_number(number)?,
        origin: None,
    })
}

/// Everything behind the number (`/files`, `#issuecomment-1`, `?w=1`) names a part of the same pull request.
fn of_address(scheme: &str, rest: &str) -> Option<Reference> {
    let rest = rest.split(['?', '#']).next()?;
    let mut parts = rest.split('/');
    let (host, owner, name) = (parts.next()?, parts.next()?, parts.next()?);
    let is_web = matches!(scheme, "http" | "https") && !host.is_empty() && !host.contains('@');
    if !is_web || parts.next()? != "pull" {
        return None;
    }
    Some(Reference {
        repository: RepositoryName::new(owner, name).ok()?,
        number: parse_number(parts.next()?)?,
        origin: Some(format!("{scheme}://{host}")),
    })
}

fn parse_number(text: &str) -> Option<PullRequestNumber> {
    let number = text.parse::<u64>().ok().filter(|number| *number > 0)?;
    PullRequestNumber::try_from(number).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pull_request_can_be_named_in_two_ways() {
        for text in [
            "acme/widget#7",
            "https://github.com/acme/widget/pull/7",
            "https://github.com/acme/widget/pull/7/files",
            "https://github.com/acme/widget/pull/7?w=1#discussion_r1",
        ] {
            let reference: Reference = text.parse().unwrap();
            let named = format!("{}#{}", reference.repository, reference.number);
            assert_eq!(named, "acme/widget#7", "{text}");
        }
        for text in [
            "acme/widget",
            "acme/widget#x",
            "acme/widget#0",
            "https://github.com/acme/widget",
            "https://github.com/acme/widget/issues/7",
            "https://ada:secret@code.example/acme/widget/pull/7",
            "ssh://github.com/acme/widget/pull/7",
        ] {
            assert!(text.parse::<Reference>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_address_on_another_server_says_how_to_reach_it() {
        let server = Server::new("https://api.github.com").unwrap();
        let check = |text: &str| text.parse::<Reference>().unwrap().check_server(&server);
        assert!(check("https://github.com/acme/widget/pull/7").is_ok());
        assert!(check("acme/widget#7").is_ok());
        let failure = check("https://git.example.org/acme/widget/pull/7").unwrap_err();
        let hint = failure.hint.unwrap_or_default();
        assert!(
            hint.ends_with("--api-url https://git.example.org/api/v3"),
            "{hint}"
        );
    }
}
