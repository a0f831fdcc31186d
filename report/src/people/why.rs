//! Why two identities belong to one person or not.

use std::fmt;

use countersign_people::linkage::{Link, Linkage, Why};

use super::model::who;
use crate::escape::plain;
use crate::look::Look;
use crate::text::{Ink, Page};

/// Why a query cannot be explained. Its text is safe to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyError {
    /// The query matches no identity.
    Unknown(String),
    /// Both queries mean the same identity.
    Same(String),
}

impl std::error::Error for WhyError {}

impl fmt::Display for WhyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(query) => write!(f, "no person matches \"{}\"", plain(query)),
            Self::Same(query) => write!(f, "\"{}\" is one identity, not two", plain(query)),
        }
    }
}

/// Positions of the identities that a query means: those with this address, otherwise those with this name,
/// otherwise those of the person with this id.
///
/// # Errors
/// When there are none.
pub fn meant(linkage: &Linkage, query: &str) -> Result<Vec<u32>, WhyError> {
    let wanted = query.trim().to_lowercase();
    let aliases = || (0u32..).zip(linkage.aliases());
    let by_email: Vec<u32> = aliases()
        .filter(|(_, alias)| alias.email.to_lowercase() == wanted)
        .map(|(place, _)| place)
        .collect();
    let by_name = || -> Vec<u32> {
        aliases()
            .filter(|(_, alias)| alias.name.to_lowercase() == wanted)
            .map(|(place, _)| place)
            .collect()
    };
    let by_id = || -> Vec<u32> {
        let people = linkage.people();
        let person = people.iter().find(|person| person.id == wanted);
        let members = person.into_iter().flat_map(|person| &person.members);
        members.map(|member| member.alias).collect()
    };
    let found = [by_email]
        .into_iter()
        .chain(std::iter::once_with(by_name))
        .chain(std::iter::once_with(by_id))
        .find(|found| !found.is_empty() && !wanted.is_empty());
    found.ok_or_else(|| WhyError::Unknown(query.to_owned()))
}

/// Explains as text why two identities are linked or not. If the queries match several identities, it picks
/// two of one person if it can.
///
/// # Errors
/// When a query matches nobody, or both match one identity.
pub fn why_text(linkage: &Linkage, a: &str, b: &str, look: &Look) -> Result<String, WhyError> {
    let (one, other) = (meant(linkage, a)?, meant(linkage, b)?);
    let pairs = one
        .iter()
        .flat_map(|one| other.iter().map(move |other| (*one, *other)));
    let best = pairs
        .filter_map(|(one, other)| Some((linkage.why(one, other)?, one, other)))
        .min_by(|(a, ..), (b, ..)| rank(a).total_cmp(&rank(b)));
    let (why, one, other) = best.ok_or_else(|| WhyError::Same(a.to_owned()))?;
    let mut page = Page::new(look);
    let line = |alias: u32| {
        let (name, email) = who(linkage, alias);
        plain(format!("{name} <{email}>").trim_start())
    };
    for alias in [one, other] {
        page.flow(0, 2, &[(Ink::Strong, &line(alias))]);
    }
    match &why {
        Why::Joined(path) => {
            page.flow(2, 4, &[(Ink::Plain, "belong to one person:")]);
            path.iter().for_each(|link| step(&mut page, link, &line));
        }
        Why::Vetoed(link, veto) => {
            let verdict = format!("are not linked: {}. The strongest evidence:", veto.says());
            page.flow(2, 4, &[(Ink::Plain, &verdict)]);
            step(&mut page, link, &line);
        }
        Why::TooLittle { link, wanted } => {
            let verdict = if wanted.is_finite() {
                format!("are not linked: a link takes {wanted:.1} bits. The strongest evidence:")
            } else {
                "are not linked: they share no anchor. The strongest other evidence:".to_owned()
            };
            page.flow(2, 4, &[(Ink::Plain, &verdict)]);
            step(&mut page, link, &line);
        }
    }
    Ok(page.finish())
}

/// Linked before not linked; the shortest path and the strongest evidence first.
fn rank(why: &Why) -> f64 {
    match why {
        Why::Joined(path) => f64::from(u32::try_from(path.len()).unwrap_or(u32::MAX)) - 1e12,
        Why::Vetoed(link, _) | Why::TooLittle { link, .. } => -link.bits,
    }
}

fn step(page: &mut Page, link: &Link, line: &dyn Fn(u32) -> String) {
    let bits = if link.bits.is_finite() {
        format!("{:5.1} bits  ", link.bits)
    } else {
        " stated     ".to_owned()
    };
    let ends = format!("{}  /  {}", line(link.ends.0), line(link.ends.1));
    page.flow(4, 16, &[(Ink::Faint, &bits), (Ink::Plain, &ends)]);
    page.flow(16, 18, &[(Ink::Faint, &link.reason.says())]);
}
