//! The pieces that comment, check run and notice are made of, in Markdown.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use countersign_heuristics::Level;
use countersign_heuristics::patterns::pattern;

use super::links::Links;
use super::model::Review;
use crate::figures::{count, counted, value};
use crate::markdown::{capitalised, short};
use crate::markdown_quote::{prose, quote, quote_within};
use crate::model::{Evidence, Finding, PatternMatch, Person, Record};
use crate::patterns::{self, source};
use crate::rates::{both, rate};
use crate::sentences::{CONTESTED, commits_of, rests_on};

/// People described by name.
const MOST_PEOPLE: usize = 3;
/// Names of one person, and as many addresses.
const MOST_NAMES: usize = 3;
/// Columns of a name or address.
const LONGEST_NAME: usize = 60;
/// Commits named in one row.
const MOST_COMMITS: usize = 3;
/// Records shown of one finding.
const MOST_RECORDS: usize = 10;
/// Accepted findings that are listed.
const MOST_ACCEPTED: usize = 10;

/// What to do, in one line.
pub(super) fn call(review: &Review) -> String {
    let number = review.beyond_context();
    let findings = counted(number, "finding", "findings");
    match review.level {
        Level::Urgent => {
            format!("Hold the merge and look at {findings} in the commit records first")
        }
        _ => format!("Before you merge, look at {findings} in the commit records"),
    }
}

/// `owner/name#7`, in a code span.
pub(super) fn place(review: &Review) -> String {
    quote(&format!("{}#{}", review.repository, review.number))
}

/// The command that shows everything to people who can read the repository, in a code span.
pub(super) fn command(review: &Review) -> String {
    let (repository, number) = (&review.repository, review.number);
    quote(&format!("countersign pr {repository}#{number}"))
}

/// The strongest finding as one plain fact with its most likely innocent explanation; empty without a finding. `fact`
/// says what the finding shows.
pub(super) fn lead(review: &Review, links: &Links, fact: impl Fn(&Finding) -> String) -> String {
    let Some((_, first)) = review.findings().into_iter().next() else {
        return String::new();
    };
    format!(
        "\n{} ({}). The most likely innocent explanation: {}.\n",
        capitalised(&prose(&fact(first))),
        heuristic(first.heuristic, links),
        prose(first.innocent),
    )
}

/// The name of a heuristic, with a link to its page if the service has one.
pub(super) fn heuristic(id: &str, links: &Links) -> String {
    match links.heuristic(id) {
        Some(url) => format!("[`{id}`]({url})"),
        None => format!("`{id}`"),
    }
}

/// The published patterns with their sources and next steps, folded; empty if none matches.
pub(super) fn patterns(review: &Review, links: &Links) -> String {
    if review.patterns.is_empty() {
        return String::new();
    }
    let mut text = "\n<details><summary>Published patterns to compare with</summary>\n\n\
         A match does not raise the level and is not a verdict on anyone.\n\n"
        .to_owned();
    for one in &review.patterns {
        pattern_item(&mut text, one, links);
    }
    text += "\n</details>\n";
    text
}

fn pattern_item(text: &mut String, one: &PatternMatch, links: &Links) {
    let signs: Vec<_> = one.heuristics.iter().map(|id| format!("`{id}`")).collect();
    let name = match links.pattern(one.id) {
        Some(url) => format!("[{}]({url})", prose(one.name)),
        None => prose(one.name),
    };
    let _ = write!(
        text,
        "- **{name}**, {} ({})",
        patterns::signs(one),
        signs.join(", ")
    );
    let Some(known) = pattern(one.id) else {
        text.push('\n');
        return;
    };
    let _ = writeln!(text, ": {}", prose(&known.sentence));
    let sources: Vec<_> = known.sources.iter().map(source).collect();
    let _ = writeln!(text, "  - Described in {}", sources.join("; "));
    for step in &known.next {
        let _ = writeln!(text, "  - Next: {}", prose(step));
    }
}

