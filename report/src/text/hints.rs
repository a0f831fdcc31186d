//! Commands to go on with, as lines that can be pasted.

use std::borrow::Cow;

use super::page::{Ink, Page};
use crate::escape::{columns, plain};
use crate::look::Look;
use crate::model::Scan;

/// Longer commands are not repeated; a hint then names only the option, in columns.
const LONGEST_COMMAND: usize = 160;

/// The command that scans the same repositories again: `countersign scan ../one ../other`.
pub(crate) fn scan_command(scan: &Scan, look: &Look) -> String {
    if let Some(command) = &look.command {
        return command.clone();
    }
    let sources = scan.repositories.iter().map(|one| word(&one.source));
    let command = format!("countersign scan {}", sources.collect::<Vec<_>>().join(" "));
    match columns(&command) {
        ..=LONGEST_COMMAND => command,
        _ => "countersign scan …".to_owned(),
    }
}

/// Text as one word for a POSIX shell.
pub(crate) fn word(text: &str) -> String {
    let text = plain(text);
    // Only a NUL cannot be quoted, and escaped text has none.
    let quoted = shlex::try_quote(&text).map(Cow::into_owned);
    quoted.unwrap_or_default()
}

/// Commands and what they show, in two columns; below each other where they do not fit.
pub(crate) fn hints(page: &mut Page, hints: &[(String, &str)]) {
    let widest = hints.iter().map(|(command, _)| columns(command)).max();
    let column = widest.unwrap_or_default() + 2;
    let longest = hints.iter().map(|(_, meaning)| columns(meaning)).max();
    let fits = 2 + column + longest.unwrap_or_default() <= page.width();
    for (command, meaning) in hints {
        if fits {
            let gap = " ".repeat(column - columns(command));
            let pieces = [
                (Ink::Strong, command.as_str()),
                (Ink::Plain, &gap),
                (Ink::Faint, meaning),
            ];
            page.flow(2, 4, &pieces);
        } else {
            page.whole(2, Ink::Strong, command);
            page.flow(4, 4, &[(Ink::Faint, meaning)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_stays_one_word() {
        assert_eq!(word("../one"), "../one");
        assert_eq!(word("a b"), "'a b'");
        assert_eq!(word("$(x)"), "'$(x)'");
        assert!(!word("\u{1b}[31m").contains('\u{1b}'));
    }
}
