//! How many people reach which level.

use std::fmt::Write as _;

use countersign_heuristics::{Level, Rate};

use crate::budget::{BUDGETS, PARITY, parity};
use crate::counts::Joint;
use crate::data::Levels;
use crate::figures::{Ratio, grouped, interval, percent};
use crate::plot::{Frame, Problem, Row, intervals};
use crate::strata;

/// Levels that say something, lowest first.
const SPEAKING: [Level; 3] = [Level::Note, Level::Review, Level::Urgent];

pub(super) fn text(measured: &Levels) -> String {
    [
        budgets(measured),
        bands(&measured.apart),
        sizes(&measured.apart),
    ]
    .join("\n")
}

fn budgets(measured: &Levels) -> String {
    let mut text = "## Levels\n\nOf people with ten commits or more, over all heuristics at once:\n\n\
         | At least | Each repository by itself | 95 % interval | Together | 95 % interval | Budget |\n\
         |---|---:|---:|---:|---:|---:|\n"
        .to_owned();
    for level in SPEAKING {
        let [apart, together] =
            [&measured.apart, &measured.together].map(|one| one.all.at_least(level));
        let budget = BUDGETS.iter().find(|(of, _)| *of == level);
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} |",
            level.as_str(),
            of_all(apart),
            interval(apart),
            of_all(together),
            interval(together),
            budget.map_or_else(|| "none".to_owned(), |(_, share)| percent(*share)),
        );
    }
    text += "\nA test holds the budgets.\n";
    text + &families(measured)
}

/// `68 of 18,298 (0.37 %)`.
fn of_all(rate: Rate) -> String {
    let [fired, testable] = [rate.fired, rate.testable].map(|number| grouped(u64::from(number)));
    format!("{fired} of {testable} ({})", percent(rate.share()))
}

/// Whether families are as independent as levels take them for.
fn families(measured: &Levels) -> String {
    let people = f64::from(measured.apart.all.people);
    let mut single: Vec<(&str, u32)> = Vec::new();
    let mut several = 0;
    for (families, people) in &measured.families {
        several += if families.contains('+') { *people } else { 0 };
        for family in families.split('+') {
            match single.iter_mut().find(|(known, _)| *known == family) {
                Some((_, known)) => *known += people,
                None => single.push((family, *people)),
            }
        }
    }
    let mut expected = 0.0;
    for (position, (_, one)) in single.iter().enumerate() {
        for (_, other) in &single[position + 1..] {
            expected += f64::from(*one) * f64::from(*other) / people;
        }
    }
    let listed: Vec<_> = single
        .iter()
        .map(|(family, people)| format!("{family} {}", grouped(u64::from(*people))))
        .collect();
    format!(
        "\nLevels add up families because their errors hardly go together. People with findings beyond context, by \
         family: {}. With those of two families or more: {several}; chance alone would make it {expected:.1}.\n",
        listed.join(", "),
    )
}

fn bands(apart: &Joint) -> String {
    let mut text = format!(
        "## Parity\n\nBy the offset that most of a person's own commits show, UTC left out; \"none\" has no such \
         commit. The ratio compares with the rate of all people above; its interval is exact (Clopper and Pearson). No band may be above {PARITY} times: \
         a test fails where the lower bound of the interval is.\n\n\
         ![Rate of each band, compared with everybody's](calibration/bands.svg)\n\n\
         | Band | People | At least note | Share | Ratio | 95 % interval | At least review | Urgent |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n"
    );
    for (band, rate, ratio) in parity(apart, Level::Note) {
        let levels = &apart.bands[band];
        let (at, bounds) = ratio.map_or_else(Default::default, |ratio| {
            let bounds = format!("{:.2} to {:.2}", ratio.low, ratio.high);
            (format!("{:.2}", ratio.at), bounds)
        });
        let _ = writeln!(
            text,
            "| {band} | {} | {} | {} | {at} | {bounds} | {} | {} |",
            grouped(u64::from(rate.testable)),
            rate.fired,
            percent(rate.share()),
            levels.at_least(Level::Review).fired,
            levels.urgent,
        );
    }
    text += &exceptions(apart);
    text
}

