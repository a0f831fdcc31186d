//! JSON of: repository.

use serde_json::{Map, Value, json};

use super::{node_id, user, with};
use crate::moment;
use crate::state::{DeployKey, Repository, State};

const SINCE: &str = "2020-01-01T00:00:00Z";

/// Names of the addresses below a repository, each with what follows.
const ADDRESSES: &[(&str, &str)] = &[
    ("archive_url", "{archive_format}{/ref}"),
    ("assignees_url", "assignees{/user}"),
    ("blobs_url", "git/blobs{/sha}"),
    ("branches_url", "branches{/branch}"),
    ("collaborators_url", "collaborators{/collaborator}"),
    ("comments_url", "comments{/number}"),
    ("commits_url", "commits{/sha}"),
    ("compare_url", "compare/{base}...{head}"),
    ("contents_url", "contents/{+path}"),
    ("contributors_url", "contributors"),
    ("deployments_url", "deployments"),
    ("downloads_url", "downloads"),
    ("events_url", "events"),
    ("forks_url", "forks"),
    ("git_commits_url", "git/commits{/sha}"),
    ("git_refs_url", "git/refs{/sha}"),
    ("git_tags_url", "git/tags{/sha}"),
    ("hooks_url", "hooks"),
    ("issue_comment_url", "issues/comments{/number}"),
    ("issue_events_url", "issues/events{/number}"),
    ("issues_url", "issues{/number}"),
    ("keys_url", "keys{/key_id}"),
    ("labels_url", "labels{/name}"),
    ("languages_url", "languages"),
    ("merges_url", "merges"),
    ("milestones_url", "milestones{/number}"),
    (
        "notifications_url",
        "notifications{?since,all,participating}",
    ),
    ("pulls_url", "pulls{/number}"),
    ("releases_url", "releases{/id}"),
    ("stargazers_url", "stargazers"),
    ("statuses_url", "statuses/{sha}"),
    ("subscribers_url", "subscribers"),
    ("subscription_url", "subscription"),
    ("tags_url", "tags"),
    ("teams_url", "teams"),
    ("trees_url", "git/trees{/sha}"),
];

/// A full repository.
pub(crate) fn repository(state: &State, repository: &Repository) -> Value {
    let full_name = state.full_name(repository);
    let api = state.api(&format!("/repos/{full_name}"));
    let web = format!("{}/{full_name}", state.origin);
    let addresses: Map<String, Value> = ADDRESSES
        .iter()
        .map(|(name, rest)| ((*name).to_owned(), format!("{api}/{rest}").into()))
        .collect();
    let plain = json!({
        "id": repository.id,
        "node_id": node_id("R", repository.id),
        "name": repository.name,
        "full_name": full_name,
        "private": repository.private,
        "visibility": if repository.private { "private" } else { "public" },
        "owner": user(state, repository.owner),
        "html_url": web,
        "description": null,
        "fork": repository.fork,
        "archived": repository.archived,
        "language": repository.language,
        "pushed_at": moment::text(repository.pushed_ms),
        "url": api,
        "default_branch": repository.default_branch,
        "clone_url": format!("{web}.git"),
        "git_url": format!("git://localhost/{full_name}.git"),
        "ssh_url": format!("git@localhost:{full_name}.git"),
        "svn_url": web,
    });
    let fixed = json!({
        "homepage": null, "mirror_url": null, "license": null,
        "disabled": false, "is_template": false,
        "allow_forking": true, "web_commit_signoff_required": false, "topics": [],
        "has_downloads": true, "has_issues": true, "has_projects": true, "has_wiki": true,
        "has_pages": false, "has_discussions": false, "has_pull_requests": true,
        "pull_request_creation_policy": "all",
        "forks": 0, "forks_count": 0, "open_issues": 0, "open_issues_count": 0, "size": 1,
        "stargazers_count": 0, "watchers": 0, "watchers_count": 0,
        "created_at": SINCE, "updated_at": SINCE,
    });
    with(with(plain, fixed), Value::Object(addresses))
}

pub(crate) fn deploy_key(state: &State, repository: &Repository, key: &DeployKey) -> Value {
    let path = format!("/repos/{}/keys/{}", state.full_name(repository), key.id);
    json!({
        "id": key.id,
        "key": key.key,
        "url": state.api(&path),
        "title": key.title,
        "verified": true,
        "created_at": moment::text(key.created_ms),
        "read_only": key.read_only,
        "added_by": key.added_by,
        "last_used": null,
        "enabled": true,
    })
}
