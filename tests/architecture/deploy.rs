//! What operators install fits the program: metrics, variables and pages that it names exist.

use std::collections::BTreeSet;

use regex::Regex;

use crate::{files, read, root};

/// Variables that hold a secret itself, and the ones that belong to scripts and images, not to the program.
const OTHER_VARIABLES: [&str; 5] = [
    "COUNTERSIGN_HASH_KEY",
    "COUNTERSIGN_IMAGE",
    "COUNTERSIGN_PRIVATE_KEY",
    "COUNTERSIGN_WEBHOOK_SECRET",
    "COUNTERSIGN_WEBHOOK_SECRET_FORMER",
];

/// Files in which operators find variables.
const SETTINGS: [&str; 5] = [
    "Containerfile",
    "compose.yaml",
    "countersign.service",
    ".tpl",
    "receiver.yaml",
];

fn all(shape: &str, text: &str) -> BTreeSet<String> {
    let shape = Regex::new(shape).expect("a pattern");
    shape
        .find_iter(text)
        .map(|found| found.as_str().to_owned())
        .collect()
}

fn text_of(name: &str) -> String {
    read(&root().join(name)).0
}

/// The metrics that the service writes.
fn metrics() -> BTreeSet<String> {
    let sources = files(&root().join("webhooks/src"), ".rs").into_iter();
    sources
        .flat_map(|path| all(r#""countersign_[a-z_]+""#, &read(&path).0))
        .map(|name| name.trim_matches('"').to_owned())
        .collect()
}

#[test]
fn alerts_and_dashboard_name_metrics_that_exist() {
    let metrics = metrics();
    assert!(metrics.contains("countersign_jobs"), "{metrics:?}");
    for name in ["alerts.yml", "alerts.test.yml", "dashboard.json"] {
        let text = text_of(&format!("deploy/monitoring/{name}"));
        for named in all(r"\bcountersign_[a-z_]+", &text) {
            assert!(metrics.contains(&named), "{name}: nothing writes {named}");
        }
    }
}

#[test]
fn every_metric_is_documented() {
    let page = text_of("docs/operate.md");
    for name in metrics() {
        assert!(
            page.contains(&format!("`{name}`")),
            "docs/operate.md does not say what {name} counts"
        );
    }
}

#[test]
fn every_alert_has_its_runbook() {
    let alerts = text_of("deploy/monitoring/alerts.yml");
    let page = text_of("docs/runbooks.md");
    let shape = Regex::new(r"(?m)^      - alert: (\w+)$").expect("a pattern");
    let names: Vec<_> = shape
        .captures_iter(&alerts)
        .map(|found| found[1].to_owned())
        .collect();
    assert!(!names.is_empty());
    for name in &names {
        assert!(
            page.contains(&format!("\n## {name}\n")),
            "no runbook: {name}"
        );
        let link = format!("runbook: docs/runbooks.md#{}\n", name.to_lowercase());
        assert!(alerts.contains(&link), "no link to the runbook: {name}");
    }
    let sections = page.lines().filter(|line| line.starts_with("## "));
    assert_eq!(sections.count(), names.len(), "a runbook without an alert");
}

#[test]
fn variables_of_the_deployment_are_settings() {
    let settings = text_of("docs/settings.md");
    let deploy = root().join("deploy");
    for path in SETTINGS.iter().flat_map(|ending| files(&deploy, ending)) {
        let (text, name) = read(&path);
        for variable in all(r"\bCOUNTERSIGN_[A-Z_]+\b", &text) {
            let is_known = settings.contains(&format!("`{variable}`"))
                || OTHER_VARIABLES.contains(&variable.as_str());
            assert!(is_known, "{name}: {variable} is not a setting");
        }
    }
}
