//! Indicator lists in the database, and as heuristics use them.

use std::sync::Arc;

use countersign_facts::{Grade, HashKey, IndicatorList, Indicators, KeyedHash, Tlp};
use countersign_store::{HashedIndicator, IndicatorList as Stored, Store, StoreError};
use data_encoding::HEXLOWER;
use tokio::sync::Mutex;

/// The lists of a database.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The lists that have not expired.
    pub indicators: Indicators,
    /// Names of the lists that have expired.
    pub expired: Vec<String>,
    /// Names of the lists that were hashed under another key, so that they match nothing.
    pub other_key: Vec<String>,
}

/// Reads all lists for `now_ms`, Unix milliseconds.
///
/// # Errors
/// When the database cannot be read.
pub async fn load(store: &Store, key: &HashKey, now_ms: i64) -> Result<Loaded, StoreError> {
    let mut loaded = Loaded::default();
    let mut lists = Vec::new();
    for (stored, _) in store.indicator_lists().await? {
        if has_expired(&stored, now_ms) {
            loaded.expired.push(stored.name);
        } else if stored.key_id != key.id() {
            loaded.other_key.push(stored.name);
        } else {
            let hashes = store.indicator_hashes(&stored.name).await?;
            let hashes = hashes.iter().filter_map(|hash| parse(hash)).collect();
            lists.push((list(stored), hashes));
        }
    }
    loaded.indicators = Indicators::new(key.clone(), lists, now_ms.div_euclid(1_000));
    Ok(loaded)
}

/// Whether a list has expired at `now_ms`, Unix milliseconds, and so matches nothing.
#[must_use]
pub fn has_expired(list: &Stored, now_ms: i64) -> bool {
    list.expires.is_some_and(|expires| expires <= now_ms)
}

fn list(stored: Stored) -> IndicatorList {
    IndicatorList {
        name: stored.name,
        source: stored.source,
        grade: stored.grade.as_deref().and_then(Grade::parse),
        date: stored.date,
        expires: stored.expires.map(|ms| ms.div_euclid(1_000)),
        tlp: stored.tlp.as_deref().and_then(Tlp::parse),
    }
}

/// A list as the database stores it.
#[must_use]
pub fn stored(list: &IndicatorList, key: &HashKey, now_ms: i64) -> Stored {
    Stored {
        name: list.name.clone(),
        source: list.source.clone(),
        grade: list.grade.map(|grade| grade.to_string()),
        date: list.date.clone(),
        expires: list.expires.map(|seconds| seconds.saturating_mul(1_000)),
        tlp: list.tlp.map(|tlp| tlp.as_str().to_owned()),
        key_id: key.id(),
        imported: now_ms,
    }
}

/// An indicator as the database stores it.
#[must_use]
pub fn hashed(kind: &str, hash: KeyedHash) -> HashedIndicator {
    HashedIndicator {
        kind: kind.to_owned(),
        hash: HEXLOWER.encode(&hash.0),
    }
}

fn parse(hash: &str) -> Option<KeyedHash> {
    let bytes = HEXLOWER.decode(hash.as_bytes()).ok()?;
    bytes.try_into().ok().map(KeyedHash)
}

/// The lists with which people are compared, read again when they change.
#[derive(Debug, Default)]
pub struct Lists {
    from: Option<(Store, Option<HashKey>)>,
    kept: Mutex<Option<Kept>>,
}

/// Lists as last read, with their descriptions in the database.
#[derive(Debug)]
struct Kept {
    described: Vec<Stored>,
    indicators: Arc<Indicators>,
}

impl Lists {
    /// The lists of a database, hashed under a key. Without a key they match nothing, and the log warns;
    /// [`Lists::default`] has no lists.
    #[must_use]
    pub fn new(store: Store, key: Option<HashKey>) -> Self {
        Self {
            from: Some((store, key)),
            kept: Mutex::default(),
        }
    }

    /// The lists that match at `now_ms`, Unix milliseconds.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn current(&self, now_ms: i64) -> Result<Arc<Indicators>, StoreError> {
        let Some((store, key)) = &self.from else {
            return Ok(Arc::default());
        };
        let described = store.indicator_lists().await?.into_iter();
        let described: Vec<_> = described
            .map(|(list, _)| list)
            .filter(|list| !has_expired(list, now_ms))
            .collect();
        let mut kept = self.kept.lock().await;
        if let Some(kept) = kept.as_ref().filter(|kept| kept.described == described) {
            return Ok(Arc::clone(&kept.indicators));
        }
        let loaded = match key {
            Some(key) => load(store, key, now_ms).await?,
            None => Loaded {
                other_key: described.iter().map(|list| list.name.clone()).collect(),
                ..Loaded::default()
            },
        };
        if !loaded.other_key.is_empty() {
            let lists = loaded.other_key.len();
            tracing::warn!(
                lists,
                "indicator lists match nothing: their key is missing, or another key was given"
            );
        }
        let indicators = Arc::new(loaded.indicators);
        *kept = Some(Kept {
            described,
            indicators: Arc::clone(&indicators),
        });
        Ok(indicators)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_survive_the_store() {
        let hash = KeyedHash(std::array::from_fn(|place| {
            u8::try_from(place * 7).unwrap_or(255)
        }));
        assert_eq!(parse(&hashed("key", hash).hash), Some(hash));
        for wrong in ["", "00", &"é0".repeat(32), &"0g".repeat(32)] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
