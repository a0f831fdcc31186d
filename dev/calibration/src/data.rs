//! The files that a measurement writes beside the records: levels, corpus, times.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use countersign_heuristics::{Heuristic, Record, catalogue};
use serde::{Deserialize, Serialize};

use crate::counts::Joint;
use crate::digest;

/// Everything at once, as `dev/calibration/joint.toml` holds it.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Levels {
    /// Digest of the records and of the code that weighs.
    pub(crate) code: String,
    /// Digest of the facts and people that every record rests on.
    pub(crate) ground: String,
    /// Each repository on its own.
    pub(crate) apart: Joint,
    /// All repositories as one population.
    pub(crate) together: Joint,
    /// People budgeted for who have findings beyond context, each repository on its own, by the
    /// families of these findings: `clock+key`.
    pub(crate) families: BTreeMap<String, u32>,
    /// How long it took.
    pub(crate) times: Times,
}

/// The repositories, as `dev/calibration/corpus.toml` lists them.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Corpus {
    /// By name.
    pub(crate) repository: Vec<Repository>,
}

/// One repository, in counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repository {
    /// `OWNER/NAME` on GitHub.
    pub(crate) name: String,
    /// The kind of community.
    pub(crate) kind: String,
    /// What its default branch stood at, abbreviated.
    pub(crate) head: String,
    /// Commits over all its refs.
    pub(crate) commits: u64,
    /// People who authored them or committed.
    pub(crate) people: u64,
    /// How many of them are at `note`.
    pub(crate) note: u32,
    /// ... at `review`.
    pub(crate) review: u32,
    /// ... at `urgent`.
    pub(crate) urgent: u32,
}

/// How long the parts took, each repository on its own, in milliseconds of wall time.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Times {
    /// Commits over all repositories.
    pub(crate) commits: u64,
    /// Threads at work.
    pub(crate) threads: u64,
    /// Reading the repositories.
    pub(crate) reading: u64,
    /// Finding out who is who.
    pub(crate) resolving: u64,
    /// Each heuristic over everybody.
    pub(crate) heuristics: BTreeMap<String, u64>,
}

impl Times {
    /// Sums up: `reading` and `resolving`, then each heuristic's own time.
    pub(crate) fn new(
        repositories: &[Repository],
        threads: usize,
        [reading, resolving]: [Duration; 2],
        heuristics: impl Iterator<Item = (&'static str, Duration)>,
    ) -> Self {
        Self {
            commits: repositories.iter().map(|one| one.commits).sum(),
            threads: threads as u64,
            reading: millis(reading),
            resolving: millis(resolving),
            heuristics: heuristics
                .map(|(id, time)| (id.to_owned(), millis(time)))
                .collect(),
        }
    }

    /// Who is who and all heuristics, in milliseconds.
    pub(crate) fn examining(&self) -> u64 {
        self.resolving + self.heuristics.values().sum::<u64>()
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The folder of this crate's data.
fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

const LEVELS: &str = "joint.toml";
const CORPUS: &str = "corpus.toml";

impl Levels {
    /// Reads the last measurement's levels.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn load() -> anyhow::Result<Self> {
        load(LEVELS)
    }

    /// Writes them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn save(&self) -> anyhow::Result<()> {
        save(LEVELS, &self.text()?)
    }

    /// A line for each stratum.
    fn text(&self) -> anyhow::Result<String> {
        let mut text = format!("code = {}\n", inline(&self.code)?);
        text += &format!("ground = {}\n", inline(&self.ground)?);
        text += &format!("families = {}\n", inline(&self.families)?);
        for (name, joint) in [("apart", &self.apart), ("together", &self.together)] {
            text += &format!("\n[{name}]\nall = {}\n", inline(&joint.all)?);
            for (kind, levels) in [
                ("bands", &joint.bands),
                ("sizes", &joint.sizes),
                ("kinds", &joint.kinds),
                ("halves", &joint.halves),
            ] {
                text += &format!("\n[{name}.{kind}]\n");
                for (one, levels) in levels {
                    text += &format!("{} = {}\n", inline(one)?, inline(levels)?);
                }
            }
        }
        text += "\n[times]\n";
        for (name, number) in [
            ("commits", self.times.commits),
            ("threads", self.times.threads),
            ("reading", self.times.reading),
            ("resolving", self.times.resolving),
        ] {
            text += &format!("{name} = {number}\n");
        }
        text += "\n[times.heuristics]\n";
        for (id, millis) in &self.times.heuristics {
            text += &format!("{id} = {millis}\n");
        }
        Ok(text)
    }
}

impl Corpus {
    /// Reads the last measurement's repositories.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn load() -> anyhow::Result<Self> {
        load(CORPUS)
    }

