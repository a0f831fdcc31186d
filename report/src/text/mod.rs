//! A scan in a terminal.

mod block;
mod evidence;
mod page;

pub(crate) use block::{Detail, accepted_line, finding, headline, numbers};
pub(crate) use page::{Ink, Page};

use countersign_heuristics::Level;

use crate::escape::plain;
use crate::figures::{count, counted, elapsed};
use crate::model::{List, Repository, Scan, Summary};
use crate::render::Look;

/// Repositories with gaps that are told one by one.
const MOST_GAPS: usize = 5;

/// The whole scan.
pub(crate) fn scan(scan: &Scan, look: &Look) -> String {
    let mut page = Page::new(look);
    read(&mut page, scan, look);
    let several = scan.repositories.len() > 1;
    let mut listing = false;
    for person in &scan.people {
        // A list of quiet people is a list; whoever has something to show gets room.
        if !listing || block::has_more(person) {
            page.blank();
        }
        listing = !block::has_more(person);
        headline(&mut page, person);
        block::summary(&mut page, person, several);
    }
    hints(&mut page, scan);
    page.finish()
}

/// What was read, what was not, and how it ended.
fn read(page: &mut Page, scan: &Scan, look: &Look) {
    let summary = &scan.summary;
    let time = look.elapsed.map(|time| format!(" in {}", elapsed(time)));
    let line = format!(
        "Read {} by {} from {}{}",
        counted(summary.commits, "commit", "commits"),
        counted(summary.people, "person", "people"),
        counted(scan.repositories.len() as u64, "repository", "repositories"),
        time.unwrap_or_default(),
    );
    page.flow(0, 2, &[(Ink::Plain, &line)]);
    gaps(page, &scan.repositories);
    compared(page, &scan.lists);
    for tally in scan.heuristics.iter().filter(|tally| tally.broken > 0) {
        let people = counted(tally.broken, "person", "people");
        let line = format!(
            "{} broke on {people}: a fault of countersign, please report it",
            tally.id
        );
        page.flow(2, 4, &[(Ink::Of(Level::Review), &line)]);
    }
    levels(page, summary);
    if summary.levels.quiet == summary.people {
        page.flow(0, 0, &[(Ink::Plain, &all_quiet(summary))]);
    }
}

fn levels(page: &mut Page, summary: &Summary) {
    let parts = Level::ALL.map(|level| {
        let people = summary.levels.at(level);
        let ink = if people == 0 {
            Ink::Faint
        } else {
            Ink::Of(level)
        };
        (ink, format!("{} {}", count(people), level.as_str()))
    });
    let mut line = Vec::new();
    for (ink, text) in &parts {
        if !line.is_empty() {
            line.push((Ink::Faint, " · "));
        }
        line.push((*ink, text));
    }
    let mut rest = String::new();
    if summary.accepted > 0 {
        let findings = counted(summary.accepted, "accepted finding", "accepted findings");
        rest = format!(" · {findings}");
    }
    line.push((Ink::Faint, &rest));
    page.flow(0, 2, &line);
}

fn all_quiet(summary: &Summary) -> String {
    let people = summary.people;
    match summary.too_little {
        _ if people == 0 => "Nobody to say anything about.".to_owned(),
        0 => "Nothing contradicts anything.".to_owned(),
        few if few == people => {
            "Nothing contradicts anything, but nobody has enough history to say much.".to_owned()
        }
        few => format!(
            "Nothing contradicts anything. Too little history to say: {} of {} people.",
            count(few),
            count(people),
        ),
    }
}

/// The lists that everybody was compared with, where there are any.
fn compared(page: &mut Page, lists: &[List]) {
    if lists.is_empty() {
        return;
    }
    let told = lists.iter().map(|list| {
        let grade = list.grade.as_deref().unwrap_or("ungraded");
        format!("{} of {} ({grade})", plain(&list.name), plain(&list.date))
    });
    let told: Vec<_> = told.collect();
    let line = format!("Compared with the imported lists {}", told.join(", "));
    page.flow(2, 4, &[(Ink::Faint, &line)]);
}

/// What the readings left out, where it is anything.
fn gaps(page: &mut Page, repositories: &[Repository]) {
    let told: Vec<_> = repositories
        .iter()
        .map(|repository| (repository, gap(repository)))
        .filter(|(_, gap)| !gap.is_empty())
        .collect();
    for (repository, gap) in told.iter().take(MOST_GAPS) {
        let mut line = gap.clone();
        if repositories.len() > 1 {
            line = format!("{}: {gap}", plain(&repository.name));
        }
        page.flow(2, 4, &[(Ink::Faint, &line)]);
    }
    if let Some(more) = told.len().checked_sub(MOST_GAPS).filter(|more| *more > 0) {
        let more = counted(more as u64, "repository", "repositories");
        page.flow(
            2,
            4,
            &[(Ink::Faint, &format!("… and {more} more with gaps"))],
        );
    }
}

fn gap(repository: &Repository) -> String {
    let skipped = &repository.skipped;
    let counts = [
        (
            skipped.unreadable,
            "unreadable object",
            "unreadable objects",
        ),
        (skipped.malformed, "malformed object", "malformed objects"),
        (skipped.missing_parents, "missing parent", "missing parents"),
        (
            skipped.hash_mismatch,
            "object under a wrong id",
            "objects under a wrong id",
        ),
        (skipped.unreadable_refs, "unreadable ref", "unreadable refs"),
        (
            skipped.unreadable_packs,
            "unreadable pack",
            "unreadable packs",
        ),
    ];
    let counts = counts.iter().filter(|(number, ..)| *number > 0);
    let counts: Vec<_> = counts
        .map(|(number, one, many)| counted(*number, one, many))
        .collect();
    let mut parts = Vec::new();
    if !counts.is_empty() {
        parts.push(format!("skipped {}", counts.join(", ")));
    }
    if repository.shallow {
        parts.push("shallow: older commits are missing, so counts and rates are off".to_owned());
    }
    if repository.replaced > 0 {
        let refs = counted(repository.replaced, "replacement ref", "replacement refs");
        parts.push(format!("{refs} not applied"));
    }
    parts.extend(repository.notes.iter().map(|note| plain(note)));
    parts.join("; ")
}

/// How to read on.
fn hints(page: &mut Page, scan: &Scan) {
    let listed = scan
        .people
        .iter()
        .find_map(|person| Some((person, person.findings.first()?)));
    let Some((person, finding)) = listed else {
        return;
    };
    page.blank();
    let reminder = "Findings are contradictions between records, not verdicts on people.";
    page.flow(0, 0, &[(Ink::Plain, reminder)]);
    let explain = format!("countersign explain {}", finding.heuristic);
    let one = format!("--person {}", person.id);
    let column = explain.len().max(one.len()) + 2;
    for (hint, meaning) in [
        (explain, "what it looks at, and what it cannot see"),
        (one, "everything about one person"),
    ] {
        let gap = " ".repeat(column - hint.len());
        page.flow(
            2,
            4,
            &[
                (Ink::Strong, &hint),
                (Ink::Plain, &gap),
                (Ink::Faint, meaning),
            ],
        );
    }
}
