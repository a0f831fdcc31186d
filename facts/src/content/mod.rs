//! What the lines that a change adds contain. Only small marks are kept, never the lines themselves.

mod auto_run;
mod commands;
mod held;
mod hidden;
mod prose;
mod stated;

use std::collections::HashSet;

use rustc_hash::FxBuildHasher;

use crate::indicator::IndicatorKind;
use crate::indicators::Indicators;
use crate::path::{Parts, named_second};
use crate::wallet::Wallet;
pub use auto_run::AutoRun;
pub use held::Contents;
pub use hidden::Hidden;
pub use stated::MachineFact;

/// Most marks that are kept of one file.
const MOST_MARKS: usize = 20;
/// Characters of a line that a mark quotes, before and after its subject.
const QUOTED_BEFORE: usize = 30;
const QUOTED: usize = 110;
/// A longer run of blanks is quoted as its length.
const LONGEST_BLANK: usize = 8;

/// What a change does to the text of one file.
#[derive(Clone, Debug, Default)]
pub struct FileChange {
    /// Its path after the change, from the repository's root.
    pub path: Box<[u8]>,
    /// Lines it adds, without line ends: number in the new file, from 1, and text.
    pub added: Vec<(u32, String)>,
    /// Lines it removes, without line ends.
    pub removed: Vec<String>,
}

/// Says whether to look for a wallet.
pub type Wanted<'a> = &'a (dyn Fn(&Wallet) -> bool + Sync);

/// Looks for the wallets that an imported list names; `None` when no list can name any.
pub fn listed(indicators: &Indicators) -> Option<impl Fn(&Wallet) -> bool + Sync> {
    let is_listed = |wallet: &Wallet| {
        let mut lists = indicators.matching(IndicatorKind::Wallet, wallet.as_str());
        lists.next().is_some()
    };
    (!indicators.is_empty()).then_some(is_listed)
}

/// What was found in the text of one change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// The marks, by file and line.
    pub marks: Vec<Mark>,
    /// Files it changes that [`is_sensitive`](crate::is_sensitive) holds for, by path.
    pub sensitive: Vec<Box<[u8]>>,
    /// Files it adds whose names state the second in which a tool made them, by path.
    pub dated: Vec<DatedFile>,
    /// Files whose lines could not be examined: too large, missing, or left out by the platform. Files that
    /// are not text are not counted.
    pub unseen: u32,
}

/// A new file whose name states when a tool made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatedFile {
    /// Its path.
    pub path: Box<[u8]>,
    /// The second, Unix seconds, as [`named_second`] reads it.
    pub second: i64,
}

impl DatedFile {
    /// The file at this path, if its name states a second.
    #[must_use]
    pub fn of(path: &[u8]) -> Option<Self> {
        Some(Self {
            second: named_second(path)?,
            path: path.into(),
        })
    }
}

/// Something in an added line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it is.
    pub what: What,
    /// The file; empty for a commit's message.
    pub path: Box<[u8]>,
    /// The line in the new file, from 1; in a message its line there.
    pub line: u32,
    /// The relevant part of the line, at most about 110 characters. Invisible characters are spelled out and
    /// long runs of blanks counted; all others are as found, so escape it before showing it.
    pub excerpt: Box<str>,
}

/// The subject of a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// It runs automatically.
    Runs(AutoRun),
    /// It is hidden from a reviewer.
    Hides(Hidden),
    /// The address of a wallet that the caller looks for.
    Names(Wallet),
    /// It states something about the machine of the program that wrote it.
    States(MachineFact),
}

impl Content {
    /// Examines all files of one change. A line that the change also removes elsewhere, apart from blanks, was
    /// moved or indented and does not count as added.
    #[must_use]
    pub fn of(files: &[FileChange], wanted: Option<Wanted<'_>>) -> Self {
        let removed = files.iter().flat_map(|file| &file.removed);
        let removed: HashSet<String, FxBuildHasher> =
            removed.map(|line| without_blanks(line)).collect();
        let marks = files.iter().flat_map(|file| {
            let added = file.added.iter();
            let lines: Vec<_> = added
                .map(|(number, line)| (*number, line.as_str()))
                .collect();
            let mut marks = marks(&file.path, &lines, wanted);
            marks.retain(|mark| {
                let line = lines.iter().find(|(number, _)| *number == mark.line);
                line.is_none_or(|(_, line)| !removed.contains(&without_blanks(line)))
            });
            marks
        });
        Self {
            marks: marks.collect(),
            ..Self::default()
        }
    }
}

