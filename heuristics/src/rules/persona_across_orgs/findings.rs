//! What the rule for scans and the rule for pull requests have in common: their answers, and the keys they compare.

use std::collections::BTreeSet;

use countersign_facts::KeyIndex;
use countersign_people::Dossier;

use crate::finding::{Outcome, Strength};
use crate::rules::names::Line;

/// The answer for a person with enough commits in only `have` organisations.
pub(super) fn too_few(have: usize) -> Outcome {
    Outcome::NotEnough {
        have,
        want: 2,
        of: "organisations in which they made at least three commits",
    }
}

/// The strength and the sentence of a finding about two names with this many commits on one address or account.
pub(super) fn strength_and_summary(
    subject: &str,
    one: usize,
    other: usize,
    is_one_key: bool,
) -> (Strength, String) {
    let what = if subject.contains('@') {
        "e-mail address"
    } else {
        "account"
    };
    let (strength, signed) = if is_one_key {
        (Strength::Strong, "; one key signs for both")
    } else {
        (Strength::Moderate, "")
    };
    let summary = format!(
        "one {what} alternates between two unrelated full names ({one} and {other} commits), each in its own \
         organisation{signed}"
    );
    (strength, summary)
}

/// The personal keys that sign for a name.
pub(super) fn keys(dossier: &Dossier<'_>, lines: &[Line<'_>]) -> BTreeSet<KeyIndex> {
    let signed = lines.iter().filter_map(|(commit, identity)| {
        let (signer, key) = dossier.population().people().signer_of(commit)?;
        (signer == *identity).then_some(key)
    });
    signed.collect()
}
