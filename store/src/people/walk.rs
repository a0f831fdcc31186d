//! Walking from identifier to identifier along the joins that whoever asks may see.

use std::collections::BTreeSet;

use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::names::{Class, Graph, Kind};
use super::read::{identifier, known};
use super::sql::{Sources, hash_in, listed, numbers, sql};
use super::types::{Component, Identifier, IdentifierHash, Join, SeenJoin, Viewer};
use crate::connection::{Dialect, Store};
use crate::error::{Doing, StoreError};

/// Identifiers after which a walk stops. The largest component of honest people that was seen has a few
/// hundred; beyond this, something joins strangers.
const MOST: usize = 10_000;

/// Pairs that one step of a walk takes, and joins that an answer has: several for each identifier.
const MOST_JOINS: usize = 10 * MOST;

impl Store {
    /// Everything that is one person's with one of these identifiers, by joins that whoever asks may see
    /// and nobody parted. It is the same from whichever of its identifiers one starts.
    ///
    /// A rare name is weaker than other joins: it never joins two accounts. Where names alone would, by
    /// whatever way round, none of the names on the way joins anybody, since it is not known who of the
    /// two bears them; what else is joined is the component then.
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

    /// Walks on from identifiers to everything that is joined, and to names but not beyond.
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

    /// The pairs that have one of the identifiers, with their kinds. Joins are looked up first, here and
    /// below: a planner that knows little of a new database would go through whole sources instead.
    async fn pairs(&mut self, of: &[i64]) -> Result<Vec<([i64; 2], [Kind; 2])>, sqlx::Error> {
        const SELECT: &str = "
            WITH edge AS MATERIALIZED (
                SELECT a, b, source FROM identity_join WHERE a {{in_numbers}}
                UNION ALL
                SELECT a, b, source FROM identity_join WHERE b {{in_numbers}}
            ), pair AS (
                SELECT DISTINCT edge.a AS a, edge.b AS b, one.kind AS a_kind, other.kind AS b_kind
                FROM edge JOIN known_source ON known_source.id = edge.source
                JOIN identifier AS one ON one.id = edge.a
                JOIN identifier AS other ON other.id = edge.b
                WHERE {{visible}} AND NOT EXISTS (
                    SELECT 1 FROM parting WHERE parting.a = one.hash AND parting.b = other.hash
                        AND parting.installation IN (0, $2))
                LIMIT $3
            )
            SELECT {{list(}}a, b, a_kind, b_kind{{list)}} AS pairs FROM pair";
        let rows = self.rows(SELECT, of).await?;
        let list = rows.first().map(|row| row.try_get("pairs")).transpose()?;
        let pairs: Vec<(i64, i64, String, String)> = listed(list.flatten())?;
        let pair = |(a, b, one, other): (_, _, String, String)| {
            ([a, b], [Kind::of(&one), Kind::of(&other)])
        };
        Ok(pairs.into_iter().map(pair).collect())
    }

    async fn identifiers(&mut self, of: &[i64]) -> Result<Vec<Identifier>, sqlx::Error> {
        const SELECT: &str = "SELECT hash, kind, shown FROM identifier WHERE id {{in_numbers}}";
        let rows = sqlx::query(sql(self.dialect, SELECT)).bind(numbers(of));
        let rows = rows.fetch_all(&mut *self.transaction).await?;
        rows.iter().map(identifier).collect()
    }

    /// The joins among identifiers. The plus keeps the second list from the index, which would otherwise
    /// be searched for every pair.
    async fn joins(&mut self, among: &[i64]) -> Result<Vec<SeenJoin>, sqlx::Error> {
        const SELECT: &str = "
            WITH edge AS MATERIALIZED (
                SELECT a, b, source, reason, bits, anchor, seen FROM identity_join
                WHERE a {{in_numbers}} AND +b {{in_numbers}}
            )
            SELECT one.hash AS a, other.hash AS b, reason, bits, anchor, seen, {{source}}
            FROM edge JOIN known_source ON known_source.id = edge.source
            JOIN identifier AS one ON one.id = edge.a
            JOIN identifier AS other ON other.id = edge.b
            WHERE {{visible}} AND NOT EXISTS (
                SELECT 1 FROM parting WHERE parting.a = one.hash AND parting.b = other.hash
                    AND parting.installation IN (0, $2))
            LIMIT $3";
        let rows = self.rows(SELECT, among).await?;
        self.cut_short |= rows.len() >= MOST_JOINS;
        let mut sources = Sources::for_viewer(self.viewer);
        rows.iter().map(|row| join(row, &mut sources)).collect()
    }

    async fn rows(&mut self, query: &'static str, of: &[i64]) -> Result<Vec<AnyRow>, sqlx::Error> {
        let most = i64::try_from(MOST_JOINS).unwrap_or(i64::MAX);
        let query = sqlx::query(sql(self.dialect, query))
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
