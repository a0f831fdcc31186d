//! Commits to be made.

use std::fmt::Write as _;

use crate::moment;

/// A commit to be made.
#[derive(Clone, Debug)]
pub struct Commit {
    author: String,
    authored: String,
    committer: String,
    committed: String,
    message: String,
    files: Vec<(String, Option<Vec<u8>>)>,
}

impl Commit {
    /// A commit by `person` (`Name <e-mail>`) at `at`, an RFC 3339 time whose offset is kept:
    /// `2026-01-05T10:00:00+02:00`.
    ///
    /// # Panics
    /// When `at` is not such a time.
    #[must_use]
    pub fn new(person: &str, at: &str) -> Self {
        let at = raw_time(at);
        Self {
            author: person.to_owned(),
            authored: at.clone(),
            committer: person.to_owned(),
            committed: at,
            message: "Work".to_owned(),
            files: Vec::new(),
        }
    }

    /// With another committer.
    ///
    /// # Panics
    /// When `at` is not an RFC 3339 time.
    #[must_use]
    pub fn committed(mut self, person: &str, at: &str) -> Self {
        person.clone_into(&mut self.committer);
        self.committed = raw_time(at);
        self
    }

    /// With another message.
    #[must_use]
    pub fn message(mut self, message: &str) -> Self {
        message.clone_into(&mut self.message);
        self
    }

    /// With a file.
    #[must_use]
    pub fn file(mut self, path: &str, content: impl AsRef<[u8]>) -> Self {
        let content = content.as_ref().to_vec();
        self.files.push((path.to_owned(), Some(content)));
        self
    }

    /// Without a file.
    #[must_use]
    pub fn remove(mut self, path: &str) -> Self {
        self.files.push((path.to_owned(), None));
        self
    }

    /// Adds itself to a stream for `git fast-import`; `from` is the parent of the first commit.
    pub(super) fn write(&self, stream: &mut Vec<u8>, branch: &str, from: Option<&str>) {
        let mut head = String::new();
        let _ = writeln!(head, "commit {branch}");
        let _ = writeln!(head, "author {} {}", self.author, self.authored);
        let _ = writeln!(head, "committer {} {}", self.committer, self.committed);
        let _ = write!(head, "data {}\n{}\n", self.message.len(), self.message);
        if let Some(from) = from {
            let _ = writeln!(head, "from {from}");
        }
        stream.extend_from_slice(head.as_bytes());
        for (path, content) in &self.files {
            match content {
                Some(content) => {
                    let entry = format!("M 100644 inline {path}\ndata {}\n", content.len());
                    stream.extend_from_slice(entry.as_bytes());
                    stream.extend_from_slice(content);
                    stream.push(b'\n');
                }
                None => stream.extend_from_slice(format!("D {path}\n").as_bytes()),
            }
        }
        stream.push(b'\n');
    }
}

/// `seconds ±hhmm`.
fn raw_time(at: &str) -> String {
    let seconds = moment::parse(at).div_euclid(1_000);
    let zone = match at.strip_suffix('Z') {
        Some(_) => "+0000".to_owned(),
        None => at[at.len().saturating_sub(6)..].replace(':', ""),
    };
    format!("{seconds} {zone}")
}
