//! Values as people spell them in lists: with a name, made harmless to click, with a note.

use countersign_facts::IndicatorKind;

/// Ways to write a sign so that no program makes a link of it.
const DEFANGED: [(&str, &str); 12] = [
    ("[@]", "@"),
    ("(@)", "@"),
    ("{@}", "@"),
    ("[at]", "@"),
    ("(at)", "@"),
    ("[.]", "."),
    ("(.)", "."),
    ("{.}", "."),
    ("[dot]", "."),
    ("(dot)", "."),
    ("[:]", ":"),
    ("hxxp", "http"),
];

/// The value alone.
pub(crate) fn plain(kind: IndicatorKind, value: &str) -> String {
    let quotes = |letter: char| letter == '"' || letter == '\'' || letter.is_whitespace();
    let value = value.trim_matches(quotes);
    let value = match kind {
        IndicatorKind::Mailbox => in_angle_brackets(value).unwrap_or(value),
        _ => value,
    };
    match kind {
        // A comment of a key may hold anything.
        IndicatorKind::Key => value.to_owned(),
        _ => refanged(value),
    }
}

/// The address of `Name <address>`.
fn in_angle_brackets(value: &str) -> Option<&str> {
    let (_, rest) = value.rsplit_once('<')?;
    let (address, _) = rest.split_once('>')?;
    Some(address.trim())
}

fn refanged(value: &str) -> String {
    let mut value = value.to_owned();
    for (harmless, sign) in DEFANGED {
        while let Some(at) = value.to_ascii_lowercase().find(harmless) {
            value.replace_range(at..at + harmless.len(), sign);
        }
    }
    value
}

/// A line of a plain list without the note that `#` starts, at its start or after a space.
pub(crate) fn without_note(line: &str) -> &str {
    let starts_note = |(at, _): &(usize, &str)| {
        line[..*at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace)
    };
    let note = line.match_indices('#').find(starts_note);
    note.map_or(line, |(at, _)| &line[..at]).trim()
}
