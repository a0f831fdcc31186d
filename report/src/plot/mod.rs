//! Pictures as inline SVG, each with a table of the same data.
//!
//! They are written with the page's template engine. plotters, which draws the pages of the calibration, writes its
//! colours into the picture, so that it would not follow the reader's light or dark theme.

mod clocks;
mod everybody;
mod keys;
mod rarity;
mod week;

use jiff::Timestamp;
use maud::{Markup, html};

use crate::figures::{count, day};
use crate::readings::{Span, Timeline};

pub(crate) use clocks::clocks;
pub(crate) use everybody::everybody;
pub(crate) use keys::keys;
pub(crate) use rarity::rarity;
pub(crate) use week::week;

/// Columns of a picture, in its own units. It scales to the width of the page.
const WIDTH: f64 = 460.0;
/// Where the drawing area ends.
const RIGHT: f64 = 450.0;
/// Room below the drawing area for the labels of its axis.
const AXIS: f64 = 26.0;

/// A picture and what stands around it.
pub(crate) struct Figure {
    /// Unique on the page.
    pub(crate) id: String,
    /// What it shows.
    pub(crate) title: &'static str,
    /// How to read it, in one or two sentences.
    pub(crate) caption: String,
    /// Units from top to bottom.
    height: f64,
    drawing: Markup,
    table: Markup,
}

impl Figure {
    /// The picture, its caption, and its data as a table that opens on demand.
    pub(crate) fn show(&self) -> Markup {
        let label = format!("{}-title", self.id);
        html! {
            figure id=(self.id) {
                h5 id=(label) { (self.title) }
                svg viewBox={ "0 0 " (WIDTH) " " (number(self.height)) } role="img" aria-labelledby=(label) { (self.drawing) }
                figcaption { (self.caption) }
                details.data {
                    summary { "Show this picture as a table" }
                    div.scroll tabindex="0" role="region" aria-label={ "Table: " (self.title) } { (self.table) }
                }
            }
        }
    }
}

/// A coordinate with one decimal, so that pages stay small.
fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

/// The vertical lines and dates of a timeline from `left` to [`RIGHT`], down to `bottom`.
fn dates(timeline: Timeline, left: f64, bottom: f64) -> Markup {
    // Whole days are longer, and would touch one another on a phone.
    let (pattern, most) = if timeline.is_short() {
        ("%Y-%m-%d", 2)
    } else {
        ("%Y-%m", 3)
    };
    let label = |part: u8| {
        let at = Timestamp::from_second(timeline.at(part, most));
        at.map(|at| at.strftime(pattern).to_string())
            .unwrap_or_default()
    };
    let parts = if timeline.first == timeline.last {
        0..=0
    } else {
        0..=most
    };
    html! {
        @for part in parts {
            @let x = left + (RIGHT - left) * f64::from(part) / f64::from(most);
            @let anchor = match part { 0 => "start", part if part == most => "end", _ => "middle" };
            line.grid x1=(number(x)) x2=(number(x)) y1="4" y2=(number(bottom)) {}
            text.tick x=(number(x)) y=(number(bottom + 16.0)) text-anchor=(anchor) { (label(part)) }
        }
    }
}

/// The head of a table whose rows end in a [`Span`].
fn head_with_span(columns: [&str; 2]) -> Markup {
    html! {
        thead { tr {
            @for column in columns { th scope="col" { (column) } }
            th scope="col" { "First" } th scope="col" { "Last" } th.number scope="col" { "Commits" }
        } }
    }
}

/// The last cells of such a row.
fn span_cells(span: Span) -> Markup {
    html! { td { (day(span.first)) } td { (day(span.last)) } td.number { (count(span.commits)) } }
}

/// Where a slice of the timeline lies.
fn across(slice: u16, left: f64) -> f64 {
    left + (RIGHT - left) * Timeline::middle(slice)
}
