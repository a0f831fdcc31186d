//! `countersign indicators import`: reads a file of indicators into the database.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context as _, anyhow};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use countersign_facts::{Grade, HashKey, IndicatorKind, IndicatorList, KeyedHash, Tlp};
use countersign_indicators::{About, Format, Options, ReadError, Reading, read};
use countersign_indicators::{hashed, stored};
use indicatif::HumanCount;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::database::{StorageArgs, claim};
use crate::exit::{self, Exit, Failure};
use crate::output::{self, Console};
use crate::runtime::block_on;
use crate::when::{self, Until};

const EXAMPLES: &str = "\
Examples:
  countersign indicators import --ofac SDN_ADVANCED.XML
  countersign indicators import --misp event.json --grade B2 --tlp amber
  countersign indicators import --plain addresses.txt --kind mailbox --source \"our incident 7\" --expires 30d";

/// Import a list, or replace the list of the same name
///
/// Entries that are malformed, or that many people share, are skipped and reported. A list without a grade
/// never raises a level. A list without a TLP marking counts as TLP:AMBER: a match is shown to maintainers
/// in private, and never in a comment.
#[derive(Debug, clap::Args)]
#[command(after_help = after_help())]
pub(super) struct Args {
    #[command(flatten)]
    file: FileArgs,
    /// Kind of the values, if the file does not say it
    ///
    /// For a plain list, and for a table without a column "kind". For a STIX bundle, `login` also takes user
    /// accounts without a platform.
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    kind: Option<IndicatorKind>,
    /// Also import what a STIX bundle or MISP event only mentions
    ///
    /// These are observables, and attributes that are not meant for detection. They may include victims and
    /// reporters.
    #[arg(long)]
    mentioned: bool,
    /// Name of the list [default: the file's name; "ofac-sdn" for OFAC's]
    #[arg(long, value_name = "NAME", value_parser = name)]
    name: Option<String>,
    /// Who made the list [default: as the file says, or else its name]
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    source: Option<String>,
    /// Trust in the source, in the Admiralty code, such as B2
    ///
    /// A letter from A to F for the source, and a digit from 1 to 6 for what it says. Matches of lists graded
    /// A and B are strong, C and D moderate, all others only context. Default: as the file says; A1 for
    /// OFAC's.
    #[arg(long, value_name = "GRADE", value_parser = grade)]
    grade: Option<String>,
    /// Date of the list [default: as the file says, or else when it last changed]
    #[arg(long, value_name = "DAY")]
    date: Option<Date>,
    /// When the list expires: a day, a span from now (30d, "3 months"), or never
    ///
    /// If an entry of the file ends earlier, the list expires then.
    #[arg(long, value_name = "WHEN", default_value = "90d", value_parser = when::until)]
    expires: Until,
    /// Audience of the list, as a Traffic Light Protocol level
    ///
    /// A stricter marking in the file stays. Default: as the file says; clear for OFAC's.
    #[arg(long, value_name = "TLP", value_parser = tlps())]
    tlp: Option<Tlp>,
    #[command(flatten)]
    storage: StorageArgs,
}

fn after_help() -> String {
    let codes = exit::codes(&[(
        Exit::Storage,
        "the list or the database could not be read or written, or nothing was imported",
    )]);
    format!("{EXAMPLES}\n\n{codes}")
}

/// The file, by its format.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct FileArgs {
    /// OFAC's SDN list in the advanced form (SDN_ADVANCED.XML): wallets and addresses
    #[arg(long, value_name = "FILE")]
    ofac: Option<PathBuf>,
    /// STIX 2.1 bundle
    #[arg(long, value_name = "FILE")]
    stix: Option<PathBuf>,
    /// MISP event, or several
    #[arg(long, value_name = "FILE")]
    misp: Option<PathBuf>,
    /// Comma-separated values with a heading line and the columns "value" and "kind"
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// One value per line; needs --kind
    #[arg(long, value_name = "FILE", requires = "kind")]
    plain: Option<PathBuf>,
}

impl FileArgs {
    fn chosen(&self) -> (Format, &Path) {
        let choices = [
            (Format::Ofac, &self.ofac),
            (Format::Stix, &self.stix),
            (Format::Misp, &self.misp),
            (Format::Csv, &self.csv),
            (Format::Plain, &self.plain),
        ];
        let mut choices = choices.into_iter();
        let chosen = choices.find_map(|(format, path)| Some((format, path.as_deref()?)));
        chosen.expect("the argument parser asks for one of them")
    }
}

