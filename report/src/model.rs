//! A scan as data: JSON shows it, and every other format renders it.
//!
//! Text is kept as found. Every format escapes it in its own way.

use countersign_facts::Tlp;
use countersign_heuristics::{Family, Field, Level, Strength};
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::everybody::Everybody;
use crate::readings;
use crate::record_value::RecordValue;

/// Name of this shape of data. New fields do not change the number; other changes do.
pub const SCHEMA: &str = "countersign/scan/1";

/// One scan: what was read, what the heuristics did, and the people with findings.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("$id" = "urn:countersign:scan:1"))]
pub struct Scan {
    /// Always `countersign/scan/1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What made this.
    pub tool: Tool,
    /// The audience, by the Traffic Light Protocol. Findings from imported lists for a smaller audience are left
    /// out. `red` is for the person who scans.
    #[serde(serialize_with = "tlp")]
    #[schemars(with = "String", extend("enum" = Tlp::ALL.map(Tlp::as_str)))]
    pub tlp: Tlp,
    /// What was read, in the order of the command line.
    pub repositories: Vec<Repository>,
    /// Imported lists that all people were compared with.
    pub lists: Vec<List>,
    /// Totals over all people, shown or not.
    pub summary: Summary,
    /// Results of every heuristic over all people, in the catalogue's order.
    pub heuristics: Vec<Tally>,
    /// The people shown: highest level first, then those with findings of more families, then by id.
    pub people: Vec<Person>,
    /// What the pictures of the first people show; empty unless asked for.
    #[serde(skip)]
    pub(crate) readings: readings::All,
    /// How much the findings of all people weigh, shown or not.
    #[serde(skip)]
    pub(crate) everybody: Everybody,
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
    /// Commits read, including those that an earlier repository of the scan also has.
    pub commits: u64,
    /// Refs the reading started from.
    pub refs: u64,
    /// Annotated tags read.
    pub tags: u64,
    /// Whether a shallow fetch left out older commits, so that counts and rates are biased.
    pub shallow: bool,
    /// Replacement refs, which were not applied.
    pub replaced: u64,
    /// What was skipped.
    pub skipped: Skipped,
    /// Whether it could not be read at all; the notes say why.
    pub unread: bool,
    /// Anything else worth knowing about the reading.
    pub notes: Vec<String>,
}

/// What was skipped because it is missing or broken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Skipped {
    /// Commits and tags that exist but cannot be read.
    pub unreadable: u64,
    /// Commits and tags whose content is not a commit or tag.
    pub malformed: u64,
    /// Parents that are missing.
    pub missing_parents: u64,
    /// Objects whose content does not match their id.
    pub hash_mismatch: u64,
    /// Refs that lead to no object.
    pub unreadable_refs: u64,
    /// Packs that could not be opened.
    pub unreadable_packs: u64,
}

/// An imported list of indicators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct List {
    /// The name under which it was imported.
    pub name: String,
    /// Its source.
    pub source: String,
    /// Its day: `YYYY-MM-DD`.
    pub date: String,
    /// How much its source is trusted, in the Admiralty code; null for an ungraded list.
    pub grade: Option<String>,
    /// Who may see it, by the Traffic Light Protocol.
    #[serde(serialize_with = "tlp")]
    #[schemars(with = "String", extend("enum" = Tlp::ALL.map(Tlp::as_str)))]
    pub tlp: Tlp,
}

/// Totals over all people, shown or not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Distinct commits over all repositories.
    pub commits: u64,
    /// Committer time of the newest commit, Unix seconds; null if there are no commits.
    pub newest: Option<i64>,
    /// People, without programs.
    pub people: u64,
    /// Programs (bots, CI, agents): counted, never assessed.
    pub programs: u64,
    /// People with too little history for every heuristic.
    pub too_little: u64,
    /// People by level, without findings that the baseline accepts.
    pub levels: Levels,
    /// Findings that the baseline accepts.
    pub accepted: u64,
}

/// People by level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Levels {
    /// No finding beyond context.
    pub quiet: u64,
    /// Something uncommon that honest people also show.
    pub note: u64,
    /// Worth a look.
    pub review: u64,
    /// Look now.
    pub urgent: u64,
}

impl Levels {
    /// How many people have this level.
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

/// Results of one heuristic over all people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tally {
    /// The heuristic.
    pub id: &'static str,
    /// Its revision.
    pub revision: u16,
    /// People with enough history for it.
    pub tested: u64,
    /// People with a finding of it, accepted or not.
    pub fired: u64,
    /// People with too little history for it.
    pub not_enough: u64,
    /// People on whom its code failed: a bug in Countersign, please report it.
    pub broken: u64,
}

