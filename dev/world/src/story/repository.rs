//! Repositories.

use std::path::{Path, PathBuf};

use super::{Commit, PullStory, World};
use crate::git;
use crate::moment;
use crate::ssh::ssh_public_key;
use crate::state::{DeployKey, Pull, Repository, UserKind};

/// A repository of a story, to set up and to read.
#[derive(Clone)]
pub struct RepositoryStory {
    pub(super) world: World,
    pub(super) id: u64,
}

impl World {
    /// The repository `OWNER/NAME`, created where there is none: public and empty. The App is
    /// installed on its owner, with all permissions, if it is not yet.
    #[must_use]
    pub fn repository(&self, full_name: &str) -> RepositoryStory {
        let id = self.shared.lock().repository(full_name);
        let story = RepositoryStory::new(self.clone(), id);
        let owner = full_name.split('/').next().unwrap_or_default();
        let _ = self.installation(owner);
        story
    }

    /// The same, but without the App.
    #[must_use]
    pub fn foreign_repository(&self, full_name: &str) -> RepositoryStory {
        let id = self.shared.lock().repository(full_name);
        RepositoryStory::new(self.clone(), id)
    }
}

impl PullStory {
    /// The repository that it is to be merged into.
    #[must_use]
    pub fn repository(&self) -> RepositoryStory {
        RepositoryStory::new(self.world.clone(), self.key.0)
    }
}

impl RepositoryStory {
    pub(super) fn new(world: World, id: u64) -> Self {
        Self { world, id }
    }

    fn change(&self, change: impl FnOnce(&mut Repository)) {
        if let Some(repository) = self.world.shared.lock().repositories.get_mut(&self.id) {
            change(repository);
        }
    }

    /// GitHub's number for it.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The path of the bare repository, for changes that have no method here.
    #[must_use]
    pub fn git_dir(&self) -> PathBuf {
        let dir = self.world.shared.lock().git_dir(self.id);
        git::ensure(&dir);
        dir
    }

    /// Makes it private.
    pub fn private(self) -> Self {
        self.change(|repository| repository.private = true);
        self
    }

    /// Makes it public.
    pub fn public(self) -> Self {
        self.change(|repository| repository.private = false);
        self
    }

    /// Archives it.
    pub fn archived(self) -> Self {
        self.change(|repository| repository.archived = true);
        self
    }

    /// Sets its main programming language.
    pub fn language(self, language: &str) -> Self {
        self.change(|repository| repository.language = Some(language.to_owned()));
        self
    }

    /// Sets when it was last pushed to. Commits of a story do not change that.
    pub fn pushed_at(self, at: &str) -> Self {
        let pushed_ms = moment::parse(at);
        self.change(|repository| repository.pushed_ms = pushed_ms);
        self
    }

    /// Renames it.
    pub fn renamed(self, name: &str) -> Self {
        self.change(|repository| name.clone_into(&mut repository.name));
        self
    }

    /// Transfers it to another account.
    pub fn transferred(self, owner: &str) -> Self {
        let owner = self.world.user(owner).id();
        self.change(|repository| repository.owner = owner);
        self
    }

    /// Sets another default branch.
    pub fn default_branch(self, branch: &str) -> Self {
        self.change(|repository| branch.clone_into(&mut repository.default_branch));
        self
    }

    /// Adds a collaborator with a role: `admin`, `maintain`, `write`, `triage` or `read`.
    pub fn member(self, login: &str, role: &str) -> Self {
        let user = self.world.user(login).id();
        self.change(|repository| {
            repository.permissions.insert(user, role.to_owned());
        });
        self
    }

    /// Takes a collaborator's role away.
    pub fn without_member(self, login: &str) -> Self {
        let user = self.world.user(login).id();
        self.change(|repository| {
            repository.permissions.remove(&user);
        });
        self
    }

    /// With a deploy key of its own.
    pub fn deploy_key(self, title: &str, added_by: &str, at: &str, read_only: bool) -> Self {
        let key = ssh_public_key(&format!("{title} of {}", self.id));
        self.deploy_key_like(&key, title, added_by, at, read_only)
    }

    /// With a deploy key: `ssh-… AAAA…`. GitHub accepts a key in one repository only. If another one has
    /// it, the key is accepted here as if it had been deleted there.
    pub fn deploy_key_like(
        self,
        key: &str,
        title: &str,
        added_by: &str,
        at: &str,
        read_only: bool,
    ) -> Self {
        let id = self.world.shared.lock().fresh_id();
        let created_ms = moment::parse(at);
        self.change(|repository| {
            repository.deploy_keys.push(DeployKey {
                id,
                key: key.to_owned(),
                title: title.to_owned(),
                read_only,
                added_by: added_by.to_owned(),
                created_ms,
            });
        });
        self
    }

    /// A commit on the default branch.
    pub fn commit(self, commit: Commit) -> Self {
        let branch = {
            let state = self.world.shared.lock();
            let repository = state.repositories.get(&self.id);
            repository.map_or_else(String::new, |found| found.default_branch.clone())
        };
        self.push(&branch, &[commit])
    }

