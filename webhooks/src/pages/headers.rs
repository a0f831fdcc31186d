//! The headers of every page.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use countersign_report::web_policy;

/// A year, as preload lists ask for.
const TLS_ONLY: &str = "max-age=31536000";

/// The same answer with the headers of every page: nothing runs, nothing is loaded, nobody frames it, no other site
/// learns its address, and nothing stores it unless the page says that it may be stored.
pub(super) fn secured(mut response: Response, is_secure: bool) -> Response {
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 3] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if is_secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(TLS_ONLY),
        );
    }
    // The policy consists of ASCII letters, digits and marks.
    if let Ok(policy) = HeaderValue::try_from(web_policy()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
