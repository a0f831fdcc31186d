//! `countersign explain`: prints the list of heuristics, or the page of a heuristic or published pattern.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use countersign_heuristics::patterns::{Pattern, pattern, patterns};
use countersign_heuristics::{Heuristic, catalogue};
use countersign_report::{Look, catalogue_text, heuristic_page, pattern_page};

use crate::exit::{Exit, Failure};
use crate::output;

/// List the heuristics, or explain one of them or a published pattern
///
/// A page says what a heuristic looks at, which innocent explanations there are, and how many ordinary
/// contributors show it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Heuristic or published pattern [default: list all heuristics]
    #[arg(value_name = "HEURISTIC", value_parser = topics(), hide_possible_values = true)]
    topic: Option<Topic>,

    /// Print the page as Markdown instead of wrapped text
    #[arg(long, requires = "topic")]
    markdown: bool,
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
            Self::Pattern(pattern) => pattern_page(pattern, ""),
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

/// Takes the name of a heuristic that a scan can apply: the others need a pull request or the App.
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
        Some(topic) if args.markdown => topic.page(),
        Some(topic) => for_terminal(&topic.page(), look.width),
    };
    output::print(text.as_bytes())?;
    Ok(Exit::Done)
}

/// Most columns of text: longer lines are hard to read.
const WIDEST: usize = 80;

/// Columns between two cells of a table.
const GAP: usize = 2;

/// The page with bold headings, wrapped lines and aligned tables; everything else stays as written.
fn for_terminal(page: &str, width: usize) -> String {
    let bold = anstyle::Style::new().bold();
    let width = width.min(WIDEST);
    let mut text = String::new();
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for line in page.lines() {
        if let Some(row) = line.strip_prefix('|') {
            let row = row.trim_end_matches('|').split('|');
            rows.push(row.map(str::trim).collect());
            continue;
        }
        text += &table(&std::mem::take(&mut rows), width);
        if line.starts_with('#') {
            let heading = line.trim_start_matches('#').trim_start();
            text += &format!("{bold}{heading}{bold:#}\n");
        } else {
            text += &wrapped(line, width);
        }
    }
    text + &table(&rows, width)
}

/// The rows of a Markdown table in aligned columns. Where these are wider than `width`, each row is a list of
/// its cells below the first one; empty cells are left out.
fn table(rows: &[Vec<&str>], width: usize) -> String {
    let [head, marks, body @ ..] = rows else {
        return String::new();
    };
    let columns: Vec<usize> = (0..head.len())
        .map(|column| {
            let cells = std::iter::once(head).chain(body);
            let cells = cells.filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or_default()
        })
        .collect();
    if columns.iter().sum::<usize>() + GAP * columns.len().saturating_sub(1) <= width {
        let is_number = |column: usize| marks.get(column).is_some_and(|mark| mark.ends_with(':'));
        let lines = std::iter::once(head).chain(body).map(|row| {
            let cells = row.iter().zip(&columns).enumerate();
            let cells = cells.map(|(column, (cell, wide))| match is_number(column) {
                true => format!("{cell:>wide$}"),
                false => format!("{cell:<wide$}"),
            });
            let line = cells.collect::<Vec<_>>().join(&" ".repeat(GAP));
            format!("{}\n", line.trim_end())
        });
        return lines.collect();
    }
    let mut text = String::new();
    for row in body {
        let cells = head.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
        for (position, (column, cell)) in cells.enumerate() {
            let mark = if position == 0 { "" } else { "- " };
            text += &wrapped(&format!("{mark}{column}: {cell}"), width);
        }
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
    fn columns_of_tables_line_up() {
        let page = "| A | Much |\n|---|---:|\n| one | 2 |\n| three | |\n\nEnd\n";
        let shown = "A      Much\none       2\nthree\n\nEnd\n";
        assert_eq!(for_terminal(page, 80), shown);
    }

    #[test]
    fn wide_tables_become_lists_without_empty_cells() {
        let page = "| A | Much |\n|---|---:|\n| one | 2 |\n| three | |\n\nEnd\n";
        let shown = "A: one\n- Much: 2\nA: three\n\nEnd\n";
        assert_eq!(for_terminal(page, 10), shown);
    }

    #[test]
    fn every_page_fits_eighty_columns() {
        for heuristic in catalogue() {
            let page = for_terminal(&heuristic_page(heuristic), 80);
            let page = anstream::adapter::strip_str(&page).to_string();
            let long = page.lines().find(|line| line.chars().count() > 80);
            // An address has no blank to break at.
            let long = long.filter(|line| line.trim_start_matches("- ").contains(' '));
            assert_eq!(long, None, "{}", heuristic.id);
            assert!(
                !page.lines().any(|line| line.trim_end() == "- Weight:"),
                "{page}"
            );
        }
    }
}
