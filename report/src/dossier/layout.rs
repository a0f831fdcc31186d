//! Headings and lists of a dossier in a terminal.

use crate::escape::plain;
use crate::figures::count;
use crate::text::{Ink, Page};

/// Repositories or names that are listed beside a fact.
const MOST_NAMED: usize = 3;

/// A heading after an empty line.
pub(super) fn section(page: &mut Page, title: &str, remark: &str) {
    page.blank();
    let gap = if remark.is_empty() { "" } else { "  " };
    let pieces = [
        (Ink::Strong, title),
        (Ink::Plain, gap),
        (Ink::Faint, remark),
    ];
    page.flow(0, 2, &pieces);
}

/// `acme/widget`, `acme/widget and acme/site`, `acme/widget, acme/site and 2 more`.
pub(super) fn listed(names: &[String]) -> String {
    let hidden = names.len().saturating_sub(MOST_NAMED);
    let shown = names.iter().take(MOST_NAMED).map(|one| plain(one));
    let more = (hidden > 0).then(|| format!("{} more", count(hidden as u64)));
    let mut parts: Vec<_> = shown.chain(more).collect();
    match parts.pop() {
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_end_in_a_conjunction() {
        let names = ["a", "b", "c", "d", "e"].map(str::to_owned);
        assert_eq!(listed(&[]), "");
        assert_eq!(listed(&names[..1]), "a");
        assert_eq!(listed(&names[..2]), "a and b");
        assert_eq!(listed(&names[..3]), "a, b and c");
        assert_eq!(listed(&names), "a, b, c and 2 more");
    }
}
