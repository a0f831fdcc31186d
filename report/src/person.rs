//! One person in full.

use std::fmt;

use crate::escape::{clip, plain};
use crate::figures::{count, counted, day};
use crate::look::Look;
use crate::model::{Person, Scan};
use crate::text::{Detail, Ink, Page, finding, headline, numbers};

/// People that an error lists.
const MOST_CANDIDATES: usize = 10;
/// Least Jaro-Winkler similarity of a person whom an error proposes.
const LEAST_SIMILARITY: f64 = 0.9;
/// People that an error proposes when nobody matches.
const MOST_SIMILAR: usize = 3;
/// Columns of a candidate's name, and as many of the address.
const SHORT: usize = 60;
/// Least digits of an OpenPGP key id that identify a key.
const LEAST_KEY_DIGITS: usize = 8;

/// A person whom a query may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Person id.
    pub id: String,
    /// The most used name, short and ready to be shown.
    pub name: String,
    /// The most used address, short and ready to be shown.
    pub email: String,
}

/// Why a query does not lead to one person. Its text is safe to print and may have several lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PersonError {
    /// The query matches nobody.
    Unknown {
        /// The query.
        query: String,
        /// People with similar identifiers, nearest first.
        candidates: Vec<Candidate>,
    },
    /// The query matches several people.
    Ambiguous {
        /// The query.
        query: String,
        /// All of them, in the scan's order.
        candidates: Vec<Candidate>,
    },
}

impl std::error::Error for PersonError {}

impl fmt::Display for PersonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (candidates, introduction) = match self {
            Self::Unknown { query, candidates } => {
                write!(f, "no person matches \"{}\"", plain(query))?;
                (candidates, "; similar:")
            }
            Self::Ambiguous { query, candidates } => {
                let people = count(candidates.len() as u64);
                write!(f, "{people} people match \"{}\"", plain(query))?;
                (candidates, "; choose one by id:")
            }
        };
        if candidates.is_empty() {
            return Ok(());
        }
        f.write_str(introduction)?;
        for candidate in candidates.iter().take(MOST_CANDIDATES) {
            write!(
                f,
                "\n  {}  {} <{}>",
                candidate.id, candidate.name, candidate.email
            )?;
        }
        match candidates.len().checked_sub(MOST_CANDIDATES) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, "\n  and {} more", count(more as u64)),
        }
    }
}

/// Renders the person whom [`find_person`] finds, in full, as text. Ends in a newline.
///
/// # Errors
/// When the query matches nobody, or more than one person.
pub fn render_person(scan: &Scan, query: &str, look: &Look) -> Result<String, PersonError> {
    let person = find_person(scan, query)?;
    let mut page = Page::new(look);
    headline(&mut page, person);
    numbers(&mut page, person);
    identifiers(&mut page, person);
    clocks(&mut page, person);
    let several = scan.repositories.len() > 1;
    for found in &person.findings {
        page.blank();
        finding(&mut page, person, found, Detail::Full { several });
    }
    accepted(&mut page, person);
    not_enough(&mut page, person);
    how_to_accept(&mut page, person);
    Ok(page.finish())
}

/// The person whom a query means.
///
/// `query` is a person's id, address, login, key id or name, or a part of a name or address. These are tried
/// in this order, and the first that matches anyone decides. Only people that the scan lists can be found:
/// make it with [`Level::Quiet`](countersign_heuristics::Level::Quiet).
///
/// # Errors
/// When the query matches nobody, or more than one person.
pub fn find_person<'a>(scan: &'a Scan, query: &str) -> Result<&'a Person, PersonError> {
    let wanted = query.trim().to_lowercase();
    let is = |text: &String| text.to_lowercase() == wanted;
    let login = wanted.strip_prefix('@').unwrap_or(&wanted);
    let digits = wanted.strip_prefix("0x").unwrap_or(&wanted);
    let is_key = |id: &str| {
        let id = id.to_lowercase();
        id == wanted || (digits.len() >= LEAST_KEY_DIGITS && id.ends_with(digits))
    };
    let contains = |text: &String| text.to_lowercase().contains(&wanted);
    let ways: [&dyn Fn(&Person) -> bool; 7] = [
        &|person| person.id == wanted,
        &|person| person.ids.contains(&wanted),
        &|person| person.emails.iter().any(is),
        &|person| {
            person
                .logins
                .iter()
                .any(|known| known.to_lowercase() == login)
        },
        &|person| person.keys.iter().any(|key| is_key(&key.id)),
        &|person| person.names.iter().any(is),
        &|person| person.names.iter().chain(&person.emails).any(contains),
    ];
    for way in ways {
        let matching: Vec<_> = match wanted.as_str() {
            "" => Vec::new(),
            _ => scan.people.iter().filter(|person| way(person)).collect(),
        };
        match matching[..] {
            [] => {}
            [person] => return Ok(person),
            _ => {
                return Err(PersonError::Ambiguous {
                    query: query.to_owned(),
                    candidates: matching.into_iter().map(candidate).collect(),
                });
            }
        }
    }
    Err(PersonError::Unknown {
        query: query.to_owned(),
        candidates: similar(scan, &wanted),
    })
}

