//! Counts over one scan and over all scans: how many people, never who they are.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use countersign_heuristics::{
    Answer, Family, Fired, Heuristic, Level, Outcome, PersonAssessment, Rate, Record, Strength,
    Weight, examine, pair,
};
use countersign_people::Population;

use crate::strata::{Half, Scan, Stratum};

/// What one heuristic did.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// People about whom it could answer.
    pub(crate) testable: u32,
    /// Those about whom it found something.
    pub(crate) fired: Fired,
    /// Both by band.
    pub(crate) bands: BTreeMap<String, Rate>,
    /// Both by class of size.
    pub(crate) sizes: BTreeMap<String, Rate>,
    /// Both by kind of community.
    pub(crate) kinds: BTreeMap<String, Rate>,
    /// People about whom its code broke.
    pub(crate) broken: u32,
    /// How long it took.
    pub(crate) time: Duration,
}

/// One person with findings beyond context, to be weighed when all records are known.
#[derive(Clone, Debug)]
struct WithFindings {
    stratum: Stratum,
    /// Which repository, by position.
    repository: usize,
    findings: Vec<(&'static Heuristic, Strength)>,
}

/// What is counted over scans.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    /// One a heuristic, in the catalogue's order.
    pub(crate) heuristics: Vec<Tally>,
    /// How many people there are, by stratum.
    people: Vec<(Stratum, u32)>,
    with_findings: Vec<WithFindings>,
    /// How many scans were counted.
    scans: usize,
}

/// How many people are at each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Levels {
    /// All of them.
    pub(crate) people: u32,
    /// Those at `note`.
    pub(crate) note: u32,
    /// Those at `review`.
    pub(crate) review: u32,
    /// Those at `urgent`.
    pub(crate) urgent: u32,
}

impl Levels {
    fn add(&mut self, level: Level) {
        match level {
            Level::Quiet => {}
            Level::Note => self.note += 1,
            Level::Review => self.review += 1,
            Level::Urgent => self.urgent += 1,
        }
    }

    /// How many are at this level or above it.
    pub(crate) fn at_least(&self, level: Level) -> Rate {
        let fired = match level {
            Level::Quiet => self.people,
            Level::Note => self.note + self.review + self.urgent,
            Level::Review => self.review + self.urgent,
            Level::Urgent => self.urgent,
        };
        Rate {
            testable: self.people,
            fired,
        }
    }
}

/// People by level: those with enough commits to be budgeted for, and the same by band and size.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Joint {
    /// Everybody budgeted for.
    pub(crate) all: Levels,
    /// The same by band.
    pub(crate) bands: BTreeMap<String, Levels>,
    /// Everybody, by class of size.
    pub(crate) sizes: BTreeMap<String, Levels>,
    /// Everybody budgeted for, by kind of community.
    pub(crate) kinds: BTreeMap<String, Levels>,
    /// Everybody budgeted for, by half of the corpus.
    pub(crate) halves: BTreeMap<String, Levels>,
}

