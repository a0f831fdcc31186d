//! `auto-run`: added lines run on opening, installing or committing, and fetch or disguise what they run.

#[cfg(test)]
pub(super) mod cases;

use super::added_lines::{self, Remark};
use crate::finding::Strength;
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use countersign_facts::{AutoRun, Content, Mark, Tlp, What};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "auto-run",
    title: "added code runs without being started, and fetches or disguises what it runs",
    revision: 1,
    family: Family::Content,
    strength: Strength::Strong,
    innocent: "a project downloads tools for its own developers",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Both {
        person: |dossier| added_lines::person(dossier, &judge),
        pull_request: |review| added_lines::pull_request(review, &judge),
    },
};

fn judge(mark: &Mark, _: &Content) -> Option<Remark> {
    let What::Runs(how) = &mark.what else {
        return None;
    };
    let (strength, words) = match how {
        AutoRun::DisguisedFolderTask => (
            Strength::Strong,
            "a task that runs when the folder is opened, and fetches, decodes or disguises what it runs",
        ),
        AutoRun::FolderTask => (
            Strength::Context,
            "a task that runs when the folder is opened",
        ),
        AutoRun::FolderTasksAllowed => (
            Strength::Context,
            "a setting that lets tasks run when the folder is opened, without asking",
        ),
        AutoRun::InstallScript => (
            Strength::Moderate,
            "an install script that fetches or decodes what it runs",
        ),
        AutoRun::GitHook => (
            Strength::Moderate,
            "a git hook that fetches or decodes what it runs",
        ),
        AutoRun::ContainerCommand => (
            Strength::Moderate,
            "a development container that fetches or decodes what it runs",
        ),
        AutoRun::AgentHook => (
            Strength::Moderate,
            "a coding agent's hook that fetches or decodes what it runs",
        ),
        AutoRun::BuildScript => (
            Strength::Moderate,
            "a build script that fetches and runs code",
        ),
        AutoRun::ForeignCheckout => (
            // Maintainers add such workflows themselves.
            Strength::Context,
            "a workflow that runs other people's pull requests with the repository's own rights",
        ),
    };
    Some(Remark {
        strength,
        words: words.to_owned(),
        tlp: Tlp::Clear,
    })
}
