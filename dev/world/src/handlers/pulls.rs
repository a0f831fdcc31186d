//! Pull requests.

use serde_json::Value;

use crate::answer::Answer;
use crate::git;
use crate::json;
use crate::request::Request;
use crate::state::State;

/// GitHub lists no more files of a pull request.
const MOST_FILES: usize = 3_000;

pub(crate) fn list(state: &mut State, request: &Request) -> Answer {
    let Some(repository) = request.repository(state) else {
        return Answer::not_found();
    };
    let wanted = request.query.get("state").map_or("open", String::as_str);
    let pulls: Vec<Value> = state
        .pulls
        .values()
        .rev()
        .filter(|pull| pull.key.0 == repository)
        .filter(|pull| match wanted {
            "open" => pull.state == "OPEN",
            "closed" => pull.state != "OPEN",
            _ => true,
        })
        .map(|pull| json::pull(state, pull, false))
        .collect();
    request.page(state, &pulls, None)
}

pub(crate) fn files(state: &mut State, request: &Request) -> Answer {
    let Some(repository) = request.repository(state) else {
        return Answer::not_found();
    };
    let Some(pull) = state
        .pulls
        .get(&(repository, request.number("pull_number")))
    else {
        return Answer::not_found();
    };
    let name = format!(
        "{}/{}",
        request.parameter("owner"),
        request.parameter("repo")
    );
    let dir = state.git_dir(repository);
    let base = git::resolve(&dir, &pull.base_ref).unwrap_or_default();
    let changed = git::changed(&dir, &base, &pull.head);
    let files: Vec<Value> = changed
        .iter()
        .take(MOST_FILES)
        .map(|file| json::changed_file(state, &name, &pull.head, file))
        .collect();
    request.page(state, &files, None)
}