fn candidate(person: &Person) -> Candidate {
    let first = |all: &[String]| clip(&plain(all.first().map_or("", String::as_str)), SHORT);
    Candidate {
        id: person.id.clone(),
        name: first(&person.names),
        email: first(&person.emails),
    }
}

fn similar(scan: &Scan, wanted: &str) -> Vec<Candidate> {
    let similarity = |person: &Person| {
        let known = [&person.names, &person.emails, &person.logins];
        let known = known.into_iter().flatten().chain([&person.id]);
        let similarity = known.map(|text| strsim::jaro_winkler(&text.to_lowercase(), wanted));
        similarity.fold(0.0, f64::max)
    };
    let people = scan
        .people
        .iter()
        .map(|person| (similarity(person), person));
    let mut similar: Vec<_> = people
        .filter(|(similarity, _)| *similarity >= LEAST_SIMILARITY)
        .collect();
    similar.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    similar
        .into_iter()
        .take(MOST_SIMILAR)
        .map(|(_, person)| candidate(person))
        .collect()
}

fn identifiers(page: &mut Page, person: &Person) {
    let keys: Vec<_> = person
        .keys
        .iter()
        .map(|key| format!("{} {}", key.kind, key.id))
        .collect();
    let kinds = [
        ("names", &person.names),
        ("addresses", &person.emails),
        ("logins", &person.logins),
        ("keys", &keys),
    ];
    for (kind, all) in kinds {
        for (number, text) in all.iter().enumerate() {
            let label = if number == 0 { kind } else { "" };
            let label = format!("{label:11}");
            page.flow(2, 13, &[(Ink::Faint, &label), (Ink::Plain, &plain(text))]);
        }
    }
}

/// Every clock, with its span and count: `author     UTC+05:30  2024-01-02 to 2024-05-06, 41 commits`.
fn clocks(page: &mut Page, person: &Person) {
    for (number, one) in person.clocks.iter().enumerate() {
        let label = if number == 0 { "clocks" } else { "" };
        let label = format!("{label:11}");
        let (first, last) = (day(one.first), day(one.last));
        let commits = counted(one.commits, "commit", "commits");
        let line = format!(
            "{:9}  {}  {first} to {last}, {commits}",
            one.clock, one.offset
        );
        page.flow(2, 13, &[(Ink::Faint, &label), (Ink::Plain, &line)]);
    }
}

fn accepted(page: &mut Page, person: &Person) {
    if person.accepted.is_empty() {
        return;
    }
    page.blank();
    page.flow(2, 4, &[(Ink::Strong, "Accepted")]);
    for accepted in &person.accepted {
        let summary = plain(&accepted.summary);
        let kind = format!(
            " ({}, {})  ",
            accepted.strength.as_str(),
            accepted.fingerprint
        );
        let pieces = [
            (Ink::Strong, accepted.heuristic),
            (Ink::Faint, &kind),
            (Ink::Plain, &summary),
        ];
        page.flow(2, 6, &pieces);
        let reason = format!("on {}: {}", accepted.date, plain(&accepted.reason));
        page.flow(6, 8, &[(Ink::Plain, &reason)]);
    }
}

fn not_enough(page: &mut Page, person: &Person) {
    if person.not_enough.is_empty() {
        return;
    }
    page.blank();
    page.flow(2, 4, &[(Ink::Strong, "Not enough history to check")]);
    let column = person
        .not_enough
        .iter()
        .map(|one| one.heuristic.len())
        .max()
        .unwrap_or_default();
    for one in &person.not_enough {
        let (have, want) = (count(one.have), count(one.want));
        let line = format!("{:column$}  {have} of {want} {}", one.heuristic, one.of);
        page.flow(2, column + 4, &[(Ink::Plain, &line)]);
    }
}

fn how_to_accept(page: &mut Page, person: &Person) {
    let Some(first) = person.findings.first() else {
        return;
    };
    page.blank();
    let line = "To accept a finding, add these lines to the file that you pass with --baseline. It is not \
                reported again unless it becomes stronger.";
    page.flow(2, 2, &[(Ink::Plain, line)]);
    let finding = format!("finding = \"{}\"", first.fingerprint);
    let heuristic = format!("heuristic = \"{}\"", first.heuristic);
    let lines = [
        "[[accepted]]",
        &finding,
        &heuristic,
        "reason = \"…\"",
        "date = \"YYYY-MM-DD\"",
    ];
    for line in lines {
        page.flow(6, 6, &[(Ink::Plain, line)]);
    }
}
