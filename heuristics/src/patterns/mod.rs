//! Published patterns: ways of working that public advisories describe, as data.
//!
//! Each pattern is one file. It says which heuristics are signs of it, how many are enough, who described it, and what a
//! maintainer can do next. A pattern adds no evidence and raises no level.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::finding::Strength;

/// A published pattern and its signs.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Name in kebab case, the same as the file's.
    pub id: String,
    /// Name in reports.
    pub name: String,
    /// One neutral sentence that describes the records.
    pub sentence: String,
    /// The heuristics whose findings are signs of it.
    pub heuristics: Vec<String>,
    /// How many of them are enough for a match.
    pub enough: usize,
    /// The heuristics of which one strong finding is enough.
    pub alone: Vec<String>,
    /// What a maintainer can do next.
    pub next: Vec<String>,
    /// The public descriptions of it.
    pub sources: Vec<Source>,
}

/// A public advisory or report.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The title, as published.
    pub title: String,
    /// The publisher.
    pub publisher: String,
    /// The day of publication, `YYYY-MM-DD`; `undated` for pages that are updated continuously.
    pub date: String,
    /// The address, if it is a lasting one.
    pub url: Option<String>,
}

/// A pattern that findings match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The pattern.
    pub pattern: &'static Pattern,
    /// Its heuristics with a finding, in the order of the pattern.
    pub signs: Vec<&'static str>,
    /// How many heuristics are signs of it.
    pub of: usize,
}

/// Declares the files, each once, in alphabetical order.
macro_rules! patterns {
    ($($id:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] = &[$(($id, include_str!(concat!($id, ".toml")))),*];
    };
}

patterns! {
    "borrowed-clock",
    "fabricated-history",
    "fast-privilege",
    "identity-switch",
    "key-handover",
    "mutual-vouching",
    "one-operator",
    "poisoned-change",
}

/// All patterns, in alphabetical order.
///
/// # Panics
/// Never in a build that passed its tests: they read every file.
#[must_use]
pub fn patterns() -> &'static [Pattern] {
    static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
        let read = |(_, text): &(&str, &str)| toml::from_str(text);
        let all: Result<_, toml::de::Error> = FILES.iter().map(read).collect();
        all.expect("every pattern is read by a test")
    });
    &PATTERNS
}

/// The pattern with this id.
#[must_use]
pub fn pattern(id: &str) -> Option<&'static Pattern> {
    patterns().iter().find(|pattern| pattern.id == id)
}

/// The patterns that these findings (heuristic id and strength) match: those with the most signs first, then in
/// alphabetical order.
///
/// A context finding counts as a sign, but context findings alone never make a match.
#[must_use]
pub fn matched(findings: &[(&str, Strength)]) -> Vec<Match> {
    let mut matches: Vec<_> = patterns()
        .iter()
        .filter_map(|pattern| pattern.matched(findings))
        .collect();
    matches.sort_by_key(|one| std::cmp::Reverse(one.signs.len()));
    matches
}