fn kinds() -> impl TypedValueParser<Value = IndicatorKind> {
    PossibleValuesParser::new(IndicatorKind::ALL.map(IndicatorKind::as_str)).map(|name| {
        let named = IndicatorKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name);
        named.expect("the parser lets nothing but these names through")
    })
}

fn tlps() -> impl TypedValueParser<Value = Tlp> {
    PossibleValuesParser::new(Tlp::ALL.map(Tlp::as_str)).map(|name| {
        let named = Tlp::ALL.into_iter().find(|tlp| tlp.as_str() == name);
        named.expect("the parser lets nothing but these names through")
    })
}

/// Takes the name of a list, which users type and reports show.
fn name(text: &str) -> Result<String, String> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    if text.is_empty() || text.len() > 64 || !text.chars().all(fits) {
        return Err("expected up to 64 letters, digits, dots, dashes and underscores".to_owned());
    }
    Ok(text.to_owned())
}

fn grade(text: &str) -> Result<String, String> {
    let grade = Grade::parse(text).map(|grade| grade.to_string());
    grade.ok_or_else(|| {
        "expected a letter from A to F, alone or with a digit from 1 to 6, such as B2".to_owned()
    })
}

pub(super) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let (format, path) = args.file.chosen();
    let key = {
        // If the database cannot be opened, there is no need to read the file.
        let store = block_on(args.storage.open())?;
        let key = args.storage.key()?;
        block_on(async {
            claim(&store, &key).await?;
            store.close().await;
            Ok(key)
        })?
    };
    let now = Timestamp::now();
    let (hashes, reading) = read_file(args, format, path, &key.key, now)?;
    print_skipped(&reading, console);
    if hashes.is_empty() {
        let message = anyhow!("{} has no entry that can be imported", path.display());
        return Err(
            Failure::storage(message).hint("check the file and its format; no list was changed")
        );
    }
    let list = describe(args, format, path, &reading.about, now, console)?;
    let on_it: Vec<_> = hashes
        .iter()
        .map(|(kind, hash)| hashed(kind.as_str(), *hash))
        .collect();
    key.keep(console)?;
    let before = block_on(async {
        let store = args.storage.open().await?;
        let stored = stored(&list, &key.key, now.as_millisecond());
        let before = store.replace_indicators(&stored, &on_it).await;
        store.close().await;
        before.map_err(Failure::storage)
    })?;
    output::print(summary(&list, on_it.len() as u64, before).as_bytes())?;
    Ok(Exit::Done)
}

/// The entries of a file, hashed as soon as they are read.
type Hashes = BTreeSet<(IndicatorKind, KeyedHash)>;

