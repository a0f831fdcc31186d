//! What is known of identifiers, as far as whoever asks may know it.

use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::moments::unpack;
use super::rows::cut;
use super::sql::{Sources, hash_in, hashes, sql};
use super::types::{
    Appearance, FindingDecision, Identifier, IdentifierHash, KeyUse, PersonFinding, SeenAppearance,
    SeenKeyUse, SeenPersonFinding, Viewer,
};
use crate::connection::{Dialect, Store};
use crate::error::{Doing, StoreError};

impl Store {
    /// Those of the identifiers that a source shows, by hash.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn identifiers(
        &self,
        of: &[IdentifierHash],
        viewer: Viewer,
    ) -> Result<Vec<Identifier>, StoreError> {
        let doing = "look up identifiers";
        let mut transaction = self.snapshot().await.doing(doing)?;
        let found = known(&mut transaction, self.dialect, of, viewer).await;
        let found = found.doing(doing)?;
        transaction.commit().await.doing(doing)?;
        Ok(found
            .into_iter()
            .map(|(_, identifier)| identifier)
            .collect())
    }

    /// The identifiers that appeared with a login, whatever its case, by hash.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn identifiers_with_login(
        &self,
        login: &str,
        viewer: Viewer,
    ) -> Result<Vec<IdentifierHash>, StoreError> {
        const SELECT: &str = "
            SELECT DISTINCT identifier.hash AS hash
            FROM appearance JOIN identifier ON identifier.id = appearance.identifier
            JOIN known_source ON known_source.id = appearance.source
            WHERE login_key = $1 AND login_key <> '' AND {{visible}}
            ORDER BY hash";
        let rows = self.rows(SELECT, key(login), viewer);
        let rows = rows.await.doing("look up a login")?;
        rows.iter()
            .map(|row| hash_in(row, "hash"))
            .collect::<Result<_, _>>()
            .doing("look up a login")
    }

    /// The identifiers that appeared with a name, whatever its case, by hash.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn identifiers_with_name(
        &self,
        name: &str,
        viewer: Viewer,
    ) -> Result<Vec<IdentifierHash>, StoreError> {
        const SELECT: &str = "
            SELECT DISTINCT identifier.hash AS hash
            FROM appearance JOIN identifier ON identifier.id = appearance.identifier
            JOIN known_source ON known_source.id = appearance.source
            WHERE name_key = $1 AND {{visible}}
            ORDER BY hash";
        let rows = self.rows(SELECT, key(name), viewer);
        let rows = rows.await.doing("look up a name")?;
        rows.iter()
            .map(|row| hash_in(row, "hash"))
            .collect::<Result<_, _>>()
            .doing("look up a name")
    }

    /// Where identifiers appeared, by identifier, place, name and login.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn appearances(
        &self,
        of: &[IdentifierHash],
        viewer: Viewer,
    ) -> Result<Vec<SeenAppearance>, StoreError> {
        const SELECT: &str = "
            SELECT identifier.hash AS hash, appearance.name AS name, login, moments, seen,
                {{source}}
            FROM identifier JOIN appearance ON appearance.identifier = identifier.id
            JOIN known_source ON known_source.id = appearance.source
            WHERE identifier.hash {{in_hashes}} AND {{visible}}";
        let doing = "read appearances";
        let rows = self.rows(SELECT, hashes(of), viewer).await.doing(doing)?;
        let mut sources = Sources::for_viewer(viewer);
        let seen = rows.iter().map(|row| appearance(row, &mut sources));
        let mut seen: Vec<_> = seen.collect::<Result<_, _>>().doing(doing)?;
        seen.sort_by(|one, other| {
            let order = |seen: &SeenAppearance| {
                let Appearance {
                    identifier,
                    name,
                    login,
                    ..
                } = &seen.appearance;
                (
                    *identifier,
                    seen.source.place.clone(),
                    name.clone(),
                    login.clone(),
                )
            };
            order(one).cmp(&order(other))
        });
        Ok(seen)
    }

    /// The uses of keys, and the uses by identifiers, by key, identifier and place.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn key_uses(
        &self,
        of: &[IdentifierHash],
        viewer: Viewer,
    ) -> Result<Vec<SeenKeyUse>, StoreError> {
        const SELECT: &str = "
            SELECT the_key.hash AS key_hash, who.hash AS hash, first_use, last_use, commits, seen,
                {{source}}
            FROM identifier AS the_key JOIN key_use ON key_use.key_id = the_key.id
            JOIN identifier AS who ON who.id = key_use.identifier
            JOIN known_source ON known_source.id = key_use.source
            WHERE the_key.hash {{in_hashes}} AND {{visible}}
            UNION
            SELECT the_key.hash AS key_hash, who.hash AS hash, first_use, last_use, commits, seen,
                {{source}}
            FROM identifier AS who JOIN key_use ON key_use.identifier = who.id
            JOIN identifier AS the_key ON the_key.id = key_use.key_id
            JOIN known_source ON known_source.id = key_use.source
            WHERE who.hash {{in_hashes}} AND {{visible}}
            ORDER BY key_hash, hash, place";
        let doing = "read the use of keys";
        let rows = self.rows(SELECT, hashes(of), viewer).await.doing(doing)?;
        let mut sources = Sources::for_viewer(viewer);
        let seen = rows.iter().map(|row| key_use(row, &mut sources));
        seen.collect::<Result<_, _>>().doing(doing)
    }

    /// What was found about the people whom identifiers stand for, by place and fingerprint.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn person_findings(
        &self,
        of: &[IdentifierHash],
        viewer: Viewer,
    ) -> Result<Vec<SeenPersonFinding>, StoreError> {
        const SELECT: &str = "
            SELECT identifier.hash AS hash, finding.fingerprint AS fingerprint, heuristic, revision,
                strength, weight, evidence, first_seen, last_seen,
                decision.reason AS reason, decision.who_login AS who, decision.at AS at,
                {{source}}
            FROM identifier JOIN person_finding AS finding ON finding.identifier = identifier.id
            JOIN known_source ON known_source.id = finding.source
            LEFT JOIN decision ON decision.repository = known_source.repository
                AND decision.fingerprint = finding.fingerprint
                AND ($2 IS NULL OR known_source.installation = $2)
            WHERE identifier.hash {{in_hashes}} AND {{visible}}
            ORDER BY place, fingerprint, at DESC, decision.who_id DESC";
        let doing = "read findings about people";
        let rows = self.rows(SELECT, hashes(of), viewer).await.doing(doing)?;
        let mut sources = Sources::for_viewer(viewer);
        let seen = rows.iter().map(|row| finding(row, &mut sources));
        let mut seen: Vec<_> = seen.collect::<Result<_, _>>().doing(doing)?;
        // One row a decision, the latest first.
        seen.dedup_by(|next, first| {
            (&next.source.place, &next.finding.fingerprint)
                == (&first.source.place, &first.finding.fingerprint)
        });
        Ok(seen)
    }

    /// Runs a query over a list for whoever asks.
    async fn rows(
        &self,
        query: &'static str,
        list: String,
        viewer: Viewer,
    ) -> Result<Vec<AnyRow>, sqlx::Error> {
        let query = sqlx::query(sql(self.dialect, query)).bind(list);
        let query = query.bind(viewer.installation());
        query.fetch_all(&self.reader).await
    }
}

