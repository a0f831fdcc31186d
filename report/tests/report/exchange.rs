//! What other programs import: STIX, MISP, SARIF and `GraphML`.

use std::collections::BTreeSet;

use countersign_facts::Tlp;
use countersign_heuristics::{Field, Level, Strength};
use countersign_report::{Format, Look, Scan, people, render};
use quick_xml::events::Event;
use serde_json::Value;

use crate::hostile::{HOSTILE, hostile};
use crate::population::cast_scan;

const EXCHANGE: [Format; 4] = [Format::Stix, Format::Misp, Format::Sarif, Format::Graphml];

fn written(scan: &Scan, format: Format) -> String {
    render(scan, format, &Look::default())
}

fn json(scan: &Scan, format: Format) -> Value {
    serde_json::from_str(&written(scan, format)).expect("JSON")
}

/// The cast's scan as it is for handing on, with one record a finding.
fn small() -> Scan {
    let mut scan = cast_scan(Level::Note);
    scan.tlp = Tlp::Amber;
    for finding in scan.people.iter_mut().flat_map(|one| &mut one.findings) {
        finding.evidence.truncate(1);
    }
    scan
}

/// Objects of one type, or of one MISP template.
fn of_type<'a>(file: &'a Value, kind: &str) -> Vec<&'a Value> {
    let objects = file["objects"]
        .as_array()
        .or(file["Event"]["Object"].as_array());
    let is_meant = |one: &&Value| one["type"] == kind || one["name"] == kind;
    objects
        .expect("it has objects")
        .iter()
        .filter(is_meant)
        .collect()
}

#[test]
fn stix() {
    insta::assert_snapshot!(written(&small(), Format::Stix));
}

#[test]
fn misp() {
    insta::assert_snapshot!(written(&small(), Format::Misp));
}

/// Without the rules' text, which changes with the heuristics' pages.
#[test]
fn sarif() {
    let mut log = json(&cast_scan(Level::Quiet), Format::Sarif);
    for rule in log["runs"][0]["tool"]["driver"]["rules"]
        .as_array_mut()
        .unwrap()
    {
        assert!(
            rule["help"]["markdown"]
                .as_str()
                .unwrap()
                .contains("Innocent explanations")
        );
        assert!(
            rule["help"]["text"]
                .as_str()
                .unwrap()
                .contains("Ordinary contributors")
        );
        *rule = rule["id"].take();
    }
    insta::assert_snapshot!(format!("{log:#}"));
}

#[test]
fn graphml() {
    insta::assert_snapshot!(written(&small(), Format::Graphml));
}

#[test]
fn people_without_findings_are_in_none() {
    let everybody = cast_scan(Level::Quiet);
    for format in EXCHANGE {
        let text = written(&everybody, format);
        assert!(text.contains("Ada Example"), "{format:?}");
        assert!(!text.contains("Dan Quiet"), "{format:?}");
        let is_accepted_shown = format == Format::Sarif;
        assert_eq!(
            text.contains("Eve Accepted"),
            is_accepted_shown,
            "{format:?}"
        );
    }
}

#[test]
fn nobody_is_called_anything() {
    for format in EXCHANGE {
        let mut text = written(&small(), format).to_lowercase();
        if format == Format::Sarif {
            // Pages of heuristics cite what others published under such titles.
            let at = text.find("\"results\"").unwrap();
            text = text.split_off(at);
        }
        for word in [
            "fake",
            "fraud",
            "attacker",
            "malicious",
            "threat-actor",
            "suspect",
        ] {
            assert!(!text.contains(word), "{word} in {format:?}");
        }
    }
}

#[test]
fn every_finding_comes_with_its_explanations() {
    let scan = small();
    let texts = EXCHANGE.map(|format| written(&scan, format));
    for finding in scan.people.iter().flat_map(|person| &person.findings) {
        for text in &texts {
            assert!(text.contains(finding.innocent), "{text}");
            assert!(
                text.contains("of 22,758 ") && text.contains("of 683 "),
                "{text}"
            );
        }
    }
}

