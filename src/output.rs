//! Everything that leaves the process: stdout, stderr and files.

use std::borrow::Cow;
use std::io::{self, Write as _};
use std::path::Path;
use std::{env, fs};

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use indicatif::HumanCount;

use crate::exit::Failure;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();
const DETAIL: Style = Style::new().dimmed();

/// Columns of text that does not go to a terminal.
const WIDTH_ELSEWHERE: usize = 100;
/// Start of the name of a file that is still being written.
const PREFIX: &str = ".countersign-";

/// How much the user wants to read besides the result.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Console {
    pub(crate) quiet: bool,
    pub(crate) verbose: bool,
}

impl Console {
    /// Prints that something is wrong although the work goes on.
    pub(crate) fn warn(self, text: &str) {
        print_line(WARNING, "warning", text);
    }

    /// Prints what the user can do next; begins with a verb.
    pub(crate) fn hint(self, text: &str) {
        if !self.quiet {
            print_line(HINT, "hint", text);
        }
    }

    /// Prints a detail for users who asked for details.
    pub(crate) fn detail(self, text: &str) {
        if self.verbose {
            print_line(DETAIL, "detail", text);
        }
    }
}

/// Prints to stderr why the command failed: the error and its causes on one line, then the hint.
pub(crate) fn print_failure(failure: &Failure) {
    print_line(ERROR, "error", &format!("{:#}", failure.error));
    if let Some(hint) = &failure.hint {
        print_line(HINT, "hint", hint);
    }
}

fn print_line(style: Style, label: &str, text: &str) {
    let text = printable(text);
    // If stderr is closed, nobody reads it.
    let _ = writeln!(anstream::stderr(), "{style}{label}:{style:#} {text}");
}

/// The text as one word of a POSIX shell, for commands that the user copies.
pub(crate) fn shell_word(text: &str) -> String {
    let word = shlex::try_quote(text);
    // No word can hold a NUL, and no path or option has one.
    word.map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// The text on one line and without control characters: it may quote a path or the answer of a server.
pub(crate) fn printable(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' | '\t' => safe.push(' '),
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' => {
                safe.extend(letter.escape_unicode());
            }
            letter if letter.is_control() => safe.extend(letter.escape_unicode()),
            letter => safe.push(letter),
        }
    }
    safe
}

/// A number with its noun: "1 commit", "2,000 commits".
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", HumanCount(number))
}

/// Whether text on stdout may carry colours.
pub(crate) fn colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never
}

/// Columns of stdout.
pub(crate) fn width() -> usize {
    let columns = env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let terminal = || terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0);
    match columns.or_else(terminal) {
        Some(columns) if columns > 0 => usize::from(columns),
        _ => WIDTH_ELSEWHERE,
    }
}

/// Writes to stdout. A reader that stops reading, such as `head`, is not an error.
pub(crate) fn print(text: &[u8]) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::storage(
            anyhow::Error::new(error).context("cannot write to stdout"),
        )),
        _ => Ok(()),
    }
}

/// Creates a folder and its parents.
pub(crate) fn create_folder(path: &Path) -> Result<(), Failure> {
    fs::create_dir_all(path).map_err(|error| {
        let context = format!("cannot create the folder {}", path.display());
        Failure::storage(anyhow::Error::new(error).context(context))
    })
}

/// Fails now if [`write_file`] would fail later because a folder or a permission is missing.
pub(crate) fn check_writable(path: &Path) -> Result<(), Failure> {
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
        return Ok(());
    }
    let probe = if path.is_dir() {
        Err(io::Error::from(io::ErrorKind::IsADirectory))
    } else {
        fs::metadata(folder_of(path))
            .and_then(|_| {
                tempfile::Builder::new()
                    .prefix(PREFIX)
                    .tempfile_in(folder_of(path))
            })
            .map(drop)
    };
    probe.map_err(|error| not_written(path, error))
}

/// Writes a file as a whole or not at all.
pub(crate) fn write_file(path: &Path, text: &[u8]) -> Result<(), Failure> {
    write_whole(path, text).map_err(|error| not_written(path, error))
}

fn not_written(path: &Path, error: io::Error) -> Failure {
    let context = format!("cannot write {}", path.display());
    Failure::storage(anyhow::Error::new(error).context(context))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

fn write_whole(path: &Path, text: &[u8]) -> io::Result<()> {
    // A device or a pipe is written to, not replaced.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return fs::OpenOptions::new()
            .write(true)
            .open(path)?
            .write_all(text);
    }
    // If the path is a link, its target is replaced.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX);
    let permissions = like_other_files(&path);
    if let Some(permissions) = permissions {
        builder.permissions(permissions);
    }
    let mut file = builder.tempfile_in(folder_of(&path))?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Permissions of the file that is replaced, or else those that any new file gets.
#[cfg(unix)]
fn like_other_files(path: &Path) -> Option<fs::Permissions> {
    use std::os::unix::fs::PermissionsExt as _;
    let existing = fs::metadata(path).map(|metadata| metadata.permissions());
    Some(existing.unwrap_or_else(|_| fs::Permissions::from_mode(0o666)))
}

#[cfg(not(unix))]
fn like_other_files(_: &Path) -> Option<fs::Permissions> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_stay_on_their_line() {
        assert_eq!(printable("a\nb\u{1b}[2J\u{202e}"), "a b\\u{1b}[2J\\u{202e}");
        assert_eq!(printable("naïve 日本"), "naïve 日本");
    }
}
