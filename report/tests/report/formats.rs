//! Every format over the small population.

use std::time::Duration;

use countersign_heuristics::{Level, Outcome};
use countersign_report::{Baseline, Format, Look, Scan, render, schema};

use crate::population::{cast, cast_scan, population, scan, work};

fn look(width: usize) -> Look {
    Look {
        width,
        ..Look::default()
    }
}

fn valid(json: &serde_json::Value) {
    let validator = jsonschema::draft202012::new(&schema()).expect("a JSON Schema");
    let errors: Vec<_> = validator
        .iter_errors(json)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn text_fits_a_wide_terminal() {
    let look = Look {
        elapsed: Some(Duration::from_millis(890)),
        ..look(120)
    };
    insta::assert_snapshot!(render(&cast_scan(Level::Note), Format::Text, &look));
}

#[test]
fn text_fits_a_narrow_terminal() {
    insta::assert_snapshot!(render(&cast_scan(Level::Note), Format::Text, &look(64)));
}

#[test]
fn text_lists_everybody_when_asked() {
    insta::assert_snapshot!(render(&cast_scan(Level::Quiet), Format::Text, &look(100)));
}

#[test]
fn colours_are_there_when_wanted_and_only_then() {
    let scan = cast_scan(Level::Note);
    let coloured = render(
        &scan,
        Format::Text,
        &Look {
            colour: true,
            ..look(100)
        },
    );
    let plain = render(&scan, Format::Text, &look(100));
    assert!(
        coloured.contains("\u{1b}[1m\u{1b}[33mREVIEW\u{1b}[0m"),
        "{coloured}"
    );
    assert!(!plain.contains('\u{1b}'));
    let mut stripped = String::new();
    for (number, part) in coloured.split('\u{1b}').enumerate() {
        let text = if number == 0 {
            part
        } else {
            part.split_once('m').unwrap().1
        };
        stripped.push_str(text);
    }
    assert_eq!(stripped, plain, "colours change nothing else");
}

#[test]
fn quiet_histories_get_one_reassuring_line() {
    let two = population(&[
        work("Ada Example <ada@corp.test.example>", 9),
        work("Bea Sample <bea@mail.test.example>", 1),
    ]);
    let enough = |email: &str, _: &countersign_people::Dossier<'_>| match email {
        "ada@corp.test.example" => Outcome::Quiet,
        _ => Outcome::NotEnough {
            have: 1,
            want: 5,
            of: "commits",
        },
    };
    let scan = scan(&two, &enough, &Baseline::default(), Level::Note);
    insta::assert_snapshot!(render(&scan, Format::Text, &look(80)), @r#"
    Read 10 commits by 2 people from 1 repository
    2 quiet · 0 note · 0 review · 0 urgent
    No contradictions found. 1 of 2 people has too few commits to be checked.
    "#);
    insta::assert_snapshot!(render(&scan, Format::Markdown, &look(80)), @r#"
    ## Countersign

    Read 10 commits by 2 people from 1 repository. Findings are contradictions between records, not verdicts on people.

    | urgent | review | note | quiet | accepted findings |
    |---:|---:|---:|---:|---:|
    | 0 | 0 | 0 | 2 | 0 |

    No contradictions found. 1 of 2 people has too few commits to be checked.
    "#);
}

#[test]
fn json() {
    let mut scan = cast_scan(Level::Note);
    let findings = scan
        .people
        .iter_mut()
        .flat_map(|person| &mut person.findings);
    findings.for_each(|finding| finding.evidence.truncate(1));
    let text = render(&scan, Format::Json, &look(80));
    insta::assert_snapshot!(text);
    assert!(text.ends_with("}\n"));
}

#[test]
fn json_follows_its_schema() {
    for level in Level::ALL {
        let text = render(&cast_scan(level), Format::Json, &look(80));
        valid(&serde_json::from_str(&text).unwrap());
    }
}

#[test]
fn the_schema_describes_every_field() {
    fn undocumented(path: &str, value: &serde_json::Value, found: &mut Vec<String>) {
        let Some(object) = value.as_object() else {
            return;
        };
        if let Some(properties) = object.get("properties").and_then(|all| all.as_object()) {
            for (name, property) in properties {
                if property.get("description").is_none() {
                    found.push(format!("{path}/{name}"));
                }
            }
        }
        for (name, inner) in object {
            undocumented(&format!("{path}/{name}"), inner, found);
        }
    }
    let mut found = Vec::new();
    undocumented("", &schema(), &mut found);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn json_lines_hold_what_json_holds() {
    let scan = cast_scan(Level::Quiet);
    let whole: serde_json::Value =
        serde_json::from_str(&render(&scan, Format::Json, &look(80))).unwrap();
    let lines = render(&scan, Format::Jsonl, &look(80));
    let mut lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let mut head: serde_json::Value = lines.next().unwrap();
    assert!(head.get("people").is_none());
    head["people"] = lines.collect();
    assert_eq!(head, whole);
}

#[test]
fn csv() {
    insta::assert_snapshot!(render(&cast_scan(Level::Quiet), Format::Csv, &look(80)));
}

#[test]
fn markdown() {
    insta::assert_snapshot!(render(&cast_scan(Level::Note), Format::Markdown, &look(80)));
}

#[test]
fn only_text_depends_on_the_look() {
    let scan = cast_scan(Level::Quiet);
    let other = Look {
        colour: true,
        width: 200,
        elapsed: Some(Duration::from_secs(5)),
        command: Some("countersign scan elsewhere".to_owned()),
    };
    for format in Format::ALL {
        let same = render(&scan, format, &look(80)) == render(&scan, format, &other);
        assert_eq!(same, format != Format::Text, "{}", format.as_str());
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    for format in Format::ALL {
        let once = render(&cast_scan(Level::Quiet), format, &look(80));
        assert_eq!(once, render(&cast_scan(Level::Quiet), format, &look(80)));
        assert!(
            once.ends_with('\n') && !once.ends_with("\n\n"),
            "{}",
            format.as_str()
        );
    }
}

#[test]
fn people_are_in_order_and_counted() {
    let scan: Scan = cast_scan(Level::Quiet);
    let levels: Vec<_> = scan.people.iter().map(|person| person.level).collect();
    let mut worst_first = levels.clone();
    worst_first.sort_by(|a, b| b.cmp(a));
    assert_eq!(levels, worst_first);
    let summary = &scan.summary;
    assert_eq!(
        (summary.people, summary.programs, summary.too_little),
        (5, 1, 1)
    );
    assert_eq!(
        (
            summary.levels.review,
            summary.levels.note,
            summary.levels.quiet
        ),
        (1, 1, 3)
    );
    assert_eq!(summary.commits, cast().history().len() as u64);
    let ada = &scan.people[0];
    assert_eq!(ada.names, ["Ada Example", "A. Example", "Ada E."]);
    assert_eq!(ada.logins, ["ada-e"]);
    assert_eq!((ada.commits, ada.self_committed), (23, 23));
    assert_eq!(scan.heuristics[0].fired, 4);
    assert_eq!(scan.heuristics[0].not_enough, 1);
}

#[test]
fn failed_heuristics_are_reported() {
    let mut scan = cast_scan(Level::Note);
    scan.heuristics[0].broken = 2;
    let text = render(&scan, Format::Text, &look(100));
    assert!(text.contains("split-clock failed on 2 people"), "{text}");
}
