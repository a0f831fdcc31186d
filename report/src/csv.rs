//! CSV for spreadsheets: one row per finding.

use countersign_heuristics::Strength;

use crate::escape::plain;
use crate::model::{BaseRate, Finding, Person, Scan};

/// Commits listed in a row; the other formats have all.
const MOST_COMMITS: usize = 3;

const HEADER: [&str; 20] = [
    "level",
    "person",
    "names",
    "emails",
    "logins",
    "keys",
    "commits",
    "heuristic",
    "revision",
    "family",
    "strength",
    "fingerprint",
    "subject",
    "summary",
    "innocent",
    "base_rate_fired",
    "base_rate_testable",
    "evidence_total",
    "evidence_repositories",
    "evidence_commits",
];

/// All findings of all people, in the scan's order. Accepted ones are left out.
pub(crate) fn rows(scan: &Scan) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut rows = vec![HEADER.map(str::to_owned)];
    for person in &scan.people {
        rows.extend(person.findings.iter().map(|finding| row(person, finding)));
    }
    for row in rows {
        // Rows of one length written to memory cannot fail.
        let _ = writer.write_record(row.iter().map(|text| cell(text)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// Empty if it was not measured.
fn measured(finding: &Finding, which: impl Fn(&BaseRate) -> u32) -> String {
    let number = finding.base_rate.as_ref().map(which);
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn row(person: &Person, finding: &Finding) -> [String; 20] {
    let evidence = &finding.evidence[..finding.evidence.len().min(MOST_COMMITS)];
    let mut repositories: Vec<_> = evidence.iter().map(|one| one.repository.clone()).collect();
    repositories.dedup();
    let commits: Vec<_> = evidence
        .iter()
        .map(|one| one.record.commit.clone())
        .collect();
    let keys: Vec<_> = person
        .keys
        .iter()
        .map(|key| format!("{} {}", key.kind, key.id))
        .collect();
    [
        person.level.as_str().to_owned(),
        person.id.clone(),
        person.names.join("; "),
        person.emails.join("; "),
        person.logins.join("; "),
        keys.join("; "),
        person.commits.to_string(),
        finding.heuristic.to_owned(),
        finding.revision.to_string(),
        finding.family.as_str().to_owned(),
        Strength::as_str(finding.strength).to_owned(),
        finding.fingerprint.clone(),
        finding.subject.clone(),
        finding.summary.clone(),
        finding.innocent.to_owned(),
        measured(finding, |rate| rate.fired),
        measured(finding, |rate| rate.testable),
        finding.evidence_total.to_string(),
        repositories.join("; "),
        commits.join(" "),
    ]
}

/// One line of visible text that spreadsheets do not read as a formula: formulas begin with one of these
/// characters, ASCII or full width, possibly after a space.
pub(crate) fn cell(text: &str) -> String {
    let text = plain(text);
    let formula = |letter: char| "=+-@|%＝＋－＠".contains(letter);
    if text.trim_start().starts_with(formula) {
        format!("'{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for text in ["=1+1", "+0900", "-0500", "@SUM(A1)", " =1", "＝1", "　=1"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        assert_eq!(cell("Ada <a@b>"), "Ada <a@b>");
        assert_eq!(
            cell("\t=1"),
            "\\u{9}=1",
            "a tab is shown, and no longer begins a formula"
        );
    }
}
