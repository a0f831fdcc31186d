//! A reading comes in: added to what its source showed before, in one transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use sqlx::{Any, Row, Transaction};

use super::moments::{pack, union, unpack};
use super::rows::{Rows, Spelling};
use super::sql::{CHUNK, hash_in, hashes, hex, json, listed, numbers, sql};
use super::types::{
    Authored, Identifier, IdentifierHash, Join, KeyUse, PersonFinding, Reading, Source,
};
use crate::connection::{Dialect, Store, text};
use crate::error::{Races, StoreError};

/// Appearances and findings that one statement takes: their rows are longer than others.
const FEWER: usize = 1_000;

impl Store {
    /// Adds a reading made at `now_ms` (Unix milliseconds) to what is known of its source. Readings of a
    /// source may come in any order and more than once: the moments of an appearance and the span of a
    /// key's use are those of all readings together, and of a join or a finding the newest reading's word
    /// holds. A complete reading withdraws the joins that older readings made and it does not.
    ///
    /// Nothing is kept about identifiers that were forgotten.
    ///
    /// # Errors
    /// [`StoreError::UnknownRepository`] when the source names a repository that is not recorded,
    /// [`StoreError::UnlistedIdentifier`] when the reading does not list an identifier it names. Nothing is
    /// added then, nor when the database cannot be written to.
    pub async fn remember_people(&self, reading: &Reading, now_ms: i64) -> Result<(), StoreError> {
        let rows = Rows::of(reading)?;
        let mut races = Races::default();
        loop {
            match self.try_remember(&rows, now_ms).await {
                Err(error) if races.lost(&error) => {}
                Err(error) => return Err(refused(error, reading.source.repository)),
                Ok(()) => return Ok(()),
            }
        }
    }

    async fn try_remember(&self, rows: &Rows<'_>, now_ms: i64) -> Result<(), sqlx::Error> {
        let mut transaction = self.begin_remembering().await?;
        let (source, completed) =
            save_source(&mut transaction, rows.source, rows.complete, now_ms).await?;
        let mut remembering = Remembering {
            transaction,
            dialect: self.dialect,
            source,
            now_ms,
            numbers: HashMap::new(),
        };
        remembering.number(rows).await?;
        remembering.save_appearances(&rows.appearances).await?;
        // What an older reading joined, a complete one has withdrawn since.
        if completed.is_none_or(|completed| completed <= now_ms) {
            remembering.save_joins(&rows.joins).await?;
        }
        if rows.complete {
            remembering.withdraw_joins().await?;
        }
        remembering.save_keys(&rows.keys).await?;
        remembering.save_findings(&rows.findings).await?;
        remembering.transaction.commit().await
    }
}

/// Tells a source of no recorded repository from other failures.
fn refused(error: sqlx::Error, repository: Option<i64>) -> StoreError {
    let doing = "remember people";
    let is_unknown = error
        .as_database_error()
        .is_some_and(|error| error.is_foreign_key_violation());
    match repository.filter(|_| is_unknown) {
        Some(repository) => StoreError::UnknownRepository { doing, repository },
        None => StoreError::new(doing, error),
    }
}

/// Keeps that a source was read, and its transaction to itself until the end. Returns its number and when
/// it was last read as a whole.
async fn save_source(
    transaction: &mut Transaction<'static, Any>,
    source: &Source,
    complete: bool,
    now_ms: i64,
) -> Result<(i64, Option<i64>), sqlx::Error> {
    const UPSERT: &str = "
        INSERT INTO source
            (place, name, organisation, repository, installation, private, first_read, last_read,
            completed)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8)
        ON CONFLICT (place) DO UPDATE SET
            name = CASE WHEN source.last_read <= excluded.last_read
                THEN excluded.name ELSE source.name END,
            organisation = CASE WHEN source.last_read <= excluded.last_read
                THEN excluded.organisation ELSE source.organisation END,
            repository = CASE WHEN source.last_read <= excluded.last_read
                THEN excluded.repository ELSE source.repository END,
            installation = CASE WHEN source.last_read <= excluded.last_read
                THEN excluded.installation ELSE source.installation END,
            private = CASE WHEN source.last_read <= excluded.last_read
                THEN excluded.private ELSE source.private END,
            first_read = CASE WHEN excluded.first_read < source.first_read
                THEN excluded.first_read ELSE source.first_read END,
            last_read = CASE WHEN source.last_read < excluded.last_read
                THEN excluded.last_read ELSE source.last_read END,
            completed = CASE WHEN source.completed > excluded.completed
                THEN source.completed ELSE COALESCE(excluded.completed, source.completed) END
        RETURNING id, completed";
    sqlx::query_as(UPSERT)
        .bind(text(&source.place))
        .bind(text(&source.name))
        .bind(text(&source.organisation))
        .bind(source.repository)
        .bind(source.installation)
        .bind(i64::from(source.private))
        .bind(now_ms)
        .bind(complete.then_some(now_ms))
        .fetch_one(&mut **transaction)
        .await
}