/// The people that the findings are about.
pub(super) fn people(review: &Review) -> String {
    let about: Vec<_> = review
        .everybody()
        .filter(|person| !person.findings.is_empty())
        .collect();
    let mut text = "\n**People that the records name**\n\n".to_owned();
    for one in about.iter().take(MOST_PEOPLE) {
        let _ = writeln!(text, "- {}", described(one));
    }
    if let Some(more) = about
        .len()
        .checked_sub(MOST_PEOPLE)
        .filter(|more| *more > 0)
    {
        let more = counted(more as u64, "more person", "more people");
        let _ = writeln!(text, "- and {more}");
    }
    text
}

fn described(person: &Person) -> String {
    let mut parts: Vec<_> = [&person.names, &person.emails, &person.logins]
        .into_iter()
        .filter(|all| !all.is_empty())
        .map(|all| names(all))
        .collect();
    if person.commits > 0 {
        parts.push(commits_of(person));
    }
    if person.contested {
        parts.push(CONTESTED.to_owned());
    }
    parts.extend(person.together.as_ref().map(both));
    parts.join("; ")
}

fn names(all: &[String]) -> String {
    let shown = all.iter().take(MOST_NAMES);
    let shown: Vec<_> = shown.map(|text| quote_within(text, LONGEST_NAME)).collect();
    match all.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} + {} more", shown.join(", "), count(more as u64)),
    }
}

/// The head of the findings' table.
pub(super) fn table_head(review: &Review) -> String {
    let (about, rule) = if names_several(review) {
        ("| About ", "|---")
    } else {
        ("", "")
    };
    format!(
        "\n{about}| Strength | What the records show | Ordinary contributors who show it | Commits |\n\
         {rule}|---|---|---|---|\n"
    )
}

/// One row per finding, strongest first.
pub(super) fn rows(review: &Review, links: &Links) -> Vec<String> {
    let several = names_several(review);
    let row = |(person, finding): &(&Person, &Finding)| {
        let about = match several {
            true => format!("| {} ", about(person)),
            false => String::new(),
        };
        format!(
            "{about}| {} | {}: {}{} | {} | {} |\n",
            finding.strength.as_str(),
            heuristic(finding.heuristic, links),
            prose(&finding.summary),
            joins(finding),
            prose(&rate(finding)),
            commits(review, finding, links),
        )
    };
    review.findings().iter().map(row).collect()
}

/// What the finding rests on besides its records, as more sentences of its cell.
fn joins(finding: &Finding) -> String {
    let quoted = |text: &str| quote_within(text, LONGEST_NAME);
    let joins = finding.rests_on.iter();
    let said = joins.map(|join| format!(". {}", capitalised(&rests_on(join, quoted))));
    said.collect()
}

/// Whether findings are about more than one person.
fn names_several(review: &Review) -> bool {
    let about = review
        .everybody()
        .filter(|person| !person.findings.is_empty());
    about.count() > 1
}

fn about(person: &Person) -> String {
    let name = person.names.first().or(person.logins.first());
    quote_within(name.unwrap_or(&person.id), LONGEST_NAME)
}

fn commits(review: &Review, finding: &Finding, links: &Links) -> String {
    let mut named = BTreeSet::new();
    let evidence = finding.evidence.iter();
    let shown: Vec<_> = evidence
        .filter(|one| named.insert(&one.record.commit))
        .take(MOST_COMMITS)
        .map(|one| commit(review, &one.repository, &one.record, links))
        .collect();
    let text = shown.join(", ");
    match finding.evidence_total {
        few if few <= shown.len() as u64 => text,
        all => format!("{text} … ({} records)", count(all)),
    }
}

/// The beginning of a commit's id, with a link if the repository has it.
fn commit(review: &Review, repository: &str, record: &Record, links: &Links) -> String {
    let id = quote(short(&record.commit));
    match links.commit(review, repository, record) {
        Some(url) => format!("[{id}]({url})"),
        None => id,
    }
}

/// How honest contributors come to show each finding, folded.
pub(super) fn innocent(review: &Review) -> String {
    let mut named = BTreeSet::new();
    let mut text =
        "\n<details><summary>Innocent explanations of each finding</summary>\n\n".to_owned();
    for (_, finding) in review.findings() {
        if named.insert(finding.heuristic) {
            let _ = writeln!(
                text,
                "- `{}`: {}",
                finding.heuristic,
                prose(finding.innocent)
            );
        }
    }
    text += "\n</details>\n";
    text
}

