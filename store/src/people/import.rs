//! What was exported comes in: added to what is there, as a whole or not at all.

use std::collections::HashMap;

use sqlx::Row;

use super::forget::{Forgetting, drop_orphans_at_once};
use super::moments::{pack, union, unpack};
use super::rows::cut;
use super::sql::{hex, json, numbers, sql};
use super::stored::{
    StoredAppearance, StoredDecision, StoredFinding, StoredJoin, StoredKeyUse, StoredParting,
    StoredSource, Tombstone,
};
use super::types::{Authored, Forgotten, Identifier};
use crate::connection::{Store, text};
use crate::error::{Doing, StoreError};
use crate::tenants::Repository;

/// Takes in an export. Nothing of it is there before [`PeopleImport::commit`], and nobody else remembers or
/// forgets people until then.
///
/// Rows come table after table: tombstones, repositories, sources and identifiers first, in this order,
/// since the others name them. Of two records of one thing the newer holds, and of appearances and key
/// uses both together, as if the readings behind the export had been remembered here. What is about
/// somebody who was forgotten, here or there, is left out; so is a decision about a repository that is
/// not recorded.
#[derive(Debug)]
pub struct PeopleImport {
    /// Nobody remembers or forgets people meanwhile.
    alone: Forgetting,
    /// The sources' numbers here, by those of the export.
    sources: HashMap<i64, i64>,
}

const DOING: &str = "import people";

