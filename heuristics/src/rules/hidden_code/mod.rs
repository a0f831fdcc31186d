//! `hidden-code`: added code that a reviewer does not see.

#[cfg(test)]
pub(super) mod cases;

use super::marks::{self, Remark};
use crate::heuristic::{Check, Family, Heuristic, Strength};
use countersign_facts::{Content, Hidden, Mark, Tlp, What};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "hidden-code",
    title: "added code is out of view, reordered, invisible or encoded",
    revision: 1,
    family: Family::Content,
    strength: Strength::Moderate,
    innocent: "text copied from a web page or chat brought invisible characters along, or a line was \
               generated",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Both {
        person: |dossier| marks::person(dossier, &judge),
        pull_request: |review| marks::pull_request(review, &judge),
    },
};

fn judge(mark: &Mark, _: &Content) -> Option<Remark> {
    let What::Hides(how) = &mark.what else {
        return None;
    };
    let words = match how {
        Hidden::Pushed { blanks, column } => {
            format!("code that goes on in column {column}, behind {blanks} blanks")
        }
        Hidden::Reordered => {
            "code that control characters show in another order than it runs in".to_owned()
        }
        Hidden::Invisible => "an invisible character inside a name".to_owned(),
        Hidden::Smuggled { count } => format!("{count} invisible characters in a row"),
        Hidden::Encoded => {
            "code that decodes text, sends a request and evaluates what comes, in one place"
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
