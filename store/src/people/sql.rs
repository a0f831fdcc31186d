//! Statements over many rows at once, which the two engines take as JSON, each in its own way.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Row, Transaction};

use super::types::{IdentifierHash, Source, Viewer};
use crate::connection::{Dialect, Store};

/// Rows that one statement takes.
pub(super) const CHUNK: usize = 5_000;

/// What a statement's text may name, in SQLite and in `PostgreSQL`. A list, or the rows to be written, is
/// the first parameter; whoever asks is the second.
const WORDS: [(&str, &str, &str); 9] = [
    (
        "{{in_numbers}}",
        "IN (SELECT value FROM json_each($1))",
        "= ANY (ARRAY(SELECT value::bigint FROM jsonb_array_elements_text($1::jsonb)))",
    ),
    (
        "{{in_hashes}}",
        "IN (SELECT unhex(value) FROM json_each($1))",
        "= ANY (ARRAY(SELECT decode(value, 'hex') FROM jsonb_array_elements_text($1::jsonb)))",
    ),
    (
        "{{rows}}",
        "json_each($1)",
        "jsonb_array_elements($1::jsonb) AS rows (value)",
    ),
    // Rows that come back as one, because each takes its way through a channel.
    (
        "{{list(}}",
        "json_group_array(json_array(",
        "json_agg(json_build_array(",
    ),
    ("{{list)}}", "))", "))::text"),
    ("{{hex(}}", "hex(", "encode("),
    ("{{unhex(}}", "unhex(", "decode("),
    ("{{)}}", ")", ", 'hex')"),
    (
        "{{visible}}",
        "($2 IS NULL OR known_source.private = 0 OR known_source.installation = $2)",
        "($2 IS NULL OR known_source.private = 0 OR known_source.installation = $2)",
    ),
];

/// Whether a source that whoever asks may see shows `identifier`.
const KNOWN: &str = "COALESCE(
    (SELECT 1 FROM appearance
        JOIN known_source ON known_source.id = appearance.source
        WHERE appearance.identifier = identifier.id AND {{visible}} LIMIT 1),
    (SELECT 1 FROM identity_join
        JOIN known_source ON known_source.id = identity_join.source
        WHERE identity_join.a = identifier.id AND {{visible}} LIMIT 1),
    (SELECT 1 FROM identity_join
        JOIN known_source ON known_source.id = identity_join.source
        WHERE identity_join.b = identifier.id AND {{visible}} LIMIT 1),
    (SELECT 1 FROM key_use
        JOIN known_source ON known_source.id = key_use.source
        WHERE key_use.key_id = identifier.id AND {{visible}} LIMIT 1),
    (SELECT 1 FROM key_use
        JOIN known_source ON known_source.id = key_use.source
        WHERE key_use.identifier = identifier.id AND {{visible}} LIMIT 1),
    (SELECT 1 FROM person_finding
        JOIN known_source ON known_source.id = person_finding.source
        WHERE person_finding.identifier = identifier.id AND {{visible}} LIMIT 1)) = 1";

/// The columns that [`Sources::of`] reads.
pub(super) const SOURCE: &str = "known_source.id AS source_id, known_source.place AS place, \
    known_source.name AS source_name, known_source.organisation AS organisation, \
    known_source.repository AS repository, known_source.installation AS installation, \
    known_source.private AS private";

/// The statement in the engine's own words.
pub(super) fn sql(dialect: Dialect, text: &'static str) -> AssertSqlSafe<String> {
    let of_engine =
        |text: String, (word, sqlite, postgres): &(&str, &'static str, &'static str)| {
            text.replace(word, dialect.pick(sqlite, postgres))
        };
    let text = text
        .replace("{{source}}", SOURCE)
        .replace("{{known}}", KNOWN);
    AssertSqlSafe(WORDS.iter().fold(text, of_engine))
}

/// Numbers as a JSON array.
pub(super) fn numbers(numbers: &[i64]) -> String {
    json(&numbers)
}

/// Hashes as a JSON array.
pub(super) fn hashes(hashes: &[IdentifierHash]) -> String {
    let hashes: Vec<_> = hashes.iter().map(ToString::to_string).collect();
    json(&hashes)
}

/// Rows as a JSON array.
pub(super) fn json<T: serde::Serialize>(rows: &T) -> String {
    serde_json::to_string(rows).expect("text and numbers are always JSON")
}

/// What `{{list(}}` made of rows.
pub(super) fn listed<T: serde::de::DeserializeOwned>(
    list: Option<&str>,
) -> Result<Vec<T>, sqlx::Error> {
    let rows = list.map_or_else(|| Ok(Vec::new()), serde_json::from_str);
    rows.map_err(|error| sqlx::Error::Decode(error.into()))
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits
        .map(|digit| char::from(DIGITS[usize::from(digit)]))
        .collect()
}

/// A hash that the database returns.
pub(super) fn hash_in(row: &AnyRow, column: &str) -> Result<IdentifierHash, sqlx::Error> {
    let bytes: Vec<u8> = row.try_get(column)?;
    let hash = bytes.try_into().map_err(|bytes: Vec<u8>| {
        sqlx::Error::Decode(format!("a hash has 16 bytes, not {}", bytes.len()).into())
    })?;
    Ok(IdentifierHash(hash))
}

impl Viewer {
    /// The installation that asks, if one does.
    pub(super) fn installation(self) -> Option<i64> {
        match self {
            Self::Operator => None,
            Self::Installation(id) => Some(id),
        }
    }
}

/// The sources of an answer's rows, each told once.
pub(super) struct Sources {
    viewer: Viewer,
    told: HashMap<i64, Arc<Source>>,
}

impl Sources {
    pub(super) fn for_viewer(viewer: Viewer) -> Self {
        Self {
            viewer,
            told: HashMap::new(),
        }
    }

    /// The source of a row that has the columns of [`SOURCE`].
    pub(super) fn of(&mut self, row: &AnyRow) -> Result<Arc<Source>, sqlx::Error> {
        let id = row.try_get("source_id")?;
        if let Some(told) = self.told.get(&id) {
            return Ok(Arc::clone(told));
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
        self.told.insert(id, Arc::clone(&source));
        Ok(source)
    }
}

impl Store {
    /// A transaction that sees the database as it is at its first statement.
    pub(super) async fn snapshot(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        const POSTGRES: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        let begin = self.dialect.pick("BEGIN", POSTGRES);
        self.reader.begin_with(begin).await
    }

    /// A transaction that remembers people: others may do so too, and nobody forgets any meanwhile.
    pub(super) async fn begin_remembering(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        self.begin_locking("LOCK TABLE tombstone IN SHARE MODE")
            .await
    }

    /// A transaction that forgets people: nobody remembers any meanwhile, so that no reading brings back
    /// what is forgotten, or names an identifier that goes.
    pub(crate) async fn begin_forgetting(&self) -> Result<Transaction<'static, Any>, sqlx::Error> {
        self.begin_locking("LOCK TABLE tombstone IN EXCLUSIVE MODE")
            .await
    }

    /// On SQLite there is one writer, and that lock is enough.
    async fn begin_locking(
        &self,
        postgres: &'static str,
    ) -> Result<Transaction<'static, Any>, sqlx::Error> {
        let mut transaction = self.begin().await?;
        if self.dialect == Dialect::Postgres {
            sqlx::query(postgres).execute(&mut *transaction).await?;
        }
        Ok(transaction)
    }
}