/// A name or a login as it is looked up.
fn key(value: &str) -> String {
    cut(value).to_lowercase()
}

/// Those of the identifiers that a source shows, with their numbers, by hash. `PostgreSQL` looks up each,
/// where EXISTS would let it go through whole tables first.
pub(super) async fn known(
    transaction: &mut Transaction<'static, Any>,
    dialect: Dialect,
    of: &[IdentifierHash],
    viewer: Viewer,
) -> Result<Vec<(i64, Identifier)>, sqlx::Error> {
    const SELECT: &str = "
        SELECT id, hash, kind, shown FROM identifier
        WHERE hash {{in_hashes}} AND {{known}}
        ORDER BY hash";
    let rows = sqlx::query(sql(dialect, SELECT)).bind(hashes(of));
    let rows = rows.bind(viewer.installation());
    let rows = rows.fetch_all(&mut **transaction).await?;
    let known = rows
        .iter()
        .map(|row| Ok((row.try_get("id")?, identifier(row)?)));
    known.collect()
}

/// An identifier from a row with its columns.
pub(super) fn identifier(row: &AnyRow) -> Result<Identifier, sqlx::Error> {
    Ok(Identifier {
        hash: hash_in(row, "hash")?,
        kind: row.try_get("kind")?,
        shown: row.try_get("shown")?,
    })
}

fn appearance(row: &AnyRow, sources: &mut Sources) -> Result<SeenAppearance, sqlx::Error> {
    let moments: Vec<u8> = row.try_get("moments")?;
    let appearance = Appearance {
        identifier: hash_in(row, "hash")?,
        name: row.try_get("name")?,
        login: row.try_get("login")?,
        moments: unpack(&moments)?,
    };
    Ok(SeenAppearance {
        appearance,
        source: sources.of(row)?,
        seen: row.try_get("seen")?,
    })
}

fn key_use(row: &AnyRow, sources: &mut Sources) -> Result<SeenKeyUse, sqlx::Error> {
    let key_use = KeyUse {
        key: hash_in(row, "key_hash")?,
        identifier: hash_in(row, "hash")?,
        first: row.try_get("first_use")?,
        last: row.try_get("last_use")?,
        commits: row.try_get("commits")?,
    };
    Ok(SeenKeyUse {
        key_use,
        source: sources.of(row)?,
        seen: row.try_get("seen")?,
    })
}

fn finding(row: &AnyRow, sources: &mut Sources) -> Result<SeenPersonFinding, sqlx::Error> {
    let finding = PersonFinding {
        identifier: hash_in(row, "hash")?,
        fingerprint: row.try_get("fingerprint")?,
        heuristic: row.try_get("heuristic")?,
        revision: row.try_get("revision")?,
        strength: row.try_get("strength")?,
        weight: row.try_get("weight")?,
        evidence: row.try_get("evidence")?,
    };
    let at: Option<i64> = row.try_get("at")?;
    let decision = at.map(|at| -> Result<_, sqlx::Error> {
        Ok(FindingDecision {
            reason: row.try_get("reason")?,
            who: row.try_get("who")?,
            at,
        })
    });
    Ok(SeenPersonFinding {
        finding,
        source: sources.of(row)?,
        first_seen: row.try_get("first_seen")?,
        last_seen: row.try_get("last_seen")?,
        decision: decision.transpose()?,
    })
}
