//! Findings about lines that commits and pull requests add.

use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::review::Review;
use crate::wording::listed;
use countersign_facts::{Content, Mark, ObjectId, RepositoryIndex, Tlp, short_digest};
use countersign_people::Dossier;

/// A summary names at most this many lines.
const MOST_NAMED: usize = 2;

/// A heuristic's remark on one mark of a change; `None` if it has none.
pub(super) type Judge<'a> = &'a dyn Fn(&Mark, &Content) -> Option<Remark>;

/// What a heuristic says about one mark.
pub(super) struct Remark {
    /// How much it says.
    pub(super) strength: Strength,
    /// What the line adds: it continues the sentence "a commit adds ...".
    pub(super) words: String,
    /// Who may see it.
    pub(super) tlp: Tlp,
}

/// Findings about the lines that a person's commits add and on which `judge` remarks. There is one finding for each
/// commit, so that accepting one does not accept later ones.
pub(super) fn person(dossier: &Dossier<'_>, judge: Judge<'_>) -> Outcome {
    let contents = dossier.population().contents();
    let mut examined = false;
    let mut findings = Vec::new();
    for commit in dossier.authored() {
        let Some(content) = contents.of(commit.index()) else {
            continue;
        };
        examined = true;
        let change = Change {
            object: commit.id(),
            repository: commit.repository(),
            name: commit.id().to_string(),
            does: "a commit adds",
            more: String::new(),
        };
        findings.extend(change.finding(content, judge));
    }
    match (examined, findings.is_empty()) {
        (false, _) => Outcome::NotApplicable,
        (true, true) => Outcome::Quiet,
        (true, false) => Outcome::Fired(findings),
    }
}

/// A finding about the lines that a pull request adds and on which `judge` remarks. It is about the person who opened
/// the pull request.
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
        more: format!("; the account that opened it {}", review.tenure().words()),
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
    /// The name of the change in fingerprints.
    name: String,
    does: &'static str,
    /// The end of the sentence.
    more: String,
}

impl Change {
    fn finding(&self, content: &Content, judge: Judge<'_>) -> Option<Finding> {
        let judged = content.marks.iter();
        let mut judged: Vec<_> = judged
            .filter_map(|mark| judge(mark, content).map(|remark| (remark, mark)))
            .collect();
        // The sort is stable: lines with the same strength stay in the order of the change.
        judged.sort_by_key(|(remark, _)| std::cmp::Reverse(remark.strength));
        let Remark {
            strength, words, ..
        } = &judged.first()?.0;
        let tlp = judged.iter().map(|(remark, _)| remark.tlp).max()?;
        let places: Vec<_> = judged.iter().map(|(_, mark)| place(mark)).collect();
        let named = listed(&places, MOST_NAMED);
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

/// `path:line`. It is a part of fingerprints, so its words must not change.
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
