//! The tables of the memory of people.

use countersign_store::{
    Authored, Identifier, IdentifierHash, Repository, StoredAppearance, StoredDecision,
    StoredFinding, StoredJoin, StoredKeyUse, StoredParting, StoredSource, Tombstone,
};

use crate::tables::table::{Layout, table};

/// The first hexadecimal digit of a hash.
fn bucket(hash: IdentifierHash) -> u8 {
    hash.0[0] >> 4
}

table! {
    StoredSource, "sources",
    "A history that was read: a repository of the App, or one that the command line scanned.",
    Layout::Whole,
    {
        number: i64, "Its number in this export, which other tables call `source`.";
        place: String, "What tells it from every other: `github:` and the repository's id, or the address or folder that was scanned.";
        name: String, "Its name.";
        organisation: String, "Whose it is.";
        repository: Option<i64>, "GitHub's id of the repository, where the App covers it.";
        installation: Option<i64>, "The installation that covers it.";
        private: bool, "Whether only its installation may see what is in it.";
        first_read: i64, "When it was first read, Unix milliseconds.";
        last_read: i64, "When it was last read, Unix milliseconds.";
        completed: Option<i64>, "When it was last read as a whole, Unix milliseconds.";
    }
}

table! {
    Repository, "repositories",
    "A repository that the App covers.",
    Layout::Whole,
    {
        id: i64, "GitHub's id.";
        installation: i64, "The installation that covers it.";
        owner: String, "Its owner's name.";
        name: String, "Its name.";
        private: bool, "Whether only members see it.";
        backfilled: Option<i64>, "When its history was taken in, Unix milliseconds.";
        updated: i64, "When this was last heard, Unix milliseconds.";
    }
}

table! {
    Identifier, "people",
    "An identifier: what stands for a person in one place. Those that edges join are one person's.",
    Layout::Bucket("hash"),
    {
        hash: IdentifierHash, "Keyed hash, 16 bytes.";
        kind: String, "`mailbox`, `account`, `key`, `name` (a very rare full name) or `local` (what identifies nobody beyond its source).";
        shown: Option<String>, "An account's number or a key's fingerprint; NULL for the others.";
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
    "An identifier with a name and a login in one source, and when it authored what.",
    Layout::Bucket("identifier"),
    {
        identifier: IdentifierHash, "Whose: `people.hash`.";
        source: i64, "Where: `sources.number`.";
        name: String, "The name as commits spell it.";
        login: String, "The account's login; empty where there is none.";
        authored: Vec<i64>, "When each commit was authored, Unix seconds, rising.";
        offsets: Vec<Option<i16>>, "For each of these the clock's offset, minutes east of UTC; NULL where the clock is nobody's or another's.";
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
    "Two identifiers that a source says are one person's.",
    Layout::Bucket("a"),
    {
        a: IdentifierHash, "The smaller hash: `people.hash`.";
        b: IdentifierHash, "The other: `people.hash`.";
        source: i64, "Who says so: `sources.number`.";
        reason: String, "Why.";
        bits: Option<f64>, "How much it says, in bits; NULL where the source's `.mailmap` says it.";
        anchor: bool, "Whether it alone makes them one person.";
        seen: i64, "When a reading last made it, Unix milliseconds.";
    }
    fn bucket(&self) -> Option<u8> {
        Some(bucket(self.a))
    }
}

table! {
    StoredKeyUse, "key_uses",
    "A signing key that an identifier signed with in one source, or a mailbox of several people at which it stands.",
    Layout::Bucket("key"),
    {
        key: IdentifierHash, "The key or the mailbox: `people.hash`.";
        identifier: IdentifierHash, "Who signed, or stands there: `people.hash`.";
        source: i64, "Where: `sources.number`.";
        first: i64, "Authoring time of the first commit, Unix seconds.";
        last: i64, "Authoring time of the last commit, Unix seconds.";
        commits: i64, "How many commits.";
        seen: i64, "When a reading last showed it, Unix milliseconds.";
    }
    fn bucket(&self) -> Option<u8> {
        Some(bucket(self.key))
    }
}

table! {
    StoredFinding, "findings",
    "What a heuristic found about a person in one source, without what it quotes.",
    Layout::Bucket("identifier"),
    {
        identifier: IdentifierHash, "One of the person's identifiers: `people.hash`.";
        source: i64, "Where: `sources.number`.";
        fingerprint: String, "Tells it from the source's other findings.";
        heuristic: String, "Which heuristic found it.";
        revision: i64, "That heuristic's revision.";
        strength: String, "`context`, `moderate` or `strong`.";
        weight: f64, "Decimal logarithm of how much likelier it is under a false identity.";
        evidence: String, "JSON array of `{commit, field}`.";
        first_seen: i64, "When it was first made, Unix milliseconds.";
        last_seen: i64, "When it was last made, Unix milliseconds.";
    }
    fn bucket(&self) -> Option<u8> {
        Some(bucket(self.identifier))
    }
}

table! {
    StoredParting, "partings",
    "Somebody's word that two identifiers are two people's: such an edge joins nobody.",
    Layout::Whole,
    {
        a: IdentifierHash, "The smaller hash.";
        b: IdentifierHash, "The other.";
        installation: Option<i64>, "For which installation it holds; NULL is the operator's word, which holds for all.";
        who: String, "Who says so.";
        reason: String, "Why.";
        at: i64, "When, Unix milliseconds.";
    }
}

table! {
    Tombstone, "tombstones",
    "An identifier that was forgotten and is not remembered again.",
    Layout::Whole,
    {
        hash: IdentifierHash, "Which.";
        at: i64, "Since when, Unix milliseconds.";
    }
}

table! {
    StoredDecision, "decisions",
    "A maintainer's word that a finding is accounted for.",
    Layout::Whole,
    {
        repository: i64, "GitHub's id of the repository: `sources.repository`.";
        fingerprint: String, "Which finding: `findings.fingerprint`.";
        who_id: i64, "GitHub's id of whoever decided.";
        who_login: String, "That account's name at the time.";
        reason: String, "The reason given.";
        at: i64, "When, Unix milliseconds.";
    }
}
