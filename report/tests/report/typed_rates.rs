//! Pages of heuristics state no measured number by hand: `{rate}` takes it from the record.

use countersign_heuristics::catalogue;
use regex::Regex;

/// Sections whose numbers are thresholds, a made-up example or the titles of publications.
const FREE: [&str; 3] = ["What it looks at", "Example", "References"];

const WORDS: &str = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixteen|twenty|\
                     thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|a hundred|a thousand";

const COUNTED: &str = "ordinary|people|persons|contributors|identities|signers|pairs|keys|accounts|repositories|commits|newcomers";

/// How a measured number is typed.
fn typed_rates() -> Vec<Regex> {
    let patterns = [
        r"\d[\d,]* of (the |all |some )?\d".to_owned(),
        format!(r"\bof (the |all |some )?\d[\d,]* ({COUNTED})\b"),
        format!(r"\bone in (about |some )?(\d|({WORDS})\b)"),
        r"\b(none|nobody|no one|no ordinary \w+) (of|in|among) (the |all |some )?\d".to_owned(),
        r"\d ?%|\bper ?cent\b".to_owned(),
        format!(r"\d[\d,]* ({COUNTED}) (in|of|from) (the |all |some )?\d"),
        format!(r"\b(one|{WORDS}) of (the |all |some )?\d"),
        r"\b\d[\d,]* in \d".to_owned(),
    ];
    let compiled = patterns
        .iter()
        .map(|pattern| Regex::new(&format!("(?i){pattern}")));
    compiled
        .collect::<Result<_, _>>()
        .expect("the patterns are valid")
}

/// The typed rates of a page, outside the sections that are free of them.
fn typed_in(page: &str) -> Vec<&str> {
    let patterns = typed_rates();
    let mut section = "";
    let mut found = Vec::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            section = heading;
        }
        if !FREE.contains(&section) {
            let typed = patterns.iter().filter_map(|pattern| pattern.find(line));
            found.extend(typed.map(|rate| rate.as_str()));
        }
    }
    found
}

#[test]
fn no_page_types_a_rate() {
    let typed: Vec<_> = catalogue()
        .iter()
        .map(|heuristic| (heuristic.id, typed_in(heuristic.page)))
        .filter(|(_, typed)| !typed.is_empty())
        .collect();
    assert!(typed.is_empty(), "write {{rate}} instead: {typed:#?}");
}

#[test]
fn typed_rates_are_recognised() {
    for text in [
        "Of 22,758 people 1 shows it",
        "7 of 120 did",
        "768 of the 14,755",
        "one in 800 shows it",
        "about one in eight hundred",
        "none of the 31 showed it",
        "nobody in 1,876 ordinary people",
        "less than 0.02 %",
        "12 people in 17 repositories",
        "two of 15,242",
        "76 in 100 histories",
    ] {
        assert!(!typed_in(text).is_empty(), "{text}");
    }
    for text in [
        "Ordinary contributors: {rate}.",
        "At least two of them must have changed.",
        "one in place of several",
        "less than thirty days old",
        "## What it looks at\n80 % of 20 commits",
    ] {
        assert!(typed_in(text).is_empty(), "{text}");
    }
}
