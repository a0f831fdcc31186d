//! The pages of heuristics and published patterns, made from their Markdown.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use comrak::{Options, markdown_to_html};
use countersign_heuristics::catalogue;
use countersign_heuristics::patterns;
use countersign_report::{heuristic_page, pattern_page};
use maud::{Markup, PreEscaped, html};

use super::frame;

/// The pages are the same for everybody, and change with a release.
const STORED: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// `GET /heuristics`.
pub(super) async fn heuristics() -> Response {
    let lines = catalogue().iter().map(|one| (one.id, one.title));
    let intro = html! {
        "A heuristic looks for one kind of contradiction between records. Each page says what it looks at, how many \
         ordinary contributors show it, and what it cannot see."
    };
    listed("Heuristics", &intro, "heuristics", lines)
}

/// `GET /heuristics/NAME`.
pub(super) async fn heuristic(Path(name): Path<String>) -> Response {
    match catalogue().iter().find(|one| one.id == name) {
        Some(one) => written(one.id, "heuristics", &heuristic_page(one)),
        None => frame::not_found(None),
    }
}

/// `GET /patterns`.
pub(super) async fn patterns() -> Response {
    let lines = patterns::patterns().iter();
    let lines = lines.map(|one| (one.id.as_str(), one.sentence.as_str()));
    let intro = html! {
        "Public advisories describe these ways of working. A match does not raise the level and is not a verdict on \
         anyone."
    };
    listed("Published patterns", &intro, "patterns", lines)
}

/// `GET /patterns/NAME`.
pub(super) async fn pattern(Path(name): Path<String>) -> Response {
    match patterns::pattern(&name) {
        Some(one) => written(&one.id, "patterns", &pattern_page(one, "../heuristics/")),
        None => frame::not_found(None),
    }
}

/// A list of pages, each with one line.
fn listed<'a>(
    title: &str,
    intro: &Markup,
    folder: &str,
    lines: impl Iterator<Item = (&'a str, &'a str)>,
) -> Response {
    let content = html! {
        main {
            h1 { (title) }
            p { (intro) }
            dl.rules {
                @for (id, line) in lines {
                    dt { a href={ (folder) "/" (id) } { (id) } }
                    dd { (line) }
                }
            }
        }
    };
    stored(frame::page(None, title, &content))
}

/// One page from its Markdown. Raw HTML in it is left out.
fn written(title: &str, folder: &str, markdown: &str) -> Response {
    let mut options = Options::default();
    options.extension.table = true;
    let text = markdown_to_html(markdown, &options);
    let content = html! {
        p.product { a href={ "../" (folder) } { "All " (folder) } }
        main.page { (PreEscaped(text)) }
    };
    stored(frame::page(None, title, &content))
}

fn stored(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, STORED);
    response
}
