//! All objects of a repository: its packs, its loose objects, and those of its alternates.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use countersign_facts::ObjectId;
use gix_object::Kind;
use gix_odb::loose;

use crate::error::ReadError;
use crate::hash::{ObjectFormat, to_gix};
use crate::pack::{Decoder, LARGEST_OBJECT, Pack};
use crate::repository::LocalRepository;

/// The places in which objects are looked up, in this order.
pub(crate) struct Objects {
    pub(crate) format: ObjectFormat,
    pub(crate) packs: Vec<Pack>,
    loose: Vec<loose::Store>,
    /// Packs that could not be opened, with the reason.
    pub(crate) broken_packs: Vec<(PathBuf, String)>,
}

/// Why an object that exists could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    Unreadable(String),
    /// Its content belongs to another id.
    HashMismatch,
}

impl Objects {
    pub(crate) fn open(repository: &LocalRepository) -> Result<Self, ReadError> {
        let own = repository.objects_dir();
        let unreadable = |source| ReadError::Unreadable {
            path: own.clone(),
            source,
        };
        let here = std::env::current_dir().map_err(unreadable)?;
        let alternates = gix_odb::alternate::resolve(own.clone(), &here)
            .map_err(|error| unreadable(io::Error::other(error.to_string())))?;
        let format = repository.format;
        let options = loose::Options {
            alloc_limit_bytes: Some(LARGEST_OBJECT),
            ..loose::Options::default()
        };
        let mut objects = Self {
            format,
            packs: Vec::new(),
            loose: Vec::new(),
            broken_packs: Vec::new(),
        };
        for folder in std::iter::once(own).chain(alternates) {
            let packs = folder.join("pack");
            let indexes = indexes(&packs).unwrap_or_else(|error| {
                objects.broken_packs.push((packs, error.to_string()));
                Vec::new()
            });
            for index in indexes {
                match Pack::open(&index, format) {
                    Ok(pack) => objects.packs.push(pack),
                    Err(reason) => objects.broken_packs.push((index, reason)),
                }
            }
            objects
                .loose
                .push(loose::Store::at_opts(folder, format.kind(), options));
        }
        Ok(objects)
    }

    /// The number of the first pack that has `id`, and the offset in it.
    pub(crate) fn locate(&self, id: &ObjectId) -> Option<(usize, u64)> {
        self.packs
            .iter()
            .enumerate()
            .find_map(|(number, pack)| Some((number, pack.find(id)?)))
    }

    /// Whether there is any copy of `id`, intact or not.
    pub(crate) fn holds(&self, id: &ObjectId) -> bool {
        let is_loose = || self.loose.iter().any(|store| store.contains(&to_gix(id)));
        self.format.fits(id) && (self.locate(id).is_some() || is_loose())
    }

    /// Decodes the object `id` and checks that its content has this id.
    ///
    /// Every copy is tried, so a damaged pack does not hide an intact loose object. `None` when there is
    /// no copy at all.
    pub(crate) fn find(
        &self,
        id: &ObjectId,
        decoder: &mut Decoder,
    ) -> Result<Option<Kind>, Problem> {
        let mut problem = None;
        for pack in &self.packs {
            let Some(offset) = pack.find(id) else {
                continue;
            };
            match pack.decode(offset, decoder) {
                Ok(kind) if self.matches(id, kind, decoder) => return Ok(Some(kind)),
                Ok(_) => problem = Some(Problem::HashMismatch),
                Err(reason) => problem = Some(Problem::Unreadable(reason)),
            }
        }
        for store in &self.loose {
            let found = decoder.fill(|buffer, _| {
                store
                    .try_find(&to_gix(id), buffer)
                    .map(|object| object.map(|object| object.kind))
            });
            match found {
                Ok(None) => {}
                Ok(Some(kind)) if self.matches(id, kind, decoder) => return Ok(Some(kind)),
                Ok(Some(_)) => problem = Some(Problem::HashMismatch),
                Err(error) => problem = Some(Problem::Unreadable(error.to_string())),
            }
        }
        problem.map_or(Ok(None), Err)
    }

    fn matches(&self, id: &ObjectId, kind: Kind, decoder: &Decoder) -> bool {
        self.format.id_of(kind, decoder.content()) == *id
    }
}

/// Pack indexes of a folder, sorted by name so that every run reads them in the same order.
fn indexes(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "idx"))
        .collect();
    paths.sort_unstable();
    Ok(paths)
}
