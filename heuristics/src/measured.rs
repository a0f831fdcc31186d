//! A heuristic's `record.toml`, read once.

use std::sync::OnceLock;

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

use crate::finding::Strength;
use crate::record::Record;
use crate::weight::Weight;

/// The text of a `record.toml`, and the weights that follow from it.
#[derive(Debug)]
pub(crate) struct Measured {
    text: &'static str,
    /// By strength. Levels ask for weights once a finding, so they are computed only once.
    weights: OnceLock<[Weight; 3]>,
}

impl Measured {
    /// A record by its file's text. Nothing is read yet.
    pub(crate) const fn new(text: &'static str) -> Self {
        Self {
            text,
            weights: OnceLock::new(),
        }
    }

    /// What was measured.
    ///
    /// # Panics
    /// Never in a build that passed its tests: they read every record.
    pub(crate) fn record(&self) -> Record {
        Record::parse(self.text).expect("every record is read by a test")
    }

    /// How much a finding of this strength counts.
    pub(crate) fn weight(&self, strength: Strength) -> Weight {
        let weights = self.weights.get_or_init(|| {
            let record = self.record();
            Strength::ALL.map(|strength| Weight::of(&record, strength))
        });
        weights[strength as usize]
    }

    /// SHA-256 of the file in hexadecimal digits.
    pub(crate) fn digest(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.text.as_bytes()))
    }
}
