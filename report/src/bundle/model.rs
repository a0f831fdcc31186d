//! A bundle as data.
//!
//! It has no fractions and only ASCII keys, so that its canonical form is the same in every JSON library.

use countersign_facts::Tlp;
use countersign_heuristics::Level;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Name of this shape of data. A bundle is checked byte for byte, so any change needs a new number.
pub const SCHEMA: &str = "countersign/bundle/1";

/// The strictest marking of findings in a bundle, because anyone may get it.
pub const MOST_SHARED: Tlp = Tlp::Clear;

/// Findings with everything that is needed to check, repeat and refute them.
///
/// Each `digest` is the SHA-256, in hexadecimal digits, of the canonical form (RFC 8785) of the JSON object
/// around it, without the digest itself. A bundle never contains findings from imported lists that must not be
/// shared with everyone, and nothing in it depends on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("$id" = "urn:countersign:bundle:1"))]
pub struct Bundle {
    /// Always `countersign/bundle/1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: String,
    /// What made this.
    pub tool: Tool,
    /// Options of the scan.
    pub options: Options,
    /// How findings add up to a level.
    pub level_rules: Vec<String>,
    /// Imported lists that people were compared with and that may be shared with everyone.
    pub lists: Vec<List>,
    /// What was read, in the order of the command line.
    pub repositories: Vec<Repository>,
    /// The requested people, highest level first, then by id; empty if nobody reaches the level.
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

/// Options of the scan that decide what is found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Refs it started from; empty for all.
    pub refs: Vec<String>,
    /// Only commits committed at this time or later, Unix seconds.
    pub since: Option<i64>,
    /// Only commits committed at this time or earlier, Unix seconds.
    pub until: Option<i64>,
    /// Whether it checked what each commit changes.
    pub content: bool,
    /// Heuristics that ran.
    pub heuristics: Vec<Used>,
    /// People at this level or above are in the bundle.
    #[schemars(extend("enum" = Level::ALL.map(Level::as_str)))]
    pub min_level: String,
    /// The one person that the bundle is about; null for all people at the level.
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

/// An imported list that may be shared with everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The name under which it was imported.
    pub name: String,
    /// Its source.
    pub source: String,
    /// Its day: `YYYY-MM-DD`.
    pub date: String,
    /// How much its source is trusted, in the Admiralty code; null for an ungraded list.
    pub grade: Option<String>,
}

/// One repository, and the refs it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repository {
    /// The name reports show.
    pub name: String,
    /// Where it was read from, as the user gave it, without credentials.
    pub source: String,
    /// Host and owner of the remote it was cloned from, if the remote has an owner.
    pub organisation: Option<String>,
    /// `sha1` or `sha256`; empty if it could not be read.
    pub object_format: String,
    /// Commits read.
    pub commits: u64,
    /// Whether a shallow fetch left out older commits.
    pub shallow: bool,
    /// Every ref it was read from: the id it pointed at, a space, its full name. Sorted by name.
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
    /// The level, without accepted findings.
    #[schemars(extend("enum" = Level::ALL.map(Level::as_str)))]
    pub level: String,
    /// Distinct names, by commits, then alphabetical.
    pub names: Vec<String>,
    /// Distinct e-mail addresses, by commits, then alphabetical.
    pub emails: Vec<String>,
    /// GitHub logins from no-reply addresses.
    pub logins: Vec<String>,
    /// Personal signing keys.
    pub keys: Vec<Key>,
    /// Commits that the person authored, whether or not they also committed them.
    pub commits: u64,
    /// Commits that the person authored and committed on their own machine.
    pub self_committed: u64,
    /// Whether unrelated full names use one identifier, so that this may be several people.
    pub contested: bool,
    /// Findings, strongest first, context last; including accepted ones.
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
    /// Strength: `context`, `moderate`, `strong`.
    pub strength: String,
    /// Weight: the decimal logarithm of a likelihood ratio, with two decimals.
    pub weight: String,
    /// What it is about; empty for the person as a whole.
    pub subject: String,
    /// One sentence of plain fact. May quote text as found.
    pub summary: String,
    /// The innocent explanation: how an honest contributor comes to show it.
    pub innocent: String,
    /// SHA-256 of the heuristic's `record.toml`, which determines the weight.
    pub record: String,
    /// How many ordinary contributors show it; null if that was not measured.
    pub base_rate: Option<BaseRate>,
    /// The records, the most informative first.
    pub evidence: Vec<Evidence>,
    /// How many there were before the list was cut.
    pub evidence_total: u64,
    /// Why it was accepted; null if it was not.
    pub accepted: Option<Acceptance>,
    /// Digest of this finding.
    pub digest: String,
}

/// How many ordinary contributors show a finding of this strength or a stronger one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BaseRate {
    /// People with such a finding.
    pub fired: u32,
    /// People with enough history to be tested.
    pub testable: u32,
    /// Who was counted.
    pub among: String,
    /// What was measured.
    pub corpus: String,
    /// Digest of the code of the heuristic that was measured.
    pub code: String,
}

/// One record, and the one it contradicts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Position of its repository in `repositories`, from 0.
    pub repository: u16,
    /// The record itself.
    pub record: Record,
    /// The record it contradicts, if that is a single one.
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

/// Why a finding was accepted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The reason, in the words of the person who accepted it.
    pub reason: String,
    /// The day: `YYYY-MM-DD`.
    pub date: String,
}

/// A commit or tag exactly as git stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// Position in `repositories` of the repository it was read from, from 0.
    pub repository: u16,
    /// Its id in git: the hash of its kind, its length and its content.
    pub id: String,
    /// `commit` or `tag`.
    #[schemars(extend("enum" = ["commit", "tag"]))]
    pub kind: String,
    /// The encoding of `content`: `utf-8`, or `base64` for bytes that are not UTF-8 or contain a NUL.
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
