//! `unrelated-names`: three or more unrelated full names use one e-mail address or account.

#[cfg(test)]
pub(super) mod cases;
mod logins;

use super::names::{Line, Names, drop_names_of_others, fact, lines, names_by_address};
use crate::days::separate_days;
use crate::evidence::Evidence;
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use countersign_people::{Anchor, Dossier, pairwise_unrelated};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "unrelated-names",
    title: "three or more unrelated full names use one e-mail address or account",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Moderate,
    innocent: "several people who share one e-mail address or workstation, pen names, or a tool that fills in \
               other contributors' names",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Person(check),
};

/// A finding needs at least this many unrelated names. Two are a change of name.
const LEAST_NAMES: usize = 3;
/// Each name is used on at least this many separate days. A name that slips in by a rebase or `--author` appears in
/// one sitting only.
const LEAST_DAYS: usize = 2;
/// Fewer commits than this cannot show it.
const LEAST_COMMITS: usize = LEAST_NAMES * LEAST_DAYS;

fn check(dossier: &Dossier<'_>) -> Outcome {
    let person = dossier.person();
    let is_address = |anchor: &Anchor| matches!(anchor, Anchor::Mailbox(_) | Anchor::Account(_));
    if !person.anchors.iter().any(is_address) {
        return Outcome::NotApplicable;
    }
    let have = lines(dossier).take(LEAST_COMMITS).count();
    if have < LEAST_COMMITS {
        return Outcome::NotEnough {
            have,
            want: LEAST_COMMITS,
            of: "commits that this person made",
        };
    }
    if person.identities.len() < LEAST_NAMES {
        return Outcome::Quiet;
    }
    let mut findings: Vec<_> = names_by_address(dossier, LEAST_NAMES)
        .into_iter()
        .filter_map(|(subject, names)| finding(dossier, subject, names))
        .collect();
    for found in logins::findings(dossier) {
        if findings.iter().all(|known| known.subject != found.subject) {
            findings.push(found);
        }
    }
    Outcome::of(findings)
}

fn finding(dossier: &Dossier<'_>, subject: String, mut names: Names<'_>) -> Option<Finding> {
    names.retain(|(_, lines)| {
        separate_days(lines.iter().map(|(commit, _)| commit.committed().seconds)) >= LEAST_DAYS
    });
    if pairwise_unrelated(names.iter().map(|(name, _)| name)).len() < LEAST_NAMES {
        return None;
    }
    drop_names_of_others(dossier, &mut names);
    let unrelated = pairwise_unrelated(names.iter().map(|(name, _)| name));
    if unrelated.len() < LEAST_NAMES {
        return None;
    }
    let uses: Vec<&[Line<'_>]> = names
        .iter()
        .filter(|(name, _)| unrelated.contains(&name))
        .map(|(_, lines)| &lines[..])
        .collect();
    let what = if subject.contains('@') {
        "e-mail address"
    } else {
        "account"
    };
    let summary = format!(
        "{} unrelated full names use one {what}, each on two or more days",
        uses.len()
    );
    let main = fact(uses[0][0]);
    let firsts = uses[1..].iter().map(|lines| lines[0]);
    let lasts = uses[1..].iter().map(|lines| lines[lines.len() - 1]);
    let evidence = firsts
        .chain(lasts)
        .map(|line| Evidence::of(&line.0, fact(line), Some(main.clone())))
        .collect();
    Some(Finding::new(Strength::Moderate, summary, evidence).about(subject))
}
