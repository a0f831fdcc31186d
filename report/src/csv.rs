//! CSV for spreadsheets: one row per record, no cell cut, times as ISO 8601 writes them.

use countersign_heuristics::Strength;

use crate::escape::whole;
use crate::figures::{iso, iso_value};
use crate::model::{BaseRate, Evidence, Finding, Person, Scan};

const HEADER: [&str; 29] = [
    "level",
    "person",
    "name",
    "names",
    "emails",
    "logins",
    "keys",
    "commits",
    "first_commit",
    "last_commit",
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
    "repository",
    "committed",
    "commit",
    "field",
    "value",
    "contradicts_commit",
    "contradicts_field",
    "contradicts_value",
];

/// All records of all findings of all people, in the scan's order; a finding without records has one row. Accepted
/// findings are left out.
pub(crate) fn rows(scan: &Scan) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut rows = vec![HEADER.map(str::to_owned)];
    for person in &scan.people {
        for finding in &person.findings {
            match &finding.evidence[..] {
                [] => rows.push(row(person, finding, None)),
                all => rows.extend(all.iter().map(|one| row(person, finding, Some(one)))),
            }
        }
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

fn row(person: &Person, finding: &Finding, evidence: Option<&Evidence>) -> [String; 29] {
    let keys: Vec<_> = person
        .keys
        .iter()
        .map(|key| format!("{} {}", key.kind, key.id))
        .collect();
    let instant = |seconds: Option<i64>| seconds.map(iso).unwrap_or_default();
    let of = |part: &dyn Fn(&Evidence) -> String| evidence.map(part).unwrap_or_default();
    let against = |part: &dyn Fn(&crate::model::Record) -> String| {
        let other = evidence.and_then(|one| one.contradicts.as_ref());
        other.map(part).unwrap_or_default()
    };
    [
        person.level.as_str().to_owned(),
        person.id.clone(),
        person.names.first().cloned().unwrap_or_default(),
        person.names.join("; "),
        person.emails.join("; "),
        person.logins.join("; "),
        keys.join("; "),
        person.commits.to_string(),
        instant(person.first),
        instant(person.last),
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
        of(&|one| one.repository.clone()),
        of(&|one| instant(one.committed)),
        of(&|one| one.record.commit.clone()),
        of(&|one| one.record.field.as_str().to_owned()),
        of(&|one| iso_value(&one.record.value)),
        against(&|one| one.commit.clone()),
        against(&|one| one.field.as_str().to_owned()),
        against(&|one| iso_value(&one.value)),
    ]
}

/// One line of visible text that spreadsheets do not read as a formula: formulas begin with one of these
/// characters, ASCII or full width, possibly after a space.
pub(crate) fn cell(text: &str) -> String {
    let text = whole(text);
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
