//! What a person did in one clone: commits, tags, files and the state of these today.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use countersign_facts::Address;
use countersign_facts::{CommitIndex, History, Identity, IdentityIndex, ObjectId};
use countersign_history::{
    Changed, Files, Job, PathChange, ReadError, changed_paths, files_at_head, reviewed, tip,
};
use countersign_people::{Role, addresses, parts, tags};
use countersign_report::touched::{
    FileClass, FileState, TouchedClone, TouchedCommit, TouchedFile, TouchedTag,
};

use super::{Read, instant};
use crate::exit::{Exit, Failure};
use crate::interrupt;
use crate::output::{Console, counted, shell_word};

/// What the person did in one clone.
pub(super) fn touched(
    read: &Read,
    own: &BTreeSet<IdentityIndex>,
    console: Console,
) -> Result<TouchedClone, Failure> {
    let history = &read.history;
    let names = own.iter().map(|one| history.identities().get(*one).text());
    let mut clone = TouchedClone {
        name: read.name.clone(),
        folder: read.folder.display().to_string(),
        identities: names.map(std::borrow::Cow::into_owned).collect(),
        tags: tags(history, own).into_iter().map(tag).collect(),
        gaps: read.gaps.clone(),
        ..TouchedClone::default()
    };
    if own.is_empty() {
        return Ok(clone);
    }
    let parts = parts(history, own, &reviews(read, own, console)?);
    let failed = |error| Failure::new(Exit::NoneRead, error);
    let ids: Vec<ObjectId> = parts.iter().map(|(index, _)| history.id(*index)).collect();
    let commits = counted(ids.len() as u64, "commit", "commits");
    let doing = format!("comparing the files of {commits}");
    let changed = watched(console, &doing, |job| {
        changed_paths(&read.folder, &read.name, &ids, job)
    })?;
    let changed: BTreeMap<ObjectId, Changed> =
        changed.into_iter().map(|one| (one.commit, one)).collect();
    let head = files_at_head(&read.folder).map_err(failed)?;
    clone.without_head = head.is_none();
    clone.unseen = changed.values().filter(|one| one.paths.is_none()).count() as u64;
    let reached = reached(history, tip(&read.folder, "HEAD").map_err(failed)?);
    clone.commits = parts
        .iter()
        .map(|(index, role)| commit(history, *index, *role, &changed, &reached))
        .collect();
    clone.files = files(read, &parts, &changed, head.as_ref());
    Ok(clone)
}

/// The commits that name the person as a reviewer.
fn reviews(
    read: &Read,
    own: &BTreeSet<IdentityIndex>,
    console: Console,
) -> Result<BTreeSet<ObjectId>, Failure> {
    let addresses = addresses(&read.history, own);
    if addresses.is_empty() {
        return Ok(BTreeSet::new());
    }
    let is_own = |who: Identity<'_>| addresses.contains(&Address::of(who));
    let ids: Vec<_> = read.history.commits().map(|commit| commit.id()).collect();
    let commits = counted(ids.len() as u64, "commit", "commits");
    let doing = format!("looking for reviews in {commits}");
    let named = watched(console, &doing, |job| {
        reviewed(&read.folder, &read.name, &ids, &is_own, job)
    })?;
    Ok(named.into_iter().collect())
}

