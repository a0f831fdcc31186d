//! Placeholders in the heuristics' pages: `{rate}` stands for what the measured record says.
//!
//! No page states a measured number by hand, so that none can contradict its record.

use countersign_heuristics::{Record, Strength};

use crate::figures::count;
use crate::rates::{measured, unmeasured_or};

/// A measured number that a page asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placeholder {
    /// `{rate}`, `{rate:moderate}`, `{rate:strong}`: how many ordinary contributors show a finding of this
    /// strength or a stronger one.
    Rate(Strength),
    /// `{testable}`: how many people had enough history to be tested.
    Testable,
    /// `{among}`: who they were, in words.
    Among,
}

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Text that stays as written.
    Text(&'a str),
    /// A number from the record.
    Filled(Placeholder),
    /// Braces around a name that is not a placeholder. It stays as written; a test keeps pages free of it.
    Unknown(&'a str),
}

impl Placeholder {
    /// Reads what stands between the braces.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "rate" => Self::Rate(Strength::Context),
            "rate:moderate" => Self::Rate(Strength::Moderate),
            "rate:strong" => Self::Rate(Strength::Strong),
            "testable" => Self::Testable,
            "among" => Self::Among,
            _ => return None,
        })
    }

    /// What the record says, as a part of a sentence.
    fn fill(self, record: &Record) -> String {
        match self {
            Self::Rate(strength) => rate(record, strength),
            Self::Testable if record.testable == 0 => "an unknown number of".to_owned(),
            Self::Testable => count(u64::from(record.testable)),
            Self::Among if record.among.is_empty() => "people with enough history".to_owned(),
            Self::Among => record.among.clone(),
        }
    }
}

/// `7 of 120 (5.8 %)`, or why there is no number.
fn rate(record: &Record, strength: Strength) -> String {
    let rate = record.base_rate(strength);
    rate.map_or_else(|| unmeasured_or(record.instead.as_deref()), measured)
}

/// Takes a page apart at its braces. Braces with blanks, quotation marks or nothing between them are text.
pub(crate) fn pieces(page: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = page;
    let mut from = 0;
    while let Some(open) = rest[from..].find('{').map(|at| from + at) {
        let name = &rest[open + 1..];
        let Some(length) = name.find(|c: char| !is_of_name(c)) else {
            break;
        };
        if length == 0 || !name[length..].starts_with('}') {
            from = open + 1;
            continue;
        }
        pieces.push(Piece::Text(&rest[..open]));
        let name = &name[..length];
        let known = Placeholder::parse(name).map(Piece::Filled);
        pieces.push(known.unwrap_or(Piece::Unknown(name)));
        rest = &rest[open + length + 2..];
        from = 0;
    }
    pieces.push(Piece::Text(rest));
    pieces.retain(|piece| *piece != Piece::Text(""));
    pieces
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_')
}

/// The page with every placeholder filled in from the record.
pub(crate) fn filled(page: &str, record: &Record) -> String {
    let text = pieces(page).into_iter().map(|piece| match piece {
        Piece::Text(text) => text.to_owned(),
        Piece::Filled(placeholder) => placeholder.fill(record),
        Piece::Unknown(name) => format!("{{{name}}}"),
    });
    text.collect()
}

#[cfg(test)]
mod tests {
    use countersign_heuristics::{Fired, catalogue};

    use super::*;

    fn record() -> Record {
        Record {
            among: "people with ten commits".to_owned(),
            testable: 21_741,
            fired: Fired {
                context: 1_000,
                moderate: 87,
                strong: 0,
            },
            ..Record::default()
        }
    }

    #[test]
    fn rates_come_from_the_record() {
        let page = "Any: {rate}. Moderate: {rate:moderate}. Strong: {rate:strong}.";
        assert_eq!(
            filled(page, &record()),
            "Any: 1,087 of 21,741 (5.0 %). Moderate: 87 of 21,741 (0.4 %). Strong: 0 of 21,741 (less than 0.02 %)."
        );
        assert_eq!(
            filled("Of {testable} {among}", &record()),
            "Of 21,741 people with ten commits"
        );
    }

    #[test]
    fn what_was_not_measured_says_so() {
        let unmeasured = Record::default();
        assert_eq!(
            filled("How many is {rate}.", &unmeasured),
            "How many is not measured yet."
        );
        let instead = Record {
            instead: Some("unknown: nobody lists them".to_owned()),
            ..Record::default()
        };
        assert_eq!(
            filled("How many is {rate:strong}.", &instead),
            "How many is unknown: nobody lists them."
        );
    }

    #[test]
    fn other_braces_are_text() {
        for text in ["{", "}", "{}", "{ \"a\": 1 }", "${A B}", "{rate", "a { b"] {
            assert_eq!(pieces(text), [Piece::Text(text)]);
        }
        assert_eq!(
            pieces("{ {rate}{rat}"),
            [
                Piece::Text("{ "),
                Piece::Filled(Placeholder::Rate(Strength::Context)),
                Piece::Unknown("rat")
            ]
        );
        assert_eq!(filled("{rat}", &record()), "{rat}");
    }

    #[test]
    fn pages_hold_no_unknown_placeholder() {
        for heuristic in catalogue() {
            let unknown: Vec<_> = pieces(heuristic.page)
                .into_iter()
                .filter(|piece| matches!(piece, Piece::Unknown(_)))
                .collect();
            assert_eq!(unknown, [], "{}: placeholders", heuristic.id);
        }
    }

    #[test]
    fn a_page_asks_for_no_more_than_its_heuristic_can_say() {
        for heuristic in catalogue() {
            for piece in pieces(heuristic.page) {
                if let Piece::Filled(Placeholder::Rate(strength)) = piece {
                    assert!(
                        strength <= heuristic.strength,
                        "{}: {strength:?}",
                        heuristic.id
                    );
                }
            }
        }
    }
}
