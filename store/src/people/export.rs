//! Reading the whole memory of people page by page, as one viewer may see it at one moment.

use std::collections::HashMap;

use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::json::hash_in;
use super::moments::unpack;
use super::read::identifier;
use super::stored::{
    StoredAppearance, StoredDecision, StoredFinding, StoredJoin, StoredKeyUse, StoredSeparation,
    StoredSource, Tombstone,
};
use super::types::{Identifier, OPERATOR, Viewer};
use crate::connection::Store;
use crate::error::{Doing, StoreError};
use crate::repository::Repository;
use crate::statement::shared_statement;

/// Rows of a page.
const PAGE: i64 = 8192;

/// The position in a table that is read. A new cursor is at the beginning; each table needs its own.
#[derive(Clone, Debug, Default)]
pub struct Cursor {
    numbers: [i64; 3],
    texts: [String; 2],
}

/// A view of the memory of people that does not change while it is read, even if others write.
///
/// Until it is dropped, SQLite's log file grows, and PostgreSQL keeps rows that others delete.
#[derive(Debug)]
pub struct PeopleExport {
    transaction: Transaction<'static, Any>,
    viewer: Viewer,
    sources: Vec<StoredSource>,
    /// The sources' numbers in the export, by those in the database.
    numbers: HashMap<i64, i64>,
}

impl Store {
    /// Begins to read everything in the memory of people that `viewer` may see.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn export_people(&self, viewer: Viewer) -> Result<PeopleExport, StoreError> {
        const SELECT: &str = "
            SELECT source.id AS id, source.place AS place, known.name AS name,
                known.organisation AS organisation, source.repository AS repository,
                known.installation AS installation, known.private AS private,
                source.first_read AS first_read, source.last_read AS last_read,
                source.completed AS completed
            FROM source JOIN known_source known ON known.id = source.id
            ORDER BY source.id";
        let mut transaction = self.snapshot().await.doing("begin to export people")?;
        let rows = sqlx::query(SELECT).fetch_all(&mut *transaction).await;
        let rows = rows.doing(DOING)?;
        let mut export = PeopleExport {
            transaction,
            viewer,
            sources: Vec::new(),
            numbers: HashMap::new(),
        };
        for row in rows {
            export.add(&row).doing(DOING)?;
        }
        Ok(export)
    }
}

const DOING: &str = "export people";

impl PeopleExport {
    /// Adds a source, if the viewer may see it.
    fn add(&mut self, row: &AnyRow) -> Result<(), sqlx::Error> {
        let installation: Option<i64> = row.try_get("installation")?;
        let private = flag(row, "private")?;
        let is_own = match self.viewer {
            Viewer::Operator => true,
            Viewer::Installation(own) => installation == Some(own),
        };
        if private && !is_own {
            return Ok(());
        }
        let number = i64::try_from(self.sources.len() + 1).unwrap_or(i64::MAX);
        self.numbers.insert(row.try_get("id")?, number);
        self.sources.push(StoredSource {
            number,
            place: row.try_get("place")?,
            name: row.try_get("name")?,
            organisation: row.try_get("organisation")?,
            repository: row.try_get("repository")?,
            installation: installation.filter(|_| is_own),
            private,
            first_read: row.try_get("first_read")?,
            last_read: row.try_get("last_read")?,
            completed: row.try_get("completed")?,
        });
        Ok(())
    }

    /// Every source, by number.
    #[must_use]
    pub fn sources(&self) -> &[StoredSource] {
        &self.sources
    }

    /// The export's number of a row's source; `None` if the viewer may not see it.
    fn source(&self, row: &AnyRow) -> Result<Option<i64>, sqlx::Error> {
        let id: i64 = row.try_get("source")?;
        Ok(self.numbers.get(&id).copied())
    }

