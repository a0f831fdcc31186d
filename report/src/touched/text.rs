//! What one person touched, in a terminal.

use countersign_people::Role;

use super::classes::ORDER;
use super::model::{
    Approval, BlastRadius, FileState, TouchedClone, TouchedCommit, TouchedFile, TouchedTag,
};
use crate::dossier::day;
use crate::escape::plain;
use crate::figures::{count, counted};
use crate::look::Look;
use crate::text::{Ink, Page};

/// Files of a class that text shows; JSON and CSV have all.
const MOST_FILES: usize = 25;
/// Commits of one role, and pull requests, that text shows; JSON has all.
const MOST_COMMITS: usize = 15;
/// Sensitive files that are listed beside a commit.
const MOST_NAMED: usize = 3;
/// Digits of a commit's id.
const SHORT_ID: usize = 12;

/// What was touched, as text.
#[must_use]
pub fn text(radius: &BlastRadius, look: &Look) -> String {
    let mut page = Page::new(look);
    let found = radius
        .clones
        .iter()
        .filter(|one| !one.identities.is_empty());
    let line = format!(
        "What {} touched: found in {} of {}",
        plain(&radius.asked),
        count(found.count() as u64),
        counted(radius.clones.len() as u64, "clone", "clones"),
    );
    page.flow(0, 2, &[(Ink::Strong, &line)]);
    radius.clones.iter().for_each(|one| clone(&mut page, one));
    if !radius.deploy_keys.is_empty() {
        heading(&mut page, 0, "Deploy keys that the person added", "");
        for key in &radius.deploy_keys {
            page.flow(2, 4, &[(Ink::Plain, &plain(key))]);
        }
    }
    approvals(&mut page, &radius.approvals);
    heading(&mut page, 0, "Not covered", "");
    for one in &radius.not_seen {
        page.flow(2, 4, &[(Ink::Faint, one)]);
    }
    page.finish()
}

fn approvals(page: &mut Page, approvals: &[Approval]) {
    if approvals.is_empty() {
        return;
    }
    let title = "Pull requests that the person approved";
    heading(page, 0, title, "as GitHub reported them to the App");
    for one in approvals.iter().take(MOST_COMMITS) {
        let lead = format!("{}  ", day(&one.at));
        let what = format!("{}#{}", plain(&one.repository), one.pull_request);
        let head = one.commit.as_deref().map(short);
        let head = head.map_or_else(String::new, |head| format!("  at {}", plain(head)));
        let pieces = [
            (Ink::Faint, &*lead),
            (Ink::Plain, &what),
            (Ink::Faint, &head),
        ];
        page.flow(2, 14, &pieces);
    }
    let (one, many) = ("pull request is in JSON", "pull requests are in JSON");
    more(page, approvals.len(), MOST_COMMITS, (one, many));
}

fn heading(page: &mut Page, indent: usize, title: &str, remark: &str) {
    page.blank();
    let gap = if remark.is_empty() { "" } else { "  " };
    let pieces = [
        (Ink::Strong, title),
        (Ink::Plain, gap),
        (Ink::Faint, remark),
    ];
    page.flow(indent, indent + 2, &pieces);
}

fn clone(page: &mut Page, clone: &TouchedClone) {
    let folder = Some(&clone.folder).filter(|folder| **folder != clone.name);
    let folder = folder.map(|folder| plain(folder)).unwrap_or_default();
    heading(page, 0, &plain(&clone.name), &folder);
    if clone.identities.is_empty() {
        page.flow(2, 4, &[(Ink::Faint, "nothing by this person")]);
        return;
    }
    for identity in &clone.identities {
        page.flow(2, 4, &[(Ink::Faint, &format!("as {}", plain(identity)))]);
    }
    if clone.unseen > 0 {
        let line = format!(
            "the files of {} are missing (a partial or shallow clone), so their changes are not listed",
            counted(clone.unseen, "commit", "commits")
        );
        page.flow(2, 4, &[(Ink::Mark, &line)]);
    }
    if clone.without_head {
        let line =
            "the files of the newest commit are missing, so nothing shows what is still there";
        page.flow(2, 4, &[(Ink::Mark, line)]);
    }
    files(page, clone);
    tags(page, &clone.tags);
    commits(page, clone);
}

fn files(page: &mut Page, clone: &TouchedClone) {
    for described in ORDER {
        let of_class = clone
            .files
            .iter()
            .filter(|one| one.class == described.class);
        let all: Vec<&TouchedFile> = of_class.collect();
        if all.is_empty() {
            continue;
        }
        heading(page, 2, described.title, described.why);
        all.iter().take(MOST_FILES).for_each(|one| file(page, one));
        let (one, many) = ("file is in JSON and CSV", "files are in JSON and CSV");
        more(page, all.len(), MOST_FILES, (one, many));
    }
}

