//! Importing an export into the store.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use countersign_store::{
    Identifier, PeopleImport, Repository, StoredDecision, StoredFinding, StoredJoin, StoredKeyUse,
    StoredSeparation, StoredSource, Tombstone,
};

use crate::tables::error::TablesError;
use crate::tables::folder::Source;
use crate::tables::manifest::{FILE, FileEntry, Manifest};
use crate::tables::rows::AppearanceRow;
use crate::tables::table::Row;

/// Rows that one statement takes.
const CHUNK: usize = 4096;

/// Imports an export into a store whose identifiers are hashed under the key with this id. It checks every byte of
/// every file before it imports the first row. A second import changes nothing.
///
/// # Errors
/// When the export is incomplete, damaged, newer than this program or made under another key, when the database is
/// not writable, or when `cancelled` is set. Do not commit the import then.
pub async fn import(
    folder: &Path,
    key_id: &str,
    store: &mut PeopleImport,
    cancelled: &AtomicBool,
) -> Result<Manifest, TablesError> {
    let source = Source::open(folder)?;
    let found = &source.manifest.stamp.key_id;
    if found != key_id {
        return Err(TablesError::OtherKey {
            found: found.clone(),
            expected: key_id.to_owned(),
        });
    }
    let tables = Tables { source, cancelled };
    tables.check()?;
    let mut rows = tables.rows::<Tombstone>()?;
    while let Some(chunk) = rows.next()? {
        store.tombstones(&chunk).await?;
    }
    let mut rows = tables.rows::<Repository>()?;
    while let Some(chunk) = rows.next()? {
        store.repositories(&chunk).await?;
    }
    let mut rows = tables.rows::<StoredSource>()?;
    while let Some(chunk) = rows.next()? {
        store.sources(&chunk).await?;
    }
    let mut rows = tables.rows::<Identifier>()?;
    while let Some(chunk) = rows.next()? {
        store.identifiers(&chunk).await?;
    }
    let mut rows = tables.rows::<AppearanceRow>()?;
    while let Some(chunk) = rows.next()? {
        let stored = chunk.into_iter().map(AppearanceRow::stored);
        let stored: Option<Vec<_>> = stored.collect();
        let stored = stored.ok_or_else(|| {
            TablesError::damaged(
                folder,
                "the lists `authored` and `offsets` differ in length",
            )
        })?;
        store.appearances(&stored).await?;
    }
    let mut rows = tables.rows::<StoredJoin>()?;
    while let Some(chunk) = rows.next()? {
        store.joins(&chunk).await?;
    }
    let mut rows = tables.rows::<StoredKeyUse>()?;
    while let Some(chunk) = rows.next()? {
        store.key_uses(&chunk).await?;
    }
    let mut rows = tables.rows::<StoredFinding>()?;
    while let Some(chunk) = rows.next()? {
        store.findings(&chunk).await?;
    }
    let mut rows = tables.rows::<StoredSeparation>()?;
    while let Some(chunk) = rows.next()? {
        store.separations(&chunk).await?;
    }
    let mut rows = tables.rows::<StoredDecision>()?;
    while let Some(chunk) = rows.next()? {
        store.decisions(&chunk).await?;
    }
    Ok(tables.source.manifest)
}

struct Tables<'a> {
    source: Source<'a>,
    cancelled: &'a AtomicBool,
}

impl Tables<'_> {
    /// Checks every file of the tables that are imported.
    fn check(&self) -> Result<(), TablesError> {
        self.check_table::<Tombstone>()?;
        self.check_table::<Repository>()?;
        self.check_table::<StoredSource>()?;
        self.check_table::<Identifier>()?;
        self.check_table::<AppearanceRow>()?;
        self.check_table::<StoredJoin>()?;
        self.check_table::<StoredKeyUse>()?;
        self.check_table::<StoredFinding>()?;
        self.check_table::<StoredSeparation>()?;
        self.check_table::<StoredDecision>()
    }

    fn check_table<R: Row>(&self) -> Result<(), TablesError> {
        for entry in self.files::<R>()? {
            self.go_on()?;
            self.source.check::<R>(entry)?;
        }
        Ok(())
    }

    fn go_on(&self) -> Result<(), TablesError> {
        match self.cancelled.load(Ordering::Relaxed) {
            true => Err(TablesError::Interrupted),
            false => Ok(()),
        }
    }

    /// The files of a table; every export has each table.
    fn files<R: Row>(&self) -> Result<&[FileEntry], TablesError> {
        let table = self.source.manifest.table(R::NAME);
        let table = table.ok_or_else(|| {
            let why = format!("it does not list the table {}", R::NAME);
            TablesError::damaged(&self.source.folder.join(FILE), why)
        })?;
        Ok(&table.files)
    }

    fn rows<R: Row>(&self) -> Result<Rows<'_, R>, TablesError> {
        Ok(Rows {
            tables: self,
            files: self.files::<R>()?.iter(),
            reader: None,
            group: Vec::new(),
        })
    }
}

/// The rows of a table, a chunk at a time.
struct Rows<'a, R: Row> {
    tables: &'a Tables<'a>,
    files: std::slice::Iter<'a, FileEntry>,
    reader: Option<crate::tables::file::Reader<R>>,
    /// The rows of a row group that were not returned yet.
    group: Vec<R>,
}

impl<R: Row> Rows<'_, R> {
    fn next(&mut self) -> Result<Option<Vec<R>>, TablesError> {
        self.tables.go_on()?;
        loop {
            if !self.group.is_empty() {
                let rest = self.group.split_off(self.group.len().min(CHUNK));
                return Ok(Some(std::mem::replace(&mut self.group, rest)));
            }
            let group = match &mut self.reader {
                Some(reader) => reader.next_group()?,
                None => None,
            };
            match (group, self.files.as_slice()) {
                (Some(group), _) => self.group = group,
                (None, []) => return Ok(None),
                (None, [entry, ..]) => {
                    self.files.next();
                    self.reader = Some(self.tables.source.reader(entry)?);
                }
            }
        }
    }
}
