//! Markdown, for pasting in an issue. Text from commits is put in code spans, where forges do not look for
//! mentions, references, links, images or HTML. Sentences that may quote it are escaped.

use std::fmt::Write as _;

use crate::escape::{clip, plain};
use crate::figures::{count, counted, value};
use crate::model::{Evidence, Finding, Person, Record, Scan};
use crate::patterns::signs;
use crate::rates::rate;
use crate::sentences::{CONTESTED, all_quiet, commits_of};

/// Names of one person, and as many addresses.
const MOST_NAMES: usize = 3;
/// Pieces of evidence of one finding.
const MOST_EVIDENCE: usize = 5;
/// Columns of one quotation.
const LONGEST_QUOTE: usize = 200;
/// Digits of an object id.
const SHORT_ID: usize = 12;

/// The whole scan.
pub(crate) fn scan(scan: &Scan) -> String {
    let mut text = String::from("## Countersign\n\n");
    let summary = &scan.summary;
    let _ = writeln!(
        text,
        "Read {} by {} from {}. Findings are contradictions between records, not verdicts on people.\n",
        counted(summary.commits, "commit", "commits"),
        counted(summary.people, "person", "people"),
        counted(scan.repositories.len() as u64, "repository", "repositories"),
    );
    text += "| urgent | review | note | quiet | accepted findings |\n|---:|---:|---:|---:|---:|\n";
    let levels = &summary.levels;
    let counts = [
        levels.urgent,
        levels.review,
        levels.note,
        levels.quiet,
        summary.accepted,
    ];
    let _ = writeln!(text, "| {} |", counts.map(count).join(" | "));
    if levels.quiet == summary.people {
        let _ = writeln!(text, "\n{}", all_quiet(summary));
    }
    let several = scan.repositories.len() > 1;
    for one in scan
        .people
        .iter()
        .filter(|person| !person.findings.is_empty())
    {
        person(&mut text, one, several);
    }
    text
}

fn person(text: &mut String, person: &Person, several: bool) {
    let _ = writeln!(text, "\n### {}: `{}`\n", person.level.as_str(), person.id);
    let _ = writeln!(text, "- Names: {}", quotes(&person.names));
    let _ = writeln!(text, "- Addresses: {}", quotes(&person.emails));
    let _ = writeln!(text, "- {}", capitalised(&commits_of(person)));
    if person.contested {
        let _ = writeln!(text, "- {}", capitalised(CONTESTED));
    }
    for one in &person.patterns {
        let _ = writeln!(
            text,
            "- Fits a published pattern: {} (`{}`; {})",
            prose(one.name),
            one.id,
            signs(one)
        );
    }
    *text += "\n| Heuristic | Strength | What the records show | Ordinary contributors who show it | Innocent explanation |\n";
    *text += "|---|---|---|---|---|\n";
    for finding in &person.findings {
        let _ = writeln!(
            text,
            "| {} | {}, {} | {} | {} | {} |",
            finding.heuristic,
            finding.family.as_str(),
            finding.strength.as_str(),
            prose(&finding.summary),
            prose(&rate(finding)),
            prose(finding.innocent),
        );
    }
    for finding in person
        .findings
        .iter()
        .filter(|finding| !finding.evidence.is_empty())
    {
        evidence(text, finding, several);
    }
}

fn evidence(text: &mut String, finding: &Finding, several: bool) {
    let shown = &finding.evidence[..finding.evidence.len().min(MOST_EVIDENCE)];
    let total = count(finding.evidence_total);
    let shown_of = match shown.len() as u64 {
        all if all == finding.evidence_total => total,
        some => format!("{some} of {total}"),
    };
    let (heuristic, fingerprint) = (finding.heuristic, &finding.fingerprint);
    let _ = writeln!(
        text,
        "\n<details><summary>{heuristic}: {shown_of} records ({fingerprint})</summary>\n",
    );
    let (repository, rule) = if several {
        ("| Repository ", "|---")
    } else {
        ("", "")
    };
    let _ = writeln!(
        text,
        "{repository}| Commit | Record | Contradicts |\n{rule}|---|---|---|"
    );
    for one in shown {
        evidence_row(text, one, several);
    }
    *text += "\n</details>\n";
}

fn evidence_row(text: &mut String, evidence: &Evidence, several: bool) {
    if several {
        let _ = write!(text, "| {} ", quote(&evidence.repository));
    }
    let record = &evidence.record;
    let shown =
        |record: &Record| format!("{} {}", record.field.as_str(), quote(&value(&record.value)));
    let against = match &evidence.contradicts {
        Some(other) if other.commit == record.commit => shown(other),
        Some(other) => format!("{} {}", short(&other.commit), shown(other)),
        None => String::new(),
    };
    let _ = writeln!(
        text,
        "| {} | {} | {against} |",
        short(&record.commit),
        shown(record)
    );
}

/// The beginning of an object id without a code span, so that a forge that has the commit links it.
pub(crate) fn short(commit: &str) -> &str {
    commit.get(..SHORT_ID).unwrap_or(commit)
}

/// The same text with a capital letter at its start.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn quotes(all: &[String]) -> String {
    let shown: Vec<_> = all
        .iter()
        .take(MOST_NAMES)
        .map(|text| quote(text))
        .collect();
    match all.len() - shown.len() {
        _ if all.is_empty() => "none".to_owned(),
        0 => shown.join(", "),
        more => format!("{} + {} more", shown.join(", "), count(more as u64)),
    }
}

