//! Reads: everything that a review asks GitHub for.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use countersign_facts::{PullRequestNumber, RepositoryId};
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
/// Pages of the issues and pull requests that one account opened in a repository: the oldest 300.
const AUTHORED_PAGES: usize = 3;
/// Most pages of lists that GitHub does not limit: 10,000 entries.
const MOST_PAGES: usize = 100;

impl Client {
    /// A pull request with its author's account and its repository; one call.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn pull(
        &self,
        repository: &RepositoryName,
        number: PullRequestNumber,
    ) -> Result<Pull, GithubError> {
        let variables = json!({
            "owner": repository.owner(), "name": repository.name(), "number": number,
        });
        self.graphql::<nodes::InRepository<nodes::PullRepository>>("Pull", graphql::PULL, variables)
            .await?
            .node(&format!("pull request {repository}#{number}"), |data| {
                data.repository?.pull()
            })
    }

    /// The files it changes, at most the 3,000 that GitHub lists; a call per 100.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn changed_files(
        &self,
        repository: &RepositoryName,
        number: PullRequestNumber,
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

    /// The file at `path` as of `git_ref` (a branch or commit, `None` for the default branch);
    /// `None` where there is no file.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn file(
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

    /// What `login` may do in the repository now.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn permission(
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

    /// The login of the account that the token belongs to.
    ///
    /// # Errors
    /// See [`GithubError`]; the token of an installation belongs to nobody.
    pub async fn own_login(&self) -> Result<String, GithubError> {
        let own: wire::OwnAccount = self.get("/user").await?;
        Ok(own.login)
    }

    /// Whether the person whose token it is may push to the repository with this number now. `false` as well if the
    /// person may not see it, or if another repository has that name by now.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn may_push(
        &self,
        repository: &RepositoryName,
        id: RepositoryId,
    ) -> Result<bool, GithubError> {
        let path = format!("/repos/{repository}");
        match self.get::<wire::Reachable>(&path).await {
            Ok(found) => Ok(found.id == id && found.permissions.is_some_and(|own| own.push)),
            Err(error) if error.is_absent() => Ok(false),
            Err(GithubError::Forbidden { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The OpenPGP and SSH signing keys on the account now; two calls.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn signing_keys(&self, login: &str) -> Result<Vec<SigningKey>, GithubError> {
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

    /// A comment by its number, `None` where it was deleted; two calls.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn comment(
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

    /// The comments on a pull request that this App or account wrote, oldest first; one call per 100
    /// comments on the pull request.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn comments_of_app(
        &self,
        repository: &RepositoryName,
        number: PullRequestNumber,
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

    /// The check runs called `name` on `head`, newest of each App.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn check_runs(
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

    /// The open pull requests.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn open_pulls(
        &self,
        repository: &RepositoryName,
    ) -> Result<Vec<OpenPull>, GithubError> {
        let path = format!("/repos/{repository}/pulls?state=open&per_page=100");
        self.pages(path, MOST_PAGES, |page: Vec<wire::PullLine>| {
            page.into_iter().map(OpenPull::from).collect()
        })
        .await
    }

    /// The pull requests that an account opened, oldest first, among the first three hundred issues and
    /// pull requests that it opened.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn pulls_by(
        &self,
        repository: &RepositoryName,
        login: &str,
    ) -> Result<Vec<AuthoredPull>, GithubError> {
        // GitHub cannot filter the list of pull requests by author, but the list of issues, which holds
        // both.
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

    /// An account by login, `None` where there is none.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn account(&self, login: &str) -> Result<Option<Account>, GithubError> {
        match self
            .get::<wire::User>(&format!("/users/{}", encode(login)))
            .await
        {
            Ok(user) => Ok(Some(user.into())),
            Err(error) => absent(error),
        }
    }

    /// The repository's deploy keys; needs the "administration" permission.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn deploy_keys(
        &self,
        repository: &RepositoryName,
    ) -> Result<Vec<DeployKey>, GithubError> {
        let path = format!("/repos/{repository}/keys?per_page=100");
        self.pages(path, MOST_PAGES, |page: Vec<wire::RawDeployKey>| {
            page.into_iter().map(DeployKey::from).collect()
        })
        .await
    }

    /// The newest issues and pull requests, open or closed, at most a hundred.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn newest_issues(
        &self,
        repository: &RepositoryName,
    ) -> Result<Vec<Issue>, GithubError> {
        let path = format!(
            "/repos/{repository}/issues?state=all&sort=created&direction=desc&per_page=100"
        );
        let issues = self.get::<Vec<wire::Issue>>(&path).await?;
        Ok(issues.into_iter().map(Issue::from).collect())
    }

    /// The repositories that the installation covers. A person's token cannot list them.
    ///
    /// # Errors
    /// See [`GithubError`].
    pub async fn repositories(&self) -> Result<Vec<Repository>, GithubError> {
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

/// Turns "not found" into `None`.
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
        return Err(unreadable("the file is too large for GitHub's JSON API"));
    }
    let compact: String = content.split_ascii_whitespace().collect();
    match STANDARD.decode(compact) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(_) => Err(unreadable("the content is not base64")),
    }
}
