//! `auto-run`: added lines run on opening, installing or committing, and fetch or disguise what they run.

#[cfg(test)]
pub(super) mod cases;

use super::marks::{self, Remark};
use crate::heuristic::{Check, Family, Heuristic, Strength};
use countersign_facts::{AutoRun, Content, Mark, Tlp, What};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "auto-run",
    title: "added lines run without being asked for, and fetch or disguise what they run",
    revision: 1,
    family: Family::Content,
    strength: Strength::Strong,
    innocent: "a project sets up tools for its own developers by downloading them",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Both {
        person: |dossier| marks::person(dossier, &judge),
        pull_request: |review| marks::pull_request(review, &judge),
    },
};

fn judge(mark: &Mark, _: &Content) -> Option<Remark> {
    let What::Runs(how) = &mark.what else {
        return None;
    };
    let (strength, words) = match how {
        AutoRun::DisguisedFolderTask => (
            Strength::Strong,
            "a task that runs when the folder is opened and fetches, decodes or disguises what it runs",
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
            "a script that runs on installing and fetches or decodes what it runs",
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
        AutoRun::BuildScript => (Strength::Moderate, "a build script that fetches and runs"),
        AutoRun::ForeignCheckout => (
            // Maintainers add such workflows themselves.
            Strength::Context,
            "a workflow that runs foreign pull requests with the repository's own rights",
        ),
    };
    Some(Remark {
        strength,
        words: words.to_owned(),
        tlp: Tlp::Clear,
    })
}
