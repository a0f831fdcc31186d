//! From the store and from clones into tables.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use countersign_store::{Cursor, PeopleExport};

use crate::tables::commits::{ClonedRepository, CommitRow};
use crate::tables::error::TablesError;
use crate::tables::folder::{Draft, Sink};
use crate::tables::manifest::{Manifest, Stamp};
use crate::tables::place;
use crate::tables::rows::AppearanceRow;
use crate::tables::table::Row;

/// An export that is being written. Nothing is at its place before [`Export::finish`], and what was
/// written is gone when it is dropped before.
pub struct Export {
    draft: Draft,
    commits: Option<Sink<CommitRow>>,
}

impl Export {
    /// Begins an export into the folder `target`, which must not be there, or be empty, or with `replace`
    /// hold an older export and nothing else.
    ///
    /// # Errors
    /// When the folder holds anything else, or cannot be written to.
    pub fn begin(target: &Path, replace: bool, key_id: &str) -> Result<Self, TablesError> {
        Ok(Self {
            draft: Draft::new(target, replace, Stamp::of_key(key_id))?,
            commits: None,
        })
    }

    /// Writes everything that is remembered of people, page by page, until `cancelled` is set.
    ///
    /// # Errors
    /// When the database cannot be read, the folder not be written to, or it was cancelled.
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
        self.whole(people.partings().await?)?;
        self.whole(people.decisions().await?)
    }

    /// Writes a table whose rows are at hand. Rows of one that is in buckets may come in any order.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    #[expect(private_bounds, reason = "the tables are this crate's to name")]
    pub fn whole<R: Row>(&mut self, rows: impl IntoIterator<Item = R>) -> Result<(), TablesError> {
        let mut table = self.draft.table();
        table.take(rows)?;
        self.draft.tables.push(table.finish()?);
        Ok(())
    }

    /// Writes the commits of a clone, into a file of its own.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn commits(&mut self, clone: ClonedRepository<'_>) -> Result<(), TablesError> {
        let below: PathBuf = [
            CommitRow::NAME.to_owned(),
            place::folder("organisation", clone.organisation),
            place::folder("repository", clone.repository),
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

    /// Puts the export in its place, made at `now_ms` (Unix milliseconds) for an installation or, with
    /// `None`, for the operator.
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
