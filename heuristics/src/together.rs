//! How often ordinary people show findings of two families together: what `calibrate measure --write` counted.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::heuristic::Family;
use crate::record::Rate;

/// Two families agree if ordinary people hardly ever show findings of both: at most this share, with 95 % confidence.
/// It is the budget for the level `review`.
const RARE_TOGETHER: f64 = 0.001;

/// The text of `together.toml`.
const MEASURED: &str = include_str!("together.toml");

/// Counts of people, without names.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Together {
    /// How many people with ten commits or more were examined.
    people: u32,
    /// How many of them have findings beyond context in both of two families: `clock+key`, in the order of
    /// [`Family::ALL`]. Pairs that nobody shows are left out.
    pairs: BTreeMap<String, u32>,
}

/// How many ordinary people with ten commits or more have findings beyond context in both families.
///
/// # Panics
/// Never in a build that passed its tests: they read the file.
#[must_use]
pub fn shown_together(a: Family, b: Family) -> Rate {
    static TOGETHER: LazyLock<Together> =
        LazyLock::new(|| toml::from_str(MEASURED).expect("a test reads the file"));
    let fired = TOGETHER.pairs.get(&pair(a, b)).copied();
    Rate {
        testable: TOGETHER.people,
        fired: fired.unwrap_or_default(),
    }
}

/// Whether findings of these two families together are rare among ordinary people.
pub(crate) fn are_rare_together(a: Family, b: Family) -> bool {
    a != b && shown_together(a, b).interval().1 <= RARE_TOGETHER
}

/// The name of two families in the file: `clock+key`.
#[must_use]
pub fn pair(a: Family, b: Family) -> String {
    let (first, second) = (a.min(b), a.max(b));
    format!("{}+{}", first.as_str(), second.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_names_pairs_of_families_in_order() {
        let together: Together = toml::from_str(MEASURED).expect("the file");
        let all = Family::ALL;
        let known = |name: &String| {
            all.iter()
                .any(|a| all.iter().any(|b| a < b && pair(*a, *b) == *name))
        };
        assert!(together.pairs.keys().all(known), "{together:?}");
        assert!(together.people > 0);
    }

    #[test]
    fn the_order_of_two_families_does_not_matter() {
        assert_eq!(pair(Family::Key, Family::Clock), "clock+key");
        assert_eq!(pair(Family::Clock, Family::Key), "clock+key");
        assert!(!are_rare_together(Family::Clock, Family::Clock));
    }
}
