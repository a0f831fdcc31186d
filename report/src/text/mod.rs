//! A scan in a terminal.

mod block;
mod detail;
mod evidence;
mod hints;
mod page;

pub(crate) use block::{accepted_line, finding, headline, numbers};
pub(crate) use detail::Detail;
pub(crate) use hints::{hints, word as shell_word};
pub(crate) use page::{Ink, Page};

use countersign_heuristics::Level;

use crate::escape::plain;
use crate::figures::{count, counted, elapsed};
use crate::gaps::Gaps;
use crate::look::Look;
use crate::model::{List, Repository, Scan, Summary};
use crate::sentences::all_quiet;

/// Repositories whose gaps are listed.
const MOST_GAPS: usize = 5;
/// People whose headlines are repeated at the end.
const MOST_AGAIN: usize = 10;

/// The whole scan.
pub(crate) fn scan(scan: &Scan, look: &Look) -> String {
    let mut page = Page::new(look);
    read(&mut page, scan, look);
    let command = hints::scan_command(scan, look);
    let detail = Detail::Short {
        several: scan.repositories.len() > 1,
        command: &command,
    };
    let mut listing = false;
    for person in &scan.people {
        // People with nothing to show form a list; the others stand apart.
        if !listing || block::has_more(person) {
            page.blank();
        }
        listing = !block::has_more(person);
        headline(&mut page, person);
        block::summary(&mut page, person, detail);
    }
    read_on(&mut page, scan, &command);
    page.finish()
}

/// What was read, what was not, and how it ended.
fn read(page: &mut Page, scan: &Scan, look: &Look) {
    let summary = &scan.summary;
    let time = look.elapsed.map(|time| format!(" in {}", elapsed(time)));
    let read = scan.repositories.iter().filter(|one| !one.unread).count();
    let line = format!(
        "Read {} by {} from {}{}",
        counted(summary.commits, "commit", "commits"),
        counted(summary.people, "person", "people"),
        counted(read as u64, "repository", "repositories"),
        time.unwrap_or_default(),
    );
    page.flow(0, 2, &[(Ink::Plain, &line)]);
    gaps(page, &scan.repositories);
    compared(page, &scan.lists);
    for tally in scan.heuristics.iter().filter(|tally| tally.broken > 0) {
        let people = counted(tally.broken, "person", "people");
        let line = format!(
            "{} failed on {people}: this is a bug in Countersign, please report it",
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

/// The imported lists that everyone was compared with.
fn compared(page: &mut Page, lists: &[List]) {
    if lists.is_empty() {
        return;
    }
    let names = lists.iter().map(|list| {
        let grade = list.grade.as_deref();
        let grade = grade.map_or("ungraded".to_owned(), |grade| format!("grade {grade}"));
        format!("{} of {} ({grade})", plain(&list.name), plain(&list.date))
    });
    let line = format!(
        "Compared with {}: {}",
        counted(lists.len() as u64, "imported list", "imported lists"),
        names.collect::<Vec<_>>().join(", ")
    );
    page.flow(2, 4, &[(Ink::Faint, &line)]);
}

/// What could not be read.
fn gaps(page: &mut Page, repositories: &[Repository]) {
    let with_gaps: Vec<_> = repositories
        .iter()
        .map(|repository| (repository, gap(repository)))
        .filter(|(_, gap)| !gap.is_empty())
        .collect();
    for (repository, gap) in with_gaps.iter().take(MOST_GAPS) {
        let mut line = gap.clone();
        if repositories.len() > 1 {
            line = format!("{}: {gap}", plain(&repository.name));
        }
        page.flow(2, 4, &[(Ink::Faint, &line)]);
    }
    let more = with_gaps.len().saturating_sub(MOST_GAPS) as u64;
    if more > 0 {
        let line = counted(
            more,
            "more repository has gaps",
            "more repositories have gaps",
        );
        page.flow(2, 4, &[(Ink::Faint, &line)]);
    }
}

/// What of one repository could not be read; empty if nothing is missing. Escaped.
pub(crate) fn gap(repository: &Repository) -> String {
    let mut parts = Gaps::of(repository).phrases();
    if repository.replaced > 0 {
        let refs = counted(repository.replaced, "replacement ref", "replacement refs");
        parts.push(format!("did not apply {refs}"));
    }
    parts.extend(repository.notes.iter().map(|note| plain(note)));
    parts.join("; ")
}

/// The result once more, where a long list has scrolled its head away.
fn again(page: &mut Page, scan: &Scan) {
    let worst = scan.people.iter().filter(|one| one.level >= Level::Review);
    worst.take(MOST_AGAIN).for_each(|one| headline(page, one));
    levels(page, &scan.summary);
}

/// How to read on.
fn read_on(page: &mut Page, scan: &Scan, command: &str) {
    let listed = scan
        .people
        .iter()
        .find_map(|person| Some((person, person.findings.first()?)));
    let Some((person, finding)) = listed else {
        return;
    };
    page.blank();
    again(page, scan);
    let reminder = "Findings are contradictions between records, not verdicts on people.";
    page.flow(0, 0, &[(Ink::Plain, reminder)]);
    let explain = format!("countersign explain {}", finding.heuristic);
    let one = format!("{command} --person {}", person.id);
    let explained = "what it looks at, and what it cannot see";
    hints(
        page,
        &[(explain, explained), (one, "everything about one person")],
    );
}
