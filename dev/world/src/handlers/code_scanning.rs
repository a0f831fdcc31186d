//! Reports for code scanning.

use serde_json::json;

use crate::answer::Answer;
use crate::request::Request;
use crate::state::State;

/// Takes in a report, and looks at no more than whether all of it is there.
pub(crate) fn upload(state: &mut State, request: &Request) -> Answer {
    let fields = ["commit_sha", "ref", "sarif"];
    let is_missing = |field: &&str| request.text(field).is_none_or(str::is_empty);
    if let Some(field) = fields.iter().find(|field| is_missing(field)) {
        return Answer::invalid("CodeScanning", field, "missing_field");
    }
    let id = state.fresh_id().to_string();
    Answer::json(202, &json!({ "id": id, "url": state.api(&request.path) }))
}