    /// Writes them.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn save(&self) -> anyhow::Result<()> {
        save(CORPUS, &self.text()?)
    }

    /// A line for each repository.
    fn text(&self) -> anyhow::Result<String> {
        let mut text = "repository = [\n".to_owned();
        for one in &self.repository {
            text += &format!("  {},\n", inline(one)?);
        }
        text += "]\n";
        Ok(text)
    }
}

/// How many people show findings of two families together, as `heuristics/src/together.toml` holds it.
#[derive(Debug, Serialize)]
pub(crate) struct Together {
    /// People budgeted for in the fitted half.
    pub(crate) people: u32,
    /// Those with findings beyond context in both of two families.
    pub(crate) pairs: BTreeMap<String, u32>,
}

impl Together {
    /// Writes it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(crate) fn save(&self) -> anyhow::Result<()> {
        let pairs = inline(&self.pairs)?;
        let text = format!("{WRITTEN_BY}people = {}\npairs = {pairs}\n", self.people);
        write(&digest::sources().join("together.toml"), &text)
    }
}

/// Every heuristic's record as its file holds it now, by id: a measurement may just have written it.
///
/// # Errors
/// When a record cannot be read.
pub(crate) fn records() -> anyhow::Result<BTreeMap<&'static str, Record>> {
    let read =
        |heuristic: &&'static Heuristic| Ok((heuristic.id, parse(&digest::record(heuristic.id))?));
    catalogue().iter().map(read).collect()
}

/// A value on one line.
fn inline(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(toml::Value::try_from(value)?.to_string())
}

fn load<T: for<'a> Deserialize<'a>>(name: &str) -> anyhow::Result<T> {
    parse(&folder().join(name))
}

fn parse<T: for<'a> Deserialize<'a>>(path: &Path) -> anyhow::Result<T> {
    let text = fs::read_to_string(path);
    let text = text.with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("cannot read {}", path.display()))
}

fn save(name: &str, text: &str) -> anyhow::Result<()> {
    let path = folder().join(name);
    let text = format!("{WRITTEN_BY}{text}");
    write(&path, &text)
}

/// First line of the files that a measurement writes.
pub(crate) const WRITTEN_BY: &str =
    "# Written by `calibrate measure --write`: counts of people, no names.\n";

/// Writes a file.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_what_is_read() {
        let counted = |people, note| crate::counts::Levels {
            people,
            note,
            ..Default::default()
        };
        let joint = |people| Joint {
            all: counted(people, 1),
            bands: BTreeMap::from([("-1..+2".to_owned(), counted(people, 1))]),
            sizes: BTreeMap::from([("1000+".to_owned(), counted(people, 0))]),
            kinds: BTreeMap::from([("gerrit".to_owned(), counted(people, 0))]),
            halves: BTreeMap::from([("fitted".to_owned(), counted(people, 1))]),
        };
        let levels = Levels {
            code: "c0de".to_owned(),
            ground: "9f0a".to_owned(),
            apart: joint(7),
            together: joint(6),
            families: BTreeMap::from([("clock+key".to_owned(), 2)]),
            times: Times {
                commits: 5,
                threads: 2,
                reading: 30,
                resolving: 4,
                heuristics: BTreeMap::from([("split-clock".to_owned(), 3)]),
            },
        };
        let text = levels.text().expect("written");
        assert_eq!(toml::from_str::<Levels>(&text).expect(&text), levels);
        let corpus = Corpus {
            repository: vec![Repository {
                name: "owner/name".to_owned(),
                kind: "gerrit".to_owned(),
                head: "0123456789ab".to_owned(),
                commits: 25,
                people: 3,
                note: 1,
                ..Repository::default()
            }],
        };
        let text = corpus.text().expect("written");
        assert_eq!(toml::from_str::<Corpus>(&text).expect(&text), corpus);
    }
}
