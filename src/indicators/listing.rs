//! `countersign indicators list` and `expire`.

use std::collections::BTreeMap;

use countersign_indicators::has_expired;
use countersign_store::IndicatorList;
use indicatif::HumanCount;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::database::StorageArgs;
use crate::exit::{Exit, Failure};
use crate::output::{self, Console};
use crate::runtime::block_on;
use crate::when::now_ms;
use crate::when::{self, Until};

/// List the imported lists: name, date, grade, TLP, expiry, entries, source
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    storage: StorageArgs,
}

/// Let lists expire, and delete the entries of expired lists
#[derive(Debug, clap::Args)]
pub(super) struct ExpireArgs {
    /// Names of the lists
    ///
    /// Without a name, only the entries of lists that have already expired are deleted.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// When they expire: a day, or a span from now such as 30d [default: now]
    #[arg(long, value_name = "WHEN", value_parser = when::until, requires = "names")]
    on: Option<Until>,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) fn list(args: &ListArgs) -> Result<Exit, Failure> {
    let lists = block_on(async {
        let store = args.storage.open().await?;
        let lists = store.indicator_lists().await;
        store.close().await;
        lists.map_err(Failure::storage)
    })?;
    let now = now_ms();
    let lines = lists.iter().map(|(list, counts)| line(list, counts, now));
    output::print(lines.collect::<String>().as_bytes())?;
    Ok(Exit::Done)
}

fn line(list: &IndicatorList, counts: &BTreeMap<String, u64>, now_ms: i64) -> String {
    let expires = list.expires.map(Timestamp::from_millisecond);
    let expires = match expires {
        Some(Ok(at)) => {
            let day = at.to_zoned(TimeZone::UTC).date();
            let word = if has_expired(list, now_ms) {
                "expired"
            } else {
                "expires"
            };
            format!("{word} {day}")
        }
        _ => "never expires".to_owned(),
    };
    let counts = counts.iter();
    let counts: Vec<_> = counts
        .map(|(kind, count)| format!("{kind} {}", HumanCount(*count)))
        .collect();
    let counts = if counts.is_empty() {
        "entries deleted".to_owned()
    } else {
        counts.join(", ")
    };
    let tlp = list.tlp.as_deref().map_or_else(
        || "no TLP".to_owned(),
        |tlp| format!("TLP:{}", tlp.to_uppercase()),
    );
    format!(
        "{:<20} {}  {:<8} {tlp:<16} {expires:<19} {counts}  ({})\n",
        list.name,
        list.date,
        list.grade.as_deref().unwrap_or("ungraded"),
        output::printable(&list.source),
    )
}

pub(super) fn expire(args: &ExpireArgs, console: Console) -> Result<Exit, Failure> {
    let now = Timestamp::now();
    let at = match args.on {
        Some(until) => until.second(now).map_err(Failure::usage)?,
        None => Some(now.as_second()),
    };
    let at = at.ok_or_else(|| {
        Failure::usage("--on needs a day or a span, not `never`")
            .hint("import the list again with --expires never")
    })?;
    let forgotten = block_on(async {
        let store = args.storage.open().await?;
        let ended = async {
            for name in &args.names {
                let found = store
                    .expire_indicators(name, at.saturating_mul(1_000))
                    .await;
                if !found.map_err(Failure::storage)? {
                    return Err(
                        Failure::usage(format!("cannot find the indicator list {name:?}"))
                            .hint("list all: countersign indicators list"),
                    );
                }
            }
            let forgotten = store.forget_expired_indicators(now.as_millisecond()).await;
            forgotten.map_err(Failure::storage)
        };
        let ended = ended.await;
        store.close().await;
        ended
    })?;
    let forgotten = output::counted(forgotten, "indicator", "indicators");
    console.detail(&format!("deleted {forgotten}"));
    Ok(Exit::Done)
}
