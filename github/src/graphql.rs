//! The GraphQL operations and their envelope.

use serde::Deserialize;

use crate::error::{GithubError, shorten};

/// Everything that a review needs to know about a pull request besides its commits, in one call.
pub(crate) const PULL: &str = "\
query Pull($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    databaseId name isPrivate
    owner { login }
    defaultBranchRef { name }
    pullRequest(number: $number) {
      number title state isDraft isCrossRepository
      headRefOid baseRefName
      commits { totalCount }
      author {
        __typename login
        ... on User { databaseId createdAt location }
        ... on Bot { databaseId createdAt }
        ... on Mannequin { databaseId createdAt }
      }
    }
  }
}";

/// The comments on a pull request with what REST does not show: whether they are minimised, who edited
/// them, and whether the caller wrote them.
pub(crate) const COMMENTS: &str = "\
query Comments($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      comments(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id databaseId body isMinimized viewerDidAuthor lastEditedAt createdAt
          author { __typename login }
          editor { __typename login }
        }
      }
    }
  }
}";

/// One comment, by its node id, with the same fields.
pub(crate) const COMMENT: &str = "\
query Comment($id: ID!) {
  node(id: $id) {
    ... on IssueComment {
      id databaseId body isMinimized viewerDidAuthor lastEditedAt createdAt
      author { __typename login }
      editor { __typename login }
    }
  }
}";

/// Minimises a comment.
pub(crate) const MINIMISE: &str = "\
mutation Minimise($id: ID!, $reason: ReportedContentClassifiers!) {
  minimizeComment(input: { subjectId: $id, classifier: $reason }) {
    minimizedComment { isMinimized }
  }
}";

/// Shows a minimised comment again.
pub(crate) const UNMINIMISE: &str = "\
mutation Unminimise($id: ID!) {
  unminimizeComment(input: { subjectId: $id }) {
    unminimizedComment { isMinimized }
  }
}";

/// A GraphQL answer; data and errors may both be there.
#[derive(Deserialize)]
pub(crate) struct Envelope<T> {
    data: Option<T>,
    #[serde(default)]
    errors: Vec<Problem>,
}

#[derive(Deserialize)]
struct Problem {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    message: String,
}

impl<T> Envelope<T> {
    /// Takes a node out of the data. Errors beside it are about other fields, which are null.
    ///
    /// # Errors
    /// Where the node is not there, the error that says why.
    pub(crate) fn node<N>(
        self,
        what: &str,
        take: impl FnOnce(T) -> Option<N>,
    ) -> Result<N, GithubError> {
        match self.data.and_then(take) {
            Some(node) => Ok(node),
            None => Err(reason(what, &self.errors)),
        }
    }

    pub(crate) fn is_rate_limited(&self) -> bool {
        let is_limit = |problem: &Problem| {
            let kind = problem.kind.as_deref();
            matches!(kind, Some("RATE_LIMITED" | "RATE_LIMIT"))
        };
        self.errors.iter().any(is_limit)
    }
}

fn reason(what: &str, errors: &[Problem]) -> GithubError {
    let what = what.to_owned();
    let Some(first) = errors.first() else {
        return GithubError::NotFound { what };
    };
    let message = shorten(&first.message);
    match first.kind.as_deref() {
        Some("NOT_FOUND") => GithubError::NotFound { what },
        Some("FORBIDDEN" | "INSUFFICIENT_SCOPES") => GithubError::Forbidden { what, message },
        // Failures inside GitHub have no type, only a sentence with a reference number.
        None | Some("INTERNAL" | "SERVICE_UNAVAILABLE" | "TIMEOUT")
            if !message.contains("field") && !message.contains("argument") =>
        {
            GithubError::Transient { what, message }
        }
        _ => GithubError::Refused {
            status: 200,
            what,
            message,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<u32, GithubError> {
        #[derive(Deserialize)]
        struct Data {
            node: Option<u32>,
        }
        let envelope: Envelope<Data> = serde_json::from_str(body).unwrap();
        envelope.node("x", |data| data.node)
    }

    #[test]
    fn partial_data_is_kept_beside_errors() {
        let body = r#"{"data":{"node":7},"errors":[{"type":"FORBIDDEN","message":"no location"}]}"#;
        assert_eq!(read(body), Ok(7));
    }

    #[test]
    fn a_missing_node_has_a_reason() {
        let of = |errors: &str| {
            read(&format!(
                r#"{{"data":{{"node":null}},"errors":[{errors}]}}"#
            ))
        };
        let kind = |kind: &str| of(&format!(r#"{{"type":"{kind}","message":"m"}}"#)).unwrap_err();
        assert!(matches!(kind("NOT_FOUND"), GithubError::NotFound { .. }));
        assert!(matches!(kind("FORBIDDEN"), GithubError::Forbidden { .. }));
        assert!(matches!(kind("UNPROCESSABLE"), GithubError::Refused { .. }));
        let inside = of(r#"{"message":"Something went wrong while executing your query."}"#);
        assert!(inside.unwrap_err().is_transient());
        let ours = of(r#"{"message":"argument 'id' is missing"}"#);
        assert!(!ours.unwrap_err().is_transient());
        assert!(read(r#"{"data":{"node":null}}"#).unwrap_err().is_absent());
        assert!(read(r#"{"data":null}"#).unwrap_err().is_absent());
    }
}
