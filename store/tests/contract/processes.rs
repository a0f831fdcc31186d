//! A process that is killed between claiming a job and ending it.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use countersign_store::{StoreError, Swept};

use crate::support::{Database, LEASE, NOW, claim, claim_at, job, on_both_engines};

/// Tells the test below that it is the process to be killed, and on which database.
const DATABASE: &str = "COUNTERSIGN_TEST_VICTIM";

/// What it says once it has the job.
const CLAIMED: &str = "claimed";

/// In a run of all tests this does nothing; the test after it runs it in a process of its own.
#[test]
fn victim() {
    let Ok(url) = std::env::var(DATABASE) else {
        return;
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let database = Database { url };
        let store = database.open().await;
        claim(&store).await.unwrap();
        println!("\n{CLAIMED}");
        // Until it is killed.
        std::future::pending::<()>().await;
    });
}

on_both_engines! {
    a_killed_workers_job_runs_again,
}

async fn a_killed_workers_job_runs_again(database: Database) {
    let store = database.migrated().await;
    store.enqueue(&job("pr", "1"), NOW).await.unwrap();
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "processes::victim", "--nocapture"])
        .env(DATABASE, &database.url)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let said = BufReader::new(victim.stdout.take().unwrap()).lines();
    assert!(said.map_while(Result::ok).any(|line| line == CLAIMED));
    victim.kill().unwrap();
    victim.wait().unwrap();

    assert_eq!(claim(&store).await, None, "its lease still holds");
    let late = NOW + LEASE;
    assert_eq!(
        store.sweep(late).await.unwrap(),
        Swept {
            waiting: 1,
            dead: 0
        }
    );
    let lease = claim_at(&store, late).await.unwrap();
    assert_eq!((&*lease.payload, lease.attempt), ("1", 2));
    store.complete(&lease).await.unwrap();
    assert!(matches!(
        store.complete(&lease).await,
        Err(StoreError::LeaseLost { .. })
    ));
}