/// What was accepted earlier, with the person and the reason, folded; empty if nothing was.
pub(super) fn accepted(review: &Review) -> String {
    let all: Vec<_> = review.accepted().collect();
    if all.is_empty() {
        return String::new();
    }
    let number = counted(all.len() as u64, "finding", "findings");
    let mut text = format!("\n<details><summary>Accepted earlier: {number}</summary>\n\n");
    for one in all.iter().take(MOST_ACCEPTED) {
        let by = one.by.as_ref();
        let by = by.map(|login| format!(" by {}", quote_within(login, LONGEST_NAME)));
        let _ = writeln!(
            text,
            "- `{}`, {}, on {}{}: {}",
            one.heuristic,
            one.strength.as_str(),
            prose(&one.date),
            by.unwrap_or_default(),
            quote(&one.reason),
        );
    }
    if let Some(more) = all
        .len()
        .checked_sub(MOST_ACCEPTED)
        .filter(|more| *more > 0)
    {
        let _ = writeln!(text, "- and {} more", count(more as u64));
    }
    text += "\n</details>\n";
    text
}

/// The records of each finding that has some, folded, in the order of the rows.
pub(super) fn records(review: &Review, links: &Links) -> Vec<String> {
    let findings = review.findings().into_iter();
    let findings = findings.filter(|(_, finding)| !finding.evidence.is_empty());
    findings
        .map(|(_, finding)| records_of(review, finding, links))
        .collect()
}

fn records_of(review: &Review, finding: &Finding, links: &Links) -> String {
    let shown = &finding.evidence[..finding.evidence.len().min(MOST_RECORDS)];
    let total = counted(finding.evidence_total, "record", "records");
    let shown_of = match shown.len() as u64 {
        all if all == finding.evidence_total => total,
        some => format!("{some} of {total}"),
    };
    let (heuristic, fingerprint) = (finding.heuristic, &finding.fingerprint);
    let mut text = format!(
        "\n<details><summary>{heuristic}: {shown_of}, <code>{fingerprint}</code></summary>\n\n\
         | Commit | Record | Contradicts |\n|---|---|---|\n"
    );
    for one in shown {
        record_row(&mut text, review, one, links);
    }
    text += "\n</details>\n";
    text
}

fn record_row(text: &mut String, review: &Review, evidence: &Evidence, links: &Links) {
    let record = &evidence.record;
    let shown =
        |record: &Record| format!("{} {}", record.field.as_str(), quote(&value(&record.value)));
    let linked = |record: &Record| commit(review, &evidence.repository, record, links);
    let against = match &evidence.contradicts {
        Some(other) if other.commit == record.commit => shown(other),
        Some(other) => format!("{} {}", linked(other), shown(other)),
        None => String::new(),
    };
    let _ = writeln!(
        text,
        "| {} | {} | {against} |",
        linked(record),
        shown(record)
    );
}

/// How people with write access can answer.
pub(super) fn answers(review: &Review) -> String {
    let findings = review.findings();
    let first = findings
        .first()
        .map_or("split-clock", |(_, one)| one.heuristic);
    format!(
        "\n**How to answer.** People with write access may comment:\n\n\
         - `/countersign accept <reason>` if there is an innocent explanation. Your name and the reason are \
         stored. A stronger finding is still reported.\n\
         - `/countersign explain {first}` to read what this heuristic looks at and what it cannot see.\n\
         - `/countersign rescan` to check the pull request again.\n"
    )
}

/// What was checked, in small print.
pub(super) fn footer(review: &Review) -> String {
    let unseen = match review.unseen_files {
        Some(files @ 1..) => format!(" {}.", unseen(files)),
        _ => String::new(),
    };
    format!(
        "\n<sub>Countersign {} checked {} of this pull request, up to {}.{unseen}</sub>\n",
        review.tool.version,
        counted(review.commits, "commit", "commits"),
        quote(short(&review.head)),
    )
}

/// Says that lines were not checked.
pub(super) fn unseen(files: u64) -> String {
    format!(
        "The lines of {} were not checked, because GitHub does not show changes of this size",
        counted(files, "changed file", "changed files")
    )
}
