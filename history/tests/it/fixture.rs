//! Repositories made on the spot by a git that no configuration reaches.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::AtomicBool;

use countersign_facts::{Commit, History};
use countersign_history::{Job, ReadError, Reading, Selection, read};
use tempfile::TempDir;

/// A folder that holds a repository called `repo`, and room for others.
pub(crate) struct Fixture {
    folder: TempDir,
}

impl Fixture {
    /// An empty repository.
    pub(crate) fn new() -> Self {
        Self::with_init(&[])
    }

    /// An empty repository made with these further options of `git init`.
    pub(crate) fn with_init(options: &[&str]) -> Self {
        let fixture = Self {
            folder: TempDir::new().unwrap(),
        };
        let path = fixture.repo();
        let mut arguments = vec!["init", "--quiet", "--initial-branch=main"];
        arguments.extend(options);
        let output = git(fixture.folder.path(), &arguments, &[OsStr::new(&path)]);
        assert!(output.status.success(), "{output:?}");
        fixture
    }

    pub(crate) fn repo(&self) -> PathBuf {
        self.path("repo")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs git in the repository; what it printed, without the last line end.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        git_in(&self.repo(), arguments)
    }

    /// Runs git with these bytes as its input.
    pub(crate) fn git_with(&self, arguments: &[&str], input: &[u8]) -> String {
        let mut child = command(&self.repo())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "git {arguments:?}: {output:?}");
        String::from_utf8(output.stdout)
            .unwrap()
            .trim_end()
            .to_owned()
    }

    /// Commits `count` times on the current branch; the last id.
    pub(crate) fn commits(&self, count: usize) -> String {
        for number in 0..count {
            let message = format!("change {number}");
            self.git(&["commit", "--quiet", "--allow-empty", "-m", &message]);
        }
        self.git(&["rev-parse", "HEAD"])
    }

    /// A commit with these parents, on no branch.
    pub(crate) fn commit_tree(&self, message: &str, parents: &[&str]) -> String {
        let tree = self.git_with(&["mktree"], b"");
        let mut arguments = vec!["commit-tree", &tree, "-m", message];
        for parent in parents {
            arguments.extend(["-p", parent]);
        }
        self.git(&arguments)
    }

    /// Writes a commit object of exactly these bytes.
    pub(crate) fn raw_commit(&self, bytes: &[u8]) -> String {
        self.git_with(
            &[
                "hash-object",
                "-w",
                "-t",
                "commit",
                "--literally",
                "--stdin",
            ],
            bytes,
        )
    }

    /// Where a loose object lies.
    pub(crate) fn loose(&self, id: &str) -> PathBuf {
        self.repo()
            .join(".git/objects")
            .join(&id[..2])
            .join(&id[2..])
    }

    /// The packs of the repository.
    pub(crate) fn packs(&self) -> Vec<PathBuf> {
        fs::read_dir(self.repo().join(".git/objects/pack"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension() == Some(OsStr::new("pack")))
            .collect()
    }
}

/// Git in this folder, with people and times that never change.
pub(crate) fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .envs([
            ("LC_ALL", "C"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
            ("GIT_AUTHOR_NAME", "Ada Lovewick"),
            ("GIT_AUTHOR_EMAIL", "ada@example.com"),
            ("GIT_AUTHOR_DATE", "1700000000 +0530"),
            ("GIT_COMMITTER_NAME", "Charles Babbage"),
            ("GIT_COMMITTER_EMAIL", "charles@example.com"),
            ("GIT_COMMITTER_DATE", "1700000100 -0330"),
            ("GIT_NO_REPLACE_OBJECTS", "1"),
        ]);
    command
}

fn git(folder: &Path, arguments: &[&str], more: &[&OsStr]) -> Output {
    command(folder).args(arguments).args(more).output().unwrap()
}

/// Runs git in a folder; what it printed, without the last line end.
pub(crate) fn git_in(folder: &Path, arguments: &[&str]) -> String {
    let output = git(folder, arguments, &[]);
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout)
        .unwrap()
        .trim_end()
        .to_owned()
}

/// Reads a repository into a history of its own.
pub(crate) fn read_with(
    path: &Path,
    selection: &Selection,
    threads: usize,
) -> Result<(Reading, History), ReadError> {
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads,
        cancelled: &cancelled,
        progress: &(),
    };
    let mut history = History::default();
    let reading = read(path, "repo", selection, &job, &mut history)?;
    history.seal();
    Ok((reading, history))
}

/// Reads every commit of a repository.
pub(crate) fn read_all(path: &Path) -> (Reading, History) {
    read_with(path, &Selection::default(), 2).unwrap()
}

/// All facts of a commit, for comparisons.
pub(crate) fn describe(commit: Commit<'_>) -> String {
    let parents: Vec<_> = commit.parents().map(|parent| parent.id()).collect();
    let trailers: Vec<_> = commit
        .trailers()
        .map(|(kind, identity)| (kind, identity.text().into_owned()))
        .collect();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {parents:?} {:?} {} {:?} {trailers:?}",
        commit.tree(),
        commit.author().raw(),
        commit.authored_raw(),
        commit.committer().raw(),
        commit.committed_raw(),
        commit.clock_source(),
        commit.is_cherry_picked(),
        commit
            .signature()
            .map(|signature| (signature.key.is_some(), signature.created)),
    )
}

/// All commits with their descriptions, by id.
pub(crate) fn describe_all(history: &History) -> BTreeMap<String, String> {
    history
        .commits()
        .map(|commit| (commit.id().to_string(), describe(commit)))
        .collect()
}

/// Ids of all commits, sorted.
pub(crate) fn ids(history: &History) -> Vec<String> {
    let mut ids: Vec<_> = history
        .commits()
        .map(|commit| commit.id().to_string())
        .collect();
    ids.sort_unstable();
    ids
}

/// Reads a repository with one and with several threads and checks that it finds exactly the commits
/// and parents of `git rev-list --all`.
pub(crate) fn check_like_git(path: &Path) -> (Reading, History) {
    let (reading, history) = read_all(path);
    // Facts keep the parents a commit has; git denies those of a shallow clone's last commits.
    let parents: &[&str] = if reading.shallow { &[] } else { &["--parents"] };
    let mut listed: Vec<_> = git_in(path, &[&["rev-list", "--all"], parents].concat())
        .lines()
        .map(str::to_owned)
        .collect();
    listed.sort_unstable();
    let mut found: Vec<_> = history
        .commits()
        .map(|commit| {
            let parents = commit.parents().filter(|_| !reading.shallow);
            let parents = parents.map(|parent| format!(" {}", parent.id()));
            format!("{}{}", commit.id(), parents.collect::<String>())
        })
        .collect();
    found.sort_unstable();
    assert_eq!(found, listed);
    assert_eq!(reading.commits, listed.len() as u64);
    let in_order = |history: &History| -> Vec<_> {
        history
            .commits()
            .map(|commit| (commit.id(), commit.author_index(), commit.committer_index()))
            .collect()
    };
    let (alone, alone_history) = read_with(path, &Selection::default(), 1).unwrap();
    assert_eq!(alone, reading);
    assert_eq!(in_order(&alone_history), in_order(&history));
    (reading, history)
}
