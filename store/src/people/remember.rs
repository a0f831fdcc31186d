//! Adding a reading to what its source showed before, in one transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use sqlx::{Any, Row, Transaction};

use super::json::{CHUNK, hash_in, hashes, hex, json, listed, numbers};
use super::moments::{pack, union, unpack};
use super::rows::{IdentifierEntry, Rows, Spelling};
use super::types::{Authored, Identifier, Join, KeyUse, PersonFinding, Reading, Source};
use crate::connection::{Dialect, Store, text};
use crate::error::{Races, StoreError};
use crate::identifier_hash::IdentifierHash;
use crate::statement::{Statement, shared_statement, statement};

/// Appearances and findings that one statement takes; their rows are longer than others.
const FEWER: usize = 1_000;

impl Store {
    /// Adds a reading made at `now_ms` (Unix milliseconds) to what is known of its source. Readings of a source
    /// may come in any order and more than once. Moments of appearances and spans of key uses are merged; of a
    /// join or a finding, the newest reading counts. A complete reading withdraws older joins that it does not
    /// make.
    ///
    /// Identifiers that were forgotten are left out.
    ///
    /// # Errors
    /// [`StoreError::UnknownRepository`] when the source names a repository that is not recorded,
    /// [`StoreError::UnlistedIdentifier`] when the reading does not list an identifier that it uses. Nothing is
    /// added then, nor when the database is not writable.
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
        // A later complete reading has withdrawn the joins that it did not make.
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

/// Recognises the error of a source whose repository is not recorded.
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

/// Records that a source was read, and locks its row until the transaction ends. Returns its number and when it
/// was last read completely.
async fn save_source(
    transaction: &mut Transaction<'static, Any>,
    source: &Source,
    complete: bool,
    now_ms: i64,
) -> Result<(i64, Option<i64>), sqlx::Error> {
    sqlx::query_as(shared_statement!("remember/source"))
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

/// An identifier's number, as the database returns it.
#[derive(Deserialize)]
struct Numbered {
    id: i64,
    hash: String,
}

#[derive(Serialize)]
struct AppearanceEntry<'a> {
    identifier: i64,
    name: &'a str,
    login: &'a str,
    name_key: String,
    login_key: String,
    moments: String,
}

#[derive(Serialize)]
struct JoinEntry {
    a: i64,
    b: i64,
    reason: String,
    bits: Option<f64>,
    anchor: i64,
}

#[derive(Serialize)]
struct KeyUseEntry {
    key: i64,
    identifier: i64,
    first_use: i64,
    last_use: i64,
    commits: i64,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    fingerprint: &'a str,
    identifier: i64,
    heuristic: String,
    revision: i64,
    strength: String,
    weight: f64,
    evidence: String,
}

/// A reading that is being saved.
struct Remembering {
    transaction: Transaction<'static, Any>,
    dialect: Dialect,
    source: i64,
    now_ms: i64,
    /// The numbers of the reading's identifiers, without those that were forgotten.
    numbers: HashMap<IdentifierHash, i64>,
}

impl Remembering {
    /// Gives every identifier a number, except forgotten ones. It does so in the order of their hashes, so that
    /// two readings cannot wait for each other.
    async fn number(&mut self, rows: &Rows<'_>) -> Result<(), sqlx::Error> {
        let all: Vec<_> = rows.identifiers.keys().copied().collect();
        let mut forgotten = BTreeSet::new();
        for chunk in all.chunks(CHUNK) {
            forgotten.append(&mut self.forgotten(chunk).await?);
        }
        // A forgotten address also identifies the people who share it.
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
        let rows = sqlx::query(statement!("forget/forgotten").of(self.dialect)).bind(hashes(of));
        let rows = rows.fetch_all(&mut *self.transaction).await?;
        rows.iter().map(|row| hash_in(row, "hash")).collect()
    }

    async fn add(&mut self, identifiers: &[&Identifier]) -> Result<(), sqlx::Error> {
        let rows: Vec<_> = identifiers
            .iter()
            .map(|one| IdentifierEntry::of(one))
            .collect();
        let insert =
            sqlx::query(statement!("remember/identifiers").of(self.dialect)).bind(json(&rows));
        insert.execute(&mut *self.transaction).await.map(drop)
    }

