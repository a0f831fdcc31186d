//! GitHub's JSON, complete enough for its own description.

mod account;
mod app;
mod check;
mod comment;
mod pull;
mod repository;

pub(crate) use account::{gpg_key, profile, ssh_key, user};
pub(crate) use app::{app, installation, lite_installation};
pub(crate) use check::check_run;
pub(crate) use comment::{comment, issue, reaction};
pub(crate) use pull::{changed_file, pull};
pub(crate) use repository::{deploy_key, repository};

use serde_json::Value;

/// Adds the fields of `more` to `object`.
pub(crate) fn with(mut object: Value, more: Value) -> Value {
    if let (Some(fields), Value::Object(more)) = (object.as_object_mut(), more) {
        fields.extend(more);
    }
    object
}

/// An id as GraphQL has it.
pub(crate) fn node_id(kind: &str, id: u64) -> String {
    format!("{kind}_{id}")
}
