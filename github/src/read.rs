//! What a review reads.

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::client::Client;
use crate::error::GithubError;
use crate::graphql;
use crate::nodes;
use crate::patch;
use crate::server::encode;
use crate::types::{
    Account, AuthoredPull, ChangedFile, CheckRun, Comment, DeployKey, Issue, OpenPull, Permission,
    Pull, Repository, RepositoryName, SigningKey,
};
use crate::wire;

/// GitHub lists at most 3,000 files of a pull request.
const FILE_PAGES: usize = 30;
/// Of what one account opened in a repository, the oldest 300 issues and pull requests are looked at.
const AUTHORED_PAGES: usize = 3;
/// A bound for lists that GitHub does not bound; 10,000 entries.
const MOST_PAGES: usize = 100;

/// Reads of GitHub. Every method fails as [`GithubError`] tells; nothing is retried or cached.
#[async_trait]
pub trait Read: Send + Sync {
    /// A pull request with its author's account and its repository; one call.
    async fn pull(&self, repository: &RepositoryName, number: u64) -> Result<Pull, GithubError>;

    /// The files it changes, at most the 3,000 that GitHub lists; a call per 100.
    async fn changed_files(
        &self,
        repository: &RepositoryName,
        number: u64,
    ) -> Result<Vec<ChangedFile>, GithubError>;

    /// The file at `path` as of `git_ref` (a branch or commit, `None` for the default branch);
    /// `None` where there is no file.
    async fn file(
        &self,
        repository: &RepositoryName,
        path: &str,
        git_ref: Option<&str>,
    ) -> Result<Option<Vec<u8>>, GithubError>;

    /// What `login` may do there at this moment.
    async fn permission(
        &self,
        repository: &RepositoryName,
        login: &str,
    ) -> Result<Permission, GithubError>;

    /// The OpenPGP and SSH signing keys that the account shows now; two calls.
    async fn signing_keys(&self, login: &str) -> Result<Vec<SigningKey>, GithubError>;

    /// A comment by its number, `None` where it was deleted; two calls.
    async fn comment(
        &self,
        repository: &RepositoryName,
        id: u64,
    ) -> Result<Option<Comment>, GithubError>;

    /// The comments of a pull request that these credentials wrote, oldest first; a call per 100
    /// comments of anybody.
    async fn comments_of_app(
        &self,
        repository: &RepositoryName,
        number: u64,
    ) -> Result<Vec<Comment>, GithubError>;

    /// The check runs called `name` on `head`, newest of each App.
    async fn check_runs(
        &self,
        repository: &RepositoryName,
        head: &str,
        name: &str,
    ) -> Result<Vec<CheckRun>, GithubError>;

    /// The open pull requests.
    async fn open_pulls(&self, repository: &RepositoryName) -> Result<Vec<OpenPull>, GithubError>;

    /// The pull requests that an account opened, oldest first, among the first three hundred issues and
    /// pull requests that it opened.
    async fn pulls_by(
        &self,
        repository: &RepositoryName,
        login: &str,
    ) -> Result<Vec<AuthoredPull>, GithubError>;

    /// An account by login, `None` where there is none.
    async fn account(&self, login: &str) -> Result<Option<Account>, GithubError>;

    /// The repository's deploy keys; asks for the "administration" permission.
    async fn deploy_keys(&self, repository: &RepositoryName)
    -> Result<Vec<DeployKey>, GithubError>;

    /// The repositories the installation can reach; not for a person's token.
    async fn repositories(&self) -> Result<Vec<Repository>, GithubError>;

    /// The newest issues and pull requests, open or closed, at most a hundred.
    async fn newest_issues(&self, repository: &RepositoryName) -> Result<Vec<Issue>, GithubError>;
}

#[async_trait]
impl Read for Client {
    async fn pull(&self, repository: &RepositoryName, number: u64) -> Result<Pull, GithubError> {
        let variables = json!({
            "owner": repository.owner(), "name": repository.name(), "number": number,
        });
        self.graphql::<nodes::InRepository<nodes::PullRepository>>("Pull", graphql::PULL, variables)
            .await?
            .node(&format!("pull request {repository}#{number}"), |data| {
                data.repository?.pull()
            })
    }

