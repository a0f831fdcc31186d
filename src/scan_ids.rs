//! Ids of scans, for commands that ask the memory.

use countersign_history::PlatformKeys;

use crate::exit::Failure;
use crate::named::in_history;
use crate::output::Console;
use crate::scan;

/// The text by which the memory knows a person. Ids of scans (`p-...`) are looked up in the repository around this
/// folder, because the memory keeps no readable addresses from which it could make them.
pub(crate) fn for_memory(text: &str, console: Console) -> Result<String, Failure> {
    if !is_scan_id(text) {
        return Ok(text.to_owned());
    }
    let read = scan::history_of(&scan::around_here(), &PlatformKeys::default(), console);
    let found = read.ok().and_then(|read| in_history(&read.history, text));
    found.ok_or_else(|| {
        Failure::usage(format!(
            "cannot find {text:?} in the repository around this folder"
        ))
        .hint("run this in the repository whose scan printed the id, or give an e-mail address")
    })
}

fn is_scan_id(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let digits = text.strip_prefix("p-");
    digits.is_some_and(|digits| {
        digits.len() == 12 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}
