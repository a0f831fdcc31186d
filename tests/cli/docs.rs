//! Help, manual, completions and the pages in `docs/` that come from the code.

use std::fs;
use std::path::Path;

use crate::support::Place;

/// The pages that come from the code, by name below `docs/`.
fn pages(place: &Place) -> [(&'static str, String); 12] {
    let schema = |what: &str| place.run(&["schema", what]).success();
    [
        ("cli.md", cli_page(place)),
        ("heuristics.md", countersign_report::catalogue_page()),
        ("patterns.md", countersign_report::patterns_page()),
        ("schema/blast-radius-1.json", schema("blast-radius")),
        ("schema/bundle-1.json", schema("bundle")),
        ("schema/people-1.json", schema("people")),
        ("schema/person-1.json", schema("person")),
        ("schema/proof-1.json", schema("proof")),
        ("schema/review-1.json", schema("review")),
        ("schema/scan-1.json", place.run(&["schema"]).success()),
        ("schema/verification-1.json", schema("verification")),
        ("settings.md", place.run(&["settings"]).success()),
    ]
}

/// What `--help` says, for the command and everything below it.
fn cli_page(place: &Place) -> String {
    let mut page = "# The command line\n\nWhat `--help` says; a test keeps it fresh.\n".to_owned();
    add_help(place, &[], &mut page);
    page
}

fn add_help(place: &Place, command: &[&str], page: &mut String) {
    let text = place.run(&[command, &["--help"]].concat()).success();
    let lines: Vec<_> = text.lines().map(str::trim_end).collect();
    *page += &format!(
        "\n## {}\n\n```text\n{}\n```\n",
        [&["countersign"], command].concat().join(" "),
        lines.join("\n").trim_end()
    );
    for subcommand in subcommands(&text) {
        add_help(place, &[command, &[&*subcommand]].concat(), page);
    }
}

fn subcommands(help: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let lines = lines.take_while(|line| !line.is_empty());
    // A description may go on below, further to the right.
    let lines = lines
        .filter_map(|line| line.strip_prefix("  "))
        .filter(|line| !line.starts_with(' '));
    let names = lines.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_committed_pages_are_fresh() {
    let update = std::env::var_os("COUNTERSIGN_UPDATE_DOCS").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    for (name, fresh) in pages(&Place::new()) {
        let path = folder.join(name);
        if update {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &fresh).unwrap();
        }
        assert!(
            fs::read_to_string(&path).is_ok_and(|committed| committed == fresh),
            "docs/{name} is stale: run COUNTERSIGN_UPDATE_DOCS=1 cargo test --test cli docs"
        );
    }
}

#[test]
fn completions_know_subcommands_and_options() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = place.run(&["completions", shell]).success();
        assert!(
            script.contains("explain") && script.contains("min-level"),
            "{shell}"
        );
    }
}

#[test]
fn manual_pages_cover_every_subcommand() {
    let place = Place::new();
    assert!(place.run(&["man"]).success().contains(".TH countersign"));
    place.run(&["man", "--dir", "man"]).success();
    let help = place.run(&["--help"]).success();
    for subcommand in subcommands(&help) {
        let page = place
            .path("man")
            .join(format!("countersign-{subcommand}.1"));
        assert!(
            fs::read_to_string(page).unwrap().contains(".TH "),
            "{subcommand}"
        );
    }
}

#[test]
fn explain_lists_and_explains() {
    let place = Place::new();
    assert!(place.run(&["explain"]).success().contains("split-clock"));
    let page = place.run(&["explain", "split-clock"]).success();
    assert!(page.contains("Innocent explanations"), "{page}");
    let page = place.run(&["explain", "borrowed-clock"]).success();
    assert!(
        page.contains("Signs") && page.contains("`split-clock`"),
        "{page}"
    );
    let run = place.run(&["explain", "split-clok"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("'split-clock'"), "{}", run.stderr);
}