#[test]
fn a_note_that_is_dropped_is_missed() {
    let bundle = json(&small(), Format::Stix);
    let grouped: Vec<_> = of_type(&bundle, "grouping")
        .into_iter()
        .flat_map(|one| one["object_refs"].as_array().unwrap())
        .collect();
    let notes = of_type(&bundle, "note");
    assert_eq!(notes.len(), 3);
    for note in notes {
        assert!(grouped.contains(&&note["id"]));
        let refs = note["object_refs"].to_string();
        assert!(refs.contains("identity--"), "{refs}");
    }
    for indicator in of_type(&bundle, "indicator") {
        let id = indicator["id"].to_string();
        let notes = of_type(&bundle, "note");
        assert!(
            notes
                .iter()
                .any(|note| note["object_refs"].to_string().contains(&id))
        );
    }
}

#[test]
fn only_those_at_review_are_looked_for() {
    let mut scan = small();
    let detected = |scan: &Scan| {
        let indicators = of_type(&json(scan, Format::Stix), "indicator").len();
        let marked = written(scan, Format::Misp)
            .matches("\"to_ids\": true")
            .count();
        (indicators, marked)
    };
    // Two mailboxes, an account of which MISP has number and login, and a key.
    assert_eq!(detected(&scan), (4, 5));
    for person in &mut scan.people {
        person.level = Level::Note;
    }
    assert_eq!(detected(&scan), (0, 0));
}

#[test]
fn nobody_is_surer_than_possible() {
    let mut scan = small();
    for (level, sure) in [(Level::Note, 10), (Level::Review, 30), (Level::Urgent, 50)] {
        scan.people[0].level = level;
        let bundle = json(&scan, Format::Stix);
        assert_eq!(of_type(&bundle, "grouping")[0]["confidence"], sure);
    }
}

#[test]
fn a_result_is_an_error_only_where_it_is_urgent_and_strong() {
    let levels = |level: Level| {
        let mut scan = small();
        scan.people.truncate(1);
        scan.people[0].level = level;
        let log = json(&scan, Format::Sarif);
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        let mut levels: Vec<_> = results.iter().map(|one| one["level"].to_string()).collect();
        levels.sort();
        levels
    };
    assert_eq!(levels(Level::Note), ["\"note\"", "\"note\""]);
    assert_eq!(levels(Level::Review), ["\"note\"", "\"warning\""]);
    assert_eq!(levels(Level::Urgent), ["\"error\"", "\"note\""]);
}