/// Reads something while the progress bar shows `doing`; a signal ends it.
fn watched<T>(
    console: Console,
    doing: &str,
    reading: impl FnOnce(&Job<'_>) -> Result<T, ReadError>,
) -> Result<T, Failure> {
    let found = interrupt::guard(|cancelled| {
        let bar = crate::progress::Bar::new(console.quiet);
        bar.show(doing);
        reading(&Job {
            threads: 1,
            cancelled,
            progress: &(),
        })
    })?;
    found.map_err(|error| Failure::new(Exit::NoneRead, error))
}

fn tag(tag: &countersign_facts::Tag) -> TouchedTag {
    TouchedTag {
        name: String::from_utf8_lossy(&tag.name).into_owned(),
        target: tag.target.to_string(),
        at: tag.tagger.map(|(_, moment)| instant(moment.seconds)),
        signed: tag.signature.is_some(),
    }
}

/// The commits that `HEAD` reaches.
fn reached(history: &History, head: Option<ObjectId>) -> BTreeSet<CommitIndex> {
    let mut reached = BTreeSet::new();
    let first = history.commits().find(|commit| Some(commit.id()) == head);
    let mut open: Vec<_> = first.map(|commit| commit.index()).into_iter().collect();
    while let Some(index) = open.pop() {
        if reached.insert(index) {
            open.extend(history.parent_indexes(index));
        }
    }
    reached
}

fn commit(
    history: &History,
    index: CommitIndex,
    role: Role,
    changed: &BTreeMap<ObjectId, Changed>,
    reached: &BTreeSet<CommitIndex>,
) -> TouchedCommit {
    let id = history.id(index);
    let change = changed.get(&id);
    let paths = change.and_then(|one| one.paths.as_ref());
    let sensitive = paths.into_iter().flatten().map(|one| &one.path);
    let sensitive = sensitive.filter(|path| FileClass::of(path).is_sensitive());
    let at = history.get(index).map(|commit| commit.authored().seconds);
    TouchedCommit {
        commit: id.to_string(),
        role,
        at: at.map(instant).unwrap_or_default(),
        subject: change.map(|one| one.subject.clone()).unwrap_or_default(),
        in_head: reached.contains(&index),
        sensitive: sensitive
            .map(|path| String::from_utf8_lossy(path).into_owned())
            .collect(),
    }
}

/// One commit's change to one file.
struct Change {
    seconds: i64,
    commit: ObjectId,
    left: Option<ObjectId>,
    role: Role,
    is_merge: bool,
}

/// Files that the person changed, and sensitive files whose changes the person merged or reviewed.
fn files(
    read: &Read,
    parts: &[(CommitIndex, Role)],
    changed: &BTreeMap<ObjectId, Changed>,
    head: Option<&Files>,
) -> Vec<TouchedFile> {
    let mut files: BTreeMap<&[u8], Vec<Change>> = BTreeMap::new();
    for (index, role) in parts {
        let id = read.history.id(*index);
        let commit = read.history.get(*index);
        let paths = changed.get(&id).and_then(|one| one.paths.as_ref());
        let is_listed = |change: &&PathChange| match role {
            Role::SignedOff => false,
            role => role.is_own_change() || FileClass::of(&change.path).is_sensitive(),
        };
        for change in paths.into_iter().flatten().filter(is_listed) {
            files.entry(&change.path).or_default().push(Change {
                seconds: commit.map_or(0, |commit| commit.authored().seconds),
                commit: id,
                left: change.left,
                role: *role,
                is_merge: commit.is_some_and(|commit| commit.is_merge()),
            });
        }
    }
    let contents: BTreeMap<ObjectId, &[u8]> = head
        .into_iter()
        .flatten()
        .map(|(path, id)| (*id, &**path))
        .collect();
    files
        .into_iter()
        .map(|(path, changes)| file(read, path, changes, head, &contents))
        .collect()
}

fn file(
    read: &Read,
    path: &[u8],
    mut changes: Vec<Change>,
    head: Option<&Files>,
    contents: &BTreeMap<ObjectId, &[u8]>,
) -> TouchedFile {
    changes.sort_by_key(|change| std::cmp::Reverse(change.seconds));
    let left: BTreeSet<ObjectId> = changes.iter().filter_map(|change| change.left).collect();
    let last_left = changes.iter().find_map(|change| change.left);
    let moved = || last_left.and_then(|id| contents.get(&id));
    let state = match head.map(|files| files.get(path)) {
        None => FileState::Unknown,
        Some(Some(now)) if left.contains(now) => FileState::AsLeft,
        Some(Some(_)) => FileState::ChangedSince,
        Some(None) => moved().map_or(FileState::Gone, |path| {
            FileState::MovedTo(String::from_utf8_lossy(path).into_owned())
        }),
    };
    let shown = String::from_utf8_lossy(path).into_owned();
    let seconds = |change: Option<&Change>| change.map(|change| instant(change.seconds));
    let parts = |is_it: fn(Role) -> bool| {
        let parts = changes.iter().filter(|change| is_it(change.role));
        parts.count() as u64
    };
    TouchedFile {
        class: FileClass::of(path),
        changes: changes.len() as u64,
        merges: parts(Role::is_merge),
        reviews: parts(|role| role == Role::Reviewed),
        first: seconds(changes.last()).unwrap_or_default(),
        last: seconds(changes.first()).unwrap_or_default(),
        state,
        command: changes
            .first()
            .map(|newest| command(&read.folder, newest, &shown))
            .unwrap_or_default(),
        commits: changes
            .iter()
            .map(|change| change.commit.to_string())
            .collect(),
        path: shown,
    }
}

/// `git -C FOLDER show ID -- PATH`, quoted for a shell; for a merge, what it brought in.
fn command(folder: &Path, change: &Change, path: &str) -> String {
    let id = change.commit.to_string();
    let short = id.get(..12).unwrap_or(&id);
    let merge = if change.is_merge {
        " -m --first-parent"
    } else {
        ""
    };
    let folder = shell_word(&folder.display().to_string());
    format!(
        "git -C {folder} show{merge} {short} -- {}",
        shell_word(path)
    )
}
