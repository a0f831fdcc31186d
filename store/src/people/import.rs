//! Importing an export into the memory of people, as a whole or not at all.

use std::collections::HashMap;

use sqlx::Row;

use super::entries::{
    AppearanceEntry, DecisionEntry, FindingEntry, JoinEntry, KeyUseEntry, RepositoryEntry,
    SeparationEntry, SourceEntry, TombstoneEntry,
};
use super::forget::{Forgetting, drop_orphans_at_once};
use super::json::{hex, json, numbers};
use super::moments::{pack, union, unpack};
use super::rows::{IdentifierEntry, cut};
use super::stored::{
    StoredAppearance, StoredDecision, StoredFinding, StoredJoin, StoredKeyUse, StoredSeparation,
    StoredSource, Tombstone,
};
use super::types::{Authored, Forgotten, Identifier, OPERATOR};
use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};
use crate::repository::Repository;
use crate::statement::{Statement, statement};

/// Imports an export. Others see nothing of it before [`PeopleImport::commit`], and cannot remember or forget
/// people until then.
///
/// Import the tables in this order, because later ones refer to earlier ones: tombstones, repositories, sources,
/// identifiers, then the others. The result is as if the export's readings had been remembered here: of two
/// records, the newer counts; appearances and key uses are merged. Identifiers that were forgotten, here or in
/// the export, are left out; so are decisions about repositories that are not recorded.
#[derive(Debug)]
pub struct PeopleImport {
    /// No other transaction remembers or forgets people meanwhile.
    alone: Forgetting,
    /// The numbers of sources here, by those in the export.
    sources: HashMap<i64, i64>,
}

const DOING: &str = "import people";

impl Store {
    /// Begins to import an export.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn import_people(&self) -> Result<PeopleImport, StoreError> {
        Ok(PeopleImport {
            alone: Forgetting {
                transaction: self.begin_forgetting().await.doing(DOING)?,
                dialect: self.dialect,
            },
            sources: HashMap::new(),
        })
    }
}