/// Text as found, in a code span. It cannot end the span or leave its table cell.
pub(crate) fn quote(text: &str) -> String {
    quote_within(text, LONGEST_QUOTE)
}

/// The same, cut to `most` columns before it is escaped.
pub(crate) fn quote_within(text: &str, most: usize) -> String {
    let text = clip(plain(text).trim(), most);
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    format!("`{}`", text.replace('`', "\\u{60}").replace('|', "\\u{7c}"))
}

/// A sentence that may quote text as found, escaped so that neither Markdown nor a forge gives any of it a
/// meaning.
///
/// A backslash removes a character's meaning in Markdown. A zero-width space breaks what a forge looks for in
/// the finished text: mentions, references, bare links, emoji names. A word that may be a commit id is put in
/// a code span.
pub(crate) fn prose(text: &str) -> String {
    let text = plain(text);
    let mut shown = String::with_capacity(text.len());
    let mut done = 0;
    for (position, letter) in text.char_indices() {
        let (before, from) = text.split_at(position);
        let rest = &from[letter.len_utf8()..];
        if position < done {
            continue;
        }
        let id = commit_id(before, from);
        if !id.is_empty() {
            let _ = write!(shown, "`{id}`");
            done = position + id.len();
            continue;
        }
        match letter {
            '<' => shown += "&lt;",
            '>' => shown += "&gt;",
            '&' => shown += "&amp;",
            // A backslash does not stop a forge from typesetting the text between two of them as a formula.
            '$' => shown += "\\\\u{24}",
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => {
                shown.push('\\');
                shown.push(letter);
            }
            ':' if rest.starts_with("//") || names_an_emoji(rest) => {
                shown.push(letter);
                shown += APART;
            }
            '.' if ends_with(before, "www") => {
                shown += APART;
                shown.push(letter);
            }
            '-' if ["gh", "ghsa", "cve"]
                .iter()
                .any(|mark| ends_with(before, mark)) =>
            {
                shown.push(letter);
                shown += APART;
            }
            _ => shown.push(letter),
        }
        // Mentions, and references to issues, labels, snippets, milestones, commits, merge requests.
        if "@#!%^~$&".contains(letter) && rest.starts_with(begins_a_reference) {
            shown += APART;
        }
    }
    shown
}

/// The word at the start of `from` if a forge may read it as a commit id; otherwise empty.
fn commit_id<'a>(before: &str, from: &'a str) -> &'a str {
    let in_a_word = before.ends_with(|letter: char| letter.is_ascii_alphanumeric());
    let end = from.find(|letter: char| !letter.is_ascii_alphanumeric());
    let word = &from[..end.unwrap_or(from.len())];
    let is_id = !in_a_word
        && (7..=64).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id { word } else { "" }
}

/// Whether the text after a colon names an emoji. Times such as `18:00:30` do not.
fn names_an_emoji(rest: &str) -> bool {
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric() && !"_+-".contains(letter));
    let Some((name, after)) = end.map(|end| rest.split_at(end)) else {
        return false;
    };
    let of_a_time = name.len() <= 2 && name.bytes().all(|byte| byte.is_ascii_digit());
    !of_a_time && after.starts_with(':')
}

fn ends_with(text: &str, lower: &str) -> bool {
    let start = text.len().checked_sub(lower.len());
    let end = start.and_then(|start| text.as_bytes().get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(lower.as_bytes()))
}

fn begins_a_reference(letter: char) -> bool {
    letter.is_alphanumeric() || "_\"'-".contains(letter)
}

/// A zero-width space.
const APART: &str = "&#8203;";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escape::columns;

    #[test]
    fn a_quotation_cannot_end_its_code_span_or_its_cell() {
        assert_eq!(quote("a`b``c|d"), "`a\\u{60}b\\u{60}\\u{60}c\\u{7c}d`");
        assert_eq!(quote("a\n# b"), "`a\\u{a}# b`");
        assert_eq!(quote(" "), "(empty)");
        assert!(columns(&quote(&"x".repeat(1000))) <= LONGEST_QUOTE + 2);
    }

    #[test]
    fn a_sentence_means_nothing_to_a_forge() {
        let cases = [
            ("@ada and a@b.test", "@&#8203;ada and a@&#8203;b.test"),
            (
                "#1 !2 GH-3 gh-4",
                "#&#8203;1 !&#8203;2 GH-&#8203;3 gh-&#8203;4",
            ),
            (
                ":+1: :smile: 18:00:30 a:b",
                ":&#8203;+1: :&#8203;smile: 18:00:30 a:b",
            ),
            (
                "deadbee DEADBEEF12 2024 deadbeez ada@1234567",
                "`deadbee` `DEADBEEF12` 2024 deadbeez ada@&#8203;`1234567`",
            ),
            (
                "GHSA-x CVE-1 $x$",
                "GHSA-&#8203;x CVE-&#8203;1 \\\\u{24}&#8203;x\\\\u{24}",
            ),
            (
                "http://a.test WWW.b.test",
                "http:&#8203;//a.test WWW&#8203;.b.test",
            ),
            ("![i](x) [l](y)", "!\\[i\\](x) \\[l\\](y)"),
            ("<img src=x>&lt;", "&lt;img src=x&gt;&amp;&#8203;lt;"),
            ("a|b `c` *d* _e_", "a\\|b \\`c\\` \\*d\\* \\_e\\_"),
            (
                "1.5 % at UTC-05:00, 13 h apart",
                "1.5 % at UTC-05:00, 13 h apart",
            ),
        ];
        for (text, wanted) in cases {
            assert_eq!(prose(text), wanted);
        }
    }
}
