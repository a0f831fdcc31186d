//! A dossier as CSV, for spreadsheets: one row per fact.

use super::model::{Dossier, Span};
use crate::csv::cell;
use crate::figures::offset;

const HEADER: [&str; 7] = [
    "section",
    "what",
    "first",
    "last",
    "commits",
    "repositories",
    "detail",
];

type Row = [String; 7];

/// One row per fact, below a header row.
#[must_use]
pub fn csv(dossier: &Dossier) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let rows = [
        history(dossier),
        keys(dossier),
        found(dossier),
        links(dossier),
    ];
    let header = [HEADER.map(str::to_owned)];
    for row in header.iter().chain(rows.iter().flatten()) {
        // Rows of one length written to memory cannot fail.
        let _ = writer.write_record(row.iter().map(|text| cell(text)));
    }
    let bytes = writer.into_inner().unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn row(section: &str, what: &str, span: Option<&Span>, commits: Option<u64>) -> Row {
    let end = |end: fn(&Span) -> &String| span.map(|span| end(span).clone()).unwrap_or_default();
    [
        section.to_owned(),
        what.to_owned(),
        end(|span| &span.first),
        end(|span| &span.last),
        commits
            .map(|commits| commits.to_string())
            .unwrap_or_default(),
        String::new(),
        String::new(),
    ]
}

fn with(mut row: Row, repositories: &[String], detail: String) -> Row {
    row[5] = repositories.join("; ");
    row[6] = detail;
    row
}

fn history(dossier: &Dossier) -> Vec<Row> {
    let mut rows = Vec::new();
    for one in &dossier.names {
        let new = row("name", &one.name, Some(&one.span), Some(one.commits));
        rows.push(with(new, &one.repositories, String::new()));
    }
    for account in &dossier.accounts {
        for one in &account.logins {
            let new = row("login", &one.login, Some(&one.span), None);
            rows.push(with(new, &[], format!("account {}", account.number)));
        }
    }
    for one in &dossier.logins {
        rows.push(row("login", &one.login, Some(&one.span), None));
    }
    for organisation in &dossier.organisations {
        for one in &organisation.repositories {
            let new = row("repository", &one.place, Some(&one.span), Some(one.commits));
            let detail = format!("{} in one organisation only", one.own);
            rows.push(with(new, std::slice::from_ref(&one.name), detail));
        }
    }
    for one in &dossier.clocks {
        let new = row(
            "clock",
            &offset(one.offset),
            Some(&one.span),
            Some(one.commits),
        );
        rows.push(with(new, &[], one.organisations.join("; ")));
    }
    rows
}

fn keys(dossier: &Dossier) -> Vec<Row> {
    let mut rows = Vec::new();
    for one in &dossier.keys {
        let new = row("key", &one.key, one.span.as_ref(), Some(one.commits));
        rows.push(with(new, &one.repositories, String::new()));
        for other in &one.others {
            let new = row("key", &one.key, Some(&other.span), Some(other.commits));
            let detail = format!("used by {} ({})", other.names.join("; "), other.id);
            rows.push(with(new, &other.repositories, detail));
        }
    }
    for one in &dossier.deploy_keys {
        let new = row("deploy-key", &one.key, Some(&one.span), None);
        rows.push(with(
            new,
            std::slice::from_ref(&one.repository),
            String::new(),
        ));
    }
    rows
}

fn found(dossier: &Dossier) -> Vec<Row> {
    let findings = dossier.findings.iter().map(|one| {
        let new = row("finding", &one.heuristic, Some(&one.seen), None);
        let commits = one.evidence.iter().map(|one| one.commit.as_str());
        let commits: Vec<_> = commits.collect();
        let detail = format!("{}; commits {}", one.title, commits.join(" "));
        with(new, &one.repositories, detail)
    });
    let rights = dossier.rights.iter().map(|one| {
        let at = Span {
            first: one.at.clone(),
            last: one.at.clone(),
        };
        let by = one.by.as_deref().unwrap_or_default();
        let to = one.to.as_deref().unwrap_or_default();
        let new = row("right", &one.kind, Some(&at), None);
        let place = std::slice::from_ref(&one.place);
        with(new, place, format!("by {by} to {to}"))
    });
    let approvals = dossier.approvals.iter().map(|one| {
        let number = one.pull_requests.to_string();
        let new = row("approvals", &number, Some(&one.span), None);
        let detail = "pull requests approved".to_owned();
        with(new, std::slice::from_ref(&one.repository), detail)
    });
    findings.chain(rights).chain(approvals).collect()
}

fn links(dossier: &Dossier) -> Vec<Row> {
    let joins = dossier.joins.iter().map(|one| {
        let seen = Span {
            first: one.seen.clone(),
            last: one.seen.clone(),
        };
        let bits = one
            .bits
            .map_or("stated".to_owned(), |bits| format!("{bits} bits"));
        let new = row("join", &one.ids.join(" and "), Some(&seen), None);
        with(new, &one.repositories, format!("{bits}: {}", one.reason))
    });
    let leads = dossier.leads.iter().map(|one| {
        let new = row("lead", &one.id, None, None);
        let detail = format!("{}: {}", one.names.join("; "), one.alike);
        with(new, &one.repositories, detail)
    });
    joins.chain(leads).collect()
}
