//! A request, taken apart.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::auth::Caller;
use crate::state::State;

/// What a handler sees.
pub(crate) struct Request {
    /// Below the base path, still encoded.
    pub(crate) path: String,
    pub(crate) query: BTreeMap<String, String>,
    /// What stands in the places of the route, decoded.
    pub(crate) places: BTreeMap<&'static str, String>,
    pub(crate) body: Value,
    pub(crate) caller: Caller,
}

impl Request {
    pub(crate) fn place(&self, name: &str) -> &str {
        self.places.get(name).map_or("", String::as_str)
    }

    pub(crate) fn number(&self, name: &str) -> u64 {
        self.place(name).parse().unwrap_or(0)
    }

    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.body.get(field)?.as_str()
    }

    /// The repository that the path names.
    pub(crate) fn repository(&self, state: &State) -> Option<u64> {
        let found = state.find_repository(self.place("owner"), self.place("repo"))?;
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
            .map(|(name, value)| format!("{name}={}", encode(value, false)))
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

pub(crate) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) => {
                decoded.push(value);
                at += 3;
            }
            None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

pub(crate) fn encode_path(path: &str) -> String {
    encode(path, true)
}

fn encode(text: &str, keep_slash: bool) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if plain || (keep_slash && byte == b'/') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
