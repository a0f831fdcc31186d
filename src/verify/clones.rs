//! Reads a bundle's repositories again from clones, and examines everyone as its scan did.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use countersign_facts::content::Contents;
use countersign_facts::{History, Indicators, ObjectId, RepositoryIndex};
use countersign_heuristics::{Heuristic, PersonAssessment, catalogue};
use countersign_history::{Job, PlatformKeys, Selection, Tip, held, object_id, read, tip};
use countersign_people::Population;
use countersign_report::bundle::{Bundle, Clone, Moved, Read, Repository};

use crate::database::DataArgs;
use crate::exit::{Exit, Failure};
use crate::output::Console;
use crate::scan::{self, Watch, announced, changes, not_read};
use crate::{indicators, interrupt};

/// What the clones show.
pub(super) struct Found {
    population: Population,
    assessments: Vec<PersonAssessment>,
    clones: Vec<Clone>,
}

impl Found {
    pub(super) fn read(&self) -> Read<'_> {
        Read {
            population: &self.population,
            assessments: &self.assessments,
            clones: self.clones.clone(),
        }
    }
}

/// Reads the bundle's repositories from `paths`, and examines everyone.
pub(super) fn examine(
    bundle: &Bundle,
    (paths, platforms): (&[PathBuf], &PlatformKeys),
    data: &DataArgs,
    console: Console,
) -> Result<Found, Failure> {
    let indicators = indicators::current(Some(data), "verifying", console)?;
    let paths = assigned(bundle, paths, console)?;
    let mut reading = Reading {
        bundle,
        platforms,
        indicators: &indicators,
        history: History::default(),
        contents: Contents::default(),
    };
    let clones = interrupt::guard(|cancelled| reading.all(&paths, console, cancelled))??;
    let Reading {
        mut history,
        contents,
        ..
    } = reading;
    history.seal();
    let population = Population::new(history)
        .with_indicators(indicators)
        .with_contents(contents);
    let assessments = countersign_heuristics::examine(&population, &heuristics(bundle));
    Ok(Found {
        population,
        assessments,
        clones,
    })
}

/// The heuristics that the bundle's scan ran and that still exist.
fn heuristics(bundle: &Bundle) -> Vec<&'static Heuristic> {
    let ran = |heuristic: &&Heuristic| {
        let mut used = bundle.options.heuristics.iter();
        used.any(|used| used.id == heuristic.id)
    };
    catalogue().iter().copied().filter(ran).collect()
}

/// The tips in lines of `id name`; other lines are skipped, since no repository can have them.
fn tips(repository: &Repository) -> Vec<Tip> {
    let tips = repository.tips.iter().filter_map(|line| {
        let (id, name) = line.split_once(' ')?;
        let id = object_id(id)?;
        let name = name.to_owned();
        Some(Tip { name, id })
    });
    tips.collect()
}

/// A clone for each of the bundle's repositories: the one that holds most of its tips, and the first among
/// equals.
fn assigned<'a>(
    bundle: &Bundle,
    paths: &'a [PathBuf],
    console: Console,
) -> Result<Vec<Option<&'a Path>>, Failure> {
    let mut free = Vec::new();
    for path in paths {
        // A path that is not a repository fails here.
        match held(path, &[]).map_err(not_read) {
            Ok(_) => free.push(path.as_path()),
            Err(failure) if paths.len() == 1 => return Err(failure),
            Err(failure) => console.warn(&format!("{:#}", failure.error)),
        }
    }
    if free.is_empty() {
        let message = "cannot read any of the clones";
        return Err(Failure::new(Exit::NoneRead, anyhow::Error::msg(message)));
    }
    let mut pairs = Vec::new();
    for (position, repository) in bundle.repositories.iter().enumerate() {
        let ids: Vec<_> = tips(repository).iter().map(|tip| tip.id).collect();
        for path in &free {
            let there = held(path, &ids).map_err(not_read)?;
            let there = there.into_iter().filter(|there| *there).count();
            pairs.push((there, position, *path));
        }
    }
    // The sort is stable: among equals the first repository gets the first clone.
    pairs.sort_by_key(|(there, ..)| std::cmp::Reverse(*there));
    let mut assigned = vec![None; bundle.repositories.len()];
    let mut taken = Vec::new();
    for (_, position, path) in pairs {
        if assigned[position].is_none() && !taken.contains(&path) {
            assigned[position] = Some(path);
            taken.push(path);
        }
    }
    Ok(assigned)
}

