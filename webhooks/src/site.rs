//! Where the service's pages are for people, and how people sign in there.

use std::fmt;
use std::str::FromStr;

use countersign_facts::{PullRequestNumber, RepositoryId};
use countersign_report::review::Links;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// The address at which people reach the service, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// A text that is not a [`PublicUrl`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an address of a web server, such as https://countersign.example")]
pub struct NotAUrl(String);

impl PublicUrl {
    /// The address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether browsers reach it with TLS.
    pub(crate) fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Where GitHub sends browsers back after people signed in.
    #[must_use]
    pub fn callback(&self) -> String {
        format!("{}/signed-in", self.0)
    }
}

impl FromStr for PublicUrl {
    type Err = NotAUrl;

    fn from_str(text: &str) -> Result<Self, NotAUrl> {
        let url = text.trim().trim_end_matches('/');
        let host = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"));
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/[]".contains(&byte);
        match host {
            Some(host) if !host.is_empty() && host.bytes().all(fits) => Ok(Self(url.to_owned())),
            _ => Err(NotAUrl(text.to_owned())),
        }
    }
}

/// The service's pages for people.
#[derive(Clone)]
pub struct Site {
    /// Its address.
    pub url: PublicUrl,
    /// With what the App signs people in; without it no evidence is shown.
    pub sign_in: Option<SignInSettings>,
}

/// With what the App signs people in.
#[derive(Clone)]
pub struct SignInSettings {
    /// The App's client id.
    pub client_id: String,
    /// The App's client secret. Cookies are sealed with a key that is made from it.
    pub client_secret: SecretString,
}

impl Site {
    /// Links to the pages of heuristics and patterns, and to commits on `server`.
    pub(crate) fn links(&self, server: &str) -> Links {
        Links {
            server: server.to_owned(),
            evidence: None,
            pages: Some(self.url.as_str().to_owned()),
        }
    }

    /// The address of a review's evidence.
    pub(crate) fn evidence(&self, review: ReviewId) -> String {
        format!("{}/reviews/{review}", self.url.as_str())
    }
}

impl fmt::Debug for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Site")
            .field("url", &self.url)
            .field("sign_in", &self.sign_in.is_some())
            .finish()
    }
}

/// The review of a pull request as addresses name it: GitHub's numbers, which stay after renames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReviewId {
    pub(crate) repository: RepositoryId,
    pub(crate) number: PullRequestNumber,
}

impl fmt::Display for ReviewId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.repository, self.number)
    }
}

/// A text that is not a [`ReviewId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NotAReview;

impl FromStr for ReviewId {
    type Err = NotAReview;

    fn from_str(text: &str) -> Result<Self, NotAReview> {
        let (repository, number) = text.split_once('-').ok_or(NotAReview)?;
        let read = |digits: &str| {
            let all = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse::<i64>().ok().filter(|_| all).ok_or(NotAReview)
        };
        Ok(Self {
            repository: RepositoryId::try_from(read(repository)?).map_err(|_| NotAReview)?,
            number: PullRequestNumber::try_from(read(number)?).map_err(|_| NotAReview)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_web_servers_are_read() {
        let read = |text: &str| text.parse::<PublicUrl>().map(|url| url.0);
        for (text, expected) in [
            ("https://cs.example/", "https://cs.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("https://cs.example/app", "https://cs.example/app"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(expected));
        }
        for text in [
            "",
            "cs.example",
            "ftp://cs.example",
            "https://",
            "https://a b",
            "https://a?b",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn reviews_are_named_by_two_numbers() {
        let review: ReviewId = "11-7".parse().unwrap();
        assert_eq!(review.to_string(), "11-7");
        for text in [
            "",
            "11",
            "-7",
            "11-",
            "11-+7",
            "11--7",
            "11-7-1",
            "a-b",
            "1-99999999999999999999",
        ] {
            assert_eq!(text.parse::<ReviewId>(), Err(NotAReview), "{text}");
        }
    }
}