    async fn changed_files(
        &self,
        repository: &RepositoryName,
        number: u64,
    ) -> Result<Vec<ChangedFile>, GithubError> {
        let path = format!("/repos/{repository}/pulls/{number}/files?per_page=100");
        let plain = |file: wire::File| ChangedFile {
            path: file.filename,
            previous_path: file.previous_filename,
            status: file.status,
            lines: patch::lines(file.patch.as_deref(), file.changes),
        };
        self.pages(path, FILE_PAGES, |page: Vec<wire::File>| {
            page.into_iter().map(plain).collect()
        })
        .await
    }

    async fn file(
        &self,
        repository: &RepositoryName,
        path: &str,
        git_ref: Option<&str>,
    ) -> Result<Option<Vec<u8>>, GithubError> {
        let segments: Vec<String> = path.split('/').map(encode).collect();
        let mut address = format!("/repos/{repository}/contents/{}", segments.join("/"));
        if let Some(git_ref) = git_ref {
            address.push_str("?ref=");
            address.push_str(&encode(git_ref));
        }
        match self.get::<Value>(&address).await {
            // A directory.
            Ok(Value::Array(_)) => Ok(None),
            Ok(entry) => decode(&address, entry),
            Err(error) => absent(error),
        }
    }

    async fn permission(
        &self,
        repository: &RepositoryName,
        login: &str,
    ) -> Result<Permission, GithubError> {
        let login = encode(login);
        let path = format!("/repos/{repository}/collaborators/{login}/permission");
        match self.get::<wire::Collaborator>(&path).await {
            Ok(collaborator) => Ok(collaborator.into()),
            Err(GithubError::NotFound { .. }) => Ok(Permission::None),
            Err(error) => Err(error),
        }
    }

    async fn signing_keys(&self, login: &str) -> Result<Vec<SigningKey>, GithubError> {
        let login = encode(login);
        let gpg = format!("/users/{login}/gpg_keys?per_page=100");
        let ssh = format!("/users/{login}/ssh_signing_keys?per_page=100");
        let mut keys = self
            .pages(gpg, MOST_PAGES, |page: Vec<wire::GpgKey>| {
                page.into_iter().map(SigningKey::from).collect()
            })
            .await?;
        let ssh_keys = self
            .pages(ssh, MOST_PAGES, |page: Vec<wire::SshSigningKey>| {
                page.into_iter().map(SigningKey::from).collect()
            })
            .await?;
        keys.extend(ssh_keys);
        Ok(keys)
    }

    async fn comment(
        &self,
        repository: &RepositoryName,
        id: u64,
    ) -> Result<Option<Comment>, GithubError> {
        let path = format!("/repos/{repository}/issues/comments/{id}");
        let node_id = match self.get::<wire::RestComment>(&path).await {
            Ok(comment) => comment.node_id,
            Err(error) => return absent(error),
        };
        let envelope = self
            .graphql::<nodes::InNode>("Comment", graphql::COMMENT, json!({ "id": node_id }))
            .await?;
        match envelope.node(&format!("comment {id}"), |data| data.node?.comment()) {
            Ok(comment) => Ok(Some(comment)),
            Err(error) => absent(error),
        }
    }

