//! Text as found, quoted in Markdown so that none of it has a meaning there.

use std::fmt::Write as _;

use crate::escape::{clip, plain};

/// Columns of one quotation.
const LONGEST_QUOTE: usize = 200;

/// Text as found, in a code span. It cannot end the span or leave its table cell.
pub(crate) fn quote(text: &str) -> String {
    quote_within(text, LONGEST_QUOTE)
}

/// The same, cut to `most` columns before it is escaped.
pub(crate) fn quote_within(text: &str, most: usize) -> String {
    let text = clip(plain(text).trim(), most);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    format!("`{}`", text.replace('`', "\\u{60}").replace('|', "\\u{7c}"))
}

/// A sentence that may quote text as found, escaped so that neither Markdown nor a forge gives any of it a
/// meaning.
///
/// A backslash removes a character's meaning in Markdown. A zero-width space breaks what a forge looks for in
/// the finished text: mentions, references, bare links, emoji names. A word that may be a commit id is put in
/// a code span.
pub(crate) fn prose(text: &str) -> String {
    let text = plain(text);
    let mut shown = String::with_capacity(text.len());
    let mut done = 0;
    for (position, letter) in text.char_indices() {
        let (before, from) = text.split_at(position);
        let rest = &from[letter.len_utf8()..];
        if position < done {
            continue;
        }
        let id = commit_id(before, from);
        if !id.is_empty() {
            let _ = write!(shown, "`{id}`");
            done = position + id.len();
            continue;
        }
        match letter {
            '<' => shown += "&lt;",
            '>' => shown += "&gt;",
            '&' => shown += "&amp;",
            // A backslash does not stop a forge from typesetting the text between two of them as a formula.
            '$' => shown += "\\\\u{24}",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                shown.push('\\');
                shown.push(letter);
            }
            ':' if rest.starts_with("//") || names_an_emoji(rest) => {
                shown.push(letter);
                shown += APART;
            }
            '.' if ends_with(before, "www") => {
                shown += APART;
                shown.push(letter);
            }
            '-' if ["gh", "ghsa", "cve"]
                .iter()
                .any(|mark| ends_with(before, mark)) =>
            {
                shown.push(letter);
                shown += APART;
            }
            _ => shown.push(letter),
        }
        // Mentions, and references to issues, labels, snippets, milestones, commits, merge requests.
        if "@#!%^~$&".contains(letter) && rest.starts_with(begins_a_reference) {
            shown += APART;
        }
    }
    shown
}

/// The word at the start of `from` if a forge may read it as a commit id; otherwise empty.
fn commit_id<'a>(before: &str, from: &'a str) -> &'a str {
    let in_a_word = before.ends_with(|letter: char| letter.is_ascii_alphanumeric());
    let end = from.find(|letter: char| !letter.is_ascii_alphanumeric());
    let word = &from[..end.unwrap_or(from.len())];
    let is_id = !in_a_word
        && (7..=64).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id { word } else { "" }
}

/// Whether the text after a colon names an emoji. Times such as `18:00:30` do not.
fn names_an_emoji(rest: &str) -> bool {
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && !"_+-".contains(letter));
    let Some((name, after)) = end.map(|end| rest.split_at(end)) else {
        return false;
    };
    let of_a_time = name.len() <= 2 && name.bytes().all(|byte| byte.is_ascii_digit());
    !of_a_time && after.starts_with(':')
}

fn ends_with(text: &str, lower: &str) -> bool {
    let start = text.len().checked_sub(lower.len());
    let end = start.and_then(|start| text.as_bytes().get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(lower.as_bytes()))
}

fn begins_a_reference(letter: char) -> bool {
    letter.is_alphanumeric() || "_\"'-".contains(letter)
}

/// A zero-width space.
const APART: &str = "&#8203;";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escape::columns;

    #[test]
    fn a_quotation_cannot_end_its_code_span_or_its_cell() {
        assert_eq!(quote("a`b``c|d"), "`a\\u{60}b\\u{60}\\u{60}c\\u{7c}d`");
        assert_eq!(quote("a\n# b"), "`a\\u{a}# b`");
        assert_eq!(quote(" "), "(empty)");
        assert!(columns(&quote(&"x".repeat(1000))) <= LONGEST_QUOTE + 2);
    }

    #[test]
    fn a_sentence_means_nothing_to_a_forge() {
        let cases = [
            ("@ada and a@b.test", "@&#8203;ada and a@&#8203;b.test"),
            (
                "#1 !2 GH-3 gh-4",
                "#&#8203;1 !&#8203;2 GH-&#8203;3 gh-&#8203;4",
            ),
            (
                ":+1: :smile: 18:00:30 a:b",
                ":&#8203;+1: :&#8203;smile: 18:00:30 a:b",
            ),
            (
                "deadbee DEADBEEF12 2024 deadbeez ada@1234567",
                "`deadbee` `DEADBEEF12` 2024 deadbeez ada@&#8203;`1234567`",
            ),
            (
                "GHSA-x CVE-1 $x$",
                "GHSA-&#8203;x CVE-&#8203;1 \\\\u{24}&#8203;x\\\\u{24}",
            ),
            (
                "http://a.test WWW.b.test",
                "http:&#8203;//a.test WWW&#8203;.b.test",
            ),
            ("![i](x) [l](y)", "!\\[i\\](x) \\[l\\](y)"),
            ("<img src=x>&lt;", "&lt;img src=x&gt;&amp;&#8203;lt;"),
            ("a|b `c` *d* _e_", "a\\|b \\`c\\` \\*d\\* \\_e\\_"),
            (
                "1.5 % at UTC-05:00, 13 h apart",
                "1.5 % at UTC-05:00, 13 h apart",
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(prose(text), wanted);
        }
    }
}