/// A reading on its way into the database.
struct Remembering {
    transaction: Transaction<'static, Any>,
    dialect: Dialect,
    source: i64,
    now_ms: i64,
    /// The numbers of the reading's identifiers, without those that were forgotten.
    numbers: HashMap<IdentifierHash, i64>,
}

impl Remembering {
    /// Gives every identifier a number, save those that were forgotten. In the order of their hashes, so
    /// that two readings wait for each other at most one way.
    async fn number(&mut self, rows: &Rows<'_>) -> Result<(), sqlx::Error> {
        let all: Vec<_> = rows.identifiers.keys().copied().collect();
        let mut forgotten = BTreeSet::new();
        for chunk in all.chunks(CHUNK) {
            forgotten.append(&mut self.forgotten(chunk).await?);
        }
        // Who stands at an address that several people use is known by it no less.
        let users = rows.users_of_mailboxes(&forgotten);
        forgotten.extend(users);
        let kept = rows.identifiers.values().copied();
        let kept: Vec<_> = kept.filter(|one| !forgotten.contains(&one.hash)).collect();
        for chunk in kept.chunks(CHUNK) {
            self.add(chunk).await?;
            self.find(chunk).await?;
        }
        Ok(())
    }

    async fn forgotten(
        &mut self,
        of: &[IdentifierHash],
    ) -> Result<BTreeSet<IdentifierHash>, sqlx::Error> {
        const SELECT: &str = "SELECT hash FROM tombstone WHERE hash {{in_hashes}}";
        let rows = sqlx::query(sql(self.dialect, SELECT)).bind(hashes(of));
        let rows = rows.fetch_all(&mut *self.transaction).await?;
        rows.iter().map(|row| hash_in(row, "hash")).collect()
    }

    async fn add(&mut self, identifiers: &[&Identifier]) -> Result<(), sqlx::Error> {
        const INSERT: &str = "
            INSERT INTO identifier (hash, kind, shown)
            SELECT {{unhex(}}value ->> 0{{)}}, value ->> 1, value ->> 2 FROM {{rows}} WHERE true
            ON CONFLICT (hash) DO NOTHING";
        let row = |one: &&Identifier| {
            let shown = one.shown.as_deref().map(text);
            (one.hash.to_string(), text(&one.kind), shown)
        };
        let rows: Vec<_> = identifiers.iter().map(row).collect();
        let insert = sqlx::query(sql(self.dialect, INSERT)).bind(json(&rows));
        insert.execute(&mut *self.transaction).await.map(drop)
    }

    async fn find(&mut self, identifiers: &[&Identifier]) -> Result<(), sqlx::Error> {
        const SELECT: &str = "
            SELECT {{list(}}id, {{hex(}}hash{{)}}{{list)}} FROM identifier WHERE hash {{in_hashes}}";
        let of: Vec<_> = identifiers.iter().map(|one| one.hash).collect();
        let found = sqlx::query_scalar(sql(self.dialect, SELECT)).bind(hashes(&of));
        let found: Option<String> = found.fetch_one(&mut *self.transaction).await?;
        for (number, hash) in listed::<(i64, String)>(found.as_deref())? {
            let hash = hash.parse::<IdentifierHash>();
            let hash = hash.map_err(|error| sqlx::Error::Decode(error.into()))?;
            self.numbers.insert(hash, number);
        }
        Ok(())
    }

