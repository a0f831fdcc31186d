//! The tables of the memory of people.

use countersign_store::{
    Authored, Identifier, IdentifierHash, Repository, StoredAppearance, StoredDecision,
    StoredFinding, StoredJoin, StoredKeyUse, StoredSeparation, StoredSource, Tombstone,
};

use crate::tables::table::{Layout, table};

/// The first hexadecimal digit of a hash.
fn bucket(hash: IdentifierHash) -> u8 {
    hash.0[0] >> 4
}

table! {
    StoredSource, "sources",
    "A repository that was read, by the App or by the command line.",
    Layout::Whole,
    {
        number: i64, "Its number in this export. Other tables refer to it as `source`.";
        place: String, "Its unique key: `github:` and the repository's id, or the URL or folder that was scanned.";
        name: String, "The name of the repository.";
        organisation: String, "The owner of the repository.";
        repository: Option<i64>, "GitHub's id of the repository, if the App covers it.";
        installation: Option<i64>, "The installation that covers the repository.";
        private: bool, "Whether only its installation may see what was read from it.";
        first_read: i64, "When it was first read, Unix milliseconds.";
        last_read: i64, "When it was last read, Unix milliseconds.";
        completed: Option<i64>, "When it was last read completely, Unix milliseconds.";
    }
}

table! {
    Repository, "repositories",
    "A repository that the App covers.",
    Layout::Whole,
    {
        id: i64, "GitHub's id.";
        installation: i64, "The installation that covers it.";
        owner: String, "The name of its owner.";
        name: String, "Its name.";
        private: bool, "Whether it is private on GitHub.";
        backfilled: Option<i64>, "When its history was first read, Unix milliseconds.";
        updated: i64, "When GitHub last reported this, Unix milliseconds.";
    }
}

table! {
    Identifier, "people",
    "One identifier, such as an e-mail address or an account. Identifiers that `edges` link belong to one person.",
    Layout::Bucket("hash"),
    {
        hash: IdentifierHash, "Keyed hash, 16 bytes.";
        kind: String, "`mailbox` (a personal address), `account`, `key`, `name` (a very rare full name) or `local` (valid in one source only).";
        shown: Option<String>, "The number of an account or the fingerprint of a key; NULL for all other kinds.";
    }
    fn bucket(&self) -> Option<u8> {
        Some(bucket(self.hash))
    }
}

/// An appearance with its moments in two lists, as engines read them best.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AppearanceRow {
    identifier: IdentifierHash,
    source: i64,
    name: String,
    login: String,
    authored: Vec<i64>,
    offsets: Vec<Option<i16>>,
    seen: i64,
}

impl From<StoredAppearance> for AppearanceRow {
    fn from(stored: StoredAppearance) -> Self {
        let moments = stored.moments.iter();
        Self {
            identifier: stored.identifier,
            source: stored.source,
            name: stored.name,
            login: stored.login,
            authored: moments.clone().map(|moment| moment.seconds).collect(),
            offsets: moments.map(|moment| moment.offset).collect(),
            seen: stored.seen,
        }
    }
}

impl AppearanceRow {
    /// The appearance; `None` where the two lists differ in length.
    pub(crate) fn stored(self) -> Option<StoredAppearance> {
        if self.authored.len() != self.offsets.len() {
            return None;
        }
        let moments = self.authored.into_iter().zip(self.offsets);
        let moments = moments.map(|(seconds, offset)| Authored { seconds, offset });
        Some(StoredAppearance {
            source: self.source,
            identifier: self.identifier,
            name: self.name,
            login: self.login,
            moments: moments.collect(),
            seen: self.seen,
        })
    }
}

table! {
    AppearanceRow, "appearances",
    "An identifier with one name and one login in one source, and when it authored commits there.",
    Layout::Bucket("identifier"),
    {
        identifier: IdentifierHash, "The identifier: `people.hash`.";
        source: i64, "The source: `sources.number`.";
        name: String, "The name, as the commits spell it.";
        login: String, "The login of the account; empty if there is none.";
        authored: Vec<i64>, "When each commit was authored, Unix seconds, in ascending order.";
        offsets: Vec<Option<i16>>, "The UTC offset at each of these times, in minutes east of UTC; NULL unless the time is from the person's own clock.";
        seen: i64, "When a reading last showed it, Unix milliseconds.";
    }
    fn bucket(&self) -> Option<u8> {
        Some(bucket(self.identifier))
    }
    fn weight(&self) -> usize {
        1 + self.authored.len() / 8
    }
}

