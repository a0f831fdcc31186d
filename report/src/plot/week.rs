//! When in the week a person commits, in UTC.

use maud::{Markup, html};

use super::{AXIS, Figure, number};
use crate::figures::count;
use crate::readings::Readings;

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// Where the drawing area begins: right of the days.
const LEFT: f64 = 42.0;
const TOP: f64 = 6.0;
/// Units of one hour across and of one day down.
const ACROSS: f64 = 17.0;
const DOWN: f64 = 19.0;

/// `None` without commits of the person's own machines.
pub(crate) fn week(readings: &Readings, prefix: &str) -> Option<Figure> {
    let most = *readings.week.iter().flatten().max()?;
    if most == 0 {
        return None;
    }
    let bottom = TOP + DOWN * 7.0;
    let caption = "Hours are in UTC, from commits made on the person's own machines. The stronger the colour of a field, the more \
                   commits. The hours at which someone works are not evidence; only a contradiction with the offset \
                   in the commits can be.";
    Some(Figure {
        id: format!("{prefix}-week"),
        title: "Rhythm: hours of the week in UTC",
        caption: caption.to_owned(),
        height: bottom + AXIS,
        drawing: html! {
            @for (day, hours) in readings.week.iter().enumerate() {
                @let y = TOP + DOWN * small(day);
                text.label x=(LEFT - 8.0) y=(number(y + 14.0)) text-anchor="end" { (DAYS[day]) }
                @for (hour, commits) in hours.iter().enumerate() {
                    rect.hour x=(number(LEFT + ACROSS * small(hour))) y=(number(y)) width="16" height="18"
                        fill-opacity=(shade(*commits, most)) {}
                }
            }
            @for hour in [0_usize, 6, 12, 18] {
                text.tick x=(number(LEFT + ACROSS * small(hour))) y=(number(bottom + 16.0)) { (format!("{hour:02}:00")) }
            }
        },
        table: table(readings),
    })
}

/// Days and hours are small enough for any number type.
fn small(number: usize) -> f64 {
    u8::try_from(number).map(f64::from).unwrap_or_default()
}

/// Empty hours stay visible as a grid.
fn shade(commits: u64, most: u64) -> String {
    const FAINTEST: f64 = 0.22;
    if commits == 0 {
        return "0.06".to_owned();
    }
    let tenths = u8::try_from(commits * 100 / most.max(1)).unwrap_or(100);
    format!(
        "{:.2}",
        FAINTEST + (1.0 - FAINTEST) * f64::from(tenths) / 100.0
    )
}

fn table(readings: &Readings) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "UTC" } @for day in DAYS { th.number scope="col" { (day) } } } }
            tbody {
                @for hour in 0..24 {
                    tr {
                        th scope="row" { (format!("{hour:02}:00")) }
                        @for day in &readings.week { td.number { (count(day[hour])) } }
                    }
                }
            }
        }
    }
}
