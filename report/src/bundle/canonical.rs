//! Digests over a canonical form, and reading a bundle back.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::model::{Bundle, SCHEMA};
use super::verification::Fault;

/// Why a text is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It is no JSON, or not of a bundle's shape.
    #[error("it is no bundle")]
    Shape(#[from] serde_json::Error),
    /// It has another shape.
    #[error("it is {0:?}, and this version reads {SCHEMA:?}")]
    Schema(String),
}

/// A bundle as it was read, with the parts whose digest is another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What it says.
    pub bundle: Bundle,
    /// Its digest, computed from what it says.
    pub digest: String,
    /// Parts that were changed after they were written, inner ones before those around them.
    pub changed: Vec<Fault>,
}

impl Opened {
    /// Reads a bundle and computes its digests again.
    ///
    /// # Errors
    /// When it is no JSON, not of a bundle's shape, names a member twice, or is of another version.
    pub fn parse(text: &str) -> Result<Self, BundleError> {
        let value: Value = serde_json::from_str(text)?;
        match value.get("schema").and_then(Value::as_str) {
            Some(SCHEMA) | None => {}
            Some(other) => return Err(BundleError::Schema(other.to_owned())),
        }
        let bundle: Bundle = serde_json::from_str(text)?;
        let changed = changed(&bundle, &value);
        let digest = digest(value);
        Ok(Self {
            bundle,
            digest,
            changed,
        })
    }
}

impl Bundle {
    /// The text of the file: indented JSON with every character that could deceive a terminal escaped.
    /// Ends in a newline.
    #[must_use]
    pub fn to_text(&self) -> String {
        crate::json::pretty(self)
    }

    /// Computes every digest, inner ones first.
    pub(super) fn seal(&mut self) {
        for repository in &mut self.repositories {
            repository.digest = digest_of(repository);
        }
        for person in &mut self.people {
            for finding in &mut person.findings {
                finding.digest = digest_of(finding);
            }
            person.digest = digest_of(person);
        }
        self.digest = digest_of(self);
    }
}

/// SHA-256 in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn digest_of(part: &impl Serialize) -> String {
    // What the model holds is text and whole numbers, which always have a JSON form.
    digest(serde_json::to_value(part).unwrap_or_default())
}

/// The digest that a JSON object ought to have.
fn digest(mut part: Value) -> String {
    if let Some(members) = part.as_object_mut() {
        members.remove("digest");
    }
    sha256(&serde_json_canonicalizer::to_vec(&part).unwrap_or_default())
}

/// Every part whose digest is another than it says; a part that only holds such parts is left out.
fn changed(bundle: &Bundle, value: &Value) -> Vec<Fault> {
    let fault = |part: String| Fault {
        part,
        problem: "it was changed after it was written: its digest is another".to_owned(),
    };
    let mut faults = Vec::new();
    for (position, repository) in bundle.repositories.iter().enumerate() {
        if digest(value["repositories"][position].clone()) != repository.digest {
            faults.push(fault(format!("repository {}", repository.name)));
        }
    }
    for (place, person) in bundle.people.iter().enumerate() {
        let told = &value["people"][place];
        let before = faults.len();
        for (position, finding) in person.findings.iter().enumerate() {
            if digest(told["findings"][position].clone()) != finding.digest {
                faults.push(fault(finding.part(person)));
            }
        }
        if faults.len() == before && digest(told.clone()) != person.digest {
            faults.push(fault(format!("person {}", person.id)));
        }
    }
    if digest(value.clone()) != bundle.digest {
        faults.push(fault("the bundle as a whole".to_owned()));
    }
    faults
}
