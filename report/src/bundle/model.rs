//! A bundle as data.
//!
//! No number in it has a fraction and every key is ASCII, so that its canonical form is the same in every
//! language's JSON library.

use countersign_facts::Tlp;
use countersign_heuristics::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name of this shape of data. A bundle is checked to the byte, so any change takes a new number.
pub const SCHEMA: &str = "countersign/bundle/1";

/// The most closed marking whose findings a bundle holds: it may come to anybody's hands.
pub const MOST_SHARED: Tlp = Tlp::Clear;

/// Findings with everything it takes to check, repeat and refute them.
///
/// Each `digest` is the SHA-256, in hexadecimal digits, of the canonical form (RFC 8785) of the JSON object
/// it stands in, without the digest itself. Findings that rest on an imported list which may not be shared
/// with everybody are in no bundle, nor does anything else in it depend on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("$id" = "urn:countersign:bundle:1"))]
pub struct Bundle {
    /// Always `countersign/bundle/1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// What made this.
    pub tool: Tool,
    /// What the scan was asked.
    pub options: Options,
    /// How findings come to a level.
    pub level_rules: Vec<String>,
    /// Imported lists that everybody was compared with and that may be shared with everybody.
    pub lists: Vec<List>,
    /// What was read, in the order of the command line.
    pub repositories: Vec<Repository>,
    /// The people asked for: worst level first, then by id. Nobody where nobody reaches the level.
    pub people: Vec<Person>,
    /// Every commit and tag that evidence names, by id.
    pub objects: Vec<Object>,
    /// Digest of the whole.
    pub digest: String,
}

/// The program that made a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// What the scan was asked, as far as it decides what is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Refs it started from; empty for all.
    pub refs: Vec<String>,
    /// Only commits committed at this time or later, Unix seconds.
    pub since: Option<i64>,
    /// Only commits committed at this time or earlier, Unix seconds.
    pub until: Option<i64>,
    /// Whether it looked at what each commit changes.
    pub content: bool,
    /// Heuristics that ran.
    pub heuristics: Vec<Used>,
    /// People at this level or above are in the bundle.
    #[schemars(extend("enum" = Level::ALL.map(Level::as_str)))]
    pub min_level: String,
    /// The one person the bundle is about; null for everybody at the level.
    pub person: Option<String>,
}

/// A heuristic that ran.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Used {
    /// Which one.
    pub id: String,
    /// Its revision.
    pub revision: u16,
}

/// An imported list that may be shared with everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The name under which it was imported.
    pub name: String,
    /// Who made it.
    pub source: String,
    /// The day it is of: `YYYY-MM-DD`.
    pub date: String,
    /// How far its source is trusted, in the Admiralty code; null for an ungraded list.
    pub grade: Option<String>,
}

/// One repository, and where its reading began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repository {
    /// The name reports show.
    pub name: String,
    /// Where it was read from, as the user gave it, without credentials.
    pub source: String,
    /// Host and owner of the remote it was cloned from, where that has an owner.
    pub organisation: Option<String>,
    /// `sha1` or `sha256`; empty where it could not be read.
    pub object_format: String,
    /// Commits read.
    pub commits: u64,
    /// Whether a shallow fetch left out older commits.
    pub shallow: bool,
    /// Every ref it was read from: the id it pointed at, a space, its full name. By name.
    pub tips: Vec<String>,
    /// Digest of this repository.
    pub digest: String,
}

