//! Writing a plan as bare git repositories: one pack each, which git itself indexes and checks.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use flate2::{Compression, write::ZlibEncoder};
use sha1::{Digest as _, Sha1};

use crate::plan::{Commit, Message, Plan, Repository, Who};
use crate::signature::{GITHUB_KEY, Signers};

type Id = [u8; 20];

/// Object types of a pack.
#[derive(Clone, Copy)]
enum Kind {
    Commit = 1,
    Tree = 2,
    Blob = 3,
}

/// A commit object.
struct Object {
    id: Id,
    content: Vec<u8>,
}

impl Plan {
    /// Writes every repository into a folder of its own below `folder`, bare; answers where, in order.
    ///
    /// # Errors
    /// When the folder cannot be written or git refuses.
    pub fn write(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        let objects = self.objects()?;
        let mut paths = Vec::new();
        for repository in &self.repositories {
            let path = folder.join(&repository.name);
            std::fs::create_dir_all(&path)?;
            self.store(repository, &objects, &path)?;
            paths.push(path);
        }
        Ok(paths)
    }

    fn objects(&self) -> io::Result<Vec<Object>> {
        let mut signers = Signers::default();
        let mut objects: Vec<Object> = Vec::with_capacity(self.commits.len());
        for commit in &self.commits {
            let content = self.text(commit, &objects, &mut signers)?.into_bytes();
            let id = id(Kind::Commit, &content);
            objects.push(Object { id, content });
        }
        Ok(objects)
    }

    fn text(&self, commit: &Commit, before: &[Object], keys: &mut Signers) -> io::Result<String> {
        let mut head = format!("tree {}\n", hex(id(Kind::Tree, &tree(commit.tree))));
        for parent in &commit.parents {
            head += &format!("parent {}\n", hex(before[*parent].id));
        }
        for (role, line) in [("author", commit.author), ("committer", commit.committer)] {
            head += &format!("{role} {} {}\n", self.who(line.who), line.at);
        }
        let body = format!("\n{}\n", self.message(commit));
        let by_github = (commit.committer.who == Who::GitHub).then_some(GITHUB_KEY);
        let Some(key) = by_github.or(commit.key) else {
            return Ok(head + &body);
        };
        let signature = keys.sign(key, format!("{head}{body}").as_bytes())?;
        let lines: Vec<_> = signature.lines().collect();
        Ok(format!("{head}gpgsig {}\n{body}", lines.join("\n ")))
    }

