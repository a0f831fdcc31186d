//! Files that not everybody may change without a word.

use super::{early_privilege, trust_file};
use crate::facts::path::Parts;
use crate::facts::{ChangedPath, PullRequest};
use crate::heuristic::{Evidence, Fact, Field, Finding, Outcome, Strength, short_digest};
use crate::review::{Review, Tenure};

/// The repository counts as established when it holds so many commits older than this, in seconds: in a
/// young one everybody is new.
const ESTABLISHED_COMMITS: usize = 20;
const ESTABLISHED: i64 = 180 * 86_400;
/// So many paths stand in a summary or subject.
const MOST_NAMED: usize = 2;

/// Whether a heuristic asks who changes a file: `trust-file` or `early-privilege`.
#[must_use]
pub fn is_guarded(path: &[u8]) -> bool {
    Parts::of(path).is_some_and(|parts| {
        trust_file::says_who_is_trusted(&parts) || early_privilege::reaches_far(&parts)
    })
}

/// A kind of file, and who may change it without a word.
pub(super) struct Guard {
    /// Whether a file is of the kind.
    pub(super) holds: fn(&Parts<'_>) -> bool,
    /// Whether the opener has been here long enough.
    pub(super) is_known: fn(&Tenure<'_>) -> bool,
    /// How much a finding says.
    pub(super) strength: Strength,
    /// What the pull request does, as the sentence of a finding goes on.
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
    let named: Vec<_> = paths
        .iter()
        .take(MOST_NAMED)
        .map(|changed| text(changed))
        .collect();
    let named = named.join(", ");
    match paths.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

fn text(changed: &ChangedPath) -> String {
    String::from_utf8_lossy(&changed.path).into_owned()
}
