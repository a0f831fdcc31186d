//! What became of checking a bundle, as data.

use schemars::JsonSchema;
use serde::Serialize;

use super::model::{Evidence, Finding, Person};
use crate::model::Tool;

/// Name of this shape of data. Grows a field without notice, changes its number otherwise.
pub const VERIFICATION_SCHEMA: &str = "countersign/verification/1";

/// What became of checking a bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(extend("$id" = "urn:countersign:verification:1"))]
pub struct Verification {
    /// Always `countersign/verification/1`.
    #[schemars(extend("const" = VERIFICATION_SCHEMA))]
    pub schema: &'static str,
    /// What made this.
    pub tool: Tool,
    /// The program that made the bundle: name and version.
    pub made_by: String,
    /// The bundle's digest, computed anew: compare it with the one you were given.
    pub digest: String,
    /// Whether nothing in the bundle contradicts itself or git's ids.
    pub holds: bool,
    /// Whether every finding was found again with the same evidence; null without a clone.
    pub found_again: Option<bool>,
    /// What does not hold.
    pub faults: Vec<Fault>,
    /// Commits and tags in the bundle.
    pub objects: u64,
    /// Those of them whose bytes are what their ids stand for.
    pub sound_objects: u64,
    /// The clones read, in the order of the bundle's repositories; empty without a clone.
    pub clones: Vec<Clone>,
    /// The people of the bundle.
    pub people: Vec<CheckedPerson>,
}

/// A part of the bundle that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fault {
    /// Which part.
    pub part: String,
    /// What is wrong with it.
    pub problem: String,
}

/// What a clone has of one repository of the bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Clone {
    /// The repository's name in the bundle.
    pub repository: String,
    /// The clone it was compared with; null where none was given or none could be read.
    pub path: Option<String>,
    /// Refs that the bundle was read from.
    pub tips: u64,
    /// Those that point at an object which the clone does not hold, with what was read instead.
    pub missing: Vec<Moved>,
    /// Commits that the bundle was made from.
    pub commits: u64,
    /// Commits read now.
    pub read: u64,
    /// Ids of commits and tags in the bundle's evidence that the clone does not hold.
    pub lacks: Vec<String>,
    /// Why it could not be read, where it could not.
    pub problem: Option<String>,
}

/// A ref whose object is not in the clone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Moved {
    /// Full name of the ref.
    pub name: String,
    /// What it pointed at when the bundle was made.
    pub was: String,
    /// What the ref of this name points at in the clone, which was read instead; null where there is none.
    pub is: Option<String>,
}

/// One person of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CheckedPerson {
    /// The person's id.
    pub id: String,
    /// The most used name.
    pub name: String,
    /// The most used address.
    pub email: String,
    /// The level in the bundle.
    pub level: String,
    /// The findings in the bundle.
    pub findings: Vec<Checked>,
}

/// One finding of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Checked {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Which heuristic found it.
    pub heuristic: String,
    /// How much it says.
    pub strength: String,
    /// Its sentence of plain fact.
    pub summary: String,
    /// Why it counts no more, where it does not.
    pub accepted: Option<String>,
    /// How many ordinary people show it, in words.
    pub rarity: String,
    /// The records, most telling first.
    pub evidence: Vec<Evidence>,
    /// What became of them.
    pub quoted: Quoted,
    /// What became of looking for it again; null without a clone.
    pub again: Option<Again>,
    /// How an honest contributor comes to show it.
    pub innocent: String,
    /// What record would contradict it.
    pub contrary: &'static str,
}

/// Records that a finding quotes: how many are in the bundle's objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Quoted {
    /// The object says the same.
    pub same: u64,
    /// The object says something else, or is not in the bundle, or is not what its id stands for.
    pub other: u64,
    /// Records that stand in no commit or tag (a file's lines), and names that are no UTF-8: to be looked up
    /// in a clone.
    pub elsewhere: u64,
}

/// What became of looking for a finding again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Again {
    /// Whether it was found.
    pub outcome: Outcome,
    /// What explains the outcome, where something does.
    pub notes: Vec<String>,
}

/// Whether a finding was found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// With the same fingerprint and the same evidence.
    Found,
    /// With the same fingerprint, and other evidence.
    OtherEvidence,
    /// Not any more.
    Gone,
}

impl Finding {
    /// How faults and texts name it.
    pub(super) fn part(&self, person: &Person) -> String {
        format!(
            "finding {} ({}) of {}",
            self.fingerprint, self.heuristic, person.id
        )
    }
}

/// The verification as indented JSON. Ends in a newline.
#[must_use]
pub fn json(verification: &Verification) -> String {
    crate::json::pretty(verification)
}

/// The JSON Schema of [`Verification`].
#[must_use]
pub fn verification_schema() -> serde_json::Value {
    schemars::schema_for!(Verification).to_value()
}