/// `3 more files are in JSON and CSV`.
fn more(page: &mut Page, all: usize, most: usize, (one, many): (&str, &str)) {
    if let Some(more) = all.checked_sub(most).filter(|more| *more > 0) {
        let what = if more == 1 { one } else { many };
        let line = format!("{} more {what}", count(more as u64));
        page.flow(4, 6, &[(Ink::Faint, &line)]);
    }
}

fn file(page: &mut Page, file: &TouchedFile) {
    let state = match &file.state {
        FileState::AsLeft => ("unchanged since".to_owned(), Ink::Mark),
        FileState::ChangedSince => ("changed since".to_owned(), Ink::Faint),
        FileState::MovedTo(path) => (format!("unchanged, now at {}", plain(path)), Ink::Mark),
        FileState::Gone => ("not there now".to_owned(), Ink::Faint),
        FileState::Unknown => (String::new(), Ink::Faint),
    };
    let parts = [
        (
            file.changes - file.merges - file.reviews,
            "change",
            "changes",
        ),
        (file.merges, "merge", "merges"),
        (file.reviews, "review", "reviews"),
    ];
    let parts = parts.into_iter().filter(|(number, ..)| *number > 0);
    let parts: Vec<_> = parts
        .map(|(number, one, more)| counted(number, one, more))
        .collect();
    let facts = format!("  {}, last {}  ", parts.join(", "), day(&file.last));
    let pieces = [
        (Ink::Plain, &*plain(&file.path)),
        (Ink::Faint, &facts),
        (state.1, &state.0),
    ];
    page.flow(4, 8, &pieces);
    page.whole(6, Ink::Faint, &plain(&file.command));
}

fn tags(page: &mut Page, tags: &[TouchedTag]) {
    if tags.is_empty() {
        return;
    }
    heading(page, 2, "Tags made or signed", "");
    for tag in tags {
        let signed = if tag.signed { ", signed" } else { "" };
        let at = tag.at.as_deref().map(|at| format!("{}  ", day(at)));
        let target = format!("  at {}{signed}", short(&tag.target));
        let pieces = [
            (Ink::Faint, at.as_deref().unwrap_or_default()),
            (Ink::Plain, &*plain(&tag.name)),
            (Ink::Faint, &target),
        ];
        page.flow(4, 8, &pieces);
    }
}

fn commits(page: &mut Page, clone: &TouchedClone) {
    for role in Role::ALL {
        let all: Vec<&TouchedCommit> = clone
            .commits
            .iter()
            .filter(|one| one.role == role)
            .collect();
        if all.is_empty() {
            continue;
        }
        let number = counted(all.len() as u64, "commit", "commits");
        heading(page, 2, title(role), &number);
        all.iter()
            .take(MOST_COMMITS)
            .for_each(|one| commit(page, one));
        let (one, many) = ("commit is in JSON", "commits are in JSON");
        more(page, all.len(), MOST_COMMITS, (one, many));
    }
}

fn commit(page: &mut Page, commit: &TouchedCommit) {
    let lead = format!("{}  {}  ", day(&commit.at), short(&commit.commit));
    let mut remarks = Vec::new();
    if !commit.in_head {
        remarks.push("not in HEAD".to_owned());
    }
    let some = commit.sensitive.iter().take(MOST_NAMED);
    let some: Vec<_> = some.map(|path| plain(path)).collect();
    match commit.sensitive.len() - some.len() {
        _ if some.is_empty() => {}
        0 => remarks.push(some.join(", ")),
        more => remarks.push(format!("{} and {more} more", some.join(", "))),
    }
    let remark = match remarks.is_empty() {
        true => String::new(),
        false => format!("  ({})", remarks.join("; ")),
    };
    let pieces = [
        (Ink::Faint, lead.as_str()),
        (Ink::Plain, &*plain(&commit.subject)),
        (Ink::Faint, &remark),
    ];
    page.flow(4, 4 + lead.len(), &pieces);
}

/// The heading above the commits in which the person had this part.
fn title(role: Role) -> &'static str {
    match role {
        Role::Authored => "Authored",
        Role::Applied => "Committed for others",
        Role::MergedOnPlatform => "Merged on the platform",
        Role::Merged => "Merged on their own machine",
        Role::CoAuthored => "Named as co-author",
        Role::Reviewed => "Named as reviewer",
        Role::SignedOff => "Signed off for others",
    }
}

fn short(id: &str) -> &str {
    id.get(..SHORT_ID).unwrap_or(id)
}
