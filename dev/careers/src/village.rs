//! A village: households that live one after the other, and the projects in which their work meets.

use std::collections::BTreeMap;

use crate::clock::Atlas;
use crate::honest::Way;
use crate::personas::{Care, Persona};
use crate::plan::{Commit, Line, Message, Plan, Repository, Who};
use crate::stage::{Act, Deed, Household, Made, Register, Stage, Topic};

/// People and personas who contribute to common projects. Everything follows from the seed; a household
/// more or less changes nobody else's life.
#[derive(Clone, Debug)]
pub struct Village {
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

impl Village {
    /// An empty village, somewhere in the zones of `atlas`, with so many common projects (at least one).
    #[must_use]
    pub fn new(seed: u64, atlas: Atlas, projects: usize) -> Self {
        Self {
            seed,
            atlas,
            projects: projects.max(1),
            households: Vec::new(),
        }
    }

    /// An honest household moves in; each of its people makes about so many commits.
    #[must_use]
    pub fn honest(mut self, way: &'static Way, commits: usize) -> Self {
        self.households.push((Life::Honest(way), commits));
        self
    }

    /// A persona's household moves in; each of its names makes so many commits.
    #[must_use]
    pub fn persona(mut self, persona: &'static Persona, care: Care, commits: usize) -> Self {
        self.households
            .push((Life::Persona(persona, care), commits));
        self
    }

    /// Lets everybody live.
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

/// A project while its history grows.
#[derive(Default)]
struct Project {
    main: Option<usize>,
    /// Open topics, each with its pull request's number and its last commit.
    topics: BTreeMap<Topic, (usize, usize)>,
    pull_requests: usize,
    refs: Vec<(String, usize)>,
}

impl Project {
    fn assemble(mut self, plan: &mut Plan, number: usize, mut deeds: Vec<Deed>) {
        // Stable: what one household does at one moment stays in its order.
        deeds.sort_by_key(|deed| deed.when);
        for deed in deeds {
            match deed.act {
                Act::Commit { made, topic } => self.commit(plan, made, topic),
                Act::Merge { topic, by } => self.merge(plan, topic, by),
                Act::Squash { topic, author } => self.squash(plan, topic, author),
            }
        }
        self.refs.extend(
            self.topics
                .values()
                .map(|(pull_request, head)| (head_of(*pull_request), *head)),
        );
        let main = self.main.map(|main| ("refs/heads/main".to_owned(), main));
        self.refs.extend(main);
        plan.repositories.push(Repository {
            name: format!("project-{number}"),
            refs: self.refs,
        });
    }

    fn commit(&mut self, plan: &mut Plan, made: Made, topic: Option<Topic>) {
        let parent = match topic {
            Some(topic) => self.topics.get(&topic).map(|(_, head)| *head).or(self.main),
            None => self.main,
        };
        plan.commits.push(Commit {
            author: made.author,
            committer: made.committer,
            parents: parent.into_iter().collect(),
            tree: made.tree,
            key: made.key,
            message: Message::Work {
                reviewers: made.reviewers,
            },
        });
        let commit = plan.commits.len() - 1;
        match topic {
            Some(topic) => {
                let next = self.pull_requests + 1;
                let (number, head) = self.topics.entry(topic).or_insert((next, commit));
                self.pull_requests = self.pull_requests.max(*number);
                *head = commit;
            }
            None => self.main = Some(commit),
        }
    }

    /// Lands a topic with a commit of GitHub's; nothing where the topic has landed before.
    fn land(&mut self, plan: &mut Plan, topic: Topic, author: Line, squash: bool) {
        let Some((pull_request, head)) = self.topics.remove(&topic) else {
            return;
        };
        self.refs.push((head_of(pull_request), head));
        let message = if squash {
            Message::Work {
                reviewers: Vec::new(),
            }
        } else {
            Message::Merge { pull_request }
        };
        let parents = self.main.into_iter().chain((!squash).then_some(head));
        plan.commits.push(Commit {
            author,
            committer: Line {
                who: Who::GitHub,
                ..author
            },
            parents: parents.collect(),
            tree: plan.commits[head].tree,
            key: None,
            message,
        });
        self.main = Some(plan.commits.len() - 1);
    }

    fn merge(&mut self, plan: &mut Plan, topic: Topic, by: Line) {
        self.land(plan, topic, by, false);
    }

    fn squash(&mut self, plan: &mut Plan, topic: Topic, author: Line) {
        self.land(plan, topic, author, true);
    }
}

fn head_of(pull_request: usize) -> String {
    format!("refs/pull/{pull_request}/head")
}