/// The repositories while they are read.
struct Reading<'a> {
    bundle: &'a Bundle,
    platforms: &'a PlatformKeys,
    indicators: &'a Indicators,
    history: History,
    contents: Contents,
}

impl Reading<'_> {
    fn all(
        &mut self,
        paths: &[Option<&Path>],
        console: Console,
        cancelled: &AtomicBool,
    ) -> Result<Vec<Clone>, Failure> {
        let watch = Watch::new(console);
        let job = Job {
            threads: scan::threads(),
            cancelled,
            progress: &watch,
        };
        let mut clones = Vec::new();
        let repositories = self.bundle.repositories.iter().zip(paths);
        for (position, (repository, path)) in (0u16..).zip(repositories) {
            let mut clone = Clone {
                repository: repository.name.clone(),
                path: path.map(|path| path.display().to_string()),
                tips: repository.tips.len() as u64,
                commits: repository.commits,
                ..Clone::default()
            };
            match path {
                Some(path) => {
                    clone.lacks = lacks(self.bundle, position, path)?;
                    self.one(repository, path, &mut clone, &job)?;
                }
                None => clone.problem = Some("no clone of it was given".to_owned()),
            }
            if cancelled.load(Ordering::Relaxed) {
                return Err(Failure::interrupted());
            }
            // The position of a repository in the history is its position in the bundle.
            if announced(&self.history) == position {
                self.history.add_repository(&repository.name);
            }
            self.settle(position, repository);
            clones.push(clone);
        }
        Ok(clones)
    }

    /// Gives the repository the owner that it had when the bundle was written.
    fn settle(&mut self, position: u16, repository: &Repository) {
        let nobody = || format!("repository {position} of the bundle");
        let organisation = repository.organisation.clone();
        self.history.set_organisation(
            RepositoryIndex(position),
            &organisation.unwrap_or_else(nobody),
        );
    }

    fn one(
        &mut self,
        repository: &Repository,
        path: &Path,
        clone: &mut Clone,
        job: &Job<'_>,
    ) -> Result<(), Failure> {
        let tips = there(path, tips(repository), clone)?;
        if tips.is_empty() {
            let problem = "it holds nothing that the refs of the bundle name";
            clone.problem = Some(problem.to_owned());
            return Ok(());
        }
        let options = &self.bundle.options;
        let selection = Selection {
            since: options.since,
            until: options.until,
            tips,
            platforms: self.platforms.clone(),
            ..Selection::default()
        };
        let index = RepositoryIndex(announced(&self.history));
        let name = &repository.name;
        let reading = read(path, name, &selection, job, &mut self.history).map_err(not_read)?;
        clone.read = reading.commits;
        if options.content {
            let of = (index, &self.history);
            changes((path, name), of, self.indicators, job, &mut self.contents)?;
        }
        Ok(())
    }
}

/// The tips that the clone holds; for a missing one, the commit that its ref points at now.
fn there(path: &Path, wanted: Vec<Tip>, clone: &mut Clone) -> Result<Vec<Tip>, Failure> {
    let ids: Vec<_> = wanted.iter().map(|tip| tip.id).collect();
    let held = held(path, &ids).map_err(not_read)?;
    let mut there = Vec::new();
    for (wanted, is_held) in wanted.into_iter().zip(held) {
        if is_held {
            there.push(wanted);
            continue;
        }
        let now = tip(path, &wanted.name).map_err(not_read)?;
        clone.missing.push(Moved {
            name: wanted.name.clone(),
            was: wanted.id.to_string(),
            is: now.map(|id| id.to_string()),
        });
        there.extend(now.map(|id| Tip { id, ..wanted }));
    }
    Ok(there)
}

/// Ids of this repository's objects in the bundle that the clone does not hold.
fn lacks(bundle: &Bundle, position: u16, path: &Path) -> Result<Vec<String>, Failure> {
    let objects = bundle.objects.iter();
    let own = objects.filter(|object| object.repository == position);
    let ids: Vec<ObjectId> = own.filter_map(|object| object_id(&object.id)).collect();
    let held = held(path, &ids).map_err(not_read)?;
    let lacking = ids.iter().zip(held).filter(|(_, held)| !held);
    Ok(lacking.map(|(id, _)| id.to_string()).collect())
}
