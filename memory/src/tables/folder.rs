//! The folder of an export: written beside its final place, and moved there when it is complete.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use tempfile::TempDir;

use crate::tables::error::TablesError;
use crate::tables::file::{Reader, Writer, check_content};
use crate::tables::manifest::{FILE, FileEntry, Manifest, Stamp, TableEntry};
use crate::tables::table::{Layout, Row};

/// The beginning of the name of an incomplete folder.
const PREFIX: &str = ".countersign-";

/// An export that is being written.
pub(crate) struct Draft {
    target: PathBuf,
    folder: TempDir,
    pub(crate) stamp: Stamp,
    pub(crate) tables: Vec<TableEntry>,
}

impl Draft {
    /// Begins an export into `target`, which must not exist or be empty; with `replace` it may be an older export.
    pub(crate) fn new(target: &Path, replace: bool, stamp: Stamp) -> Result<Self, TablesError> {
        let absolute = target
            .canonicalize()
            .or_else(|_| std::path::absolute(target));
        let target = absolute.map_err(TablesError::not_written(target))?;
        check_free(&target, replace)?;
        let beside = target.parent().unwrap_or(&target);
        fs::create_dir_all(beside).map_err(TablesError::not_written(beside))?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(PREFIX);
        // The export shows private repositories, so only its owner may read it.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder.tempdir_in(beside);
        Ok(Self {
            folder: folder.map_err(TablesError::not_written(beside))?,
            target,
            stamp,
            tables: Vec::new(),
        })
    }

    /// Begins a table.
    pub(crate) fn table<R: Row>(&self) -> Sink<R> {
        Sink {
            root: self.folder.path().to_owned(),
            stamp: self.stamp.clone(),
            open: BTreeMap::new(),
            waiting: 0,
            files: Vec::new(),
        }
    }

    /// Writes the manifest and moves the export to its place.
    pub(crate) fn finish(
        self,
        installation: Option<i64>,
        exported: i64,
    ) -> Result<Manifest, TablesError> {
        let manifest = Manifest {
            stamp: self.stamp,
            installation,
            exported,
            tables: self.tables,
        };
        manifest.write(self.folder.path())?;
        let target = &self.target;
        put_in_place(self.folder, target).map_err(TablesError::not_written(target))?;
        Ok(manifest)
    }
}

fn check_free(target: &Path, replace: bool) -> Result<(), TablesError> {
    let entries = match fs::read_dir(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            return Err(TablesError::Occupied(target.to_owned()));
        }
        entries => entries.map_err(TablesError::not_read(target))?,
    };
    let names = entries.map(|entry| entry.map(|entry| entry.file_name()));
    let names: io::Result<BTreeSet<_>> = names.collect();
    let names = names.map_err(TablesError::not_read(target))?;
    if names.is_empty() {
        return Ok(());
    }
    let manifest = Manifest::read(target).map_err(|error| match error {
        TablesError::NoExport(folder) => TablesError::Occupied(folder),
        error => error,
    })?;
    let is_its = |name: &std::ffi::OsString| {
        name == FILE || manifest.tables.iter().any(|table| name == &*table.name)
    };
    match (names.iter().all(is_its), replace) {
        (false, _) => Err(TablesError::Occupied(target.to_owned())),
        (true, false) => Err(TablesError::Exists(target.to_owned())),
        (true, true) => Ok(()),
    }
}

/// Moves the new export to its place, then deletes the older one.
fn put_in_place(folder: TempDir, target: &Path) -> io::Result<()> {
    let folder = folder.keep();
    let mut old = folder.clone().into_os_string();
    old.push(".old");
    match fs::rename(target, &old) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            fs::remove_dir_all(folder)?;
            return Err(error);
        }
        _ => {}
    }
    fs::rename(folder, target)?;
    match fs::remove_dir_all(old) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// The largest weight of rows that wait in memory, over all files of a table.
const MOST_WAITING: usize = 1 << 20;

