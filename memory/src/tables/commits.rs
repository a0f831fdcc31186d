//! The table of commits.

use countersign_facts::{
    ClockSource, Commit, History, IdentityIndex, Key, KeyKind, Moment, ObjectId, without_addresses,
};
use countersign_store::IdentifierHash;

use crate::tables::table::{Layout, table};

/// One commit of one clone. It holds no address: the hashes lead to `people`.
pub(crate) struct CommitRow {
    place: String,
    id: ObjectId,
    parents: i64,
    author: Option<IdentifierHash>,
    author_name: String,
    author_seconds: Option<i64>,
    author_offset: Option<i32>,
    author_zone: String,
    committer: Option<IdentifierHash>,
    committer_name: String,
    committer_seconds: Option<i64>,
    committer_offset: Option<i32>,
    committer_zone: String,
    clock: String,
    signature: Option<String>,
    signing_key: Option<IdentifierHash>,
    signing_key_id: Option<String>,
    signed_seconds: Option<i64>,
}

table! {
    CommitRow, "commits",
    "A commit of a clone that was named in the export command. `import` does not read this table.",
    Layout::Repository,
    {
        place: String, "The source of the clone: `sources.place`.";
        id: ObjectId, "Object id, 20 or 32 bytes.";
        parents: i64, "The number of its parents.";
        author: Option<IdentifierHash>, "The author: `people.hash`, if the clone was remembered.";
        author_name: String, "The author's name, with any e-mail address removed.";
        author_seconds: Option<i64>, "When it was authored, Unix seconds; NULL if the author's or the committer's time is unreadable.";
        author_offset: Option<i32>, "The author's UTC offset in minutes east, as git reads it; NULL if it is unreadable.";
        author_zone: String, "The author's UTC offset as the commit spells it: `+0530`, `-0000`.";
        committer: Option<IdentifierHash>, "The committer, like `author`.";
        committer_name: String, "The committer's name, like `author_name`.";
        committer_seconds: Option<i64>, "When it was committed, like `author_seconds`.";
        committer_offset: Option<i32>, "The committer's UTC offset, like `author_offset`.";
        committer_zone: String, "The committer's UTC offset, like `author_zone`.";
        clock: String, "The clock source: `self-committed`, `web-merge`, `branch-update`, `platform-made`, `old-merge-button`, `applied`, `test-merge` or `unproven-merge`.";
        signature: Option<String>, "The kind of signature: `openpgp`, `ssh`, `x509`, `ephemeral` or `unreadable`; NULL if the commit is not signed.";
        signing_key: Option<IdentifierHash>, "The personal key that signed it: `people.hash` and `key_uses.key`.";
        signing_key_id: Option<String>, "The id of the signing key, personal or a platform's; NULL if the id contains an address or the key is ephemeral.";
        signed_seconds: Option<i64>, "When the commit was signed, as the signature says, Unix seconds.";
    }
}

/// A clone whose commits are exported.
#[derive(Clone, Copy)]
pub struct ClonedRepository<'a> {
    /// Exactly its commits.
    pub history: &'a History,
    /// Its place in the memory of people.
    pub place: &'a str,
    /// The organisation that owns it; empty if that is not known.
    pub organisation: &'a str,
    /// Its name.
    pub repository: &'a str,
    /// The identifier of an identity; `None` for a program's.
    pub identity: &'a dyn Fn(IdentityIndex) -> Option<IdentifierHash>,
    /// The identifier of a personal signing key.
    pub key: &'a dyn Fn(&Key) -> IdentifierHash,
}

impl<'a> ClonedRepository<'a> {
    pub(crate) fn rows(self) -> impl Iterator<Item = CommitRow> + 'a {
        let commits = self.history.commits();
        commits.map(move |commit| self.row(commit))
    }

    fn row(&self, commit: Commit<'_>) -> CommitRow {
        let is_readable = commit.has_readable_times();
        let seconds = |moment: Moment| is_readable.then_some(moment.seconds);
        let offset = |moment: Moment| moment.offset.map(|offset| offset.minutes());
        let zone = |(_, zone): (i64, &[u8])| String::from_utf8_lossy(zone).into_owned();
        let (authored, committed) = (commit.authored(), commit.committed());
        let signature = commit.signature();
        let key = signature.and_then(|signature| signature.key);
        let key = key.map(|key| self.history.keys().get(key));
        CommitRow {
            place: self.place.to_owned(),
            id: commit.id(),
            parents: i64::try_from(self.history.parent_indexes(commit.index()).len())
                .unwrap_or(i64::MAX),
            author: (self.identity)(commit.author_index()),
            author_name: without_addresses(&commit.author().name()),
            author_seconds: seconds(authored),
            author_offset: offset(authored),
            author_zone: zone(commit.authored_raw()),
            committer: (self.identity)(commit.committer_index()),
            committer_name: without_addresses(&commit.committer().name()),
            committer_seconds: seconds(committed),
            committer_offset: offset(committed),
            committer_zone: zone(commit.committed_raw()),
            clock: clock(commit.clock_source()).to_owned(),
            signature: signature.map(|_| key.map_or("unreadable", kind).to_owned()),
            signing_key: key
                .filter(|key| key.is_personal())
                .map(|key| (self.key)(key)),
            signing_key_id: key
                .filter(|key| key.kind != KeyKind::Ephemeral && !key.id.contains('@'))
                .map(|key| key.id.to_string()),
            signed_seconds: signature.and_then(|signature| signature.created),
        }
    }
}

fn clock(source: ClockSource) -> &'static str {
    match source {
        ClockSource::SelfCommitted => "self-committed",
        ClockSource::WebMerge => "web-merge",
        ClockSource::BranchUpdate => "branch-update",
        // Their clocks are evidence only beside the person's own, so readers of tables get what they can rely on.
        ClockSource::PlatformMade | ClockSource::WebEdit | ClockSource::WebSquash => {
            "platform-made"
        }
        ClockSource::OldMergeButton => "old-merge-button",
        ClockSource::Applied => "applied",
        ClockSource::TestMerge => "test-merge",
        ClockSource::UnprovenMerge => "unproven-merge",
    }
}

fn kind(key: &Key) -> &'static str {
    match key.kind {
        KeyKind::OpenPgp => "openpgp",
        KeyKind::Ssh => "ssh",
        KeyKind::X509 => "x509",
        KeyKind::Ephemeral => "ephemeral",
    }
}
