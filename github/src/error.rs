//! What can go wrong between us and GitHub, sorted by what to do next.

use http::HeaderMap;
use serde::Deserialize;

use crate::transport::Answer;

/// GitHub advises to wait at least a minute when it names no time.
const DEFAULT_PAUSE_MS: i64 = 60_000;
/// Longest part of a message of GitHub's that is kept.
const LONGEST_MESSAGE: usize = 300;

/// Why a call failed.
///
/// No variant ever holds a token; `message` is GitHub's own sentence, shortened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GithubError {
    /// There is no such thing, or these credentials may not know of it.
    #[error("{what} was not found")]
    NotFound {
        /// The method and path, or the GraphQL field.
        what: String,
    },
    /// It was there and is not any more; the installation was removed, or the thing deleted.
    #[error("{what} is gone")]
    Gone {
        /// The method and path.
        what: String,
    },
    /// The installation is suspended.
    #[error("the installation is suspended")]
    Suspended,
    /// The credentials are not taken, even after a fresh token.
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
    /// No call of this installation (or token) may be made before `until_ms`.
    #[error("the rate limit is used up until {until_ms} (Unix milliseconds)")]
    RateLimited {
        /// Unix milliseconds.
        until_ms: i64,
    },
    /// A fault that may be gone in a moment: 5xx, a dropped or slow connection.
    ///
    /// A write that ends like this may have happened.
    #[error("{what} failed for the moment: {message}")]
    Transient {
        /// The method and path.
        what: String,
        /// What was seen.
        message: String,
    },
    /// GitHub does not accept the request; the same request will not do better.
    #[error("GitHub answered {status} to {what}: {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The method and path.
        what: String,
        /// GitHub's sentence.
        message: String,
    },
    /// The answer is not what GitHub documents.
    #[error("the answer to {what} could not be read: {message}")]
    Unreadable {
        /// The method and path.
        what: String,
        /// Where it differs.
        message: String,
    },
    /// The App's or client's settings cannot work.
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

    /// Whether another attempt later can succeed without anybody changing anything.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::RateLimited { .. } | Self::Transient { .. })
    }

    /// Sorts an answer that is no success.
    pub(crate) fn of_answer(what: &str, answer: &Answer, now_ms: i64) -> Self {
        let message = message_of(answer);
        let what = what.to_owned();
        if let Some(until_ms) = pause(answer.status, &answer.headers, &message, now_ms) {
            return Self::RateLimited { until_ms };
        }
        match answer.status {
            401 => Self::Unauthorized { message },
            403 if message.to_ascii_lowercase().contains("suspended") => Self::Suspended,
            403 => Self::Forbidden { what, message },
            404 => Self::NotFound { what },
            410 => Self::Gone { what },
            408 | 500..=599 => Self::Transient {
                what,
                message: format!("status {}", answer.status),
            },
            status => Self::Refused {
                status,
                what,
                message,
            },
        }
    }
}

/// Until when a rate limit asks to pause; `None` where the answer is about something else.
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

fn message_of(answer: &Answer) -> String {
    #[derive(Deserialize)]
    struct Body {
        message: String,
        #[serde(default)]
        errors: Option<serde_json::Value>,
    }
    match serde_json::from_slice::<Body>(&answer.body) {
        Ok(body) => match body.errors {
            Some(errors) => shorten(&format!("{} {errors}", body.message)),
            None => shorten(&body.message),
        },
        Err(_) => format!("status {} without a message", answer.status),
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
        let answer = Answer {
            status,
            headers: map,
            body: body.into(),
        };
        GithubError::of_answer("GET /x", &answer, NOW)
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
        assert!(sorted(502, &[], "").is_passing());
        assert!(matches!(
            sorted(422, &[], "x"),
            GithubError::Refused { status: 422, .. }
        ));
    }
}
