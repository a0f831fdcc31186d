//! A community: its households, and the common projects that they contribute to.

use std::collections::BTreeMap;

use crate::clock::Atlas;
use crate::honest::Way;
use crate::personas::{Care, Persona};
use crate::plan::Plan;
use crate::project::Project;
use crate::stage::{Deed, Household, Register, Stage};

/// People and personas who contribute to common projects. Everything follows from the seed. A household
/// that is added or removed changes nobody else's life.
#[derive(Clone, Debug)]
pub struct Community {
    seed: u64,
    atlas: Atlas,
    projects: usize,
    households: Vec<(Life, usize)>,
}

#[derive(Clone, Copy, Debug)]
enum Life {
    Honest(&'static Way),
    Persona(&'static Persona, Care),
}

impl Community {
    /// An empty community in the zones of `atlas`, with a number of common projects (at least one).
    #[must_use]
    pub fn new(seed: u64, atlas: Atlas, projects: usize) -> Self {
        Self {
            seed,
            atlas,
            projects: projects.max(1),
            households: Vec::new(),
        }
    }

    /// Adds an honest household. Each of its people makes about `commits` commits.
    #[must_use]
    pub fn honest(mut self, way: &'static Way, commits: usize) -> Self {
        self.households.push((Life::Honest(way), commits));
        self
    }

    /// Adds a persona's household. Each of its names makes `commits` commits.
    #[must_use]
    pub fn persona(mut self, persona: &'static Persona, care: Care, commits: usize) -> Self {
        self.households
            .push((Life::Persona(persona, care), commits));
        self
    }

    /// Plans everybody's commits.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let mut register = Register::default();
        let mut plan = Plan::default();
        let mut projects: BTreeMap<usize, Vec<Deed>> = BTreeMap::new();
        for (number, (life, commits)) in self.households.iter().enumerate() {
            let household = Household {
                seed: self.seed,
                number,
                life: life.id(),
                commits: (*commits).max(1),
                atlas: &self.atlas,
                shared_projects: self.projects,
            };
            let mut stage = Stage::new(&household, &mut register);
            match life {
                Life::Honest(way) => way.live(&mut stage),
                Life::Persona(persona, care) => persona.live(&mut stage, *care),
            }
            for deed in stage.deeds {
                projects.entry(deed.project).or_default().push(deed);
            }
            plan.residents.extend(stage.residents);
        }
        plan.names = register.names;
        plan.handles = register.handles;
        for (project, deeds) in projects {
            Project::default().assemble(&mut plan, project, deeds);
        }
        plan
    }
}

impl Life {
    const fn id(self) -> &'static str {
        match self {
            Self::Honest(way) => way.id,
            Self::Persona(persona, _) => persona.id,
        }
    }
}
