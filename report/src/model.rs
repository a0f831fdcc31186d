//! A scan as data: what JSON shows, and what every other format renders.
//!
//! Text is kept as found: every format neutralises it in its own way.

use countersign_facts::Tlp;
use countersign_heuristics::{Family, Field, Level, Strength};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

/// Name of this shape of data. Grows a field without notice, changes its number otherwise.
pub const SCHEMA: &str = "countersign/scan/1";

/// One scan: what was read, how the heuristics did, and the people they say something about.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("$id" = "urn:countersign:scan:1"))]
pub struct Scan {
    /// Always `countersign/scan/1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What made this.
    pub tool: Tool,
    /// For whom it was made, by the Traffic Light Protocol: what imported lists share with fewer is left
    /// out. `red` is for whoever scans.
    #[serde(serialize_with = "tlp")]
    #[schemars(with = "String", extend("enum" = Tlp::ALL.map(Tlp::as_str)))]
    pub tlp: Tlp,
    /// What was read, in the order of the command line.
    pub repositories: Vec<Repository>,
    /// Imported lists that everybody was compared with.
    pub lists: Vec<List>,
    /// Totals over everybody, shown or not.
    pub summary: Summary,
    /// How every heuristic did over everybody, in the catalogue's order.
    pub heuristics: Vec<Tally>,
    /// The people shown: worst level first, then those with findings of more families, then by id.
    pub people: Vec<Person>,
}

/// The program that made a scan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl Tool {
    pub(crate) const fn this() -> Self {
        Self {
            name: "countersign",
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// One repository of a scan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Repository {
    /// The name by which evidence refers to it.
    pub name: String,
    /// Where it was read from, as the user gave it.
    pub source: String,
    /// `sha1` or `sha256`.
    pub object_format: String,
    /// Commits read, those included that an earlier repository of the scan brought.
    pub commits: u64,
    /// Refs the reading started from.
    pub refs: u64,
    /// Annotated tags read.
    pub tags: u64,
    /// Whether a shallow fetch left out older commits: counts and rates are biased then.
    pub shallow: bool,
    /// Replacement refs, which were not applied.
    pub replaced: u64,
    /// What was passed over.
    pub skipped: Skipped,
    /// Anything else worth knowing about the reading.
    pub notes: Vec<String>,
}

/// What a reading passed over because it is missing or broken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Skipped {
    /// Commits and tags that are there but cannot be decoded.
    pub unreadable: u64,
    /// Commits and tags whose content is no commit or tag.
    pub malformed: u64,
    /// Parents that are not there.
    pub missing_parents: u64,
    /// Objects whose content belongs to another id.
    pub hash_mismatch: u64,
    /// Refs that lead nowhere.
    pub unreadable_refs: u64,
    /// Packs that could not be opened.
    pub unreadable_packs: u64,
}

/// An imported list of indicators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct List {
    /// The name under which it was imported.
    pub name: String,
    /// Who made it.
    pub source: String,
    /// The day it is of: `YYYY-MM-DD`.
    pub date: String,
    /// How far its source is trusted, in the Admiralty code; null for an ungraded list.
    pub grade: Option<String>,
    /// With whom it may be shared, by the Traffic Light Protocol.
    #[serde(serialize_with = "tlp")]
    #[schemars(with = "String", extend("enum" = Tlp::ALL.map(Tlp::as_str)))]
    pub tlp: Tlp,
}

/// Totals over everybody, shown or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Distinct commits over all repositories.
    pub commits: u64,
    /// Committer time of the newest commit, Unix seconds; null where there is no commit.
    pub newest: Option<i64>,
    /// People; programs left out.
    pub people: u64,
    /// Programs (bots, CI, agents): counted, never assessed.
    pub programs: u64,
    /// People about whom no heuristic had enough history to say anything.
    pub too_little: u64,
    /// People by level, findings that the baseline accepts left out.
    pub levels: Levels,
    /// Findings that the baseline accepts.
    pub accepted: u64,
}

