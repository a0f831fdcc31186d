//! `hidden-code`: added code that a reviewer does not see.

#[cfg(test)]
pub(super) mod cases;

use super::added_lines::{self, Remark};
use crate::finding::Strength;
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use countersign_facts::{Content, Hidden, Mark, Tlp, What};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "hidden-code",
    title: "added code is hidden from reviewers: out of view, reordered, invisible or encoded",
    revision: 1,
    family: Family::Content,
    strength: Strength::Moderate,
    innocent: "text copied from a web page or a chat brought invisible characters along, or a tool generated \
               the line",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Both {
        person: |dossier| added_lines::person(dossier, &judge),
        pull_request: |review| added_lines::pull_request(review, &judge),
    },
};

fn judge(mark: &Mark, _: &Content) -> Option<Remark> {
    let What::Hides(how) = &mark.what else {
        return None;
    };
    let words = match how {
        Hidden::Pushed { blanks, column } => {
            format!("code that continues in column {column}, after {blanks} blank characters")
        }
        Hidden::Reordered => {
            "code that control characters display in another order than it runs".to_owned()
        }
        Hidden::Invisible => "an invisible character inside a name".to_owned(),
        Hidden::Smuggled { count } => format!("{count} invisible characters in a row"),
        Hidden::Encoded => {
            "code that decodes text, sends a request and runs the response, all in one place"
                .to_owned()
        }
    };
    let strength = match how {
        // Copying text from a page is enough.
        Hidden::Invisible => Strength::Context,
        _ => Strength::Moderate,
    };
    Some(Remark {
        strength,
        words,
        tlp: Tlp::Clear,
    })
}
