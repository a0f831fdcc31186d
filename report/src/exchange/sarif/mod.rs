//! A SARIF 2.1.0 log: one run, a rule for each heuristic that ran, a result for each finding.
//!
//! It fits the limits of GitHub's code scanning, below. GitHub drops surplus results silently; here the run says
//! how many were left out.
//!
//! Rules have no `helpUri`, because `help` contains their whole page.

mod locations;
mod objects;

use countersign_heuristics::{Heuristic, Level, Strength, catalogue};

use super::{NO_VERDICT, floor, marking, records, shown_as, stable};
use crate::escape::{clip, plain};
use crate::figures::{count, counted, percent};
use crate::json::line;
use crate::markdown_quote::{prose, quote};
use crate::model::{AcceptedFinding, Finding, Person, Scan};
use crate::rates::{rate, unmeasured};
use objects::{
    Configuration, Driver, Fingerprints, Id, Invocation, Log, Notification, Properties,
    ResultObject, Rule, RuleProperties, Run, RunProperties, Suppression, Text, Tool,
};

/// Results that GitHub keeps of one run; it accepts 25,000 and drops the rest. At a few kilobytes each they also
/// stay below the 10 MB that it accepts as a compressed file.
///
/// Source: docs.github.com, "SARIF results exceed one or more limits".
const MOST_RESULTS: usize = 5_000;
/// Columns of a description; GitHub accepts 1,024 characters.
const LONGEST_DESCRIPTION: usize = 1_000;
/// Records listed in a result; the other formats have all.
const MOST_RECORDS: usize = 5;

/// The whole scan as one log, on one line because GitHub limits the bytes.
pub(crate) fn log(scan: &Scan) -> String {
    let rules = rules(scan);
    let (findings, left_out) = results(scan, &rules);
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "Countersign",
                version: scan.tool.version,
                semantic_version: scan.tool.version,
                rules: rules.into_iter().map(rule).collect(),
            },
        },
        automation_details: Id { id: "countersign/" },
        invocations: [Invocation {
            execution_successful: true,
            tool_execution_notifications: notifications(scan, left_out),
        }],
        results: findings,
        properties: RunProperties {
            tlp: floor(scan).as_str(),
        },
    };
    line(&Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [run],
    })
}

/// The heuristics that ran.
fn rules(scan: &Scan) -> Vec<&'static Heuristic> {
    let ran = |id: &str| scan.heuristics.iter().any(|tally| tally.id == id) || found(scan, id);
    let catalogue = catalogue().iter().copied();
    catalogue.filter(|heuristic| ran(heuristic.id)).collect()
}

fn found(scan: &Scan, id: &str) -> bool {
    let mut people = scan.people.iter();
    people.any(|person| {
        let findings = person.findings.iter().map(|one| one.heuristic);
        let accepted = person.accepted.iter().map(|one| one.heuristic);
        findings.chain(accepted).any(|heuristic| heuristic == id)
    })
}

fn rule(heuristic: &'static Heuristic) -> Rule {
    let base_rate = heuristic.record().base_rate(Strength::Context);
    let base_rate = base_rate.map_or_else(
        || unmeasured(heuristic.id),
        |rate| format!("{} of ordinary contributors", percent(rate.share())),
    );
    let about = format!(
        "{}. Innocent explanations: {}. Ordinary contributors who show it: {base_rate}.",
        heuristic.title, heuristic.innocent
    );
    Rule {
        id: heuristic.id,
        short_description: text(heuristic.title),
        full_description: text(&clip(&about, LONGEST_DESCRIPTION)),
        help: Text {
            text: about,
            markdown: Some(crate::pages::heuristic_page(heuristic)),
        },
        default_configuration: Configuration {
            level: result_level(Level::Note, heuristic.strength),
        },
        properties: RuleProperties {
            tags: vec![
                "contribution-forensics".to_owned(),
                heuristic.family.as_str().to_owned(),
            ],
            precision: precision(heuristic),
            family: heuristic.family.as_str(),
            strength: heuristic.strength.as_str(),
            revision: heuristic.revision,
            base_rate,
        },
    }
}

/// GitHub's word for how often a result is right, by the highest weight of a finding. Never `very-high`, because
/// most people who show a contradiction are who they say they are.
fn precision(heuristic: &Heuristic) -> &'static str {
    match heuristic.weight(heuristic.strength).hundredths() {
        200.. => "high",
        120.. => "medium",
        _ => "low",
    }
}

/// The SARIF level of a finding: that of its person. Context, and findings about people below `review`, are
/// never more than a note.
fn result_level(level: Level, strength: Strength) -> &'static str {
    match (level, strength) {
        (_, Strength::Context) | (Level::Quiet | Level::Note, _) => "note",
        (Level::Urgent, Strength::Strong) => "error",
        (Level::Review | Level::Urgent, _) => "warning",
    }
}