/// People by level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Levels {
    /// Nothing to see.
    pub quiet: u64,
    /// Something uncommon that honest people show too.
    pub note: u64,
    /// Worth a look.
    pub review: u64,
    /// Look now.
    pub urgent: u64,
}

impl Levels {
    /// How many people stand at `level`.
    #[must_use]
    pub const fn at(&self, level: Level) -> u64 {
        match level {
            Level::Quiet => self.quiet,
            Level::Note => self.note,
            Level::Review => self.review,
            Level::Urgent => self.urgent,
        }
    }

    pub(crate) const fn add(&mut self, level: Level) {
        match level {
            Level::Quiet => self.quiet += 1,
            Level::Note => self.note += 1,
            Level::Review => self.review += 1,
            Level::Urgent => self.urgent += 1,
        }
    }
}

/// How one heuristic did over everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// The heuristic.
    pub id: &'static str,
    /// Its revision.
    pub revision: u16,
    /// People it had enough to say something about.
    pub tested: u64,
    /// Those of them about whom it found something, accepted or not.
    pub fired: u64,
    /// People with too little history for it.
    pub not_enough: u64,
    /// People for whom its code broke: a fault of this program, please report it.
    pub broken: u64,
}

/// One person: identities joined by a shared mailbox, account or key.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Person {
    /// `p-` and twelve hexadecimal digits, the same in every scan of a growing history.
    pub id: String,
    /// How much to look, findings that the baseline accepts left out.
    #[serde(serialize_with = "level")]
    #[schemars(with = "String", extend("enum" = Level::ALL.map(Level::as_str)))]
    pub level: Level,
    /// Published patterns that the findings match, most signs first. They raise no level.
    pub patterns: Vec<PatternMatch>,
    /// Distinct names, by commits, then alphabetical.
    pub names: Vec<String>,
    /// Distinct e-mail addresses, by commits, then alphabetical.
    pub emails: Vec<String>,
    /// GitHub logins that no-reply addresses tell, by commits, then alphabetical.
    pub logins: Vec<String>,
    /// Personal signing keys.
    pub keys: Vec<Key>,
    /// Commits the person authored, whoever committed them.
    pub commits: u64,
    /// Those of them that the person committed too, on an own machine.
    pub self_committed: u64,
    /// Whether unrelated full names share one identifier: perhaps several people.
    pub contested: bool,
    /// Findings, strongest first; context last.
    pub findings: Vec<Finding>,
    /// Findings that the baseline accepts.
    pub accepted: Vec<AcceptedFinding>,
    /// Heuristics that had too little history.
    pub not_enough: Vec<NotEnough>,
}

/// A published pattern that findings match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PatternMatch {
    /// The pattern.
    pub id: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// How many of its signs were found.
    pub signs: u64,
    /// How many signs it has.
    pub of: u64,
    /// The heuristics that found them.
    pub heuristics: Vec<&'static str>,
}

/// A personal signing key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Key {
    /// `openpgp`, `ssh` or `x509`.
    pub kind: &'static str,
    /// OpenPGP: key id; SSH: `SHA256:` fingerprint; X.509: serial and issuer.
    pub id: String,
}

