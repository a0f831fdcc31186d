//! Every field of every kind of payload removed, set to null and given other types: only what a job needs can stop it.

use serde_json::{Value, json};

use super::*;

/// A payload as GitHub documents it, with the fields on which its job depends.
struct Example {
    event: &'static str,
    body: Value,
    /// Without one of these there is no job, but a complaint.
    needed: &'static [&'static str],
    /// These decide whether there is anything to do.
    deciding: &'static [&'static str],
    /// These are part of the job, which is done without them too.
    optional: &'static [&'static str],
}

const INSTALLATION: &str = "/installation/id";
const REPOSITORY: &str = "/repository/id";
/// What makes up the name of a repository. One source of it may be missing.
const NAMES: [&str; 3] = [
    "/repository/owner/login",
    "/repository/name",
    "/repository/full_name",
];

/// A payload with the fields that most events have, needed or not.
fn with(event: &'static str, mut own: Value) -> Example {
    let sender = json!({
        "login": "mira", "id": 9, "node_id": "U_9", "type": "User", "site_admin": false,
        "html_url": "https://github.example/mira",
    });
    let common = json!({
        "installation": { "id": 5, "node_id": "I_5" },
        "repository": {
            "id": 7, "node_id": "R_7", "name": "widget", "full_name": "acme/widget", "private": false,
            "owner": { "login": "acme", "id": 3, "type": "Organization", "name": "acme", "email": null },
            "default_branch": "main", "master_branch": "main", "topics": ["a"], "fork": false,
            "license": { "key": "mit" }, "custom_properties": {},
        },
        "organization": { "login": "acme", "id": 3, "node_id": "O_3" },
        "enterprise": { "id": 1, "slug": "acme-corp", "name": "Acme Corp" },
        "sender": sender,
    });
    for (name, value) in common.as_object().unwrap() {
        if own.get(name).is_none() {
            own[name] = value.clone();
        }
    }
    Example {
        event,
        body: own,
        needed: &[INSTALLATION, REPOSITORY],
        deciding: &["/action"],
        optional: &NAMES,
    }
}

/// An event about rights: also records who did what.
fn right(event: &'static str, own: Value) -> Example {
    Example {
        optional: &[
            NAMES[0],
            NAMES[1],
            NAMES[2],
            "/organization",
            "/sender",
            "/member",
            "/membership",
            "/team",
            "/key",
            "/changes",
            "/release",
            "/review/commit_id",
        ],
        ..with(event, own)
    }
}

