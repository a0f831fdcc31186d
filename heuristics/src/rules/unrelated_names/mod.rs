//! `unrelated-names`: one mailbox or account, three or more unrelated full names.

#[cfg(test)]
pub(super) mod cases;

use super::names::{Line, Names, drop_other_peoples, fact, lines, names_by_address};
use crate::heuristic::{
    Check, Evidence, Family, Finding, Heuristic, Outcome, Strength, separate_days,
};
use countersign_people::Dossier;
use countersign_people::{Anchor, pairwise_unrelated};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "unrelated-names",
    title: "one mailbox or account carries three or more unrelated full names",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Moderate,
    innocent: "several people behind one mailbox or workstation, pen names, or a tool that fills in \
               other contributors' names",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Person(check),
};

/// So many unrelated names it takes; two are a change of name.
const LEAST_NAMES: usize = 3;
/// Each on so many separate days: whatever slips in by a rebase or `--author` is one sitting.
const LEAST_DAYS: usize = 2;
/// The fewest commits that can show it.
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
            of: "commits of the person's own making",
        };
    }
    if person.identities.len() < LEAST_NAMES {
        return Outcome::Quiet;
    }
    let findings: Vec<_> = names_by_address(dossier, LEAST_NAMES)
        .into_iter()
        .filter_map(|(subject, names)| finding(dossier, subject, names))
        .collect();
    if findings.is_empty() {
        Outcome::Quiet
    } else {
        Outcome::Fired(findings)
    }
}

fn finding(dossier: &Dossier<'_>, subject: String, mut names: Names<'_>) -> Option<Finding> {
    names.retain(|(_, lines)| {
        separate_days(lines.iter().map(|(commit, _)| commit.committed().seconds)) >= LEAST_DAYS
    });
    if pairwise_unrelated(names.iter().map(|(name, _)| name)).len() < LEAST_NAMES {
        return None;
    }
    drop_other_peoples(dossier, &mut names);
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
        "mailbox"
    } else {
        "account"
    };
    let summary = format!(
        "one {what} carries {} unrelated full names, each on two or more days",
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
