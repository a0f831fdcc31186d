//! Human names, and when two of them have nothing in common.
//!
//! Only full names in the same script are compared, because a name and its transliteration usually belong to
//! the same person. In case of doubt, names count as related or are left out, which can only keep a heuristic
//! quiet.

use unicode_script::{Script, UnicodeScript};

use super::name_lists::{NOT_A_PERSON, UNSPACED_SURNAMES};

/// Two words of a name that are closer than this count as spellings of one word. Jaro-Winkler, 0 to 1; 0.85
/// keeps one-letter typing errors and common romanisation variants together.
const SAME_WORD: f64 = 0.85;
/// Most words of a name. More are a sentence or several people.
const MOST_WORDS: usize = 6;

/// A full human name: two or more words of letters, or a family name and one or two characters in Han or
/// Hangul, which are written without a space.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FullName {
    words: Vec<String>,
    script: Script,
    /// Whether the name was written without a space, so that its division into words is a guess.
    unspaced: bool,
}

impl FullName {
    /// Reads a full human name; `None` for handles, single names, pairs, groups, roles and mixed scripts.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let script = one_script(name)?;
        if holds_two_names(name) {
            return None;
        }
        let mut parts = name.split(is_space).filter(|part| !part.is_empty());
        let (first, second) = (parts.next()?, parts.next());
        let words = match second {
            None => split_surname(first, script)?,
            Some(_) => words(name, script)?,
        };
        let wide = matches!(script, Script::Han | Script::Hangul);
        let human = (2..=MOST_WORDS).contains(&words.len())
            && (wide || words.iter().any(|word| word.chars().count() >= 2))
            && !words
                .iter()
                .any(|word| NOT_A_PERSON.binary_search(&word.as_str()).is_ok());
        human.then_some(Self {
            words,
            script,
            unspaced: second.is_none(),
        })
    }

    /// Whether the two names are in the same script and share nothing: no word, initial, beginning or close
    /// spelling in any order, and not the same letters written together. Names written without spaces may not
    /// share the reading of a character either, because variants of one character have the same reading.
    #[must_use]
    pub fn is_unrelated_to(&self, other: &Self) -> bool {
        self.script == other.script
            && self.words.concat() != other.words.concat()
            && !self
                .words
                .iter()
                .any(|a| other.words.iter().any(|b| may_be_same_word(a, b)))
            && !((self.unspaced || other.unspaced) && self.shares_a_reading_with(other))
    }

    /// Whether the two names are the same words in any order.
    #[must_use]
    pub fn is_same_as(&self, other: &Self) -> bool {
        let sorted = |name: &Self| {
            let mut words = name.words.clone();
            words.sort_unstable();
            words
        };
        self.script == other.script && sorted(self) == sorted(other)
    }

    /// Its words in Latin letters, for searching in logins and addresses.
    pub(super) fn romanised(&self) -> impl Iterator<Item = String> {
        self.words
            .iter()
            .map(|word| any_ascii::any_ascii(word).to_lowercase())
    }

    fn shares_a_reading_with(&self, other: &Self) -> bool {
        shares_a_reading(&self.words.concat(), &other.words.concat())
    }
}

/// Whether a character of one text is read as a character of the other.
pub(super) fn shares_a_reading(one: &str, other: &str) -> bool {
    let reading = any_ascii::any_ascii_char;
    let ours: Vec<_> = one.chars().map(reading).collect();
    other
        .chars()
        .map(reading)
        .any(|reading| ours.contains(&reading))
}

/// A set of pairwise unrelated names, taken in the given order.
///
/// Greedy: takes each name that is unrelated to all names taken before. The result is never too large, but
/// may be too small.
#[must_use]
pub fn pairwise_unrelated<'a>(names: impl IntoIterator<Item = &'a FullName>) -> Vec<&'a FullName> {
    pairwise_unrelated_up_to(usize::MAX, names)
}

/// As [`pairwise_unrelated`], but stops at `most` names, so that its time stays nearly linear.
pub(super) fn pairwise_unrelated_up_to<'a>(
    most: usize,
    names: impl IntoIterator<Item = &'a FullName>,
) -> Vec<&'a FullName> {
    let mut taken: Vec<&FullName> = Vec::new();
    for name in names {
        if taken.iter().all(|other| name.is_unrelated_to(other)) {
            taken.push(name);
        }
        if taken.len() == most {
            break;
        }
    }
    taken
}

fn may_be_same_word(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long.starts_with(short) || strsim::jaro_winkler(a, b) >= SAME_WORD
}

/// The script of all letters; `None` if there are none or several.
pub(super) fn one_script(name: &str) -> Option<Script> {
    if name.is_ascii() {
        let lettered = name.bytes().any(|byte| byte.is_ascii_alphabetic());
        return lettered.then_some(Script::Latin);
    }
    let mut scripts = name
        .chars()
        .filter(|c| c.is_alphabetic())
        .map(|c| match c.script() {
            // Japanese names mix all three.
            Script::Katakana | Script::Hiragana => Script::Han,
            script => script,
        })
        .filter(|script| !matches!(script, Script::Common | Script::Inherited));
    let first = scripts.next()?;
    scripts.all(|script| script == first).then_some(first)
}

