//! Exporting the memory and the commits of clones.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use countersign_store::{Cursor, PeopleExport};

use crate::tables::commits::{ClonedRepository, CommitRow};
use crate::tables::error::TablesError;
use crate::tables::folder::{Draft, Sink};
use crate::tables::manifest::{Manifest, Stamp};
use crate::tables::partition;
use crate::tables::rows::AppearanceRow;
use crate::tables::table::Row;

/// An export that is being written. Its folder appears with [`Export::finish`]; if it is dropped before, nothing
/// is left.
pub struct Export {
    draft: Draft,
    commits: Option<Sink<CommitRow>>,
}

impl Export {
    /// Begins an export into the folder `target`, which must not exist or be empty; with `replace` it may be an
    /// older export.
    ///
    /// # Errors
    /// When the folder has other content or is not writable.
    pub fn begin(target: &Path, replace: bool, key_id: &str) -> Result<Self, TablesError> {
        Ok(Self {
            draft: Draft::new(target, replace, Stamp::of_key(key_id))?,
            commits: None,
        })
    }

    /// Writes the memory of people page by page, until `cancelled` is set.
    ///
    /// # Errors
    /// When the database is not readable, the folder is not writable, or the export was cancelled.
    pub async fn people(
        &mut self,
        people: &mut PeopleExport,
        cancelled: &AtomicBool,
    ) -> Result<(), TablesError> {
        let go_on = || match cancelled.load(Ordering::Relaxed) {
            true => Err(TablesError::Interrupted),
            false => Ok(()),
        };
        let sources = people.sources().to_vec();
        self.whole(people.tombstones().await?)?;
        self.whole(people.repositories().await?)?;
        self.whole(sources)?;
        let (mut table, mut at) = (self.draft.table(), Cursor::default());
        while let Some(page) = people.identifiers(&mut at).await? {
            go_on()?;
            table.take(page)?;
        }
        self.draft.tables.push(table.finish()?);
        let (mut table, mut at) = (self.draft.table::<AppearanceRow>(), Cursor::default());
        while let Some(page) = people.appearances(&mut at).await? {
            go_on()?;
            table.take(page.into_iter().map(AppearanceRow::from))?;
        }
        self.draft.tables.push(table.finish()?);
        let (mut table, mut at) = (self.draft.table(), Cursor::default());
        while let Some(page) = people.joins(&mut at).await? {
            go_on()?;
            table.take(page)?;
        }
        self.draft.tables.push(table.finish()?);
        let (mut table, mut at) = (self.draft.table(), Cursor::default());
        while let Some(page) = people.key_uses(&mut at).await? {
            go_on()?;
            table.take(page)?;
        }
        self.draft.tables.push(table.finish()?);
        let (mut table, mut at) = (self.draft.table(), Cursor::default());
        while let Some(page) = people.findings(&mut at).await? {
            go_on()?;
            table.take(page)?;
        }
        self.draft.tables.push(table.finish()?);
        self.whole(people.separations().await?)?;
        self.whole(people.decisions().await?)
    }

    /// Writes a whole table. Rows of a table with buckets may come in any order.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    #[expect(private_bounds, reason = "only this crate defines tables")]
    pub fn whole<R: Row>(&mut self, rows: impl IntoIterator<Item = R>) -> Result<(), TablesError> {
        let mut table = self.draft.table();
        table.take(rows)?;
        self.draft.tables.push(table.finish()?);
        Ok(())
    }

    /// Writes the commits of a clone into a file of their own.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn commits(&mut self, clone: ClonedRepository<'_>) -> Result<(), TablesError> {
        let below: PathBuf = [
            CommitRow::NAME.to_owned(),
            partition::folder("organisation", clone.organisation),
            partition::folder("repository", clone.repository),
        ]
        .iter()
        .collect();
        let mut table = self.commits.take().unwrap_or_else(|| self.draft.table());
        table.begin(&below)?;
        for row in clone.rows() {
            table.push_below(&below, row)?;
        }
        table.end_files()?;
        self.commits = Some(table);
        Ok(())
    }

    /// Completes the export, made at `now_ms` (Unix milliseconds) for an installation or, with `None`, for the
    /// operator.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn finish(
        mut self,
        installation: Option<i64>,
        now_ms: i64,
    ) -> Result<Manifest, TablesError> {
        if let Some(commits) = self.commits.take() {
            self.draft.tables.push(commits.finish()?);
        }
        self.draft.finish(installation, now_ms)
    }
}