/// One person: identities linked by a shared personal address, account or key, or by the strongest other evidence.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Person {
    /// `p-` and twelve hexadecimal digits, the same in every scan of a growing history.
    pub id: String,
    /// The level, without findings that the baseline accepts.
    #[serde(serialize_with = "level")]
    #[schemars(with = "String", extend("enum" = Level::ALL.map(Level::as_str)))]
    pub level: Level,
    /// Published patterns that the findings match, most signs first. They do not raise the level.
    pub patterns: Vec<PatternMatch>,
    /// Distinct names: first the one to call the person by, which is the newest full name; then by commits, then
    /// alphabetical.
    pub names: Vec<String>,
    /// Distinct e-mail addresses, by commits, then alphabetical.
    pub emails: Vec<String>,
    /// GitHub logins from no-reply addresses, by commits, then alphabetical.
    pub logins: Vec<String>,
    /// Personal signing keys.
    pub keys: Vec<Key>,
    /// Commits that the person authored, whether or not they also committed them.
    pub commits: u64,
    /// Commits that the person authored and committed on their own machine.
    pub self_committed: u64,
    /// When the first of these commits was authored, Unix seconds; null if there are none.
    pub first: Option<i64>,
    /// When the last one was authored.
    pub last: Option<i64>,
    /// Every clock of the person that a commit shows, by clock, then offset. An offset is not a location.
    pub clocks: Vec<ClockSpan>,
    /// Whether unrelated full names use one identifier, so that this may be several people.
    pub contested: bool,
    /// Two families whose findings agree, if that is a reason for the level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub together: Option<Together>,
    /// Findings, strongest first; context last.
    pub findings: Vec<Finding>,
    /// Findings that the baseline accepts.
    pub accepted: Vec<AcceptedFinding>,
    /// Heuristics that the person has too little history for.
    pub not_enough: Vec<NotEnough>,
    /// The ids that each identity would have on its own: other commands may link fewer identities.
    #[serde(skip)]
    pub(crate) ids: Vec<String>,
}

/// One offset of one clock of a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ClockSpan {
    /// `author` and `committer` for the two dates of commits made on the person's own machines (`committer` also for
    /// commits applied there), `browser` for merges and edits on GitHub's site.
    pub clock: &'static str,
    /// `UTC+05:30`. `UTC+00:00` is mostly the clock of a container or a server.
    pub offset: String,
    /// When a commit first showed it, Unix seconds.
    pub first: i64,
    /// When a commit last showed it.
    pub last: i64,
    /// How many commits show it.
    pub commits: u64,
}

/// Findings of two families, and how many ordinary contributors show both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Together {
    /// The two families.
    pub families: [&'static str; 2],
    /// People with findings beyond context in both.
    pub fired: u32,
    /// People with ten commits or more who were examined.
    pub testable: u32,
}

/// A published pattern that findings match.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PatternMatch {
    /// The pattern.
    pub id: &'static str,
    /// Its name in reports.
    pub name: &'static str,
    /// How many of its signs were found.
    pub signs: u64,
    /// How many signs it has.
    pub of: u64,
    /// The heuristics that are those signs.
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
    /// The heuristic's family: `clock`, `browser`, `history`, `identity`, `key`, `account`, `network`, `content`.
    #[serde(serialize_with = "family")]
    #[schemars(with = "String")]
    pub family: Family,
    /// Strength: `context`, `moderate`, `strong`.
    #[serde(serialize_with = "strength")]
    #[schemars(with = "String")]
    pub strength: Strength,
    /// Weight: the decimal logarithm of a likelihood ratio, from the base rate; 0 for context.
    pub weight: f64,
    /// `f-` and twelve hexadecimal digits. Baselines list it.
    pub fingerprint: String,
    /// What it is about; empty for the person as a whole.
    pub subject: String,
    /// One sentence of plain fact. May quote text as found.
    pub summary: String,
    /// The innocent explanation: how an honest contributor comes to show it.
    pub innocent: &'static str,
    /// How many ordinary contributors show it; null if that was not measured.
    pub base_rate: Option<BaseRate>,
    /// The records, the most informative first.
    pub evidence: Vec<Evidence>,
    /// How many there were before the list was cut.
    pub evidence_total: u64,
    /// What makes one person of those whom the records name, where they share no address, account or key.
    pub rests_on: Vec<Join>,
    /// Who may see it, by the Traffic Light Protocol: `clear`, `green`, `amber`,
    /// `amber+strict`, `red`.
    #[serde(serialize_with = "tlp")]
    #[schemars(with = "String", extend("enum" = Tlp::ALL.map(Tlp::as_str)))]
    pub tlp: Tlp,
}

/// Evidence that two identities without a common address, account or key are one person.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Join {
    /// The two: each a name and an address.
    pub identities: [String; 2],
    /// What they have in common.
    pub reason: String,
    /// The base-2 logarithm of how much likelier this is between identities of one person than of two, with one
    /// decimal.
    pub bits: f64,
}

/// How many ordinary contributors show a finding of this strength or a stronger one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BaseRate {
    /// People with such a finding.
    pub fired: u32,
    /// People with enough history to be tested.
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
    /// Name of the repository that has it.
    pub repository: String,
    /// Committer time of the record's commit, or tagger time of its tag, Unix seconds; null if unknown.
    pub committed: Option<i64>,
    /// The record itself.
    #[serde(flatten)]
    pub record: Record,
    /// The record it contradicts, if that is a single one.
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
    #[schemars(with = "String")]
    pub value: RecordValue,
}

/// A finding that the baseline accepts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AcceptedFinding {
    /// The finding.
    pub fingerprint: String,
    /// Which heuristic found it.
    pub heuristic: &'static str,
    /// Strength: `context`, `moderate`, `strong`.
    #[serde(serialize_with = "strength")]
    #[schemars(with = "String")]
    pub strength: Strength,
    /// Its sentence of plain fact.
    pub summary: String,
    /// Why it was accepted, in the words of the person who accepted it.
    pub reason: String,
    /// The day: `YYYY-MM-DD`.
    pub date: String,
    /// Who accepted it, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Who may see it, by the Traffic Light Protocol.
    #[serde(serialize_with = "tlp")]
    #[schemars(with = "String", extend("enum" = Tlp::ALL.map(Tlp::as_str)))]
    pub tlp: Tlp,
}

/// A heuristic that a person has too little history for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct NotEnough {
    /// Which one.
    pub heuristic: &'static str,
    /// How many there are.
    pub have: u64,
    /// How many it needs.
    pub want: u64,
    /// What is counted.
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
