//! JSON of: check.

use serde_json::{Value, json};

use super::{app, node_id};
use crate::moment;
use crate::state::{CheckRun, State};

pub(crate) fn check_run(state: &State, run: &CheckRun) -> Value {
    let name = state
        .repositories
        .get(&run.repository)
        .map(|repository| state.full_name(repository))
        .unwrap_or_default();
    let api = state.api(&format!("/repos/{name}/check-runs/{}", run.id));
    let field = |name: &str| run.fields.get(name).cloned().unwrap_or(Value::Null);
    let output = field("output");
    let status = match field("status") {
        Value::String(status) => status,
        _ => "queued".to_owned(),
    };
    let time = moment::text(run.created_ms);
    json!({
        "id": run.id,
        "node_id": node_id("CR", run.id),
        "head_sha": field("head_sha"),
        "name": field("name"),
        "external_id": run.fields["external_id"].as_str().unwrap_or(""),
        "url": api,
        "html_url": format!("{}/{name}/runs/{}", state.origin, run.id),
        "details_url": run.fields["details_url"].as_str().unwrap_or("https://example.org"),
        "status": status,
        "conclusion": field("conclusion"),
        "started_at": time,
        "completed_at": (status == "completed").then_some(&time),
        "output": {
            "title": output["title"],
            "summary": output["summary"],
            "text": output["text"],
            "annotations_count": run.annotations.len(),
            "annotations_url": format!("{api}/annotations"),
        },
        "check_suite": { "id": run.repository },
        "app": app(state),
        "pull_requests": [],
    })
}
