//! JSON: the data, with every character escaped that could deceive a terminal.

use std::fmt::Write as _;

use serde::Serialize;

use crate::escape::is_deceptive;
use crate::model::{List, Repository, Scan, Summary, Tally, Tool};

/// A scan without its people.
#[derive(Serialize)]
struct Head<'a> {
    schema: &'a str,
    tool: &'a Tool,
    tlp: &'a str,
    repositories: &'a [Repository],
    lists: &'a [List],
    summary: &'a Summary,
    heuristics: &'a [Tally],
}

/// Any value, indented.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut text = escaped(&serde_json::to_string_pretty(value).unwrap_or_default());
    text.push('\n');
    text
}

/// The scan without its people on the first line, then each person on one.
pub(crate) fn lines(scan: &Scan) -> String {
    let head = Head {
        schema: scan.schema,
        tool: &scan.tool,
        tlp: scan.tlp.as_str(),
        repositories: &scan.repositories,
        lists: &scan.lists,
        summary: &scan.summary,
        heuristics: &scan.heuristics,
    };
    let mut text = line(&head);
    text.extend(scan.people.iter().map(line));
    text
}

/// Any value on one line.
pub(crate) fn line(value: &impl Serialize) -> String {
    let mut text = escaped(&serde_json::to_string(value).unwrap_or_default());
    text.push('\n');
    text
}

/// Escapes deceptive characters. Outside strings JSON is ASCII, and in strings every character can be escaped.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for letter in json.chars() {
        if letter.is_ascii() && letter != '\u{7f}' || !is_deceptive(letter) {
            text.push(letter);
        } else {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}