    async fn save_appearances(
        &mut self,
        appearances: &BTreeMap<Spelling, Vec<Authored>>,
    ) -> Result<(), sqlx::Error> {
        const UPSERT: &str = "
            INSERT INTO appearance
                (source, identifier, name, login, name_key, login_key, moments, seen)
            SELECT $2, CAST(value ->> 0 AS BIGINT), value ->> 1, value ->> 2, value ->> 3,
                value ->> 4, {{unhex(}}value ->> 5{{)}}, $3
            FROM {{rows}} WHERE true
            ON CONFLICT (source, identifier, name, login) DO UPDATE SET
                moments = excluded.moments,
                seen = CASE WHEN appearance.seen < excluded.seen
                    THEN excluded.seen ELSE appearance.seen END";
        let all: Vec<_> = appearances.iter().collect();
        for chunk in all.chunks(FEWER) {
            let of = chunk.iter().map(|((hash, ..), _)| *hash);
            let known = self.known_moments(of.collect()).await?;
            let rows: Vec<_> = chunk
                .iter()
                .filter_map(|((hash, name, login), moments)| {
                    let number = *self.numbers.get(hash)?;
                    let known = known.get(&(number, name.clone(), login.clone()));
                    let moments =
                        known.map_or_else(|| pack(moments), |known| pack(&union(known, moments)));
                    let keys = (name.to_lowercase(), login.to_lowercase());
                    Some((number, name, login, keys.0, keys.1, hex(&moments)))
                })
                .collect();
            self.execute(UPSERT, json(&rows)).await?;
        }
        Ok(())
    }

    /// What earlier readings of the source saw of some identifiers.
    async fn known_moments(
        &mut self,
        of: BTreeSet<IdentifierHash>,
    ) -> Result<HashMap<(i64, String, String), Vec<Authored>>, sqlx::Error> {
        const SELECT: &str = "
            SELECT identifier, name, login, moments FROM appearance
            WHERE identifier {{in_numbers}} AND source = $2";
        let of = of.iter().filter_map(|hash| self.numbers.get(hash).copied());
        let of: Vec<_> = of.collect();
        let rows = sqlx::query(sql(self.dialect, SELECT))
            .bind(numbers(&of))
            .bind(self.source);
        let rows = rows.fetch_all(&mut *self.transaction).await?;
        let known = rows.iter().map(|row| {
            let spelling = (
                row.try_get("identifier")?,
                row.try_get("name")?,
                row.try_get("login")?,
            );
            let moments: Vec<u8> = row.try_get("moments")?;
            Ok((spelling, unpack(&moments)?))
        });
        known.collect()
    }

