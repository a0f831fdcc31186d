//! Records that contradict each other, quoted as found.

use countersign_facts::{Commit, History, KeyIndex, ObjectId, RepositoryIndex, Tag};

/// One record, and the one it contradicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Where the record stands.
    pub repository: RepositoryIndex,
    /// The record.
    pub record: Fact,
    /// The record it contradicts, where it is a single one.
    pub contradicts: Option<Fact>,
}

/// One field of one commit or tag, as found; or of a pull request or account beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Id of the commit or tag. For what a platform says of an account or key, and for what other
    /// repositories show, the commit it is compared with; for a changed path, the pull request's head.
    pub object: ObjectId,
    /// Which field.
    pub field: Field,
    /// Its value.
    pub value: Value,
}

/// Fields that evidence quotes: of commits and tags, and of the pull request around them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The author line's time and zone.
    AuthorDate,
    /// The committer line's time and zone.
    CommitterDate,
    /// The author line's name and address.
    Author,
    /// The committer line's name and address.
    Committer,
    /// The creation time inside the signature.
    SignatureDate,
    /// The key that signed; "none" for an unsigned object.
    SigningKey,
    /// The user id inside an OpenPGP signature: name and address, or an address alone.
    Signer,
    /// A tag's tagger line: name and address.
    Tagger,
    /// A tag's name.
    TagName,
    /// The account that opened the pull request: its login.
    Account,
    /// When that account was created.
    AccountCreated,
    /// When a key on that account was made.
    KeyCreated,
    /// When a key was added to that account.
    KeyAdded,
    /// A file that the pull request, or the commit, changes.
    Path,
    /// A line that it adds: `path:line: text`, the text as [`Mark::excerpt`](countersign_facts::Mark) has it;
    /// without a path for a line of the commit's message.
    AddedLine,
    /// A name on the same address in another repository.
    Elsewhere,
}

impl Field {
    /// Name in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorDate => "author-date",
            Self::CommitterDate => "committer-date",
            Self::Author => "author",
            Self::Committer => "committer",
            Self::SignatureDate => "signature-date",
            Self::SigningKey => "signing-key",
            Self::Signer => "signer",
            Self::Tagger => "tagger",
            Self::TagName => "tag-name",
            Self::Account => "account",
            Self::AccountCreated => "account-created",
            Self::KeyCreated => "key-created",
            Self::KeyAdded => "key-added",
            Self::Path => "path",
            Self::AddedLine => "added-line",
            Self::Elsewhere => "elsewhere",
        }
    }
}

/// A field's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A time with its zone token as found.
    Time {
        /// Unix seconds.
        seconds: i64,
        /// Zone token; empty where there is none.
        zone: Box<[u8]>,
    },
    /// A name, address, key id or the like, decoded.
    Text(String),
    /// Commits of another repository.
    Elsewhere {
        /// The name they carry.
        name: String,
        /// The repository.
        repository: String,
        /// When the first was authored, Unix seconds.
        first: i64,
        /// When the last was authored, Unix seconds.
        last: i64,
        /// How many they are.
        commits: usize,
    },
}

impl Fact {
    /// A commit's author time.
    #[must_use]
    pub fn author_date(commit: &Commit<'_>) -> Self {
        Self::time(commit.id(), Field::AuthorDate, commit.authored_raw())
    }

    /// A commit's committer time.
    #[must_use]
    pub fn committer_date(commit: &Commit<'_>) -> Self {
        Self::time(commit.id(), Field::CommitterDate, commit.committed_raw())
    }

    /// A commit's author.
    #[must_use]
    pub fn author(commit: &Commit<'_>) -> Self {
        Self::text(
            commit.id(),
            Field::Author,
            commit.author().text().into_owned(),
        )
    }

    /// A commit's committer.
    #[must_use]
    pub fn committer(commit: &Commit<'_>) -> Self {
        Self::text(
            commit.id(),
            Field::Committer,
            commit.committer().text().into_owned(),
        )
    }

    /// The creation time in a signature of `object`, Unix seconds.
    #[must_use]
    pub fn signature_date(object: ObjectId, created: i64) -> Self {
        Self::time(object, Field::SignatureDate, (created, b"+0000"))
    }

    /// The key that signed `object`, or that none did.
    #[must_use]
    pub fn signing_key(history: &History, object: ObjectId, key: Option<KeyIndex>) -> Self {
        let id = key.map_or("none", |key| &*history.keys().get(key).id);
        Self::text(object, Field::SigningKey, id.to_owned())
    }

    /// A tag's name.
    #[must_use]
    pub fn tag_name(tag: &Tag) -> Self {
        Self::text(
            tag.id,
            Field::TagName,
            String::from_utf8_lossy(&tag.name).into_owned(),
        )
    }

    /// What a platform says happened at an instant, Unix seconds, beside `object`.
    #[must_use]
    pub fn platform_time(object: ObjectId, field: Field, seconds: i64) -> Self {
        Self::time(object, field, (seconds, b"+0000"))
    }

    /// Any other text field.
    #[must_use]
    pub fn text(object: ObjectId, field: Field, text: String) -> Self {
        Self {
            object,
            field,
            value: Value::Text(text),
        }
    }

    fn time(object: ObjectId, field: Field, (seconds, zone): (i64, &[u8])) -> Self {
        Self {
            object,
            field,
            value: Value::Time {
                seconds,
                zone: zone.into(),
            },
        }
    }
}

impl Evidence {
    /// A record of `commit` and the one it contradicts.
    #[must_use]
    pub fn of(commit: &Commit<'_>, record: Fact, contradicts: Option<Fact>) -> Self {
        Self {
            repository: commit.repository(),
            record,
            contradicts,
        }
    }
}
