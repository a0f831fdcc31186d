//! The addresses of a GitHub server: github.com, an Enterprise server, or a test server.

use http::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::error::GithubError;

/// The addresses of one GitHub, all derived from the address of its REST API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    origin: String,
    base_path: String,
    graphql: String,
    web: String,
}

impl Server {
    /// The server whose REST API is at `api_url`: `https://api.github.com`,
    /// `https://HOST/api/v3` on an Enterprise server.
    ///
    /// # Errors
    /// When `api_url` is not an absolute HTTP address.
    pub fn new(api_url: &str) -> Result<Self, GithubError> {
        let unusable = || GithubError::Settings {
            message: format!(
                "`{api_url}` is not the address of a GitHub API, such as https://api.github.com or https://HOST/api/v3"
            ),
        };
        let uri: Uri = api_url.trim().parse().map_err(|_| unusable())?;
        let scheme = uri.scheme_str().ok_or_else(unusable)?;
        let authority = uri.authority().ok_or_else(unusable)?;
        let has_extras = uri.query().is_some() || authority.as_str().contains('@');
        if !matches!(scheme, "http" | "https") || has_extras {
            return Err(unusable());
        }
        let path = uri.path().trim_end_matches('/');
        Ok(Self::of_parts(scheme, authority.as_str(), path))
    }

    fn of_parts(scheme: &str, authority: &str, base_path: &str) -> Self {
        let origin = format!("{scheme}://{authority}");
        let (graphql, web) = match base_path.strip_suffix("/api/v3") {
            Some(before) => (
                format!("{origin}{before}/api/graphql"),
                format!("{origin}{before}"),
            ),
            None => (
                format!("{origin}{base_path}/graphql"),
                match authority.strip_prefix("api.") {
                    Some(host) => format!("{scheme}://{host}"),
                    None => format!("{origin}{base_path}"),
                },
            ),
        };
        Self {
            origin,
            base_path: base_path.to_owned(),
            graphql,
            web,
        }
    }

    /// The address of a REST path, which begins with `/`.
    pub(crate) fn rest(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin, self.base_path)
    }

    /// The GraphQL address, which on an Enterprise server is not below `/api/v3`.
    #[must_use]
    pub fn graphql(&self) -> &str {
        &self.graphql
    }

    /// The address for browsers and `git`, without a slash at the end.
    #[must_use]
    pub fn web(&self) -> &str {
        &self.web
    }

    /// The REST path of an address that GitHub sent in a `Link` header.
    ///
    /// Scheme and host are dropped on purpose: behind a proxy, on an Enterprise server and in tests they
    /// differ from the configured server, and the token must only go to that one.
    pub(crate) fn path_of(&self, address: &str) -> Option<String> {
        let uri: Uri = address.parse().ok()?;
        let path = uri.path_and_query()?.as_str();
        Some(
            path.strip_prefix(self.base_path.as_str())
                .unwrap_or(path)
                .to_owned(),
        )
    }
}

/// Characters that are encoded in a path segment or a query value: all but RFC 3986's unreserved ones.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// `text` percent-encoded as one segment of a path or one value of a query.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_from_the_api() {
        let check = |api: &str, rest: &str, graphql: &str, web: &str| {
            let server = Server::new(api).unwrap();
            assert_eq!(server.rest("/app"), rest);
            assert_eq!(server.graphql(), graphql);
            assert_eq!(server.web(), web);
        };
        check(
            "https://api.github.com/",
            "https://api.github.com/app",
            "https://api.github.com/graphql",
            "https://github.com",
        );
        check(
            "https://git.example.org/api/v3",
            "https://git.example.org/api/v3/app",
            "https://git.example.org/api/graphql",
            "https://git.example.org",
        );
        check(
            "https://api.octocorp.ghe.com",
            "https://api.octocorp.ghe.com/app",
            "https://api.octocorp.ghe.com/graphql",
            "https://octocorp.ghe.com",
        );
        check(
            "http://127.0.0.1:4010",
            "http://127.0.0.1:4010/app",
            "http://127.0.0.1:4010/graphql",
            "http://127.0.0.1:4010",
        );
    }

    #[test]
    fn addresses_that_cannot_work_are_refused() {
        for api in [
            "",
            "api.github.com",
            "ftp://x/",
            "https://u:p@x/",
            "https://x/?a=b",
        ] {
            assert!(Server::new(api).is_err(), "{api}");
        }
    }

    #[test]
    fn next_pages_stay_on_our_side() {
        let server = Server::new("https://proxy.example.org/api/v3").unwrap();
        let path = |address| server.path_of(address).unwrap();
        assert_eq!(
            path("https://git.example.org/api/v3/x/y?page=2"),
            "/x/y?page=2"
        );
        assert_eq!(
            path("https://git.example.org/x?cursor=a%2B"),
            "/x?cursor=a%2B"
        );
    }

    #[test]
    fn segments_are_encoded() {
        assert_eq!(encode("dependabot[bot]"), "dependabot%5Bbot%5D");
        assert_eq!(encode("a/ü?"), "a%2F%C3%BC%3F");
    }
}
