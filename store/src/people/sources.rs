//! The sources of an answer's rows, as the viewer may know them.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::Row;
use sqlx::any::AnyRow;

use super::types::{Source, Viewer};

/// The sources of an answer's rows, each read once.
pub(super) struct Sources {
    viewer: Viewer,
    read: HashMap<i64, Arc<Source>>,
}

impl Sources {
    pub(super) fn for_viewer(viewer: Viewer) -> Self {
        Self {
            viewer,
            read: HashMap::new(),
        }
    }

    /// The source of a row with the columns `source_id` to `private` of the statements in `sql/read`.
    pub(super) fn of(&mut self, row: &AnyRow) -> Result<Arc<Source>, sqlx::Error> {
        let id = row.try_get("source_id")?;
        if let Some(read) = self.read.get(&id) {
            return Ok(Arc::clone(read));
        }
        let asks = self.viewer.installation();
        let installation: Option<i64> = row.try_get("installation")?;
        let source = Arc::new(Source {
            place: row.try_get("place")?,
            name: row.try_get("source_name")?,
            organisation: row.try_get("organisation")?,
            repository: row.try_get("repository")?,
            installation: installation.filter(|_| asks.is_none() || asks == installation),
            private: row.try_get::<i64, _>("private")? == 1,
        });
        self.read.insert(id, Arc::clone(&source));
        Ok(source)
    }
}
