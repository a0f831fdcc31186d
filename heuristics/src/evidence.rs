//! Evidence: records that contradict each other, quoted as found.

use countersign_facts::{Commit, History, KeyIndex, ObjectId, RepositoryIndex, Tag};

/// A record, and the record that it contradicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The repository that holds the record.
    pub repository: RepositoryIndex,
    /// The record.
    pub record: Fact,
    /// The record that it contradicts, if it is a single one.
    pub contradicts: Option<Fact>,
}

/// One field of a commit, a tag, a pull request or an account, as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The id of the commit or tag. For a field of an account, of a key or of another repository: the commit
    /// that it is compared with. For a changed path: the head of the pull request.
    pub object: ObjectId,
    /// Which field.
    pub field: Field,
    /// Its value.
    pub value: Value,
}

/// The fields that evidence can quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The author date of a commit, with its UTC offset.
    AuthorDate,
    /// The committer date of a commit, with its UTC offset.
    CommitterDate,
    /// The name and address of a commit's author.
    Author,
    /// The name and address of a commit's committer.
    Committer,
    /// The creation time inside the signature.
    SignatureDate,
    /// The id of the signing key, or "none" if the object is not signed.
    SigningKey,
    /// The user id inside an OpenPGP signature: name and address, or an address alone.
    Signer,
    /// The name and address of a tag's tagger.
    Tagger,
    /// A tag's name.
    TagName,
    /// The login of the account that opened the pull request.
    Account,
    /// When that account was created.
    AccountCreated,
    /// When a key on that account was made.
    KeyCreated,
    /// When a key was added to that account.
    KeyAdded,
    /// The path of a file that the pull request or the commit changes.
    Path,
    /// A line that the pull request or the commit adds, as `path:line: text`, where the text is
    /// [`Mark::excerpt`](countersign_facts::Mark); or a line of the commit's message, without a path.
    AddedLine,
    /// A name that the same address uses in another repository.
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
    /// A time with its UTC offset as the record spells it.
    Time {
        /// Unix seconds.
        seconds: i64,
        /// The offset as spelled, such as `+0900`; empty if there is none.
        zone: Box<[u8]>,
    },
    /// A name, an address, a key id or other text, decoded.
    Text(String),
    /// Commits of another repository.
    Elsewhere {
        /// The name of their author.
        name: String,
        /// The repository.
        repository: String,
        /// The earliest author date, Unix seconds.
        first: i64,
        /// The latest author date, Unix seconds.
        last: i64,
        /// How many commits.
        commits: usize,
    },
}

impl Fact {
    /// A commit's author date.
    #[must_use]
    pub fn author_date(commit: &Commit<'_>) -> Self {
        Self::time(commit.id(), Field::AuthorDate, commit.authored_raw())
    }

    /// A commit's committer date.
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

    /// The creation time inside the signature of `object`, Unix seconds.
    #[must_use]
    pub fn signature_date(object: ObjectId, created: i64) -> Self {
        Self::time(object, Field::SignatureDate, (created, b"+0000"))
    }

    /// When a platform made a commit: the creation time inside its signature; the committer date if signatures of this
    /// kind carry no time.
    #[must_use]
    pub fn witness(commit: &Commit<'_>) -> Self {
        let created = commit.signature().and_then(|signature| signature.created);
        match created {
            Some(created) => Self::signature_date(commit.id(), created),
            None => Self::committer_date(commit),
        }
    }

    /// The key that signed `object`; `None` if it is not signed.
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

    /// A time that a platform recorded (Unix seconds), to be compared with `object`.
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
    /// A record in `commit`, and the record that it contradicts.
    #[must_use]
    pub fn of(commit: &Commit<'_>, record: Fact, contradicts: Option<Fact>) -> Self {
        Self {
            repository: commit.repository(),
            record,
            contradicts,
        }
    }
}
