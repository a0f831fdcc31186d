//! Repositories to scan, and the command to scan them with.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// Noon of 1 March 2024, UTC.
pub(crate) const START: i64 = 1_709_294_400;
pub(crate) const DAY: i64 = 86_400;

/// What a run of the command came to.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Run {
    /// Stdout of a run that ended well.
    pub(crate) fn success(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self.stdout
    }

    /// The JSON of a run, whatever its exit code.
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A folder to work in: home, cache and repositories. Gone at the end.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        fs::write(self.path(name), text).unwrap();
        self.path(name)
    }

    /// The command with nothing of the developer's environment.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
        command.args(args).current_dir(self.0.path());
        hermetic(&mut command, self.0.path());
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.command(args).output().unwrap().into()
    }

    /// A bare repository of the commits in a `git fast-import` stream.
    pub(crate) fn repository(&self, name: &str, commits: &[String]) -> PathBuf {
        let path = self.path(name);
        fs::create_dir(&path).unwrap();
        self.git(
            &path,
            &["init", "--quiet", "--bare", "--initial-branch=main"],
            "",
        );
        self.import(&path, commits);
        path
    }

    /// Adds commits to a repository.
    pub(crate) fn import(&self, path: &Path, commits: &[String]) {
        self.git(
            path,
            &[
                "fast-import",
                "--quiet",
                "--force",
                "--date-format=raw-permissive",
            ],
            commits.concat(),
        );
    }

    /// Runs git and answers what it printed.
    pub(crate) fn git(&self, path: &Path, args: &[&str], input: impl AsRef<[u8]>) -> String {
        let mut command = Command::new("git");
        hermetic(&mut command, self.0.path());
        command.args(args).current_dir(path);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(input.as_ref())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "git {args:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

fn hermetic(command: &mut Command, home: &Path) {
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", home)
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null");
}

/// A commit on `branch` for `git fast-import`; `who` is `Name <address>`.
pub(crate) fn commit(
    branch: &str,
    who: &str,
    authored: (i64, &str),
    committed: (i64, &str),
) -> String {
    format!(
        "commit refs/heads/{branch}\nauthor {who} {} {}\ncommitter {who} {} {}\ndata 5\nwork\n\n",
        authored.0, authored.1, committed.0, committed.1
    )
}

/// Ordinary work of one person: one commit a day, at odd seconds.
pub(crate) fn ordinary(branch: &str, who: &str, days: i64) -> Vec<String> {
    (0..days)
        .map(|day| {
            let second = (day * day * 271 + day * 4099) % 20_000;
            let at = (START + day * DAY + second, "+0100");
            commit(branch, who, at, at)
        })
        .collect()
}

/// Work of one person whose every commit shows two clocks: level `review`.
pub(crate) fn split(branch: &str, who: &str, days: i64) -> Vec<String> {
    (0..days)
        .map(|day| {
            let second = START + day * DAY + (day * day * 397 + day * 5003) % 20_000;
            commit(branch, who, (second, "-0500"), (second + 24, "+0400"))
        })
        .collect()
}

pub(crate) const ADA: &str = "Ada Ordinary <ada@studio.example>";
pub(crate) const VIC: &str = "Victor Painted <victor@gate.example>";

/// A scan's text without the time it took.
pub(crate) fn timeless(text: &str) -> String {
    let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
    for line in &mut lines {
        if line.starts_with("Read ")
            && let Some((kept, _)) = line.rsplit_once(" in ")
        {
            *line = format!("{kept} in TIME");
        }
    }
    lines.join("\n") + "\n"
}
