//! A new git repository, whose objects git itself writes and checks.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, bail};

use super::clock::At;
use super::signature;

/// Name and address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Who(pub(super) &'static str, pub(super) &'static str);

/// A commit to write.
#[derive(Clone, Debug)]
pub(super) struct NewCommit {
    pub(super) author: (Who, At),
    pub(super) committer: (Who, At),
    pub(super) message: String,
    /// Seed of the key that signs it.
    pub(super) key: Option<u8>,
}

/// An object's id in hexadecimal digits.
pub(super) type Id = String;

/// The file through which commits go to git, in the repository while it is written.
const NEXT_COMMIT: &str = "next-commit";

/// A git command that answers every line or paragraph with the id of the object that it wrote.
struct Writer {
    git: Child,
    input: ChildStdin,
    ids: BufReader<ChildStdout>,
}

impl Writer {
    fn start(folder: &Path, args: &[&str]) -> anyhow::Result<Self> {
        let mut git = git(folder, args).spawn().context("cannot start git")?;
        let (input, ids) = (git.stdin.take(), git.stdout.take());
        Ok(Self {
            git,
            input: input.context("git has no input")?,
            ids: BufReader::new(ids.context("git has no output")?),
        })
    }

    fn write(&mut self, what: &str) -> anyhow::Result<Id> {
        writeln!(self.input, "{what}").context("cannot write to git")?;
        let mut id = Id::new();
        self.ids
            .read_line(&mut id)
            .context("cannot read from git")?;
        id.truncate(id.trim_end().len());
        if id.is_empty() {
            bail!("git did not accept an object");
        }
        Ok(id)
    }

    fn finish(self, name: &str) -> anyhow::Result<()> {
        // Git sees the end of its input.
        drop((self.input, self.ids));
        succeeded(name, self.git).map(drop)
    }
}

/// A bare repository that is being written. `git fast-import` cannot write signed commits before git 2.51, so
/// commits go to one `git hash-object`, which answers with the id of each.
pub(super) struct NewRepository {
    folder: PathBuf,
    /// The content of every file.
    readme: Id,
    /// How many commits there are.
    commits: usize,
    trees: Writer,
    hasher: Writer,
}

impl NewRepository {
    /// Creates a repository in `folder` whose commits all hold a file `README` with this text, and change another one.
    pub(super) fn create(folder: &Path, readme: &str) -> anyhow::Result<Self> {
        let init = [
            "init",
            "--quiet",
            "--bare",
            "--initial-branch=main",
            "--template=",
        ];
        run(folder, &init, "")?;
        let readme = run(folder, &["hash-object", "-w", "--stdin"], readme)?;
        let write = [
            "hash-object",
            "-w",
            "-t",
            "commit",
            "--no-filters",
            "--stdin-paths",
        ];
        Ok(Self {
            folder: folder.to_owned(),
            readme,
            commits: 0,
            trees: Writer::start(folder, &["mktree", "--batch"])?,
            hasher: Writer::start(folder, &write)?,
        })
    }

    /// Writes the next commit's files.
    fn tree(&mut self) -> anyhow::Result<Id> {
        self.commits += 1;
        let (readme, number) = (&self.readme, self.commits);
        let files = format!("100644 blob {readme}\tREADME\n100644 blob {readme}\tstep-{number}\n");
        self.trees.write(&files)
    }

    /// Writes a commit on top of `parents`.
    pub(super) fn commit(&mut self, commit: &NewCommit, parents: &[Id]) -> anyhow::Result<Id> {
        let mut head = format!("tree {}\n", self.tree()?);
        for parent in parents {
            head += &format!("parent {parent}\n");
        }
        head += &actor("author", commit.author);
        head += &actor("committer", commit.committer);
        let body = format!("\n{}\n", commit.message);
        let mut signature = String::new();
        if let Some(seed) = commit.key {
            let payload = format!("{head}{body}");
            let lines = signature::sign(seed, payload.as_bytes());
            signature = format!("gpgsig {}\n", lines.join("\n "));
        }
        fs::write(
            self.folder.join(NEXT_COMMIT),
            format!("{head}{signature}{body}"),
        )
        .context("cannot write a commit")?;
        self.hasher.write(NEXT_COMMIT)
    }

    /// Creates these branches; nothing can be written afterwards.
    pub(super) fn finish(self, branches: &[(String, Id)]) -> anyhow::Result<()> {
        let Self {
            folder,
            trees,
            hasher,
            ..
        } = self;
        trees.finish("mktree")?;
        hasher.finish("hash-object")?;
        fs::remove_file(folder.join(NEXT_COMMIT)).context("cannot tidy the repository")?;
        let refs: String = branches
            .iter()
            .map(|(branch, tip)| format!("create refs/heads/{branch} {tip}\n"))
            .collect();
        run(&folder, &["update-ref", "--stdin"], &refs)?;
        run(&folder, &["repack", "-a", "-d", "-q"], "")?;
        Ok(())
    }
}

fn actor(role: &str, (Who(name, address), at): (Who, At)) -> String {
    let sign = if at.offset < 0 { '-' } else { '+' };
    let minutes = at.offset.unsigned_abs();
    let (hours, minutes) = (minutes / 60, minutes % 60);
    format!(
        "{role} {name} <{address}> {} {sign}{hours:02}{minutes:02}\n",
        at.seconds
    )
}

/// `git` in `folder`, without the user's and the system's configuration.
fn git(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
    command
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", nothing)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs git to its end; answers what it printed, without the line break.
fn run(folder: &Path, args: &[&str], input: &str) -> anyhow::Result<String> {
    let mut child = git(folder, args).spawn().context("cannot start git")?;
    // Dropped after the write, so that git sees the end of its input.
    let sent = child
        .stdin
        .take()
        .map_or(Ok(()), |mut stdin| stdin.write_all(input.as_bytes()));
    let printed = succeeded(args[0], child)?;
    sent.context("cannot write to git")?;
    Ok(printed)
}

fn succeeded(name: &str, child: Child) -> anyhow::Result<String> {
    let output = child.wait_with_output().context("cannot wait for git")?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("git {name} failed: {}", reason.trim());
    }
    let printed = String::from_utf8_lossy(&output.stdout);
    Ok(printed.trim_end().to_owned())
}
