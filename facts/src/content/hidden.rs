//! Added lines of code that a reviewer does not see: out of the window, reordered, invisible or encoded.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use unicode_script::{Script, UnicodeScript as _};

use super::excerpt;
use super::prose::{LEAST_CODE, Lines};
use crate::path::Parts;

/// How code is hidden from a reviewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hidden {
    /// It is far to the right, behind blanks.
    Pushed {
        /// How many blanks.
        blanks: u32,
        /// The column where it continues, from 1.
        column: u32,
    },
    /// Control characters show it in a different order from the one in which it runs.
    Reordered,
    /// An invisible character splits a name.
    Invisible,
    /// Invisible characters in a row, which encode something.
    Smuggled {
        /// How many.
        count: u32,
    },
    /// Encoded text, a request and an evaluation are close together.
    Encoded,
}

type Found = (Hidden, u32, Box<str>);

/// Endings of files that hold code.
const SOURCES: [&str; 57] = [
    "bash", "c", "cc", "cjs", "clj", "cpp", "cs", "cts", "cu", "cxx", "dart", "ex", "exs", "go",
    "gradle", "groovy", "h", "hh", "hpp", "hs", "java", "jl", "js", "jsx", "kt", "kts", "lua", "m",
    "mjs", "ml", "mm", "mts", "nim", "php", "pl", "pm", "ps1", "py", "pyi", "r", "rb", "rs",
    "scala", "sh", "sol", "svelte", "swift", "tf", "ts", "tsx", "vala", "vb", "vue", "vy", "yul",
    "zig", "zsh",
];
/// Folders of generated files and of translations.
const OTHER_FOLDERS: [&str; 20] = [
    "build",
    "bundle",
    "dist",
    "doc",
    "docs",
    "gen",
    "generated",
    "i18n",
    "intl",
    "l10n",
    "lang",
    "langs",
    "lib-dist",
    "locale",
    "locales",
    "min",
    "out",
    "public",
    "snapshots",
    "translations",
];
/// Parts of the name of such a file, and of a test's.
const OTHER_FILES: [&str; 22] = [
    ".bundle.",
    ".gen.",
    ".generated.",
    ".min.",
    ".pb.",
    ".spec.",
    ".test.",
    "-min.",
    "_generated",
    "_pb2",
    "_spec.",
    "_test.",
    "bidi",
    "bundle",
    "charset",
    "emoji",
    "entities",
    "i18n",
    "locale",
    "test_",
    "translat",
    "unicode",
];
/// Code counts as pushed out of view from this column on, behind at least this many blanks.
const OUT_OF_VIEW: usize = 200;
const PUSHING_BLANKS: usize = 60;
/// At least this many invisible characters in a row encode something.
const SPELLING: usize = 8;
/// Encoded text, request and evaluation count as close together within this many lines.
const TOGETHER: usize = 15;
/// Longest line that people write, in characters. Longer ones are generated.
const LONGEST_LINE: usize = 2_000;

/// Code that evaluates text, fetches, and decodes.
const SIGNS: [&[&str]; 3] = [
    &[
        "eval(",
        "new Function(",
        "Function.constructor",
        "constructor(\"require\"",
        "constructor('require'",
        "runInThisContext(",
        "runInNewContext(",
        " exec(",
        "=exec(",
        ";exec(",
        "Invoke-Expression",
        "| iex",
        "marshal.loads(",
    ],
    &[
        "fetch(",
        "axios",
        "XMLHttpRequest",
        "http.get(",
        "https.get(",
        "http.request(",
        "https.request(",
        "request.get(",
        "urlopen(",
        "requests.get(",
        "requests.post(",
        "DownloadString(",
        "Invoke-WebRequest",
        "Net::HTTP",
        "file_get_contents(\"http",
        "file_get_contents('http",
    ],
    &[
        "atob(",
        "base64",
        "Base64",
        "fromCharCode",
        "b64decode",
        "unhexlify(",
        "fromhex(",
        "'hex')",
        "\"hex\")",
    ],
];

static SIGN_FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(SIGNS.into_iter().flatten()).expect("a few dozen words are not too many")
});

/// What the added lines of a file hide. Only files of code are examined, without generated files and
/// translations.
pub(super) fn find(parts: &Parts<'_>, added: &[(u32, &str)]) -> Vec<Found> {
    if !is_code(parts) {
        return Vec::new();
    }
    let mut found: Vec<Found> = Vec::new();
    let mut lines = Lines::new(&parts.ending);
    for (number, line) in added {
        let begins_in = lines.enter(*number, line);
        let pushed = pushed(line).filter(|(_, at)| !lines.is_text(line, *at, begins_in));
        let sign = pushed.or_else(|| unseen(line));
        found.extend(sign.map(|(what, at)| (what, *number, excerpt(line, at))));
    }
    found.extend(encoded(added));
    found
}

/// Whether a file holds code that people write.
pub(super) fn is_code(parts: &Parts<'_>) -> bool {
    let file = parts.file.to_lowercase();
    let mut folders = parts.folder.split('/');
    SOURCES.binary_search(&&*parts.ending).is_ok()
        && !OTHER_FILES.iter().any(|word| file.contains(word))
        && !folders.any(|folder| {
            OTHER_FOLDERS.binary_search(&folder).is_ok()
                || folder.contains("test")
                || folder.contains("locale")
        })
}

/// Whether a character leaves no trace in an editor, or changes how its neighbours show.
pub(super) fn is_unseen(c: char) -> bool {
    is_control(c) || is_spelling(c)
}

