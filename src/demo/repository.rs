//! Writing commits into a new git repository: one pack, which git itself indexes and checks.

use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};
use flate2::{Compression, write::ZlibEncoder};
use sha1::{Digest as _, Sha1};

use super::signature;

/// Object types of a pack.
#[derive(Clone, Copy)]
enum Kind {
    Commit = 1,
    Tree = 2,
    Blob = 3,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
        }
    }
}

/// Name and address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Who(pub(super) &'static str, pub(super) &'static str);

/// Unix seconds, and minutes east of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) seconds: i64,
    pub(super) offset: i32,
}

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

/// Objects on their way into a pack.
pub(super) struct Pack {
    entries: Vec<u8>,
    objects: u32,
    tree: Id,
}

impl Pack {
    /// A pack whose commits all hold one file, `README`, with this text.
    pub(super) fn new(readme: &str) -> io::Result<Self> {
        let mut pack = Self {
            entries: Vec::new(),
            objects: 0,
            tree: Id::new(),
        };
        let blob = pack.add(Kind::Blob, readme.as_bytes())?;
        let mut tree = b"100644 README\0".to_vec();
        tree.extend(blob);
        pack.tree = hex(&pack.add(Kind::Tree, &tree)?);
        Ok(pack)
    }

    /// Adds a commit on top of `parents`.
    pub(super) fn commit(&mut self, commit: &NewCommit, parents: &[Id]) -> io::Result<Id> {
        let mut head = format!("tree {}\n", self.tree);
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
        let text = format!("{head}{signature}{body}");
        Ok(hex(&self.add(Kind::Commit, text.as_bytes())?))
    }

    fn add(&mut self, kind: Kind, content: &[u8]) -> io::Result<[u8; 20]> {
        let mut size = content.len();
        let mut byte = (kind as u8) << 4 | (size & 0x0f) as u8;
        size >>= 4;
        while size > 0 {
            self.entries.push(byte | 0x80);
            byte = (size & 0x7f) as u8;
            size >>= 7;
        }
        self.entries.push(byte);
        let mut zlib = ZlibEncoder::new(&mut self.entries, Compression::fast());
        zlib.write_all(content)?;
        zlib.finish()?;
        self.objects += 1;
        let mut hash = Sha1::new();
        hash.update(format!("{} {}\0", kind.as_str(), content.len()));
        hash.update(content);
        Ok(hash.finalize().into())
    }

    /// Makes a bare repository in `folder` with these branches.
    pub(super) fn store(self, folder: &Path, branches: &[(String, Id)]) -> anyhow::Result<()> {
        let mut pack = b"PACK\0\0\0\x02".to_vec();
        pack.extend(self.objects.to_be_bytes());
        pack.extend(self.entries);
        pack.extend(Sha1::digest(&pack));
        let init = [
            "init",
            "--quiet",
            "--bare",
            "--initial-branch=main",
            "--template=",
        ];
        git(folder, &init, b"")?;
        git(folder, &["index-pack", "--stdin", "--strict"], &pack)?;
        let refs: String = branches
            .iter()
            .map(|(branch, tip)| format!("create refs/heads/{branch} {tip}\n"))
            .collect();
        git(folder, &["update-ref", "--stdin"], refs.as_bytes())
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

fn hex(id: &[u8]) -> Id {
    id.iter().fold(Id::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Runs git in `folder`, untouched by the user's and the system's configuration.
fn git(folder: &Path, args: &[&str], input: &[u8]) -> anyhow::Result<()> {
    let mut command = Command::new("git");
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    let mut child = command
        .args(args)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env(
            "GIT_CONFIG_GLOBAL",
            if cfg!(windows) { "NUL" } else { "/dev/null" },
        )
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .context("failed to start git")?;
    // Dropped after the write, so that git sees the end of its input.
    let sent = child
        .stdin
        .take()
        .map_or(Ok(()), |mut stdin| stdin.write_all(input));
    let output = child.wait_with_output().context("failed to wait for git")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("git {} failed: {}", args[0], said.trim());
    }
    sent.context("failed to feed git")
}
