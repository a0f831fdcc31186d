//! Comma-separated values with a heading line. Read are the columns `value` (or `indicator`) and `kind` (or
//! `type`).

use std::io::Read;

use countersign_facts::IndicatorKind;
use csv::{ReaderBuilder, StringRecord, Trim};

use crate::reading::Progress;
use crate::{Options, ReadError};

pub(crate) fn read(
    input: impl Read,
    options: Options<'_>,
    progress: &mut Progress<'_>,
) -> Result<(), ReadError> {
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .trim(Trim::All)
        .from_reader(input);
    let headings = reader.headers()?.clone();
    let column = |names: [&str; 2]| {
        let is_meant = |heading: &str| {
            let heading = heading.trim_start_matches('\u{feff}');
            names.iter().any(|name| heading.eq_ignore_ascii_case(name))
        };
        headings.iter().position(is_meant)
    };
    let (value, kind) = (column(["value", "indicator"]), column(["kind", "type"]));
    let value = value.ok_or_else(|| ReadError::Other {
        why: "the table does not have a column \"value\"".to_owned(),
    })?;
    if kind.is_none() && options.kind.is_none() {
        return Err(ReadError::Other {
            why: "the table does not have a column \"kind\", and no kind is given".to_owned(),
        });
    }
    let mut row = StringRecord::new();
    loop {
        let line = reader.position().line();
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
        let line = row.position().map_or(line, csv::Position::line);
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
