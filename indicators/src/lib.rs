//! Files of indicators, one after the other as `(kind, value)`: OFAC's SDN list, STIX bundles, MISP
//! events, CSV and plain lists.
//!
//! What is read is handed on one by one and not kept, so that a large file takes little memory. What is
//! wrong with one entry keeps that entry out; what is wrong with the file fails. Nothing is guessed: an
//! entry that names no kind, another platform's account, or several things at once is left out.

mod key;
mod misp;
mod ofac;
mod pattern;
mod plain;
mod reading;
mod stix;
mod stored;
mod table;

use std::io::BufRead;

use countersign_facts::{Indicator, IndicatorKind};

pub use reading::{About, MOST_REFUSED, Reading, Refused};
pub use stored::{Lists, Loaded, has_expired, hashed, load, stored};

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The list of Specially Designated Nationals of the US Treasury's Office of Foreign Assets Control,
    /// in the advanced form (`SDN_ADVANCED.XML`): wallets and mailboxes.
    Ofac,
    /// A STIX 2.1 bundle.
    Stix,
    /// A MISP event, or several.
    Misp,
    /// Comma-separated values under a line of headings, of which one is `value` and one `kind`.
    Csv,
    /// One value a line.
    Plain,
}

/// How to read what a file leaves open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// What values are that name no kind themselves. In STIX, of user accounts whose platform is not
    /// named.
    pub kind: Option<IndicatorKind>,
    /// Whether what a STIX bundle or MISP event only mentions counts as well: observables, and attributes
    /// that are not meant for detection. Victims and reporters may be among them.
    pub mentioned: bool,
    /// The present, as a timestamp in UTC: `2026-01-31T10:11:12Z`. What a file says has ended by then is
    /// left out.
    pub now: &'a str,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file itself.
    #[error("failed to read the file")]
    File(#[from] std::io::Error),
    /// It is no such file.
    #[error("{why}")]
    Other {
        /// What it is instead, and what to do.
        why: String,
    },
    /// It ends before its end.
    #[error("the file ends in the middle; get it again")]
    Short,
    /// It is no XML.
    #[error("no XML at byte {at}")]
    Xml {
        /// Position in the file.
        at: u64,
        /// What the parser says.
        source: quick_xml::Error,
    },
    /// It is no JSON, or not of the form.
    #[error("not of the form that such a file has")]
    Json(#[from] serde_json::Error),
    /// It is no table.
    #[error("no table of comma-separated values")]
    Csv(#[from] csv::Error),
}

/// Reads a file and hands on what is on it; the same value may come several times.
///
/// # Errors
/// When the file as a whole cannot be read; what was handed on until then is not all of it.
pub fn read(
    format: Format,
    input: impl BufRead,
    options: Options<'_>,
    mut take: impl FnMut(Indicator),
) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(&mut take);
    match format {
        Format::Ofac => ofac::read(input, &mut reading)?,
        Format::Stix => stix::read(input, options, &mut reading)?,
        Format::Misp => misp::read(input, options, &mut reading)?,
        Format::Csv => table::read(input, options, &mut reading)?,
        Format::Plain => plain::read(input, options, &mut reading)?,
    }
    Ok(reading.finish())
}
