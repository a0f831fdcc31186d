//! What stands around every page, and the pages without content of their own.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use countersign_report::web_page;
use maud::{Markup, html};

use super::session::Session;
use super::shared::Shared;

/// A page below the line that says who is signed in.
pub(super) fn page(reader: Option<(&Shared, &Session)>, title: &str, content: &Markup) -> Response {
    let body = html! {
        nav.bar aria-label="Countersign" {
            span { "Countersign" }
            @if let Some((shared, session)) = reader {
                form method="post" action={ (shared.url.as_str()) "/sign-out" } {
                    span { "Signed in as " bdi { (session.login()) } " " }
                    button type="submit" { "Sign out" }
                }
            }
        }
        (content)
    };
    Html(web_page(title, &body)).into_response()
}

/// What people get who may not see a page, and people who ask for a page that does not exist.
pub(super) fn not_found(reader: Option<(&Shared, &Session)>) -> Response {
    let content = html! {
        main {
            h1 { "Page not found" }
            p { "This page does not exist, or you may not see it. Evidence of a review is for people who may write to \
                 the repository." }
        }
    };
    let page = page(reader, "Not found", &content);
    (StatusCode::NOT_FOUND, page).into_response()
}

/// GitHub or the database does not answer.
pub(super) fn unavailable() -> Response {
    let content = html! {
        main {
            h1 { "Try again in a minute" }
            p { "The service cannot reach GitHub or its database at the moment." }
        }
    };
    let page = page(None, "Try again", &content);
    (StatusCode::SERVICE_UNAVAILABLE, page).into_response()
}
