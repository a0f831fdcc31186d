//! `countersign explain`: the catalogue of heuristics, or the page of a heuristic or pattern.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use countersign_heuristics::patterns::{Pattern, pattern, patterns};
use countersign_heuristics::{Heuristic, catalogue};
use countersign_report::{Look, catalogue_text, heuristic_page, pattern_page};

use crate::exit::{Exit, Failure};
use crate::output;

/// List the heuristics, or explain one: what it looks at, innocent explanations, how rare it is.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The heuristic, or the pattern that findings match; all heuristics in a list when left out.
    #[arg(value_name = "HEURISTIC", value_parser = topics(), hide_possible_values = true)]
    topic: Option<Topic>,
}

/// What has a page.
#[derive(Clone, Copy, Debug)]
enum Topic {
    Heuristic(&'static Heuristic),
    Pattern(&'static Pattern),
}

impl Topic {
    fn page(self) -> String {
        match self {
            Self::Heuristic(heuristic) => heuristic_page(heuristic),
            Self::Pattern(pattern) => pattern_page(pattern),
        }
    }
}

/// Takes the name of a heuristic or pattern.
fn topics() -> impl TypedValueParser<Value = Topic> {
    let heuristics = catalogue().iter().map(|heuristic| heuristic.id);
    let patterns = patterns().iter().map(|pattern| &*pattern.id);
    PossibleValuesParser::new(heuristics.chain(patterns)).try_map(|name| {
        let heuristic = catalogue().iter().find(|heuristic| heuristic.id == name);
        let heuristic = heuristic.copied().map(Topic::Heuristic);
        heuristic
            .or_else(|| pattern(&name).map(Topic::Pattern))
            .ok_or("no such heuristic or pattern")
    })
}

/// Takes the name of a heuristic that a scan applies: the others need a pull request or the App.
pub(crate) fn heuristics() -> impl TypedValueParser<Value = &'static Heuristic> {
    let scans = |heuristic: &&&Heuristic| heuristic.check.scans();
    let names = catalogue()
        .iter()
        .filter(scans)
        .map(|heuristic| heuristic.id);
    PossibleValuesParser::new(names).try_map(|name| {
        let named = catalogue().iter().find(|heuristic| heuristic.id == name);
        named.copied().ok_or("no such heuristic")
    })
}

pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let look = Look {
        colour: output::colour(),
        width: output::width(),
        ..Look::default()
    };
    let text = match args.topic {
        None => catalogue_text(&look),
        Some(topic) if output::is_terminal() => for_terminal(&topic.page(), look.width),
        Some(topic) => topic.page(),
    };
    output::print(text.as_bytes())?;
    Ok(Exit::Done)
}

/// Longer lines tire the eye.
const WIDEST: usize = 100;

/// Markdown with bold headings, lines that fit, and tables as lists; the rest stays as written.
fn for_terminal(page: &str, width: usize) -> String {
    let bold = anstyle::Style::new().bold();
    let width = width.min(WIDEST);
    let mut text = String::new();
    let mut columns: Vec<&str> = Vec::new();
    for line in page.lines() {
        if line.starts_with('#') {
            let heading = line.trim_start_matches('#').trim_start();
            text += &format!("{bold}{heading}{bold:#}\n");
        } else if let Some(row) = line.strip_prefix('|') {
            let cells: Vec<_> = row
                .trim_end_matches('|')
                .split('|')
                .map(str::trim)
                .collect();
            if columns.is_empty() {
                columns = cells;
            } else if !cells[0].starts_with("--") {
                for (column, cell) in columns.iter().zip(cells) {
                    text += &wrapped(&format!("- {column}: {cell}"), width);
                }
            }
            continue;
        } else {
            text += &wrapped(line, width);
        }
        columns.clear();
    }
    text
}

fn wrapped(line: &str, width: usize) -> String {
    let indent = if line.starts_with("- ") { "  " } else { "" };
    let mut text = String::new();
    let mut column = 0;
    for word in line.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            text += "\n";
            text += indent;
            column = indent.len();
        } else if column > 0 {
            text.push(' ');
            column += 1;
        }
        text += word;
        column += length;
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_break_between_words() {
        assert_eq!(wrapped("- one two three", 9), "- one two\n  three\n");
        assert_eq!(wrapped("", 9), "\n");
    }

    #[test]
    fn tables_become_lists() {
        let page = "| A | B |\n|---|---:|\n| one | 2 |\n\nEnd\n";
        assert_eq!(for_terminal(page, 80), "- A: one\n- B: 2\n\nEnd\n");
    }
}