/// Bands whose ratio is above the limit, by chance or not.
fn exceptions(apart: &Joint) -> String {
    let mut above = Vec::new();
    for level in SPEAKING {
        for (band, _, ratio) in parity(apart, level) {
            if let Some(Ratio { at, low, .. }) = ratio.filter(|ratio| ratio.at > PARITY) {
                above.push(format!(
                    "{band} at {} ({at:.2}, lower bound {low:.2})",
                    level.as_str()
                ));
            }
        }
    }
    if above.is_empty() {
        return format!("\nNo band's ratio is above {PARITY}.\n");
    }
    format!(
        "\nAbove {PARITY} by the ratio itself, which so few people do not settle: {}.\n",
        above.join("; ")
    )
}

fn sizes(apart: &Joint) -> String {
    let mut text =
        "## By number of commits\n\nWho commits more has more chances to show something.\n\n\
         ![Share at note or above by number of commits](calibration/sizes.svg)\n\n\
         | Commits | People | At least note | Share | 95 % interval | At least review | Urgent |\n\
         |---|---:|---:|---:|---:|---:|---:|\n"
            .to_owned();
    for (size, levels) in by_size(apart) {
        let rate = levels.at_least(Level::Note);
        let _ = writeln!(
            text,
            "| {size} | {} | {} | {} | {} | {} | {} |",
            grouped(u64::from(rate.testable)),
            rate.fired,
            percent(rate.share()),
            interval(rate),
            levels.at_least(Level::Review).fired,
            levels.urgent,
        );
    }
    text
}

fn by_size(apart: &Joint) -> impl Iterator<Item = (&'static str, &crate::counts::Levels)> {
    strata::sizes().filter_map(|size| Some((size, apart.sizes.get(size)?)))
}

/// Each band's rate of notes and above, as a ratio to everybody's.
pub(super) fn plot_of_bands(measured: &Levels) -> Result<String, Problem> {
    let rows: Vec<_> = parity(&measured.apart, Level::Note)
        .into_iter()
        .filter_map(|(band, rate, ratio)| {
            let ratio = ratio?;
            Some(Row {
                label: format!("{band} ({})", grouped(u64::from(rate.testable))),
                at: ratio.at,
                interval: (ratio.low, ratio.high),
            })
        })
        .collect();
    let frame = Frame {
        title: "Parity: note or above, by offset band",
        axis: "band's rate / everybody's rate (people in brackets; red: limit)",
        range: 0.0..end(&rows),
        tick: |value| format!("{value:.1}"),
        limit: Some(PARITY),
    };
    intervals(&frame, &rows)
}

/// Each class's share of notes and above, in percent.
pub(super) fn plot_of_sizes(measured: &Levels) -> Result<String, Problem> {
    let rows: Vec<_> = by_size(&measured.apart)
        .map(|(size, levels)| {
            let rate = levels.at_least(Level::Note);
            let (low, high) = rate.interval();
            Row {
                label: format!("{size} ({})", grouped(u64::from(rate.testable))),
                at: rate.share() * 100.0,
                interval: (low * 100.0, high * 100.0),
            }
        })
        .collect();
    let frame = Frame {
        title: "Note or above, by number of commits",
        axis: "share of people, % (people in brackets)",
        range: 0.0..end(&rows),
        tick: |value| format!("{value:.0}"),
        limit: None,
    };
    intervals(&frame, &rows)
}

/// The whole number where an axis ends that holds all intervals.
fn end(rows: &[Row]) -> f64 {
    let highest = rows.iter().map(|row| row.interval.1);
    highest.fold(1.0, f64::max).ceil()
}
