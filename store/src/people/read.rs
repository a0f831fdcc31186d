//! What is stored about identifiers and the viewer may see.

use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::json::{hash_in, hashes};
use super::moments::unpack;
use super::rows::cut;
use super::sources::Sources;
use super::types::{
    Appearance, FindingDecision, Identifier, KeyUse, PersonFinding, SeenAppearance, SeenKeyUse,
    SeenPersonFinding, Viewer,
};
use crate::connection::{Dialect, Store};
use crate::error::{Doing, StoreError};
use crate::identifier_hash::IdentifierHash;
use crate::statement::{shared_statement, statement};

impl Store {
    /// Those of the identifiers that the viewer may see, by hash.
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

    /// The identifiers that appeared with a login, ignoring case, by hash.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn identifiers_with_login(
        &self,
        login: &str,
        viewer: Viewer,
    ) -> Result<Vec<IdentifierHash>, StoreError> {
        let rows = self.rows(
            shared_statement!("read/identifiers_with_login"),
            key(login),
            viewer,
        );
        let rows = rows.await.doing("look up a login")?;
        rows.iter()
            .map(|row| hash_in(row, "hash"))
            .collect::<Result<_, _>>()
            .doing("look up a login")
    }

    /// The identifiers that appeared with a name, ignoring case, by hash.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn identifiers_with_name(
        &self,
        name: &str,
        viewer: Viewer,
    ) -> Result<Vec<IdentifierHash>, StoreError> {
        let rows = self.rows(
            shared_statement!("read/identifiers_with_name"),
            key(name),
            viewer,
        );
        let rows = rows.await.doing("look up a name")?;
        rows.iter()
            .map(|row| hash_in(row, "hash"))
            .collect::<Result<_, _>>()
            .doing("look up a name")
    }

    /// Where identifiers appeared, sorted by identifier, place, name and login.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn appearances(
        &self,
        of: &[IdentifierHash],
        viewer: Viewer,
    ) -> Result<Vec<SeenAppearance>, StoreError> {
        let doing = "read appearances";
        let rows = self
            .rows(
                statement!("read/appearances").of(self.dialect),
                hashes(of),
                viewer,
            )
            .await
            .doing(doing)?;
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

    /// Who used these keys and which keys these identifiers used, sorted by key, identifier and place.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn key_uses(
        &self,
        of: &[IdentifierHash],
        viewer: Viewer,
    ) -> Result<Vec<SeenKeyUse>, StoreError> {
        let doing = "read the use of keys";
        let rows = self
            .rows(
                statement!("read/key_uses").of(self.dialect),
                hashes(of),
                viewer,
            )
            .await
            .doing(doing)?;
        let mut sources = Sources::for_viewer(viewer);
        let seen = rows.iter().map(|row| key_use(row, &mut sources));
        seen.collect::<Result<_, _>>().doing(doing)
    }

    /// The findings about the people that identifiers belong to, sorted by place and fingerprint.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn person_findings(
        &self,
        of: &[IdentifierHash],
        viewer: Viewer,
    ) -> Result<Vec<SeenPersonFinding>, StoreError> {
        let doing = "read findings about people";
        let rows = self
            .rows(
                statement!("read/findings").of(self.dialect),
                hashes(of),
                viewer,
            )
            .await
            .doing(doing)?;
        let mut sources = Sources::for_viewer(viewer);
        let seen = rows.iter().map(|row| finding(row, &mut sources));
        let mut seen: Vec<_> = seen.collect::<Result<_, _>>().doing(doing)?;
        // Each row has one decision, the latest first.
        seen.dedup_by(|next, first| {
            (&next.source.place, &next.finding.fingerprint)
                == (&first.source.place, &first.finding.fingerprint)
        });
        Ok(seen)
    }

    /// Runs a query over a list for a viewer.
    async fn rows(
        &self,
        query: &'static str,
        list: String,
        viewer: Viewer,
    ) -> Result<Vec<AnyRow>, sqlx::Error> {
        let query = sqlx::query(query).bind(list);
        let query = query.bind(viewer.installation());
        query.fetch_all(&self.reader).await
    }
}

/// A name or login in the form in which it is looked up.
fn key(value: &str) -> String {
    cut(value).to_lowercase()
}

/// Those of the identifiers that the viewer may see, with their numbers, by hash.
pub(super) async fn known(
    transaction: &mut Transaction<'static, Any>,
    dialect: Dialect,
    of: &[IdentifierHash],
    viewer: Viewer,
) -> Result<Vec<(i64, Identifier)>, sqlx::Error> {
    let rows = sqlx::query(statement!("read/identifiers").of(dialect)).bind(hashes(of));
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