    async fn save_joins(
        &mut self,
        joins: &BTreeMap<(IdentifierHash, IdentifierHash), &Join>,
    ) -> Result<(), sqlx::Error> {
        const UPSERT: &str = "
            INSERT INTO identity_join (source, a, b, reason, bits, anchor, seen)
            SELECT $2, CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), value ->> 2,
                CAST(value ->> 3 AS DOUBLE PRECISION), CAST(value ->> 4 AS BIGINT), $3
            FROM {{rows}} WHERE true
            ON CONFLICT (a, b, source) DO UPDATE SET
                reason = excluded.reason,
                bits = excluded.bits,
                anchor = excluded.anchor,
                seen = excluded.seen
            WHERE identity_join.seen <= excluded.seen";
        let mut rows: Vec<_> = joins
            .iter()
            .filter_map(|((a, b), join)| {
                let ends = (*self.numbers.get(a)?, *self.numbers.get(b)?);
                let anchor = i64::from(join.anchor);
                Some((ends.0, ends.1, text(&join.reason), join.bits, anchor))
            })
            .collect();
        rows.sort_unstable_by_key(|row| (row.0, row.1));
        for chunk in rows.chunks(CHUNK) {
            self.execute(UPSERT, json(&chunk)).await?;
        }
        Ok(())
    }

    async fn withdraw_joins(&mut self) -> Result<(), sqlx::Error> {
        const DELETE: &str = "DELETE FROM identity_join WHERE source = $1 AND seen < $2";
        let withdrawal = sqlx::query(DELETE).bind(self.source).bind(self.now_ms);
        withdrawal.execute(&mut *self.transaction).await.map(drop)
    }

    async fn save_keys(
        &mut self,
        keys: &BTreeMap<(IdentifierHash, IdentifierHash), KeyUse>,
    ) -> Result<(), sqlx::Error> {
        const UPSERT: &str = "
            INSERT INTO key_use
                (source, key_id, identifier, first_use, last_use, commits, seen)
            SELECT $2, CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT),
                CAST(value ->> 2 AS BIGINT), CAST(value ->> 3 AS BIGINT),
                CAST(value ->> 4 AS BIGINT), $3
            FROM {{rows}} WHERE true
            ON CONFLICT (source, key_id, identifier) DO UPDATE SET
                first_use = CASE WHEN excluded.first_use < key_use.first_use
                    THEN excluded.first_use ELSE key_use.first_use END,
                last_use = CASE WHEN key_use.last_use < excluded.last_use
                    THEN excluded.last_use ELSE key_use.last_use END,
                commits = CASE WHEN key_use.commits < excluded.commits
                    THEN excluded.commits ELSE key_use.commits END,
                seen = CASE WHEN key_use.seen < excluded.seen
                    THEN excluded.seen ELSE key_use.seen END";
        let rows = keys.iter().filter_map(|((key, identifier), key_use)| {
            let (key, user) = (*self.numbers.get(key)?, *self.numbers.get(identifier)?);
            Some((key, user, key_use.first, key_use.last, key_use.commits))
        });
        let rows: Vec<_> = rows.collect();
        for chunk in rows.chunks(CHUNK) {
            self.execute(UPSERT, json(&chunk)).await?;
        }
        Ok(())
    }

    async fn save_findings(
        &mut self,
        findings: &BTreeMap<String, &PersonFinding>,
    ) -> Result<(), sqlx::Error> {
        const UPSERT: &str = "
            INSERT INTO person_finding
                (source, fingerprint, identifier, heuristic, revision, strength, weight, evidence,
                first_seen, last_seen)
            SELECT $2, value ->> 0, CAST(value ->> 1 AS BIGINT), value ->> 2,
                CAST(value ->> 3 AS BIGINT), value ->> 4,
                CAST(value ->> 5 AS DOUBLE PRECISION), value ->> 6, $3, $3
            FROM {{rows}} WHERE true
            ON CONFLICT (source, fingerprint) DO UPDATE SET
                identifier = CASE WHEN person_finding.last_seen <= excluded.last_seen
                    THEN excluded.identifier ELSE person_finding.identifier END,
                heuristic = CASE WHEN person_finding.last_seen <= excluded.last_seen
                    THEN excluded.heuristic ELSE person_finding.heuristic END,
                revision = CASE WHEN person_finding.last_seen <= excluded.last_seen
                    THEN excluded.revision ELSE person_finding.revision END,
                strength = CASE WHEN person_finding.last_seen <= excluded.last_seen
                    THEN excluded.strength ELSE person_finding.strength END,
                weight = CASE WHEN person_finding.last_seen <= excluded.last_seen
                    THEN excluded.weight ELSE person_finding.weight END,
                evidence = CASE WHEN person_finding.last_seen <= excluded.last_seen
                    THEN excluded.evidence ELSE person_finding.evidence END,
                first_seen = CASE WHEN excluded.first_seen < person_finding.first_seen
                    THEN excluded.first_seen ELSE person_finding.first_seen END,
                last_seen = CASE WHEN person_finding.last_seen < excluded.last_seen
                    THEN excluded.last_seen ELSE person_finding.last_seen END";
        let rows = findings.iter().filter_map(|(fingerprint, finding)| {
            Some((
                fingerprint,
                *self.numbers.get(&finding.identifier)?,
                text(&finding.heuristic),
                finding.revision,
                text(&finding.strength),
                finding.weight,
                text(&finding.evidence),
            ))
        });
        let rows: Vec<_> = rows.collect();
        for chunk in rows.chunks(FEWER) {
            self.execute(UPSERT, json(&chunk)).await?;
        }
        Ok(())
    }

    /// Runs a statement over rows, the source and the present.
    async fn execute(&mut self, statement: &'static str, rows: String) -> Result<(), sqlx::Error> {
        let statement = sqlx::query(sql(self.dialect, statement))
            .bind(rows)
            .bind(self.source)
            .bind(self.now_ms);
        statement.execute(&mut *self.transaction).await.map(drop)
    }
}