/// Bidirectional embeddings, overrides and isolates (Unicode Annex 9).
fn is_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Characters without a glyph: zero-width ones, fillers, variation selectors, tags.
fn is_spelling(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}'
            | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}'
    )
}

/// Code that goes on out of view behind blanks, and the byte where the blanks begin.
fn pushed(line: &str) -> Option<(Hidden, usize)> {
    if line.len() < OUT_OF_VIEW {
        return None;
    }
    let (mut column, mut blanks, mut start) = (0, 0, 0);
    for (at, c) in line.char_indices() {
        if c.is_whitespace() {
            if blanks == 0 {
                start = at;
            }
            blanks += 1;
        } else {
            let code = || line[at..].chars().filter(|c| c.is_alphanumeric());
            if blanks >= PUSHING_BLANKS && column >= OUT_OF_VIEW && code().nth(LEAST_CODE).is_some()
            {
                let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
                let what = Hidden::Pushed {
                    blanks: count(blanks),
                    column: count(column + 1),
                };
                return Some((what, start));
            }
            blanks = 0;
        }
        column += 1;
    }
    None
}

/// What is reordered or invisible in a line, and the byte where it begins.
fn unseen(line: &str) -> Option<(Hidden, usize)> {
    if line.is_ascii() {
        return None;
    }
    reordered(line)
        .or_else(|| smuggled(line))
        .or_else(|| parted(line))
}

/// An embedding, override or isolate that the line leaves open, so that it affects the code, as GCC's
/// `-Wbidi-chars=unpaired` reports it. In lines with right-to-left letters only overrides count: such text
/// needs the others.
fn reordered(line: &str) -> Option<(Hidden, usize)> {
    let mut open = Vec::new();
    for (at, c) in line.char_indices() {
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push((at, c, '\u{202c}')),
            '\u{2066}'..='\u{2068}' => open.push((at, c, '\u{2069}')),
            '\u{202c}' | '\u{2069}' => {
                if let Some(opened) = open.iter().rposition(|(_, _, end)| *end == c) {
                    open.truncate(opened);
                }
            }
            _ => {}
        }
    }
    let has_use = line.chars().any(runs_leftwards);
    open.into_iter()
        .find(|(_, c, _)| !has_use || matches!(c, '\u{202d}' | '\u{202e}'))
        .map(|(at, _, _)| (Hidden::Reordered, at))
}

fn runs_leftwards(c: char) -> bool {
    use Script::{Adlam, Arabic, Hebrew, Mandaic, Nko, Samaritan, Syriac, Thaana};
    let scripts = [
        Adlam, Arabic, Hebrew, Mandaic, Nko, Samaritan, Syriac, Thaana,
    ];
    scripts.contains(&c.script())
}

/// Invisible characters in a row, except the tags that follow a flag to make it a region's.
fn smuggled(line: &str) -> Option<(Hidden, usize)> {
    let mut run: Option<(usize, usize)> = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        if is_spelling(c) {
            let follows_flag = before == '\u{1f3f4}';
            run = match run {
                Some((start, count)) => Some((start, count + 1)),
                None if follows_flag => None,
                None => Some((at, 1)),
            };
            if run.is_none() {
                continue;
            }
        } else {
            if let Some(found) = spelled(run) {
                return Some(found);
            }
            run = None;
        }
        before = c;
    }
    spelled(run)
}

fn spelled(run: Option<(usize, usize)>) -> Option<(Hidden, usize)> {
    let (start, count) = run.filter(|(_, count)| *count >= SPELLING)?;
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    Some((Hidden::Smuggled { count }, start))
}

/// A zero-width character or filler between two ASCII letters, digits or underscores.
fn parted(line: &str) -> Option<(Hidden, usize)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let parts = |c: char| {
        matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{3164}' | '\u{ffa0}'
            | '\u{115f}' | '\u{1160}' | '\u{feff}')
    };
    let mut letters = line.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = letters.next() {
        let after = letters.peek().map_or(' ', |(_, c)| *c);
        if parts(c) && is_name(before) && is_name(after) {
            return Some((Hidden::Invisible, at));
        }
        before = c;
    }
    None
}

/// The first line that evaluates text, where a request and a decoding stand near it.
fn encoded(added: &[(u32, &str)]) -> Option<Found> {
    let kind_of = |pattern: usize| {
        let mut ends = SIGNS.iter().scan(0, |end, words| {
            *end += words.len();
            Some(*end)
        });
        ends.position(|end| pattern < end).unwrap_or_default()
    };
    // For each kind of sign, the line in which it was seen last.
    let mut seen: [Option<usize>; 3] = [None; 3];
    let mut evaluation = 0;
    for (position, (_, line)) in added.iter().enumerate() {
        if line.len() > LONGEST_LINE {
            continue;
        }
        for sign in SIGN_FINDER.find_iter(line) {
            let kind = kind_of(sign.pattern().as_usize());
            seen[kind] = Some(position);
            if kind == 0 {
                evaluation = position;
            }
        }
        if let [Some(a), Some(b), Some(c)] = seen
            && position - a.min(b).min(c) < TOGETHER
        {
            let (number, line) = added[evaluation];
            return Some((Hidden::Encoded, number, excerpt(line, 0)));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_searching() {
        assert!(SOURCES.is_sorted() && OTHER_FOLDERS.is_sorted());
    }
}
