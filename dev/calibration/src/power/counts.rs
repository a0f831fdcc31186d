//! The counts of detection rates and the file that holds them. Nobody in it exists.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use countersign_heuristics::Level;

/// The whole measurement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counts {
    /// Seed of every community.
    pub(crate) seed: u64,
    /// Personas, by kind, carefulness and number of commits.
    pub(crate) personas: Vec<Cell>,
    /// Honest households, by way of life and number of commits.
    pub(crate) honest: Vec<Cell>,
    /// Honest people of personas' households: those with copied work, and those who merged for a circle.
    pub(crate) neighbours: Vec<Cell>,
}

/// Households of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cell {
    /// Persona or way of life, by id.
    pub(crate) life: String,
    /// How careful; empty for the honest.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) care: String,
    /// Commits of each of a household's names.
    pub(crate) commits: usize,
    pub(crate) households: usize,
    /// Households with somebody at this level or above.
    pub(crate) note: usize,
    pub(crate) review: usize,
    pub(crate) urgent: usize,
    /// Households with somebody whose findings match any pattern.
    pub(crate) matching: usize,
    /// Households by the patterns that somebody's findings match.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) patterns: BTreeMap<String, usize>,
    /// Households by the heuristics that found something about somebody.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) heuristics: BTreeMap<String, usize>,
}

/// What the heuristics found about one household.
#[derive(Clone, Debug, Default)]
pub(crate) struct Said {
    pub(crate) level: Level,
    pub(crate) patterns: Vec<String>,
    pub(crate) heuristics: Vec<&'static str>,
}

impl Said {
    /// Adds the findings about another person of the household.
    pub(crate) fn add(&mut self, other: Self) {
        self.level = self.level.max(other.level);
        self.patterns.extend(other.patterns);
        self.heuristics.extend(other.heuristics);
    }
}

impl Cell {
    pub(crate) fn count(&mut self, mut said: Said) {
        self.households += 1;
        self.note += usize::from(said.level >= Level::Note);
        self.review += usize::from(said.level >= Level::Review);
        self.urgent += usize::from(said.level >= Level::Urgent);
        said.patterns.sort_unstable();
        said.patterns.dedup();
        self.matching += usize::from(!said.patterns.is_empty());
        for pattern in said.patterns {
            *self.patterns.entry(pattern).or_default() += 1;
        }
        said.heuristics.sort_unstable();
        said.heuristics.dedup();
        for heuristic in said.heuristics {
            *self.heuristics.entry(heuristic.to_owned()).or_default() += 1;
        }
    }

    /// Adds the counts of another cell.
    pub(crate) fn add(&mut self, other: &Self) {
        self.households += other.households;
        self.note += other.note;
        self.review += other.review;
        self.urgent += other.urgent;
        self.matching += other.matching;
        for (pattern, count) in &other.patterns {
            *self.patterns.entry(pattern.clone()).or_default() += count;
        }
        for (heuristic, count) in &other.heuristics {
            *self.heuristics.entry(heuristic.clone()).or_default() += count;
        }
    }

    /// The share of the households that `count` is, 0 to 1.
    pub(crate) fn share(&self, count: usize) -> f64 {
        count as f64 / self.households.max(1) as f64
    }

    pub(crate) fn matches(&self, pattern: &str) -> usize {
        self.patterns.get(pattern).copied().unwrap_or_default()
    }
}

impl Counts {
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        let text = fs::read_to_string(path);
        let text = text.with_context(|| format!("failed to read {}", path.display()))?;
        serde_json::from_str(&text)
            .with_context(|| format!("{} is not a file of counts", path.display()))
    }

    pub(crate) fn to_json(&self) -> anyhow::Result<String> {
        let text = serde_json::to_string_pretty(self).context("failed to write the counts")?;
        Ok(text + "\n")
    }

    /// Households of a persona whose findings match a pattern, over everything.
    #[cfg(test)]
    pub(crate) fn matched(&self, persona: &str, pattern: &str) -> usize {
        let cells = self.personas.iter().filter(|cell| cell.life == persona);
        cells.map(|cell| cell.matches(pattern)).sum()
    }

    /// Numbers of commits, in order.
    pub(crate) fn lengths(&self) -> Vec<usize> {
        let mut lengths: Vec<_> = self.personas.iter().map(|cell| cell.commits).collect();
        lengths.sort_unstable();
        lengths.dedup();
        lengths
    }
}