#[expect(clippy::too_many_lines, reason = "it is a list")]
fn examples() -> Vec<Example> {
    let key = json!({ "id": 1, "key": "ssh-ed25519 AAAA", "title": "ci", "read_only": false, "added_by": "mira" });
    let pull = json!({
        "number": 3, "title": "Work", "user": { "login": "zed", "id": 8 }, "head": { "sha": "00", "repo": null },
        "base": { "ref": "main" }, "labels": [{ "name": "a" }], "draft": false, "body": null,
    });
    let covered = json!([{ "id": 7, "node_id": "R_7", "name": "widget", "full_name": "acme/widget", "private": true }]);
    let account = json!({ "login": "acme", "id": 3, "type": "Organization" });
    let enterprise = json!({ "id": 4, "slug": "acme-corp", "name": "Acme Corp", "node_id": "E_1" });
    let installed = |action: &str, account: &Value| Example {
        needed: &[INSTALLATION],
        optional: &["/installation/account"],
        ..with(
            "installation",
            json!({
                "action": action, "repositories": covered, "requester": null,
                "installation": { "id": 5, "account": account, "target_type": "Organization", "permissions": {} },
            }),
        )
    };
    let organisation = |event, own| Example {
        needed: &[INSTALLATION, "/organization/id"],
        optional: &[
            "/repository",
            "/organization/login",
            "/sender",
            "/member",
            "/membership",
            "/team",
        ],
        ..right(event, own)
    };
    let reviewed = |own| Example {
        needed: &[INSTALLATION, REPOSITORY, "/pull_request/number"],
        ..with("pull_request", own)
    };
    vec![
        Example {
            // A repeated number stands in for the first.
            needed: &[INSTALLATION, REPOSITORY, "/pull_request"],
            ..reviewed(json!({ "action": "opened", "number": 3, "pull_request": pull }))
        },
        Example {
            deciding: &["/action", "/changes/base"],
            ..reviewed(json!({
                "action": "edited", "pull_request": pull,
                "changes": { "base": { "ref": { "from": "old" } }, "title": { "from": "x" } },
            }))
        },
        Example {
            needed: &[INSTALLATION, REPOSITORY, "/ref"],
            deciding: &["/ref", "/repository/default_branch"],
            ..with(
                "push",
                json!({
                    "ref": "refs/heads/main", "after": "00", "forced": false, "pusher": { "name": "mira" },
                    "commits": [{ "id": "00", "author": { "name": "Mira", "email": "mira@mail.example" } }],
                }),
            )
        },
        Example {
            deciding: &["/action", "/check_run/external_id"],
            ..with(
                "check_run",
                json!({ "action": "rerequested", "check_run": { "id": 1, "external_id": "countersign:3", "pull_requests": [] } }),
            )
        },
        Example {
            needed: &[INSTALLATION, REPOSITORY, "/check_suite/head_sha"],
            ..with(
                "check_suite",
                json!({ "action": "rerequested", "check_suite": { "id": 1, "head_sha": "00", "head_branch": null } }),
            )
        },
        Example {
            needed: &[
                INSTALLATION,
                REPOSITORY,
                "/issue/number",
                "/comment/id",
                "/comment/user/id",
                "/comment/user/login",
            ],
            deciding: &["/action", "/comment/body", "/issue/pull_request"],
            ..with(
                "issue_comment",
                json!({
                    "action": "created", "issue": { "number": 3, "title": "Work", "pull_request": { "url": "" } },
                    "comment": {
                        "id": 4, "body": "/countersign rescan", "user": { "login": "mira", "id": 9, "type": "User" },
                        "author_association": "MEMBER", "reactions": {},
                    },
                }),
            )
        },
        installed("created", &account),
        installed("suspend", &account),
        installed("deleted", &enterprise),
        Example {
            needed: &[INSTALLATION],
            deciding: &[],
            optional: &[
                "/repositories_added",
                "/repositories_removed",
                "/installation/account",
            ],
            ..with(
                "installation_repositories",
                json!({
                    "action": "added", "repositories_added": covered, "repositories_removed": covered,
                    "repository_selection": "selected", "requester": null,
                    "installation": { "id": 5, "account": account },
                }),
            )
        },
        right("deploy_key", json!({ "action": "created", "key": key })),
        right(
            "member",
            json!({ "action": "added", "member": { "login": "zed", "id": 8 }, "changes": { "permission": { "to": "write" } } }),
        ),
        organisation(
            "membership",
            json!({ "action": "added", "scope": "team", "member": { "login": "zed", "id": 8 }, "team": { "id": 1, "name": "t" } }),
        ),
        organisation(
            "organization",
            json!({ "action": "member_added", "membership": { "role": "member", "user": { "login": "zed", "id": 8 } } }),
        ),
        right("repository", json!({ "action": "privatized" })),
        right("repository", json!({ "action": "deleted" })),
        right(
            "repository",
            json!({ "action": "transferred", "changes": { "owner": { "from": { "user": { "login": "old" } } } } }),
        ),
        Example {
            deciding: &[],
            ..right("public", json!({}))
        },
        right(
            "release",
            json!({ "action": "published", "release": { "id": 1, "tag_name": "v1", "draft": false } }),
        ),
        Example {
            needed: &[
                INSTALLATION,
                REPOSITORY,
                "/pull_request/number",
                "/review/state",
            ],
            deciding: &["/action", "/review/state"],
            ..right(
                "pull_request_review",
                json!({ "action": "submitted", "pull_request": pull, "review": { "id": 1, "state": "approved", "commit_id": "00", "user": null } }),
            )
        },
    ]
}

/// Every place in a value, as a JSON pointer.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut go = |name: String, value: &Value| {
        let place = format!("{at}/{name}");
        found.push(place.clone());
        places(value, &place, found);
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| go(name.clone(), value)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(at, value)| go(at.to_string(), value)),
        _ => {}
    }
}

