//! Why a call to GitHub failed, sorted by what to do next.

use http::HeaderMap;
use serde::Deserialize;

/// Wait after a rate limit without a time; GitHub's documentation asks for at least a minute.
const DEFAULT_PAUSE_MS: i64 = 60_000;
/// Most characters of GitHub's messages that are kept.
const LONGEST_MESSAGE: usize = 300;

/// Why a call failed.
///
/// No variant ever holds a token; `message` is GitHub's own sentence, shortened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GithubError {
    /// It does not exist, or these credentials may not see it.
    #[error("{what} was not found")]
    NotFound {
        /// The method and path, or the GraphQL field.
        what: String,
    },
    /// It existed and was deleted; or the installation was removed.
    #[error("{what} does not exist any more")]
    Gone {
        /// The method and path.
        what: String,
    },
    /// The installation is suspended.
    #[error("the installation is suspended")]
    Suspended,
    /// GitHub does not accept the credentials, even after a fresh token.
    #[error("GitHub refused the credentials: {message}")]
    Unauthorized {
        /// GitHub's sentence.
        message: String,
    },
    /// The credentials lack a permission.
    #[error("GitHub forbids {what}: {message}")]
    Forbidden {
        /// The method and path.
        what: String,
        /// GitHub's sentence.
        message: String,
    },
    /// This installation (or token) may not call GitHub before `until_ms`.
    #[error("GitHub's rate limit is used up until {until_ms} (Unix milliseconds)")]
    RateLimited {
        /// Unix milliseconds.
        until_ms: i64,
    },
    /// A failure that may go away: a 5xx status, or a dropped or slow connection.
    ///
    /// A write that fails like this may still have happened.
    #[error("{what} failed: {message}")]
    Transient {
        /// The method and path.
        what: String,
        /// The status, or the cause of the failed connection.
        message: String,
    },
    /// GitHub rejects the request. Repeating it does not help.
    #[error("GitHub answered {status} to {what}: {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The method and path.
        what: String,
        /// GitHub's sentence.
        message: String,
    },
    /// The answer does not have the documented form.
    #[error("cannot read the answer to {what}: {message}")]
    Unreadable {
        /// The method and path.
        what: String,
        /// Where it differs.
        message: String,
    },
    /// A setting of the App or client is wrong.
    #[error("{message}")]
    Settings {
        /// What is wrong with them.
        message: String,
    },
}

impl GithubError {
    /// Whether the thing asked for is absent: [`NotFound`](Self::NotFound) or
    /// [`Gone`](Self::Gone).
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::NotFound { .. } | Self::Gone { .. })
    }

    /// Whether a later attempt can succeed without a change of settings or permissions.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::RateLimited { .. } | Self::Transient { .. })
    }

    /// The error for an answer whose status is not a success.
    pub(crate) fn of_answer(
        what: &str,
        status: u16,
        headers: &HeaderMap,
        body: &[u8],
        now_ms: i64,
    ) -> Self {
        let message = message_of(status, body);
        let what = what.to_owned();
        if let Some(until_ms) = pause(status, headers, &message, now_ms) {
            return Self::RateLimited { until_ms };
        }
        match status {
            401 => Self::Unauthorized { message },
            403 if message.to_ascii_lowercase().contains("suspended") => Self::Suspended,
            403 => Self::Forbidden { what, message },
            404 => Self::NotFound { what },
            410 => Self::Gone { what },
            408 | 500..=599 => Self::Transient {
                what,
                message: format!("status {status}"),
            },
            status => Self::Refused {
                status,
                what,
                message,
            },
        }
    }
}

/// Until when a rate limit asks to wait, Unix milliseconds; `None` where the answer is not about a limit.
pub(crate) fn pause(status: u16, headers: &HeaderMap, message: &str, now_ms: i64) -> Option<i64> {
    if !matches!(status, 200 | 403 | 429) {
        return None;
    }
    let number = |name: &str| -> Option<i64> { headers.get(name)?.to_str().ok()?.parse().ok() };
    let message = message.to_ascii_lowercase();
    let said = message.contains("rate limit") || message.contains("abuse detection");
    let used_up = number("x-ratelimit-remaining") == Some(0);
    let retry_after = number("retry-after");
    if status != 429 && !said && !(status == 403 && (used_up || retry_after.is_some())) {
        return None;
    }
    let until = match (retry_after, number("x-ratelimit-reset")) {
        (Some(seconds), _) => now_ms + seconds.max(1) * 1_000,
        (None, Some(reset)) if used_up => (reset * 1_000).max(now_ms + 1_000),
        _ => now_ms + DEFAULT_PAUSE_MS,
    };
    Some(until)
}

fn message_of(status: u16, body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Body {
        message: String,
        #[serde(default)]
        errors: Option<serde_json::Value>,
    }
    match serde_json::from_slice::<Body>(body) {
        Ok(body) => match body.errors {
            Some(errors) => shorten(&format!("{} {errors}", body.message)),
            None => shorten(&body.message),
        },
        Err(_) => format!("status {status} without a message"),
    }
}

/// The first [`LONGEST_MESSAGE`] characters, without control characters.
pub(crate) fn shorten(message: &str) -> String {
    message
        .chars()
        .filter(|character| !character.is_control())
        .take(LONGEST_MESSAGE)
        .collect()
}

/// The innermost cause: the outer ones only say that some service failed.
pub(crate) fn innermost(error: &(dyn std::error::Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    shorten(&innermost.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000_000;

    fn sorted(status: u16, headers: &[(&'static str, &str)], message: &str) -> GithubError {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.insert(*name, value.parse().unwrap());
        }
        let body = serde_json::json!({ "message": message }).to_string();
        GithubError::of_answer("GET /x", status, &map, body.as_bytes(), NOW)
    }

    fn limited(until_ms: i64) -> GithubError {
        GithubError::RateLimited { until_ms }
    }

    #[test]
    fn limits_say_until_when() {
        let primary = [
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "2000"),
        ];
        assert_eq!(
            sorted(403, &primary, "API rate limit exceeded"),
            limited(2_000_000)
        );
        assert_eq!(
            sorted(429, &primary, "API rate limit exceeded"),
            limited(2_000_000)
        );
        let stale = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "900")];
        assert_eq!(
            sorted(403, &stale, ""),
            limited(NOW + 1_000),
            "a reset in the past"
        );
        assert_eq!(
            sorted(403, &[("retry-after", "7")], "no"),
            limited(NOW + 7_000)
        );
        let secondary = "You have exceeded a secondary rate limit.";
        assert_eq!(sorted(403, &[], secondary), limited(NOW + 60_000));
        let plenty = [
            ("x-ratelimit-remaining", "4999"),
            ("x-ratelimit-reset", "2000"),
        ];
        assert_eq!(sorted(403, &plenty, secondary), limited(NOW + 60_000));
        assert_eq!(sorted(429, &[], ""), limited(NOW + 60_000));
    }

    #[test]
    fn other_answers_are_sorted_by_what_to_do_next() {
        let suspended = sorted(403, &[], "This installation has been suspended");
        assert_eq!(suspended, GithubError::Suspended);
        let forbidden = sorted(403, &[], "Resource not accessible by integration");
        assert!(matches!(forbidden, GithubError::Forbidden { .. }));
        assert!(sorted(404, &[], "Not Found").is_absent());
        assert!(sorted(410, &[], "Gone").is_absent());
        assert!(sorted(502, &[], "").is_transient());
        assert!(matches!(
            sorted(422, &[], "x"),
            GithubError::Refused { status: 422, .. }
        ));
    }
}