/// A line without blanks.
fn without_blanks(line: &str) -> String {
    line.split_whitespace().collect()
}

/// Whether there is anything to look for in a file. Wallets are looked for in every file.
#[must_use]
pub fn is_read(path: &[u8], for_wallets: bool) -> bool {
    let parts = Parts::of(path).filter(|parts| for_wallets || parts.is_in_force());
    parts.is_some_and(|parts| for_wallets || auto_run::is_read(&parts) || stated::is_read(&parts))
}

/// The marks in the added lines of one file. Files of tests, examples and copied projects are searched for
/// wallets only.
pub fn marks(path: &[u8], added: &[(u32, &str)], wanted: Option<Wanted<'_>>) -> Vec<Mark> {
    let Some(parts) = Parts::of(path) else {
        return Vec::new();
    };
    let mark = |what, line, excerpt| Mark {
        what,
        path: path.into(),
        line,
        excerpt,
    };
    let mut marks = Vec::new();
    if parts.is_in_force() {
        let runs = auto_run::find(&parts, added).into_iter();
        marks.extend(runs.map(|(what, line, excerpt)| mark(What::Runs(what), line, excerpt)));
        let hides = hidden::find(&parts, added).into_iter();
        marks.extend(hides.map(|(what, line, excerpt)| mark(What::Hides(what), line, excerpt)));
        let stated = stated::find(&parts, added).into_iter();
        marks.extend(stated.map(|(what, line, excerpt)| mark(What::States(what), line, excerpt)));
    }
    let named = wallets(added, wanted);
    let named = named.map(|(wallet, line, excerpt)| mark(What::Names(wallet), line, excerpt));
    marks.extend(named);
    marks.truncate(MOST_MARKS);
    marks
}

/// Wallets in the message of a commit.
#[must_use]
pub fn message_marks(message: &str, wanted: Option<Wanted<'_>>) -> Vec<Mark> {
    let lines: Vec<_> = (1..).zip(message.lines()).collect();
    let mark = |(wallet, line, excerpt)| Mark {
        what: What::Names(wallet),
        path: Box::default(),
        line,
        excerpt,
    };
    wallets(&lines, wanted).map(mark).take(MOST_MARKS).collect()
}

/// The wanted wallets that lines name.
fn wallets<'a>(
    lines: &'a [(u32, &'a str)],
    wanted: Option<Wanted<'a>>,
) -> impl Iterator<Item = (Wallet, u32, Box<str>)> + use<'a> {
    let searched = wanted.into_iter();
    searched.flat_map(move |wanted| {
        let found = lines.iter().flat_map(|(line, text)| {
            let found = Wallet::find(text);
            found.map(move |(at, wallet)| (wallet, *line, *text, at))
        });
        let named = found.filter(move |(wallet, ..)| wanted(wallet));
        named.map(|(wallet, line, text, at)| (wallet, line, excerpt(text, at)))
    })
}

/// The part of `line` around the byte `at`, as [`Mark::excerpt`] promises.
fn excerpt(line: &str, at: usize) -> Box<str> {
    let before = line[..at].chars().rev().take(QUOTED_BEFORE);
    let start = at - before.map(char::len_utf8).sum::<usize>();
    let mut text = String::new();
    let mut rest = line[start..].trim_start();
    while let Some(c) = rest.chars().next() {
        if text.chars().count() >= QUOTED {
            text.push_str("...");
            break;
        }
        let after = rest.trim_start_matches(is_blank);
        let blanks = rest[..rest.len() - after.len()].chars().count();
        if blanks > LONGEST_BLANK {
            text += &format!("[{blanks} blanks]");
            rest = after;
            continue;
        }
        if hidden::is_unseen(c) {
            text.extend(c.escape_unicode());
        } else {
            text.push(c);
        }
        rest = &rest[c.len_utf8()..];
    }
    text.trim_end().into()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() && !hidden::is_unseen(c)
}

#[cfg(test)]
mod tests;
