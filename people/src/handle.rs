//! Handles: logins and short names, and when two of them have nothing in common.
//!
//! Handles share less than full names do, so the comparison is more cautious: any common beginning, any part of one
//! in the other and any similar spelling makes them related.

use unicode_script::Script;

use super::name::{one_script, shares_a_reading};
use super::name_lists::NOT_A_PERSON;

/// Fewer letters than this are initials.
const LEAST_LETTERS: usize = 3;
/// Handles that begin with this many equal letters are related.
const SAME_BEGINNING: usize = 3;
/// Handles with this many equal letters in a row are related.
const SAME_PART: usize = 4;
/// Handles with a greater Jaro similarity are related, 0 to 1.
const SIMILAR: f64 = 0.6;
/// Han and Hangul names are this many characters long at most. Longer words are not names.
const LONGEST_WIDE_NAME: usize = 4;

/// The letters of a login or of a name of any kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Handle {
    /// Lower case, Latin ones without accents.
    words: Vec<String>,
    script: Script,
}

impl Handle {
    /// Reads a login or a name. `None` for what many share (roles, machines, teams), for several people at once, for
    /// mixed scripts and for fewer than three letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let script = one_script(text)?;
        let is_joined = |c: char| matches!(c, '&' | '+' | '/' | '@' | ',' | ';' | '|');
        if text.contains(is_joined) {
            return None;
        }
        let plain = if script == Script::Latin && !text.is_ascii() {
            any_ascii::any_ascii(text)
        } else {
            text.to_owned()
        };
        let words: Vec<String> = plain
            .to_lowercase()
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        let is_role = |word: &String| NOT_A_PERSON.binary_search(&word.as_str()).is_ok();
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        (letters >= LEAST_LETTERS && !words.iter().any(is_role)).then_some(Self { words, script })
    }

    /// Whether the two are in the same script and have nothing in common: no beginning of three letters, no part of
    /// four, no word of one within the other, no initials, no similar spelling.
    #[must_use]
    pub fn is_unrelated_to(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.words.concat(), other.words.concat());
        self.script == other.script
            && beginning(&ours) != beginning(&theirs)
            && !share_a_part(&ours, &theirs)
            && !self.has_word_in(&theirs)
            && !other.has_word_in(&ours)
            && !self.has_initials_of(other)
            && !other.has_initials_of(self)
            && strsim::jaro(&ours, &theirs) <= SIMILAR
            && !self.shares_a_reading_with(other)
    }

    fn has_word_in(&self, letters: &str) -> bool {
        let long = |word: &&String| word.chars().count() >= LEAST_LETTERS;
        letters.contains(&self.words.concat())
            || self
                .words
                .iter()
                .filter(long)
                .any(|word| letters.contains(word.as_str()))
    }

    /// Whether a word of this begins with the initials of the other.
    fn has_initials_of(&self, other: &Self) -> bool {
        let initials: String = other
            .words
            .iter()
            .filter_map(|word| word.chars().next())
            .collect();
        let starts = |word: &String| word.starts_with(&initials);
        other.words.len() >= 2 && (self.words.iter().any(starts) || starts(&self.words.concat()))
    }

    /// Variants of one character have the same reading.
    fn shares_a_reading_with(&self, other: &Self) -> bool {
        let is_name = |handle: &Self| {
            let letters = handle.words.concat().chars().count();
            letters <= LONGEST_WIDE_NAME && matches!(handle.script, Script::Han | Script::Hangul)
        };
        (is_name(self) || is_name(other))
            && shares_a_reading(&self.words.concat(), &other.words.concat())
    }
}

/// Whether the two have a few letters in a row in common.
fn share_a_part(one: &str, other: &str) -> bool {
    let (ours, theirs) = (letters(one), letters(other));
    ours.windows(SAME_PART)
        .any(|part| theirs.windows(SAME_PART).any(|other| part == other))
}

fn letters(text: &str) -> Vec<char> {
    text.chars().collect()
}

fn beginning(letters: &str) -> Vec<char> {
    letters.chars().take(SAME_BEGINNING).collect()
}

/// Whether at least `least` of the handles are pairwise unrelated, taken greedily in the given order. May miss a set,
/// and never claims one that does not exist.
#[must_use]
pub fn unrelated_handles<'a>(handles: impl IntoIterator<Item = &'a Handle>) -> Vec<&'a Handle> {
    let mut taken: Vec<&Handle> = Vec::new();
    for handle in handles {
        if taken.iter().all(|other| handle.is_unrelated_to(other)) {
            taken.push(handle);
        }
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unrelated(a: &str, b: &str) -> bool {
        let handle = |text: &str| Handle::parse(text).unwrap_or_else(|| panic!("{text}"));
        let answer = handle(a).is_unrelated_to(&handle(b));
        assert_eq!(answer, handle(b).is_unrelated_to(&handle(a)), "{a} / {b}");
        answer
    }

    #[test]
    fn handles_with_anything_in_common_are_related() {
        for (a, b) in [
            ("nightowl", "nightowl99"),
            ("nightowl", "night-fox"),
            ("ada-lovewick", "lovewick"),
            ("alovewick", "Ada Lovewick"),
            ("alx-work", "Ada Lovewick"),
            ("Łukasz", "lukas"),
            ("owlnight", "nightowl"),
            ("grandbear", "bearhouse"),
            ("Иван", "ivan"),
            ("张伟明", "張偉"),
        ] {
            assert!(
                Handle::parse(a).is_none() || Handle::parse(b).is_none() || !unrelated(a, b),
                "{a} / {b}"
            );
        }
    }

    #[test]
    fn handles_with_nothing_in_common_are_unrelated_in_every_script() {
        for (a, b) in [
            ("nightowl", "brickwork"),
            ("Zoe Quill", "harmtop"),
            ("сова", "кирпич"),
            ("王小明", "李大力"),
        ] {
            assert!(unrelated(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn what_many_share_is_not_a_handle() {
        for text in [
            "root-build",
            "ab",
            "42",
            "ada & zoe",
            "ada+zoe",
            "Release Team",
            "Ada Петров",
        ] {
            assert_eq!(Handle::parse(text), None, "{text}");
        }
    }
}
