//! Human names: when two of them can be said to have nothing in common.
//!
//! Only full names take part, and only names of one script are compared: a name and its
//! transliteration are the same person's more often than not.

use unicode_script::{Script, UnicodeScript};

/// Words that make a name a group's, a role's or a machine's.
const NOT_A_PERSON: [&str; 39] = [
    "and",
    "via",
    "bot",
    "team",
    "ci",
    "admin",
    "root",
    "user",
    "unknown",
    "developer",
    "dev",
    "labs",
    "inc",
    "llc",
    "ltd",
    "gmbh",
    "corp",
    "foundation",
    "project",
    "the",
    "builder",
    "build",
    "release",
    "automation",
    "system",
    "service",
    "server",
    "github",
    "gitlab",
    "git",
    "macbook",
    "laptop",
    "ubuntu",
    "your",
    "name",
    "test",
    "actions",
    "robot",
    "localhost",
];
/// Two words of a name closer than this are taken for spellings of one. Jaro-Winkler, 0 to 1; .85 keeps
/// one-letter typos and common romanisation variants together.
const SAME_WORD: f64 = 0.85;

/// A full human name: two or more words of letters, or two to four Han, Hangul or kana characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FullName {
    words: Vec<String>,
    script: Script,
}

impl FullName {
    /// Reads a full human name; `None` for handles, single names, pairs, groups, roles and mixed scripts.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let script = one_script(name)?;
        let words = match words(name, script)? {
            words if words.len() == 1 && writes_without_spaces(script) => split_surname(&words[0])?,
            words => words,
        };
        let human = words.len() >= 2
            && words.iter().any(|word| word.chars().count() >= 2)
            && !words
                .iter()
                .any(|word| NOT_A_PERSON.contains(&word.as_str()));
        human.then_some(Self { words, script })
    }

    /// Whether the two names are of one script and share nothing: no word, initial, beginning or close
    /// spelling in any order, nor the same letters written together.
    #[must_use]
    pub fn is_unrelated_to(&self, other: &Self) -> bool {
        self.script == other.script
            && self.words.concat() != other.words.concat()
            && !self
                .words
                .iter()
                .any(|a| other.words.iter().any(|b| may_be_same_word(a, b)))
    }
}

/// The largest set of names, taken in the given order, that are pairwise unrelated.
///
/// Greedy: each name joins when it is unrelated to all taken before; never overstates.
#[must_use]
pub fn pairwise_unrelated<'a>(names: impl IntoIterator<Item = &'a FullName>) -> Vec<&'a FullName> {
    let mut taken: Vec<&FullName> = Vec::new();
    for name in names {
        if taken.iter().all(|other| name.is_unrelated_to(other)) {
            taken.push(name);
        }
    }
    taken
}

fn may_be_same_word(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long.starts_with(short) || strsim::jaro_winkler(a, b) >= SAME_WORD
}

fn one_script(name: &str) -> Option<Script> {
    let mut scripts = name
        .chars()
        .filter(|c| c.is_alphabetic())
        .map(|c| match c.script() {
            Script::Katakana | Script::Hiragana => Script::Han,
            script => script,
        })
        .filter(|script| !matches!(script, Script::Common | Script::Inherited));
    let first = scripts.next()?;
    scripts.all(|script| script == first).then_some(first)
}

/// The words in lower case, Latin ones without accents; `None` when one holds more than letters.
fn words(name: &str, script: Script) -> Option<Vec<String>> {
    name.split(|c: char| c.is_whitespace() || matches!(c, '-' | '.' | ',' | '\'' | '’' | '·'))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let letters = word.chars().all(|c| c.is_alphabetic() || is_mark(c));
            let plain = if script == Script::Latin {
                any_ascii::any_ascii(word)
            } else {
                word.to_owned()
            };
            letters.then(|| plain.to_lowercase())
        })
        .collect()
}

/// Combining marks belong to the letter before them (Devanagari vowels, decomposed accents).
fn is_mark(c: char) -> bool {
    c.script() == Script::Inherited
        || (!c.is_alphanumeric() && !c.is_ascii() && c.script() != Script::Common)
}

const fn writes_without_spaces(script: Script) -> bool {
    matches!(script, Script::Han | Script::Hangul)
}

/// Family name first, one character, as nearly all such names of two to four characters have it.
fn split_surname(word: &str) -> Option<Vec<String>> {
    let mut characters = word.chars();
    let surname = characters.next()?.to_string();
    let given: String = characters.collect();
    (1..=3)
        .contains(&given.chars().count())
        .then(|| vec![surname, given])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unrelated(a: &str, b: &str) -> bool {
        let name =
            |text: &str| FullName::parse(text).unwrap_or_else(|| panic!("{text} is a full name"));
        let answer = name(a).is_unrelated_to(&name(b));
        assert_eq!(
            answer,
            name(b).is_unrelated_to(&name(a)),
            "{a} and {b} in both orders"
        );
        answer
    }

    #[test]
    fn names_with_anything_in_common_are_not_unrelated() {
        for (a, b) in [
            ("Ada Lovelace", "Lovelace Ada"),
            ("Ada Lovelace", "A. King"),
            ("Ada Lovelace", "Ada King"),
            ("Łukasz Żak", "Lukasz Zak"),
            ("Jon Snowden", "John Snow"),
            ("Mary-Jane Watson", "Maryjane Watson"),
            ("Иван Петров", "Ivan Petrov"),
            ("王小明", "王大力"),
        ] {
            assert!(!unrelated(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn names_with_nothing_in_common_are_unrelated_in_every_script() {
        for (a, b) in [
            ("Ada Lovelace", "Grace Hopper"),
            ("Иван Петров", "Ольга Сидорова"),
            ("王小明", "李大力"),
            ("김민수", "이서연"),
            ("आशा शर्मा", "विक्रम पटेल"),
        ] {
            assert!(unrelated(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn what_is_no_full_name_takes_no_part() {
        for name in [
            "ada",
            "ada99 lovelace",
            "Ada & Grace",
            "Ada and Grace",
            "Release Team",
            "Ada Петров",
            "",
            "x y",
        ] {
            assert_eq!(FullName::parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_set_of_unrelated_names_holds_no_related_pair() {
        let names: Vec<_> = [
            "Ada Lovelace",
            "Grace Hopper",
            "Ada Byron",
            "Edsger Dijkstra",
        ]
        .into_iter()
        .filter_map(FullName::parse)
        .collect();
        let taken = pairwise_unrelated(&names);
        assert_eq!(taken, [&names[0], &names[1], &names[3]]);
    }
}
