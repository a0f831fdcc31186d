//! The policy file that a scan applies: which heuristics are off, who is exempt, and which levels are shown.

use std::path::{Path, PathBuf};

use countersign_facts::Address;
use countersign_heuristics::{Heuristic, Level, PersonAssessment};
use countersign_people::Population;
use countersign_report::Repository;

use crate::exit::Failure;
use crate::output::{Console, counted};
use crate::policy::{PATH, ScanPolicy};

/// Lowest level that is shown if neither the user nor a policy says another.
const DEFAULT_LEVEL: Level = Level::Note;

/// Which policy file a scan applies.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// The one of the repository, if the scan has only one repository.
    Repository,
    /// The one that the user named.
    File(PathBuf),
    Nothing,
}

/// The policy of a scan, and what the user asked for regardless of it.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    pub(super) source: Source,
    /// The level that the user asked for.
    pub(super) level: Option<Level>,
    /// Whether the user named heuristics.
    pub(super) names_heuristics: bool,
}

/// A policy in effect.
pub(super) struct Applied {
    policy: Option<(ScanPolicy, String)>,
    wanted: Wanted,
    /// What it does, for the report.
    effects: Vec<String>,
}

impl Applied {
    /// Finds the policy. `folder` is the repository, if the scan has only one. A file of the repository that cannot be
    /// read has no effect, as in the App.
    pub(super) fn find(
        wanted: &Wanted,
        folder: Option<&Path>,
        console: Console,
    ) -> Result<Self, Failure> {
        let policy = match (&wanted.source, folder) {
            (Source::File(path), _) => Some((ScanPolicy::read(path)?, path.display().to_string())),
            (Source::Repository, Some(folder)) => {
                let found = ScanPolicy::of_repository(folder).unwrap_or_else(|problem| {
                    console.warn(&format!("the policy {PATH} has no effect: {problem}"));
                    None
                });
                found.map(|policy| (policy, PATH.to_owned()))
            }
            _ => None,
        };
        Ok(Self {
            policy,
            wanted: wanted.clone(),
            effects: Vec::new(),
        })
    }

    /// The heuristics to run. What the user names runs in any case.
    pub(super) fn heuristics(&mut self, all: &[&'static Heuristic]) -> Vec<&'static Heuristic> {
        let policy = self
            .policy
            .as_ref()
            .filter(|_| !self.wanted.names_heuristics);
        let Some((policy, _)) = policy else {
            return all.to_vec();
        };
        let (off, on): (Vec<_>, Vec<_>) = all
            .iter()
            .copied()
            .partition(|one| policy.switches_off(one));
        if !off.is_empty() {
            let names: Vec<_> = off.iter().map(|heuristic| heuristic.id).collect();
            self.effects
                .push(format!("does not apply {}", names.join(", ")));
        }
        on
    }

    /// Removes people with an exempt account.
    pub(super) fn exempt(
        &mut self,
        population: &Population,
        assessments: &mut Vec<PersonAssessment>,
    ) {
        let Some((policy, _)) = &self.policy else {
            return;
        };
        let before = assessments.len();
        assessments.retain(|assessment| {
            let dossier = population.dossier(assessment.person);
            let mut identities = dossier.person().identities.iter();
            !identities.any(|index| {
                let identity = population.history().identities().get(*index);
                match Address::parse(&identity.email()) {
                    Address::Account { login, .. } => policy.exempts(&login),
                    _ => false,
                }
            })
        });
        let exempt = before - assessments.len();
        if exempt > 0 {
            let people = counted(exempt as u64, "person", "people");
            self.effects.push(format!(
                "exempts {people} by the account in an e-mail address"
            ));
        }
    }

    /// The lowest level that is shown.
    pub(super) fn min_level(&mut self) -> Level {
        let asked = self.wanted.level;
        let of_policy = self
            .policy
            .as_ref()
            .and_then(|(policy, _)| policy.min_level());
        match (asked, of_policy) {
            (None, Some(level)) => {
                self.effects
                    .push(format!("shows people from level {} on", level.as_str()));
                level
            }
            (asked, _) => asked.unwrap_or(DEFAULT_LEVEL),
        }
    }

    /// Says in the report what the policy did.
    pub(super) fn note(&self, repositories: &mut [Repository]) {
        if let (Some((_, name)), Some(first)) = (&self.policy, repositories.first_mut())
            && !self.effects.is_empty()
        {
            first.notes.push(format!(
                "the policy {name} {} (--no-policy ignores it)",
                self.effects.join(", ")
            ));
        }
    }
}
