//! Pull requests with their comments and check runs.

use serde_json::Value;

use super::World;
use crate::git;
use crate::handlers::issues;
use crate::moment;
use crate::state::{Comment, IssueKey, Pull, State};

/// A pull request of a story, to set up and to read.
#[derive(Clone)]
pub struct PullStory {
    pub(super) world: World,
    pub(super) key: IssueKey,
}

/// A comment as GitHub holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentView {
    /// Its number.
    pub id: u64,
    /// Login of its author.
    pub author: String,
    /// Its body.
    pub body: String,
    /// Why it is folded away, in GitHub's word.
    pub minimised: Option<String>,
    /// How many bodies it has had.
    pub revisions: u64,
    /// Reactions as `LOGIN CONTENT`.
    pub reactions: Vec<String>,
}

/// A check run as GitHub holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckView {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// The commit it is about.
    pub head: String,
    /// `queued`, `in_progress` or `completed`.
    pub status: String,
    /// How it ended.
    pub conclusion: Option<String>,
    /// The headline.
    pub title: String,
    /// The summary.
    pub summary: String,
    /// The text below.
    pub text: String,
    /// Its annotations, as they were sent.
    pub annotations: Vec<Value>,
}

impl World {
    /// The pull request of that number in the first repository that has one.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn pull(&self, number: u64) -> PullStory {
        let state = self.shared.lock();
        let found = state.pulls.keys().find(|key| key.1 == number);
        match found {
            Some(key) => PullStory::new(self.clone(), *key),
            None => panic!("nobody opened pull request {number}"),
        }
    }
}

impl PullStory {
    pub(super) fn new(world: World, key: IssueKey) -> Self {
        Self { world, key }
    }

    fn change(&self, change: impl FnOnce(&mut Pull)) {
        if let Some(pull) = self.world.shared.lock().pulls.get_mut(&self.key) {
            change(pull);
        }
    }

    /// Its number.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.key.1
    }

    /// Id of its newest commit.
    #[must_use]
    pub fn head(&self) -> String {
        let state = self.world.shared.lock();
        let pull = state.pulls.get(&self.key);
        pull.map(|pull| pull.head.clone()).unwrap_or_default()
    }

    /// A draft.
    pub fn draft(self) -> Self {
        self.change(|pull| pull.draft = true);
        self
    }

    /// Ready for review.
    pub fn ready(self) -> Self {
        self.change(|pull| pull.draft = false);
        self
    }

    /// To another branch.
    pub fn base(self, branch: &str) -> Self {
        self.change(|pull| branch.clone_into(&mut pull.base_ref));
        self
    }

    /// Closed.
    pub fn close(self) -> Self {
        self.change(|pull| pull.state = "CLOSED");
        self
    }

    /// Opened at this time, RFC 3339.
    pub fn opened_at(self, at: &str) -> Self {
        let at = moment::parse(at);
        self.change(|pull| pull.created_ms = at);
        self
    }

    /// Merged, as far as the lists of pull requests and issues go, as soon as it was opened.
    pub fn merge(self) -> Self {
        self.change(|pull| {
            pull.state = "MERGED";
            pull.merged_ms = Some(pull.created_ms);
        });
        self
    }

    /// The same at this time, RFC 3339.
    pub fn merged_at(self, at: &str) -> Self {
        let (at, merged) = (moment::parse(at), self.merge());
        merged.change(|pull| pull.merged_ms = Some(at));
        merged
    }

    /// Takes the head of its branch and shows it as `refs/pull/N/head`.
    pub(super) fn take_head(&self) {
        let (from, to, branch) = {
            let state = self.world.shared.lock();
            let Some(pull) = state.pulls.get(&self.key) else {
                return;
            };
            let from = state.git_dir(pull.head_repository);
            (from, state.git_dir(self.key.0), pull.head_ref.clone())
        };
        let Some(head) = git::resolve(&from, &format!("refs/heads/{branch}")) else {
            panic!("branch {branch} does not exist");
        };
        let target = format!("refs/pull/{}/head", self.key.1);
        if from == to {
            git::point(&to, &target, &head);
        } else {
            let refs = format!("+refs/heads/{branch}:{target}");
            let source = from.to_string_lossy();
            git::must(&to, &["fetch", "--quiet", &source, &refs], b"");
        }
        self.change(|pull| pull.head = head);
    }

    /// A person comments; answers the comment's number.
    pub fn comment(&self, login: &str, body: &str) -> u64 {
        let author = self.world.user(login).id();
        let mut state = self.world.shared.lock();
        issues::add_comment(&mut state, self.key, author, body)
    }

    /// A person edits a comment.
    pub fn edit_comment(&self, login: &str, id: u64, body: &str) {
        let editor = self.world.user(login).id();
        issues::rewrite(&mut self.world.shared.lock(), id, editor, body);
    }

    /// A person folds a comment away.
    pub fn minimise_comment(&self, id: u64) {
        if let Some(comment) = self.world.shared.lock().comments.get_mut(&id) {
            comment.minimised = Some("OFF_TOPIC".to_owned());
        }
    }

    /// A comment is deleted.
    pub fn delete_comment(&self, id: u64) {
        self.world.shared.lock().comments.remove(&id);
    }

    /// Its comments, oldest first.
    #[must_use]
    pub fn comments(&self) -> Vec<CommentView> {
        let state = self.world.shared.lock();
        let comments = state.comments.values();
        comments
            .filter(|comment| comment.key == self.key)
            .map(|comment| view(&state, comment))
            .collect()
    }

    /// The check runs on its newest commit, oldest first.
    #[must_use]
    pub fn checks(&self) -> Vec<CheckView> {
        let head = self.head();
        let state = self.world.shared.lock();
        let runs = state
            .checks
            .values()
            .filter(|run| run.repository == self.key.0 && run.fields["head_sha"] == head.as_str());
        runs.map(|run| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let output = &run.fields["output"];
            CheckView {
                id: run.id,
                name: text(&run.fields["name"]),
                head: head.clone(),
                status: text(&run.fields["status"]),
                conclusion: run.fields["conclusion"].as_str().map(str::to_owned),
                title: text(&output["title"]),
                summary: text(&output["summary"]),
                text: text(&output["text"]),
                annotations: run.annotations.clone(),
            }
        })
        .collect()
    }
}

fn view(state: &State, comment: &Comment) -> CommentView {
    let reactions = comment.reactions.iter();
    CommentView {
        id: comment.id,
        author: state.login(comment.author).to_owned(),
        body: comment.body.clone(),
        minimised: comment.minimised.clone(),
        revisions: comment.revisions,
        reactions: reactions
            .map(|(_, by, content)| format!("{} {content}", state.login(*by)))
            .collect(),
    }
}
