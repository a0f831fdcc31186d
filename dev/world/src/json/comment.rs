//! JSON of: comment.

use serde_json::{Value, json};

use super::{app, node_id, user};
use crate::moment;
use crate::state::{Comment, Issue, IssueKey, State};

fn issue_path(state: &State, key: IssueKey) -> String {
    let name = state
        .repositories
        .get(&key.0)
        .map(|repository| state.full_name(repository))
        .unwrap_or_default();
    format!("/repos/{name}/issues/{}", key.1)
}

pub(crate) fn comment(state: &State, comment: &Comment) -> Value {
    let issue = issue_path(state, comment.key);
    let web = issue.trim_start_matches("/repos").to_owned();
    let parent = issue.rsplit_once('/').map_or("", |(before, _)| before);
    let updated = comment.edited.map_or(comment.created_ms, |edited| edited.1);
    let by_app = comment.author == state.bot;
    json!({
        "id": comment.id,
        "node_id": node_id("IC", comment.id),
        "url": state.api(&format!("{parent}/comments/{}", comment.id)),
        "html_url": format!("{}{web}#issuecomment-{}", state.origin, comment.id),
        "issue_url": state.api(&issue),
        "user": user(state, comment.author),
        "body": comment.body,
        "created_at": moment::text(comment.created_ms),
        "updated_at": moment::text(updated),
        "author_association": "NONE",
        "performed_via_github_app": by_app.then(|| app(state)),
        "reactions": {
            "url": state.api(&format!("{parent}/comments/{}/reactions", comment.id)),
            "total_count": comment.reactions.len(),
            "+1": 0, "-1": 0, "laugh": 0, "confused": 0, "heart": 0, "hooray": 0,
            "eyes": 0, "rocket": 0,
        },
    })
}

pub(crate) fn reaction(state: &State, id: u64, by: u64, content: &str, created_ms: i64) -> Value {
    json!({
        "id": id,
        "node_id": node_id("REA", id),
        "user": user(state, by),
        "content": content,
        "created_at": moment::text(created_ms),
    })
}

/// An issue; webhook bodies also show pull requests in this form.
pub(crate) fn issue(state: &State, key: IssueKey, issue: &Issue, is_pull: bool) -> Value {
    let path = issue_path(state, key);
    let api = state.api(&path);
    let web = format!("{}{}", state.origin, path.trim_start_matches("/repos"));
    let comments = state.comments.values();
    let comments = comments.filter(|comment| comment.key == key).count();
    let repository = path.split("/issues/").next().unwrap_or_default();
    let mut value = json!({
        "id": issue.id,
        "node_id": node_id("I", issue.id),
        "url": api,
        "repository_url": state.api(repository),
        "labels_url": format!("{api}/labels{{/name}}"),
        "comments_url": format!("{api}/comments"),
        "events_url": format!("{api}/events"),
        "html_url": web,
        "number": key.1,
        "state": "open",
        "title": issue.title,
        "body": issue.body,
        "user": user(state, issue.author),
        "labels": [], "assignee": null, "assignees": [], "milestone": null,
        "locked": false, "active_lock_reason": null, "comments": comments,
        "closed_at": null, "state_reason": null,
        "created_at": moment::text(issue.created_ms),
        "updated_at": moment::text(issue.created_ms),
        "author_association": "NONE",
        "performed_via_github_app": null,
        "reactions": {
            "url": format!("{api}/reactions"), "total_count": 0,
            "+1": 0, "-1": 0, "laugh": 0, "confused": 0, "heart": 0, "hooray": 0,
            "eyes": 0, "rocket": 0,
        },
        "timeline_url": format!("{api}/timeline"),
    });
    if is_pull {
        let pull = api.replace("/issues/", "/pulls/");
        value["pull_request"] = json!({
            "url": pull, "html_url": web,
            "diff_url": format!("{web}.diff"), "patch_url": format!("{web}.patch"),
        });
    }
    value
}
