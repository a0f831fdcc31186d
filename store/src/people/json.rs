//! Many rows in one parameter and in one answer, as JSON.
//!
//! Bulk statements take their rows as one JSON array and unpack it in SQL, which costs far less than a
//! statement for each row.

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::identifier_hash::IdentifierHash;

/// Rows that one statement takes.
pub(super) const CHUNK: usize = 5_000;

/// Numbers as a JSON array.
pub(super) fn numbers(numbers: &[i64]) -> String {
    json(&numbers)
}

/// Hashes as a JSON array, in hexadecimal.
pub(super) fn hashes(hashes: &[IdentifierHash]) -> String {
    let hashes: Vec<_> = hashes.iter().map(ToString::to_string).collect();
    json(&hashes)
}

/// Rows as a JSON array.
pub(super) fn json<T: Serialize + ?Sized>(rows: &T) -> String {
    serde_json::to_string(rows).expect("text and numbers are always JSON")
}

/// The rows of an answer that is one JSON array; PostgreSQL makes NULL of no rows.
pub(super) fn listed<T: DeserializeOwned>(list: Option<&str>) -> Result<Vec<T>, sqlx::Error> {
    let rows = list.map_or_else(|| Ok(Vec::new()), serde_json::from_str);
    rows.map_err(|error| sqlx::Error::Decode(error.into()))
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(bytes)
}

/// A hash that the database returns.
pub(crate) fn hash_in(row: &AnyRow, column: &str) -> Result<IdentifierHash, sqlx::Error> {
    let bytes: Vec<u8> = row.try_get(column)?;
    let hash = bytes.try_into().map_err(|bytes: Vec<u8>| {
        sqlx::Error::Decode(format!("a hash has 16 bytes, not {}", bytes.len()).into())
    })?;
    Ok(IdentifierHash(hash))
}
