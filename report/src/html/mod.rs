//! Pages for a browser, without scripts: a scan as one HTML file with nothing beside it, and what the service serves.
//!
//! The template engine escapes everything that is put into it. Text from commits also goes through
//! [`said`], which shows hidden characters and keeps its reading direction to itself.

mod finding;
mod head;
mod person;
mod review;
mod summary;

use countersign_heuristics::Level;
use maud::{DOCTYPE, Markup, html};

use crate::escape::plain;
use crate::model::Scan;
use crate::review::{Links, Review};

pub use head::{web_page, web_policy};
pub use review::review_page;

/// The page. Ends in a newline.
pub(crate) fn page(scan: &Scan) -> String {
    let (first, further): (Vec<_>, Vec<_>) = scan
        .people
        .iter()
        .partition(|person| person.level >= Level::Review || scan.people.len() == 1);
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (head::head(scan))
            body {
                a.skip href="#people" { "Skip to the people" }
                (summary::header(scan))
                main {
                    (summary::summary(scan))
                    section #people aria-labelledby="people-title" {
                        h2 #people-title { (title(scan, first.is_empty())) }
                        @for one in &first { (person::article(person::Shown::of_scan(scan, one))) }
                        @if first.is_empty() { p { "Nobody is at this level." } }
                    }
                    @if !further.is_empty() {
                        section aria-labelledby="further-title" {
                            h2 #further-title { "Other people listed" }
                            p { "Open a line to see the findings, clocks and keys of one person." }
                            @for one in &further { (person::details(person::Shown::of_scan(scan, one))) }
                        }
                    }
                    (summary::how_to_read())
                }
                (summary::footer(scan))
            }
        }
    };
    page.into_string() + "\n"
}

fn title(scan: &Scan, nobody: bool) -> &'static str {
    if scan.people.len() == 1 && !nobody {
        "One person"
    } else {
        "People to look at: review and above"
    }
}

/// What stands around a finding.
#[derive(Clone, Copy)]
struct Around<'a> {
    /// Whether evidence can come from several repositories.
    several: bool,
    /// The review that the finding is part of, and where its links lead. A report in a file has no links.
    review: Option<(&'a Review, &'a Links)>,
}

/// Text as a commit, a file or the user spells it.
fn said(text: &str) -> Markup {
    html! { bdi { (plain(text)) } }
}

/// A level as a coloured word.
fn badge(level: Level) -> Markup {
    html! { span class={ "badge " (level.as_str()) } { (level.as_str()) } }
}