/// The TLP of everything, by what marks it.
fn tlps(scan: &Scan, format: Format) -> BTreeSet<String> {
    let text = written(scan, format);
    let marks = match format {
        Format::Stix => "\"tlp_2_0\": \"",
        Format::Misp => "\"name\": \"tlp:",
        Format::Sarif => "\"tlp\":\"",
        _ => "<data key=\"tlp\">",
    };
    let values = text.split(marks).skip(1);
    values
        .filter_map(|rest| rest.split(['"', '<']).next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn everything_about_people_is_marked_for_its_readers() {
    let mut scan = small();
    for format in EXCHANGE {
        for (readers, marked) in [
            (Tlp::Clear, "clear"),
            (Tlp::Green, "green"),
            (Tlp::Amber, "amber"),
            (Tlp::Red, "amber"),
        ] {
            scan.tlp = readers;
            let expected = BTreeSet::from([marked.to_owned()]);
            assert_eq!(tlps(&scan, format), expected, "{format:?} for {readers:?}");
        }
    }
}

#[test]
fn a_finding_for_fewer_eyes_carries_its_own_marking() {
    let mut scan = small();
    scan.tlp = Tlp::Red;
    scan.people[0].findings[0].tlp = Tlp::Red;
    for format in EXCHANGE {
        let expected = BTreeSet::from(["amber".to_owned(), "red".to_owned()]);
        assert_eq!(tlps(&scan, format), expected, "{format:?}");
    }
    let red = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
    let bundle = json(&scan, Format::Stix);
    let is_red = |one: &Value| one["object_marking_refs"].to_string().contains(red);
    let summary = &scan.people[0].findings[0].summary;
    for note in of_type(&bundle, "note") {
        let is_meant = note["content"].to_string().contains(summary.as_str());
        assert_eq!(is_red(note), is_meant, "{note}");
    }
    // Somebody about whom there is another finding may be known; the level, which the red one went into, not.
    assert!(!is_red(of_type(&bundle, "email-addr")[0]));
    assert!(of_type(&bundle, "indicator").iter().all(|one| is_red(one)));
    assert!(is_red(of_type(&bundle, "grouping")[0]));
    // Where it is the only finding, that there is one is for the same eyes.
    scan.people[0].findings.truncate(1);
    let bundle = json(&scan, Format::Stix);
    assert!(is_red(of_type(&bundle, "email-addr")[0]));
}

#[test]
fn a_run_holds_what_github_keeps_and_says_what_it_left_out() {
    let mut scan = small();
    let loud = scan.people[0].clone();
    let mut quiet = scan.people[1].clone();
    quiet.level = Level::Note;
    for number in 0..5_100 {
        let mut person = quiet.clone();
        person.id = format!("p-{number:012x}");
        person.findings[0].fingerprint = format!("f-{number:012x}");
        scan.people.insert(0, person);
    }
    let found: usize = scan.people.iter().map(|person| person.findings.len()).sum();
    let log = json(&scan, Format::Sarif);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 5_000);
    assert_eq!(
        results[0]["properties"]["person"], *loud.id,
        "the loudest come first"
    );
    let said = &run["invocations"][0]["toolExecutionNotifications"];
    let expected = match found - 5_000 {
        1 => "1 result was left out".to_owned(),
        more => format!("{more} results were left out"),
    };
    assert!(said.to_string().contains(&expected), "{said}");
    assert_eq!(scan.repositories.len(), 2);
    assert!(
        said.to_string().contains("repository-1 is a shallow clone"),
        "{said}"
    );
    let few = json(&small(), Format::Sarif);
    let said = &few["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    assert!(!said.to_string().contains("left out"), "{said}");
}

#[test]
fn a_finding_in_a_file_is_shown_there() {
    let mut scan = small();
    let record = &mut scan.people[0].findings[0].evidence[0].record;
    record.field = Field::AddedLine;
    record.value = "a b/ä.js:12: eval(\"x:1: y\")".into();
    let first = |scan: &Scan| {
        let log = json(scan, Format::Sarif);
        let location = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
        (
            location["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .to_owned(),
            location["region"]["startLine"].clone(),
        )
    };
    let nowhere = "no-file-is-associated-with-this-finding";
    assert_eq!(
        first(&scan),
        (nowhere.to_owned(), 1.into()),
        "of which repository?"
    );
    scan.repositories.truncate(1);
    assert_eq!(first(&scan), ("a%20b/%C3%A4.js".to_owned(), 12.into()));
    scan.people[0].findings[0].evidence[0].record.value = "../x:12: y".into();
    assert_eq!(first(&scan), (nowhere.to_owned(), 1.into()));
}

#[test]
fn ids_are_those_of_the_content() {
    let ids = |scan: &Scan| -> Vec<String> {
        let bundle = json(scan, Format::Stix);
        let objects = bundle["objects"].as_array().unwrap();
        objects.iter().map(|one| one["id"].to_string()).collect()
    };
    let scan = small();
    let once = ids(&scan);
    assert_eq!(once.iter().collect::<BTreeSet<_>>().len(), once.len());
    // The history grows, and nothing about these people changes.
    let mut grown = scan.clone();
    grown.summary.newest = Some(i64::MAX);
    assert_eq!(ids(&grown), once);
    let mut other = scan.clone();
    other.people[0].findings[0].summary.push('!');
    let changed: Vec<_> = ids(&other)
        .into_iter()
        .filter(|id| !once.contains(id))
        .collect();
    let kinds: Vec<_> = changed
        .iter()
        .filter_map(|id| id.split("--").next())
        .collect();
    assert_eq!(kinds, ["\"note", "\"grouping"], "{changed:?}");
}

#[test]
fn misp_names_nothing_twice() {
    let mut scan = small();
    // An account that was renamed, two spellings of an address, and names that look alike.
    let person = &mut scan.people[0];
    person
        .emails
        .push("77+ada-new@users.noreply.github.com".to_owned());
    person.emails.push("ADA@corp.test.example".to_owned());
    person.names.push("\u{200b}".to_owned());
    person.names.push("\\u{200b}".to_owned());
    let event = json(&scan, Format::Misp);
    let event = &event["Event"];
    let objects = event["Object"].as_array().unwrap();
    let inside = objects
        .iter()
        .flat_map(|one| one["Attribute"].as_array().unwrap());
    let outside = event["Attribute"].as_array().unwrap();
    let uuids: Vec<_> = objects
        .iter()
        .chain(inside)
        .chain(outside)
        .map(|one| one["uuid"].to_string())
        .collect();
    assert_eq!(uuids.iter().collect::<BTreeSet<_>>().len(), uuids.len());
    let users = objects
        .iter()
        .filter(|one| one["name"] == "github-user")
        .count();
    assert_eq!(users, 2);
}

#[test]
fn dates_that_no_calendar_holds_are_written() {
    let mut scan = small();
    for finding in scan.people.iter_mut().flat_map(|one| &mut one.findings) {
        finding.evidence[0].committed = Some(i64::MAX);
    }
    assert!(written(&scan, Format::Stix).contains("\"9999-12-30T22:00:00.000Z\""));
    scan.people[0].findings[0].evidence[0].committed = Some(i64::MIN);
    assert!(written(&scan, Format::Stix).contains("\"1970-01-01T00:00:00.000Z\""));
    assert!(written(&scan, Format::Misp).contains("\"9999-12-30\""));
}

#[test]
fn hostile_text_stays_text() {
    for name in HOSTILE {
        let scan = hostile(name);
        for format in [Format::Stix, Format::Misp] {
            json(&scan, format);
        }
        let log = json(&scan, Format::Sarif);
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let text = result["message"]["text"].as_str().unwrap();
            assert!(!text.contains(['{', '}']) && !text.contains("]("), "{text}");
            let markdown = result["message"]["markdown"].as_str().unwrap_or_default();
            assert!(!markdown.contains(['{', '}']), "{markdown}");
        }
        assert_eq!(
            elements(&written(&scan, Format::Graphml)),
            elements(&written(&hostile("x"), Format::Graphml))
        );
    }
}

/// How many elements an XML file has; panics where it is none.
fn elements(text: &str) -> usize {
    let is_allowed = |letter: char| matches!(letter, '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(text.chars().all(is_allowed), "{text}");
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut elements = 0;
    loop {
        match reader.read_event().expect("XML") {
            Event::Eof => return elements,
            Event::Start(_) | Event::Empty(_) => elements += 1,
            _ => {}
        }
    }
}

#[test]
fn addresses_that_identify_nobody_join_nobody() {
    let mut scan = small();
    let shared = "root@localhost".to_owned();
    for person in &mut scan.people {
        person.emails.push(shared.clone());
        person.emails.push("o'neil@mail.test.example".to_owned());
    }
    let graph = written(&scan, Format::Graphml);
    assert!(!graph.contains("root@localhost"), "{graph}");
    for (format, kind) in [(Format::Stix, "email-addr"), (Format::Misp, "email-src")] {
        let file = json(&scan, format);
        let values = file.to_string();
        assert!(!values.contains("\"value\":\"root@localhost\""), "{kind}");
        assert!(!values.contains("\"value\":\"o'neil@"), "{kind}");
    }
}

#[test]
fn the_schema_of_people_describes_every_field() {
    let schema = people::schema();
    let definitions = schema["$defs"].as_object().unwrap().values();
    for definition in [&schema].into_iter().chain(definitions) {
        let properties = definition["properties"].as_object();
        for (name, property) in properties.into_iter().flatten() {
            assert!(property["description"].is_string(), "{name}");
        }
    }
}

#[test]
fn context_is_never_more_than_a_note() {
    let log = json(&small(), Format::Sarif);
    for result in log["runs"][0]["results"].as_array().unwrap() {
        if result["properties"]["strength"] == Strength::Context.as_str() {
            assert_eq!(result["level"], "note");
        }
    }
}
