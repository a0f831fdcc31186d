//! The clocks of a person over time: a split shows as a line between two offsets.

use countersign_facts::Offset;
use maud::{Markup, html};

use super::{AXIS, Figure, RIGHT, across, dates, head_with_span, number, span_cells};
use crate::figures::{counted, offset};
use crate::readings::{Clock, ClockUse, Readings};

/// Where the drawing area begins: right of the offsets.
const LEFT: f64 = 84.0;
/// Units between an hour of offset, and between two offsets at least and at most.
const HOUR: f64 = 7.0;
const NARROWEST: f64 = 30.0;
const WIDEST: f64 = 70.0;
/// How far the marks of the author and the committer stand above and below their offset, so that both show.
const LANE: f64 = 6.0;
/// Room above the first offset.
const TOP: f64 = 18.0;
/// Room below the axis for the meaning of the marks.
const LEGEND: f64 = 26.0;

/// `None` if no commit shows a clock of the person.
pub(crate) fn clocks(readings: &Readings, prefix: &str) -> Option<Figure> {
    let rows = rows(readings);
    let bottom = rows.last()?.1 + TOP;
    Some(Figure {
        id: format!("{prefix}-clocks"),
        title: "Clocks: UTC offsets over time",
        caption: caption(readings),
        height: bottom + AXIS + LEGEND,
        drawing: html! {
            (dates(readings.timeline, LEFT, bottom))
            @for (one, y) in &rows {
                line.row x1=(LEFT) x2=(RIGHT) y1=(number(*y)) y2=(number(*y)) {}
                text.label x=(LEFT - 8.0) y=(number(y + 4.5)) text-anchor="end" { (offset(*one)) }
            }
            (splits(readings, &rows))
            @for one in &readings.clocks { (marks(one, &rows)) }
            (legend(readings, bottom + AXIS + 12.0))
        },
        table: table(readings),
    })
}

/// Every offset with its height, the easternmost at the top. Offsets far apart stand far apart.
fn rows(readings: &Readings) -> Vec<(Offset, f64)> {
    let mut offsets: Vec<_> = readings.clocks.iter().map(|one| one.offset).collect();
    offsets.extend(readings.splits.keys().flat_map(|(_, both)| both));
    offsets.sort_unstable();
    offsets.dedup();
    offsets.retain(|one| readings.clocks.iter().any(|known| known.offset == *one));
    let mut y = TOP;
    let mut above: Option<Offset> = None;
    let row = |one: Offset| {
        if let Some(above) = above {
            let hours = f64::from(above.minutes() - one.minutes()) / 60.0;
            y += (hours * HOUR).clamp(NARROWEST, WIDEST);
        }
        above = Some(one);
        (one, y)
    };
    offsets.into_iter().rev().map(row).collect()
}

fn height(rows: &[(Offset, f64)], offset: Offset) -> Option<f64> {
    let row = rows.iter().find(|(one, _)| *one == offset)?;
    Some(row.1)
}

/// All lines in one path, so that a page of many people has few elements.
fn splits(readings: &Readings, rows: &[(Offset, f64)]) -> Markup {
    let line = |(slice, [author, committer]): &(u16, [Offset; 2])| {
        let (from, to) = (height(rows, *author)?, height(rows, *committer)?);
        let x = number(across(*slice, LEFT));
        Some(format!(
            "M{x} {}V{}",
            number(from - LANE),
            number(to + LANE)
        ))
    };
    let lines: String = readings.splits.keys().filter_map(line).collect();
    html! {
        @if !lines.is_empty() { path.split d=(lines) {} }
    }
}

/// All marks of one offset of one clock in one path.
fn marks(one: &ClockUse, rows: &[(Offset, f64)]) -> Markup {
    let Some(y) = height(rows, one.offset) else {
        return html! {};
    };
    let y = match one.clock {
        Clock::Author => y - LANE,
        Clock::Committer => y + LANE,
        Clock::Browser => y,
    };
    let slices = one.slices.keys();
    let marks: String = slices
        .map(|slice| mark(one.clock, across(*slice, LEFT), y))
        .collect();
    html! { path class=(one.clock.as_str()) d=(marks) {} }
}

/// A dot, a diamond or a triangle: the shapes differ, so that they can be distinguished without colours.
fn mark(clock: Clock, x: f64, y: f64) -> String {
    let x = number(x);
    match clock {
        Clock::Author => format!("M{x} {}h0", number(y)),
        Clock::Committer => format!("M{x} {}l3.6 3.6-3.6 3.6-3.6-3.6z", number(y - 3.6)),
        Clock::Browser => format!("M{x} {}l4 7h-8z", number(y - 4.5)),
    }
}

fn legend(readings: &Readings, y: f64) -> Markup {
    let places = [LEFT, LEFT + 88.0, LEFT + 202.0];
    html! {
        @let is_shown = |clock: &Clock| readings.clocks.iter().any(|one| one.clock == *clock);
        @for (clock, x) in Clock::ALL.into_iter().filter(is_shown).zip(places) {
            path class=(clock.as_str()) d=(mark(clock, x, y)) {}
            text.tick x=(number(x + 10.0)) y=(number(y + 4.5)) { (clock.as_str()) }
        }
    }
}

fn caption(readings: &Readings) -> String {
    let split: u64 = readings.splits.values().sum();
    let mut text = match split {
        0 => "In every commit of the person's own machines both dates show one offset.".to_owned(),
        some => format!(
            "Red lines join the two dates of one commit: {} the author date and the committer date in \
             different offsets.",
            counted(some, "commit shows", "commits show")
        ),
    };
    if readings
        .clocks
        .iter()
        .any(|one| one.offset == Offset::from_minutes(0))
    {
        text += " UTC is mostly the clock of a container or server, not a person's.";
    }
    if readings.other_offsets > 0 {
        text += &format!(
            " {} with rarer offsets are not shown.",
            counted(readings.other_offsets, "date", "dates")
        );
    }
    text + " An offset is not a location."
}

fn table(readings: &Readings) -> Markup {
    html! {
        table {
            (head_with_span(["Clock", "Offset"]))
            tbody {
                @for one in &readings.clocks {
                    tr { td { (one.clock.as_str()) } td { (offset(one.offset)) } (span_cells(one.span)) }
                }
            }
        }
    }
}
