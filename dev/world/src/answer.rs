//! Answers in GitHub's manner.

use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// What goes back over HTTP.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(status: u16, value: &Value) -> Self {
        let content_type = "application/json; charset=utf-8".to_owned();
        Self {
            status,
            headers: vec![("content-type".to_owned(), content_type)],
            body: value.to_string().into_bytes(),
        }
    }

    pub(crate) fn ok(value: &Value) -> Self {
        Self::json(200, value)
    }

    pub(crate) fn error(status: u16, message: &str) -> Self {
        Self::json(
            status,
            &json!({
                "message": message,
                "documentation_url": "https://docs.github.com/rest",
                "status": status.to_string(),
            }),
        )
    }

    pub(crate) fn not_found() -> Self {
        Self::error(404, "Not Found")
    }

    /// 422 as the validator words it.
    pub(crate) fn invalid(resource: &str, field: &str, code: &str) -> Self {
        Self::json(
            422,
            &json!({
                "message": "Validation Failed",
                "errors": [{ "resource": resource, "field": field, "code": code }],
                "documentation_url": "https://docs.github.com/rest",
                "status": "422",
            }),
        )
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Adds an `ETag`; becomes a 304 where the client already has this answer.
    pub(crate) fn conditional(self, if_none_match: Option<&str>) -> Self {
        if self.status != 200 {
            return self;
        }
        let digest = Sha256::digest(&self.body);
        let tag = format!("W/\"{}\"", HEXLOWER.encode(&digest[..16]));
        if if_none_match == Some(tag.as_str()) {
            let bare = Self {
                status: 304,
                headers: Vec::new(),
                body: Vec::new(),
            };
            return bare.header("etag", &tag);
        }
        self.header("etag", &tag)
    }
}
