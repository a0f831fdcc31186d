//! Reading a repository's `.mailmap` and applying it to the identities of a history.

use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

use bstr::{BStr, ByteSlice as _};
use countersign_facts::{History, Identity, Mailmap, ObjectId, Stated};
use gix_actor::SignatureRef;
use gix_mailmap::Snapshot;
use gix_object::{CommitRefIter, Kind, TreeRefIter};

use crate::error::ReadError;
use crate::hash::from_gix;
use crate::objects::Objects;
use crate::pack::Decoder;
use crate::refs;
use crate::regular;
use crate::repository::LocalRepository;

const FILE: &str = ".mailmap";
/// Largest file that is read: a hundred times the largest that is known.
const LARGEST: u64 = 16 * 1024 * 1024;

/// The result of looking for a repository's `.mailmap`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailmapReading {
    /// The repository has one, and it is applied.
    Found(Mailmap),
    /// The repository has none.
    Absent,
    /// Unknown: the newest commit's files were not fetched (a clone without file contents).
    NotFetched,
}

/// Reads the `.mailmap` of the local repository at `path` and applies it to the identities of
/// `history`. It is the file in the work tree or, if there is none, in the commit that `HEAD` names.
///
/// An identity counts as listed when a line of the file applies to it, or when the file gives its address
/// to a person. Lines that cannot be parsed are skipped, as in git. A link, a folder or a device in place of the file in
/// the work tree counts as no file.
///
/// # Errors
/// When there is not a readable repository at `path`, or the file exists and cannot be read, or is larger than 16 MiB.
pub fn mailmap(path: &Path, history: &History) -> Result<MailmapReading, ReadError> {
    Ok(match find(path)? {
        Found::Text(text) => MailmapReading::Found(apply(&text, history)),
        Found::Nothing => MailmapReading::Absent,
        Found::Missing => MailmapReading::NotFetched,
    })
}

/// What was found in the place of a file.
enum Found {
    Text(Vec<u8>),
    Nothing,
    /// A tree names it, but the object is missing.
    Missing,
}

fn find(path: &Path) -> Result<Found, ReadError> {
    let repository = LocalRepository::open(path)?;
    if path.join(".git").exists() {
        let file = path.join(FILE);
        match regular::read_unlinked(&file, LARGEST) {
            Ok(Some(text)) => return Ok(Found::Text(text)),
            // Git does not follow a link either.
            Ok(None) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => return Err(ReadError::Unreadable { path: file, source }),
        }
    }
    let Some((_, head)) = refs::named(&repository, "HEAD")? else {
        return Ok(Found::Nothing);
    };
    let mut reader = Reader {
        objects: Objects::open(&repository)?,
        decoder: Decoder::new(),
        path: path.to_owned(),
    };
    reader.in_commit(&head)
}

/// Reads a commit, its tree, and the file in the tree.
struct Reader {
    objects: Objects,
    decoder: Decoder,
    path: PathBuf,
}

impl Reader {
    fn in_commit(&mut self, commit: &ObjectId) -> Result<Found, ReadError> {
        let hash = self.objects.format.kind();
        let tree = match self.content(commit, Kind::Commit)? {
            Some(content) => CommitRefIter::from_bytes(content, hash).tree_id().ok(),
            None => None,
        };
        let Some(tree) = tree.as_deref().and_then(from_gix) else {
            return Ok(Found::Missing);
        };
        let entry = match self.content(&tree, Kind::Tree)? {
            None => return Ok(Found::Missing),
            Some(content) => TreeRefIter::from_bytes(content, hash)
                .filter_map(Result::ok)
                .find(|entry| entry.filename == FILE && entry.mode.is_blob())
                .and_then(|entry| from_gix(entry.oid)),
        };
        let Some(blob) = entry else {
            return Ok(Found::Nothing);
        };
        let content = self.content(&blob, Kind::Blob)?;
        Ok(content.map_or(Found::Missing, |content| Found::Text(content.to_vec())))
    }

    /// `None` when the object is missing.
    fn content(&mut self, id: &ObjectId, wanted: Kind) -> Result<Option<&[u8]>, ReadError> {
        let broken = |what: String| ReadError::Unreadable {
            path: self.path.clone(),
            source: io::Error::other(what),
        };
        match self.objects.find(id, &mut self.decoder) {
            Ok(None) => Ok(None),
            Ok(Some(kind)) if kind == wanted => Ok(Some(self.decoder.content())),
            Ok(Some(kind)) => Err(broken(format!("{id} is a {kind}, not a {wanted}"))),
            Err(problem) => Err(broken(format!("object {id}: {problem:?}"))),
        }
    }
}

fn apply(text: &[u8], history: &History) -> Mailmap {
    let snapshot = Snapshot::from_bytes(text);
    let given: HashSet<Vec<u8>> = snapshot
        .iter()
        .map(|entry| {
            entry
                .new_email()
                .unwrap_or(entry.old_email())
                .to_ascii_lowercase()
        })
        .collect();
    let stated = |identity: Identity<'_>| {
        let (name, email) = (identity.name_bytes(), identity.email_bytes());
        let signature = SignatureRef {
            name: name.as_bstr(),
            email: email.as_bstr(),
            time: "",
        };
        let resolved = snapshot.try_resolve_ref(signature);
        let text = |new: Option<&BStr>, own: String| {
            new.map_or(own, |new| new.to_str_lossy().into_owned())
                .into_boxed_str()
        };
        match resolved {
            Some(new) => Some(Stated {
                name: text(new.name, identity.name().into_owned()),
                email: text(new.email, identity.email().into_owned()),
            }),
            None => given.contains(&email.to_ascii_lowercase()).then(|| Stated {
                name: identity.name().into(),
                email: identity.email().into(),
            }),
        }
    };
    Mailmap::new(
        history
            .identities()
            .iter()
            .map(|(_, identity)| stated(identity))
            .collect(),
    )
}
