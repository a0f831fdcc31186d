//! How rare the words of names are among people who commit in public.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Words of full names with the number of people who carry them, commonest first; before them, how many
/// full names were counted.
static COUNTED: &str = include_str!("words.txt");

/// The counts, and how many names they are counted over.
struct Words {
    names: f64,
    carriers: FxHashMap<&'static str, u32>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut lines = COUNTED.lines().filter(|line| !line.starts_with('#'));
    let names = lines.next().and_then(|line| line.parse().ok());
    let carriers = lines.filter_map(|line| {
        let (word, count) = line.split_once(' ')?;
        Some((word, count.parse().ok()?))
    });
    Words {
        names: names.unwrap_or(1.0),
        carriers: carriers.collect(),
    }
});

/// Number of people assumed for a word that is not on the list: fewer than for any word on it.
const UNLISTED: u32 = 4;
/// Most bits of a word for each of its letters: the entropy of a letter in a name, rounded up.
const BITS_A_LETTER: f64 = 3.0;

/// How rare a word of a name is, in bits: two people share it by chance once in two to this power.
pub(super) fn surprisal(word: &str) -> f64 {
    let carriers = WORDS.carriers.get(word).copied().unwrap_or(UNLISTED);
    let length = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
    (WORDS.names / f64::from(carriers))
        .log2()
        .min(BITS_A_LETTER * f64::from(length))
}

/// Whether it is a given name or surname of several of the counted people, and so not a handle.
pub(super) fn is_common(word: &str) -> bool {
    WORDS.carriers.contains_key(word)
}