fn read_file(
    args: &Args,
    format: Format,
    path: &Path,
    key: &HashKey,
    now: Timestamp,
) -> Result<(Hashes, Reading), Failure> {
    let failed = |error: ReadError| {
        let hint = match (&error, format) {
            (ReadError::File(_), _) => None,
            (_, Format::Csv) => {
                Some("check the columns of the table, or give the kind with --kind")
            }
            _ => Some("check the format: --ofac, --stix, --misp, --csv or --plain"),
        };
        let context = format!("cannot read {}", path.display());
        let failure = Failure::storage(anyhow::Error::new(error).context(context));
        match hint {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    };
    let file = File::open(path).map_err(|error| failed(error.into()))?;
    let now = now.to_string();
    let options = Options {
        kind: args.kind,
        mentioned: args.mentioned,
        now: &now,
    };
    let mut hashes = Hashes::new();
    let take = |indicator: countersign_facts::Indicator| {
        hashes.insert((indicator.kind(), key.hash(&indicator)));
    };
    let reading = read(format, BufReader::new(file), options, take).map_err(failed)?;
    Ok((hashes, reading))
}

/// Prints which entries were skipped, and why.
fn print_skipped(reading: &Reading, console: Console) {
    for refused in &reading.refused {
        console.warn(&format!("skipped {}: {}", refused.place, refused.why));
    }
    let more = reading.refused_total - reading.refused.len() as u64;
    if more > 0 {
        console.warn(&format!("skipped {} more", entries(more)));
    }
    if reading.other_kinds > 0 {
        console.hint(&format!(
            "expect no matches for {} of other kinds (domains, files, other platforms' accounts), which were \
             left out",
            entries(reading.other_kinds)
        ));
    }
    if reading.mentioned > 0 {
        console.hint(&format!(
            "add --mentioned to import the {} that the file only mentions",
            entries(reading.mentioned)
        ));
    }
}

fn entries(number: u64) -> String {
    output::counted(number, "entry", "entries")
}

fn describe(
    args: &Args,
    format: Format,
    path: &Path,
    about: &About,
    now: Timestamp,
    console: Console,
) -> Result<IndicatorList, Failure> {
    let file = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_ofac = format == Format::Ofac;
    let own_name = || match format {
        Format::Ofac => Ok("ofac-sdn".to_owned()),
        _ => name(&file).map_err(|_| {
            Failure::usage(format!("{file:?} cannot be the name of a list"))
                .hint("give the list a name with --name")
        }),
    };
    let own_source = || match format {
        Format::Ofac => "OFAC SDN list".to_owned(),
        _ => file.clone().into_owned(),
    };
    let tlp = about.tlp.or(is_ofac.then_some(Tlp::Clear));
    if args.tlp.is_some() && args.tlp < tlp {
        let marked = tlp.unwrap_or_default().as_str().to_uppercase();
        console.warn(&format!(
            "--tlp is ignored: the file is marked TLP:{marked}, which is stricter"
        ));
    }
    let date = args.date.map(|date| date.to_string());
    Ok(IndicatorList {
        name: args.name.clone().map_or_else(own_name, Ok)?,
        source: args
            .source
            .clone()
            .or(about.source.clone())
            .unwrap_or_else(own_source),
        grade: graded(args.grade.as_deref(), about)
            .or(is_ofac.then(|| Grade::parse("A1")).flatten()),
        date: match date.or_else(|| {
            about
                .date
                .clone()
                .filter(|date| date.parse::<Date>().is_ok())
        }) {
            Some(date) => date,
            None => day_of(path)?,
        },
        expires: expires(args.expires, about, now, console)?,
        tlp: args.tlp.max(tlp),
    })
}

/// The user's grade, with the file's digit if the user gives only the letter; or else the file's grade.
fn graded(typed: Option<&str>, about: &About) -> Option<Grade> {
    match (typed, about.credibility) {
        (Some(letter), Some(digit)) if letter.len() == 1 => {
            Grade::parse(&format!("{letter}{digit}"))
        }
        (Some(grade), _) => Grade::parse(grade),
        (None, _) => about.grade,
    }
}

/// The day on which a file last changed, in UTC.
fn day_of(path: &Path) -> Result<String, Failure> {
    let changed = path.metadata().and_then(|metadata| metadata.modified());
    let changed = changed.unwrap_or_else(|_| SystemTime::now());
    let changed = Timestamp::try_from(changed).context("cannot read the date of the file");
    let changed = changed.map_err(Failure::storage)?;
    Ok(changed.to_zoned(TimeZone::UTC).date().to_string())
}

fn expires(
    typed: Until,
    about: &About,
    now: Timestamp,
    console: Console,
) -> Result<Option<i64>, Failure> {
    let wanted = typed.second(now).map_err(Failure::usage)?;
    let ends = about
        .ends
        .as_deref()
        .and_then(|ends| ends.parse::<Timestamp>().ok());
    let ends = ends.map(Timestamp::as_second);
    match (wanted, ends) {
        (wanted, Some(ends)) if wanted.is_none_or(|wanted| ends < wanted) => {
            console.hint(
                "import the list again when it expires: one of its entries ends before --expires",
            );
            Ok(Some(ends))
        }
        (wanted, _) => Ok(wanted),
    }
}

fn summary(list: &IndicatorList, on_it: u64, before: Option<u64>) -> String {
    let grade = list.grade.map_or_else(
        || "ungraded: it never raises a level".to_owned(),
        |grade| format!("graded {grade}"),
    );
    let tlp = match list.tlp {
        Some(tlp) => format!("TLP:{}", tlp.as_str().to_uppercase()),
        None => "no TLP marking, treated as TLP:AMBER".to_owned(),
    };
    let expires = match list.expires.map(Timestamp::from_second) {
        Some(Ok(expires)) => format!("expires {}", expires.to_zoned(TimeZone::UTC).date()),
        _ => "never expires".to_owned(),
    };
    let before = match before {
        Some(before) => format!(" in place of {}", HumanCount(before)),
        None => String::new(),
    };
    let source = output::printable(&list.source);
    format!(
        "{}: {}{before}, of {} ({source}, {grade}, {tlp}, {expires})\n",
        list.name,
        output::counted(on_it, "indicator", "indicators"),
        list.date,
    )
}
