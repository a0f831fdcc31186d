//! The lines of a changed file, from the hunks that GitHub shows.

use diffy::{Line, Patch};

use crate::types::ChangedLines;

/// The changed lines of a file, from GitHub's count of `changes` and its patch, if it shows one. The lines
/// of an unreadable patch count as withheld.
pub(crate) fn lines(patch: Option<&str>, changes: u64) -> ChangedLines {
    match patch.map(read) {
        Some(Some(lines)) => lines,
        None if changes == 0 => ChangedLines::None,
        _ => ChangedLines::Withheld,
    }
}

fn read(hunks: &str) -> Option<ChangedLines> {
    // GitHub leaves out the line end after the last line.
    let patch = format!("{hunks}\n");
    let patch = Patch::from_str(&patch).ok()?;
    let (mut added, mut removed) = (Vec::new(), Vec::new());
    for hunk in patch.hunks() {
        let mut number = u32::try_from(hunk.new_range().start()).ok()?;
        for line in hunk.lines() {
            let text = |line: &str| line.trim_end_matches(['\r', '\n']).to_owned();
            match line {
                Line::Insert(line) => added.push((number, text(line))),
                Line::Delete(line) => removed.push(text(line)),
                Line::Context(_) => {}
            }
            number += u32::from(!matches!(line, Line::Delete(_)));
        }
    }
    Some(ChangedLines::Shown { added, removed })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(added: &[(u32, &str)], removed: &[&str]) -> ChangedLines {
        ChangedLines::Shown {
            added: added
                .iter()
                .map(|(number, line)| (*number, (*line).to_owned()))
                .collect(),
            removed: removed.iter().map(|line| (*line).to_owned()).collect(),
        }
    }

    #[test]
    fn hunks_are_read_as_github_shows_them() {
        let two = "@@ -1,3 +1,3 @@ fn main() {\n a\n-b\r\n+c\n d\n@@ -10 +10,2 @@\n e\n+--- f\n\\ No newline at \
                   end of file";
        let expected = shown(&[(2, "c"), (11, "--- f")], &["b"]);
        assert_eq!(lines(Some(two), 3), expected);
        let new = "@@ -0,0 +1,2 @@\n+a\n+b";
        assert_eq!(lines(Some(new), 2), shown(&[(1, "a"), (2, "b")], &[]));
    }

    #[test]
    fn what_is_not_shown_is_told_from_what_is_not_there() {
        assert_eq!(lines(None, 0), ChangedLines::None);
        assert_eq!(lines(None, 30_000), ChangedLines::Withheld);
        assert_eq!(lines(Some("@@ broken"), 1), ChangedLines::Withheld);
    }
}
