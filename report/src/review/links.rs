//! Where a review's links lead.

use super::model::Review;
use crate::model::Record;

/// Where links lead. An address that could break a Markdown link is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// The forge, without a slash at the end: `https://github.com`.
    pub server: String,
    /// A page with the evidence, behind a login, if there is one.
    pub evidence: Option<String>,
    /// The service that serves the pages of heuristics and patterns, without a slash at the end, if there is one.
    pub pages: Option<String>,
}

impl Default for Links {
    /// GitHub's public site, no evidence page and no service.
    fn default() -> Self {
        Self {
            server: "https://github.com".to_owned(),
            evidence: None,
            pages: None,
        }
    }
}

impl Links {
    /// The page of a record's commit, if it is in the review's own repository.
    pub(crate) fn commit(
        &self,
        review: &Review,
        repository: &str,
        record: &Record,
    ) -> Option<String> {
        let is_id = matches!(record.commit.len(), 40 | 64)
            && record.commit.bytes().all(|byte| byte.is_ascii_hexdigit());
        let there = repository == review.repository && is_name(repository);
        let url = format!("{}/{repository}/commit/{}", self.server, record.commit);
        (is_id && there && is_safe(&url)).then_some(url)
    }

    /// The page of the pull request.
    pub(crate) fn pull(&self, review: &Review) -> Option<String> {
        let (repository, number) = (&review.repository, review.number);
        let url = format!("{}/{repository}/pull/{number}", self.server);
        (is_name(repository) && is_safe(&url)).then_some(url)
    }

    /// The page of a heuristic.
    pub(crate) fn heuristic(&self, id: &str) -> Option<String> {
        self.page("heuristics", id)
    }

    /// The page of a pattern.
    pub(crate) fn pattern(&self, id: &str) -> Option<String> {
        self.page("patterns", id)
    }

    fn page(&self, kind: &str, id: &str) -> Option<String> {
        let url = format!("{}/{kind}/{id}", self.pages.as_deref()?);
        is_safe(&url).then_some(url)
    }

    /// The page with the evidence.
    pub(super) fn evidence(&self) -> Option<&str> {
        self.evidence.as_deref().filter(|url| is_safe(url))
    }
}

/// `owner/name` in the letters that a forge allows.
fn is_name(repository: &str) -> bool {
    let is_part = |part: &str| {
        let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !part.is_empty() && part.bytes().all(letter)
    };
    let parts = repository.split_once('/');
    parts.is_some_and(|(owner, name)| is_part(owner) && is_part(name))
}

/// Whether a web address cannot end the link around it.
fn is_safe(url: &str) -> bool {
    let web = url.starts_with("https://") || url.starts_with("http://");
    let letter = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#&=%+,@".contains(&byte);
    web && url.bytes().all(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_cannot_end_their_link() {
        assert!(is_safe("https://git.example:8443/a_b/c?d=e&f=%20"));
        for bad in [
            "javascript:alert(1)",
            "https://a.example/)x",
            "https://a b",
            "https://a|b",
        ] {
            assert!(!is_safe(bad), "{bad}");
        }
    }

    #[test]
    fn repositories_have_an_owner_and_a_name() {
        assert!(is_name("acme-org/.github") && is_name("a/b_c.d"));
        for bad in ["", "a", "/a", "a/", "a/b/c", "a/b)", "a b/c"] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
