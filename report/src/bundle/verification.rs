//! The result of checking a bundle, as data.

use schemars::JsonSchema;
use serde::Serialize;

use super::model::{Evidence, Finding, Person};
use crate::model::Tool;

/// Name of this shape of data. Grows a field without notice, changes its number otherwise.
pub const VERIFICATION_SCHEMA: &str = "countersign/verification/1";

/// The result of checking a bundle.
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
    /// The bundle's digest, computed again. Compare it with the one that you were given.
    pub digest: String,
    /// Whether the bundle is consistent with itself and with git's ids.
    pub holds: bool,
    /// Whether every finding was found again with the same evidence; null without a clone.
    pub found_again: Option<bool>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// Commits and tags in the bundle.
    pub objects: u64,
    /// Commits and tags whose bytes match their ids.
    pub sound_objects: u64,
    /// The clones read, in the order of the bundle's repositories; empty without a clone.
    pub clones: Vec<Clone>,
    /// The people of the bundle.
    pub people: Vec<CheckedPerson>,
}

/// A part of the bundle that is wrong.
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
    /// The clone it was compared with; null if none was given or it could not be read.
    pub path: Option<String>,
    /// Refs that the bundle was made from.
    pub tips: u64,
    /// Refs whose objects the clone does not have, with what was read instead.
    pub missing: Vec<Moved>,
    /// Commits that the bundle was made from.
    pub commits: u64,
    /// Commits read now.
    pub read: u64,
    /// Ids of commits and tags in the bundle's evidence that the clone does not have.
    pub lacks: Vec<String>,
    /// Why it could not be read; null if it could.
    pub problem: Option<String>,
}

/// A ref whose object is not in the clone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Moved {
    /// Full name of the ref.
    pub name: String,
    /// What it pointed at when the bundle was made.
    pub was: String,
    /// What the ref of this name points at in the clone, which was read instead; null if there is none.
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
    /// Its strength.
    pub strength: String,
    /// Its sentence of plain fact.
    pub summary: String,
    /// Why it was accepted; null if it was not.
    pub accepted: Option<String>,
    /// How many ordinary contributors show it, in words.
    pub rarity: String,
    /// The records, the most informative first.
    pub evidence: Vec<Evidence>,
    /// Whether the bundle's objects confirm them.
    pub quoted: Quoted,
    /// Whether it was found again; null without a clone.
    pub again: Option<Again>,
    /// The innocent explanation: how an honest contributor comes to show it.
    pub innocent: String,
    /// Which record would disprove it.
    pub contrary: &'static str,
}

/// How many of a finding's records the bundle's objects confirm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Quoted {
    /// The object says the same.
    pub same: u64,
    /// The object says something else, is not in the bundle, or does not match its id.
    pub other: u64,
    /// Records that commits and tags do not contain (lines of files), and names that are not UTF-8. A clone is
    /// needed to check them.
    pub elsewhere: u64,
}

/// Whether a finding was found again, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Again {
    /// Whether it was found.
    pub outcome: Outcome,
    /// What may explain the outcome.
    pub notes: Vec<String>,
}

/// Whether a finding was found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// With the same fingerprint and the same evidence.
    Found,
    /// With the same fingerprint and different evidence.
    OtherEvidence,
    /// No.
    Gone,
}

impl Finding {
    /// Its name in faults.
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
