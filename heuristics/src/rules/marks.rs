//! What heuristics say about added lines.

use crate::heuristic::{Evidence, Fact, Field, Finding, Outcome, Strength};
use crate::review::Review;
use countersign_facts::short_digest;
use countersign_facts::{Content, Mark, ObjectId, RepositoryIndex, Tlp};
use countersign_people::Dossier;

/// So many places stand in a summary or subject.
const MOST_NAMED: usize = 2;

/// What a heuristic makes of a mark among all of one change; `None` where it has nothing to say.
pub(super) type Judge<'a> = &'a dyn Fn(&Mark, &Content) -> Option<Remark>;

/// What a mark comes to.
pub(super) struct Remark {
    /// How much it says.
    pub(super) strength: Strength,
    /// What the line adds, as the sentence of a finding goes on.
    pub(super) words: String,
    /// With whom it may be shared.
    pub(super) tlp: Tlp,
}

/// Whatever a person's commits add that `judge` takes. One finding a commit: accepting one accepts no
/// further ones.
pub(super) fn person(dossier: &Dossier<'_>, judge: Judge<'_>) -> Outcome {
    let contents = dossier.population().contents();
    let mut looked = false;
    let mut findings = Vec::new();
    for commit in dossier.authored() {
        let Some(content) = contents.of(commit.index()) else {
            continue;
        };
        looked = true;
        let change = Change {
            object: commit.id(),
            repository: commit.repository(),
            name: commit.id().to_string(),
            does: "a commit adds",
            more: String::new(),
        };
        findings.extend(change.finding(content, judge));
    }
    match (looked, findings.is_empty()) {
        (false, _) => Outcome::NotApplicable,
        (true, true) => Outcome::Quiet,
        (true, false) => Outcome::Fired(findings),
    }
}

/// Whatever a pull request adds that `judge` takes, told of whoever opened it.
pub(super) fn pull_request(review: &Review<'_>, judge: Judge<'_>) -> Outcome {
    let pull = review.pull_request();
    let by_program = pull.author.as_ref().is_some_and(|account| account.bot);
    let head = pull.commits.last().copied();
    let (Some(content), Some(head)) = (&pull.content, head) else {
        return Outcome::NotApplicable;
    };
    if !review.is_opener() || by_program {
        return Outcome::NotApplicable;
    }
    let change = Change {
        object: review.population().history().id(head),
        repository: pull.repository,
        name: format!("#{}", pull.number),
        does: "this pull request adds",
        more: format!("; its opener {}", review.tenure().words()),
    };
    match change.finding(content, judge) {
        Some(finding) => Outcome::Fired(vec![finding]),
        None => Outcome::Quiet,
    }
}

/// A commit or pull request that adds lines.
struct Change {
    object: ObjectId,
    repository: RepositoryIndex,
    /// Names it in fingerprints.
    name: String,
    does: &'static str,
    /// How the sentence ends.
    more: String,
}

impl Change {
    fn finding(&self, content: &Content, judge: Judge<'_>) -> Option<Finding> {
        let judged = content.marks.iter();
        let mut judged: Vec<_> = judged
            .filter_map(|mark| judge(mark, content).map(|remark| (remark, mark)))
            .collect();
        // The sort is stable: lines of one strength stay in the change's order.
        judged.sort_by_key(|(remark, _)| std::cmp::Reverse(remark.strength));
        let Remark {
            strength, words, ..
        } = &judged.first()?.0;
        let tlp = judged.iter().map(|(remark, _)| remark.tlp).max()?;
        let places: Vec<_> = judged.iter().map(|(_, mark)| place(mark)).collect();
        let named = places[..places.len().min(MOST_NAMED)].join(", ");
        let named = match places.len().saturating_sub(MOST_NAMED) {
            0 => named,
            more => format!("{named} and {more} more"),
        };
        let summary = format!("{} {words} ({named}){}", self.does, self.more);
        let lines: Vec<_> = judged.iter().map(|(_, mark)| text(mark)).collect();
        let subject = format!(
            "{} {}",
            self.name,
            short_digest(lines.join("\0").as_bytes())
        );
        let evidence = lines.into_iter().map(|line| Evidence {
            repository: self.repository,
            record: Fact::text(self.object, Field::AddedLine, line),
            contradicts: None,
        });
        let finding = Finding::new(*strength, summary, evidence.collect());
        Some(finding.about(subject).marked(tlp))
    }
}

/// `path:line`.
fn place(mark: &Mark) -> String {
    match &*mark.path {
        b"" => format!("line {} of its message", mark.line),
        path => format!("{}:{}", String::from_utf8_lossy(path), mark.line),
    }
}

/// `path:line: excerpt`.
fn text(mark: &Mark) -> String {
    format!("{}: {}", place(mark), mark.excerpt)
}
