//! Writes: comments, check runs, reactions and issues.
//!
//! Nothing is repeated. After [`GithubError::Transient`] a write may have happened: look before writing
//! again.

use countersign_facts::PullRequestNumber;
use http::Method;
use serde_json::{Value, json};

use crate::client::Client;
use crate::error::GithubError;
use crate::graphql;
use crate::nodes;
use crate::types::{
    Annotation, CheckRunDraft, MinimiseReason, Reaction, RepositoryName, WrittenComment,
};
use crate::wire;

/// Most annotations that GitHub accepts in one request.
const ANNOTATIONS_PER_CALL: usize = 50;

impl Client {
    /// Comments on a pull request.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn create_comment(
        &self,
        repository: &RepositoryName,
        number: PullRequestNumber,
        body: &str,
    ) -> Result<WrittenComment, GithubError> {
        let path = format!("/repos/{repository}/issues/{number}/comments");
        let comment: wire::RestComment = self
            .submit(Method::POST, &path, &json!({ "body": body }))
            .await?;
        Ok(comment.into())
    }

    /// Replaces the body of a comment.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn update_comment(
        &self,
        repository: &RepositoryName,
        id: u64,
        body: &str,
    ) -> Result<WrittenComment, GithubError> {
        let path = format!("/repos/{repository}/issues/comments/{id}");
        let body = json!({ "body": body });
        let comment: wire::RestComment = self.submit(Method::PATCH, &path, &body).await?;
        Ok(comment.into())
    }

    /// Minimises a comment; `node_id` is its id in GraphQL.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn minimise_comment(
        &self,
        node_id: &str,
        reason: MinimiseReason,
    ) -> Result<(), GithubError> {
        let variables = json!({ "id": node_id, "reason": reason.name() });
        mutate(self, "Minimise", graphql::MINIMISE, variables).await
    }

    /// Shows a minimised comment again.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn unminimise_comment(&self, node_id: &str) -> Result<(), GithubError> {
        let variables = json!({ "id": node_id });
        mutate(self, "Unminimise", graphql::UNMINIMISE, variables).await
    }

    /// Creates a check run and returns its number; one call per 50 annotations, at least one.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn create_check_run(
        &self,
        repository: &RepositoryName,
        draft: &CheckRunDraft,
    ) -> Result<u64, GithubError> {
        let (first, rest) = draft
            .annotations
            .split_at(draft.annotations.len().min(ANNOTATIONS_PER_CALL));
        let mut body = fields(draft, first);
        body["head_sha"] = draft.head.as_str().into();
        let path = format!("/repos/{repository}/check-runs");
        let run: wire::Id = self.submit(Method::POST, &path, &body).await?;
        add_annotations(self, repository, run.id, draft, rest).await?;
        Ok(run.id)
    }

    /// Replaces the text of a check run. Annotations are added to those that it has.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn update_check_run(
        &self,
        repository: &RepositoryName,
        id: u64,
        draft: &CheckRunDraft,
    ) -> Result<(), GithubError> {
        let (first, rest) = draft
            .annotations
            .split_at(draft.annotations.len().min(ANNOTATIONS_PER_CALL));
        let path = format!("/repos/{repository}/check-runs/{id}");
        let body = fields(draft, first);
        self.call(Method::PATCH, &path, Some(&body)).await?;
        add_annotations(self, repository, id, draft, rest).await
    }

    /// Reacts to a comment. Repeated calls add one reaction.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn react(
        &self,
        repository: &RepositoryName,
        comment_id: u64,
        reaction: Reaction,
    ) -> Result<(), GithubError> {
        let path = format!("/repos/{repository}/issues/comments/{comment_id}/reactions");
        let body = json!({ "content": reaction.name() });
        self.call(Method::POST, &path, Some(&body)).await?;
        Ok(())
    }

    /// Opens an issue and returns its number.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn create_issue(
        &self,
        repository: &RepositoryName,
        title: &str,
        body: &str,
    ) -> Result<u64, GithubError> {
        let path = format!("/repos/{repository}/issues");
        let body = json!({ "title": title, "body": body });
        let issue: wire::Issue = self.submit(Method::POST, &path, &body).await?;
        Ok(issue.number)
    }
}

async fn mutate(
    client: &Client,
    name: &str,
    mutation: &str,
    variables: Value,
) -> Result<(), GithubError> {
    client
        .graphql::<nodes::Minimised>(name, mutation, variables)
        .await?
        .node("the comment", |data| data.outcome)?;
    Ok(())
}

/// Sends the annotations that did not fit into the first call. GitHub requires title and summary in every
/// call.
async fn add_annotations(
    client: &Client,
    repository: &RepositoryName,
    id: u64,
    draft: &CheckRunDraft,
    rest: &[Annotation],
) -> Result<(), GithubError> {
    let path = format!("/repos/{repository}/check-runs/{id}");
    for portion in rest.chunks(ANNOTATIONS_PER_CALL) {
        let body = fields(draft, portion);
        client.call(Method::PATCH, &path, Some(&body)).await?;
    }
    Ok(())
}

/// The fields that creating and updating have in common.
fn fields(draft: &CheckRunDraft, annotations: &[Annotation]) -> Value {
    let annotations: Vec<Value> = annotations.iter().map(annotation).collect();
    let mut output = json!({ "title": draft.title, "summary": draft.summary });
    if let Some(text) = &draft.text {
        output["text"] = text.as_str().into();
    }
    if !annotations.is_empty() {
        output["annotations"] = annotations.into();
    }
    let mut body = json!({ "name": draft.name, "output": output });
    match draft.conclusion {
        Some(conclusion) => {
            body["status"] = "completed".into();
            body["conclusion"] = conclusion.name().into();
        }
        None => body["status"] = "in_progress".into(),
    }
    if let Some(url) = &draft.details_url {
        body["details_url"] = url.as_str().into();
    }
    if let Some(id) = &draft.external_id {
        body["external_id"] = id.as_str().into();
    }
    body
}

fn annotation(annotation: &Annotation) -> Value {
    json!({
        "path": annotation.path,
        "start_line": annotation.start_line,
        "end_line": annotation.end_line,
        "annotation_level": annotation.level.name(),
        "title": annotation.title,
        "message": annotation.message,
    })
}
