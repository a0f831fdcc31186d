//! One person's lines: who, how much, and each finding with its records.

use countersign_heuristics::{Level, Strength};

use super::detail::{Detail, INSIDE};
use super::evidence::evidence;
use super::page::{Ink, Page};
use crate::escape::{clip, columns, plain};
use crate::figures::{count, counted};
use crate::model::{AcceptedFinding, Finding, PatternMatch, Person};
use crate::patterns::signs;
use crate::rates::{self, measured_among, rarity};
use crate::sentences::{CONTESTED, commits_of, rests_on};

/// Further names, and as many addresses, in short lists.
const SHORT_NAMES: usize = 2;
/// `REVIEW  Ada Example <ada@corp.test.example>                p-0123456789ab`.
pub(crate) fn headline(page: &mut Page, person: &Person) {
    let level = person.level.as_str().to_uppercase();
    let room = page
        .width()
        .saturating_sub(level.len() + 2 + person.id.len() + 2);
    let who = clip(&who(person), room);
    let gap = " ".repeat(room.saturating_sub(columns(&who)) + 2);
    let pieces = [
        (Ink::Of(person.level), level.as_str()),
        (Ink::Plain, "  "),
        (Ink::Strong, &who),
        (Ink::Plain, &gap),
        (Ink::Faint, &person.id),
    ];
    page.flow(0, 2, &pieces);
}

/// The most used name and address, escaped.
fn who(person: &Person) -> String {
    let name = person
        .names
        .first()
        .or(person.logins.first())
        .map_or("(no name)".to_owned(), |name| plain(name));
    match person.emails.first() {
        Some(email) => format!("{name} <{}>", plain(email)),
        None => name,
    }
}

/// Whether a person takes more than one line of a list.
pub(super) fn has_more(person: &Person) -> bool {
    person.level > Level::Quiet || !person.findings.is_empty()
}

/// Everything below the headline, in short.
pub(super) fn summary(page: &mut Page, person: &Person, detail: Detail<'_>) {
    if has_more(person) {
        numbers(page, person);
        if let Some(others) = others(person) {
            page.flow(2, 4, &[(Ink::Faint, &others)]);
        }
    }
    for found in &person.findings {
        finding(page, person, found, detail);
    }
    person
        .accepted
        .iter()
        .for_each(|accepted| accepted_line(page, accepted));
}

/// Commits, addresses and keys, and whether it may be several people.
pub(crate) fn numbers(page: &mut Page, person: &Person) {
    page.flow(2, 4, &[(Ink::Faint, &counts(person))]);
    if person.contested {
        page.flow(2, 4, &[(Ink::Plain, CONTESTED)]);
    }
    if let Some(together) = &person.together {
        page.flow(2, 4, &[(Ink::Plain, &rates::both(together))]);
    }
    patterns(page, &person.patterns);
}

/// `fits a published pattern: Borrowed clock (1 of 4 signs). More: countersign explain borrowed-clock`.
fn patterns(page: &mut Page, patterns: &[PatternMatch]) {
    for one in patterns {
        let more = format!(" ({}). More: countersign explain {}", signs(one), one.id);
        let pieces = [
            (Ink::Faint, "fits a published pattern: "),
            (Ink::Strong, one.name),
            (Ink::Faint, &more),
        ];
        page.flow(2, 4, &pieces);
    }
}

/// `60 commits (all authored and committed by this person), 1 e-mail address, 1 signing key`.
fn counts(person: &Person) -> String {
    let addresses = person.emails.len() as u64;
    let mut parts = vec![
        commits_of(person),
        counted(addresses, "e-mail address", "e-mail addresses"),
    ];
    if !person.keys.is_empty() {
        let keys = person.keys.len() as u64;
        parts.push(counted(keys, "signing key", "signing keys"));
    }
    parts.join(", ")
}

/// `also: Ada E. · ada@home.test.example + 3 more`.
fn others(person: &Person) -> Option<String> {
    let further = |all: &[String]| -> Vec<String> {
        let some = all.iter().skip(1).take(SHORT_NAMES);
        some.map(|text| clip(&plain(text), 60)).collect()
    };
    let shown = [further(&person.names), further(&person.emails)];
    let number: usize = shown.iter().map(Vec::len).sum();
    let all = person.names.len().saturating_sub(1) + person.emails.len().saturating_sub(1);
    let shown: Vec<_> = shown
        .iter()
        .filter(|some| !some.is_empty())
        .map(|some| some.join(", "))
        .collect();
    let more = match all - number {
        0 => String::new(),
        more => format!(" + {} more", count(more as u64)),
    };
    (!shown.is_empty()).then(|| format!("also: {}{more}", shown.join(" · ")))
}

/// One finding: what it says, how rare that is, how honest contributors come to show it, and its records.
pub(crate) fn finding(page: &mut Page, person: &Person, finding: &Finding, detail: Detail<'_>) {
    let (mark, ink) = match finding.strength {
        Strength::Context => ("· ", Ink::Faint),
        Strength::Moderate => ("! ", Ink::Mark),
        Strength::Strong => ("! ", Ink::Of(Level::Review)),
    };
    let kind = format!(
        " ({}, {})  ",
        finding.family.as_str(),
        finding.strength.as_str()
    );
    let summary = plain(&finding.summary);
    let pieces = [
        (ink, mark),
        (Ink::Strong, finding.heuristic),
        (Ink::Faint, &kind),
        (Ink::Plain, &summary),
    ];
    page.flow(2, INSIDE, &pieces);
    let mut facts = Vec::new();
    if detail.is_full() {
        facts.push(format!(
            "{}, revision {}, weight {:.2}",
            finding.fingerprint, finding.revision, finding.weight
        ));
        if !finding.subject.is_empty() {
            facts.push(format!("about {}", plain(&finding.subject)));
        }
    }
    let rate = finding.base_rate.as_ref();
    facts.push(rarity(rate.map(rates::counted), finding.heuristic));
    if detail.is_full() {
        facts.extend(rate.map(measured_among));
    }
    facts.push(format!("innocent explanation: {}", finding.innocent));
    let joins = finding.rests_on.iter();
    facts.extend(joins.map(|join| rests_on(join, plain)));
    for fact in &facts {
        page.flow(INSIDE, INSIDE + 2, &[(Ink::Faint, fact)]);
    }
    evidence(page, person, finding, detail);
}

/// `accepted: split-clock, moderate (2026-01-02): the release script sets one date`.
pub(crate) fn accepted_line(page: &mut Page, accepted: &AcceptedFinding) {
    let line = format!(
        "accepted: {}, {} ({}): {}",
        accepted.heuristic,
        accepted.strength.as_str(),
        accepted.date,
        plain(&accepted.reason),
    );
    page.flow(2, 4, &[(Ink::Faint, &line)]);
}
