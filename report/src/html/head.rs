//! The head of the page: its title, its look, and what it may do.

use data_encoding::BASE64;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use crate::escape::plain;
use crate::model::Scan;

/// The look of the page.
const STYLE: &str = include_str!("style.css");

/// Nothing is loaded and nothing runs; the only style is the one on the page.
fn policy() -> String {
    format!("{}; form-action 'none'", only_the_style())
}

/// The `Content-Security-Policy` under which [`web_page`] is to be served: the same, and forms of the page lead to its
/// own server, and no other page may frame it.
#[must_use]
pub fn web_policy() -> String {
    format!(
        "{}; form-action 'self'; frame-ancestors 'none'",
        only_the_style()
    )
}

fn only_the_style() -> String {
    let digest = BASE64.encode(&Sha256::digest(STYLE.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'")
}

/// A page that a server sends together with [`web_policy`]. Ends in a newline.
#[must_use]
pub fn web_page(title: &str, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (plain(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    };
    page.into_string() + "\n"
}

pub(super) fn head(scan: &Scan) -> Markup {
    let names: Vec<_> = scan
        .repositories
        .iter()
        .take(3)
        .map(|one| plain(&one.name))
        .collect();
    html! {
        head {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(policy());
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            meta name="robots" content="noindex, nofollow";
            title { "Countersign report: " (names.join(", ")) }
            style { (PreEscaped(STYLE)) }
        }
    }
}