/// Whether a character separates the parts of a full name. Hyphens and dots do not: `night-owl` and `ada.l`
/// are handles.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '·' | '・' | '･')
}

/// Whether it names two people: `Lovewick, Ada` is one, `Ada Lovewick, Grace Hopper` are two.
fn holds_two_names(name: &str) -> bool {
    let mut lists = name.split(',');
    lists.clone().count() > 2 || (name.contains(',') && lists.all(|part| words_in(part) >= 2))
}

fn words_in(part: &str) -> usize {
    part.split_whitespace().count()
}

/// The words in lower case, Latin ones without accents. `None` when a word contains anything but letters.
fn words(name: &str, script: Script) -> Option<Vec<String>> {
    name.split(|c: char| is_space(c) || matches!(c, '-' | '.' | '\'' | '’'))
        .filter(|word| !word.is_empty())
        .map(|word| {
            let letters = word.chars().all(|c| c.is_alphabetic() || is_mark(c));
            let plain = if script == Script::Latin && !word.is_ascii() {
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

/// A common family name of one character and a given name of one or two.
fn split_surname(word: &str, script: Script) -> Option<Vec<String>> {
    let mut characters = word.chars();
    let surname = characters
        .next()
        .filter(|c| UNSPACED_SURNAMES.contains(*c))?;
    let given: String = characters.collect();
    let is_given = (1..=2).contains(&given.chars().count())
        && given
            .chars()
            .all(|c| c.script() == script && c.is_alphabetic());
    is_given.then(|| vec![surname.to_string(), given])
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
    fn the_same_name_in_any_order() {
        let same = |a, b| {
            let [a, b] = [a, b].map(|name| FullName::parse(name).unwrap());
            a.is_same_as(&b)
        };
        assert!(same("Ada Lovewick", "Lovewick, Ada") && same("Łukasz Żak", "lukasz zak"));
        assert!(!same("Ada Lovewick", "Ada King") && !same("Иван Петров", "Ivan Petrov"));
    }

    #[test]
    fn names_with_anything_in_common_are_not_unrelated() {
        for (a, b) in [
            ("Ada Lovewick", "Lovewick Ada"),
            ("Ada Lovewick", "Lovewick, Ada"),
            ("Ada Lovewick", "A. King"),
            ("Ada Lovewick", "Ada King"),
            ("Łukasz Żak", "Lukasz Zak"),
            ("Nguyễn Văn An", "An Nguyen"),
            ("Jürgen Groß", "Juergen Gross"),
            ("Jon Snowden", "John Snow"),
            ("Mary-Jane Watson", "Maryjane Watson"),
            ("Иван Петров", "Ivan Petrov"),
            ("Семён Чёрный", "Черный Семен"),
            ("محمد علي", "علي حسن"),
            ("محمد علي", "Mohammed Ali"),
            ("R. K. Subramanian", "Karthik Ramesh"),
            ("Chan Tai Man", "Chen Daming"),
            ("王小明", "王大力"),
            ("王小明", "李小红"),
            ("张伟", "張偉"),
            ("王小明", "王 小明"),
            ("김민수", "이민서"),
        ] {
            assert!(!unrelated(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn names_with_nothing_in_common_are_unrelated_in_every_script() {
        for (a, b) in [
            ("Ada Lovewick", "Grace Hopper"),
            ("Иван Петров", "Ольга Сидорова"),
            ("王小明", "李大力"),
            ("王 明", "李 力"),
            ("山田 太郎", "鈴木 はな"),
            ("김민수", "이서연"),
            ("आशा शर्मा", "विक्रम पटेल"),
            ("محمد حسن", "فاطمة الزهراء"),
        ] {
            assert!(unrelated(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn other_names_are_not_full_names() {
        for name in [
            "ada",
            "Suharto",
            "night-owl",
            "ada.lovewick",
            "ada99 lovewick",
            "ada@mail.example",
            "Ada & Grace",
            "Ada Lovewick & Grace Hopper",
            "Ada Lovewick + Grace Hopper",
            "Ada Lovewick/Grace Hopper",
            "Ada Lovewick, Grace Hopper",
            "Ada, Grace, Edsger",
            "Ada and Grace",
            "Ada und Grace",
            "Release Team",
            "Acme Technologies",
            "Ada Петров",
            "renovate[bot]",
            "",
            "x y",
            "大胡子",
            "たろう",
            "산타클로스",
            "We are the people who write all this",
        ] {
            assert_eq!(FullName::parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_set_of_unrelated_names_holds_no_related_pair() {
        let names: Vec<_> = [
            "Ada Lovewick",
            "Grace Hopper",
            "Ada Byron",
            "Edsger Dijkstra",
        ]
        .into_iter()
        .filter_map(FullName::parse)
        .collect();
        let taken = pairwise_unrelated(&names);
        assert_eq!(taken, [&names[0], &names[1], &names[3]]);
        assert_eq!(pairwise_unrelated_up_to(2, &names).len(), 2);
    }

    #[test]
    fn lists_are_sorted_for_searching() {
        assert!(NOT_A_PERSON.is_sorted());
    }
}
