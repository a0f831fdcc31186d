//! A reading in the order of the tables, without duplicates.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Serialize;

use super::moments::union;
use super::types::{
    Appearance, Authored, Identifier, Join, KeyUse, PersonFinding, Reading, Source,
};
use crate::connection::text;
use crate::error::StoreError;
use crate::identifier_hash::IdentifierHash;

/// An identifier with a name and a login, as they are stored.
pub(super) type Spelling = (IdentifierHash, String, String);

/// A reading in the order of the tables, without duplicates.
pub(super) struct Rows<'a> {
    pub(super) source: &'a Source,
    pub(super) complete: bool,
    pub(super) identifiers: BTreeMap<IdentifierHash, &'a Identifier>,
    pub(super) appearances: BTreeMap<Spelling, Vec<Authored>>,
    pub(super) joins: BTreeMap<(IdentifierHash, IdentifierHash), &'a Join>,
    pub(super) keys: BTreeMap<(IdentifierHash, IdentifierHash), KeyUse>,
    pub(super) findings: BTreeMap<String, &'a PersonFinding>,
}

impl<'a> Rows<'a> {
    pub(super) fn of(reading: &'a Reading) -> Result<Self, StoreError> {
        let mut rows = Self {
            source: &reading.source,
            complete: reading.complete,
            identifiers: BTreeMap::new(),
            appearances: BTreeMap::new(),
            joins: BTreeMap::new(),
            keys: BTreeMap::new(),
            findings: BTreeMap::new(),
        };
        reading.appearances.iter().for_each(|one| rows.appear(one));
        reading.joins.iter().for_each(|join| rows.join(join));
        reading.keys.iter().for_each(|key_use| rows.sign(key_use));
        for finding in &reading.findings {
            rows.findings.insert(text(&finding.fingerprint), finding);
        }
        rows.identifiers = rows.named(&reading.identifiers)?;
        Ok(rows)
    }

    fn appear(&mut self, one: &Appearance) {
        let spelling = (one.identifier, cut(&one.name), cut(&one.login));
        let mut moments = one.moments.clone();
        moments.sort_unstable();
        let known = self.appearances.entry(spelling).or_default();
        *known = union(known, &moments);
    }

    /// Keeps the strongest join of each pair.
    fn join(&mut self, join: &'a Join) {
        let strength = |join: &Join| (join.anchor, join.bits.unwrap_or(f64::INFINITY));
        let ends = (join.a.min(join.b), join.a.max(join.b));
        let is_stronger = |known: &&Join| strength(known) < strength(join);
        if join.a != join.b && self.joins.get(&ends).is_none_or(is_stronger) {
            self.joins.insert(ends, join);
        }
    }

    fn sign(&mut self, key_use: &KeyUse) {
        let known = self.keys.entry((key_use.key, key_use.identifier));
        let known = known.or_insert_with(|| key_use.clone());
        known.first = known.first.min(key_use.first);
        known.last = known.last.max(key_use.last);
        known.commits = known.commits.max(key_use.commits);
    }

    /// The identifiers that share one of these mailboxes.
    pub(super) fn users_of_mailboxes(
        &self,
        mailboxes: &BTreeSet<IdentifierHash>,
    ) -> BTreeSet<IdentifierHash> {
        let is_mailbox = |hash: &IdentifierHash| {
            mailboxes.contains(hash) && self.identifiers[hash].kind == Identifier::MAILBOX
        };
        let uses = self.keys.keys();
        let uses = uses.filter(|(key, _)| is_mailbox(key));
        uses.map(|(_, identifier)| *identifier).collect()
    }

    /// Those of `listed` that the rows use.
    fn named(
        &self,
        listed: &'a [Identifier],
    ) -> Result<BTreeMap<IdentifierHash, &'a Identifier>, StoreError> {
        let listed: HashMap<_, _> = listed.iter().map(|one| (one.hash, one)).collect();
        let pairs = self.joins.keys().chain(self.keys.keys());
        let pairs = pairs.flat_map(|&(one, other)| [one, other]);
        let others = self.findings.values().map(|finding| finding.identifier);
        let hashes = self.appearances.keys().map(|spelling| spelling.0);
        let hashes: BTreeSet<_> = hashes.chain(pairs).chain(others).collect();
        let identifier = |hash: IdentifierHash| {
            let identifier = listed.get(&hash).copied();
            let unlisted = StoreError::UnlistedIdentifier { hash };
            Ok((hash, identifier.ok_or(unlisted)?))
        };
        hashes.into_iter().map(identifier).collect()
    }
}

/// An identifier as bulk statements take it.
#[derive(Serialize)]
pub(super) struct IdentifierEntry {
    hash: String,
    kind: String,
    shown: Option<String>,
}

impl IdentifierEntry {
    pub(super) fn of(one: &Identifier) -> Self {
        Self {
            hash: one.hash.to_string(),
            kind: text(&one.kind),
            shown: one.shown.as_deref().map(text),
        }
    }
}

/// A name or login, as it is stored.
pub(super) fn cut(value: &str) -> String {
    let value = text(value);
    match value.char_indices().nth(Appearance::LONGEST) {
        Some((end, _)) => value[..end].to_owned(),
        None => value,
    }
}
