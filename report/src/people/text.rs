//! A list of people in a terminal.

use super::model::{
    IdentityLink, LinkedProject, ListedIdentity, MailmapUse, PeopleList, PersonEntry, PossibleMatch,
};
use crate::escape::{clip, columns, plain};
use crate::figures::{count, counted};
use crate::look::Look;
use crate::text::{Ink, Page};

/// Columns of an identity in a list, at most.
const WIDEST_IDENTITY: usize = 56;

/// The list as text: people with several identities, or all people; then possible matches.
#[must_use]
pub fn text(list: &PeopleList, everybody: bool, look: &Look) -> String {
    let mut page = Page::new(look);
    head(&mut page, list);
    let shown = |person: &&PersonEntry| everybody || person.identities.len() > 1;
    for person in list.people.iter().filter(shown) {
        page.blank();
        one(&mut page, person, list.projects.len() > 1);
    }
    let within = "Possible matches (not confirmed)";
    possible_matches(&mut page, within, &list.hints, false);
    let between = "Possible matches between projects (not confirmed)";
    possible_matches(&mut page, between, &list.leads, true);
    page.finish()
}

fn head(page: &mut Page, list: &PeopleList) {
    let identities = list.projects.iter().map(|project| project.identities).sum();
    let line = format!(
        "{} of {} in {}, linked at the {} tier",
        counted(identities, "identity", "identities"),
        counted(list.people.len() as u64, "person", "people"),
        counted(list.projects.len() as u64, "project", "projects"),
        list.tier,
    );
    page.flow(0, 2, &[(Ink::Plain, &line)]);
    for project in &list.projects {
        let line = format!("{}: {}", plain(&project.name), mailmap(project));
        page.flow(2, 4, &[(Ink::Faint, &line)]);
    }
}

fn mailmap(project: &LinkedProject) -> String {
    match project.mailmap {
        MailmapUse::Honoured => format!(
            ".mailmap used: it lists {}",
            counted(project.listed, "identity", "identities")
        ),
        MailmapUse::Absent => "no .mailmap".to_owned(),
        MailmapUse::NotFetched => {
            "the clone has no file contents, so a .mailmap cannot be read".to_owned()
        }
        MailmapUse::Ignored => ".mailmap ignored".to_owned(),
    }
}

fn one(page: &mut Page, person: &PersonEntry, several: bool) {
    let name = match plain(&person.name) {
        name if name.is_empty() => "(no name)".to_owned(),
        name => name,
    };
    let room = page.width().saturating_sub(person.id.len() + 2);
    let name = clip(&name, room);
    let gap = " ".repeat(room.saturating_sub(columns(&name)) + 2);
    page.flow(
        0,
        2,
        &[
            (Ink::Strong, &name),
            (Ink::Plain, &gap),
            (Ink::Faint, &person.id),
        ],
    );
    let shown: Vec<String> = person
        .identities
        .iter()
        .map(|one| identity(one, several))
        .collect();
    let width = shown
        .iter()
        .map(|text| columns(text))
        .max()
        .unwrap_or_default();
    let commits: Vec<String> = person
        .identities
        .iter()
        .map(|one| count(u64::from(one.commits)))
        .collect();
    let digits = commits.iter().map(String::len).max().unwrap_or_default();
    for ((text, commits), one) in shown.iter().zip(&commits).zip(&person.identities) {
        let gap = " ".repeat(width - columns(text) + 2);
        let commits = format!("{commits:>digits$}  ");
        let why = one.joined.as_ref().map(because).unwrap_or_default();
        let pieces = [
            (Ink::Plain, text.as_str()),
            (Ink::Plain, &gap),
            (Ink::Faint, &commits),
            (Ink::Faint, &why),
        ];
        page.flow(2, 6, &pieces);
    }
}

fn identity(one: &ListedIdentity, several: bool) -> String {
    let who = format!("{} <{}>", plain(&one.name), plain(&one.email));
    let who = clip(who.trim_start(), WIDEST_IDENTITY);
    if several {
        format!("{who}  {}", plain(&one.project))
    } else {
        who
    }
}

/// `15.9 bits: one full name, rare (with ada@home.test.example)`.
fn because(join: &IdentityLink) -> String {
    let with = match join.with_email.as_str() {
        "" => &join.with_name,
        email => email,
    };
    let bits = join
        .bits
        .map(|bits| format!("{bits:4.1} bits: "))
        .unwrap_or_default();
    format!(
        "{bits}{} (with {})",
        join.evidence,
        clip(&plain(with), WIDEST_IDENTITY)
    )
}

/// One line per match; `between` projects it names the project of each side.
fn possible_matches(page: &mut Page, title: &str, matches: &[PossibleMatch], between: bool) {
    if matches.is_empty() {
        return;
    }
    page.blank();
    page.flow(0, 2, &[(Ink::Strong, title)]);
    for one in matches {
        let side = |side: usize| {
            let identity = clip(&plain(&one.identities[side]), WIDEST_IDENTITY);
            match between {
                true => format!("{identity} in {}", plain(&one.projects[side])),
                false => identity,
            }
        };
        let [a, b] = &[0, 1].map(side);
        let bits = format!("{:4.1} bits  ", one.bits);
        let evidence = format!("  {}", one.evidence);
        let pieces = [
            (Ink::Faint, bits.as_str()),
            (Ink::Plain, a),
            (Ink::Faint, "  /  "),
            (Ink::Plain, b),
            (Ink::Faint, &evidence),
        ];
        page.flow(2, 13, &pieces);
    }
}
