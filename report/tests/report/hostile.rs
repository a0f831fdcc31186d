//! Text from commits that wants to be more than text.

use countersign_heuristics::{Level, Outcome, Strength};
use countersign_people::Dossier;
use countersign_report::{Baseline, Format, Look, Scan, render, render_person, schema};
use unicode_width::UnicodeWidthChar as _;

use crate::population::{finding, population, scan, work};

/// Each name goes through every format.
pub(crate) const HOSTILE: &[&str] = &[
    "\u{1b}[31mred\u{1b}]0;title\u{7}",
    "bell\u{7}\u{8}\u{7f}\u{9b}31m\u{85}",
    "\u{202e}elpmaxe\u{202c} \u{2066}x\u{2069}",
    "zero\u{200b}\u{200d}\u{feff}\u{2060}width \u{e0041}\u{fe0f}",
    "flood\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "\u{301}starts with a mark",
    "line\rfeeds\u{2028}\u{2029}\u{b}\u{c}\tand tabs",
    "=HYPERLINK(\"http://evil.invalid\")",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "| cell | `code` | **bold** | @everyone #1 !2 GH-3",
    "![image](https://evil.invalid/x.png) [link](javascript:alert) www.evil.invalid",
    "--> </details></summary><script>alert(1)</script>",
    "\\u{1b} \\` \\| `` ``` \\",
    "山田太郎山田太郎山田太郎山田太郎山田太郎山田太郎山田太郎山田太郎山田太郎",
    "averylongnamewithoutanyspaceaverylongnamewithoutanyspaceaverylongnamewithoutanyspaceaverylongname",
    "\u{fffd}\u{fffd} half \u{fffd}",
    "👩\u{200d}💻 emoji 🇯🇵",
    "\"quoted\", 'too'; {json: [1]}",
    "f- [[accepted]]",
    "]]> <![CDATA[ <data key=\"kind\">person</data> &amp; &#0; {0} {{1}}",
];

pub(crate) fn hostile(name: &str) -> Scan {
    let one = population(&[work("Ada Example <ada@corp.test.example>", 6)]);
    let summary = format!("the names \"{name}\" and \"{name}\" share one mailbox, 13 h apart");
    let fires = |_: &str, dossier: &Dossier<'_>| {
        Outcome::Fired(vec![finding(dossier, Strength::Strong, name, &summary)])
    };
    let mut scan = scan(&one, &fires, &Baseline::default(), Level::Quiet);
    let repository = scan.repositories[0].clone();
    scan.repositories.push(repository);
    for repository in &mut scan.repositories {
        repository.name = name.to_owned();
        repository.source = name.to_owned();
        repository.notes = vec![name.to_owned()];
    }
    let person = &mut scan.people[0];
    person.names = vec![name.to_owned(); 5];
    person.emails = vec![name.to_owned(); 5];
    person.logins = vec![name.to_owned()];
    person.keys = vec![countersign_report::Key {
        kind: "x509",
        id: name.to_owned(),
    }];
    for evidence in &mut person.findings[0].evidence {
        evidence.repository = name.to_owned();
    }
    person.findings[0].evidence[0].record.field = countersign_heuristics::Field::Author;
    person.findings[0].evidence[0].record.value = name.into();
    person.findings[0].evidence[1].record.value = format!("12 {name}").into();
    person.accepted = vec![countersign_report::AcceptedFinding {
        fingerprint: "f-0123456789ab".to_owned(),
        heuristic: "split-clock",
        strength: Strength::Moderate,
        summary: name.to_owned(),
        reason: name.to_owned(),
        date: "2026-01-02".to_owned(),
        by: None,
        tlp: countersign_facts::Tlp::Clear,
    }];
    scan
}

fn full(scan: &Scan, look: &Look) -> String {
    render_person(scan, &scan.people[0].id, look).expect("the person is listed")
}

/// Controls, format characters, bidi: nothing of it may reach a terminal.
pub(crate) fn deceives(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(letter, '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e0fff}')
}

#[test]
fn nothing_deceptive_survives_in_any_format() {
    for name in HOSTILE {
        let scan = hostile(name);
        let look = Look::default();
        let mut all: Vec<_> = Format::ALL
            .map(|format| render(&scan, format, &look))
            .to_vec();
        all.push(full(&scan, &look));
        let error = render_person(&scan, &format!("{name}{name}"), &look).unwrap_err();
        all.push(error.to_string());
        for text in all {
            let bad = text.chars().find(|letter| deceives(*letter));
            assert_eq!(bad, None, "{name:?} in\n{text}");
        }
    }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for name in HOSTILE {
        let scan = hostile(name);
        for width in [60, 80, 120] {
            let look = Look {
                width,
                ..Look::default()
            };
            let text = render(&scan, Format::Text, &look) + &full(&scan, &look);
            // Commands stay on one line, so that they can be pasted.
            let prose = text
                .lines()
                .filter(|line| !line.contains("countersign scan "));
            for line in prose {
                let columns: usize = line.chars().filter_map(|letter| letter.width()).sum();
                assert!(columns <= width, "{columns} columns: {line}");
            }
        }
    }
}

#[test]
fn json_keeps_every_character() {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    for name in HOSTILE {
        let text = render(&hostile(name), Format::Json, &Look::default());
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["people"][0]["names"][0], *name);
        assert_eq!(json["people"][0]["accepted"][0]["reason"], *name);
        assert!(validator.is_valid(&json));
    }
}

#[test]
fn csv_has_one_line_a_row_and_no_formula() {
    for name in HOSTILE {
        let scan = hostile(name);
        let text = render(&scan, Format::Csv, &Look::default());
        let records = scan.people[0].findings[0].evidence.len();
        assert_eq!(text.lines().count(), 1 + records, "{text}");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        for row in reader.records() {
            for cell in &row.unwrap() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '|', '%']), "{cell}");
            }
        }
    }
}

#[test]
fn markdown_keeps_its_tables_and_names_nobody() {
    for name in HOSTILE {
        let text = render(&hostile(name), Format::Markdown, &Look::default());
        let outside = outside_code(&text);
        for forbidden in [
            "@e", "@S", "#1", "!2", "GH-3", "http:/", "https:/", "www.", "](", "<script",
        ] {
            assert!(
                !outside.contains(forbidden),
                "{forbidden} of {name:?} in\n{outside}"
            );
        }
        assert_eq!(
            text.matches("<details>").count(),
            text.matches("\n</details>").count()
        );
        for table in text.split("\n\n").filter(|block| block.starts_with('|')) {
            let cells = |line: &str| line.replace("\\|", "").matches('|').count();
            let mut lines = table.lines();
            let head = cells(lines.next().unwrap());
            assert!(lines.all(|line| cells(line) == head), "{table}");
        }
    }
}

/// Markdown without its code spans, whose fences here are single backticks.
fn outside_code(text: &str) -> String {
    let unescaped = text.replace("\\`", "").replace("\\]", "");
    unescaped.split('`').step_by(2).collect()
}