table! {
    StoredJoin, "edges",
    "A link: two identifiers that belong to one person, as one source shows.",
    Layout::Bucket("a"),
    {
        a: IdentifierHash, "The smaller hash: `people.hash`.";
        b: IdentifierHash, "The larger hash: `people.hash`.";
        source: i64, "The source that shows it: `sources.number`.";
        reason: String, "The reason for the link.";
        bits: Option<f64>, "The strength of the evidence, in bits; NULL if the link is from the source's `.mailmap`.";
        anchor: bool, "Whether the link is an anchor, which is enough without other evidence.";
        seen: i64, "When a reading last showed it, Unix milliseconds.";
    }
    fn bucket(&self) -> Option<u8> {
        Some(bucket(self.a))
    }
}

table! {
    StoredKeyUse, "key_uses",
    "A signing key that an identifier used in one source, or an e-mail address that the identifier shares with other people.",
    Layout::Bucket("key"),
    {
        key: IdentifierHash, "The key or the shared address: `people.hash`.";
        identifier: IdentifierHash, "The identifier that signed or that uses the address: `people.hash`.";
        source: i64, "The source: `sources.number`.";
        first: i64, "When the first such commit was authored, Unix seconds.";
        last: i64, "When the last such commit was authored, Unix seconds.";
        commits: i64, "The number of such commits.";
        seen: i64, "When a reading last showed it, Unix milliseconds.";
    }
    fn bucket(&self) -> Option<u8> {
        Some(bucket(self.key))
    }
}

table! {
    StoredFinding, "findings",
    "A finding about a person in one source, without the sentence and the values that it quotes.",
    Layout::Bucket("identifier"),
    {
        identifier: IdentifierHash, "An identifier of the person: `people.hash`.";
        source: i64, "The source: `sources.number`.";
        fingerprint: String, "The stable name of the finding, unique in its source.";
        heuristic: String, "The heuristic that made the finding.";
        revision: i64, "The revision of that heuristic.";
        strength: String, "`context`, `moderate` or `strong`.";
        weight: f64, "The weight: the decimal logarithm of how much likelier the finding is under a false identity.";
        evidence: String, "The records it rests on, as a JSON array of `{commit, field}`.";
        first_seen: i64, "When it was first made, Unix milliseconds.";
        last_seen: i64, "When it was last made, Unix milliseconds.";
    }
    fn bucket(&self) -> Option<u8> {
        Some(bucket(self.identifier))
    }
}

table! {
    StoredSeparation, "partings",
    "A separation: someone stated that two identifiers belong to different people. An edge between the two has no effect.",
    Layout::Whole,
    {
        a: IdentifierHash, "The smaller hash.";
        b: IdentifierHash, "The larger hash.";
        installation: Option<i64>, "The installation for which it holds; NULL if the operator stated it, for all installations.";
        who: String, "Who stated it.";
        reason: String, "The reason given.";
        at: i64, "When it was stated, Unix milliseconds.";
    }
}

table! {
    Tombstone, "tombstones",
    "An identifier that was forgotten and will not be remembered again.",
    Layout::Whole,
    {
        hash: IdentifierHash, "Keyed hash, 16 bytes.";
        at: i64, "When it was forgotten, Unix milliseconds.";
    }
}

table! {
    StoredDecision, "decisions",
    "A decision: a maintainer accepted a finding.",
    Layout::Whole,
    {
        repository: i64, "GitHub's id of the repository: `sources.repository`.";
        fingerprint: String, "The finding: `findings.fingerprint`.";
        who_id: i64, "GitHub's id of the account that decided.";
        who_login: String, "The login of that account at the time.";
        reason: String, "The reason given.";
        at: i64, "When it was decided, Unix milliseconds.";
    }
}