    /// Commits on a branch, which begins at the default branch where it is new. Pull requests
    /// from that branch follow.
    pub fn push(self, branch: &str, commits: &[Commit]) -> Self {
        let dir = self.git_dir();
        let default = {
            let state = self.world.shared.lock();
            let repository = state.repositories.get(&self.id);
            repository.map_or_else(String::new, |found| found.default_branch.clone())
        };
        let from = git::resolve(&dir, &format!("refs/heads/{branch}"))
            .or_else(|| git::resolve(&dir, &format!("refs/heads/{default}")));
        self.import_stream(branch, from.as_deref(), commits)
    }

    /// Commits on a branch that begins anew at `from`, a branch or commit; what the branch had
    /// before is gone. Pull requests from that branch follow.
    ///
    /// # Panics
    /// When the commit does not exist.
    pub fn force_push(self, branch: &str, from: &str, commits: &[Commit]) -> Self {
        let dir = self.git_dir();
        let Some(from) = git::resolve(&dir, from) else {
            panic!("commit {from} does not exist");
        };
        git::must(
            &dir,
            &["update-ref", &format!("refs/heads/{branch}"), &from],
            b"",
        );
        self.import_stream(branch, Some(&from), commits)
    }

    /// The branch of another repository on disk, with its history and objects as they are.
    pub fn import(self, from: &Path, branch: &str) -> Self {
        let source = from.to_string_lossy();
        let refs = format!("+refs/heads/{branch}:refs/heads/{branch}");
        git::must(&self.git_dir(), &["fetch", "--quiet", &source, &refs], b"");
        follow(&self.world, self.id, branch);
        self
    }

    fn import_stream(self, branch: &str, from: Option<&str>, commits: &[Commit]) -> Self {
        let reference = format!("refs/heads/{branch}");
        let mut stream = Vec::new();
        for (at, commit) in commits.iter().enumerate() {
            commit.write(&mut stream, &reference, from.filter(|_| at == 0));
        }
        let arguments = ["fast-import", "--quiet", "--force", "--date-format=raw"];
        git::must(&self.git_dir(), &arguments, &stream);
        follow(&self.world, self.id, branch);
        self
    }

    /// The newest commit of a branch.
    ///
    /// # Panics
    /// When the branch does not exist.
    #[must_use]
    pub fn head(&self, branch: &str) -> String {
        match git::resolve(&self.git_dir(), branch) {
            Some(head) => head,
            None => panic!("branch {branch} does not exist"),
        }
    }

    /// An account's fork with all branches; the App is not installed there.
    pub fn fork(&self, owner: &str) -> Self {
        let name = {
            let mut state = self.world.shared.lock();
            state.user(owner, UserKind::Person);
            let repository = state.repositories.get(&self.id);
            let name = repository
                .map(|found| found.name.clone())
                .unwrap_or_default();
            format!("{owner}/{name}")
        };
        let fork = self.world.foreign_repository(&name);
        fork.change(|repository| repository.fork = true);
        let source = self.git_dir();
        let source = source.to_string_lossy();
        let all = "+refs/heads/*:refs/heads/*";
        git::must(&fork.git_dir(), &["fetch", "--quiet", &source, all], b"");
        fork
    }

    /// Somebody opens a pull request with the next number: from `branch`, or `owner:branch` of
    /// their fork, to the default branch.
    ///
    /// # Panics
    /// When the branch does not exist.
    pub fn open(&self, author: &str, from: &str, title: &str) -> PullStory {
        let number = self.world.shared.lock().next_number(self.id);
        self.open_as(number, author, from, title)
    }

    /// The same with a number of its own.
    ///
    /// # Panics
    /// When the branch does not exist.
    pub fn open_as(&self, number: u64, author: &str, from: &str, title: &str) -> PullStory {
        let author = self.world.user(author).id();
        {
            let mut state = self.world.shared.lock();
            let (name, base) = match state.repositories.get(&self.id) {
                Some(found) => (found.name.clone(), found.default_branch.clone()),
                None => panic!("the repository is gone"),
            };
            let (head_repository, branch) = match from.split_once(':') {
                None => (self.id, from),
                Some((owner, branch)) => match state.find_repository(owner, &name) {
                    Some(fork) => (fork.id, branch),
                    None => panic!("{owner} has no fork of {name}"),
                },
            };
            let pull = Pull {
                id: state.fresh_id(),
                key: (self.id, number),
                title: title.to_owned(),
                state: "OPEN",
                draft: false,
                author,
                base_ref: base,
                head_repository,
                head_ref: branch.to_owned(),
                head: String::new(),
                created_ms: state.tick(),
                merged_ms: None,
            };
            state.pulls.insert((self.id, number), pull);
        }
        let pull = PullStory::new(self.world.clone(), (self.id, number));
        pull.take_head();
        pull
    }
}

/// Lets the open pull requests from a branch take its new head.
fn follow(world: &World, repository: u64, branch: &str) {
    let parameters: Vec<_> = {
        let state = world.shared.lock();
        let pulls = state.pulls.values().filter(|pull| {
            pull.head_repository == repository && pull.head_ref == branch && pull.state == "OPEN"
        });
        pulls.map(|pull| pull.key).collect()
    };
    for key in parameters {
        PullStory::new(world.clone(), key).take_head();
    }
}