/// One contradiction between records of one person.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Finding {
    /// Which heuristic found it.
    pub heuristic: &'static str,
    /// What contradicts what, in general.
    pub title: &'static str,
    /// The heuristic's revision.
    pub revision: u16,
    /// Which family the heuristic is of: `clock`, `identity`, `key`, `account`, `network`, `content`.
    #[serde(serialize_with = "family")]
    #[schemars(with = "String")]
    pub family: Family,
    /// How much it says: `context`, `moderate`, `strong`.
    #[serde(serialize_with = "strength")]
    #[schemars(with = "String")]
    pub strength: Strength,
    /// How much it counts: the decimal logarithm of a likelihood ratio, from the base rate; 0 for context.
    pub weight: f64,
    /// `f-` and twelve hexadecimal digits: what a baseline accepts.
    pub fingerprint: String,
    /// What it is about; empty for the person as a whole.
    pub subject: String,
    /// One sentence of plain fact. May quote text as found.
    pub summary: String,
    /// How an honest contributor comes to show it.
    pub innocent: &'static str,
    /// How many ordinary people show it; null where nobody has measured yet.
    pub base_rate: Option<BaseRate>,
    /// The records, most telling first.
    pub evidence: Vec<Evidence>,
    /// How many there were before the list was cut.
    pub evidence_total: u64,
    /// With whom it may be shared, by the Traffic Light Protocol: `clear`, `green`, `amber`,
    /// `amber+strict`, `red`.
    #[serde(serialize_with = "tlp")]
    #[schemars(with = "String", extend("enum" = Tlp::ALL.map(Tlp::as_str)))]
    pub tlp: Tlp,
}

/// How many ordinary people show what a heuristic found, as strongly or more so.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BaseRate {
    /// People about whom it found something of the finding's strength, or stronger.
    pub fired: u32,
    /// People it had enough to say something about.
    pub testable: u32,
    /// The first divided by the second.
    pub share: f64,
    /// Lower bound of the share's 95 % interval.
    pub low: f64,
    /// Upper bound of the share's 95 % interval.
    pub high: f64,
    /// Who was counted.
    pub among: String,
    /// What was measured.
    pub corpus: String,
}

/// One record, and the one it contradicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Evidence {
    /// Name of the repository that holds it.
    pub repository: String,
    /// Committer time of the record's commit, or tagger time of its tag, Unix seconds; null where that is
    /// not known.
    pub committed: Option<i64>,
    /// The record itself.
    #[serde(flatten)]
    pub record: Record,
    /// The record it contradicts, where it is a single one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contradicts: Option<Record>,
}

/// One field of one commit or tag, as found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Record {
    /// Id of the commit or tag.
    pub commit: String,
    /// Which field: `author-date`, `committer-date`, `author`, `signing-key` and so on.
    #[serde(serialize_with = "field")]
    #[schemars(with = "String")]
    pub field: Field,
    /// Its value; a time as git writes it: Unix seconds, a space, the zone as found.
    pub value: String,
}

/// A finding that the baseline accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AcceptedFinding {
    /// The finding.
    pub fingerprint: String,
    /// Which heuristic found it.
    pub heuristic: &'static str,
    /// How much it would say: `context`, `moderate`, `strong`.
    #[serde(serialize_with = "strength")]
    #[schemars(with = "String")]
    pub strength: Strength,
    /// Its sentence of plain fact.
    pub summary: String,
    /// Why it was accepted, in the words of whoever did.
    pub reason: String,
    /// On which day: `YYYY-MM-DD`.
    pub date: String,
    /// Who accepted it, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// With whom it may be shared, by the Traffic Light Protocol.
    #[serde(serialize_with = "tlp")]
    #[schemars(with = "String", extend("enum" = Tlp::ALL.map(Tlp::as_str)))]
    pub tlp: Tlp,
}

/// A heuristic that had too little history of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotEnough {
    /// Which one.
    pub heuristic: &'static str,
    /// How many there are.
    pub have: u64,
    /// How many it takes.
    pub want: u64,
    /// Of what.
    pub of: &'static str,
}

pub(crate) fn level<S: Serializer>(level: &Level, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(level.as_str())
}

fn family<S: Serializer>(family: &Family, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(family.as_str())
}

fn strength<S: Serializer>(strength: &Strength, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(strength.as_str())
}

fn tlp<S: Serializer>(tlp: &Tlp, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(tlp.as_str())
}

fn field<S: Serializer>(field: &Field, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(field.as_str())
}