    async fn comments_of_app(
        &self,
        repository: &RepositoryName,
        number: u64,
    ) -> Result<Vec<Comment>, GithubError> {
        let what = format!("pull request {repository}#{number}");
        let mut own = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let variables = json!({
                "owner": repository.owner(), "name": repository.name(),
                "number": number, "after": after,
            });
            let (comments, next) = self
                .graphql::<nodes::InRepository<nodes::CommentsRepository>>(
                    "Comments",
                    graphql::COMMENTS,
                    variables,
                )
                .await?
                .node(&what, |data| Some(data.repository?.pull_request?.comments))?
                .split();
            own.extend(comments.into_iter().filter(|comment| comment.own));
            after = next;
            if after.is_none() {
                break;
            }
        }
        Ok(own)
    }

    async fn check_runs(
        &self,
        repository: &RepositoryName,
        head: &str,
        name: &str,
    ) -> Result<Vec<CheckRun>, GithubError> {
        let (head, name) = (encode(head), encode(name));
        let path =
            format!("/repos/{repository}/commits/{head}/check-runs?check_name={name}&per_page=100");
        self.pages(path, MOST_PAGES, |page: wire::CheckRuns| {
            page.check_runs.into_iter().map(CheckRun::from).collect()
        })
        .await
    }

    async fn open_pulls(&self, repository: &RepositoryName) -> Result<Vec<OpenPull>, GithubError> {
        let path = format!("/repos/{repository}/pulls?state=open&per_page=100");
        self.pages(path, MOST_PAGES, |page: Vec<wire::PullLine>| {
            page.into_iter().map(OpenPull::from).collect()
        })
        .await
    }

    async fn pulls_by(
        &self,
        repository: &RepositoryName,
        login: &str,
    ) -> Result<Vec<AuthoredPull>, GithubError> {
        // The list of pull requests cannot be asked for one author's; that of issues, which holds both, can.
        let login = encode(login);
        let path = format!(
            "/repos/{repository}/issues?creator={login}&state=all&sort=created&direction=asc&per_page=100"
        );
        self.pages(path, AUTHORED_PAGES, |page: Vec<wire::AuthoredIssue>| {
            page.into_iter()
                .filter_map(wire::AuthoredIssue::pull)
                .collect()
        })
        .await
    }

    async fn account(&self, login: &str) -> Result<Option<Account>, GithubError> {
        match self
            .get::<wire::User>(&format!("/users/{}", encode(login)))
            .await
        {
            Ok(user) => Ok(Some(user.into())),
            Err(error) => absent(error),
        }
    }

    async fn deploy_keys(
        &self,
        repository: &RepositoryName,
    ) -> Result<Vec<DeployKey>, GithubError> {
        let path = format!("/repos/{repository}/keys?per_page=100");
        self.pages(path, MOST_PAGES, |page: Vec<wire::RawDeployKey>| {
            page.into_iter().map(DeployKey::from).collect()
        })
        .await
    }

    async fn newest_issues(&self, repository: &RepositoryName) -> Result<Vec<Issue>, GithubError> {
        let path = format!(
            "/repos/{repository}/issues?state=all&sort=created&direction=desc&per_page=100"
        );
        let issues = self.get::<Vec<wire::Issue>>(&path).await?;
        Ok(issues.into_iter().map(Issue::from).collect())
    }

    async fn repositories(&self) -> Result<Vec<Repository>, GithubError> {
        let path = "/installation/repositories?per_page=100".to_owned();
        self.pages(path, MOST_PAGES, |page: wire::Repositories| {
            page.repositories
                .into_iter()
                .filter_map(wire::Repository::plain)
                .collect()
        })
        .await
    }
}

/// Turns "there is no such thing" into an answer.
fn absent<T>(error: GithubError) -> Result<Option<T>, GithubError> {
    if error.is_absent() {
        Ok(None)
    } else {
        Err(error)
    }
}

/// The bytes of an entry that is a file; GitHub breaks its base64 into lines.
fn decode(what: &str, entry: Value) -> Result<Option<Vec<u8>>, GithubError> {
    let unreadable = |message: &str| GithubError::Unreadable {
        what: what.to_owned(),
        message: message.to_owned(),
    };
    let entry: wire::Entry =
        serde_json::from_value(entry).map_err(|error| unreadable(&error.to_string()))?;
    if entry.kind != "file" {
        return Ok(None);
    }
    let content = entry.content.unwrap_or_default();
    if entry.encoding.as_deref() != Some("base64") {
        return Err(unreadable("the file is larger than GitHub puts into JSON"));
    }
    let compact: String = content.split_ascii_whitespace().collect();
    match STANDARD.decode(compact) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(_) => Err(unreadable("the content is no base64")),
    }
}
