//! Writes records and levels as files, and prints a summary.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use countersign_heuristics::{Heuristic, Level, Rate, Record, Strength, Weight, catalogue};

use super::Measurement;
use crate::counts::Joint;
use crate::data::{Corpus, Levels, Together, WRITTEN_BY, write};
use crate::strata::Half;
use crate::{digest, kinds, strata};

/// Writes every record, then the levels and the corpus.
pub(super) fn all(
    records: &BTreeMap<&str, Record>,
    apart: Joint,
    together: Joint,
    measurement: Measurement,
) -> anyhow::Result<()> {
    self::records(records)?;
    let fitted = apart.halves.get(Half::Fitted.as_str());
    Together {
        people: fitted.map_or(0, |half| half.people),
        pairs: measurement.apart.pairs(),
    }
    .save()?;
    let levels = Levels {
        code: digest::of_levels(catalogue().iter().map(|heuristic| heuristic.id))?,
        ground: digest::of_ground()?,
        apart,
        together,
        families: measurement.apart.families(),
        times: measurement.times,
    };
    levels.save()?;
    let mut repository = measurement.repositories;
    repository.sort_by(|a, b| a.name.cmp(&b.name));
    Corpus { repository }.save()
}

/// Writes records alone: levels and corpus stay what they are.
pub(super) fn records(records: &BTreeMap<&str, Record>) -> anyhow::Result<()> {
    for (id, one) in records {
        // A heuristic that could test nobody, because the data lacks what it needs, keeps its record.
        if one.testable > 0 {
            write(&digest::record(id), &record(one))?;
        }
    }
    Ok(())
}

/// A record as its file holds it.
pub(super) fn record(record: &Record) -> String {
    let mut text = format!("{WRITTEN_BY}revision = {}\n", record.revision);
    if !record.among.is_empty() {
        let _ = writeln!(text, "among = {}", quoted(&record.among));
    }
    let fired = &record.fired;
    let _ = writeln!(
        text,
        "code = {}\ncorpus = {}\ntestable = {}\n\n[fired]\ncontext = {}\nmoderate = {}\nstrong = {}",
        quoted(&record.code),
        quoted(&record.corpus),
        record.testable,
        fired.context,
        fired.moderate,
        fired.strong,
    );
    text += "\n[bands]\n";
    rates(&mut text, strata::bands(), &record.bands);
    text += "\n[sizes]\n";
    rates(&mut text, strata::sizes(), &record.sizes);
    text += "\n[kinds]\n";
    rates(&mut text, kinds::all(), &record.kinds);
    text
}

fn rates(
    text: &mut String,
    names: impl Iterator<Item = &'static str>,
    rates: &BTreeMap<String, Rate>,
) {
    for name in names {
        if let Some(Rate { testable, fired }) = rates.get(name) {
            let _ = writeln!(
                text,
                "{} = {{ testable = {testable}, fired = {fired} }}",
                quoted(name)
            );
        }
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The counts as a table for the terminal.
pub(super) fn summary(
    measurement: &Measurement,
    heuristics: &[&'static Heuristic],
    records: &BTreeMap<&str, Record>,
    [apart, together]: [&Joint; 2],
) -> String {
    let mut text = format!(
        "{:22}{:>9}{:>9}{:>9}{:>9}{:>8}{:>8}{:>9}\n",
        "heuristic", "testable", "context", "moderate", "strong", "w(mod)", "w(str)", "ms"
    );
    for heuristic in heuristics {
        let record = &records[heuristic.id];
        let weight = |strength| match strength <= heuristic.strength {
            true => Weight::of(record, strength).to_string(),
            false => String::new(),
        };
        let _ = writeln!(
            text,
            "{:22}{:>9}{:>9}{:>9}{:>9}{:>8}{:>8}{:>9}",
            heuristic.id,
            record.testable,
            record.fired.context,
            record.fired.moderate,
            record.fired.strong,
            weight(Strength::Moderate),
            weight(Strength::Strong),
            measurement.times.heuristics.get(heuristic.id).unwrap_or(&0),
        );
    }
    for (name, joint) in [("apart", apart), ("together", together)] {
        let _ = write!(text, "{name}: {} people with ten commits", joint.all.people);
        for level in [Level::Note, Level::Review, Level::Urgent] {
            let rate = joint.all.at_least(level);
            let percent = rate.share() * 100.0;
            let _ = write!(text, ", {} {} ({percent:.3} %)", level.as_str(), rate.fired);
        }
        text.push('\n');
    }
    let times = &measurement.times;
    let _ = writeln!(
        text,
        "reading {} ms, who is who {} ms, heuristics {} ms over {} commits",
        times.reading,
        times.resolving,
        times.examining() - times.resolving,
        times.commits,
    );
    text
}
