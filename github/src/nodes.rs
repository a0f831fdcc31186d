//! What the GraphQL operations answer.

use countersign_facts::{AccountId, PullRequestNumber, RepositoryId};
use serde::Deserialize;

use crate::types::{Account, Comment, Pull, PullState};
use crate::wire::maybe_moment;

#[derive(Deserialize)]
pub(crate) struct InRepository<T> {
    pub(crate) repository: Option<T>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PullRepository {
    database_id: RepositoryId,
    name: String,
    is_private: bool,
    owner: Named,
    default_branch_ref: Option<Branch>,
    pull_request: Option<PullNode>,
}

#[derive(Deserialize)]
struct Named {
    login: String,
}

#[derive(Deserialize)]
struct Branch {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PullNode {
    number: PullRequestNumber,
    title: String,
    state: String,
    is_draft: bool,
    is_cross_repository: bool,
    head_ref_oid: String,
    base_ref_name: String,
    commits: Count,
    author: Option<Author>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    total_count: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Author {
    #[serde(rename = "__typename")]
    kind: String,
    login: String,
    database_id: Option<AccountId>,
    #[serde(default, deserialize_with = "maybe_moment")]
    created_at: Option<i64>,
    location: Option<String>,
}

impl Author {
    /// `None` for an actor without a number or creation date: the placeholder of a deleted account, or an
    /// account that belongs to an enterprise.
    fn account(self) -> Option<Account> {
        Some(Account {
            id: self.database_id?,
            created_ms: self.created_at?,
            login: self.login,
            location: self.location.filter(|location| !location.is_empty()),
            is_bot: self.kind == "Bot",
        })
    }
}

impl PullRepository {
    /// The pull request, where it exists.
    pub(crate) fn pull(self) -> Option<Pull> {
        let pull = self.pull_request?;
        let default_branch = self.default_branch_ref.map(|branch| branch.name);
        Some(Pull {
            number: pull.number,
            title: pull.title,
            state: match pull.state.as_str() {
                "OPEN" => PullState::Open,
                "MERGED" => PullState::Merged,
                _ => PullState::Closed,
            },
            draft: pull.is_draft,
            head: pull.head_ref_oid,
            base_default: default_branch.as_ref() == Some(&pull.base_ref_name),
            base_ref: pull.base_ref_name,
            head_repo_is_fork: pull.is_cross_repository,
            author: pull.author.and_then(Author::account),
            commits: pull.commits.total_count,
            repository_id: self.database_id,
            private: self.is_private,
            owner: self.owner.login,
            repo: self.name,
            default_branch,
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CommentsRepository {
    pub(crate) pull_request: Option<CommentsPull>,
}

#[derive(Deserialize)]
pub(crate) struct CommentsPull {
    pub(crate) comments: CommentPage,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CommentPage {
    page_info: PageInfo,
    nodes: Vec<Option<CommentNode>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
    end_cursor: Option<String>,
}

impl CommentPage {
    /// The comments and the cursor of the next page.
    pub(crate) fn split(self) -> (Vec<Comment>, Option<String>) {
        let comments = self.nodes.into_iter().flatten();
        let comments = comments.filter_map(CommentNode::comment).collect();
        let info = self.page_info;
        (comments, info.end_cursor.filter(|_| info.has_next_page))
    }
}

#[derive(Deserialize)]
pub(crate) struct InNode {
    pub(crate) node: Option<CommentNode>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CommentNode {
    // All are missing when the node is not a comment.
    id: Option<String>,
    database_id: Option<u64>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    is_minimized: bool,
    #[serde(default)]
    viewer_did_author: bool,
    #[serde(default, deserialize_with = "maybe_moment")]
    created_at: Option<i64>,
    author: Option<Actor>,
    editor: Option<Actor>,
}

#[derive(Deserialize)]
struct Actor {
    #[serde(rename = "__typename")]
    kind: String,
    login: String,
}

impl CommentNode {
    pub(crate) fn comment(self) -> Option<Comment> {
        let editor = self.editor.filter(|editor| editor.kind != "Bot");
        Some(Comment {
            id: self.database_id?,
            node_id: self.id?,
            author: self.author.map(|author| author.login),
            own: self.viewer_did_author,
            body: self.body,
            minimised: self.is_minimized,
            edited_by_person: editor.map(|editor| editor.login),
            created_ms: self.created_at?,
        })
    }
}

/// A mutation's answer. Only its presence counts.
#[derive(Deserialize)]
pub(crate) struct Minimised {
    #[serde(alias = "minimizeComment", alias = "unminimizeComment")]
    pub(crate) outcome: Option<serde::de::IgnoredAny>,
}