/// Writes the rows of a table to its files.
pub(crate) struct Sink<R: Row> {
    root: PathBuf,
    stamp: Stamp,
    open: BTreeMap<PathBuf, Writer<R>>,
    waiting: usize,
    files: Vec<FileEntry>,
}

impl<R: Row> Sink<R> {
    /// Writes rows to the files of their buckets.
    pub(crate) fn take(&mut self, rows: impl IntoIterator<Item = R>) -> Result<(), TablesError> {
        rows.into_iter().try_for_each(|row| self.push(row))
    }

    /// Writes a row to the file of its bucket, or to the only file.
    fn push(&mut self, row: R) -> Result<(), TablesError> {
        let below = match row.bucket() {
            Some(bucket) => bucket_folder::<R>(bucket),
            None => PathBuf::from(R::NAME),
        };
        self.push_below(&below, row)
    }

    /// Writes a row to the open file of a folder below the export's.
    pub(crate) fn push_below(&mut self, below: &Path, row: R) -> Result<(), TablesError> {
        if !self.open.contains_key(below) {
            self.begin(below)?;
        }
        if let Some(writer) = self.open.get_mut(below) {
            self.waiting += row.weight();
            self.waiting -= writer.push(row)?;
        }
        if self.waiting >= MOST_WAITING {
            let fullest = self.open.values_mut().max_by_key(|writer| writer.waiting());
            if let Some(writer) = fullest {
                self.waiting -= writer.end_group()?;
            }
        }
        Ok(())
    }

    /// Begins another file in a folder.
    pub(crate) fn begin(&mut self, below: &Path) -> Result<(), TablesError> {
        let folder = self.root.join(below);
        let mut parts = (0..).map(|part| folder.join(format!("part-{part}.parquet")));
        let path = parts.find(|path| !path.exists()).unwrap_or_default();
        let writer = Writer::new(path, &self.stamp)?;
        self.open.insert(below.to_owned(), writer);
        Ok(())
    }

    /// Completes all open files.
    pub(crate) fn end_files(&mut self) -> Result<(), TablesError> {
        for writer in std::mem::take(&mut self.open).into_values() {
            self.files.push(writer.finish(&self.root)?);
        }
        self.waiting = 0;
        Ok(())
    }

    /// Completes the table. A table without rows gets an empty file: engines refuse a table without files.
    pub(crate) fn finish(mut self) -> Result<TableEntry, TablesError> {
        if self.open.is_empty() && self.files.is_empty() {
            let below = match R::table().layout {
                Layout::Whole | Layout::Repository => PathBuf::from(R::NAME),
                Layout::Bucket(_) => bucket_folder::<R>(0),
            };
            self.begin(&below)?;
        }
        self.end_files()?;
        Ok(TableEntry {
            name: R::NAME.to_owned(),
            rows: self.files.iter().map(|file| file.rows).sum(),
            files: self.files,
        })
    }
}

fn bucket_folder<R: Row>(bucket: u8) -> PathBuf {
    PathBuf::from(format!("{}/bucket={bucket:x}", R::NAME))
}

/// An export that is imported.
pub(crate) struct Source<'a> {
    pub(crate) folder: &'a Path,
    pub(crate) manifest: Manifest,
}

impl<'a> Source<'a> {
    pub(crate) fn open(folder: &'a Path) -> Result<Self, TablesError> {
        let manifest = Manifest::read(folder)?;
        Ok(Self { folder, manifest })
    }

    /// Checks every byte of a file.
    pub(crate) fn check<R: Row>(&self, entry: &FileEntry) -> Result<(), TablesError> {
        check_content(self.folder, entry)?;
        self.reader::<R>(entry).map(drop)
    }

    /// Opens a file that was checked.
    pub(crate) fn reader<R: Row>(&self, entry: &FileEntry) -> Result<Reader<R>, TablesError> {
        Reader::open(self.folder, entry, &self.manifest.stamp)
    }
}
