//! Separated values with a heading line. Read are the columns `value` (or `indicator`) and `kind` (or
//! `type`).

use std::io::{BufRead, Read};

use countersign_facts::IndicatorKind;
use csv::{Reader, ReaderBuilder, StringRecord, Trim};

use crate::reading::Progress;
use crate::{Options, ReadError};

/// What may separate columns. Programs use the second where commas are in numbers.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// Headings of the two columns.
const VALUE: [&str; 2] = ["value", "indicator"];
const KIND: [&str; 2] = ["kind", "type"];

pub(crate) fn read(
    mut input: impl BufRead,
    options: Options<'_>,
    progress: &mut Progress<'_>,
) -> Result<(), ReadError> {
    let mut heading = Vec::new();
    input.read_until(b'\n', &mut heading)?;
    let stated = stated_separator(&heading);
    if stated.is_some() {
        heading.clear();
        input.read_until(b'\n', &mut heading)?;
    }
    // The reader ends a line at its carriage return, so that the next one seems to be on the same line.
    let lines_before = u64::from(stated.is_some()) + u64::from(heading.ends_with(b"\r\n"));
    let separator = stated.unwrap_or_else(|| separator_of(&heading));
    let mut reader = reader(heading.chain(input), separator);
    let headings = reader.headers()?.clone();
    let (value, kind) = (column(&headings, VALUE), column(&headings, KIND));
    let value = value.ok_or_else(|| lacks_value(&headings))?;
    if kind.is_none() && options.kind.is_none() {
        return Err(ReadError::Other {
            why: "the table does not have a column \"kind\", and no kind is given".to_owned(),
        });
    }
    let mut row = StringRecord::new();
    loop {
        let line = reader.position().line() + lines_before;
        let place = || format!("line {line}");
        match reader.read_record(&mut row) {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(error) if error.is_io_error() => return Err(error.into()),
            Err(_) => {
                progress.refuse(place(), "not UTF-8");
                continue;
            }
        }
        let line = row.position().map_or(line, |at| at.line() + lines_before);
        let place = || format!("line {line}");
        let Some(text) = row.get(value).filter(|text| !text.is_empty()) else {
            progress.refuse(place(), "the value is missing");
            continue;
        };
        let word = kind.and_then(|kind| row.get(kind)).unwrap_or_default();
        match kind_of(word) {
            Some(kind) => progress.value(kind, text, place),
            None if word.is_empty() => match options.kind {
                Some(kind) => progress.value(kind, text, place),
                None => progress.refuse(place(), "the kind is missing"),
            },
            None => progress.so_far.other_kinds += 1,
        }
    }
}

fn reader<R: Read>(input: R, separator: u8) -> Reader<R> {
    ReaderBuilder::new()
        .flexible(true)
        .trim(Trim::All)
        .delimiter(separator)
        .from_reader(input)
}

/// The place of the column with one of these headings.
fn column(headings: &StringRecord, names: [&str; 2]) -> Option<usize> {
    headings
        .iter()
        .position(|heading| names.iter().any(|name| heading.eq_ignore_ascii_case(name)))
}

/// The separator that a first line `sep=;` states, as Excel writes it.
fn stated_separator(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii_start();
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let (name, rest) = line.split_at_checked(4)?;
    let separator = *rest.first()?;
    (name.eq_ignore_ascii_case(b"sep=") && separator.is_ascii()).then_some(separator)
}

/// The separator with which the heading line has a column of values; a comma if none has.
fn separator_of(heading: &[u8]) -> u8 {
    let has_value = |separator: &u8| {
        let mut reader = reader(heading, *separator);
        let headings = reader.headers();
        headings.is_ok_and(|headings| headings.len() > 1 && column(headings, VALUE).is_some())
    };
    let found = SEPARATORS.into_iter().find(has_value);
    found.unwrap_or(b',')
}

fn lacks_value(headings: &StringRecord) -> ReadError {
    let shown: Vec<_> = headings
        .iter()
        .take(10)
        .map(|one| format!("{one:?}"))
        .collect();
    ReadError::Other {
        why: format!(
            "the table does not have a column \"value\"; its first line has {}",
            shown.join(", ")
        ),
    }
}

/// Words for each kind, in lower case: our own, those of MISP attributes and STIX objects, and common ones.
const WORDS: [(IndicatorKind, &[&str]); 5] = [
    (
        IndicatorKind::Mailbox,
        &["mailbox", "email", "e-mail", "email-addr", "email-src"],
    ),
    (
        IndicatorKind::Account,
        &["account", "account-id", "github-id", "user-id"],
    ),
    (
        IndicatorKind::Login,
        &["login", "github", "github-login", "github-username"],
    ),
    (
        IndicatorKind::Key,
        &[
            "key",
            "ssh-fingerprint",
            "pgp-fingerprint",
            "gpg-fingerprint",
        ],
    ),
    (
        IndicatorKind::Wallet,
        &[
            "wallet",
            "cryptocurrency-wallet",
            "btc",
            "eth",
            "xmr",
            "dash",
        ],
    ),
];

fn kind_of(word: &str) -> Option<IndicatorKind> {
    let word = word.to_ascii_lowercase().replace([' ', '_'], "-");
    let mut kinds = WORDS.iter();
    let found = kinds.find(|(_, words)| words.contains(&&*word));
    found.map(|(kind, _)| *kind)
}
