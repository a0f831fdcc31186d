//! The records of a finding: a table if all have one shape and fit, otherwise line by line.

use super::detail::{Detail, INSIDE};
use super::page::{Ink, Page};
use crate::escape::{columns, plain};
use crate::figures::{count, value};
use crate::model::{Evidence, Finding, Person, Record};

/// Digits of an object id.
const SHORT_ID: usize = 10;
/// Pieces of evidence in short lists.
const SHORT_EVIDENCE: usize = 3;

/// The records of a finding, and how many more there are.
pub(super) fn evidence(page: &mut Page, person: &Person, finding: &Finding, detail: Detail<'_>) {
    let most = if detail.is_full() {
        usize::MAX
    } else {
        SHORT_EVIDENCE
    };
    let shown: Vec<_> = finding.evidence.iter().take(most).collect();
    let rows: Vec<_> = shown.iter().map(|evidence| Row::new(evidence)).collect();
    let table = Table::new(&rows, page.width() - INSIDE);
    let widest = rows
        .iter()
        .flat_map(|row| row.lines())
        .map(|(commit, ..)| columns(&commit))
        .max();
    for (number, row) in rows.iter().enumerate() {
        let repository = &shown[number].repository;
        if detail.several() && (number == 0 || shown[number - 1].repository != *repository) {
            page.flow(
                INSIDE,
                INSIDE + 2,
                &[(Ink::Faint, &format!("in {}", plain(repository)))],
            );
        }
        if let (0, Some(table)) = (number, &table) {
            page.flow(INSIDE, INSIDE, &[(Ink::Faint, &table.head)]);
        }
        match &table {
            Some(table) => page.flow(INSIDE, INSIDE, &[(Ink::Plain, &table.line(row))]),
            None => line_by_line(page, row, widest.unwrap_or_default()),
        }
    }
    let more = finding.evidence_total.saturating_sub(shown.len() as u64);
    if more > 0 {
        let more = count(more);
        match detail {
            Detail::Short { command, .. } => {
                let line = format!("{more} more: {command} --person {}", person.id);
                page.whole(INSIDE, Ink::Faint, &line);
            }
            Detail::Full { .. } => {
                let line = format!("{more} more were not kept");
                page.flow(INSIDE, INSIDE + 2, &[(Ink::Faint, &line)]);
            }
        }
    }
}

/// One piece of evidence, ready to be laid out.
struct Row {
    commit: String,
    field: &'static str,
    value: String,
    against: Option<Against>,
}

/// The record it contradicts.
struct Against {
    /// Empty where it is the same commit.
    commit: String,
    field: &'static str,
    value: String,
}

impl Row {
    fn new(evidence: &Evidence) -> Self {
        let record = &evidence.record;
        let against = evidence.contradicts.as_ref().map(|other| Against {
            commit: if other.commit == record.commit {
                String::new()
            } else {
                short_id(other)
            },
            field: other.field.as_str(),
            value: value(&other.value),
        });
        Self {
            commit: short_id(record),
            field: record.field.as_str(),
            value: value(&record.value),
            against,
        }
    }

    /// What rows of one table have in common: the fields, and whether two commits are compared.
    fn shape(&self) -> (&str, Option<(&str, bool)>) {
        let against = self.against.as_ref();
        (
            self.field,
            against.map(|other| (other.field, other.commit.is_empty())),
        )
    }

    /// Each record on a line of its own: commit, field, value.
    fn lines(&self) -> Vec<(String, &str, &str)> {
        let mut lines = vec![(self.commit.clone(), self.field, self.value.as_str())];
        if let Some(against) = &self.against {
            let commit = format!("  against {}", against.commit);
            lines.push((commit.trim_end().to_owned(), against.field, &against.value));
        }
        lines
    }

    /// Everything as one row of a table.
    fn cells(&self) -> Vec<&str> {
        let mut cells = vec![self.commit.as_str(), &self.value];
        if let Some(against) = &self.against {
            cells.extend(
                [against.commit.as_str(), &against.value]
                    .iter()
                    .filter(|cell| !cell.is_empty()),
            );
        }
        cells
    }
}

fn short_id(record: &Record) -> String {
    record.commit.chars().take(SHORT_ID).collect()
}

/// Columns that all rows share.
struct Table {
    head: String,
    widths: Vec<usize>,
}

impl Table {
    /// `None` where the rows differ in shape or do not fit into `room` columns.
    fn new(rows: &[Row], room: usize) -> Option<Self> {
        let first = rows.first()?;
        if rows.iter().any(|row| row.shape() != first.shape()) {
            return None;
        }
        let mut head = vec!["commit".to_owned(), first.field.to_owned()];
        if let Some(against) = &first.against {
            if !against.commit.is_empty() {
                head.push("against".to_owned());
                head.push(against.field.to_owned());
            } else {
                head.push(format!("against {}", against.field));
            }
        }
        let mut widths: Vec<_> = head.iter().map(|cell| columns(cell)).collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row.cells()) {
                *width = columns(cell).max(*width);
            }
        }
        let head = line(&widths, head.iter().map(String::as_str));
        let fits = widths.iter().sum::<usize>() + GAP * (widths.len() - 1) <= room;
        fits.then_some(Self { head, widths })
    }

    fn line(&self, row: &Row) -> String {
        line(&self.widths, row.cells().into_iter())
    }
}

/// Columns between cells.
const GAP: usize = 2;

fn line<'a>(widths: &[usize], cells: impl Iterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (width, cell) in widths.iter().zip(cells) {
        line += cell;
        line += &" ".repeat(width - columns(cell) + GAP);
    }
    line.truncate(line.trim_end().len());
    line
}

fn line_by_line(page: &mut Page, row: &Row, widest: usize) {
    for (commit, field, value) in row.lines() {
        let gap = " ".repeat(widest - columns(&commit));
        let line = format!("{commit}{gap}  {field} {value}");
        page.flow(INSIDE, INSIDE + 4, &[(Ink::Plain, &line)]);
    }
}
