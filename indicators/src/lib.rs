//! Reads files of indicators: OFAC's SDN list, STIX bundles, MISP events, CSV and plain lists.
//!
//! Each indicator is passed on as soon as it is read, so that a large file takes little memory. An error in
//! one entry skips that entry; an error in the file itself fails. Nothing is guessed: an entry without a
//! kind, an account of another platform, and an entry that combines several values are left out.

mod key;
mod misp;
mod ofac;
mod pattern;
mod plain;
mod reading;
mod spelling;
mod stix;
mod stored;
mod table;
mod unicode;

use std::io::BufRead;

use countersign_facts::{Indicator, IndicatorKind};

pub use reading::{About, MOST_REFUSED, Reading, Refused};
pub use stored::{Lists, Loaded, has_expired, hashed, load, stored};

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// The list of Specially Designated Nationals of the US Treasury's Office of Foreign Assets Control,
    /// in the advanced form (`SDN_ADVANCED.XML`): wallets and e-mail addresses.
    Ofac,
    /// A STIX 2.1 bundle.
    Stix,
    /// A MISP event, or several.
    Misp,
    /// Values separated by commas, semicolons, tabs or bars, with a heading line and the columns `value` and `kind`.
    Csv,
    /// One value per line.
    Plain,
}

/// How to read what a file does not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Kind of the values that have none in the file. In STIX: of user accounts without a platform.
    pub kind: Option<IndicatorKind>,
    /// Whether to also take what a STIX bundle or MISP event only mentions: observables, and attributes that
    /// are not meant for detection. They may include victims and reporters.
    pub mentioned: bool,
    /// The present, as a timestamp in UTC: `2026-01-31T10:11:12Z`. Entries that have ended by then are left
    /// out.
    pub now: &'a str,
}

/// Why a file cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file could not be read. The caller names the file.
    #[error(transparent)]
    File(#[from] std::io::Error),
    /// It does not have the format.
    #[error("{why}")]
    Other {
        /// What it is instead, and what to do.
        why: String,
    },
    /// It is cut off.
    #[error("the file is cut off; download it again")]
    Short,
    /// It is not well-formed XML.
    #[error("not well-formed XML at byte {at}")]
    Xml {
        /// Position in the file.
        at: u64,
        /// What the parser says.
        source: quick_xml::Error,
    },
    /// It is not JSON, or does not have the required fields.
    #[error("not JSON with the required fields")]
    Json(#[from] serde_json::Error),
    /// It is not a table.
    #[error("not a table of separated values")]
    Csv(#[from] csv::Error),
}

/// Reads a file and passes each indicator to `take`; the same value may come several times.
///
/// # Errors
/// When the file as a whole cannot be read; indicators that were passed on before may be incomplete.
pub fn read(
    format: Format,
    input: impl BufRead,
    options: Options<'_>,
    mut take: impl FnMut(Indicator),
) -> Result<Reading, ReadError> {
    let mut reading = Reading::new(&mut take);
    let input = unicode::unmarked(input)?;
    match format {
        Format::Ofac => ofac::read(input, &mut reading)?,
        Format::Stix => stix::read(input, options, &mut reading)?,
        Format::Misp => misp::read(input, options, &mut reading)?,
        Format::Csv => table::read(input, options, &mut reading)?,
        Format::Plain => plain::read(input, options, &mut reading)?,
    }
    Ok(reading.finish())
}
