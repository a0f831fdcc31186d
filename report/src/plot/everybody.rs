//! Where a person lies among all people of the scan.

use maud::{Markup, html};

use super::{AXIS, Figure, RIGHT, number};
use crate::everybody::Everybody;
use crate::figures::{count, counted};
use crate::model::Person;

const LEFT: f64 = 10.0;
const TOP: f64 = 30.0;
/// The height of the highest bar.
const HIGHEST: f64 = 110.0;

/// People of the scan by the weight of their findings, with the bar of one of them marked.
pub(crate) fn everybody(all: &Everybody, person: &Person, prefix: &str) -> Figure {
    let own = Everybody::bin_of(person.findings.iter().map(|one| one.weight));
    let bins = 0..Everybody::BINS;
    let most = bins.clone().map(|bin| all.people(bin)).max();
    let most = most.unwrap_or_default().max(1);
    let lighter: u64 = (0..own).map(|bin| all.people(bin)).sum();
    let total: u64 = bins.clone().map(|bin| all.people(bin)).sum();
    let bottom = TOP + HIGHEST;
    let slot = (RIGHT - LEFT) / f64::from(Everybody::BINS);
    Figure {
        id: format!("{prefix}-everybody"),
        title: "Population: this person among all",
        caption: format!(
            "Each bar counts people of this scan by the weight of their findings together, on a logarithmic scale. \
             The findings of {} of {} weigh less than this person's.",
            count(lighter),
            counted(total, "person", "people"),
        ),
        height: bottom + AXIS,
        drawing: html! {
            @for bin in bins.clone() {
                @let x = LEFT + slot * f64::from(bin);
                @let people = all.people(bin);
                @let height = bar(people, most);
                @if people > 0 {
                    rect class=(if bin == own { "bar own" } else { "bar" }) x=(number(x + 2.0))
                        y=(number(bottom - height)) width=(number(slot - 4.0)) height=(number(height)) {}
                    text.tick x=(number(x + slot / 2.0)) y=(number(bottom - height - 4.0)) text-anchor="middle" { (count(people)) }
                }
                @if bin == own {
                    text.here x=(number(x + slot / 2.0)) y="14" text-anchor=(anchor(bin)) { "this person" }
                    @let from = (bottom - height - 18.0).max(20.0);
                    line.here x1=(number(x + slot / 2.0)) x2=(number(x + slot / 2.0)) y1="18" y2=(number(from)) {}
                }
            }
            line.row x1=(LEFT) x2=(RIGHT) y1=(number(bottom)) y2=(number(bottom)) {}
            text.tick x=(LEFT) y=(number(bottom + 16.0)) { "no weight" }
            text.tick x=(RIGHT) y=(number(bottom + 16.0)) text-anchor="end" { "heavier findings →" }
        },
        table: table(all, own),
    }
}

/// The label of the first and last bars stays inside the picture.
const fn anchor(bin: u32) -> &'static str {
    match bin {
        0 | 1 => "start",
        bin if bin + 2 >= Everybody::BINS => "end",
        _ => "middle",
    }
}

/// One person is visible beside a hundred thousand.
fn bar(people: u64, most: u64) -> f64 {
    let log = |people: u64| f64::from(u32::try_from(people).unwrap_or(u32::MAX)).ln_1p();
    (HIGHEST * log(people) / log(most)).max(3.0)
}

fn table(all: &Everybody, own: u32) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "Weight of findings" } th.number scope="col" { "People" } th scope="col" { "" } } }
            tbody {
                @for bin in 0..Everybody::BINS {
                    tr { td { (Everybody::label(bin)) } td.number { (count(all.people(bin))) }
                        td { @if bin == own { "this person" } } }
                }
            }
        }
    }
}