    fn message(&self, commit: &Commit) -> String {
        const VERBS: [&str; 8] = [
            "Fix", "Simplify", "Test", "Document", "Rename", "Speed up", "Split", "Clean up",
        ];
        const THINGS: [&str; 9] = [
            "the parser",
            "error messages",
            "the ledger export",
            "retry limits",
            "the cache key",
            "date handling",
            "the config loader",
            "unit names",
            "the worker queue",
        ];
        match &commit.message {
            Message::Merge { pull_request } => {
                format!("Merge pull request #{pull_request} from fork/topic-{pull_request}")
            }
            Message::Work { reviewers } => {
                let word =
                    |words: &[&'static str]| words[(commit.tree % words.len() as u64) as usize];
                let mut text = format!("{} {}", word(&VERBS), word(&THINGS));
                for (position, reviewer) in reviewers.iter().enumerate() {
                    let gap = if position == 0 { "\n\n" } else { "\n" };
                    text += &format!("{gap}Reviewed-by: {}", self.who(*reviewer));
                }
                text
            }
        }
    }

    fn store(&self, repository: &Repository, objects: &[Object], folder: &Path) -> io::Result<()> {
        let mut pack = Pack::default();
        for commit in self.reachable(repository) {
            pack.tree(self.commits[commit].tree)?;
            pack.add(Kind::Commit, &objects[commit].content)?;
        }
        let init = [
            "init",
            "--quiet",
            "--bare",
            "--initial-branch=main",
            "--template=",
        ];
        git(folder, &init, b"")?;
        git(
            folder,
            &["index-pack", "--stdin", "--strict"],
            &pack.finish(),
        )?;
        std::fs::write(folder.join("packed-refs"), packed_refs(repository, objects))
    }

    /// Positions of all commits that the refs lead to, children first.
    pub(crate) fn reachable(&self, repository: &Repository) -> Vec<usize> {
        let mut open: BTreeSet<usize> = repository.refs.iter().map(|(_, commit)| *commit).collect();
        let mut found = Vec::new();
        while let Some(commit) = open.pop_last() {
            found.push(commit);
            open.extend(&self.commits[commit].parents);
        }
        found
    }
}

/// All refs in one file, as `git pack-refs` writes it: thousands of pull requests are as many files else.
fn packed_refs(repository: &Repository, objects: &[Object]) -> String {
    let refs = repository.refs.iter();
    let mut lines: Vec<_> = refs
        .map(|(name, commit)| (name, hex(objects[*commit].id)))
        .collect();
    lines.sort_unstable();
    let lines = lines.iter().map(|(name, id)| format!("{id} {name}\n"));
    let lines: String = lines.collect();
    format!("# pack-refs with: peeled fully-peeled sorted \n{lines}")
}

#[derive(Default)]
struct Pack {
    entries: Vec<u8>,
    objects: u32,
    trees: BTreeSet<u64>,
}

impl Pack {
    fn tree(&mut self, number: u64) -> io::Result<()> {
        if self.trees.insert(number) {
            self.add(Kind::Blob, &blob(number))?;
            self.add(Kind::Tree, &tree(number))?;
        }
        Ok(())
    }

    fn add(&mut self, kind: Kind, content: &[u8]) -> io::Result<()> {
        let mut size = content.len();
        let mut byte = (kind as u8) << 4 | (size & 0x0f) as u8;
        size >>= 4;
        while size > 0 {
            self.entries.push(byte | 0x80);
            byte = (size & 0x7f) as u8;
            size >>= 7;
        }
        self.entries.push(byte);
        let mut zlib = ZlibEncoder::new(&mut self.entries, Compression::none());
        zlib.write_all(content)?;
        zlib.finish()?;
        self.objects += 1;
        Ok(())
    }

    fn finish(self) -> Vec<u8> {
        let mut pack = b"PACK\0\0\0\x02".to_vec();
        pack.extend(self.objects.to_be_bytes());
        pack.extend(self.entries);
        pack.extend(Sha1::digest(&pack));
        pack
    }
}

fn blob(number: u64) -> Vec<u8> {
    format!("{number:016x}\n").into_bytes()
}

/// A folder with one file, whose content is the number.
fn tree(number: u64) -> Vec<u8> {
    let mut tree = b"100644 work\0".to_vec();
    tree.extend(id(Kind::Blob, &blob(number)));
    tree
}

fn id(kind: Kind, content: &[u8]) -> Id {
    let kind = match kind {
        Kind::Commit => "commit",
        Kind::Tree => "tree",
        Kind::Blob => "blob",
    };
    let mut hash = Sha1::new();
    hash.update(format!("{kind} {}\0", content.len()));
    hash.update(content);
    hash.finalize().into()
}

fn hex(id: Id) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Runs git in `folder`, untouched by the user's and the system's configuration.
fn git(folder: &Path, arguments: &[&str], input: &[u8]) -> io::Result<()> {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    let nothing = if cfg!(windows) { "NUL" } else { "/dev/null" };
    let mut child = command
        .args(["-c", "core.fsync=none"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", nothing)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()?;
    // Dropped after the write, so that git sees the end of its input.
    let sent = child
        .stdin
        .take()
        .map_or(Ok(()), |mut stdin| stdin.write_all(input));
    let output = child.wait_with_output()?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(io::Error::other(format!(
            "git {} failed: {}",
            arguments[0],
            said.trim()
        )));
    }
    sent
}
