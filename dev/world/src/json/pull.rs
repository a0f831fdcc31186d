//! JSON of: pull.

use serde_json::{Value, json};

use super::{node_id, repository, user, with};
use crate::git::Changed;
use crate::moment;
use crate::state::{Pull, State};

/// A side of a pull request.
fn side(state: &State, id: u64, branch: &str, sha: &str) -> Value {
    let Some(entry) = state.repositories.get(&id) else {
        return json!({
            "label": format!("unknown:{branch}"), "ref": branch, "sha": sha,
            "user": null, "repo": null,
        });
    };
    json!({
        "label": format!("{}:{branch}", state.login(entry.owner)),
        "ref": branch,
        "sha": sha,
        "user": user(state, entry.owner),
        "repo": repository(state, entry),
    })
}

fn links(api: &str, issue: &str, web: &str, statuses: &str) -> Value {
    let href = |address: String| json!({ "href": address });
    json!({
        "self": href(api.to_owned()),
        "html": href(web.to_owned()),
        "issue": href(issue.to_owned()),
        "comments": href(format!("{issue}/comments")),
        "review_comments": href(format!("{api}/comments")),
        "review_comment": href(format!("{api}/comments{{/number}}")),
        "commits": href(format!("{api}/commits")),
        "statuses": href(statuses.to_owned()),
    })
}

/// A pull request as lists show it; `full` adds what webhook bodies also have.
pub(crate) fn pull(state: &State, pull: &Pull, full: bool) -> Value {
    let name = state
        .repositories
        .get(&pull.key.0)
        .map(|entry| state.full_name(entry))
        .unwrap_or_default();
    let number = pull.key.1;
    let api = state.api(&format!("/repos/{name}/pulls/{number}"));
    let issue = state.api(&format!("/repos/{name}/issues/{number}"));
    let web = format!("{}/{name}/pull/{number}", state.origin);
    let statuses = state.api(&format!("/repos/{name}/statuses/{}", pull.head));
    let git_dir = state.git_dir(pull.key.0);
    let base = crate::git::resolve(&git_dir, &pull.base_ref).unwrap_or_default();
    let created = moment::text(pull.created_ms);
    let merged = pull.state == "MERGED";
    let open = pull.state == "OPEN";
    let value = json!({
        "id": pull.id,
        "node_id": node_id("PR", pull.id),
        "url": api,
        "html_url": web,
        "diff_url": format!("{web}.diff"),
        "patch_url": format!("{web}.patch"),
        "issue_url": issue,
        "commits_url": format!("{api}/commits"),
        "review_comments_url": format!("{api}/comments"),
        "review_comment_url": format!("{api}/comments{{/number}}"),
        "comments_url": format!("{issue}/comments"),
        "statuses_url": statuses,
        "number": number,
        "state": if open { "open" } else { "closed" },
        "locked": false,
        "title": pull.title,
        "user": user(state, pull.author),
        "body": null,
        "labels": [], "milestone": null, "active_lock_reason": null,
        "created_at": created,
        "updated_at": created,
        "closed_at": (!open).then_some(&created),
        "merged_at": pull.merged_ms.map(moment::text),
        "merge_commit_sha": null,
        "assignee": null, "assignees": [], "requested_reviewers": [], "requested_teams": [],
        "head": side(state, pull.head_repository, &pull.head_ref, &pull.head),
        "base": side(state, pull.key.0, &pull.base_ref, &base),
        "_links": links(&api, &issue, &web, &statuses),
        "author_association": "NONE",
        "auto_merge": null,
        "draft": pull.draft,
    });
    if !full {
        return value;
    }
    let base = (!base.is_empty()).then_some(base.as_str());
    with(
        value,
        json!({
            "merged": merged, "mergeable": null, "rebaseable": null,
            "mergeable_state": "unknown", "merged_by": null,
            "comments": 0, "review_comments": 0, "maintainer_can_modify": false,
            "commits": crate::git::count(&git_dir, base, &pull.head),
            "additions": 1, "deletions": 0, "changed_files": 1,
        }),
    )
}

/// GitHub leaves out the patch of a file with more changed lines ("Limits for viewing content and diffs
/// in a repository").
const MOST_LINES: usize = 20_000;

/// A line of the list of changed files.
pub(crate) fn changed_file(state: &State, name: &str, head: &str, file: &Changed) -> Value {
    let status = match &*file.status {
        "A" => "added",
        "D" => "removed",
        _ => "modified",
    };
    let encoded = crate::request::encode_path(&file.path);
    let lines = |sign: char| {
        let patch = file.patch.iter().flat_map(|patch| patch.lines());
        patch.filter(|line| line.starts_with(sign)).count()
    };
    let (added, removed) = (lines('+'), lines('-'));
    let described = json!({
        "sha": head,
        "filename": file.path,
        "status": status,
        "additions": added, "deletions": removed, "changes": added + removed,
        "blob_url": format!("{}/{name}/blob/{head}/{encoded}", state.origin),
        "raw_url": format!("{}/{name}/raw/{head}/{encoded}", state.origin),
        "contents_url": state.api(&format!("/repos/{name}/contents/{encoded}?ref={head}")),
    });
    match &file.patch {
        Some(patch) if added + removed <= MOST_LINES => with(described, json!({ "patch": patch })),
        _ => described,
    }
}
