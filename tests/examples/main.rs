//! GitHub's own examples of webhooks through the real receiver.
//!
//! `dev/world/prism/check` brings the examples and runs this; an ordinary `cargo test` leaves it out.

use axum::body::Body;
use axum::http::Request;
use countersign_store::{ConnectOptions, Store};
use countersign_webhooks::{Clock, Intake, router};
use countersign_world::sign;
use serde_json::Value;
use tower::ServiceExt as _;

const SECRET: &str = "a secret of this test";

/// Events whose examples the App has something to do with.
const OURS: [&str; 5] = [
    "pull_request",
    "push",
    "installation",
    "issue_comment",
    "deploy_key",
];

/// Event and body of every example.
fn examples() -> Vec<(String, Vec<u8>)> {
    let path = std::env::var("COUNTERSIGN_WEBHOOK_EXAMPLES")
        .expect("dev/world/prism/check brings the examples and names them");
    let text = std::fs::read(&path).expect("the examples can be read");
    let events: Vec<Value> = serde_json::from_slice(&text).expect("the examples are JSON");
    let mut examples = Vec::new();
    for event in &events {
        let name = event["name"].as_str().expect("an event has a name");
        for body in event["examples"].as_array().into_iter().flatten() {
            examples.push((name.to_owned(), body.to_string().into_bytes()));
        }
    }
    examples
}

#[tokio::test]
async fn every_example_is_taken_in() {
    let folder = tempfile::tempdir().expect("a folder for the database");
    let url = format!("sqlite://{}/store.db", folder.path().display());
    let options = ConnectOptions::default();
    let store = Store::connect(&url, options).await.expect("a database");
    store.migrate().await.expect("an empty database");
    let intake = Intake::new(store.clone(), vec![SECRET.into()], Clock::system());
    let receiver = router(intake);
    let examples = examples();
    for event in OURS {
        assert!(examples.iter().any(|(name, _)| name == event), "{event}");
    }
    for (number, (event, body)) in examples.iter().enumerate() {
        let request = Request::post("/webhook")
            .header("content-type", "application/json")
            .header("x-github-event", event)
            .header("x-github-delivery", format!("example-{number}"))
            .header("x-hub-signature-256", sign(SECRET, body))
            .body(Body::from(body.clone()))
            .expect("a request");
        let answer = receiver.clone().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), 202, "{event}, example {number}");
    }
    let counts = store.counts().await.expect("counts");
    assert_eq!(
        counts.deliveries,
        i64::try_from(examples.len()).expect("few")
    );
    println!(
        "{} examples taken in, jobs: {:?}",
        examples.len(),
        counts.jobs
    );
    assert!(!counts.jobs.is_empty(), "some of them ask for work");
    store.close().await;
}
