//! Webhooks are complete and signed.
//!
//! With `COUNTERSIGN_WEBHOOKS` set to a folder every body is left there, to be held against
//! GitHub's own description of it.

use countersign_world::{Commit, Delivery, World, sign};

const ADA: &str = "Ada <ada@example.org>";
const NOON: &str = "2026-05-01T12:00:00+02:00";

/// One delivery of each kind.
fn deliveries(world: &World) -> Vec<Delivery> {
    let first = Commit::new(ADA, NOON).file("README.md", "widget\n");
    let widget = world.repository("acme/widget").commit(first);
    let before = widget.head("main");
    let widget = widget.commit(Commit::new(ADA, "2026-05-02T09:30:00-07:00").message("Second\n"));
    let work = Commit::new("Mallory <mallory@example.org>", NOON).file("src/lib.rs", "// new\n");
    widget
        .fork("mallory")
        .push("patch", std::slice::from_ref(&work));
    let widget = widget.push("next", &[work]);
    let seven = widget.open_as(7, "mallory", "mallory:patch", "Improve things");
    let comment = seven.comment("ada", "/countersign explain");
    let head = seven.head();
    let widget = widget.deploy_key("ci", "ada", NOON, false);
    let installation = world.installation("acme");
    vec![
        seven.opened(),
        seven.event("reopened"),
        seven.event("ready_for_review"),
        seven.event("closed"),
        seven.synchronized(&before),
        seven.base_edited("next"),
        seven.comment_event("created", "ada", comment),
        seven.comment_event("edited", "ada", comment),
        seven.comment_event("deleted", "ada", comment),
        seven.says("ada", "/countersign rescan"),
        seven.reviewed("ada", "approved"),
        widget.pushed("ada", "main", Some(&before)),
        widget.pushed("ada", "next", None),
        widget.suite_rerequested("ada", &head, "patch"),
        widget.deploy_key_created("ada"),
        widget.deploy_key_deleted("ada"),
        widget.member_event("added", "ada", "mallory"),
        widget.member_event("removed", "ada", "mallory"),
        widget.membership_event("added", "ada", "mallory"),
        widget.organization_event("member_added", "ada", "mallory"),
        widget.repository_event("publicized", "ada"),
        widget.repository_event("privatized", "ada"),
        widget.repository_event("renamed", "ada"),
        widget.made_public("ada"),
        widget.release_published("ada", "v1.0.0", "2026-05-03T09:30:00Z"),
        installation.created(),
        installation.remove_repository("acme/widget"),
        installation.add_repository("acme/widget"),
        installation.suspend(),
        installation.unsuspend(),
        installation.remove(),
    ]
}

#[tokio::test]
async fn every_webhook_is_signed_and_says_where_it_belongs() {
    let world = World::start().await;
    let secret = world.secret();
    let all = deliveries(&world);
    for delivery in &all {
        assert_eq!(delivery.signature, sign(&secret, &delivery.body));
        assert_eq!(
            delivery.installation,
            Some(world_installation(&all)),
            "{}",
            delivery.event
        );
        let body = delivery.json();
        assert!(body["sender"]["id"].is_u64(), "{}", delivery.event);
        assert_eq!(body["action"].as_str(), delivery.action.as_deref());
    }
    let guids: std::collections::BTreeSet<&str> =
        all.iter().map(|delivery| delivery.guid.as_str()).collect();
    assert_eq!(guids.len(), all.len());
    let Ok(folder) = std::env::var("COUNTERSIGN_WEBHOOKS") else {
        return;
    };
    for (number, delivery) in all.iter().enumerate() {
        let name = format!("{number:02}.{}.json", delivery.event);
        std::fs::write(std::path::Path::new(&folder).join(name), &delivery.body).unwrap();
    }
}

fn world_installation(all: &[Delivery]) -> u64 {
    all[0].json()["installation"]["id"].as_u64().unwrap()
}

#[tokio::test]
async fn pushes_keep_the_zone_of_their_commits() {
    let world = World::start().await;
    let all = deliveries(&world);
    let push = all
        .iter()
        .find(|delivery| delivery.event == "push")
        .unwrap()
        .json();
    assert_eq!(push["ref"], "refs/heads/main");
    assert_eq!(push["commits"][0]["timestamp"], "2026-05-02T09:30:00-07:00");
    assert_eq!(push["commits"][0]["message"], "Second");
    assert_eq!(push["commits"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&push["forced"], &push["created"]),
        (&false.into(), &false.into())
    );
}

#[test]
fn the_signature_is_githubs() {
    // From GitHub's page on validating webhook deliveries.
    assert_eq!(
        sign("It's a Secret to Everybody", b"Hello, World!"),
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    );
}
