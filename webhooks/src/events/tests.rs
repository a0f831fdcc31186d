//! Which deliveries ask for which jobs.

use countersign_facts::RightsEvent;
use serde_json::{Value, json};

use super::*;

fn about(mut fields: Value) -> Payload {
    fields["installation"] = json!({ "id": 5 });
    fields["repository"] = json!({
        "id": 7, "name": "widget", "owner": { "login": "acme" }, "default_branch": "main",
    });
    Payload::parse(fields.to_string().as_bytes()).unwrap()
}

fn kind(event: &str, fields: Value) -> Option<&'static str> {
    job_of(event, "guid", &about(fields))
        .unwrap()
        .map(|job| job.kind())
}

#[test]
fn pull_requests_are_reviewed_when_their_commits_may_have_changed() {
    let pull = |action: &str, changes: Value| {
        kind(
            "pull_request",
            json!({ "action": action, "pull_request": { "number": 3 }, "changes": changes }),
        )
    };
    for action in ["opened", "reopened", "synchronize", "ready_for_review"] {
        assert_eq!(pull(action, json!(null)), Some("review"), "{action}");
    }
    assert_eq!(pull("edited", json!({ "base": {} })), Some("review"));
    assert_eq!(pull("edited", json!({ "title": {} })), None);
    assert_eq!(pull("closed", json!(null)), None);
    assert_eq!(pull("stacked", json!(null)), None);
}

#[test]
fn only_the_default_branch_counts_as_history() {
    assert_eq!(
        kind("push", json!({ "ref": "refs/heads/main" })),
        Some("push")
    );
    assert_eq!(kind("push", json!({ "ref": "refs/heads/topic" })), None);
    assert_eq!(kind("push", json!({ "ref": "refs/tags/main" })), None);
}

#[test]
fn commands_are_comments_on_pull_requests_by_people() {
    let comment = |body: &str, kind_of_user: &str, issue: Value| {
        let user = json!({ "id": 9, "login": "mira", "type": kind_of_user });
        let comment = json!({ "id": 4, "body": body, "user": user });
        let fields = json!({ "action": "created", "comment": comment, "issue": issue });
        match job_of("issue_comment", "guid", &about(fields)).unwrap() {
            Some(Job::Command(command)) => Some(command.text),
            _ => None,
        }
    };
    let pull = json!({ "number": 3, "pull_request": {} });
    let said = |body| comment(body, "User", pull.clone());
    assert_eq!(said("/countersign rescan").as_deref(), Some("rescan"));
    assert_eq!(
        said(" /countersign  accept known\nmore").as_deref(),
        Some("accept known")
    );
    assert_eq!(said("/countersign").as_deref(), Some(""));
    assert_eq!(said("/countersigned"), None);
    assert_eq!(said("> /countersign rescan"), None);
    assert_eq!(comment("/countersign rescan", "Bot", pull.clone()), None);
    assert_eq!(
        comment("/countersign rescan", "User", json!({ "number": 3 })),
        None
    );
}

#[test]
fn of_reviews_only_the_approvals_of_people_are_recorded() {
    let review = |action: &str, state: &str, kind_of_user: &str| {
        let fields = json!({
            "action": action,
            "review": { "state": state, "commit_id": "0123" },
            "pull_request": { "number": 3 },
            "sender": { "id": 9, "login": "mira", "type": kind_of_user },
        });
        match job_of("pull_request_review", "guid", &about(fields)).unwrap() {
            Some(Job::Rights(change)) => Some((change.event, change.detail)),
            _ => None,
        }
    };
    let (event, detail) = review("submitted", "approved", "User").unwrap();
    assert_eq!(event, RightsEvent::PullRequestApproved);
    assert_eq!(detail, json!({ "pull_request": 3, "commit": "0123" }));
    assert_eq!(review("submitted", "commented", "User"), None);
    assert_eq!(review("dismissed", "approved", "User"), None);
    assert_eq!(review("submitted", "approved", "Bot"), None);
}

#[test]
fn what_is_unknown_asks_for_nothing() {
    assert_eq!(kind("star", json!({ "action": "created" })), None);
    assert_eq!(kind("deploy_key", json!({})), None);
    let without_installation = Payload {
        installation: None,
        ..about(json!({ "action": "opened", "pull_request": { "number": 3 } }))
    };
    let missing = job_of("pull_request", "guid", &without_installation);
    assert_eq!(missing, Err(Missing("installation.id")));
}

#[test]
fn rights_are_recorded_and_maintainers_are_notified_of_some() {
    let recorded = |event: &str, fields: Value| match job_of(event, "guid", &about(fields)).unwrap()
    {
        Some(Job::Rights(change)) => Some((change.event, change.always_notify)),
        _ => None,
    };
    let key = |read_only: bool| json!({ "action": "created", "key": { "id": 1, "read_only": read_only } });
    let created = RightsEvent::DeployKeyCreated;
    assert_eq!(recorded("deploy_key", key(false)), Some((created, true)));
    assert_eq!(recorded("deploy_key", key(true)), Some((created, false)));
    let release = |action: &str| json!({ "action": action, "release": { "tag_name": "v1" } });
    let published = (RightsEvent::ReleasePublished, false);
    assert_eq!(recorded("release", release("published")), Some(published));
    assert_eq!(recorded("release", release("edited")), None);
    assert_eq!(
        recorded("public", json!({})),
        Some((RightsEvent::Public, true))
    );
}
