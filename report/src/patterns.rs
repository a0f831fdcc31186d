//! The patterns' own pages: what the records look like, which heuristics are signs, who described it.

use std::fmt::Write as _;

use countersign_heuristics::catalogue;
use countersign_heuristics::patterns::{Pattern, Source, pattern, patterns};

use crate::markdown_quote::prose;
use crate::model::PatternMatch;

/// The page of one pattern, in Markdown; signs link to `place` and their id unless it is empty.
#[must_use]
pub fn pattern_page(pattern: &Pattern, place: &str) -> String {
    page(pattern, "#", place)
}

/// The pages of all patterns below a table of them, in Markdown; signs link to `heuristics.md`.
#[must_use]
pub fn patterns_page() -> String {
    let mut text = "# Patterns\n\n<!-- Generated from the code: edit the patterns' files. -->\n\n\
         Public advisories describe these ways of working. Each page lists the heuristics whose findings are \
         signs of one. A match does not raise the level and is not a verdict on anyone: it says which \
         advisories to compare the findings with.\n\n| Pattern | What the records look like | Signs | Enough |\n\
         |---|---|---:|---:|\n"
        .to_owned();
    for pattern in patterns() {
        let _ = writeln!(
            text,
            "| [{id}](#{id}) | {} | {} | {} |",
            prose(&pattern.sentence),
            pattern.heuristics.len(),
            pattern.enough,
            id = pattern.id,
        );
    }
    for pattern in patterns() {
        text.push('\n');
        text += &page(pattern, "##", "heuristics.md#");
    }
    text
}

/// One pattern below a title with `mark`.
fn page(pattern: &Pattern, mark: &str, place: &str) -> String {
    let mut text = format!(
        "{mark} {}\n\n{}: {}\n\n{mark}# Signs\n\n",
        pattern.id,
        prose(&pattern.name),
        prose(&pattern.sentence)
    );
    for id in &pattern.heuristics {
        let known = catalogue().iter().find(|heuristic| heuristic.id == id);
        let title = known.map(|heuristic| prose(heuristic.title));
        let sign = match place {
            "" => format!("`{id}`"),
            place => format!("[{id}]({place}{id})"),
        };
        let alone = if pattern.alone.contains(id) {
            " (one strong finding is enough)"
        } else {
            ""
        };
        let _ = writeln!(text, "- {sign}: {}{alone}", title.unwrap_or_default());
    }
    let _ = writeln!(
        text,
        "\n{} of these {} signs are enough if at least one is stronger than context.\n\n{mark}# What you can do\n",
        pattern.enough,
        pattern.heuristics.len(),
    );
    for step in &pattern.next {
        let _ = writeln!(text, "- {}", prose(step));
    }
    let _ = writeln!(text, "\n{mark}# Described in\n");
    for one in &pattern.sources {
        let _ = writeln!(text, "- {}", source(one));
    }
    text
}

/// `1 of 4 signs; one strong sign is enough`, `2 of 4 signs`.
pub(crate) fn signs(found: &PatternMatch) -> String {
    let enough = pattern(found.id).map_or(0, |known| known.enough as u64);
    let alone = if found.signs < enough {
        "; one strong sign is enough"
    } else {
        ""
    };
    format!("{} of {} signs{alone}", found.signs, found.of)
}

/// `[title](url), publisher, 2025-04-01`, in Markdown.
pub(crate) fn source(source: &Source) -> String {
    let title = match &source.url {
        Some(url) => format!("[{}]({url})", prose(&source.title)),
        None => format!("\"{}\"", prose(&source.title)),
    };
    format!("{title}, {}, {}", prose(&source.publisher), source.date)
}
