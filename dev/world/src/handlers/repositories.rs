//! Repositories, their files, keys and people.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::auth::Caller;
use crate::git;
use crate::json;
use crate::request::{Request, encode_path};
use crate::state::{Holder, Repository, State};

fn named<'a>(state: &'a State, request: &Request) -> Option<&'a Repository> {
    state.repositories.get(&request.repository(state)?)
}

pub(crate) fn one(state: &mut State, request: &Request) -> Answer {
    let Some(repository) = named(state, request) else {
        return Answer::not_found();
    };
    let mut shown = json::repository(state, repository);
    if let Caller::Holder(Holder::User(user)) = request.caller {
        shown["permissions"] = own_permissions(role(repository, user));
    }
    Answer::ok(&shown)
}

/// What a person may do: `none`, `read`, `triage`, `write`, `maintain` or `admin`.
fn role(repository: &Repository, user: u64) -> &str {
    match repository.permissions.get(&user) {
        Some(role) => role,
        None if repository.owner == user => "admin",
        None if repository.private => "none",
        None => "read",
    }
}

fn own_permissions(role: &str) -> Value {
    let order = ["none", "read", "triage", "write", "maintain", "admin"];
    let place = |role: &str| order.iter().position(|one| *one == role);
    let may = |least: &str| place(role) >= place(least);
    json!({
        "admin": may("admin"), "maintain": may("maintain"), "push": may("write"),
        "triage": may("triage"), "pull": may("read"),
    })
}

pub(crate) fn of_installation(state: &mut State, request: &Request) -> Answer {
    let Caller::Holder(Holder::Installation(id)) = request.caller else {
        return Answer::not_found();
    };
    let Some(installation) = state.installations.get(&id) else {
        return Answer::not_found();
    };
    let all: Vec<Value> = state
        .repositories
        .values()
        .filter(|repository| state.reaches(installation, repository))
        .map(|repository| json::repository(state, repository))
        .collect();
    request.page(state, &all, Some("repositories"))
}

pub(crate) fn deploy_keys(state: &mut State, request: &Request) -> Answer {
    let Some(repository) = named(state, request) else {
        return Answer::not_found();
    };
    let keys = repository.deploy_keys.iter();
    let keys: Vec<Value> = keys
        .map(|key| json::deploy_key(state, repository, key))
        .collect();
    request.page(state, &keys, None)
}

pub(crate) fn permission(state: &mut State, request: &Request) -> Answer {
    let (Some(repository), Some(user)) = (
        named(state, request),
        state.find_user(request.parameter("username")),
    ) else {
        return Answer::not_found();
    };
    let role = role(repository, user.id);
    let legacy = match role {
        "maintain" => "write",
        "triage" => "read",
        other => other,
    };
    let mut shown = json::user(state, user.id);
    shown["role_name"] = role.into();
    Answer::ok(&json!({ "permission": legacy, "role_name": role, "user": shown }))
}

/// A file, directory, symbolic link or submodule as of a commit.
pub(crate) fn contents(state: &mut State, request: &Request) -> Answer {
    let Some(repository) = named(state, request) else {
        return Answer::not_found();
    };
    let path = request.parameter("path").trim_end_matches('/');
    let default = &repository.default_branch;
    let reference = request.query.get("ref").unwrap_or(default);
    let dir = state.git_dir(repository.id);
    let Some(commit) = git::resolve(&dir, reference) else {
        let message = format!("No commit found for the ref {reference}");
        return Answer::error(404, &message);
    };
    let name = state.full_name(repository);
    let entry = |path: &str, mode: &str, sha: &str| -> Value {
        let kind = match mode {
            "040000" => "dir",
            "120000" => "symlink",
            "160000" => "submodule",
            _ => "file",
        };
        let encoded = encode_path(path);
        let url = state.api(&format!("/repos/{name}/contents/{encoded}?ref={reference}"));
        let git = state.api(&format!("/repos/{name}/git/blobs/{sha}"));
        let html = format!("{}/{name}/blob/{reference}/{encoded}", state.origin);
        json!({
            "name": path.rsplit('/').next(), "path": path, "sha": sha, "size": 0, "type": kind,
            "url": url, "git_url": git, "html_url": html, "download_url": null,
            "_links": { "self": url, "git": git, "html": html },
        })
    };
    let list = |target: &str| -> Vec<(String, String, String)> {
        let printed = git::ask_once(&dir, &["ls-tree", "-z", &commit, "--", target]);
        parse_tree(&printed.unwrap_or_default())
    };
    let Some((mode, sha, _)) = list(path).into_iter().next() else {
        return Answer::not_found();
    };
    if mode == "040000" {
        let below = list(&format!("{path}/"));
        let entries: Vec<Value> = below
            .iter()
            .map(|(mode, sha, path)| entry(path, mode, sha))
            .collect();
        return Answer::ok(&Value::Array(entries));
    }
    let mut value = entry(path, &mode, &sha);
    let bytes = git::ask_once(&dir, &["cat-file", "blob", &sha]).unwrap_or_default();
    match mode.as_str() {
        "120000" => value["target"] = String::from_utf8_lossy(&bytes).into(),
        "160000" => value["submodule_git_url"] = "https://example.org/sub.git".into(),
        _ => {
            value["size"] = bytes.len().into();
            let large = bytes.len() > 1 << 20;
            value["encoding"] = if large { "none" } else { "base64" }.into();
            value["content"] = if large {
                String::new()
            } else {
                in_lines(&bytes)
            }
            .into();
        }
    }
    Answer::ok(&value)
}

/// Mode, id and path of each entry.
fn parse_tree(printed: &[u8]) -> Vec<(String, String, String)> {
    let entries = printed.split(|byte| *byte == 0).filter_map(|entry| {
        let entry = String::from_utf8_lossy(entry).into_owned();
        let (fields, path) = entry.split_once('\t')?;
        let mut fields = fields.split(' ');
        let mode = fields.next()?.to_owned();
        let sha = fields.nth(1)?.to_owned();
        Some((mode, sha, path.to_owned()))
    });
    entries.collect()
}

/// Base64 in lines of 60, as GitHub breaks it.
fn in_lines(bytes: &[u8]) -> String {
    let encoded = STANDARD.encode(bytes);
    let mut lines = String::with_capacity(encoded.len() + encoded.len() / 60 + 1);
    for (at, character) in encoded.chars().enumerate() {
        lines.push(character);
        if at % 60 == 59 {
            lines.push('\n');
        }
    }
    lines.push('\n');
    lines
}
