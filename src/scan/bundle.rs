//! `scan --bundle`: the evidence bundle beside the report.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::anyhow;
use countersign_facts::{ObjectId, RepositoryIndex};
use countersign_history::{RawObject, raw_objects};
use countersign_report::Repository;
use countersign_report::bundle::{Draft, Raw, Request, Source};

use super::Found;
use super::options::Plan;
use super::read::{Folder, not_read};
use crate::exit::Failure;
use crate::output::{self, Console};

/// Writes the bundle of everybody whom the scan shows, or of this person.
pub(super) fn write(
    path: &Path,
    plan: &Plan,
    found: &Found<'_>,
    repositories: &[Repository],
    person: Option<String>,
    console: Console,
) -> Result<(), Failure> {
    let draft = Draft::new(&Request {
        population: found.population,
        assessments: found.assessments,
        heuristics: &plan.heuristics,
        repositories: sources(repositories, found.folders),
        baseline: found.baseline,
        min_level: plan.min_level,
        person,
        refs: plan.selection.refs.clone(),
        since: plan.selection.since,
        until: plan.selection.until,
        content: plan.wants.files,
    });
    let objects = objects(draft.wanted(), found.folders)?;
    let (people, left_out) = (draft.people(), draft.left_out());
    let bundle = draft.finish(objects);
    output::write_file(path, bundle.to_text().as_bytes())?;
    let who = match people {
        0 => "nobody: nobody is at the level".to_owned(),
        1 => "1 person".to_owned(),
        people => format!("{people} people"),
    };
    console.hint(&format!(
        "{} is about {who}; its digest is {}",
        path.display(),
        bundle.digest
    ));
    if left_out > 0 {
        let findings = if left_out == 1 { "finding" } else { "findings" };
        console.hint(&format!(
            "out of it stay {left_out} {findings} on imported lists that may not be shared with everybody"
        ));
    }
    Ok(())
}

fn sources(repositories: &[Repository], folders: &[Option<Folder>]) -> Vec<Source> {
    let pairs = repositories.iter().zip(folders);
    let source = pairs.map(|(shown, folder)| {
        let folder = folder.as_ref();
        let tips = folder.map_or(&[][..], |folder| &folder.tips);
        Source {
            shown: shown.clone(),
            organisation: folder.and_then(|folder| folder.organisation.clone()),
            tips: tips.iter().map(|tip| (tip.name.clone(), tip.id)).collect(),
        }
    });
    source.collect()
}

/// Reads every wanted object from the repository that should hold it, else from whichever does.
fn objects(
    wanted: &BTreeMap<ObjectId, RepositoryIndex>,
    folders: &[Option<Folder>],
) -> Result<BTreeMap<ObjectId, Raw>, Failure> {
    let mut objects = BTreeMap::new();
    for only_home in [true, false] {
        for (index, folder) in (0..).map(RepositoryIndex).zip(folders) {
            let Some(folder) = folder else { continue };
            let due = wanted
                .iter()
                .filter(|(id, home)| !objects.contains_key(*id) && (**home == index || !only_home));
            let ids: Vec<_> = due.map(|(id, _)| *id).collect();
            if ids.is_empty() {
                continue;
            }
            let read = raw_objects(&folder.path, &ids).map_err(not_read)?;
            let found = ids.into_iter().zip(read);
            objects.extend(found.filter_map(|(id, object)| Some((id, raw(index, object?)))));
        }
    }
    match wanted.keys().find(|id| !objects.contains_key(id)) {
        Some(id) => Err(Failure::storage(anyhow!(
            "failed to read {id} again, which a finding quotes"
        ))),
        None => Ok(objects),
    }
}

fn raw(repository: RepositoryIndex, object: RawObject) -> Raw {
    Raw {
        repository,
        kind: object.kind.as_str(),
        content: object.content,
    }
}
