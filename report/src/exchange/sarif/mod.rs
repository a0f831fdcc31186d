//! A SARIF 2.1.0 log: one run, a rule for each heuristic that ran, a result for each finding.
//!
//! Made to fit GitHub's code scanning, whose limits stand below. It keeps no more than so many results of a
//! run and says so nowhere in the file; here the run says how many were left out.
//!
//! Rules have no `helpUri`: their whole page is in `help`.

mod objects;
mod places;

use countersign_heuristics::{Heuristic, Level, Strength, catalogue};

use super::{NO_VERDICT, floor, marking, records, shown_as, stable};
use crate::escape::{clip, plain};
use crate::figures::{count, percent, rate, unmeasured};
use crate::json::line;
use crate::markdown::{prose, quote};
use crate::model::{AcceptedFinding, Finding, Person, Scan};
use objects::{
    Configuration, Driver, Fingerprints, Id, Invocation, Log, Notification, Properties, Rule,
    RuleProperties, Run, RunProperties, Suppression, Text, Tool,
};

/// Results that GitHub keeps of one run; it takes 25,000 and drops the rest. At a few kilobytes each they
/// also stay below the 10 MB that it takes of a compressed file.
///
/// Source: docs.github.com, "SARIF results exceed one or more limits".
const MOST_RESULTS: usize = 5_000;
/// Columns of a description; GitHub takes 1,024 characters.
const LONGEST_DESCRIPTION: usize = 1_000;
/// Records named in a result; the other formats have all.
const MOST_RECORDS: usize = 5;

/// The whole scan as one log, on one line: GitHub's limit is of bytes.
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
        |rate| format!("{} of ordinary people", percent(rate.share())),
    );
    let about = format!(
        "{}. Innocent explanations: {}. Ordinary people who show it: {base_rate}.",
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

/// GitHub's word for how often a result is right, by the most that a finding may weigh. Never `very-high`:
/// who shows a contradiction is most often nobody but who they say.
fn precision(heuristic: &Heuristic) -> &'static str {
    match heuristic.weight(heuristic.strength).hundredths() {
        200.. => "high",
        120.. => "medium",
        _ => "low",
    }
}

/// How loud a finding is: as loud as its person's level, and what is context or about nobody at `review`
/// never more than a note.
fn result_level(level: Level, strength: Strength) -> &'static str {
    match (level, strength) {
        (_, Strength::Context) | (Level::Quiet | Level::Note, _) => "note",
        (Level::Urgent, Strength::Strong) => "error",
        (Level::Review | Level::Urgent, _) => "warning",
    }
}

/// The loudest results, and how many were left out. Accepted findings come last.
fn results(scan: &Scan, rules: &[&Heuristic]) -> (Vec<objects::Finding>, usize) {
    let mut open: Vec<_> = scan
        .people
        .iter()
        .flat_map(|person| person.findings.iter().map(move |finding| (person, finding)))
        .collect();
    // The sort is stable: within a level and a weight the scan's own order stays.
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

fn open_result(scan: &Scan, person: &Person, finding: &Finding, several: bool) -> objects::Finding {
    let who = format!("{} ({})", shown_as(person), person.id);
    let sentences = format!(
        "{who}: {}. Innocent explanations: {}. Ordinary people who show it: {}. {NO_VERDICT}",
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
    objects::Finding {
        rule_id: finding.heuristic,
        rule_index: 0,
        level: result_level(person.level, finding.strength),
        message: Text {
            markdown: Some(braceless(&told(person, finding))),
            ..text(&sentences)
        },
        locations: places::of(finding, several),
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

fn told(person: &Person, finding: &Finding) -> String {
    let addresses = person.emails.first().map(|email| quote(email));
    let names = person.names.first().map(|name| quote(name));
    let who: Vec<_> = names.into_iter().chain(addresses).collect();
    format!(
        "{} (`{}`): {}\n\n- Innocent explanations: {}\n- Ordinary people who show it: {}\n- Weight: {}\n\n{NO_VERDICT}",
        who.join(" "),
        person.id,
        prose(&finding.summary),
        prose(finding.innocent),
        prose(&rate(finding)),
        finding.weight,
    )
}

fn accepted_result(scan: &Scan, person: &Person, finding: &AcceptedFinding) -> objects::Finding {
    let who = format!("{} ({})", shown_as(person), person.id);
    let by = finding.by.as_ref().map(|by| format!(" by {}", plain(by)));
    let justification = format!(
        "{} (accepted on {}{})",
        plain(&finding.reason),
        plain(&finding.date),
        by.unwrap_or_default()
    );
    objects::Finding {
        rule_id: finding.heuristic,
        rule_index: 0,
        level: "note",
        message: text(&format!("{who}: {}. Accepted.", plain(&finding.summary))),
        locations: vec![places::nowhere()],
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

/// What a reader of the run has to know: what is missing from it.
fn notifications(scan: &Scan, left_out: usize) -> Vec<Notification> {
    let mut told = Vec::new();
    if left_out > 0 {
        told.push(format!(
            "{} results were left out, those that weigh least about people of the lowest levels: a run holds {} at most",
            count(left_out as u64),
            count(MOST_RESULTS as u64),
        ));
    }
    for tally in scan.heuristics.iter().filter(|tally| tally.broken > 0) {
        told.push(format!(
            "{} broke on {} people",
            tally.id,
            count(tally.broken)
        ));
    }
    for one in scan.repositories.iter().filter(|one| one.shallow) {
        told.push(format!(
            "{} is shallow: older commits are missing",
            plain(&one.name)
        ));
    }
    let notification = |said: String| Notification {
        level: "warning",
        message: text(&said),
    };
    told.into_iter().map(notification).collect()
}

/// Plain text of a message. There, braces mean a placeholder and `[...](...)` is a link (SARIF 3.11.5 and
/// 3.11.6), and programs disagree about escapes, so text has none of them.
fn text(said: &str) -> Text {
    Text {
        text: braceless(said).replace("](", "] ("),
        markdown: None,
    }
}

fn braceless(said: &str) -> String {
    said.replace('{', "(").replace('}', ")")
}
