//! Check runs.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::auth::Caller;
use crate::git;
use crate::json;
use crate::request::Request;
use crate::state::{CheckRun, Holder, State};

const MOST_ANNOTATIONS: usize = 50;
const LONGEST_TEXT: usize = 65_535;

/// Complains as GitHub does about fields that contradict each other or are too large.
fn refuse(fields: &Value) -> Option<Answer> {
    let text = |name: &str| fields["output"][name].as_str().unwrap_or_default();
    let annotations = fields["output"]["annotations"].as_array();
    let completed = fields["status"] == "completed";
    let invalid = |field: &str, code: &str| Some(Answer::invalid("CheckRun", field, code));
    if completed && fields["conclusion"].is_null() {
        return invalid("conclusion", "missing_field");
    }
    if annotations.is_some_and(|annotations| annotations.len() > MOST_ANNOTATIONS) {
        return invalid("annotations", "too_many");
    }
    for name in ["summary", "text"] {
        if text(name).chars().count() > LONGEST_TEXT {
            return invalid(name, "too_long");
        }
    }
    if fields["output"].is_object() && (text("title").is_empty() || text("summary").is_empty()) {
        return invalid("output", "missing_field");
    }
    None
}

/// Takes over the fields that were sent; annotations are added to those there are.
fn apply(run: &mut CheckRun, sent: &Value) {
    let Some(sent) = sent.as_object() else {
        return;
    };
    for (name, value) in sent {
        if name != "output" {
            run.fields[name] = value.clone();
            continue;
        }
        let mut output = value.clone();
        if let Some(object) = output.as_object_mut()
            && let Some(Value::Array(annotations)) = object.remove("annotations")
        {
            run.annotations.extend(annotations);
        }
        run.fields["output"] = output;
    }
    if !run.fields["conclusion"].is_null() {
        run.fields["status"] = "completed".into();
    }
}

pub(crate) fn create(state: &mut State, request: &Request) -> Answer {
    if !matches!(request.caller, Caller::Holder(Holder::Installation(_))) {
        return Answer::error(403, "You must authenticate via a GitHub App.");
    }
    let Some(repository) = request.repository(state) else {
        return Answer::not_found();
    };
    if let Some(answer) = refuse(&request.body) {
        return answer;
    }
    let (Some(head), Some(_)) = (request.text("head_sha"), request.text("name")) else {
        return Answer::invalid("CheckRun", "head_sha", "missing_field");
    };
    if git::resolve(&state.git_dir(repository), head).as_deref() != Some(head) {
        return Answer::error(422, &format!("No commit found for SHA: {head}"));
    }
    let mut run = CheckRun {
        id: state.fresh_id(),
        repository,
        fields: json!({}),
        annotations: Vec::new(),
        created_ms: state.tick(),
    };
    apply(&mut run, &request.body);
    let value = json::check_run(state, &run);
    state.checks.insert(run.id, run);
    Answer::json(201, &value)
}

pub(crate) fn update(state: &mut State, request: &Request) -> Answer {
    let repository = request.repository(state);
    if let Some(answer) = refuse(&request.body) {
        return answer;
    }
    let id = request.number("check_run_id");
    match state.checks.get_mut(&id) {
        Some(run) if Some(run.repository) == repository => apply(run, &request.body),
        _ => return Answer::not_found(),
    }
    match state.checks.get(&id) {
        Some(run) => Answer::ok(&json::check_run(state, run)),
        None => Answer::not_found(),
    }
}

pub(crate) fn list(state: &mut State, request: &Request) -> Answer {
    let Some(repository) = request.repository(state) else {
        return Answer::not_found();
    };
    let Some(head) = git::resolve(&state.git_dir(repository), request.parameter("ref")) else {
        return Answer::error(422, "No commit found for SHA");
    };
    let wanted = request.query.get("check_name");
    let mut runs: Vec<&CheckRun> = state
        .checks
        .values()
        .rev()
        .filter(|run| run.repository == repository && run.fields["head_sha"] == head.as_str())
        .filter(|run| wanted.is_none_or(|name| run.fields["name"] == name.as_str()))
        .collect();
    if request
        .query
        .get("filter")
        .is_none_or(|filter| filter == "latest")
    {
        // Newest first, so the first of each name stays.
        let mut seen = Vec::new();
        runs.retain(|run| {
            let is_new = !seen.contains(&&run.fields["name"]);
            seen.push(&run.fields["name"]);
            is_new
        });
    }
    let values: Vec<Value> = runs.iter().map(|run| json::check_run(state, run)).collect();
    request.page(state, &values, Some("check_runs"))
}