impl PeopleImport {
    /// Forgets the identifiers that were forgotten in the export.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn tombstones(&mut self, rows: &[Tombstone]) -> Result<(), StoreError> {
        let hashes: Vec<_> = rows.iter().map(|row| row.hash).collect();
        let mut forgotten = Forgotten::default();
        let forgetting = self.alone.forget(&hashes, &mut forgotten);
        forgetting.await.doing(DOING)?;
        let rows = rows.iter().map(|row| TombstoneEntry {
            hash: row.hash.to_string(),
            at: row.at,
        });
        let rows: Vec<_> = rows.collect();
        self.execute(statement!("import/tombstones"), json(&rows))
            .await
            .doing(DOING)
    }

    /// Imports repositories; of two records, the newer counts.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn repositories(&mut self, rows: &[Repository]) -> Result<(), StoreError> {
        let rows = rows.iter().map(|row| RepositoryEntry {
            id: row.id,
            installation: row.installation,
            owner: text(&row.owner),
            name: text(&row.name),
            private: row.private.into(),
            backfilled: row.backfilled,
            updated: row.updated,
        });
        let rows: Vec<_> = rows.collect();
        self.execute(statement!("import/repositories"), json(&rows))
            .await
            .doing(DOING)
    }

    /// Imports sources. One whose repository is not recorded here is stored without it.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn sources(&mut self, rows: &[StoredSource]) -> Result<(), StoreError> {
        self.try_sources(rows).await.doing(DOING)
    }

    async fn try_sources(&mut self, rows: &[StoredSource]) -> Result<(), sqlx::Error> {
        let known = rows.iter().map(|row| (text(&row.place), row.number));
        let known: HashMap<_, _> = known.collect();
        let rows = rows.iter().map(|row| SourceEntry {
            place: text(&row.place),
            name: text(&row.name),
            organisation: text(&row.organisation),
            repository: row.repository,
            installation: row.installation,
            private: row.private.into(),
            first_read: row.first_read,
            last_read: row.last_read,
            completed: row.completed,
        });
        let rows = json(&rows.collect::<Vec<_>>());
        let upsert = statement!("import/sources").of(self.alone.dialect);
        let saved = sqlx::query(upsert).bind(rows);
        let saved = saved.fetch_all(&mut *self.alone.transaction).await?;
        let mut ids = Vec::new();
        for row in saved {
            let id = row.try_get("id")?;
            let place: String = row.try_get("place")?;
            self.sources
                .extend(known.get(&place).map(|number| (*number, id)));
            ids.push(id);
        }
        self.execute(statement!("import/withdrawn_joins"), numbers(&ids))
            .await
    }

    /// Imports identifiers, except forgotten ones.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn identifiers(&mut self, rows: &[Identifier]) -> Result<(), StoreError> {
        let rows: Vec<_> = rows.iter().map(IdentifierEntry::of).collect();
        self.execute(statement!("import/identifiers"), json(&rows))
            .await
            .doing(DOING)
    }

    /// Imports appearances; their authoring times are merged with those here.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn appearances(&mut self, rows: &[StoredAppearance]) -> Result<(), StoreError> {
        self.try_appearances(rows).await.doing(DOING)
    }

    async fn try_appearances(&mut self, rows: &[StoredAppearance]) -> Result<(), sqlx::Error> {
        let mut entries: Vec<_> = (0..)
            .zip(rows)
            .filter_map(|(number, row)| {
                let (name, login) = (cut(&row.name), cut(&row.login));
                Some(AppearanceEntry {
                    number,
                    source: *self.sources.get(&row.source)?,
                    identifier: row.identifier.to_string(),
                    name_key: name.to_lowercase(),
                    login_key: login.to_lowercase(),
                    name,
                    login,
                    moments: None,
                    seen: row.seen,
                })
            })
            .collect();
        let known = self.known_moments(json(&entries)).await?;
        for entry in &mut entries {
            let mut moments = rows[entry.number].moments.clone();
            moments.sort_unstable();
            let moments = match known.get(&entry.number) {
                Some(known) => pack(&union(known, &moments)),
                None => pack(&moments),
            };
            entry.moments = Some(hex(&moments));
        }
        self.execute(statement!("import/appearances"), json(&entries))
            .await
    }

    /// The moments that are known here, by the numbers of the entries.
    async fn known_moments(
        &mut self,
        rows: String,
    ) -> Result<HashMap<usize, Vec<Authored>>, sqlx::Error> {
        let select = statement!("import/known_moments").of(self.alone.dialect);
        let select = sqlx::query(select).bind(rows);
        let known = select.fetch_all(&mut *self.alone.transaction).await?;
        let known = known.iter().map(|row| {
            let moments: Vec<u8> = row.try_get("moments")?;
            let number: i64 = row.try_get("number")?;
            let number = usize::try_from(number);
            let number = number.map_err(|error| sqlx::Error::Decode(error.into()))?;
            Ok((number, unpack(&moments)?))
        });
        known.collect()
    }

    /// Imports joins, except those that a later complete reading here withdrew.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn joins(&mut self, rows: &[StoredJoin]) -> Result<(), StoreError> {
        let rows = rows.iter().filter_map(|row| {
            Some(JoinEntry {
                source: *self.sources.get(&row.source)?,
                a: row.a.min(row.b).to_string(),
                b: row.a.max(row.b).to_string(),
                reason: text(&row.reason),
                bits: row.bits,
                anchor: row.anchor.into(),
                seen: row.seen,
            })
        });
        let rows: Vec<_> = rows.collect();
        self.execute(statement!("import/joins"), json(&rows))
            .await
            .doing(DOING)
    }

    /// Imports key uses; their spans are merged with those here.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn key_uses(&mut self, rows: &[StoredKeyUse]) -> Result<(), StoreError> {
        let rows = rows.iter().filter_map(|row| {
            Some(KeyUseEntry {
                source: *self.sources.get(&row.source)?,
                key: row.key.to_string(),
                identifier: row.identifier.to_string(),
                first_use: row.first,
                last_use: row.last,
                commits: row.commits,
                seen: row.seen,
            })
        });
        let rows: Vec<_> = rows.collect();
        self.execute(statement!("import/key_uses"), json(&rows))
            .await
            .doing(DOING)
    }

    /// Imports findings.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn findings(&mut self, rows: &[StoredFinding]) -> Result<(), StoreError> {
        let rows = rows.iter().filter_map(|row| {
            Some(FindingEntry {
                source: *self.sources.get(&row.source)?,
                fingerprint: text(&row.fingerprint),
                identifier: row.identifier.to_string(),
                heuristic: text(&row.heuristic),
                revision: row.revision,
                strength: text(&row.strength),
                weight: row.weight,
                evidence: text(&row.evidence),
                first_seen: row.first_seen,
                last_seen: row.last_seen,
            })
        });
        let rows: Vec<_> = rows.collect();
        self.execute(statement!("import/findings"), json(&rows))
            .await
            .doing(DOING)
    }

    /// Imports separations, except those of forgotten identifiers.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn separations(&mut self, rows: &[StoredSeparation]) -> Result<(), StoreError> {
        let rows = rows.iter().map(|row| SeparationEntry {
            a: row.a.min(row.b).to_string(),
            b: row.a.max(row.b).to_string(),
            installation: row.installation.unwrap_or(OPERATOR),
            who: text(&row.who),
            reason: text(&row.reason),
            at: row.at,
        });
        let rows: Vec<_> = rows.collect();
        self.execute(statement!("import/separations"), json(&rows))
            .await
            .doing(DOING)
    }

    /// Imports decisions about repositories that are recorded.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn decisions(&mut self, rows: &[StoredDecision]) -> Result<(), StoreError> {
        let rows = rows.iter().map(|row| DecisionEntry {
            repository: row.repository,
            fingerprint: text(&row.fingerprint),
            who_id: row.who_id,
            who_login: text(&row.who_login),
            reason: text(&row.reason),
            at: row.at,
        });
        let rows: Vec<_> = rows.collect();
        self.execute(statement!("import/decisions"), json(&rows))
            .await
            .doing(DOING)
    }

    /// Commits the import.
    ///
    /// # Errors
    /// When the database cannot be written to: nothing is imported then.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        // Some identifiers have only rows that concern forgotten ones, which were left out.
        drop_orphans_at_once(&mut self.alone.transaction)
            .await
            .doing(DOING)?;
        self.alone.transaction.commit().await.doing(DOING)
    }

    async fn execute(&mut self, statement: Statement, rows: String) -> Result<(), sqlx::Error> {
        let statement = sqlx::query(statement.of(self.alone.dialect)).bind(rows);
        statement
            .execute(&mut *self.alone.transaction)
            .await
            .map(drop)
    }
}
