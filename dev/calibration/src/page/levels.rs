//! How many people reach which level.

use std::fmt::Write as _;

use countersign_heuristics::{Level, Rate};

use crate::budget::{BUDGETS, KIND_BUDGET, PARITY, parity};
use crate::counts::Joint;
use crate::data::Levels;
use crate::figures::{Ratio, grouped, interval, percent};
use crate::kinds::KINDS;
use crate::plot::{Frame, Problem, Row, intervals};
use crate::strata::{self, Half};

/// Levels that say something, lowest first.
const SPEAKING: [Level; 3] = [Level::Note, Level::Review, Level::Urgent];

pub(super) fn text(measured: &Levels) -> String {
    [
        budgets(measured),
        bands(&measured.apart),
        kinds(&measured.apart),
        sizes(&measured.apart),
    ]
    .join("\n")
}

fn budgets(measured: &Levels) -> String {
    let mut text = "## Levels\n\nHow many people with ten commits or more reach each level, with all heuristics \
         counted together:\n\n\
         | At least | One repository at a time | 95 % interval | All together | 95 % interval | Budget |\n\
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
    text += "\nThe budget is the largest share of people that may reach the level. A test fails if it is exceeded.\n";
    text + &families(measured) + &halves(measured)
}

/// `68 of 18,298 (0.37 %)`.
fn of_all(rate: Rate) -> String {
    let [fired, testable] = [rate.fired, rate.testable].map(|number| grouped(u64::from(number)));
    format!("{fired} of {testable} ({})", percent(rate.share()))
}

/// Whether families are as independent as the levels assume.
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
        "\nLevels add up the weights of different families, because errors in one family rarely come with errors in \
         another. People with findings beyond context, by family: {}. People with such findings in two or more \
         families: {several}; chance alone would give {expected:.1}.\n",
        listed.join(", "),
    )
}

fn bands(apart: &Joint) -> String {
    let mut text = format!(
        "## Parity\n\nThis table checks that no part of the world is reported more often than the others. Each person \
         is in the band of the UTC offset that most of their own clock's commits show. UTC itself does not count; \
         people without any other offset are in \"none\". The ratio compares the band's rate with the rate of all \
         people in the table above; its interval is exact (Clopper and Pearson). The limit is {PARITY}: a test fails \
         if the lower bound of a band's interval exceeds it.\n\n\
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
        "\nThe measured ratio exceeds {PARITY} here, but too few people were measured to be sure that the true ratio \
         does: {}.\n",
        above.join("; ")
    )
}

fn kinds(apart: &Joint) -> String {
    let mut text = format!(
        "## By kind of community\n\nCommits come about differently in different communities. At most {} of the people \
         of one kind may be at `review` or above; a test fails if the lower bound of the interval exceeds that.\n\n\
         | Kind | | People | At least note | At least review | Share | 95 % interval | Urgent |\n\
         |---|---|---:|---:|---:|---:|---:|---:|\n",
        percent(KIND_BUDGET)
    );
    for (kind, meaning) in KINDS {
        let Some(levels) = apart.kinds.get(kind) else {
            continue;
        };
        let review = levels.at_least(Level::Review);
        let _ = writeln!(
            text,
            "| {kind} | {meaning} | {} | {} | {} | {} | {} | {} |",
            grouped(u64::from(levels.people)),
            levels.at_least(Level::Note).fired,
            review.fired,
            percent(review.share()),
            interval(review),
            levels.urgent,
        );
    }
    text
}

/// What was fitted on one half of the repositories, on both.
fn halves(measured: &Levels) -> String {
    let review = |half: Half| {
        let levels = measured.apart.halves.get(half.as_str()).copied();
        let rate = levels.unwrap_or_default().at_least(Level::Review);
        format!("{} (95 % interval {})", of_all(rate), interval(rate))
    };
    format!(
        "\nWhich findings of two families reach `review` together depends on how often ordinary people show both. That \
         was counted on one half of the repositories: {} of its people reach `review`. On the other half, where nothing \
         was fitted: {}.\n",
        review(Half::Fitted),
        review(Half::Unseen),
    )
}

fn sizes(apart: &Joint) -> String {
    let mut text =
        "## By number of commits\n\nPeople with more commits have more chances to show a finding.\n\n\
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
        axis: "rate of the band / rate of all people (people in brackets; red: limit)",
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
