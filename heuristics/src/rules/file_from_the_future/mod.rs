//! `file-from-the-future`: commits add files that, by their own names, were made only later.

#[cfg(test)]
pub(super) mod cases;

use std::collections::BTreeMap;

use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::review::Review;
use crate::wording::{days, share, span};
use countersign_facts::{ChangeKind, Clock, Commit, DatedFile};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "file-from-the-future",
    title: "commits add files whose names say that they were made only later",
    revision: 1,
    family: Family::History,
    strength: Strength::Strong,
    innocent: "someone typed the names by hand, or a machine's clock was wrong when it made the commits",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Both {
        person,
        pull_request,
    },
};

/// A commit is too early if it is dated more than this before the second in the name of a file it adds, in seconds. No
/// inhabited place is further from UTC.
const EARLY: i64 = 14 * HOUR;
/// From here on it is too early by more than any mistake about time zones, in seconds.
const FAR_TOO_EARLY: i64 = 48 * HOUR;
/// At least this many files, made at different hours.
const LEAST_FILES: usize = 3;
/// Some tools count on from the newest name. Names closer than this are counted as one, in seconds.
const APART: i64 = HOUR;
const HOUR: i64 = 3_600;
/// Longer spans are said in days, in seconds.
const DAYS: u64 = 4 * 86_400;
/// The first second of 2005-04-07, when git began. Earlier dates come from an import or a stopped clock.
const GIT_BEGAN: i64 = 1_112_832_000;

/// A new file, and the commit that adds it; in a pull request, its latest commit.
struct Added<'a> {
    commit: Commit<'a>,
    file: DatedFile,
}

impl Added<'_> {
    /// By how many seconds the commit is dated before the file was made; negative if it is dated after.
    fn early(&self) -> i64 {
        self.file
            .second
            .saturating_sub(self.commit.committed().seconds)
    }
}

fn person(dossier: &Dossier<'_>) -> Outcome {
    let contents = dossier.population().contents();
    let mut added = Vec::new();
    for commit in dossier.self_committed().chain(dossier.applied()) {
        if commit.committed().seconds >= GIT_BEGAN {
            let content = contents.of(commit.index());
            let files = content.into_iter().flat_map(|content| &content.dated);
            added.extend(files.map(|file| Added {
                commit,
                file: file.clone(),
            }));
        }
    }
    // A file can be added again after it was removed. The first time counts.
    added.sort_by_key(|added| (added.commit.committed().seconds, added.commit.id()));
    let mut first: BTreeMap<Box<[u8]>, Added<'_>> = BTreeMap::new();
    for added in added {
        first.entry(added.file.path.clone()).or_insert(added);
    }
    judge(first.into_values().collect())
}

/// The paths of a pull request are known together, so each file is compared with the latest commit.
fn pull_request(review: &Review<'_>) -> Outcome {
    let pull = review.pull_request();
    let history = review.population().history();
    let commits = pull.commits.iter().filter_map(|index| history.get(*index));
    let mut commits = commits.filter(Commit::has_readable_times).peekable();
    let is_on_own_clock =
        |commit: &Commit<'_>| commit.clock_source().committer_clock() == Clock::Own;
    if !review.is_opener() || commits.peek().is_none() {
        return Outcome::NotApplicable;
    }
    let latest = commits.max_by_key(|commit| (commit.committed().seconds, commit.id()));
    let Some(commit) = latest.filter(is_on_own_clock) else {
        return Outcome::NotApplicable;
    };
    let files = pull
        .paths
        .iter()
        .filter(|path| path.kind == ChangeKind::Added);
    let files = files.filter_map(|path| DatedFile::of(&path.path));
    judge(files.map(|file| Added { commit, file }).collect())
}

fn judge(added: Vec<Added<'_>>) -> Outcome {
    let have = apart(&added);
    match have {
        0 => return Outcome::NotApplicable,
        LEAST_FILES.. => {}
        _ => {
            return Outcome::NotEnough {
                have,
                want: LEAST_FILES,
                of: "migrations made at different hours",
            };
        }
    }
    let all = added.len();
    let too_early = |least| {
        let early = added.iter().filter(|added| added.early() > least);
        apart(early) >= LEAST_FILES
    };
    let strength = match (too_early(FAR_TOO_EARLY), too_early(EARLY)) {
        (true, _) => Strength::Strong,
        (false, true) => Strength::Moderate,
        (false, false) => return Outcome::Quiet,
    };
    let mut early = added;
    early.retain(|added| added.early() > EARLY);
    Outcome::Fired(vec![finding(strength, all, early)])
}

/// How many of the files were made at different hours.
fn apart<'a, 'b: 'a>(added: impl IntoIterator<Item = &'a Added<'b>>) -> usize {
    let mut seconds: Vec<_> = added.into_iter().map(|added| added.file.second).collect();
    seconds.sort_unstable();
    seconds.dedup_by(|next, before| next.saturating_sub(*before) < APART);
    seconds.len()
}

fn finding(strength: Strength, all: usize, mut early: Vec<Added<'_>>) -> Finding {
    early.sort_by_key(|added| (-added.early(), added.commit.id(), added.file.path.clone()));
    let most = early.first().map_or(0, Added::early).unsigned_abs();
    let summary = format!(
        "{} were committed before the time in their names, by up to {}",
        share(early.len(), all, "new migrations"),
        if most >= DAYS {
            days(most / 86_400)
        } else {
            span(most / 60)
        },
    );
    let evidence = early.iter().map(|added| {
        let path = String::from_utf8_lossy(&added.file.path).into_owned();
        let path = Fact::text(added.commit.id(), Field::Path, path);
        Evidence::of(
            &added.commit,
            Fact::committer_date(&added.commit),
            Some(path),
        )
    });
    Finding::new(strength, summary, evidence.collect())
}
