//! `countersign indicators list` and `expire`.

use std::collections::BTreeMap;

use countersign_indicators::has_expired;
use countersign_store::IndicatorList;
use indicatif::HumanCount;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::place::PlaceArgs;
use crate::app;
use crate::exit::{Exit, Failure};
use crate::output::{self, Console};
use crate::when::now_ms;
use crate::when::{self, Until};

/// List what was imported: name, day, grade, TLP, expiry, source, and how much of each kind.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    #[command(flatten)]
    place: PlaceArgs,
}

/// Let lists expire, and forget what is on those that have.
#[derive(Debug, clap::Args)]
pub(super) struct ExpireArgs {
    /// Their names. Without one, only what is on lists that have expired is forgotten.
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// From when they match nothing: a day, or a span from now (30d) [default: now].
    #[arg(long, value_name = "WHEN", value_parser = when::until, requires = "names")]
    on: Option<Until>,
    #[command(flatten)]
    place: PlaceArgs,
}

pub(super) fn list(args: &ListArgs) -> Result<Exit, Failure> {
    let lists = app::block_on(async {
        let store = args.place.open().await?;
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
        "forgotten".to_owned()
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
    let at = at.ok_or_else(|| Failure::usage("a list expires on a day; `never` is none"))?;
    let forgotten = app::block_on(async {
        let store = args.place.open().await?;
        let ended = async {
            for name in &args.names {
                let found = store
                    .expire_indicators(name, at.saturating_mul(1_000))
                    .await;
                if !found.map_err(Failure::storage)? {
                    return Err(Failure::usage(format!("there is no list {name:?}"))
                        .hint("`countersign indicators list` shows all"));
                }
            }
            let forgotten = store.forget_expired_indicators(now.as_millisecond()).await;
            forgotten.map_err(Failure::storage)
        };
        let ended = ended.await;
        store.close().await;
        ended
    })?;
    console.hint(&format!("forgot {} indicators", HumanCount(forgotten)));
    Ok(Exit::Done)
}