/// The body with one place changed in every way.
fn changed(body: &Value, place: &str) -> Vec<Value> {
    let shapes = [
        json!(null),
        json!("text"),
        json!(""),
        json!(-1),
        json!(1.5),
        json!(true),
        json!([]),
        json!([{}]),
        json!({}),
        json!({ "id": "5", "login": 3 }),
    ];
    let with = |shape: &Value| {
        let mut body = body.clone();
        *body.pointer_mut(place).unwrap() = shape.clone();
        body
    };
    let mut all: Vec<_> = shapes.iter().map(with).collect();
    let (parent, name) = place.rsplit_once('/').unwrap();
    let mut without = body.clone();
    match without.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.remove(name)),
        Value::Array(items) => drop(items.remove(name.parse().unwrap())),
        _ => unreachable!(),
    }
    all.push(without);
    all
}

/// Whether a change at `place` changes something at or below one of `fields`.
fn touches(fields: &[&str], place: &str) -> bool {
    let is_at_or_below = |one: &str, other: &str| {
        let rest = one.strip_prefix(other);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut fields = fields.iter();
    fields.any(|field| is_at_or_below(field, place) || is_at_or_below(place, field))
}

fn job(event: &str, body: &Value) -> Result<Option<Job>, Missing> {
    let payload = Payload::parse(body.to_string().as_bytes()).unwrap();
    job_of(event, "guid", &payload)
}

#[test]
fn an_event_is_lost_only_without_a_field_that_it_needs() {
    for example in examples() {
        let event = example.event;
        let whole = job(event, &example.body).unwrap();
        let whole = whole.unwrap_or_else(|| panic!("{event}: no job"));
        let mut all = Vec::new();
        places(&example.body, "", &mut all);
        for place in all {
            let is_needed = touches(example.needed, &place);
            let is_deciding = touches(example.deciding, &place);
            let is_optional = touches(example.optional, &place);
            for body in changed(&example.body, &place) {
                let found = job(event, &body);
                let said = format!("{event}: {place} as {:?}: {found:?}", body.pointer(&place));
                match &found {
                    Ok(Some(job)) if !(is_needed || is_deciding || is_optional) => {
                        assert_eq!(*job, whole, "{said}");
                    }
                    Ok(Some(job)) => assert_eq!(job.kind(), whole.kind(), "{said}"),
                    Ok(None) => assert!(is_deciding, "{said}"),
                    Err(_) => assert!(is_needed || is_deciding, "{said}"),
                }
            }
        }
    }
}

#[test]
fn a_needed_field_that_is_missing_is_named() {
    for example in examples() {
        for field in example.needed {
            for body in changed(&example.body, field) {
                let is_gone = body.pointer(field).is_none_or(Value::is_null);
                if is_gone {
                    let found = job(example.event, &body);
                    assert!(found.is_err(), "{}: {field}: {found:?}", example.event);
                }
            }
        }
    }
}

#[test]
fn an_enterprise_is_an_account_too() {
    let body = json!({
        "action": "created",
        "installation": { "id": 72, "account": { "id": 4, "slug": "acme-corp", "name": "Acme Corp" } },
    });
    let Ok(Some(Job::Installation(change))) = job("installation", &body) else {
        panic!("no job");
    };
    assert_eq!(change.account_login.as_deref(), Some("acme-corp"));
}

#[test]
fn texts_that_are_not_unicode_and_repeated_fields_lose_nothing() {
    for body in [
        r#"{"action":"opened","action":"opened","pull_request":{"number":3,"title":"\ud83d"},"installation":{"id":5},"repository":{"id":7,"full_name":"acme/widget"}}"#,
        r#"{"action":"opened","x":1,"x":2,"pull_request":{"number":3},"sender":{"id":9,"login":"\ud83d"},"installation":{"id":5},"repository":{"id":7,"full_name":"acme/widget"}}"#,
    ] {
        let payload = Payload::parse(body.as_bytes()).unwrap();
        let found = job_of("pull_request", "guid", &payload).unwrap();
        assert!(found.is_some(), "{body}");
    }
}
