//! Files that not everybody may change without a word.

use std::collections::BTreeMap;

use crate::heuristic::{Evidence, Fact, Field, Finding, Outcome, Strength, days_between};
use crate::review::{Review, Tenure};
use countersign_facts::path::Parts;
use countersign_facts::short_digest;
use countersign_facts::{ChangedPath, Commit, PullRequest, RepositoryIndex};
use countersign_people::Dossier;

/// The repository counts as established when it holds so many commits older than this, in seconds: in a
/// young one everybody is new.
pub(super) const ESTABLISHED_COMMITS: usize = 20;
pub(super) const ESTABLISHED: i64 = 180 * 86_400;
/// So many paths stand in a summary or subject.
const MOST_NAMED: usize = 2;

/// A kind of file, and who may change it without a word.
pub(super) struct Guard {
    /// Whether a file is of the kind.
    pub(super) holds: fn(&Parts<'_>) -> bool,
    /// Whether the opener has been here long enough.
    pub(super) is_known: fn(&Tenure<'_>) -> bool,
    /// How much a finding says.
    pub(super) strength: Strength,
    /// What the pull request or commit does, as the sentence of a finding goes on.
    pub(super) does: &'static str,
}

/// Looks at who opened the pull request when it changes such files.
pub(super) fn check(review: &Review<'_>, guard: &Guard) -> Outcome {
    let pull = review.pull_request();
    let by_program = pull.author.as_ref().is_some_and(|account| account.bot);
    if !review.is_opener() || by_program {
        return Outcome::NotApplicable;
    }
    let paths = touching(pull, guard.holds);
    if paths.is_empty() {
        return Outcome::NotApplicable;
    }
    let tenure = review.tenure();
    if (guard.is_known)(&tenure) {
        return Outcome::Quiet;
    }
    if let Some((have, want)) = too_young(review) {
        return Outcome::NotEnough {
            have,
            want,
            of: "commits of the repository older than half a year",
        };
    }
    let finding = finding(review, guard.strength, guard.does, &paths, &tenure);
    Outcome::Fired(vec![finding])
}

/// Looks at the commits by which a newcomer of the time changed such files, in repositories that were
/// established by then. One finding a repository.
pub(super) fn check_history(dossier: &Dossier<'_>, guard: &Guard) -> Outcome {
    let population = dossier.population();
    if population.contents().is_empty() {
        return Outcome::NotApplicable;
    }
    let mut by_repository: BTreeMap<RepositoryIndex, Vec<Commit<'_>>> = BTreeMap::new();
    for commit in dossier.authored() {
        let commits = by_repository.entry(commit.repository()).or_default();
        commits.push(commit);
    }
    let (mut tested, mut findings) = (false, Vec::new());
    for (repository, mut commits) in by_repository {
        commits.sort_by_key(|commit| (commit.committed().seconds, commit.id()));
        let established = population
            .old_commits(repository)
            .get(ESTABLISHED_COMMITS - 1);
        let Some(established) = established.map(|seconds| seconds.saturating_add(ESTABLISHED))
        else {
            continue;
        };
        let mut changes = Vec::new();
        for (earlier, commit) in commits.iter().enumerate() {
            let now = commit.committed().seconds;
            let Some(content) = population.contents().of(commit.index()) else {
                continue;
            };
            if now < established {
                continue;
            }
            tested = true;
            let paths = content.sensitive.iter().map(|path| &**path);
            let mut paths = paths
                .filter(|path| Parts::of(path).is_some_and(|parts| (guard.holds)(&parts)))
                .peekable();
            if paths.peek().is_some() && !(guard.is_known)(&Tenure::new(&commits[..earlier], now)) {
                changes.extend(paths.map(|path| (*commit, path)));
            }
        }
        findings.extend(finding_in_history(guard, &changes, commits[0]));
    }
    match (tested, findings.is_empty()) {
        (_, false) => Outcome::Fired(findings),
        (true, true) => Outcome::Quiet,
        (false, true) => Outcome::NotApplicable,
    }
}

/// A finding about a newcomer's changes in one repository, each beside the first commit there.
fn finding_in_history(
    guard: &Guard,
    changes: &[(Commit<'_>, &[u8])],
    first: Commit<'_>,
) -> Option<Finding> {
    let (earliest, _) = changes.first()?;
    let days = days_between(first.committed(), earliest.committed());
    let days = match days {
        0 => "on the day of the first commit in this repository".to_owned(),
        1 => "1 day after the first commit in this repository".to_owned(),
        days => format!("{days} days after the first commit in this repository"),
    };
    let mut paths: Vec<_> = changes.iter().map(|(_, path)| lossy(path)).collect();
    paths.dedup();
    let names = listed(&paths);
    let evidence = changes.iter().map(|(commit, path)| {
        let record = Fact::text(commit.id(), Field::Path, lossy(path));
        let against = (commit.id() != first.id()).then(|| Fact::committer_date(&first));
        Evidence::of(commit, record, against)
    });
    let summary = format!("a commit {} ({names}) {days}", guard.does);
    let subject = format!("{} {names}", earliest.id());
    Some(Finding::new(guard.strength, summary, evidence.collect()).about(subject))
}

/// The files that the pull request changes and for which `is` holds, before or after, by path.
fn touching(pull: &PullRequest, is: impl Fn(&Parts<'_>) -> bool) -> Vec<&ChangedPath> {
    let mut paths: Vec<_> = pull
        .paths
        .iter()
        .filter(|changed| {
            changed
                .touched()
                .filter_map(Parts::of)
                .any(|parts| is(&parts))
        })
        .collect();
    paths.sort_by(|a, b| a.path.cmp(&b.path));
    paths.dedup();
    paths
}

/// How many commits of old an established repository holds, and how many this one has; `None` where it
/// has enough.
fn too_young(review: &Review<'_>) -> Option<(usize, usize)> {
    let have = review.commits_before(review.pull_request().now.saturating_sub(ESTABLISHED));
    (have < ESTABLISHED_COMMITS).then_some((have, ESTABLISHED_COMMITS))
}

/// A finding about the files, each beside the opener's first commit in the repository. Its subject names
/// the pull request and stands for exactly these files: accepting them accepts no further ones.
fn finding(
    review: &Review<'_>,
    strength: Strength,
    does: &str,
    paths: &[&ChangedPath],
    tenure: &Tenure<'_>,
) -> Finding {
    let pull = review.pull_request();
    let head = pull.commits.last().copied();
    let evidence = head.map_or_else(Vec::new, |head| {
        let head = review.population().history().id(head);
        let of_path = |changed: &&ChangedPath| Evidence {
            repository: pull.repository,
            record: Fact::text(head, Field::Path, text(changed)),
            contradicts: tenure.first.as_ref().map(Fact::committer_date),
        };
        paths.iter().map(of_path).collect()
    });
    let names = names(paths);
    let summary = format!(
        "this pull request {does} ({names}); its opener {}",
        tenure.words()
    );
    let all: Vec<String> = paths.iter().map(|changed| text(changed)).collect();
    let subject = match paths.len() {
        ..=MOST_NAMED => format!("#{} {names}", pull.number),
        _ => {
            let digest = short_digest(all.join("\0").as_bytes());
            format!("#{} {names} {digest}", pull.number)
        }
    };
    Finding::new(strength, summary, evidence).about(subject)
}

fn names(paths: &[&ChangedPath]) -> String {
    let paths: Vec<_> = paths.iter().map(|changed| text(changed)).collect();
    listed(&paths)
}

/// The first few of these, and how many more there are.
fn listed(paths: &[String]) -> String {
    let named = paths[..paths.len().min(MOST_NAMED)].join(", ");
    match paths.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn text(changed: &ChangedPath) -> String {
    lossy(&changed.path)
}

fn lossy(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}
