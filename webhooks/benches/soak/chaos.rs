//! What goes wrong: processes are killed, GitHub fails.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use countersign_world::{Fault, World};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::crew::{Crew, SEATS};
use crate::random::Random;

/// The two writes that must not be made twice.
const COMMENT: &str = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const CHECK: &str = "POST /repos/{owner}/{repo}/check-runs";
/// How often it is looked whether something is due.
const TICK: Duration = Duration::from_millis(2);

/// What was done to the App.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Suffered {
    kills: usize,
    kills_at_comments: usize,
    faults: usize,
    /// How often a comment was asked for, answered or not.
    comments: u64,
}

impl fmt::Display for Suffered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "killed {} ({} times at a comment being written), faults {}, comments asked for {}",
            self.kills, self.kills_at_comments, self.faults, self.comments
        )
    }
}

/// Goes on until `quiet`; every process runs in the end.
pub(crate) async fn reign(
    world: World,
    crew: Arc<Crew>,
    seed: u64,
    quiet: CancellationToken,
) -> Suffered {
    let mut random = Random::new(seed, 1);
    let mut suffered = Suffered::default();
    let mut next_fault = Instant::now();
    let mut next_kill = Instant::now() + random.between(2_000, 6_000);
    while !quiet.is_cancelled() {
        tokio::time::sleep(TICK).await;
        let written = world.requested(COMMENT);
        if written > suffered.comments && random.percent(50) {
            // Somewhere between the request's arrival and the note that it was answered.
            tokio::time::sleep(random.between(0, 12)).await;
            suffered.kills += SEATS;
            suffered.kills_at_comments += 1;
            kill_and_start(&crew, &[0, 1], &mut random).await;
        }
        suffered.comments = written;
        if Instant::now() >= next_fault {
            let fault = fault(&world, &mut random);
            world.fault(fault);
            suffered.faults += 1;
            next_fault = Instant::now() + random.between(150, 900);
        }
        if Instant::now() >= next_kill {
            suffered.kills += 1;
            kill_and_start(&crew, &[random.below(SEATS)], &mut random).await;
            next_kill = Instant::now() + random.between(2_000, 7_000);
        }
    }
    suffered
}

async fn kill_and_start(crew: &Crew, seats: &[usize], random: &mut Random) {
    for seat in seats {
        crew.kill(*seat).await;
    }
    tokio::time::sleep(random.between(50, 1_500)).await;
    for seat in seats {
        crew.start(*seat).await;
    }
}

fn fault(world: &World, random: &mut Random) -> Fault {
    if random.percent(5) {
        world.expire_tokens();
    }
    // Any route that was ever asked, git's included.
    let routes: Vec<String> = world.requests().into_keys().collect();
    let any = routes
        .get(random.below(routes.len()))
        .map_or("*", String::as_str);
    let write = if random.percent(60) { COMMENT } else { CHECK };
    let seconds = 1 + random.below(3) as u64;
    match random.below(10) {
        0 => Fault::status(any, 500),
        1 => Fault::status(any, 502).times(3),
        2 => Fault::status(any, 503),
        3 => Fault::secondary_limit(any, Some(seconds)),
        4 => Fault::too_many(any, Some(seconds)),
        5 => Fault::slow(any, random.between(100, 1_500)),
        6 => Fault::truncated(any),
        7 => Fault::drop_before(write),
        8 => Fault::drop_after(write),
        _ => Fault::drop_after(any),
    }
}