/// One person, with all findings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// `p-` and twelve hexadecimal digits.
    pub id: String,
    /// How much to look, accepted findings left out.
    #[schemars(extend("enum" = Level::ALL.map(Level::as_str)))]
    pub level: String,
    /// Distinct names, by commits, then alphabetical.
    pub names: Vec<String>,
    /// Distinct e-mail addresses, by commits, then alphabetical.
    pub emails: Vec<String>,
    /// GitHub logins that no-reply addresses tell.
    pub logins: Vec<String>,
    /// Personal signing keys.
    pub keys: Vec<Key>,
    /// Commits the person authored, whoever committed them.
    pub commits: u64,
    /// Those of them that the person committed too, on an own machine.
    pub self_committed: u64,
    /// Whether unrelated full names share one identifier: perhaps several people.
    pub contested: bool,
    /// Findings, strongest first; context last. Accepted ones too.
    pub findings: Vec<Finding>,
    /// Digest of this person.
    pub digest: String,
}

/// A personal signing key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// `openpgp`, `ssh` or `x509`.
    pub kind: String,
    /// OpenPGP: key id; SSH: `SHA256:` fingerprint; X.509: serial and issuer.
    pub id: String,
}

/// One contradiction between records of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// `f-` and twelve hexadecimal digits, from heuristic, person, subject and strength.
    pub fingerprint: String,
    /// Which heuristic found it.
    pub heuristic: String,
    /// The heuristic's revision.
    pub revision: u16,
    /// What contradicts what, in general.
    pub title: String,
    /// Which family the heuristic is of.
    pub family: String,
    /// How much it says: `context`, `moderate`, `strong`.
    pub strength: String,
    /// How much it counts: the decimal logarithm of a likelihood ratio, with two decimals.
    pub weight: String,
    /// What it is about; empty for the person as a whole.
    pub subject: String,
    /// One sentence of plain fact. May quote text as found.
    pub summary: String,
    /// How an honest contributor comes to show it.
    pub innocent: String,
    /// SHA-256 of the heuristic's `record.toml`, which its weight comes from.
    pub record: String,
    /// How many ordinary people show it; null where nobody has measured yet.
    pub base_rate: Option<BaseRate>,
    /// The records, most telling first.
    pub evidence: Vec<Evidence>,
    /// How many there were before the list was cut.
    pub evidence_total: u64,
    /// Why it counts no more; null where it counts.
    pub accepted: Option<Acceptance>,
    /// Digest of this finding.
    pub digest: String,
}

/// How many ordinary people show what a heuristic found, as strongly or more so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BaseRate {
    /// People about whom it found something of the finding's strength, or stronger.
    pub fired: u32,
    /// People it had enough to say something about.
    pub testable: u32,
    /// Who was counted.
    pub among: String,
    /// What was measured.
    pub corpus: String,
    /// Digest of the heuristic's code that was measured.
    pub code: String,
}

/// One record, and the one it contradicts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Position in `repositories` of the one that holds it, from 0.
    pub repository: u16,
    /// The record itself.
    pub record: Record,
    /// The record it contradicts, where it is a single one.
    pub contradicts: Option<Record>,
}

/// One field of one commit or tag.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Id of the commit or tag.
    pub object: String,
    /// Which field: `author-date`, `committer-date`, `author`, `signing-key` and so on.
    pub field: String,
    /// Its value; a time as git writes it: Unix seconds, a space, the zone as found.
    pub value: String,
}

/// Why a finding counts no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// In the words of whoever accepted it.
    pub reason: String,
    /// On which day: `YYYY-MM-DD`.
    pub date: String,
}

/// A commit or tag exactly as git stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// Position in `repositories` of the one it was read from, from 0.
    pub repository: u16,
    /// Its id in git: the hash of its kind, its length and its content.
    pub id: String,
    /// `commit` or `tag`.
    #[schemars(extend("enum" = ["commit", "tag"]))]
    pub kind: String,
    /// How `content` is written: `utf-8` as it is, or `base64` where it is no UTF-8 or holds a NUL.
    #[schemars(extend("enum" = ["utf-8", "base64"]))]
    pub encoding: String,
    /// Headers and message.
    pub content: String,
    /// SHA-256 of the content's bytes, in hexadecimal digits.
    pub sha256: String,
}

/// The JSON Schema of [`Bundle`].
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Bundle).to_value()
}
