//! The heuristics' own pages: their READMEs, with the numbers of their records and the facts that the code knows.

use std::fmt::Write as _;

use countersign_heuristics::{Check, Heuristic, Strength, catalogue};

use crate::figures::{count, percent};
use crate::look::Look;
use crate::markdown_quote::prose;
use crate::placeholder::filled;
use crate::rates::unmeasured;
use crate::text::{Ink, Page};

/// The page of one heuristic, in Markdown: its README with its placeholders filled in, and the facts that the
/// code knows.
#[must_use]
pub fn heuristic_page(heuristic: &Heuristic) -> String {
    page(heuristic, "#")
}

/// The pages of all heuristics below a table of them, in Markdown.
#[must_use]
pub fn catalogue_page() -> String {
    let mut text =
        "# Heuristics\n\n<!-- Generated from the code: edit the heuristics' folders. -->\n\n\
         [Calibration](calibration.md) explains how much one finding counts and how several findings add up.\n\n"
            .to_owned();
    text +=
        "| Heuristic | Family | Strength | Ordinary contributors who show it | What it finds |\n";
    text += "|---|---|---|---|---|\n";
    for heuristic in catalogue() {
        let _ = writeln!(
            text,
            "| [{id}](#{id}) | {} | {} | {} | {} |",
            heuristic.family.as_str(),
            heuristic.strength.as_str(),
            share(heuristic),
            prose(heuristic.title),
            id = heuristic.id,
        );
    }
    for heuristic in catalogue() {
        text.push('\n');
        text += &page(heuristic, "##");
    }
    text
}

/// The catalogue as text: every heuristic with one line, family by family.
#[must_use]
pub fn catalogue_text(look: &Look) -> String {
    let mut page = Page::new(look);
    let mut heuristics = catalogue().to_vec();
    heuristics.sort_by_key(|heuristic| heuristic.family);
    let column = heuristics
        .iter()
        .map(|one| one.id.len())
        .max()
        .unwrap_or_default();
    for family in heuristics.chunk_by(|a, b| a.family == b.family) {
        if family[0].id != heuristics[0].id {
            page.blank();
        }
        page.flow(0, 0, &[(Ink::Strong, family[0].family.as_str())]);
        for heuristic in family {
            let gap = " ".repeat(column - heuristic.id.len() + 2);
            let facts = format!(" ({}, {})", heuristic.strength.as_str(), share(heuristic));
            let pieces = [
                (Ink::Mark, heuristic.id),
                (Ink::Plain, &gap),
                (Ink::Plain, heuristic.title),
                (Ink::Faint, &facts),
            ];
            page.flow(2, column + 4, &pieces);
        }
    }
    page.blank();
    let line = "In brackets: the highest strength of a finding, and the share of ordinary contributors who show one.";
    page.flow(0, 0, &[(Ink::Faint, line)]);
    page.finish()
}

fn share(heuristic: &Heuristic) -> String {
    let rate = heuristic.record().base_rate(Strength::Context);
    rate.map_or_else(|| unmeasured(heuristic.id), |rate| percent(rate.share()))
}

/// A README whose title has `title` for its mark: facts below the introduction, the record at the end.
fn page(heuristic: &Heuristic, title: &str) -> String {
    let lower = &title[1..];
    let readme = filled(heuristic.page.trim_end(), &heuristic.record());
    let mut text = String::new();
    let (mut fenced, mut facts_due) = (false, true);
    for line in readme.lines() {
        fenced ^= line.trim_start().starts_with("```");
        let heading = !fenced && line.starts_with('#');
        if heading && line.starts_with("## ") && facts_due {
            text += &facts(heuristic);
            facts_due = false;
        }
        if heading {
            text += lower;
        }
        text += line;
        text.push('\n');
    }
    if facts_due {
        text.push('\n');
        text += facts(heuristic).trim_end();
        text.push('\n');
    }
    let _ = write!(text, "\n{title}# Record\n\n{}", record(heuristic));
    text
}

fn facts(heuristic: &Heuristic) -> String {
    let most = match heuristic.strength {
        Strength::Strong => "strong at most",
        Strength::Moderate => "moderate at most",
        Strength::Context => "context (shown beside other findings; never raises the level)",
    };
    let mut text = format!(
        "- Family: {}\n- Strength: {most}\n- Revision: {}\n- Most common innocent explanation: {}\n",
        heuristic.family.as_str(),
        heuristic.revision,
        prose(heuristic.innocent),
    );
    match heuristic.check {
        Check::PullRequest(_) => text += "- Needs: a pull request\n",
        Check::Both { .. } => text += "- Looks at: histories and pull requests\n",
        Check::Grant(_) => {
            text += "- Needs: the GitHub App, which is notified when someone gets access\n";
        }
        Check::Beside { of, .. } => {
            let _ = writeln!(text, "- Shown only beside findings of: {}", of.join(", "));
        }
        Check::Person(_) | Check::Population(_) => {}
    }
    if heuristic.one_body {
        text += "- Does not apply when three or more unrelated full names use one identifier, because they may be several people\n";
    }
    text.push('\n');
    text
}

/// Strengths beyond context that its findings may have.
fn beyond_context(heuristic: &Heuristic) -> impl Iterator<Item = Strength> {
    let most = heuristic.strength;
    let strengths = [Strength::Moderate, Strength::Strong];
    strengths
        .into_iter()
        .filter(move |strength| *strength <= most)
}

fn record(heuristic: &Heuristic) -> String {
    let record = heuristic.record();
    let rates: Vec<_> = std::iter::once(Strength::Context)
        .chain(beyond_context(heuristic))
        .filter_map(|strength| Some((strength, record.base_rate(strength)?)))
        .collect();
    if rates.is_empty() {
        let weights = beyond_context(heuristic).map(|strength| {
            format!(
                " A {} finding weighs {}.",
                strength.as_str(),
                heuristic.weight(strength)
            )
        });
        let why = match &record.instead {
            Some(instead) => format!("Not measured ({})", prose(instead)),
            None => "Not measured yet".to_owned(),
        };
        return format!("{why}.{}\n", weights.collect::<String>());
    }
    let mut text = format!(
        "Measured on {}. Counted: {}.\n\n| Finding | Testable | Found | Share | 95 % interval | Weight |\n\
         |---|---:|---:|---:|---:|---:|\n",
        prose(&record.corpus),
        prose(&record.among),
    );
    for (strength, rate) in rates {
        let (low, high) = rate.interval();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} to {} | {} |",
            match strength {
                Strength::Context => "any",
                Strength::Moderate => "moderate or strong",
                Strength::Strong => "strong",
            },
            count(u64::from(rate.testable)),
            count(u64::from(rate.fired)),
            percent(rate.share()),
            percent(low),
            percent(high),
            match strength {
                Strength::Context => String::new(),
                _ => heuristic.weight(strength).to_string(),
            },
        );
    }
    text
}
