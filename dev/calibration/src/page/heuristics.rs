//! Each heuristic's base rate and weight.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use countersign_heuristics::{Heuristic, Rate, Record, Strength, Weight, catalogue};

use crate::figures::{grouped, interval, percent};
use crate::plot::{Frame, Problem, Row, intervals};
use crate::strata;

/// A band with fewer people testable is not called the lowest or highest.
const LEAST_IN_BAND: u32 = 30;
/// Shares end at a thousandth of a percent on the plot's axis, which counts powers of ten.
const LOWEST: f64 = -3.0;

/// Records by the heuristic's id.
type Records = BTreeMap<&'static str, Record>;

pub(super) fn text(records: &Records) -> String {
    let mut text = format!(
        "## Base rates\n\nA person is testable by a heuristic if their history is long enough for it to answer; the \
         number of their commits does not matter otherwise. The table names a band of UTC offsets only if at least \
         {LEAST_IN_BAND} people in it are testable. The page of [each heuristic](heuristics.md) says who is \
         counted.\n\n\
         ![Base rate of every heuristic, with its interval](calibration/base-rates.svg)\n\n\
         | Heuristic | Testable | Found | Share | 95 % interval | Moderate or strong | Strong | Lowest band | \
         Highest band | Weight moderate | Weight strong |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
    );
    for heuristic in catalogue() {
        text += &row(heuristic, &records[heuristic.id]);
    }
    text += "\n";
    text += WEIGHTS;
    let unmeasured: Vec<_> = catalogue()
        .iter()
        .filter(|one| records[one.id].testable == 0)
        .map(|one| format!("`{}`", one.id))
        .collect();
    if !unmeasured.is_empty() {
        let _ = writeln!(text, "\n{UNMEASURED}: {}.", unmeasured.join(", "));
    }
    text
}

/// How weights come from rates. The numbers are those of `Weight` and `Level`.
const WEIGHTS: &str = "### Weights and levels\n\n\
    The weight of a finding is a decimal logarithm: it says how much likelier the finding is for someone who works \
    under a false identity than for an ordinary contributor.\n\n\
    The ordinary side of that ratio is measured. It is the share of people who show a finding of this strength or a \
    stronger one, taken at the upper bound of its interval; a heuristic that could test only few people therefore \
    weighs little. The other side cannot be measured: there are too few documented cases, and invented cases show \
    what they were invented to show. Countersign assumes one half for every heuristic. Because that is a guess, no \
    finding weighs more than 1.30 (moderate) or 2.00 (strong), however rare it is. Context weighs nothing. A finding \
    whose base rate was not measured weighs 0.70 (moderate) or 1.20 (strong).\n\n\
    Within a family, only the heaviest finding counts. The weights of different families are added up.\n\n\
    | Level | A person reaches it with |\n|---|---|\n\
    | `note` | any finding beyond context |\n\
    | `review` | a strong finding that weighs 1.20 or more, or two families that weigh 1.40 together and that ordinary people rarely show together |\n\
    | `urgent` | a total of 3.00 from at least two families, with a strong finding among them |\n";

const UNMEASURED: &str = "Some heuristics need facts that git alone does not show: who opened a pull request, how old an \
    account is, which keys it lists. The heads of pull requests in a clone cannot replace these facts. They do not say \
    who opened the pull request, and the history around them includes what the person did later, so someone who was a \
    newcomer then looks well known. A heuristic that examines both pull requests and histories is measured on \
    histories. Not measured";

fn row(heuristic: &Heuristic, record: &Record) -> String {
    let weight = |strength| match strength <= heuristic.strength {
        true => Weight::of(record, strength).to_string(),
        false => String::new(),
    };
    let weights = [Strength::Moderate, Strength::Strong]
        .map(weight)
        .join(" | ");
    let link = format!("[{id}](heuristics.md#{id})", id = heuristic.id);
    let Some(rate) = record.base_rate(Strength::Context) else {
        return format!("| {link} | not measured | | | | | | | | {weights} |\n");
    };
    let mut bands: Vec<_> = strata::bands()
        .filter_map(|band| Some((band, *record.bands.get(band)?)))
        .filter(|(_, rate)| rate.testable >= LEAST_IN_BAND)
        .collect();
    bands.sort_by(|(_, a), (_, b)| a.share().total_cmp(&b.share()));
    let band = |found: Option<&(&str, Rate)>| {
        let found = found.filter(|_| rate.fired > 0);
        found.map_or_else(String::new, |(band, rate)| {
            format!("{band}: {}", percent(rate.share()))
        })
    };
    format!(
        "| {link} | {} | {} | {} | {} | {} | {} | {} | {} | {weights} |\n",
        grouped(u64::from(rate.testable)),
        grouped(u64::from(rate.fired)),
        percent(rate.share()),
        interval(rate),
        record.fired.at_least(Strength::Moderate),
        record.fired.strong,
        band(bands.first()),
        band(bands.last()),
    )
}

/// Everybody who shows a finding of any strength; the rarest at the top.
pub(super) fn plot(records: &Records) -> Result<String, Problem> {
    let mut rates: Vec<_> = records
        .iter()
        .filter_map(|(id, record)| Some((*id, record.base_rate(Strength::Context)?)))
        .collect();
    rates.sort_by(|(_, a), (_, b)| a.interval().1.total_cmp(&b.interval().1));
    let power = |share: f64| (share * 100.0).log10();
    let rows: Vec<_> = rates
        .into_iter()
        .map(|(id, rate)| {
            let (low, high) = rate.interval();
            Row {
                label: id.to_owned(),
                at: power(rate.share()),
                interval: (power(low), power(high)),
            }
        })
        .collect();
    let frame = Frame {
        title: "Ordinary contributors who show a finding of any strength",
        axis: "share of testable people (95 % interval; no dot: nobody)",
        range: LOWEST..2.0,
        tick: |power| match power.fract() == 0.0 {
            true => format!("{} %", 10_f64.powf(power)),
            false => String::new(),
        },
        limit: None,
    };
    intervals(&frame, &rows)
}