    async fn find(&mut self, identifiers: &[&Identifier]) -> Result<(), sqlx::Error> {
        let of: Vec<_> = identifiers.iter().map(|one| one.hash).collect();
        let found =
            sqlx::query_scalar(statement!("remember/numbers").of(self.dialect)).bind(hashes(&of));
        let found: Option<String> = found.fetch_one(&mut *self.transaction).await?;
        for found in listed::<Numbered>(found.as_deref())? {
            let hash = found.hash.parse::<IdentifierHash>();
            let hash = hash.map_err(|error| sqlx::Error::Decode(error.into()))?;
            self.numbers.insert(hash, found.id);
        }
        Ok(())
    }

    async fn save_appearances(
        &mut self,
        appearances: &BTreeMap<Spelling, Vec<Authored>>,
    ) -> Result<(), sqlx::Error> {
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
                    Some(AppearanceEntry {
                        identifier: number,
                        name,
                        login,
                        name_key: name.to_lowercase(),
                        login_key: login.to_lowercase(),
                        moments: hex(&moments),
                    })
                })
                .collect();
            self.execute(statement!("remember/appearances"), json(&rows))
                .await?;
        }
        Ok(())
    }

    /// The moments that earlier readings of the source saw of some identifiers.
    async fn known_moments(
        &mut self,
        of: BTreeSet<IdentifierHash>,
    ) -> Result<HashMap<(i64, String, String), Vec<Authored>>, sqlx::Error> {
        let of = of.iter().filter_map(|hash| self.numbers.get(hash).copied());
        let of: Vec<_> = of.collect();
        let rows = sqlx::query(statement!("remember/known_moments").of(self.dialect))
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
        let mut rows: Vec<_> = joins
            .iter()
            .filter_map(|((a, b), join)| {
                Some(JoinEntry {
                    a: *self.numbers.get(a)?,
                    b: *self.numbers.get(b)?,
                    reason: text(&join.reason),
                    bits: join.bits,
                    anchor: join.anchor.into(),
                })
            })
            .collect();
        rows.sort_unstable_by_key(|row| (row.a, row.b));
        for chunk in rows.chunks(CHUNK) {
            self.execute(statement!("remember/joins"), json(&chunk))
                .await?;
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
        let rows = keys.iter().filter_map(|((key, identifier), key_use)| {
            Some(KeyUseEntry {
                key: *self.numbers.get(key)?,
                identifier: *self.numbers.get(identifier)?,
                first_use: key_use.first,
                last_use: key_use.last,
                commits: key_use.commits,
            })
        });
        let rows: Vec<_> = rows.collect();
        for chunk in rows.chunks(CHUNK) {
            self.execute(statement!("remember/key_uses"), json(&chunk))
                .await?;
        }
        Ok(())
    }

    async fn save_findings(
        &mut self,
        findings: &BTreeMap<String, &PersonFinding>,
    ) -> Result<(), sqlx::Error> {
        let rows = findings.iter().filter_map(|(fingerprint, finding)| {
            Some(FindingEntry {
                fingerprint,
                identifier: *self.numbers.get(&finding.identifier)?,
                heuristic: text(&finding.heuristic),
                revision: finding.revision,
                strength: text(&finding.strength),
                weight: finding.weight,
                evidence: text(&finding.evidence),
            })
        });
        let rows: Vec<_> = rows.collect();
        for chunk in rows.chunks(FEWER) {
            self.execute(statement!("remember/findings"), json(&chunk))
                .await?;
        }
        Ok(())
    }

    /// Runs a statement with rows, the source and the current time.
    async fn execute(&mut self, statement: Statement, rows: String) -> Result<(), sqlx::Error> {
        let statement = sqlx::query(statement.of(self.dialect))
            .bind(rows)
            .bind(self.source)
            .bind(self.now_ms);
        statement.execute(&mut *self.transaction).await.map(drop)
    }
}