/// The most severe results, and how many were left out. Accepted findings come last.
fn results(scan: &Scan, rules: &[&Heuristic]) -> (Vec<ResultObject>, usize) {
    let mut open: Vec<_> = scan
        .people
        .iter()
        .flat_map(|person| person.findings.iter().map(move |finding| (person, finding)))
        .collect();
    // The sort is stable, so the scan's order stays within one level and weight.
    open.sort_by(|(one, a), (other, b)| {
        let levels = other.level.cmp(&one.level);
        levels.then(b.weight.total_cmp(&a.weight))
    });
    let accepted = scan
        .people
        .iter()
        .flat_map(|one| one.accepted.iter().map(move |it| (one, it)));
    let accepted: Vec<_> = accepted.collect();
    let total = open.len() + accepted.len();
    let several = scan.repositories.len() > 1;
    let open = open
        .into_iter()
        .map(|(person, finding)| open_result(scan, person, finding, several));
    let accepted = accepted
        .into_iter()
        .map(|(person, finding)| accepted_result(scan, person, finding));
    let results: Vec<_> = open
        .chain(accepted)
        .filter_map(|mut result| {
            result.rule_index = rules.iter().position(|rule| rule.id == result.rule_id)?;
            Some(result)
        })
        .take(MOST_RESULTS)
        .collect();
    let left_out = total - results.len();
    (results, left_out)
}

fn open_result(scan: &Scan, person: &Person, finding: &Finding, several: bool) -> ResultObject {
    let who = format!("{} ({})", shown_as(person), person.id);
    let sentences = format!(
        "{who}: {}. Innocent explanations: {}. Ordinary contributors who show it: {}. {NO_VERDICT}",
        plain(&finding.summary),
        finding.innocent,
        rate(finding),
    );
    let shown = finding.evidence.iter().take(MOST_RECORDS);
    let shown = shown.map(|one| {
        format!(
            "{} {}: {}",
            plain(&one.repository),
            one.record.commit,
            records(one)
        )
    });
    ResultObject {
        rule_id: finding.heuristic,
        rule_index: 0,
        level: result_level(person.level, finding.strength),
        message: Text {
            markdown: Some(braceless(&markdown(person, finding))),
            ..text(&sentences)
        },
        locations: locations::of(finding, several),
        partial_fingerprints: fingerprints(&finding.fingerprint),
        suppressions: None,
        properties: Properties {
            person: person.id.clone(),
            level: person.level.as_str(),
            strength: finding.strength.as_str(),
            weight: Some(finding.weight),
            tlp: marking(scan, finding).as_str(),
            records: shown.collect(),
        },
    }
}

/// The message in Markdown.
fn markdown(person: &Person, finding: &Finding) -> String {
    let addresses = person.emails.first().map(|email| quote(email));
    let names = person.names.first().map(|name| quote(name));
    let who: Vec<_> = names.into_iter().chain(addresses).collect();
    format!(
        "{} (`{}`): {}\n\n- Innocent explanations: {}\n- Ordinary contributors who show it: {}\n- Weight: {}\n\n{NO_VERDICT}",
        who.join(" "),
        person.id,
        prose(&finding.summary),
        prose(finding.innocent),
        prose(&rate(finding)),
        finding.weight,
    )
}

fn accepted_result(scan: &Scan, person: &Person, finding: &AcceptedFinding) -> ResultObject {
    let who = format!("{} ({})", shown_as(person), person.id);
    let by = finding.by.as_ref().map(|by| format!(" by {}", plain(by)));
    let justification = format!(
        "{} (accepted on {}{})",
        plain(&finding.reason),
        plain(&finding.date),
        by.unwrap_or_default()
    );
    ResultObject {
        rule_id: finding.heuristic,
        rule_index: 0,
        level: "note",
        message: text(&format!("{who}: {}. Accepted.", plain(&finding.summary))),
        locations: vec![locations::nowhere()],
        partial_fingerprints: fingerprints(&finding.fingerprint),
        suppressions: Some([Suppression {
            kind: "external",
            status: "accepted",
            justification,
        }]),
        properties: Properties {
            person: person.id.clone(),
            level: person.level.as_str(),
            strength: finding.strength.as_str(),
            weight: None,
            tlp: finding.tlp.max(floor(scan)).as_str(),
            records: Vec::new(),
        },
    }
}

fn fingerprints(fingerprint: &str) -> Fingerprints {
    Fingerprints {
        finding: fingerprint.to_owned(),
        line: stable::id("sarif-line", fingerprint).simple().to_string(),
    }
}

/// Warnings about what the run does not contain.
fn notifications(scan: &Scan, left_out: usize) -> Vec<Notification> {
    let mut warnings = Vec::new();
    if left_out > 0 {
        warnings.push(format!(
            "{} left out, with the lowest levels and weights: a run has at most {}",
            counted(left_out as u64, "result was", "results were"),
            count(MOST_RESULTS as u64),
        ));
    }
    for tally in scan.heuristics.iter().filter(|tally| tally.broken > 0) {
        warnings.push(format!(
            "{} failed on {}: this is a bug in Countersign",
            tally.id,
            counted(tally.broken, "person", "people")
        ));
    }
    for one in scan.repositories.iter().filter(|one| one.shallow) {
        warnings.push(format!(
            "{} is a shallow clone: older commits are missing",
            plain(&one.name)
        ));
    }
    for one in &scan.repositories {
        if let Some(counts) = one.skipped.counts() {
            warnings.push(format!("{}: skipped {counts}", plain(&one.name)));
        }
    }
    let notification = |warning: String| Notification {
        level: "warning",
        message: text(&warning),
    };
    warnings.into_iter().map(notification).collect()
}

/// Plain text of a message. SARIF reads braces as placeholders and `[...](...)` as a link (3.11.5 and 3.11.6),
/// and programs disagree about escapes, so the text contains none of these.
fn text(message: &str) -> Text {
    Text {
        text: braceless(message).replace("](", "] ("),
        markdown: None,
    }
}

fn braceless(message: &str) -> String {
    message.replace('{', "(").replace('}', ")")
}
