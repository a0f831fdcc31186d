//! Plans, writes, reads and examines communities of one kind of persona among honest people.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;

use anyhow::Context as _;
use countersign_careers::{
    Atlas, Care, Community, PERSONAS, Persona, Plan, Resident, WAYS, github_key,
};
use countersign_facts::History;
use countersign_heuristics::{PersonAssessment, catalogue, examine, patterns};
use countersign_history::{Job, PlatformKeys, Selection, read};
use countersign_people::Population;
use rayon::prelude::*;

use super::counts::{Cell, Counts, Said};
use crate::terminal;

/// Commits of each name.
const COMMITS: [usize; 5] = [20, 50, 100, 200, 500];
/// Projects that a community's people have in common.
const PROJECTS: usize = 4;

/// One community.
#[derive(Clone, Copy)]
struct Setting {
    persona: &'static Persona,
    care: Care,
    commits: usize,
}

/// Measures every persona at every carefulness and length, in `households` households each.
pub(super) fn measure(seed: u64, households: usize) -> anyhow::Result<Counts> {
    let mut settings = Vec::new();
    for persona in &PERSONAS {
        for care in Care::ALL {
            settings.extend(COMMITS.map(|commits| Setting {
                persona,
                care,
                commits,
            }));
        }
    }
    counts(seed, households, &settings)
}

/// One small cell, for tests.
#[cfg(test)]
pub(super) fn cell_counts(seed: u64, households: usize) -> anyhow::Result<Counts> {
    let setting = Setting {
        persona: &PERSONAS[0],
        care: Care::Careless,
        commits: 20,
    };
    counts(seed, households, &[setting])
}

fn counts(seed: u64, households: usize, settings: &[Setting]) -> anyhow::Result<Counts> {
    let communities: anyhow::Result<Vec<Vec<(CellKey, Cell)>>> = settings
        .par_iter()
        .enumerate()
        .map(|(number, setting)| {
            // Every community has a seed of its own: its honest people are others.
            let cells = community(seed * 1_000 + number as u64, households, setting);
            let Setting {
                persona,
                care,
                commits,
            } = setting;
            terminal::line(&format!("{} {} {commits}", persona.id, care.as_str()));
            cells
        })
        .collect();
    let mut cells: BTreeMap<CellKey, Cell> = BTreeMap::new();
    for (key, cell) in communities?.into_iter().flatten() {
        match cells.get_mut(&key) {
            Some(known) => known.add(&cell),
            None => {
                cells.insert(key, cell);
            }
        }
    }
    let mut counts = Counts {
        seed,
        ..Counts::default()
    };
    for (key, cell) in cells {
        match key.0 {
            Kind::Persona => counts.personas.push(cell),
            Kind::Honest => counts.honest.push(cell),
            Kind::Neighbour => counts.neighbours.push(cell),
        }
    }
    Ok(counts)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Persona,
    Honest,
    Neighbour,
}

/// What households are counted by: kind, position of their life, carefulness, number of commits.
type CellKey = (Kind, usize, Option<Care>, usize);

fn community(
    seed: u64,
    households: usize,
    setting: &Setting,
) -> anyhow::Result<Vec<(CellKey, Cell)>> {
    let Setting {
        persona,
        care,
        commits,
    } = *setting;
    let mut community = Community::new(seed, Atlas::world(), PROJECTS);
    for way in &WAYS {
        community = community.honest(way, commits);
    }
    for _ in 0..households {
        community = community.persona(persona, care, commits);
    }
    // Each project stays a repository of its own: how its community works is a fact about the whole of it.
    let plan = community.plan();
    let said = examined(&plan)?;
    let mut cells: BTreeMap<CellKey, Cell> = BTreeMap::new();
    for ((household, persona), said) in said {
        let life = plan
            .residents()
            .iter()
            .find(|one| one.household == household);
        let life = life.map_or("", |one| one.life);
        let key = cell_key(life, persona, setting);
        let cell = cells.entry(key).or_insert_with(|| Cell {
            life: life.to_owned(),
            care: key
                .2
                .map(|care| care.as_str().to_owned())
                .unwrap_or_default(),
            commits,
            ..Cell::default()
        });
        cell.count(said);
    }
    Ok(cells.into_iter().collect())
}

fn cell_key(life: &str, is_persona: bool, setting: &Setting) -> CellKey {
    let way = WAYS.iter().position(|way| way.id == life);
    let position = PERSONAS.iter().position(|persona| persona.id == life);
    match (way, position) {
        (Some(way), _) => (Kind::Honest, way, None, setting.commits),
        (None, position) => {
            let kind = if is_persona {
                Kind::Persona
            } else {
                Kind::Neighbour
            };
            let care = is_persona.then_some(setting.care);
            (kind, position.unwrap_or(usize::MAX), care, setting.commits)
        }
    }
}

/// What the heuristics find about every household, for its personas and its honest people separately.
fn examined(plan: &Plan) -> anyhow::Result<BTreeMap<(usize, bool), Said>> {
    let folder = tempfile::tempdir().context("failed to make a temporary folder")?;
    let paths = plan
        .write(folder.path())
        .context("failed to write the careers with git")?;
    let population = Population::new(history(&paths)?);
    let mut residents: BTreeMap<String, &Resident> = BTreeMap::new();
    for resident in plan.residents() {
        residents.extend(plan.addresses(resident).map(|address| (address, resident)));
    }
    let side = |resident: &Resident| (resident.household, resident.persona);
    let mut said: BTreeMap<(usize, bool), Said> = BTreeMap::new();
    for resident in plan.residents() {
        said.entry(side(resident)).or_default();
    }
    for assessment in examine(&population, catalogue()) {
        let person = &population.people().all()[assessment.person.0 as usize];
        let identities = population.history().identities();
        let emails = person
            .identities
            .iter()
            .map(|identity| identities.get(*identity).email());
        let mut sides: Vec<_> = emails
            .filter_map(|email| residents.get(&*email))
            .map(|one| side(one))
            .collect();
        sides.sort_unstable();
        sides.dedup();
        for side in sides {
            said.entry(side).or_default().add(about(&assessment));
        }
    }
    Ok(said)
}

fn about(assessment: &PersonAssessment) -> Said {
    let findings = assessment.findings();
    let by_id: Vec<_> = findings
        .iter()
        .map(|(heuristic, finding)| (heuristic.id, finding.strength))
        .collect();
    let matches = patterns::matched(&by_id);
    Said {
        level: assessment.level(),
        patterns: matches
            .into_iter()
            .map(|one| one.pattern.id.clone())
            .collect(),
        heuristics: by_id.into_iter().map(|(id, _)| id).collect(),
    }
}

fn history(paths: &[PathBuf]) -> anyhow::Result<History> {
    let mut history = History::default();
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 1,
        cancelled: &cancelled,
        progress: &(),
    };
    let mut platforms = PlatformKeys::default();
    platforms.add("noreply@github.com", github_key().as_bytes())?;
    let selection = Selection {
        platforms,
        ..Selection::default()
    };
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        read(path, &name, &selection, &job, &mut history)
            .with_context(|| format!("failed to read {}", path.display()))?;
    }
    history.seal();
    Ok(history)
}
