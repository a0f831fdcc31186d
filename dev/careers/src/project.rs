//! A project: turns what people did, in the order of time, into commits and refs.

use std::collections::BTreeMap;

use crate::plan::{Commit, Line, Message, Plan, Repository, Who, Wording};
use crate::stage::{Act, Deed, Landing, Made, Topic};

/// A project while its history grows.
#[derive(Default)]
pub(crate) struct Project {
    main: Option<usize>,
    /// Open topics, each with its pull request's number and its last commit.
    topics: BTreeMap<Topic, (usize, usize)>,
    pull_requests: usize,
    /// Seconds in the names of files so far.
    stamped: Vec<i64>,
    refs: Vec<(String, usize)>,
}

impl Project {
    /// Turns what happened in project `number`, in any order, into commits and refs of the plan.
    pub(crate) fn assemble(mut self, plan: &mut Plan, number: usize, mut deeds: Vec<Deed>) {
        // Stable: what one household does at one moment stays in its order.
        deeds.sort_by_key(|deed| deed.when);
        for deed in deeds {
            match deed.act {
                Act::Commit { made, topic } => self.commit(plan, made, topic),
                Act::Land {
                    topic,
                    author,
                    landing,
                } => self.land(plan, topic, author, landing),
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
        self.stamped.extend(made.stamped);
        plan.commits.push(Commit {
            author: made.author,
            committer: made.committer,
            parents: parent.into_iter().collect(),
            tree: made.tree,
            key: made.key,
            message: Message::Work {
                squashed: None,
                trailers: made.trailers,
            },
            stacked: made.stacked,
            stamped: self.stamped.clone(),
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

    /// Puts a topic on the main branch; does nothing where that was done before.
    fn land(&mut self, plan: &mut Plan, topic: Topic, author: Line, landing: Landing) {
        let Some((pull_request, head)) = self.topics.remove(&topic) else {
            return;
        };
        self.refs.push((head_of(pull_request), head));
        let merge = |wording| Message::Merge {
            pull_request,
            wording,
        };
        let (committer, message) = match landing {
            Landing::Button => (Who::GitHub.at(author.at), merge(Wording::GitHub)),
            Landing::Squash => {
                let message = Message::Work {
                    squashed: Some(pull_request),
                    trailers: Vec::new(),
                };
                (Who::GitHub.at(author.at.on(0)), message)
            }
            Landing::Unsigned { committer } => (committer.at(author.at), merge(Wording::GitHub)),
            Landing::Server(wording) => (author, merge(wording)),
        };
        let is_squash = matches!(landing, Landing::Squash);
        let parents = self.main.into_iter().chain((!is_squash).then_some(head));
        plan.commits.push(Commit {
            author,
            committer,
            parents: parents.collect(),
            tree: plan.commits[head].tree,
            key: None,
            message,
            stacked: false,
            stamped: self.stamped.clone(),
        });
        self.main = Some(plan.commits.len() - 1);
    }
}

fn head_of(pull_request: usize) -> String {
    format!("refs/pull/{pull_request}/head")
}