impl Store {
    /// Begins to take in an export.
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
    /// Forgets whoever the export says was forgotten.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn tombstones(&mut self, rows: &[Tombstone]) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO tombstone (hash, at)
            SELECT {{unhex(}}value ->> 0{{)}}, CAST(value ->> 1 AS BIGINT) FROM {{rows}} WHERE true
            ON CONFLICT (hash) DO UPDATE SET at = CASE WHEN tombstone.at <= excluded.at
                THEN tombstone.at ELSE excluded.at END";
        let hashes: Vec<_> = rows.iter().map(|row| row.hash).collect();
        let mut forgotten = Forgotten::default();
        let forgetting = self.alone.forget(&hashes, &mut forgotten);
        forgetting.await.doing(DOING)?;
        let rows = rows.iter().map(|row| (row.hash.to_string(), row.at));
        let rows: Vec<_> = rows.collect();
        self.execute(UPSERT, json(&rows)).await.doing(DOING)
    }

    /// Takes in repositories; what is recorded already is kept where it was heard later.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn repositories(&mut self, rows: &[Repository]) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO repository (id, installation, owner, name, private, backfilled, updated)
            SELECT CAST(value ->> 0 AS BIGINT), CAST(value ->> 1 AS BIGINT), value ->> 2,
                value ->> 3, CAST(value ->> 4 AS BIGINT), CAST(value ->> 5 AS BIGINT),
                CAST(value ->> 6 AS BIGINT)
            FROM {{rows}} WHERE true
            ON CONFLICT (id) DO UPDATE SET
                installation = excluded.installation,
                owner = excluded.owner,
                name = excluded.name,
                private = excluded.private,
                updated = excluded.updated
            WHERE repository.updated < excluded.updated";
        let rows = rows.iter().map(|row| {
            let private = i64::from(row.private);
            let name = (text(&row.owner), text(&row.name));
            let (id, installation) = (row.id, row.installation);
            (
                id,
                installation,
                name.0,
                name.1,
                private,
                row.backfilled,
                row.updated,
            )
        });
        let rows: Vec<_> = rows.collect();
        self.execute(UPSERT, json(&rows)).await.doing(DOING)
    }

    /// Takes in sources. One whose repository is not recorded here is kept without it.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn sources(&mut self, rows: &[StoredSource]) -> Result<(), StoreError> {
        self.try_sources(rows).await.doing(DOING)
    }

    async fn try_sources(&mut self, rows: &[StoredSource]) -> Result<(), sqlx::Error> {
        const UPSERT: &str = "
            INSERT INTO source
                (place, name, organisation, repository, installation, private, first_read,
                last_read, completed)
            SELECT value ->> 0, value ->> 1, value ->> 2,
                (SELECT id FROM repository WHERE id = CAST(value ->> 3 AS BIGINT)),
                CAST(value ->> 4 AS BIGINT), CAST(value ->> 5 AS BIGINT),
                CAST(value ->> 6 AS BIGINT), CAST(value ->> 7 AS BIGINT),
                CAST(value ->> 8 AS BIGINT)
            FROM {{rows}} WHERE true
            ON CONFLICT (place) DO UPDATE SET
                name = CASE WHEN source.last_read < excluded.last_read
                    THEN excluded.name ELSE source.name END,
                organisation = CASE WHEN source.last_read < excluded.last_read
                    THEN excluded.organisation ELSE source.organisation END,
                repository = COALESCE(source.repository, excluded.repository),
                installation = CASE WHEN source.last_read < excluded.last_read
                    THEN excluded.installation ELSE source.installation END,
                private = CASE WHEN source.last_read < excluded.last_read
                    THEN excluded.private ELSE source.private END,
                first_read = CASE WHEN excluded.first_read < source.first_read
                    THEN excluded.first_read ELSE source.first_read END,
                last_read = CASE WHEN source.last_read < excluded.last_read
                    THEN excluded.last_read ELSE source.last_read END,
                completed = CASE WHEN source.completed > excluded.completed
                    THEN source.completed ELSE COALESCE(excluded.completed, source.completed) END
            RETURNING id, place";
        // What a reading no longer makes was withdrawn, here as there.
        const WITHDRAW: &str = "
            DELETE FROM identity_join WHERE source {{in_numbers}} AND seen <
                (SELECT completed FROM source WHERE source.id = identity_join.source)";
        let known = rows.iter().map(|row| (text(&row.place), row.number));
        let known: HashMap<_, _> = known.collect();
        let rows = rows.iter().map(|row| {
            let words = [&row.place, &row.name, &row.organisation].map(|word| text(word));
            let [place, name, organisation] = words;
            let private = i64::from(row.private);
            let read = (row.first_read, row.last_read, row.completed);
            let of = (row.repository, row.installation);
            (
                place,
                name,
                organisation,
                of.0,
                of.1,
                private,
                read.0,
                read.1,
                read.2,
            )
        });
        let rows = json(&rows.collect::<Vec<_>>());
        let saved = sqlx::query(sql(self.alone.dialect, UPSERT)).bind(rows);
        let saved = saved.fetch_all(&mut *self.alone.transaction).await?;
        let mut ids = Vec::new();
        for row in saved {
            let id = row.try_get("id")?;
            let place: String = row.try_get("place")?;
            self.sources
                .extend(known.get(&place).map(|number| (*number, id)));
            ids.push(id);
        }
        self.execute(WITHDRAW, numbers(&ids)).await
    }

    /// Takes in identifiers, save those that were forgotten.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn identifiers(&mut self, rows: &[Identifier]) -> Result<(), StoreError> {
        const INSERT: &str = "
            INSERT INTO identifier (hash, kind, shown)
            SELECT {{unhex(}}value ->> 0{{)}}, value ->> 1, value ->> 2 FROM {{rows}}
            WHERE NOT EXISTS (
                SELECT 1 FROM tombstone WHERE tombstone.hash = {{unhex(}}value ->> 0{{)}})
            ON CONFLICT (hash) DO NOTHING";
        let rows = rows.iter().map(|row| {
            let shown = row.shown.as_deref().map(text);
            (row.hash.to_string(), text(&row.kind), shown)
        });
        let rows: Vec<_> = rows.collect();
        self.execute(INSERT, json(&rows)).await.doing(DOING)
    }

    /// Takes in appearances: what was authored there besides what was authored here.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn appearances(&mut self, rows: &[StoredAppearance]) -> Result<(), StoreError> {
        self.try_appearances(rows).await.doing(DOING)
    }

    async fn try_appearances(&mut self, rows: &[StoredAppearance]) -> Result<(), sqlx::Error> {
        const UPSERT: &str = "
            INSERT INTO appearance
                (source, identifier, name, login, name_key, login_key, moments, seen)
            SELECT CAST(value ->> 0 AS BIGINT), identifier.id, value ->> 2, value ->> 3,
                value ->> 4, value ->> 5, {{unhex(}}value ->> 6{{)}}, CAST(value ->> 7 AS BIGINT)
            FROM {{rows}} JOIN identifier ON identifier.hash = {{unhex(}}value ->> 1{{)}}
            WHERE true
            ON CONFLICT (source, identifier, name, login) DO UPDATE SET
                moments = excluded.moments,
                seen = CASE WHEN appearance.seen < excluded.seen
                    THEN excluded.seen ELSE appearance.seen END";
        let rows: Vec<_> = rows
            .iter()
            .filter_map(|row| {
                let source = *self.sources.get(&row.source)?;
                let mut moments = row.moments.clone();
                moments.sort_unstable();
                let (name, login) = (cut(&row.name), cut(&row.login));
                Some((
                    source,
                    row.identifier.to_string(),
                    name,
                    login,
                    moments,
                    row.seen,
                ))
            })
            .collect();
        let places = rows
            .iter()
            .map(|(source, hash, name, login, ..)| (source, hash, name, login));
        let known = self
            .known_moments(json(&places.collect::<Vec<_>>()))
            .await?;
        let rows = rows.into_iter().zip(0..).map(|(row, place)| {
            let (source, hash, name, login, moments, seen) = row;
            let moments = match known.get(&place) {
                Some(known) => pack(&union(known, &moments)),
                None => pack(&moments),
            };
            let keys = (name.to_lowercase(), login.to_lowercase());
            (
                source,
                hash,
                name,
                login,
                keys.0,
                keys.1,
                hex(&moments),
                seen,
            )
        });
        let rows: Vec<_> = rows.collect();
        self.execute(UPSERT, json(&rows)).await
    }

    /// What is known here already, by the rows' places.
    async fn known_moments(
        &mut self,
        rows: String,
    ) -> Result<HashMap<i64, Vec<Authored>>, sqlx::Error> {
        const SELECT_SQLITE: &str = "
            SELECT CAST(key AS BIGINT) AS place, moments FROM {{rows}}
            JOIN identifier ON identifier.hash = {{unhex(}}value ->> 1{{)}}
            JOIN appearance ON appearance.source = CAST(value ->> 0 AS BIGINT)
                AND appearance.identifier = identifier.id
                AND name = value ->> 2 AND login = value ->> 3";
        const SELECT_POSTGRES: &str = "
            SELECT place - 1 AS place, moments
            FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS rows (value, place)
            JOIN identifier ON identifier.hash = {{unhex(}}value ->> 1{{)}}
            JOIN appearance ON appearance.source = CAST(value ->> 0 AS BIGINT)
                AND appearance.identifier = identifier.id
                AND name = value ->> 2 AND login = value ->> 3";
        let select = self.alone.dialect.pick(SELECT_SQLITE, SELECT_POSTGRES);
        let select = sqlx::query(sql(self.alone.dialect, select)).bind(rows);
        let known = select.fetch_all(&mut *self.alone.transaction).await?;
        let known = known.iter().map(|row| {
            let moments: Vec<u8> = row.try_get("moments")?;
            Ok((row.try_get("place")?, unpack(&moments)?))
        });
        known.collect()
    }

    /// Takes in joins, save those that a later complete reading here withdrew.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn joins(&mut self, rows: &[StoredJoin]) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO identity_join (source, a, b, reason, bits, anchor, seen)
            SELECT source.id, one.id, other.id, value ->> 3,
                CAST(value ->> 4 AS DOUBLE PRECISION), CAST(value ->> 5 AS BIGINT),
                CAST(value ->> 6 AS BIGINT)
            FROM {{rows}} JOIN source ON source.id = CAST(value ->> 0 AS BIGINT)
            JOIN identifier AS one ON one.hash = {{unhex(}}value ->> 1{{)}}
            JOIN identifier AS other ON other.hash = {{unhex(}}value ->> 2{{)}}
            WHERE CAST(value ->> 6 AS BIGINT)
                >= COALESCE(source.completed, CAST(value ->> 6 AS BIGINT))
            ON CONFLICT (a, b, source) DO UPDATE SET
                reason = excluded.reason,
                bits = excluded.bits,
                anchor = excluded.anchor,
                seen = excluded.seen
            WHERE identity_join.seen < excluded.seen";
        let rows = rows.iter().filter_map(|row| {
            let source = *self.sources.get(&row.source)?;
            let ends = (row.a.min(row.b).to_string(), row.a.max(row.b).to_string());
            let anchor = i64::from(row.anchor);
            Some((
                source,
                ends.0,
                ends.1,
                text(&row.reason),
                row.bits,
                anchor,
                row.seen,
            ))
        });
        let rows: Vec<_> = rows.collect();
        self.execute(UPSERT, json(&rows)).await.doing(DOING)
    }

    /// Takes in uses of keys: the span of those there and those here.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn key_uses(&mut self, rows: &[StoredKeyUse]) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO key_use
                (source, key_id, identifier, first_use, last_use, commits, seen)
            SELECT CAST(value ->> 0 AS BIGINT), signing.id, identifier.id,
                CAST(value ->> 3 AS BIGINT), CAST(value ->> 4 AS BIGINT),
                CAST(value ->> 5 AS BIGINT), CAST(value ->> 6 AS BIGINT)
            FROM {{rows}} JOIN identifier AS signing ON signing.hash = {{unhex(}}value ->> 1{{)}}
            JOIN identifier ON identifier.hash = {{unhex(}}value ->> 2{{)}}
            WHERE true
            ON CONFLICT (source, key_id, identifier) DO UPDATE SET
                first_use = CASE WHEN excluded.first_use < key_use.first_use
                    THEN excluded.first_use ELSE key_use.first_use END,
                last_use = CASE WHEN key_use.last_use < excluded.last_use
                    THEN excluded.last_use ELSE key_use.last_use END,
                commits = CASE WHEN key_use.commits < excluded.commits
                    THEN excluded.commits ELSE key_use.commits END,
                seen = CASE WHEN key_use.seen < excluded.seen
                    THEN excluded.seen ELSE key_use.seen END";
        let rows = rows.iter().filter_map(|row| {
            let source = *self.sources.get(&row.source)?;
            let ends = (row.key.to_string(), row.identifier.to_string());
            Some((
                source,
                ends.0,
                ends.1,
                row.first,
                row.last,
                row.commits,
                row.seen,
            ))
        });
        let rows: Vec<_> = rows.collect();
        self.execute(UPSERT, json(&rows)).await.doing(DOING)
    }

    /// Takes in findings.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn findings(&mut self, rows: &[StoredFinding]) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO person_finding
                (source, fingerprint, identifier, heuristic, revision, strength, weight, evidence,
                first_seen, last_seen)
            SELECT CAST(value ->> 0 AS BIGINT), value ->> 2, identifier.id, value ->> 3,
                CAST(value ->> 4 AS BIGINT), value ->> 5, CAST(value ->> 6 AS DOUBLE PRECISION),
                value ->> 7, CAST(value ->> 8 AS BIGINT), CAST(value ->> 9 AS BIGINT)
            FROM {{rows}} JOIN identifier ON identifier.hash = {{unhex(}}value ->> 1{{)}}
            WHERE true
            ON CONFLICT (source, fingerprint) DO UPDATE SET
                identifier = CASE WHEN person_finding.last_seen < excluded.last_seen
                    THEN excluded.identifier ELSE person_finding.identifier END,
                heuristic = CASE WHEN person_finding.last_seen < excluded.last_seen
                    THEN excluded.heuristic ELSE person_finding.heuristic END,
                revision = CASE WHEN person_finding.last_seen < excluded.last_seen
                    THEN excluded.revision ELSE person_finding.revision END,
                strength = CASE WHEN person_finding.last_seen < excluded.last_seen
                    THEN excluded.strength ELSE person_finding.strength END,
                weight = CASE WHEN person_finding.last_seen < excluded.last_seen
                    THEN excluded.weight ELSE person_finding.weight END,
                evidence = CASE WHEN person_finding.last_seen < excluded.last_seen
                    THEN excluded.evidence ELSE person_finding.evidence END,
                first_seen = CASE WHEN excluded.first_seen < person_finding.first_seen
                    THEN excluded.first_seen ELSE person_finding.first_seen END,
                last_seen = CASE WHEN person_finding.last_seen < excluded.last_seen
                    THEN excluded.last_seen ELSE person_finding.last_seen END";
        let rows = rows.iter().filter_map(|row| {
            Some((
                *self.sources.get(&row.source)?,
                row.identifier.to_string(),
                text(&row.fingerprint),
                text(&row.heuristic),
                row.revision,
                text(&row.strength),
                row.weight,
                text(&row.evidence),
                row.first_seen,
                row.last_seen,
            ))
        });
        let rows: Vec<_> = rows.collect();
        self.execute(UPSERT, json(&rows)).await.doing(DOING)
    }

    /// Takes in partings, save those of whoever was forgotten.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn partings(&mut self, rows: &[StoredParting]) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO parting (a, b, installation, who, reason, at)
            SELECT {{unhex(}}value ->> 0{{)}}, {{unhex(}}value ->> 1{{)}},
                CAST(value ->> 2 AS BIGINT), value ->> 3, value ->> 4, CAST(value ->> 5 AS BIGINT)
            FROM {{rows}} WHERE NOT EXISTS (
                SELECT 1 FROM tombstone WHERE tombstone.hash
                IN ({{unhex(}}value ->> 0{{)}}, {{unhex(}}value ->> 1{{)}}))
            ON CONFLICT (a, b, installation) DO UPDATE SET
                who = excluded.who,
                reason = excluded.reason,
                at = excluded.at
            WHERE parting.at < excluded.at";
        let rows = rows.iter().map(|row| {
            let ends = (row.a.min(row.b).to_string(), row.a.max(row.b).to_string());
            let installation = row.installation.unwrap_or_default();
            let words = (text(&row.who), text(&row.reason));
            (ends.0, ends.1, installation, words.0, words.1, row.at)
        });
        let rows: Vec<_> = rows.collect();
        self.execute(UPSERT, json(&rows)).await.doing(DOING)
    }

    /// Takes in decisions about repositories that are recorded.
    ///
    /// # Errors
    /// When the database cannot be written to.
    pub async fn decisions(&mut self, rows: &[StoredDecision]) -> Result<(), StoreError> {
        const UPSERT: &str = "
            INSERT INTO decision (repository, fingerprint, who_id, who_login, reason, at)
            SELECT repository.id, value ->> 1, CAST(value ->> 2 AS BIGINT), value ->> 3,
                value ->> 4, CAST(value ->> 5 AS BIGINT)
            FROM {{rows}} JOIN repository ON repository.id = CAST(value ->> 0 AS BIGINT)
            WHERE true
            ON CONFLICT (repository, fingerprint, who_id) DO UPDATE SET
                who_login = excluded.who_login,
                reason = excluded.reason,
                at = excluded.at
            WHERE decision.at < excluded.at";
        let rows = rows.iter().map(|row| {
            let words = (
                text(&row.fingerprint),
                text(&row.who_login),
                text(&row.reason),
            );
            (
                row.repository,
                words.0,
                row.who_id,
                words.1,
                words.2,
                row.at,
            )
        });
        let rows: Vec<_> = rows.collect();
        self.execute(UPSERT, json(&rows)).await.doing(DOING)
    }

    /// Keeps what was taken in.
    ///
    /// # Errors
    /// When the database cannot be written to: nothing of it is kept then.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        // Of whom nothing came but what concerns others who were forgotten.
        drop_orphans_at_once(&mut self.alone.transaction)
            .await
            .doing(DOING)?;
        self.alone.transaction.commit().await.doing(DOING)
    }

    async fn execute(&mut self, statement: &'static str, rows: String) -> Result<(), sqlx::Error> {
        let statement = sqlx::query(sql(self.alone.dialect, statement)).bind(rows);
        statement
            .execute(&mut *self.alone.transaction)
            .await
            .map(drop)
    }
}
