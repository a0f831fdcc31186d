//! `countersign indicators import`.

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

use super::place::PlaceArgs;
use crate::app;
use crate::exit::{Exit, Failure};
use crate::output::{self, Console};
use crate::when::{self, Until};

const EXAMPLES: &str = "\
Examples:
  countersign indicators import --ofac SDN_ADVANCED.XML
  countersign indicators import --misp event.json --grade B2 --tlp amber
  countersign indicators import --plain addresses.txt --kind mailbox --source \"our incident 7\" --expires 30d";

/// Import a list, in place of the one of the same name.
///
/// Entries that are malformed, or that many people carry, are kept out and said; the rest is imported. A
/// list without a grade never raises a level. A list without a TLP marking is treated as TLP:AMBER: a match
/// is shown to maintainers in private, and in no comment.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    #[command(flatten)]
    file: FileArgs,
    /// What the values are where the file does not say it: of a plain list, of a table without a column
    /// "kind", and `login` of a STIX bundle's user accounts that name no platform.
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    kind: Option<IndicatorKind>,
    /// Also what a STIX bundle or MISP event only mentions: observables, attributes not meant for
    /// detection. Victims and reporters may be among them.
    #[arg(long)]
    mentioned: bool,
    /// The list's name [default: the file's, "ofac-sdn" for OFAC's].
    #[arg(long, value_name = "NAME", value_parser = name)]
    name: Option<String>,
    /// Who made it [default: what the file says, else its name].
    #[arg(long, value_name = "TEXT", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    source: Option<String>,
    /// How far the source is trusted, in the Admiralty code: A to F, and 1 to 6 for what it says. A and B
    /// are strong, C and D moderate, the rest is context [default: what the file says; A1 for OFAC's].
    #[arg(long, value_name = "GRADE", value_parser = grade)]
    grade: Option<String>,
    /// The day it is of [default: what the file says, else the file's own].
    #[arg(long, value_name = "DAY")]
    date: Option<Date>,
    /// From when it matches nothing: a day, a span from now (30d, "3 months"), or never. An entry that ends
    /// earlier by what the file says ends the list with it.
    #[arg(long, value_name = "WHEN", default_value = "90d", value_parser = when::until)]
    expires: Until,
    /// With whom it may be shared, by the Traffic Light Protocol. A stricter marking in the file stays
    /// [default: what the file says; clear for OFAC's].
    #[arg(long, value_name = "TLP", value_parser = tlps())]
    tlp: Option<Tlp>,
    #[command(flatten)]
    place: PlaceArgs,
}

/// The file, by what kind of file it is.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct FileArgs {
    /// OFAC's list of Specially Designated Nationals in the advanced form (SDN_ADVANCED.XML): wallets and
    /// mailboxes.
    #[arg(long, value_name = "FILE")]
    ofac: Option<PathBuf>,
    /// A STIX 2.1 bundle.
    #[arg(long, value_name = "FILE")]
    stix: Option<PathBuf>,
    /// A MISP event, or several.
    #[arg(long, value_name = "FILE")]
    misp: Option<PathBuf>,
    /// Comma-separated values under a line of headings, with columns "value" and "kind".
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// One value a line; see --kind.
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

/// A list's name is typed at command lines and shown in reports.
fn name(text: &str) -> Result<String, String> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    if text.is_empty() || text.len() > 64 || !text.chars().all(fits) {
        return Err("expected up to 64 letters, digits, dots, dashes and underscores".to_owned());
    }
    Ok(text.to_owned())
}

fn grade(text: &str) -> Result<String, String> {
    let grade = Grade::parse(text).map(|grade| grade.to_string());
    grade.ok_or_else(|| "expected A to F, or one of them and 1 to 6, as in B2".to_owned())
}

pub(super) fn run(args: &Args, console: Console) -> Result<Exit, Failure> {
    let (format, path) = args.file.chosen();
    let key = {
        // Where nothing can be kept nothing needs to be read.
        let store = app::block_on(args.place.open())?;
        app::block_on(async {
            store.close().await;
            Ok(())
        })?;
        args.place.key()?
    };
    let now = Timestamp::now();
    let (hashes, reading) = read_file(args, format, path, &key.key, now)?;
    tell(&reading, console);
    if hashes.is_empty() {
        let message = anyhow!("nothing on {} can be compared with anybody", path.display());
        return Err(
            Failure::storage(message).hint("nothing was imported, and no list was replaced")
        );
    }
    let list = describe(args, format, path, &reading.about, now, console)?;
    let on_it: Vec<_> = hashes
        .iter()
        .map(|(kind, hash)| hashed(kind.as_str(), *hash))
        .collect();
    key.keep(console)?;
    let before = app::block_on(async {
        let store = args.place.open().await?;
        let stored = stored(&list, &key.key, now.as_millisecond());
        let before = store.replace_indicators(&stored, &on_it).await;
        store.close().await;
        before.map_err(Failure::storage)
    })?;
    output::print(summary(&list, on_it.len() as u64, before).as_bytes())?;
    Ok(Exit::Done)
}

/// What is on a file, hashed at once.
type Hashes = BTreeSet<(IndicatorKind, KeyedHash)>;

fn read_file(
    args: &Args,
    format: Format,
    path: &Path,
    key: &HashKey,
    now: Timestamp,
) -> Result<(Hashes, Reading), Failure> {
    let failed = |error: ReadError| {
        let context = format!("failed to read {}", path.display());
        Failure::storage(anyhow::Error::new(error).context(context))
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

/// What was kept out, and why.
fn tell(reading: &Reading, console: Console) {
    for refused in &reading.refused {
        console.warn(&format!("kept out {}: {}", refused.place, refused.why));
    }
    let more = reading.refused_total - reading.refused.len() as u64;
    if more > 0 {
        console.warn(&format!("kept out {} more entries", HumanCount(more)));
    }
    if reading.other_kinds > 0 {
        console.hint(&format!(
            "left out {} of kinds that nobody is compared with (domains, files, other platforms' accounts)",
            entries(reading.other_kinds)
        ));
    }
    if reading.mentioned > 0 {
        console.hint(&format!(
            "left out {} that the file only mentions; --mentioned takes them too",
            entries(reading.mentioned)
        ));
    }
}

fn entries(number: u64) -> String {
    match number {
        1 => "1 entry".to_owned(),
        number => format!("{} entries", HumanCount(number)),
    }
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
            Failure::usage("the file's name is no name for a list").hint("give one with --name")
        }),
    };
    let own_source = || match format {
        Format::Ofac => "OFAC SDN list".to_owned(),
        _ => file.clone().into_owned(),
    };
    let tlp = about.tlp.or(is_ofac.then_some(Tlp::Clear));
    if args.tlp.is_some() && args.tlp < tlp {
        let marked = tlp.unwrap_or_default().as_str().to_uppercase();
        console.hint(&format!("the file is marked TLP:{marked}, and stays so"));
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

/// The user's grade, with the file's digit where the user gives only the letter; else the file's.
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
    let changed = Timestamp::try_from(changed).context("failed to read the file's day");
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
            console
                .hint("one of its entries ends first, and the list with it; import it again then");
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
        "{}: {} indicators{before}, of {} ({source}, {grade}, {tlp}, {expires})\n",
        list.name,
        HumanCount(on_it),
        list.date,
    )
}
