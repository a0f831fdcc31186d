//! How rare each finding of a person is among ordinary contributors.

use maud::{Markup, html};

use super::{AXIS, Figure, RIGHT, number};
use crate::figures::percent;
use crate::model::{BaseRate, Finding};
use crate::rates::{counted, measured};

const LEFT: f64 = 140.0;
const TOP: f64 = 8.0;
const ROW: f64 = 26.0;
/// Powers of ten from 0.001 % to 100 %.
const LOWEST: f64 = -5.0;
const TICKS: [(f64, &str); 3] = [(1.0, "all"), (0.01, "1 in 100"), (0.0001, "1 in 10,000")];

/// `None` if no finding's rate was measured.
pub(crate) fn rarity(findings: &[Finding], prefix: &str) -> Option<Figure> {
    let measured = |finding| rate_of(finding).is_some();
    let rated: Vec<_> = findings.iter().filter(|one| measured(one)).collect();
    if rated.is_empty() {
        return None;
    }
    let rows = u8::try_from(rated.len()).unwrap_or(u8::MAX);
    let bottom = TOP + ROW * f64::from(rows);
    let caption = "Each dot is the share of ordinary contributors who show the same; the line is its 95 % interval. \
                   Further right is rarer. An arrow means that nobody of those who were measured showed it.";
    Some(Figure {
        id: format!("{prefix}-rarity"),
        title: "Rarity: ordinary contributors who show the same",
        caption: caption.to_owned(),
        height: bottom + AXIS,
        drawing: html! {
            @for (share, label) in TICKS {
                @let x = number(across(share));
                line.grid x1=(x) x2=(x) y1="4" y2=(number(bottom)) {}
                text.tick x=(x) y=(number(bottom + 16.0)) text-anchor=(if share == 1.0 { "start" } else { "middle" }) { (label) }
            }
            @for (row, finding) in (0_u8..).zip(&rated) {
                (line(finding, TOP + ROW * f64::from(row) + ROW / 2.0))
            }
        },
        table: table(&rated),
    })
}

fn rate_of(finding: &Finding) -> Option<&BaseRate> {
    finding.base_rate.as_ref().filter(|rate| rate.testable > 0)
}

/// Shares in powers of ten, all people on the left.
fn across(share: f64) -> f64 {
    let power = share.max(1e-9).log10().clamp(LOWEST, 0.0);
    LEFT + (RIGHT - LEFT) * power / LOWEST
}

fn line(finding: &Finding, y: f64) -> Markup {
    let Some(rate) = rate_of(finding) else {
        return html! {};
    };
    let (from, to) = (across(rate.high), across(rate.low));
    html! {
        text.label x=(LEFT - 8.0) y=(number(y + 4.5)) text-anchor="end" { (finding.heuristic) }
        g class=(finding.strength.as_str()) {
            @if rate.fired == 0 {
                line.interval x1=(number(from)) x2=(RIGHT - 6.0) y1=(number(y)) y2=(number(y)) {}
                @let arrow = format!("M{} {}l8 5-8 5z", number(RIGHT - 8.0), number(y - 5.0));
                path d=(arrow) {}
            } @else {
                line.interval x1=(number(from)) x2=(number(to)) y1=(number(y)) y2=(number(y)) {}
                circle cx=(number(across(rate.share))) cy=(number(y)) r="5" {}
            }
        }
    }
}

fn table(rated: &[&Finding]) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "Finding" } th scope="col" { "Strength" }
                th scope="col" { "Ordinary contributors" } th scope="col" { "95 % interval" } } }
            tbody {
                @for finding in rated {
                    @if let Some(rate) = rate_of(finding) {
                        tr { td { (finding.heuristic) } td { (finding.strength.as_str()) }
                            td { (measured(counted(rate))) }
                            td { (percent(rate.low)) " to " (percent(rate.high)) } }
                    }
                }
            }
        }
    }
}
