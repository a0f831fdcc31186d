//! Walking from identifier to identifier along the joins that the viewer may see.

use std::collections::BTreeSet;

use serde::Deserialize;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::json::{hash_in, listed, numbers};
use super::rare_names::{Class, Graph, Kind};
use super::read::{identifier, known};
use super::sources::Sources;
use super::types::{Component, Identifier, Join, SeenJoin, Viewer};
use crate::connection::{Dialect, Store};
use crate::error::{Doing, StoreError};
use crate::identifier_hash::IdentifierHash;
use crate::statement::statement;

/// Identifiers after which a walk stops. The largest component of honest people that we saw has a few hundred;
/// a larger one joins strangers.
const MOST: usize = 10_000;

/// The largest number of pairs in one step and of joins in an answer: several for each identifier.
const MOST_JOINS: usize = 10 * MOST;

impl Store {
    /// Every identifier that belongs to one person with these, by joins that the viewer may see and that nobody
    /// separated. The result is the same from each of its identifiers.
    ///
    /// A rare name is weaker than other joins: it never joins two accounts. If only names lead from one account
    /// to another, directly or by a detour, none of these names joins anything, because it is not known to
    /// which account they belong.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn component(
        &self,
        start: &[IdentifierHash],
        viewer: Viewer,
    ) -> Result<Component, StoreError> {
        let doing = "walk from identifier to identifier";
        let transaction = self.snapshot().await.doing(doing)?;
        let mut walk = Walk {
            transaction,
            dialect: self.dialect,
            viewer,
            graph: Graph::default(),
            cut_short: false,
        };
        let component = walk.component(start).await.doing(doing)?;
        walk.transaction.commit().await.doing(doing)?;
        Ok(component)
    }
}

/// Two identifiers that are joined, as the database returns them.
#[derive(Deserialize)]
struct Pair {
    a: i64,
    b: i64,
    a_kind: String,
    b_kind: String,
}

/// A walk in one snapshot of the database.
struct Walk {
    transaction: Transaction<'static, Any>,
    dialect: Dialect,
    viewer: Viewer,
    graph: Graph,
    cut_short: bool,
}

impl Walk {
    async fn component(&mut self, start: &[IdentifierHash]) -> Result<Component, sqlx::Error> {
        let start = known(&mut self.transaction, self.dialect, start, self.viewer).await?;
        let mut next = BTreeSet::new();
        for (number, identifier) in &start {
            self.graph.add(*number, Kind::of(&identifier.kind));
            next.insert(*number);
        }
        let start = next.clone();
        let class = loop {
            self.walk(next).await?;
            match self.graph.class_of(&start, self.cut_short) {
                Class::Wants(names) => next = names,
                Class::Is(class) => break class,
            }
        };
        let class: Vec<_> = class.into_iter().collect();
        let mut component = Component {
            identifiers: self.identifiers(&class).await?,
            joins: self.joins(&class).await?,
            cut_short: self.cut_short,
        };
        component.identifiers.sort_by_key(|one| one.hash);
        let order = |seen: &SeenJoin| (seen.join.a, seen.join.b, seen.source.place.clone());
        component.joins.sort_by_cached_key(order);
        Ok(component)
    }

    /// Walks from identifiers to everything that is joined, to names but not beyond them.
    async fn walk(&mut self, mut frontier: BTreeSet<i64>) -> Result<(), sqlx::Error> {
        while !frontier.is_empty() && !self.cut_short {
            let list: Vec<_> = frontier.iter().copied().collect();
            let pairs = self.pairs(&list).await?;
            self.graph.mark_walked(&frontier);
            self.cut_short = pairs.len() >= MOST_JOINS;
            frontier.clear();
            for (ends, kinds) in pairs {
                for (end, kind) in ends.into_iter().zip(kinds) {
                    let is_new = self.graph.add(end, kind);
                    if is_new && kind != Kind::Name {
                        frontier.insert(end);
                    }
                }
                self.graph.join(ends);
            }
            self.cut_short |= self.graph.len() > MOST;
        }
        Ok(())
    }

    /// The pairs that include one of the identifiers, with their kinds.
    async fn pairs(&mut self, of: &[i64]) -> Result<Vec<([i64; 2], [Kind; 2])>, sqlx::Error> {
        let rows = self
            .rows(statement!("walk/pairs").of(self.dialect), of)
            .await?;
        let list = rows.first().map(|row| row.try_get("pairs")).transpose()?;
        let pairs: Vec<Pair> = listed(list.flatten())?;
        let pair = |pair: Pair| {
            let kinds = [Kind::of(&pair.a_kind), Kind::of(&pair.b_kind)];
            ([pair.a, pair.b], kinds)
        };
        Ok(pairs.into_iter().map(pair).collect())
    }

    async fn identifiers(&mut self, of: &[i64]) -> Result<Vec<Identifier>, sqlx::Error> {
        let rows = sqlx::query(statement!("walk/identifiers").of(self.dialect)).bind(numbers(of));
        let rows = rows.fetch_all(&mut *self.transaction).await?;
        rows.iter().map(identifier).collect()
    }

    /// The joins among identifiers.
    async fn joins(&mut self, among: &[i64]) -> Result<Vec<SeenJoin>, sqlx::Error> {
        let rows = self
            .rows(statement!("walk/joins").of(self.dialect), among)
            .await?;
        self.cut_short |= rows.len() >= MOST_JOINS;
        let mut sources = Sources::for_viewer(self.viewer);
        rows.iter().map(|row| join(row, &mut sources)).collect()
    }

    async fn rows(&mut self, query: &'static str, of: &[i64]) -> Result<Vec<AnyRow>, sqlx::Error> {
        let most = i64::try_from(MOST_JOINS).unwrap_or(i64::MAX);
        let query = sqlx::query(query)
            .bind(numbers(of))
            .bind(self.viewer.installation())
            .bind(most);
        query.fetch_all(&mut *self.transaction).await
    }
}

fn join(row: &AnyRow, sources: &mut Sources) -> Result<SeenJoin, sqlx::Error> {
    let join = Join {
        a: hash_in(row, "a")?,
        b: hash_in(row, "b")?,
        reason: row.try_get("reason")?,
        bits: row.try_get("bits")?,
        anchor: row.try_get::<i64, _>("anchor")? == 1,
    };
    Ok(SeenJoin {
        join,
        source: sources.of(row)?,
        seen: row.try_get("seen")?,
    })
}
