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
use crate::output::{self, Console, counted};

/// Writes the bundle of everyone whom the scan shows, or of `person` only.
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
        heuristics: found.heuristics,
        repositories: sources(repositories, found.folders),
        baseline: found.baseline,
        min_level: found.min_level,
        person,
        refs: plan.selection.refs.clone(),
        since: plan.selection.since,
        until: plan.selection.until,
        content: plan.fetching.wants.files,
    });
    let objects = objects(draft.wanted(), found.folders)?;
    let (people, left_out) = (draft.people(), draft.left_out());
    let bundle = draft.finish(objects);
    output::write_file(path, bundle.to_text().as_bytes())?;
    let about = match people {
        0 => "nobody, because nobody is at the level".to_owned(),
        people => counted(people as u64, "person", "people"),
    };
    let path = path.display();
    console.hint(&format!(
        "check the bundle: countersign verify {path} (it is about {about}; digest {})",
        bundle.digest
    ));
    if left_out > 0 {
        let findings = counted(left_out, "finding", "findings");
        console.hint(&format!(
            "keep in mind that the bundle leaves out {findings}: the indicator lists may not be shared with \
             everyone"
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

/// Reads every wanted object from the repository that should hold it, or else from any that does.
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
            "cannot read {id} again, which a finding quotes"
        ))
        .hint("scan again: the repository changed meanwhile")),
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
