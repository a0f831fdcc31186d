//! `signature-time`: signatures were made at another time than their commits claim.

#[cfg(test)]
pub(super) mod cases;

use std::cmp::Reverse;

use crate::days::separate_days;
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{share, span};
use countersign_facts::{Clock, Commit, KeyKind};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "signature-time",
    title: "OpenPGP signatures were made at another time than their commits claim",
    revision: 1,
    family: Family::Clock,
    strength: Strength::Moderate,
    innocent: "a tool or a habit that sets the committer date, such as a rebase that keeps it, while the \
               signature records the real time",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// A signature was made at another time if it is more than this away from the committer date, in seconds.
const APART: u64 = 3_600;
/// At least this many such signatures, and at least one in `LEAST_SHARE` of all ...
const LEAST_APART: usize = 3;
const LEAST_SHARE: usize = 10;
/// ... made on at least this many separate days: a whole history can be signed again in one evening.
const LEAST_DAYS: usize = 3;
/// Fewer signatures than this are too few for an answer.
const LEAST_SIGNED: usize = 10;

/// A commit with the creation time of its signature.
struct Signed<'a> {
    commit: Commit<'a>,
    created: i64,
}

impl Signed<'_> {
    fn apart(&self) -> u64 {
        self.created.abs_diff(self.commit.committed().seconds)
    }

    /// Whether the seconds are zero. Privacy tools round a commit's dates to minutes or hours.
    fn is_rounded(&self) -> bool {
        self.commit.committed().seconds % 60 == 0
    }
}

fn check(dossier: &Dossier<'_>) -> Outcome {
    let keyless = !dossier
        .person()
        .keys()
        .any(|key| dossier.history().keys().get(key).kind == KeyKind::OpenPgp);
    if keyless {
        return Outcome::NotApplicable;
    }
    let mut signed = 0;
    let mut apart: Vec<_> = dossier
        .self_committed()
        .chain(dossier.applied())
        .filter_map(|commit| own_signature(dossier, commit))
        .inspect(|_| signed += 1)
        .filter(|signed| signed.apart() > APART && !signed.is_rounded())
        .collect();
    if signed < LEAST_SIGNED {
        return Outcome::NotEnough {
            have: signed,
            want: LEAST_SIGNED,
            of: "commits with their own OpenPGP signature",
        };
    }
    if apart.len() < LEAST_APART || apart.len() * LEAST_SHARE < signed {
        return Outcome::Quiet;
    }
    apart.sort_by_key(|signed| (signed.created, signed.commit.id()));
    if separate_days(apart.iter().map(|signed| signed.created)) < LEAST_DAYS {
        return Outcome::Quiet;
    }
    Outcome::Fired(vec![finding(signed, apart)])
}

/// The commit, if the person signed it with OpenPGP and their own machine dated it.
fn own_signature<'a>(dossier: &Dossier<'_>, commit: Commit<'a>) -> Option<Signed<'a>> {
    if commit.clock_source().committer_clock() != Clock::Own {
        return None;
    }
    let (signer, key) = dossier.population().people().signer_of(&commit)?;
    let own = dossier.population().people().of(signer) == Some(dossier.index());
    let key = dossier.history().keys().get(key);
    let created = commit.signature()?.created?;
    (own && key.kind == KeyKind::OpenPgp).then_some(Signed { commit, created })
}

fn finding(signed: usize, mut apart: Vec<Signed<'_>>) -> Finding {
    apart.sort_by_key(|signed| (Reverse(signed.apart()), signed.created, signed.commit.id()));
    let summary = format!(
        "{} were made at another time than their commits claim (up to {} apart)",
        share(apart.len(), signed, "OpenPGP signatures"),
        span(apart[0].apart() / 60),
    );
    let evidence = apart
        .iter()
        .map(|Signed { commit, created }| {
            let signature = Fact::signature_date(commit.id(), *created);
            Evidence::of(commit, Fact::committer_date(commit), Some(signature))
        })
        .collect();
    Finding::new(Strength::Moderate, summary, evidence)
}
