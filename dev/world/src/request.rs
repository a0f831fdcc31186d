//! A parsed request, and the pages of an answer.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::auth::Caller;
use crate::state::State;

/// What is encoded in a value of a query: all but the unreserved characters of RFC 3986.
const IN_A_QUERY: AsciiSet = NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The same in a path, which keeps its slashes.
const IN_A_PATH: AsciiSet = IN_A_QUERY.remove(b'/');

/// What a handler sees.
pub(crate) struct Request {
    /// Below the base path, still encoded.
    pub(crate) path: String,
    pub(crate) query: BTreeMap<String, String>,
    /// Values of the parameters of the route, decoded.
    pub(crate) parameters: BTreeMap<&'static str, String>,
    pub(crate) body: Value,
    pub(crate) caller: Caller,
}

impl Request {
    pub(crate) fn parameter(&self, name: &str) -> &str {
        self.parameters.get(name).map_or("", String::as_str)
    }

    pub(crate) fn number(&self, name: &str) -> u64 {
        self.parameter(name).parse().unwrap_or(0)
    }

    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.body.get(field)?.as_str()
    }

    /// The repository that the path names.
    pub(crate) fn repository(&self, state: &State) -> Option<u64> {
        let found = state.find_repository(self.parameter("owner"), self.parameter("repo"))?;
        Some(found.id)
    }

    /// The page that was asked for, with absolute links to its neighbours; `wrap` names the field
    /// that holds the list where it is wrapped.
    pub(crate) fn page(&self, state: &State, all: &[Value], wrap: Option<&str>) -> Answer {
        let per_page = self.query_number("per_page", 30).clamp(1, 100);
        let page = self.query_number("page", 1).max(1);
        let items: Vec<Value> = all
            .iter()
            .skip((page - 1) * per_page)
            .take(per_page)
            .cloned()
            .collect();
        let body = match wrap {
            None => Value::Array(items),
            Some(field) => json!({ "total_count": all.len(), field: items }),
        };
        let answer = Answer::ok(&body);
        let last = all.len().div_ceil(per_page).max(1);
        let mut links = Vec::new();
        for (rel, target, applies) in [
            ("prev", page.saturating_sub(1), page > 1),
            ("next", page + 1, page < last),
            ("last", last, page < last),
            ("first", 1, page > 1),
        ] {
            if applies {
                links.push(self.link(state, rel, "page", &target.to_string()));
            }
        }
        if links.is_empty() {
            return answer;
        }
        answer.header("link", &links.join(", "))
    }

    /// An entry of the `Link` header: this request with one value of its query changed.
    pub(crate) fn link(&self, state: &State, rel: &str, name: &str, value: &str) -> String {
        let mut query = self.query.clone();
        query.insert(name.to_owned(), value.to_owned());
        let pairs: Vec<String> = query
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let address = format!("{}?{}", state.api(&self.path), pairs.join("&"));
        format!("<{address}>; rel=\"{rel}\"")
    }

    pub(crate) fn query_number(&self, name: &str, default: usize) -> usize {
        let value = self.query.get(name).and_then(|value| value.parse().ok());
        value.unwrap_or(default)
    }
}

/// `name=value&…`, decoded.
pub(crate) fn parse_query(query: &str) -> BTreeMap<String, String> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(&value.replace('+', " ")))
        })
        .collect()
}

/// Percent-decodes a part of a URL.
pub(crate) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Percent-encodes a path, whose slashes stay.
pub(crate) fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, &IN_A_PATH).to_string()
}

/// Percent-encodes a value of a query.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, &IN_A_QUERY).to_string()
}