    /// Recorded repositories, by id; an installation sees its own.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn repositories(&mut self) -> Result<Vec<Repository>, StoreError> {
        const SELECT: &str = "
            SELECT id, installation, owner, name, private, backfilled, updated
            FROM repository WHERE $1 IS NULL OR installation = $1 ORDER BY id";
        let select = sqlx::query_as(SELECT).bind(self.viewer.installation());
        select.fetch_all(&mut *self.transaction).await.doing(DOING)
    }

    /// The next identifiers; `None` after the last.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn identifiers(
        &mut self,
        at: &mut Cursor,
    ) -> Result<Option<Vec<Identifier>>, StoreError> {
        let select = sqlx::query(shared_statement!("export/identifiers")).bind(at.numbers[0]);
        let select = select.bind(self.viewer.installation()).bind(PAGE);
        let rows = select.fetch_all(&mut *self.transaction).await;
        let rows = rows.doing(DOING)?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        at.numbers[0] = last.try_get("id").doing(DOING)?;
        let identifiers: Result<_, sqlx::Error> = rows.iter().map(identifier).collect();
        identifiers.doing(DOING).map(Some)
    }

    /// The next appearances; `None` after the last. A page may be empty.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn appearances(
        &mut self,
        at: &mut Cursor,
    ) -> Result<Option<Vec<StoredAppearance>>, StoreError> {
        const SELECT: &str = "
            SELECT x.source AS source, x.identifier AS identifier, i.hash AS hash, x.name AS name,
                x.login AS login, x.moments AS moments, x.seen AS seen
            FROM (
                SELECT source, identifier, name, login, moments, seen FROM appearance
                WHERE (source, identifier, name, login) > ($1, $2, $3, $4)
                ORDER BY source, identifier, name, login LIMIT $5
            ) x JOIN identifier i ON i.id = x.identifier
            ORDER BY x.source, x.identifier, x.name, x.login";
        let select = sqlx::query(SELECT)
            .bind(at.numbers[0])
            .bind(at.numbers[1])
            .bind(at.texts[0].clone())
            .bind(at.texts[1].clone())
            .bind(PAGE);
        let rows = select.fetch_all(&mut *self.transaction).await;
        let rows = rows.doing(DOING)?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        at.move_to(last, &["source", "identifier"], &["name", "login"])
            .doing(DOING)?;
        let of = |row| self.appearance(row).transpose();
        let appearances: Result<_, sqlx::Error> = rows.iter().filter_map(of).collect();
        appearances.doing(DOING).map(Some)
    }

    fn appearance(&self, row: &AnyRow) -> Result<Option<StoredAppearance>, sqlx::Error> {
        let Some(source) = self.source(row)? else {
            return Ok(None);
        };
        Ok(Some(StoredAppearance {
            source,
            identifier: hash_in(row, "hash")?,
            name: row.try_get("name")?,
            login: row.try_get("login")?,
            moments: unpack(&row.try_get::<Vec<u8>, _>("moments")?)?,
            seen: row.try_get("seen")?,
        }))
    }

    /// The next joins; `None` after the last. A page may be empty.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn joins(&mut self, at: &mut Cursor) -> Result<Option<Vec<StoredJoin>>, StoreError> {
        const SELECT: &str = "
            SELECT x.a AS a, x.b AS b, ia.hash AS a_hash, ib.hash AS b_hash, x.source AS source,
                x.reason AS reason, x.bits AS bits, x.anchor AS anchor, x.seen AS seen
            FROM (
                SELECT a, b, source, reason, bits, anchor, seen FROM identity_join
                WHERE (a, b, source) > ($1, $2, $3) ORDER BY a, b, source LIMIT $4
            ) x JOIN identifier ia ON ia.id = x.a JOIN identifier ib ON ib.id = x.b
            ORDER BY x.a, x.b, x.source";
        let Some(rows) = self.page(SELECT, at, &["a", "b", "source"]).await? else {
            return Ok(None);
        };
        let of = |row| {
            let Some(source) = self.source(row)? else {
                return Ok(None);
            };
            Ok(Some(StoredJoin {
                a: hash_in(row, "a_hash")?,
                b: hash_in(row, "b_hash")?,
                source,
                reason: row.try_get("reason")?,
                bits: row.try_get("bits")?,
                anchor: flag(row, "anchor")?,
                seen: row.try_get("seen")?,
            }))
        };
        let joins: Result<_, sqlx::Error> =
            rows.iter().filter_map(|row| of(row).transpose()).collect();
        joins.doing(DOING).map(Some)
    }

    /// The next uses of keys; `None` after the last. A page may be empty.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn key_uses(
        &mut self,
        at: &mut Cursor,
    ) -> Result<Option<Vec<StoredKeyUse>>, StoreError> {
        const SELECT: &str = "
            SELECT x.source AS source, x.key_id AS key_id, x.identifier AS identifier,
                k.hash AS key_hash, i.hash AS hash, x.first_use AS first_use,
                x.last_use AS last_use, x.commits AS commits, x.seen AS seen
            FROM (
                SELECT source, key_id, identifier, first_use, last_use, commits, seen FROM key_use
                WHERE (source, key_id, identifier) > ($1, $2, $3)
                ORDER BY source, key_id, identifier LIMIT $4
            ) x JOIN identifier k ON k.id = x.key_id JOIN identifier i ON i.id = x.identifier
            ORDER BY x.source, x.key_id, x.identifier";
        let by = ["source", "key_id", "identifier"];
        let Some(rows) = self.page(SELECT, at, &by).await? else {
            return Ok(None);
        };
        let of = |row| {
            let Some(source) = self.source(row)? else {
                return Ok(None);
            };
            Ok(Some(StoredKeyUse {
                key: hash_in(row, "key_hash")?,
                identifier: hash_in(row, "hash")?,
                source,
                first: row.try_get("first_use")?,
                last: row.try_get("last_use")?,
                commits: row.try_get("commits")?,
                seen: row.try_get("seen")?,
            }))
        };
        let uses: Result<_, sqlx::Error> =
            rows.iter().filter_map(|row| of(row).transpose()).collect();
        uses.doing(DOING).map(Some)
    }

    /// A page of a table that is sorted by three numbers.
    async fn page(
        &mut self,
        select: &'static str,
        at: &mut Cursor,
        by: &[&str; 3],
    ) -> Result<Option<Vec<AnyRow>>, StoreError> {
        let [one, two, three] = at.numbers;
        let select = sqlx::query(select).bind(one).bind(two).bind(three);
        let rows = select.bind(PAGE).fetch_all(&mut *self.transaction).await;
        let rows = rows.doing(DOING)?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        at.move_to(last, by, &[]).doing(DOING)?;
        Ok(Some(rows))
    }

    /// The next findings; `None` after the last. A page may be empty.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn findings(
        &mut self,
        at: &mut Cursor,
    ) -> Result<Option<Vec<StoredFinding>>, StoreError> {
        const SELECT: &str = "
            SELECT x.source AS source, i.hash AS hash, x.fingerprint AS fingerprint,
                x.heuristic AS heuristic, x.revision AS revision, x.strength AS strength,
                x.weight AS weight, x.evidence AS evidence, x.first_seen AS first_seen,
                x.last_seen AS last_seen
            FROM (
                SELECT source, fingerprint, identifier, heuristic, revision, strength, weight,
                    evidence, first_seen, last_seen
                FROM person_finding WHERE (source, fingerprint) > ($1, $2)
                ORDER BY source, fingerprint LIMIT $3
            ) x JOIN identifier i ON i.id = x.identifier
            ORDER BY x.source, x.fingerprint";
        let select = sqlx::query(SELECT).bind(at.numbers[0]);
        let select = select.bind(at.texts[0].clone()).bind(PAGE);
        let rows = select.fetch_all(&mut *self.transaction).await;
        let rows = rows.doing(DOING)?;
        let Some(last) = rows.last() else {
            return Ok(None);
        };
        at.move_to(last, &["source"], &["fingerprint"])
            .doing(DOING)?;
        let of = |row| self.finding(row).transpose();
        let findings: Result<_, sqlx::Error> = rows.iter().filter_map(of).collect();
        findings.doing(DOING).map(Some)
    }

    fn finding(&self, row: &AnyRow) -> Result<Option<StoredFinding>, sqlx::Error> {
        let Some(source) = self.source(row)? else {
            return Ok(None);
        };
        Ok(Some(StoredFinding {
            identifier: hash_in(row, "hash")?,
            source,
            fingerprint: row.try_get("fingerprint")?,
            heuristic: row.try_get("heuristic")?,
            revision: row.try_get("revision")?,
            strength: row.try_get("strength")?,
            weight: row.try_get("weight")?,
            evidence: row.try_get("evidence")?,
            first_seen: row.try_get("first_seen")?,
            last_seen: row.try_get("last_seen")?,
        }))
    }

    /// Separations, sorted by the two identifiers. An installation sees its own, and of the operator's those of
    /// which it sees both identifiers, without author and reason.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn separations(&mut self) -> Result<Vec<StoredSeparation>, StoreError> {
        let asks = self.viewer.installation();
        let select = sqlx::query(shared_statement!("export/separations")).bind(OPERATOR);
        let rows = select.bind(asks).fetch_all(&mut *self.transaction).await;
        let is_visible = |installation| asks.is_none_or(|asks| asks == installation);
        let rows = rows.doing(DOING)?;
        let separations = rows.iter().map(|row| {
            let installation: i64 = row.try_get("installation")?;
            let if_visible = |column| match is_visible(installation) {
                true => row.try_get(column),
                false => Ok(String::new()),
            };
            Ok(StoredSeparation {
                a: hash_in(row, "a")?,
                b: hash_in(row, "b")?,
                installation: Some(installation).filter(|id| *id != OPERATOR),
                who: if_visible("who")?,
                reason: if_visible("reason")?,
                at: row.try_get("at")?,
            })
        });
        let separations: Result<_, sqlx::Error> = separations.collect();
        separations.doing(DOING)
    }

    /// The identifiers that were forgotten, by hash; none for an installation.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn tombstones(&mut self) -> Result<Vec<Tombstone>, StoreError> {
        const SELECT: &str = "SELECT hash, at FROM tombstone ORDER BY hash";
        if self.viewer != Viewer::Operator {
            return Ok(Vec::new());
        }
        let rows = sqlx::query(SELECT).fetch_all(&mut *self.transaction).await;
        let rows = rows.doing(DOING)?;
        let tombstones = rows.iter().map(|row| {
            Ok(Tombstone {
                hash: hash_in(row, "hash")?,
                at: row.try_get("at")?,
            })
        });
        let tombstones: Result<_, sqlx::Error> = tombstones.collect();
        tombstones.doing(DOING)
    }

    /// Decisions about findings, by repository; an installation sees those of its own repositories.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn decisions(&mut self) -> Result<Vec<StoredDecision>, StoreError> {
        const SELECT: &str = "
            SELECT d.repository AS repository, d.fingerprint AS fingerprint, d.who_id AS who_id,
                d.who_login AS who_login, d.reason AS reason, d.at AS at
            FROM decision d JOIN repository r ON r.id = d.repository
            WHERE $1 IS NULL OR r.installation = $1
            ORDER BY d.repository, d.fingerprint, d.who_id";
        let select = sqlx::query_as(SELECT).bind(self.viewer.installation());
        select.fetch_all(&mut *self.transaction).await.doing(DOING)
    }
}

impl Cursor {
    fn move_to(
        &mut self,
        row: &AnyRow,
        numbers: &[&str],
        texts: &[&str],
    ) -> Result<(), sqlx::Error> {
        for (place, column) in self.numbers.iter_mut().zip(numbers) {
            *place = row.try_get(*column)?;
        }
        for (place, column) in self.texts.iter_mut().zip(texts) {
            *place = row.try_get(*column)?;
        }
        Ok(())
    }
}

fn flag(row: &AnyRow, column: &str) -> Result<bool, sqlx::Error> {
    Ok(row.try_get::<i64, _>(column)? == 1)
}
