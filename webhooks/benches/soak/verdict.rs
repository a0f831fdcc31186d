//! What is there in the end, and what should be.

use std::fmt;
use std::time::{Duration, Instant};

use countersign_store::{JobFilter, JobState, Store};
use countersign_world::World;

use crate::engines::report;
use crate::script::{Pull, Told};

/// Longest that is waited for the rest.
const PATIENCE: Duration = Duration::from_secs(300);
/// Deliveries looked up at once.
const PAGE: usize = 500;

/// The counts; all but the first shall be 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict {
    comments: usize,
    /// Deliveries that GitHub sent and the store does not know.
    lost: usize,
    /// Pull requests that do not show what their newest commits ask for.
    outdated: usize,
    /// Pull requests with more than one comment of ours.
    two_comments: usize,
    /// Pull requests with more than one check run on their newest commit.
    two_checks: usize,
    stuck: i64,
    dead: i64,
    /// Requests of ours that GitHub does not know.
    unexpected: usize,
}

impl Verdict {
    /// Whether nothing was lost and nothing doubled.
    pub(crate) fn is_good(&self) -> bool {
        let doubled = self.two_comments + self.two_checks;
        self.lost + self.outdated + doubled + self.unexpected == 0 && self.stuck + self.dead == 0
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  deliveries lost: {}", self.lost)?;
        writeln!(f, "  pull requests out of date: {}", self.outdated)?;
        writeln!(
            f,
            "  pull requests with two comments: {} (of {} comments); with two check runs: {}",
            self.two_comments, self.comments, self.two_checks
        )?;
        write!(
            f,
            "  jobs stuck: {}, dead: {}; requests that GitHub does not know: {}",
            self.stuck, self.dead, self.unexpected
        )
    }
}

/// Waits until all is done, or long enough, and counts.
pub(crate) async fn settle(store: &Store, world: &World, told: &Told) -> Verdict {
    let begun = Instant::now();
    let mut calm = 0;
    while calm < 5 && begun.elapsed() < PATIENCE {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let counts = store.counts().await.expect("the database answers");
        let left = counts.in_state(JobState::Ready) + counts.in_state(JobState::Leased);
        calm = if left == 0 && lost(store, told).await == 0 {
            calm + 1
        } else {
            0
        };
    }
    let counts = store.counts().await.expect("the database answers");
    let mut verdict = Verdict {
        lost: lost(store, told).await,
        stuck: counts.in_state(JobState::Ready) + counts.in_state(JobState::Leased),
        dead: counts.in_state(JobState::Dead),
        unexpected: world.unexpected().len(),
        ..Verdict::default()
    };
    for pull in &told.pulls {
        judge(pull, &mut verdict);
    }
    for job in store
        .jobs(&JobFilter::default())
        .await
        .expect("the database answers")
    {
        report(&format!("  left: {job:?}"));
    }
    for request in world.unexpected() {
        report(&format!("  unexpected: {request}"));
    }
    verdict
}

async fn lost(store: &Store, told: &Told) -> usize {
    let mut known = 0;
    for page in told.guids.chunks(PAGE) {
        let found = store.known_deliveries(page).await;
        known += found.expect("the database answers").len();
    }
    told.guids.len() - known
}

fn judge(pull: &Pull, verdict: &mut Verdict) {
    let mut ours = pull.story.comments();
    ours.retain(|comment| comment.author == "countersign[bot]");
    let checks = pull.story.checks();
    verdict.comments += ours.len();
    verdict.two_comments += usize::from(ours.len() > 1);
    verdict.two_checks += usize::from(checks.len() > 1);
    let speaks = ours.iter().any(|comment| comment.minimised.is_none());
    if speaks != pull.is_persona || (pull.is_persona && checks.is_empty()) {
        verdict.outdated += 1;
        report(&format!(
            "  out of date: {} at {}, persona {}, {} comments, {} check runs",
            pull.story.number(),
            pull.story.head(),
            pull.is_persona,
            ours.len(),
            checks.len()
        ));
    }
}