impl Counts {
    /// Runs every heuristic over everybody and counts what it answers.
    pub(crate) fn add(
        &mut self,
        population: &Population,
        catalogue: &[&'static Heuristic],
        scan: Scan,
    ) {
        self.heuristics.resize(catalogue.len(), Tally::default());
        let strata: Vec<_> = population
            .dossiers()
            .map(|dossier| Stratum::of(&dossier, scan))
            .collect();
        for stratum in &strata {
            match self.people.iter_mut().find(|(known, _)| known == stratum) {
                Some((_, people)) => *people += 1,
                None => self.people.push((*stratum, 1)),
            }
        }
        let mut findings = vec![Vec::new(); strata.len()];
        for (heuristic, tally) in catalogue.iter().zip(&mut self.heuristics) {
            let start = Instant::now();
            let assessments = examine(population, &[heuristic]);
            tally.time += start.elapsed();
            for ((person, stratum), findings) in assessments.iter().zip(&strata).zip(&mut findings)
            {
                if let Some(strength) = tally.add(person, stratum) {
                    findings.push((*heuristic, strength));
                }
            }
        }
        let with_findings = strata.into_iter().zip(findings);
        let with_findings = with_findings.filter(|(_, findings)| !findings.is_empty());
        let repository = self.scans;
        self.with_findings
            .extend(with_findings.map(|(stratum, findings)| WithFindings {
                stratum,
                repository,
                findings,
            }));
        self.scans += 1;
    }

    /// People by level, with the weights that these records give, for all scans and for each scan.
    pub(crate) fn joint(&self, records: &BTreeMap<&str, Record>) -> (Joint, Vec<Levels>) {
        let mut joint = Joint::default();
        let mut scans = vec![Levels::default(); self.scans];
        for (stratum, people) in &self.people {
            joint.each(stratum, |levels| levels.people += people);
        }
        for with_findings in &self.with_findings {
            let level =
                Level::weighed(with_findings.findings.iter().map(|(heuristic, strength)| {
                    let record = records.get(heuristic.id);
                    let weight = record.map(|record| Weight::of(record, *strength));
                    (heuristic.family, *strength, weight.unwrap_or_default())
                }));
            joint.each(&with_findings.stratum, |levels| levels.add(level));
            scans[with_findings.repository].add(level);
        }
        (joint, scans)
    }

    /// How many of the people budgeted for have findings beyond context, by the families of these findings.
    pub(crate) fn families(&self) -> BTreeMap<String, u32> {
        let mut families: BTreeMap<String, u32> = BTreeMap::new();
        for one in self.budgeted() {
            let names: Vec<_> = one.families().into_iter().map(Family::as_str).collect();
            *families.entry(names.join("+")).or_default() += 1;
        }
        families
    }

    /// How many of the people budgeted for in the fitted half have findings beyond context in both of two families.
    pub(crate) fn pairs(&self) -> BTreeMap<String, u32> {
        let mut pairs: BTreeMap<String, u32> = BTreeMap::new();
        let fitted = self
            .budgeted()
            .filter(|one| one.stratum.scan.half == Some(Half::Fitted));
        for one in fitted {
            let families = one.families();
            for (position, first) in families.iter().enumerate() {
                for second in &families[position + 1..] {
                    *pairs.entry(pair(*first, *second)).or_default() += 1;
                }
            }
        }
        pairs
    }

    fn budgeted(&self) -> impl Iterator<Item = &WithFindings> {
        self.with_findings
            .iter()
            .filter(|one| one.stratum.is_budgeted)
    }
}

impl WithFindings {
    /// The families of the findings, each once, in order.
    fn families(&self) -> Vec<Family> {
        let mut of: Vec<_> = self.findings.iter().map(|(one, _)| one.family).collect();
        of.sort_unstable();
        of.dedup();
        of
    }
}

impl Joint {
    fn each(&mut self, stratum: &Stratum, change: impl Fn(&mut Levels)) {
        change(self.sizes.entry(stratum.size.to_owned()).or_default());
        if stratum.is_budgeted {
            change(&mut self.all);
            change(self.bands.entry(stratum.band.to_owned()).or_default());
            if let Some(kind) = stratum.scan.kind {
                change(self.kinds.entry(kind.to_owned()).or_default());
            }
            if let Some(half) = stratum.scan.half {
                change(self.halves.entry(half.as_str().to_owned()).or_default());
            }
        }
    }
}

impl Tally {
    /// Counts one person; the strength of what was found, where it is more than context.
    fn add(&mut self, person: &PersonAssessment, stratum: &Stratum) -> Option<Strength> {
        let [Answer { outcome, .. }] = &person.answers[..] else {
            // A heuristic that needs a pull request takes no part.
            return None;
        };
        let strength = match outcome {
            Some(Outcome::Quiet) => None,
            Some(Outcome::Fired(findings)) => findings.iter().map(|one| one.strength).max(),
            Some(Outcome::NotEnough { .. } | Outcome::NotApplicable) => return None,
            None => {
                self.broken += 1;
                return None;
            }
        };
        self.testable += 1;
        match strength {
            Some(Strength::Context) => self.fired.context += 1,
            Some(Strength::Moderate) => self.fired.moderate += 1,
            Some(Strength::Strong) => self.fired.strong += 1,
            None => {}
        }
        let fired = u32::from(strength.is_some());
        for (name, rates) in [
            (Some(stratum.band), &mut self.bands),
            (Some(stratum.size), &mut self.sizes),
            (stratum.scan.kind, &mut self.kinds),
        ] {
            let Some(name) = name else { continue };
            let rate = rates.entry(name.to_owned()).or_default();
            rate.testable += 1;
            rate.fired += fired;
        }
        strength.filter(|strength| *strength > Strength::Context)
    }
}