impl Pattern {
    fn matched(&'static self, findings: &[(&str, Strength)]) -> Option<Match> {
        let found: BTreeSet<_> = findings.iter().map(|(id, _)| *id).collect();
        let signs: Vec<_> = self
            .heuristics
            .iter()
            .map(String::as_str)
            .filter(|id| found.contains(id))
            .collect();
        let beyond_context = findings
            .iter()
            .any(|(id, strength)| signs.contains(id) && *strength > Strength::Context);
        let alone = findings.iter().any(|(id, strength)| {
            *strength == Strength::Strong && self.alone.iter().any(|one| one == id)
        });
        (alone || beyond_context && signs.len() >= self.enough).then_some(Match {
            pattern: self,
            signs,
            of: self.heuristics.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::catalogue;

    #[test]
    fn files_are_in_order_and_named_like_their_patterns() {
        assert!(FILES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let ids: Vec<_> = patterns().iter().map(|pattern| &*pattern.id).collect();
        let files: Vec<_> = FILES.iter().map(|(file, _)| *file).collect();
        assert_eq!(ids, files);
    }

    #[test]
    fn every_sign_is_a_heuristic() {
        for pattern in patterns() {
            let id = &pattern.id;
            for sign in &pattern.heuristics {
                let known = catalogue().iter().any(|heuristic| heuristic.id == sign);
                assert!(known, "{id}: no heuristic {sign}");
            }
            let distinct: BTreeSet<_> = pattern.heuristics.iter().collect();
            assert_eq!(distinct.len(), pattern.heuristics.len(), "{id}");
            assert!(
                (2..=pattern.heuristics.len()).contains(&pattern.enough),
                "{id}"
            );
            for alone in &pattern.alone {
                assert!(pattern.heuristics.contains(alone), "{id}: {alone}");
                let strong = |heuristic: &&&crate::Heuristic| {
                    heuristic.id == alone && heuristic.strength == Strength::Strong
                };
                assert!(catalogue().iter().any(|one| strong(&one)), "{id}: {alone}");
            }
        }
    }

    #[test]
    fn every_pattern_can_match() {
        for pattern in patterns() {
            let most = |id: &String| {
                let heuristic = catalogue().iter().find(|one| one.id == id);
                heuristic.map_or(Strength::Context, |one| one.strength)
            };
            let findings: Vec<_> = pattern
                .heuristics
                .iter()
                .map(|id| (id.as_str(), most(id)))
                .collect();
            let all = pattern.matched(&findings);
            assert_eq!(
                all.map(|one| one.signs.len()),
                Some(pattern.heuristics.len())
            );
        }
    }

    #[test]
    fn texts_are_sentences_that_accuse_nobody() {
        let words = [
            "suspicious",
            "fake",
            "fraud",
            "north korea",
            "dprk",
            "attacker",
            "malicious",
        ];
        for pattern in patterns() {
            let id = &pattern.id;
            assert!(pattern.name.starts_with(char::is_uppercase), "{id}");
            assert!(
                !pattern.next.is_empty() && !pattern.sources.is_empty(),
                "{id}"
            );
            for text in std::iter::once(&pattern.sentence).chain(&pattern.next) {
                assert!(
                    text.starts_with(char::is_uppercase) && text.ends_with('.'),
                    "{text}"
                );
                let lower = text.to_lowercase();
                let accuses = words.iter().find(|word| lower.contains(**word));
                assert_eq!(accuses, None, "{id}: {text}");
            }
            for source in &pattern.sources {
                let day = source.date.len() == 10 && source.date.split('-').count() == 3;
                assert!(day || source.date == "undated", "{id}: {}", source.date);
                let safe = |url: &String| url.starts_with("https://") && !url.contains([' ', ')']);
                assert!(
                    source.url.as_ref().is_none_or(safe),
                    "{id}: {:?}",
                    source.url
                );
                assert!(
                    !source.title.is_empty() && !source.publisher.is_empty(),
                    "{id}"
                );
            }
        }
    }

    #[test]
    fn signs_are_counted_once_and_context_never_suffices() {
        use Strength::{Context, Moderate, Strong};
        let shown = |findings: &[(&str, Strength)]| -> Vec<_> {
            let line = |one: &Match| format!("{} {}/{}", one.pattern.id, one.signs.len(), one.of);
            matched(findings).iter().map(line).collect()
        };
        assert_eq!(shown(&[]), [""; 0]);
        assert_eq!(shown(&[("split-clock", Strong)]), ["borrowed-clock 1/4"]);
        assert_eq!(shown(&[("split-clock", Moderate); 3]), [""; 0]);
        assert_eq!(
            shown(&[("two-clocks", Moderate), ("relabelled-clock", Context)]),
            ["borrowed-clock 2/4"]
        );
        assert_eq!(
            shown(&[("key-change", Context), ("signing-lapse", Context)]),
            [""; 0]
        );
        assert_eq!(
            shown(&[
                ("split-clock", Strong),
                ("unrelated-names", Moderate),
                ("shared-key", Strong)
            ]),
            [
                "identity-switch 2/5",
                "one-operator 2/5",
                "borrowed-clock 1/4"
            ]
        );
    }
}
