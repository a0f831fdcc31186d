//! What other programs import, from real repositories.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{ADA, Place, Run, VIC, ordinary, split};

const FORMATS: [&str; 4] = ["stix", "misp", "sarif", "graphml"];

/// A repository `repo` with somebody at `review`, and what a scan of it writes.
fn scanned(place: &Place, args: &[&str]) -> Run {
    if !place.path("repo").exists() {
        let commits = [ordinary("main", ADA, 30), split("other", VIC, 8)].concat();
        place.repository("repo", &commits);
    }
    place.run(&[&["scan", "repo"], args].concat())
}

#[test]
fn the_same_repository_gives_the_same_bytes() {
    let place = Place::new();
    for format in FORMATS {
        let once = scanned(&place, &["--format", format]).success();
        let again = scanned(&place, &["--format", format, "--jobs", "1"]).success();
        assert_eq!(once, again, "{format}");
        assert!(
            once.contains("victor@gate.example") && !once.contains("ada@"),
            "{format}"
        );
    }
}

/// Imports a list that names Victor.
fn import(place: &Place, tlp: &str) {
    place.write("list.txt", "victor@gate.example\n");
    let args = [
        "indicators",
        "import",
        "--plain",
        "list.txt",
        "--kind",
        "mailbox",
    ];
    let about = [
        "--data",
        "data",
        "--source",
        "Northern CERT",
        "--grade",
        "A1",
        "--tlp",
        tlp,
    ];
    place.run(&[&args[..], &about].concat()).success();
}

#[test]
fn a_list_for_fewer_eyes_leaves_no_trace() {
    for tlp in ["red", "amber+strict"] {
        let place = Place::new();
        let without: Vec<_> = FORMATS
            .map(|format| scanned(&place, &["--format", format]).success())
            .into();
        import(&place, tlp);
        for (format, without) in FORMATS.iter().zip(without) {
            let run = scanned(&place, &["--data", "data", "--format", format]);
            assert!(
                run.stderr.contains("1 indicator list is marked stricter"),
                "{}",
                run.stderr
            );
            assert_eq!(run.success(), without, "{format}");
            let asked = ["--data", "data", "--format", format, "--tlp", tlp];
            let with = scanned(&place, &asked).success();
            assert!(
                with.contains("Northern CERT") && with.contains(tlp),
                "{format}"
            );
        }
        let text = scanned(&place, &["--data", "data"]).success();
        assert!(
            text.contains("Northern CERT"),
            "the operator has the list: {text}"
        );
        let markdown = ["--data", "data", "--format", "markdown", "--tlp", "clear"];
        let markdown = scanned(&place, &markdown).success();
        assert!(!markdown.contains("Northern CERT"), "{markdown}");
    }
}

#[test]
fn a_list_for_its_readers_is_shown() {
    let place = Place::new();
    import(&place, "amber");
    for format in FORMATS {
        let run = scanned(&place, &["--data", "data", "--format", format]);
        assert_eq!(run.stderr, "", "{format}");
        assert!(run.success().contains("Northern CERT"), "{format}");
    }
}

#[test]
fn our_own_import_reads_the_bundle_and_doubts_it() {
    let place = Place::new();
    let bundle = scanned(&place, &["--format", "stix"]).success();
    let sure = bundle.replace("\"confidence\": 30", "\"confidence\": 50");
    for (name, text, imported) in [("doubted", &bundle, "0"), ("sure", &sure, "1")] {
        let file = format!("{name}.json");
        place.write(&file, text);
        let args = ["indicators", "import", "--stix", &file, "--data", "data"];
        let run = place.run(&args);
        let said = run.stdout + &run.stderr;
        assert!(said.contains(imported), "{name}: {said}");
        assert_eq!(said.contains("confidence 30"), name == "doubted", "{said}");
    }
}

#[test]
fn what_people_lists_follows_its_schema() {
    let place = Place::new();
    scanned(&place, &[]).success();
    let schema: Value = serde_json::from_str(&place.run(&["schema", "people"]).success()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for args in [&["--all"][..], &["--no-mailmap", "--tier", "hint"]] {
        let args = [&["people", "repo", "--format", "json"], args].concat();
        let list = place.run(&args).json();
        let errors: Vec<_> = validator
            .iter_errors(&list)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        assert_eq!(list["people"].as_array().unwrap().len(), 2);
    }
    let graph = place
        .run(&["people", "repo", "--format", "graphml"])
        .success();
    assert_eq!(graph.matches("<data key=\"kind\">person</data>").count(), 2);
}

#[test]
fn the_commands_of_the_page_work() {
    let place = Place::new();
    scanned(&place, &[]).success();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/exchange.md");
    let page = fs::read_to_string(page).unwrap();
    let commands = page
        .lines()
        .filter_map(|line| line.strip_prefix("countersign "));
    let commands: Vec<_> = commands.collect();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in commands {
        let args: Vec<_> = command
            .split(' ')
            .map(|word| if word == "PATH" { "repo" } else { word })
            .collect();
        place.run(&args).success();
        assert!(place.path(args[args.len() - 1]).is_file(), "{command}");
    }
}
