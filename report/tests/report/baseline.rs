//! Accepting findings, and files that do it wrong.

use countersign_heuristics::Level;
use countersign_report::{Baseline, BaselineError};

use crate::population::{cast, cast_scan, said, scan};

const ENTRY: &str = "[[accepted]]\nfinding = \"f-0123456789ab\"\nheuristic = \"split-clock\"\n\
                     reason = \"asked; a release script\"\ndate = \"2026-01-02\"\n";

fn error(text: &str) -> String {
    Baseline::parse(text)
        .expect_err("the file is wrong")
        .to_string()
}

#[test]
fn what_is_written_is_accepted() {
    let population = cast();
    let open = scan(&population, &said, &Baseline::default(), Level::Note);
    let text = Baseline::write("", &open, "looked \"at\"\nby two", "2026-01-02").unwrap();
    insta::assert_snapshot!(text);
    let baseline = Baseline::parse(&text).unwrap();
    let shown: usize = open.people.iter().map(|person| person.findings.len()).sum();
    assert_eq!(baseline.len(), shown);
    let quiet = scan(&population, &said, &baseline, Level::Note);
    assert!(quiet.people.is_empty());
    assert_eq!(quiet.summary.accepted, shown as u64);
    let ada = scan(&population, &said, &baseline, Level::Quiet).people;
    let ada = ada
        .iter()
        .find(|person| person.names[0] == "Ada Example")
        .unwrap();
    assert_eq!(ada.accepted[0].reason, "looked \"at\" by two");
    assert_eq!(ada.accepted[0].date, "2026-01-02");
}

#[test]
fn an_existing_file_is_kept_and_extended_once() {
    let scan = cast_scan(Level::Note);
    let existing = format!("# Ours.\n{ENTRY}# The end.");
    let once = Baseline::write(&existing, &scan, "why", "2026-01-02").unwrap();
    assert!(once.starts_with(&existing));
    assert!(
        Baseline::parse(&once)
            .unwrap()
            .accepts("f-0123456789ab")
            .is_some()
    );
    assert_eq!(
        Baseline::write(&once, &scan, "again", "2026-01-03").unwrap(),
        once
    );
}

#[test]
fn a_list_written_inline_is_extended_too() {
    let inline = "accepted = [{ finding = \"f-0123456789ab\", heuristic = \"split-clock\", \
                  reason = \"a\", date = 2026-01-02 }]\n";
    let scan = cast_scan(Level::Note);
    let text = Baseline::write(inline, &scan, "why", "2026-01-02").unwrap();
    let baseline = Baseline::parse(&text).unwrap();
    assert_eq!(
        baseline.accepts("f-0123456789ab").unwrap().date,
        "2026-01-02"
    );
    assert!(baseline.len() > 1);
}

#[test]
fn nothing_is_accepted_without_reason_or_on_no_day() {
    let scan = cast_scan(Level::Note);
    let write = |reason, date| Baseline::write("", &scan, reason, date).unwrap_err();
    assert_eq!(write(" \n", "2026-01-02"), BaselineError::NoReason);
    for date in [
        "2026-02-30",
        "yesterday",
        "2026-1-2",
        "",
        "2026-01-02T10:00:00Z",
    ] {
        assert_eq!(write("why", date), BaselineError::BadDate(date.to_owned()));
    }
}

#[test]
fn mistakes_are_told_with_their_line() {
    assert_eq!(Baseline::parse("").unwrap(), Baseline::default());
    assert_eq!(Baseline::parse(ENTRY).unwrap().len(), 1);
    let twice = format!("{ENTRY}{ENTRY}");
    let cases = [
        ("extra = 1\n", ENTRY.to_owned()),
        ("note = \"n\"\n", format!("{ENTRY}note = \"n\"\n")),
        (
            "no reason",
            ENTRY.replace("reason = \"asked; a release script\"\n", ""),
        ),
        (
            "empty reason",
            ENTRY.replace("asked; a release script", "  "),
        ),
        (
            "no fingerprint",
            ENTRY.replace("f-0123456789ab", "f-0123456789AB"),
        ),
        ("no date", ENTRY.replace("2026-01-02", "2026-13-02")),
        (
            "a time",
            ENTRY.replace("\"2026-01-02\"", "2026-01-02T10:00:00Z"),
        ),
        ("a number", ENTRY.replace("\"2026-01-02\"", "7")),
        ("twice", twice),
        ("no TOML", format!("{ENTRY}reason = \n")),
    ];
    let told = cases.map(|(case, text)| {
        let text = if case.starts_with("extra") {
            format!("{case}{text}")
        } else {
            text
        };
        format!("{}: {}", case.trim_end(), error(&text))
    });
    insta::assert_snapshot!(told.join("\n"), @r#"
    extra = 1: line 1: unknown field `extra`, expected `accepted`
    note = "n": line 6: unknown field `note`, expected one of `finding`, `heuristic`, `reason`, `date`
    no reason: line 1: missing field `reason`
    empty reason: line 4: `reason` is empty
    no fingerprint: line 2: a finding is `f-` and twelve hexadecimal digits, not "f-0123456789AB"
    no date: line 5: "2026-13-02" is not a date of the form YYYY-MM-DD
    a time: line 5: "2026-01-02T10:00:00Z" is not a date of the form YYYY-MM-DD
    a number: line 5: a date is `YYYY-MM-DD`
    twice: line 7: f-0123456789ab is accepted twice
    no TOML: line 6: string values must be quoted, expected literal string
    "#);
}
