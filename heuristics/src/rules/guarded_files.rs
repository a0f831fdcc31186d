//! Files that are reported when a newcomer changes them.

use std::collections::BTreeMap;

use crate::days::days_between;
use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::review::{Review, Tenure};
use crate::wording::{days, listed};
use countersign_facts::path::Parts;
use countersign_facts::{ChangedPath, Commit, PullRequest, RepositoryIndex, short_digest};
use countersign_people::Dossier;

/// A repository is established if it has at least this many commits that are older than `ESTABLISHED`, in seconds. In
/// a young repository everyone is new.
pub(super) const ESTABLISHED_COMMITS: usize = 20;
pub(super) const ESTABLISHED: i64 = 180 * 86_400;
/// A summary or subject names at most this many paths.
const MOST_NAMED: usize = 2;

/// A kind of file, and the people who may change it without a finding.
pub(super) struct Guard {
    /// Whether a file is of this kind.
    pub(super) holds: fn(&Parts<'_>) -> bool,
    /// Whether someone with this tenure is not a newcomer.
    pub(super) is_known: fn(&Tenure<'_>) -> bool,
    /// The strength of findings.
    pub(super) strength: Strength,
    /// What the pull request or commit does: it continues the sentence "this pull request ...".
    pub(super) does: &'static str,
}

/// Reports a pull request that changes such files, if a newcomer opened it.
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
            of: "commits in the repository that are older than half a year",
        };
    }
    let finding = finding(review, guard.strength, guard.does, &paths, &tenure);
    Outcome::Fired(vec![finding])
}

/// Reports commits that changed such files while their author was a newcomer, in repositories that were established at
/// that time. One finding for each repository.
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

/// A finding about a newcomer's changes in one repository. Each is compared with the person's first commit there.
fn finding_in_history(
    guard: &Guard,
    changes: &[(Commit<'_>, &[u8])],
    first: Commit<'_>,
) -> Option<Finding> {
    let (earliest, _) = changes.first()?;
    let after = days_between(first.committed(), earliest.committed());
    let when = match after {
        0 => "on the day of".to_owned(),
        after => format!("{} after", days(after)),
    };
    let mut paths: Vec<_> = changes.iter().map(|(_, path)| lossy(path)).collect();
    paths.dedup();
    let names = listed(&paths, MOST_NAMED);
    let evidence = changes.iter().map(|(commit, path)| {
        let record = Fact::text(commit.id(), Field::Path, lossy(path));
        let against = (commit.id() != first.id()).then(|| Fact::committer_date(&first));
        Evidence::of(commit, record, against)
    });
    let summary = format!(
        "a commit {} ({names}) {when} this person's first commit in this repository",
        guard.does
    );
    let subject = format!("{} {names}", earliest.id());
    Some(Finding::new(guard.strength, summary, evidence.collect()).about(subject))
}

/// The files that the pull request changes and for which `is` holds before or after the change, by path.
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

/// How many old commits this repository has, and how many an established one has; `None` if this one has enough.
fn too_young(review: &Review<'_>) -> Option<(usize, usize)> {
    let have = review.commits_before(review.pull_request().now.saturating_sub(ESTABLISHED));
    (have < ESTABLISHED_COMMITS).then_some((have, ESTABLISHED_COMMITS))
}

/// A finding about the files. Each is compared with the opener's first commit in the repository. The subject names the
/// pull request and exactly these files, so that accepting it does not accept other files.
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
        "this pull request {does} ({names}); the account that opened it {}",
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
    listed(&paths, MOST_NAMED)
}

fn text(changed: &ChangedPath) -> String {
    lossy(&changed.path)
}

fn lossy(path: &[u8]) -> String {
    String::from_utf8_lossy(path).into_owned()
}
