//! Whether the end of a line is text in a string or a comment, and not code.
//!
//! Only the whole grammar of a language says for certain what is a string and what is code. Somebody who hides code would
//! exploit a guess, so text that could be a call, an assignment or an interpolation counts as code wherever it is.

/// The rest of a line with at least this many letters and digits is code, not the end of a frame.
pub(super) const LEAST_CODE: usize = 6;

/// Endings of languages whose comments begin with `#`.
const HASH: [&str; 13] = [
    "bash", "ex", "exs", "jl", "nim", "pl", "pm", "py", "pyi", "r", "rb", "sh", "zsh",
];
/// Endings of languages whose comments begin with `--`.
const DASHES: [&str; 2] = ["hs", "lua"];
/// Endings of languages with strings between backticks.
const BACKTICKS: [&str; 11] = [
    "cjs", "cts", "go", "js", "jsx", "mjs", "mts", "svelte", "ts", "tsx", "vue",
];
/// Endings of languages with strings between three quotation marks.
const TRIPLES: [&str; 7] = ["groovy", "jl", "kt", "kts", "py", "pyi", "scala"];
/// Characters of calls, assignments and interpolations.
const OF_CODE: [char; 7] = ['(', ';', '=', '{', '$', '`', '<'];

/// Follows the lines of a file, to know what a line begins in.
pub(super) struct Lines<'a> {
    ending: &'a str,
    /// The number of the line that comes next, if what it begins in is known.
    next: u32,
    /// What ends the string or comment that the next line begins in.
    until: Option<&'static str>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(ending: &'a str) -> Self {
        Self {
            ending,
            next: 0,
            until: None,
        }
    }

    /// Takes the next added line, and says what ends the string or comment in which it begins.
    pub(super) fn enter(&mut self, number: u32, line: &str) -> Option<&'static str> {
        if number != self.next {
            self.until = None;
        }
        let begins_in = self.until;
        self.next = number.saturating_add(1);
        let mut rest = line;
        loop {
            let found = match self.until {
                Some(end) => rest.find(end).map(|at| (at + end.len(), None)),
                None => self.opening(rest),
            };
            let Some((after, until)) = found else {
                return begins_in;
            };
            self.until = until;
            rest = &rest[after..];
        }
    }

    /// The first string or comment that can go over several lines: where its content begins, and what ends it.
    fn opening(&self, text: &str) -> Option<(usize, Option<&'static str>)> {
        let has = |endings: &[&str]| endings.contains(&self.ending);
        let slashes = !has(&HASH) && !has(&DASHES);
        [
            (slashes, "/*", "*/"),
            (has(&BACKTICKS), "`", "`"),
            (has(&TRIPLES), "\"\"\"", "\"\"\""),
            (has(&TRIPLES), "'''", "'''"),
        ]
        .into_iter()
        .filter(|(has, ..)| *has)
        .filter_map(|(_, open, close)| Some((text.find(open)? + open.len(), Some(close))))
        .min()
    }

    /// Whether the line from byte `at` on, where blanks begin, is text and not code. `begins_in` is what
    /// [`Lines::enter`] said.
    pub(super) fn is_text(&self, line: &str, at: usize, begins_in: Option<&str>) -> bool {
        let (before, after) = line.split_at(at);
        if begins_in.is_none() && self.is_comment(line) {
            // It could be a line of a string that interpolates.
            return !after.contains("${");
        }
        let end = match begins_in {
            Some(end) if !before.contains(end) => end,
            _ => match open_quote(before) {
                Some(quote) => quote,
                None => return false,
            },
        };
        let (text, beyond) = after.split_once(end).unwrap_or((after, ""));
        let letters = beyond.chars().filter(|c| c.is_alphanumeric());
        !text.contains(OF_CODE) && letters.count() < LEAST_CODE
    }

    fn is_comment(&self, line: &str) -> bool {
        let line = line.trim_start();
        if HASH.contains(&self.ending) {
            line.starts_with('#')
        } else if DASHES.contains(&self.ending) {
            line.starts_with("--")
        } else {
            line.starts_with("//")
        }
    }
}

/// The quotation mark of the string that is still open at the end of a part of a line.
fn open_quote(before: &str) -> Option<&'static str> {
    let mut open = None;
    let mut escaped = false;
    for c in before.chars() {
        let quote = match c {
            '"' => "\"",
            '\'' => "'",
            '`' => "`",
            _ => "",
        };
        if !quote.is_empty() && !escaped {
            open = match open {
                None => Some(quote),
                Some(own) if own == quote => None,
                other => other,
            };
        }
        escaped = c == '\\' && !escaped;
    }
    open
}

#[cfg(test)]
mod tests {
    use super::Lines;

    /// Whether what follows the first wide blank of the last line is text.
    fn is_text(ending: &str, lines: &[&str]) -> bool {
        let mut known = Lines::new(ending);
        let mut text = false;
        for (number, line) in (1..).zip(lines) {
            let begins_in = known.enter(number, line);
            let at = line.find("    ").unwrap_or_default();
            text = known.is_text(line, at, begins_in);
        }
        text
    }

    #[test]
    fn tables_and_drawings_are_text() {
        for (ending, lines) in [
            ("go", &["const head = `| Name    | one click |`"][..]),
            ("rs", &["//! main    topic branch"]),
            ("py", &["# main    topic branch"]),
            ("js", &["print(\"| Name    | Description |\");"]),
            ("py", &["\"\"\"A table:", "| Name    | Description |"]),
            ("c", &["/* A table:", " | Name    | Description | */"]),
            ("ts", &["const table = `", "| Name    | Description |"]),
        ] {
            assert!(is_text(ending, lines), "{lines:?}");
        }
    }

    #[test]
    fn code_beside_strings_and_comments_is_code() {
        for (ending, lines) in [
            ("js", &["const a = 1;    require('child_process')"][..]),
            ("js", &["const a = \"b\";    require('child_process')"]),
            ("js", &["const a = \"b    \"; require('child_process')"]),
            ("js", &["const a = /\"/;    require(\"child_process\")"]),
            ("js", &["const a = /[//]/;    require(\"child_process\")"]),
            ("js", &["const a = `b    ${require('child_process')}`"]),
            ("js", &["`", "// b    ${require('child_process')}"]),
            ("sh", &["a=\"b    \" curl load.example"]),
            ("sh", &["a=\"b    $(curl load.example)\""]),
            ("py", &["a = 7 // 2    ; exec(b)"]),
            ("py", &["\"\"\"A table", "\"\"\"    ; exec(table)"]),
        ] {
            assert!(!is_text(ending, lines), "{lines:?}");
        }
    }
}
