//! The pages of `countersign setup`: a form that sends the App's manifest to GitHub, and the address to which
//! GitHub's redirect brings the code.

use std::io;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::Html;
use axum::routing::get;
use maud::{DOCTYPE, Markup, html};
use serde::Deserialize;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// What the form sends to GitHub.
#[derive(Clone, Debug)]
pub struct ManifestForm {
    /// GitHub's page for new Apps, without a query.
    pub action: String,
    /// The manifest as JSON.
    pub manifest: String,
    /// A random text that GitHub repeats, so that nobody else can send the browser back with their own code.
    pub state: String,
}

/// What a page is allowed to load: nothing.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

type Page = (StatusCode, [(HeaderName, &'static str); 3], Html<String>);

impl ManifestForm {
    /// The page with the form.
    #[must_use]
    pub fn page(&self) -> String {
        let action = format!("{}?state={}", self.action, self.state);
        let page = page(&html! {
            h1 { "Create the GitHub App" }
            p {
                "The button sends the App's description to " (self.action) ". GitHub shows it and asks you to confirm; \
                 you can change the name there."
            }
            form method="post" action=(action) {
                input type="hidden" name="manifest" value=(self.manifest);
                button type="submit" { "Go on to GitHub" }
            }
        });
        page.into_string()
    }
}

/// Serves the pages until the future is dropped.
///
/// # Errors
/// When the server cannot accept connections.
pub async fn serve_setup(listener: TcpListener, router: Router) -> io::Result<()> {
    axum::serve(listener, router).await
}

/// `GET /`, the form, and `GET /created`, which passes the code of GitHub's redirect on to `codes`.
pub fn setup_router(form: ManifestForm, codes: mpsc::Sender<String>) -> Router {
    Router::new()
        .route("/", get(show))
        .route("/created", get(created))
        .with_state(Shared { form, codes })
}

#[derive(Clone)]
struct Shared {
    form: ManifestForm,
    codes: mpsc::Sender<String>,
}

async fn show(State(shared): State<Shared>) -> Page {
    answer(StatusCode::OK, shared.form.page())
}

/// The query of GitHub's redirect.
#[derive(Deserialize)]
pub(crate) struct Redirect {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

async fn created(State(shared): State<Shared>, Query(redirect): Query<Redirect>) -> Page {
    if redirect.state != shared.form.state || !is_code(&redirect.code) {
        return said(
            StatusCode::BAD_REQUEST,
            "Not from this set-up",
            html! { "This address was not made by the form that " code { "countersign setup" } " shows now. Open the \
            form again." },
        );
    }
    // The command takes the first code; another one finds nobody listening.
    let _ = shared.codes.try_send(redirect.code);
    said(
        StatusCode::OK,
        "GitHub created the App",
        html! { "Go back to the terminal: it shows how to install the App. You can close this page." },
    )
}

/// `GET /created` of the service: reached if the manifest was posted without `countersign setup`.
pub(crate) async fn created_elsewhere(Query(redirect): Query<Redirect>) -> Page {
    if !is_code(&redirect.code) {
        return said(
            StatusCode::BAD_REQUEST,
            "No code",
            html! { "GitHub sends browsers here after it has created an App. This address has no code, so there is \
            nothing to do." },
        );
    }
    said(
        StatusCode::OK,
        "GitHub created the App",
        html! { "GitHub keeps its key and secrets for one hour. Fetch them on the machine that will run the App: "
        code { "countersign setup --code " (redirect.code) } },
    )
}

/// Whether a text can be a code of GitHub's: letters and digits.
#[must_use]
pub fn is_code(text: &str) -> bool {
    const LONGEST: usize = 100;
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// A page with a heading and one paragraph.
fn said(status: StatusCode, heading: &str, text: Markup) -> Page {
    let page = page(&html! { h1 { (heading) } p { (text) } });
    answer(status, page.into_string())
}

fn answer(status: StatusCode, body: String) -> Page {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        // The address holds the code, and no other page may learn it.
        (header::REFERRER_POLICY, "strict-origin"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, Html(body))
}

fn page(content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "Countersign" } }
            body { (content) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_cannot_leave_its_attribute() {
        let form = ManifestForm {
            action: "https://github.com/settings/apps/new".to_owned(),
            manifest: r#"{"name":"\"><script>'&"}"#.to_owned(),
            state: "abc".to_owned(),
        };
        let page = form.page();
        assert!(!page.contains("<script"), "{page}");
        assert!(page.contains("&quot;&gt;&lt;script&gt;'&amp;"), "{page}");
    }

    #[test]
    fn only_letters_and_digits_are_a_code() {
        assert!(is_code("a180b1a3d263c81bc6441d7b990bae27d4c10679"));
        for text in ["", "a b", "a/b", "a&b", "<b>", &"x".repeat(101)] {
            assert!(!is_code(text), "{text}");
        }
    }
}
