//! Faults that a story asks for.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::answer::Answer;
use crate::moment;

/// Something that goes wrong on a route.
///
/// A route is named as [`World::requests`](crate::World::requests) names it, such as
/// `POST /graphql`; `*` stands for all.
#[derive(Clone, Debug)]
pub struct Fault {
    pub(crate) route: String,
    pub(crate) kind: Kind,
    pub(crate) skip: u64,
    pub(crate) times: u64,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Status(u16),
    PrimaryLimit { reset_ms: i64 },
    SecondaryLimit { retry_after: Option<u64> },
    TooMany { retry_after: Option<u64> },
    Slow(Duration),
    Held(Arc<Notify>),
    Unanswered,
    DropBefore,
    DropAfter,
    Truncated,
}

impl Fault {
    fn new(route: &str, kind: Kind) -> Self {
        Self {
            route: route.to_owned(),
            kind,
            skip: 0,
            times: 1,
        }
    }

    /// Answers `status` and does nothing.
    #[must_use]
    pub fn status(route: &str, status: u16) -> Self {
        Self::new(route, Kind::Status(status))
    }

    /// The hourly limit is used up and begins anew at `reset_ms`.
    #[must_use]
    pub fn primary_limit(route: &str, reset_ms: i64) -> Self {
        Self::new(route, Kind::PrimaryLimit { reset_ms })
    }

    /// 403 with the secondary limit's sentence.
    #[must_use]
    pub fn secondary_limit(route: &str, retry_after: Option<u64>) -> Self {
        Self::new(route, Kind::SecondaryLimit { retry_after })
    }

    /// 429.
    #[must_use]
    pub fn too_many(route: &str, retry_after: Option<u64>) -> Self {
        Self::new(route, Kind::TooMany { retry_after })
    }

    /// Answers late.
    #[must_use]
    pub fn slow(route: &str, by: Duration) -> Self {
        Self::new(route, Kind::Slow(by))
    }

    /// Waits until `release` is notified, then serves the request.
    #[must_use]
    pub fn held(route: &str, release: &Arc<Notify>) -> Self {
        Self::new(route, Kind::Held(Arc::clone(release)))
    }

    /// Serves the request and never answers. A request of git, which only reads, is not served at all.
    #[must_use]
    pub fn unanswered(route: &str) -> Self {
        Self::new(route, Kind::Unanswered)
    }

    /// Closes the connection and does nothing.
    #[must_use]
    pub fn drop_before(route: &str) -> Self {
        Self::new(route, Kind::DropBefore)
    }

    /// Serves the request, then closes the connection without an answer.
    #[must_use]
    pub fn drop_after(route: &str) -> Self {
        Self::new(route, Kind::DropAfter)
    }

    /// Serves the request and sends the first half of the body.
    #[must_use]
    pub fn truncated(route: &str) -> Self {
        Self::new(route, Kind::Truncated)
    }

    /// Lets `requests` pass first.
    #[must_use]
    pub fn after(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    /// Happens `times` times rather than once.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = times;
        self
    }
}

/// The fault due on `route` now, if any.
pub(crate) fn due(faults: &mut [Fault], route: &str) -> Option<Kind> {
    for fault in faults {
        if (fault.route != "*" && fault.route != route) || fault.times == 0 {
            continue;
        }
        if fault.skip > 0 {
            fault.skip -= 1;
            continue;
        }
        fault.times -= 1;
        return Some(fault.kind.clone());
    }
    None
}

/// The answer of a fault that answers instead of the route.
pub(crate) fn answer(kind: &Kind) -> Option<Answer> {
    const SECONDARY: &str =
        "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    let after = |answer: Answer, seconds: &Option<u64>| match seconds {
        Some(seconds) => answer.header("retry-after", &seconds.to_string()),
        None => answer,
    };
    match kind {
        Kind::Status(status) => Some(Answer::error(*status, "Injected fault")),
        Kind::PrimaryLimit { reset_ms } => Some(limit_used_up(*reset_ms)),
        Kind::SecondaryLimit { retry_after } => {
            Some(after(Answer::error(403, SECONDARY), retry_after))
        }
        Kind::TooMany { retry_after } => Some(after(Answer::error(429, SECONDARY), retry_after)),
        Kind::Slow(_)
        | Kind::Held(_)
        | Kind::Unanswered
        | Kind::DropBefore
        | Kind::DropAfter
        | Kind::Truncated => None,
    }
}

/// The answer once the hourly limit is used up.
pub(crate) fn limit_used_up(reset_ms: i64) -> Answer {
    Answer::error(403, "API rate limit exceeded for installation.")
        .header("x-ratelimit-limit", "5000")
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", &(reset_ms / 1_000).to_string())
}

/// When the hour under way ends.
pub(crate) fn hour_ends_ms() -> i64 {
    const HOUR: i64 = 3_600_000;
    (moment::now_ms() / HOUR + 1) * HOUR
}
