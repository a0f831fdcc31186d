//! The strength of a match with an imported indicator list.

use countersign_facts::{Grade, IndicatorList};

use crate::finding::Strength;

/// The strongest finding that a match with this list supports. A list without a grade never raises a level.
pub(super) fn strength_of(list: &IndicatorList) -> Strength {
    list.grade.map_or(Strength::Context, strength_of_grade)
}

/// Strong for a reliable source (A, B), moderate for a doubtful one (C, D), context below that. An entry that
/// the source itself doubts (4) is at most moderate; one that is improbable or that nobody can judge (5, 6) is
/// context.
fn strength_of_grade(grade: Grade) -> Strength {
    match (grade.reliability(), grade.credibility()) {
        (b'E' | b'F', _) | (_, Some(b'5' | b'6')) => Strength::Context,
        (b'C' | b'D', _) | (_, Some(b'4')) => Strength::Moderate,
        _ => Strength::Strong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_limit_how_much_a_match_says() {
        for (grade, expected) in [
            ("A", Strength::Strong),
            ("b2", Strength::Strong),
            ("A4", Strength::Moderate),
            ("C1", Strength::Moderate),
            ("D", Strength::Moderate),
            ("B6", Strength::Context),
            ("E1", Strength::Context),
            ("F6", Strength::Context),
        ] {
            let strength = Grade::parse(grade).map(strength_of_grade);
            assert_eq!(strength, Some(expected), "{grade}");
        }
    }
}
