//! `provable-age`: what proves that a person's commits are old, beside findings that doubt their dates.

#[cfg(test)]
pub(super) mod cases;

use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{day, share};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "provable-age",
    title: "signed platform commits prove when commits existed at the latest",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Context,
    innocent: "none is needed: this speaks for the person",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Beside {
        of: &DOUBTS,
        person: check,
    },
};

/// The heuristics whose findings doubt when commits were made, or how old somebody's work is.
const DOUBTS: [&str; 11] = [
    "anachronism",
    "awakened-account",
    "backward-time",
    "copied-history",
    "file-from-the-future",
    "older-than-account",
    "rewritten-history",
    "scripted-time",
    "signature-time",
    "trusted-bracket",
    "young-key",
];

fn check(dossier: &Dossier<'_>) -> Outcome {
    let proofs = dossier.proofs();
    let Some(first) = proofs.first() else {
        return Outcome::Quiet;
    };
    let all = dossier.authored().count();
    let half = proofs.get(all.div_ceil(2) - 1);
    let half = half.map(|half| format!(", and half of all by {}", day(half.by)));
    let summary = format!(
        "{} are proven to have existed when a platform signed a commit that contains them: the oldest by {}{}",
        share(proofs.len(), all, "commits"),
        day(first.by),
        half.unwrap_or_default(),
    );
    let mut witnesses: Vec<_> = proofs.iter().map(|proof| proof.witness).collect();
    witnesses.dedup_by_key(|witness| witness.index());
    let evidence = witnesses
        .iter()
        .map(|witness| Evidence::of(witness, Fact::witness(witness), None))
        .collect();
    Outcome::Fired(vec![Finding::new(Strength::Context, summary, evidence)])
}
