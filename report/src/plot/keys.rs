//! Who signed with which key, when.

use maud::{Markup, html};

use super::{AXIS, Figure, RIGHT, across, dates, head_with_span, number, span_cells};
use crate::escape::{clip, plain};
use crate::figures::counted;
use crate::identifiers::key as named;
use crate::readings::{KeyUse, Readings, Signer, Timeline};

const LEFT: f64 = 150.0;
const TOP: f64 = 8.0;
const ROW: f64 = 24.0;
/// Columns of a label.
const LABEL: usize = 20;

/// `None` if the person never signed.
pub(crate) fn keys(readings: &Readings, prefix: &str) -> Option<Figure> {
    if readings.keys.iter().all(|one| one.key.is_none()) {
        return None;
    }
    let rows = u8::try_from(readings.keys.len()).unwrap_or(u8::MAX);
    let bottom = TOP + ROW * f64::from(rows);
    Some(Figure {
        id: format!("{prefix}-keys"),
        title: "Keys: who signed with what",
        caption: caption(readings),
        height: bottom + AXIS,
        drawing: html! {
            (dates(readings.timeline, LEFT, bottom))
            @for (row, one) in (0_u8..).zip(&readings.keys) {
                (line(one, TOP + ROW * f64::from(row)))
            }
        },
        table: table(readings),
    })
}

fn line(one: &KeyUse, y: f64) -> Markup {
    let (class, label) = match (&one.key, &one.signer) {
        (None, _) => ("unsigned", "no signature".to_owned()),
        (Some(key), Signer::Person) => ("key", end(&key.id)),
        (Some(_), Signer::Other(name)) => ("other", format!("↳ {}", plain(name))),
    };
    let width = (RIGHT - LEFT) * Timeline::share_of_slice();
    html! {
        text.label x=(LEFT - 8.0) y=(number(y + 16.0)) text-anchor="end" { (clip(&label, LABEL)) }
        g class=(class) {
            @for (first, last) in runs(one) {
                @let x = across(first, LEFT) - width / 2.0;
                rect x=(number(x)) y=(number(y + 6.0)) height="12"
                    width=(number((across(last, LEFT) - x + width / 2.0).max(2.0))) {}
            }
        }
    }
}

/// The end of a key's id, which people compare.
fn end(id: &str) -> String {
    const SHOWN: usize = 16;
    let id = plain(id);
    let letters = id.chars().count();
    if letters <= SHOWN {
        return id;
    }
    let end: String = id.chars().skip(letters - SHOWN + 1).collect();
    format!("…{end}")
}

/// Slices in a row as one bar.
fn runs(one: &KeyUse) -> Vec<(u16, u16)> {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for slice in one.slices.keys() {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *slice => *last = *slice,
            _ => runs.push((*slice, *slice)),
        }
    }
    runs
}

fn caption(readings: &Readings) -> String {
    let is_key = |one: &&KeyUse| one.key.is_some() && one.signer == Signer::Person;
    let keys = readings.keys.iter().filter(is_key).count() as u64;
    let others = readings
        .keys
        .iter()
        .filter(|one| one.signer != Signer::Person)
        .count() as u64;
    let keys = counted(keys, "key", "keys");
    match others {
        0 => format!(
            "{keys}. A bar shows when commits were signed with it; a gap shows when they were not."
        ),
        some => format!(
            "{keys}. {} below the key also signed with it (↳).",
            counted(some, "other person", "other people")
        ),
    }
}

fn table(readings: &Readings) -> Markup {
    html! {
        table {
            (head_with_span(["Key", "Signed by"]))
            tbody {
                @for one in &readings.keys {
                    tr {
                        td { @match &one.key {
                            Some(key) => { (named(key).kind) " " code { (plain(&key.id)) } },
                            None => "no signature",
                        } }
                        td { @match &one.signer {
                            Signer::Person => "this person",
                            Signer::Other(name) => { bdi { (plain(name)) } },
                        } }
                        (span_cells(one.span))
                    }
                }
            }
        }
    }
}
