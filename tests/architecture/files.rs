//! What every file keeps.

use crate::{files, read, root};

/// Lines of code a file may have, blank lines and comments aside.
const LONGEST_FILE: usize = 500;

/// What a pure crate never names: files, sockets, processes, the environment, clocks, randomness.
const IMPURE: [&str; 10] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "SystemTime",
    "Instant::now",
    "async fn",
    "std::io::std",
    "thread_rng",
    "rand::",
];

#[test]
fn files_are_short() {
    for path in files(root(), ".rs") {
        let (text, name) = read(&path);
        let code = text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with("//"));
        let code = code.count();
        assert!(
            code <= LONGEST_FILE,
            "{name}: {code} lines of code; split it"
        );
    }
}

#[test]
fn files_say_what_they_are() {
    for path in files(root(), ".rs") {
        let (text, name) = read(&path);
        assert!(
            text.starts_with("//! "),
            "{name}: begins with a line that says what it is"
        );
    }
}

#[test]
fn pure_crates_touch_nothing() {
    for folder in ["facts/src", "people/src", "heuristics/src", "report/src"] {
        for path in files(&root().join(folder), ".rs") {
            let (text, name) = read(&path);
            for word in IMPURE {
                assert!(!text.contains(word), "{name}: a pure crate names {word}");
            }
        }
    }
}

/// Files and folders of the command line that serve the App, or review a pull request as the App does.
const SERVES_THE_APP: [&str; 7] = [
    "src/app/",
    "src/jobs.rs",
    "src/policy.rs",
    "src/pr.rs",
    "src/serve.rs",
    "src/setup",
    "src/work.rs",
];

#[test]
fn only_what_serves_the_app_imports_it() {
    for path in files(&root().join("src"), ".rs") {
        let (text, name) = read(&path);
        let serves = SERVES_THE_APP.iter().any(|one| name.starts_with(one));
        assert!(
            serves || !text.contains("countersign_webhooks"),
            "{name}: imports the App and does not serve it"
        );
    }
}

#[test]
fn patterns_are_registered() {
    let folder = root().join("heuristics/src/patterns");
    let (list, _) = read(&folder.join("mod.rs"));
    for path in files(&folder, ".toml") {
        let id = path
            .file_stem()
            .and_then(|id| id.to_str())
            .unwrap_or_default();
        assert!(
            list.contains(&format!("    \"{id}\",\n")),
            "{id} is in no list"
        );
    }
}

#[test]
fn no_test_is_switched_off() {
    let marks = ["ignore", "should_panic"].map(|attribute| format!("#[{attribute}]"));
    for path in files(root(), ".rs") {
        let (text, name) = read(&path);
        for mark in &marks {
            assert!(!text.contains(mark.as_str()), "{name}: {mark}");
        }
    }
}

#[test]
fn paths_in_the_documentation_exist() {
    for path in files(root(), ".md") {
        let (text, name) = read(&path);
        let folder = path.parent().unwrap_or(root());
        let links = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next());
        for link in links.filter(|link| !link.contains("://") && !link.starts_with('#')) {
            let target = link.split('#').next().unwrap_or_default();
            assert!(
                folder.join(target).exists(),
                "{name}: links to {target}, which is not there"
            );
        }
        let quoted = text.split('`').skip(1).step_by(2);
        let paths = quoted
            .filter(|text| text.contains('/') && (text.ends_with(".rs") || text.ends_with('/')));
        for quoted in paths.filter(|text| !text.contains(['<', '*', ' ', ':'])) {
            let there = root().join(quoted).exists() || folder.join(quoted).exists();
            assert!(there, "{name}: names {quoted}, which is not there");
        }
    }
}
