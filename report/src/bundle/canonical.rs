//! Digests over a canonical form, and reading a bundle back.

use data_encoding::HEXLOWER;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::model::{Bundle, SCHEMA};
use super::verification::Fault;

/// Why a text is not a bundle.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// It is not JSON, or does not have a bundle's shape.
    #[error("not a bundle")]
    Shape(#[from] serde_json::Error),
    /// It has another schema.
    #[error("its schema is {0:?}, but this version reads {SCHEMA:?}")]
    Schema(String),
}

/// A bundle as it was read, with the parts whose digest does not match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The data.
    pub bundle: Bundle,
    /// Its digest, computed from the data.
    pub digest: String,
    /// Parts that were changed after they were written, inner parts first.
    pub changed: Vec<Fault>,
}

impl Opened {
    /// Reads a bundle and computes its digests again.
    ///
    /// # Errors
    /// When it is not JSON, does not have a bundle's shape, has a member twice, or has another version.
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

    /// Computes every digest, inner parts first.
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
    HEXLOWER.encode(&Sha256::digest(bytes))
}

fn digest_of(part: &impl Serialize) -> String {
    // What the model holds is text and whole numbers, which always have a JSON form.
    digest(serde_json::to_value(part).unwrap_or_default())
}

/// The digest of a JSON object without its member `digest`.
fn digest(mut part: Value) -> String {
    if let Some(members) = part.as_object_mut() {
        members.remove("digest");
    }
    sha256(&serde_json_canonicalizer::to_vec(&part).unwrap_or_default())
}

/// Every part whose digest does not match. A part is left out if only its inner parts were changed.
fn changed(bundle: &Bundle, value: &Value) -> Vec<Fault> {
    let fault = |part: String| Fault {
        part,
        problem: "it was changed after it was written: its digest does not match".to_owned(),
    };
    let mut faults = Vec::new();
    for (position, repository) in bundle.repositories.iter().enumerate() {
        if digest(value["repositories"][position].clone()) != repository.digest {
            faults.push(fault(format!("repository {}", repository.name)));
        }
    }
    for (place, person) in bundle.people.iter().enumerate() {
        let written = &value["people"][place];
        let before = faults.len();
        for (position, finding) in person.findings.iter().enumerate() {
            if digest(written["findings"][position].clone()) != finding.digest {
                faults.push(fault(finding.part(person)));
            }
        }
        if faults.len() == before && digest(written.clone()) != person.digest {
            faults.push(fault(format!("person {}", person.id)));
        }
    }
    if digest(value.clone()) != bundle.digest {
        faults.push(fault("the bundle as a whole".to_owned()));
    }
    faults
}
