//! Markdown, for pasting in an issue. Text from commits is put in code spans, where forges do not look for
//! mentions, references, links, images or HTML. Sentences that may quote it are escaped.

use std::fmt::Write as _;

use crate::figures::{count, counted, value};
use crate::markdown_quote::{prose, quote};
use crate::model::{Evidence, Finding, Person, Record, Scan};
use crate::patterns::signs;
use crate::rates::rate;
use crate::sentences::{CONTESTED, all_quiet, commits_of, rests_on};

/// Names of one person, and as many addresses.
const MOST_NAMES: usize = 3;
/// Pieces of evidence of one finding.
const MOST_EVIDENCE: usize = 5;
/// Digits of an object id.
const SHORT_ID: usize = 12;

/// The whole scan.
pub(crate) fn scan(scan: &Scan) -> String {
    let mut text = String::from("## Countersign\n\n");
    let summary = &scan.summary;
    let _ = writeln!(
        text,
        "Read {} by {} from {}. Findings are contradictions between records, not verdicts on people.\n",
        counted(summary.commits, "commit", "commits"),
        counted(summary.people, "person", "people"),
        counted(scan.repositories.len() as u64, "repository", "repositories"),
    );
    text += "| urgent | review | note | quiet | accepted findings |\n|---:|---:|---:|---:|---:|\n";
    let levels = &summary.levels;
    let counts = [
        levels.urgent,
        levels.review,
        levels.note,
        levels.quiet,
        summary.accepted,
    ];
    let _ = writeln!(text, "| {} |", counts.map(count).join(" | "));
    if levels.quiet == summary.people {
        let _ = writeln!(text, "\n{}", all_quiet(summary));
    }
    let several = scan.repositories.len() > 1;
    for one in scan
        .people
        .iter()
        .filter(|person| !person.findings.is_empty())
    {
        person(&mut text, one, several);
    }
    text
}

fn person(text: &mut String, person: &Person, several: bool) {
    let _ = writeln!(text, "\n### {}: `{}`\n", person.level.as_str(), person.id);
    let _ = writeln!(text, "- Names: {}", quotes(&person.names));
    let _ = writeln!(text, "- Addresses: {}", quotes(&person.emails));
    let _ = writeln!(text, "- {}", capitalised(&commits_of(person)));
    if person.contested {
        let _ = writeln!(text, "- {}", capitalised(CONTESTED));
    }
    for one in &person.patterns {
        let _ = writeln!(
            text,
            "- Fits a published pattern: {} (`{}`; {})",
            prose(one.name),
            one.id,
            signs(one)
        );
    }
    *text += "\n| Heuristic | Strength | What the records show | Ordinary contributors who show it | Innocent explanation |\n";
    *text += "|---|---|---|---|---|\n";
    for finding in &person.findings {
        let _ = writeln!(
            text,
            "| {} | {}, {} | {} | {} | {} |",
            finding.heuristic,
            finding.family.as_str(),
            finding.strength.as_str(),
            prose(&finding.summary),
            prose(&rate(finding)),
            prose(finding.innocent),
        );
    }
    for finding in person
        .findings
        .iter()
        .filter(|finding| !finding.evidence.is_empty())
    {
        evidence(text, finding, several);
    }
}

fn evidence(text: &mut String, finding: &Finding, several: bool) {
    let shown = &finding.evidence[..finding.evidence.len().min(MOST_EVIDENCE)];
    let total = count(finding.evidence_total);
    let shown_of = match shown.len() as u64 {
        all if all == finding.evidence_total => total,
        some => format!("{some} of {total}"),
    };
    let (heuristic, fingerprint) = (finding.heuristic, &finding.fingerprint);
    let _ = writeln!(
        text,
        "\n<details><summary>{heuristic}: {shown_of} records ({fingerprint})</summary>\n",
    );
    for join in &finding.rests_on {
        let _ = writeln!(text, "- {}", capitalised(&rests_on(join, quote)));
    }
    if !finding.rests_on.is_empty() {
        text.push('\n');
    }
    let (repository, rule) = if several {
        ("| Repository ", "|---")
    } else {
        ("", "")
    };
    let _ = writeln!(
        text,
        "{repository}| Commit | Record | Contradicts |\n{rule}|---|---|---|"
    );
    for one in shown {
        evidence_row(text, one, several);
    }
    *text += "\n</details>\n";
}

fn evidence_row(text: &mut String, evidence: &Evidence, several: bool) {
    if several {
        let _ = write!(text, "| {} ", quote(&evidence.repository));
    }
    let record = &evidence.record;
    let shown =
        |record: &Record| format!("{} {}", record.field.as_str(), quote(&value(&record.value)));
    let against = match &evidence.contradicts {
        Some(other) if other.commit == record.commit => shown(other),
        Some(other) => format!("{} {}", short(&other.commit), shown(other)),
        None => String::new(),
    };
    let _ = writeln!(
        text,
        "| {} | {} | {against} |",
        short(&record.commit),
        shown(record)
    );
}

/// The beginning of an object id without a code span, so that a forge that has the commit links it.
pub(crate) fn short(commit: &str) -> &str {
    commit.get(..SHORT_ID).unwrap_or(commit)
}

/// The same text with a capital letter at its start.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn quotes(all: &[String]) -> String {
    let shown: Vec<_> = all
        .iter()
        .take(MOST_NAMES)
        .map(|text| quote(text))
        .collect();
    match all.len() - shown.len() {
        _ if all.is_empty() => "none".to_owned(),
        0 => shown.join(", "),
        more => format!("{} + {} more", shown.join(", "), count(more as u64)),
    }
}
