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
        "## Base rates\n\nOf everybody about whom a heuristic has enough to answer, whatever the number of \
         commits. Bands are those with {LEAST_IN_BAND} such people. What the counts are among, and who the \
         people are, each heuristic's page says: [heuristics](heuristics.md).\n\n\
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
    A weight is the decimal logarithm of how much likelier a finding is on somebody who works under a false \
    identity than on an ordinary person. The ordinary side is measured: the upper bound of the interval of the \
    share who show a finding of that strength or a stronger one, so that few people tested mean little weight. \
    The other side is not: it is taken to be one half everywhere, which is a guess (there are too few documented cases, \
    and invented ones show what they were invented to show), and no finding weighs \
    more than 1.30 (moderate) or 2.00 (strong) however rare it is. Context weighs nothing. What was not measured \
    weighs 0.70 (moderate) or 1.20 (strong).\n\n\
    In a family only the heaviest finding counts; families add up. `note`: anything beyond context. `review`: a strong \
    finding that weighs 1.20 or more, or 2.00 over two families. `urgent`: 3.00 over two families with a strong finding \
    among them.\n";

const UNMEASURED: &str = "Not measured, because git alone does not show the facts they need (who opened a pull \
    request, an account's age, its keys). The heads of pull requests do not stand in for these facts: they do not say who \
    opened them, and the history around them holds what the person did later, so that a newcomer of then looks like \
    somebody long known. Heuristics that look at pull requests and at histories are measured on histories. Not measured";

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
        title: "Ordinary people who show a finding of any strength",
        axis: "share of those testable (95 % interval; no dot: nobody)",
        range: LOWEST..2.0,
        tick: |power| match power.fract() == 0.0 {
            true => format!("{} %", 10_f64.powf(power)),
            false => String::new(),
        },
        limit: None,
    };
    intervals(&frame, &rows)
}
