//! Makes text from commits safe to show: characters that could move the cursor, change the reading direction,
//! hide or pile up are shown like `\u{1b}`.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

/// Marks on one letter; more are escaped. Living scripts do not use more.
const MOST_MARKS: usize = 4;
/// Longer text from a commit is cut before it is shown to a human, in columns.
const LONGEST: usize = 600;

/// Characters that readers do not see, or that change the text around them: controls, format
/// and bidirectional marks, fillers, odd spaces, variation selectors, tags, private use.
const DECEPTIVE: [(char, char); 30] = [
    ('\0', '\u{1f}'),
    ('\u{7f}', '\u{a0}'),
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{1680}', '\u{1680}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    ('\u{2000}', '\u{200f}'),
    ('\u{2028}', '\u{202f}'),
    ('\u{205f}', '\u{206f}'),
    ('\u{2800}', '\u{2800}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{e000}', '\u{f8ff}'),
    ('\u{fdd0}', '\u{fdef}'),
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    ('\u{fffe}', '\u{ffff}'),
    ('\u{13430}', '\u{1345f}'),
    ('\u{16fe4}', '\u{16fe4}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d159}', '\u{1d159}'),
    ('\u{1d173}', '\u{1d17a}'),
    ('\u{e0000}', '\u{e0fff}'),
    ('\u{f0000}', '\u{ffffd}'),
    ('\u{ffffe}', '\u{10ffff}'),
];

/// Whether a character is invisible or changes the text around it.
pub(crate) fn is_deceptive(letter: char) -> bool {
    let after = DECEPTIVE.partition_point(|(first, _)| *first <= letter);
    after > 0 && letter <= DECEPTIVE[after - 1].1
}

/// Text for human eyes: one line, without hidden characters, of limited length.
pub(crate) fn plain(text: &str) -> String {
    visible(text, LONGEST)
}

/// The same of any length, for formats in which nothing may be missing.
pub(crate) fn whole(text: &str) -> String {
    visible(text, usize::MAX)
}

fn visible(text: &str, longest: usize) -> String {
    let mut shown = String::with_capacity(text.len());
    // A mark at the start would combine with the character before the text.
    let mut marks = MOST_MARKS;
    let mut columns = 0;
    for letter in text.chars() {
        let width = letter.width().unwrap_or_default();
        marks = if width == 0 { marks + 1 } else { 0 };
        if is_deceptive(letter) || marks > MOST_MARKS {
            let start = shown.len();
            let _ = write!(shown, "{}", letter.escape_unicode());
            columns += shown.len() - start;
        } else {
            shown.push(letter);
            columns += width;
        }
        if columns > longest {
            shown.push('…');
            break;
        }
    }
    shown
}

/// Columns that text without deceptive characters takes.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().filter_map(|letter| letter.width()).sum()
}

/// The beginning of `text` in at most `most` columns, ending in `…` where something was cut.
pub(crate) fn clip(text: &str, most: usize) -> String {
    if columns(text) <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut room = most.saturating_sub(1);
    for letter in text.chars() {
        let width = letter.width().unwrap_or_default();
        if width > room {
            break;
        }
        room -= width;
        kept.push(letter);
    }
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ranges_are_in_order() {
        assert!(DECEPTIVE.iter().all(|(first, last)| first <= last));
        assert!(DECEPTIVE.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn what_is_hidden_becomes_visible() {
        assert_eq!(
            plain("a\u{1b}[31mb\r\n\u{9b}1m"),
            "a\\u{1b}[31mb\\u{d}\\u{a}\\u{9b}1m"
        );
        assert_eq!(
            plain("\u{202e}gnp.exe\u{200b}"),
            "\\u{202e}gnp.exe\\u{200b}"
        );
        assert_eq!(
            plain("\u{e0041}\u{feff}\u{3164}"),
            "\\u{e0041}\\u{feff}\\u{3164}"
        );
        assert_eq!(
            plain("Zoë Ö. 山田　太郎 Nguyễn \u{fffd}"),
            "Zoë Ö. 山田　太郎 Nguyễn \u{fffd}"
        );
    }

    #[test]
    fn marks_cannot_pile_up_or_sit_on_foreign_text() {
        assert_eq!(plain("\u{301}a"), "\\u{301}a");
        let flood = format!("a{}", "\u{301}".repeat(6));
        assert_eq!(
            plain(&flood),
            format!("a{}\\u{{301}}\\u{{301}}", "\u{301}".repeat(4))
        );
    }

    #[test]
    fn endless_text_ends() {
        assert!(columns(&plain(&"x".repeat(100_000))) <= LONGEST + 2);
        assert!(columns(&plain(&"\u{1b}".repeat(100_000))) <= LONGEST + 12);
    }

    #[test]
    fn wide_letters_are_never_cut_in_half() {
        assert_eq!(clip("山田太郎", 8), "山田太郎");
        assert_eq!(clip("山田太郎", 7), "山田太…");
        assert_eq!(clip("山田太郎", 6), "山田…");
    }
}
