//! One person's lines: who, how much, and each finding with its records.

use countersign_heuristics::{Level, Strength};

use super::evidence::evidence;
use super::page::{Ink, Page};
use crate::escape::{clip, columns, plain};
use crate::figures::{count, counted, measured_rate, unmeasured};
use crate::model::{AcceptedFinding, Finding, PatternMatch, Person};

/// Further names and addresses in short lists, each.
const SHORT_NAMES: usize = 2;
/// Where a finding's lines begin.
pub(super) const INSIDE: usize = 6;

/// How much to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    /// The first few of everything; whether to say which repository.
    Short { several: bool },
    /// Everything; whether to say which repository.
    Full { several: bool },
}

impl Detail {
    pub(super) fn several(self) -> bool {
        let (Self::Short { several } | Self::Full { several }) = self;
        several
    }

    pub(super) fn is_full(self) -> bool {
        matches!(self, Self::Full { .. })
    }
}

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

/// Whether a person takes more than a line of a list.
pub(super) fn has_more(person: &Person) -> bool {
    person.level > Level::Quiet || !person.findings.is_empty()
}

/// Everything below the headline, in short.
pub(super) fn summary(page: &mut Page, person: &Person, several: bool) {
    if has_more(person) {
        numbers(page, person);
        if let Some(others) = others(person) {
            page.flow(2, 4, &[(Ink::Faint, &others)]);
        }
    }
    for found in &person.findings {
        finding(page, person, found, Detail::Short { several });
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
        let line = "unrelated full names share one identifier: perhaps several people";
        page.flow(2, 4, &[(Ink::Plain, line)]);
    }
    patterns(page, &person.patterns);
}

/// `published pattern: Borrowed clock, 1 of 3 signs (explain borrowed-clock)`.
pub(crate) fn patterns(page: &mut Page, patterns: &[PatternMatch]) {
    for one in patterns {
        let signs = format!(", {} of {} signs (explain {})", one.signs, one.of, one.id);
        let pieces = [
            (Ink::Faint, "published pattern: "),
            (Ink::Strong, one.name),
            (Ink::Faint, &signs),
        ];
        page.flow(2, 4, &pieces);
    }
}

fn counts(person: &Person) -> String {
    let mut parts = vec![
        counted(person.commits, "commit", "commits"),
        format!("{} self-committed", count(person.self_committed)),
        counted(person.emails.len() as u64, "address", "addresses"),
    ];
    if !person.keys.is_empty() {
        parts.push(counted(person.keys.len() as u64, "key", "keys"));
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

/// One finding: what it says, how rare that is, how it comes about, and its records.
pub(crate) fn finding(page: &mut Page, person: &Person, finding: &Finding, detail: Detail) {
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
            "{}, revision {}, weighs {:.2}",
            finding.fingerprint, finding.revision, finding.weight
        ));
        if !finding.subject.is_empty() {
            facts.push(format!("about {}", plain(&finding.subject)));
        }
    }
    match &finding.base_rate {
        None => facts.push(format!(
            "how many ordinary people show it: {}",
            unmeasured(finding.heuristic)
        )),
        Some(measured) => {
            facts.push(format!("seen in {}", measured_rate(measured)));
            if detail.is_full() {
                facts.push(format!("measured on {}", measured.corpus));
            }
        }
    }
    facts.push(format!("innocent: {}", finding.innocent));
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
