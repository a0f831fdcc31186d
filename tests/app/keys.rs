//! Signing keys that are added to and removed from accounts: maintainers get one notice of a replacement.

use std::sync::Arc;

use countersign_store::EventScope;
use countersign_world::{Commit, Fault, PullStory, RepositoryStory, World};

use crate::app::{App, stories};
use crate::people::{ADA, ordinary};

const ISSUES: &str = "POST /repos/{owner}/{repo}/issues";
const OLD: &str = "A0A0A0A0A0A0A0A0";
const NEW: &str = "B0B0B0B0B0B0B0B0";

/// A repository whose maintainers get notices in `notice`.
fn with_notices(world: &World, name: &str, notice: &str) -> RepositoryStory {
    let _ = world.repository(notice).private();
    let policy = format!("notice = \"{notice}\"\n");
    let policy =
        Commit::new(ADA, "2026-01-31T10:11:12+01:00").file(".github/countersign.toml", policy);
    let repository = world.repository(name).push("main", &ordinary(ADA, 12));
    repository.push("main", &[policy])
}

/// A pull request of Ada's, one commit on a branch of its own.
fn pull(repository: &RepositoryStory, day: u32) -> PullStory {
    let at = format!("2026-05-{day:02}T10:11:12+02:00");
    let branch = format!("day-{day}");
    let commit = Commit::new(ADA, &at).file(&branch, "work");
    let repository = repository.clone().push(&branch, &[commit]);
    repository.open("ada", &branch, "Add more").opened_at(&at)
}

/// Ada's account shows the old key alone, or the new one.
fn show(world: &World, key: &str) {
    let ada = world
        .user("ada")
        .created("2015-01-01T00:00:00Z")
        .without_keys();
    let _ = ada.gpg_key(key, "ada@studio.example", "2026-01-01T00:00:00Z");
}

/// Looks at Ada's account with the old key, in a pull request that is merged, and lets two days pass.
async fn known_contributor(app: &App, repository: &RepositoryStory) {
    app.set_clock("2026-05-01T12:00:00Z");
    show(&app.world, OLD);
    let first = pull(repository, 1);
    app.deal_with(&first.opened()).await;
    let _ = first.merged_at("2026-05-02T12:00:00Z");
    app.set_clock("2026-05-03T12:00:00Z");
}

stories! {
    async fn replaced_keys_of_a_known_contributor_are_reported_once(database) {
        let app = App::start(&database).await;
        let widget = with_notices(&app.world, "acme/widget", "acme/security");
        known_contributor(&app, &widget).await;
        assert_eq!(app.world.issues("acme/security"), []);
        show(&app.world, NEW);
        let second = pull(&widget, 3);
        app.deal_with(&second.opened()).await;
        app.set_clock("2026-05-04T12:00:00Z");
        app.deal_with(&pull(&widget, 4).opened()).await;
        app.deal_with(&second.event("reopened")).await;
        let issues = app.world.issues("acme/security");
        assert_eq!(issues.len(), 1, "{issues:?}");
        let (_, title, body) = &issues[0];
        assert_eq!(title, "acme/widget: an account replaced its signing keys");
        for line in [
            "- last seen 2026-05-01: `A0A0A0A0A0A0A0A0`",
            "- first seen 2026-05-03: `B0B0B0B0B0B0B0B0`",
            "This is a record, not a finding: people replace keys",
            "| 2026-05-01 | 120 | opened the first pull request here, `#1` |",
            "| first pull request here was merged, `#1` |",
        ] {
            assert!(body.contains(line), "{line} in {body}");
        }
        assert_eq!((second.comments(), second.checks()), (vec![], vec![]));
        // The next exchange is another one.
        show(&app.world, OLD);
        app.set_clock("2026-05-05T12:00:00Z");
        app.deal_with(&pull(&widget, 5).opened()).await;
        assert_eq!(app.world.issues("acme/security").len(), 1, "the old key was known before");
        app.finish().await;
    }

    async fn a_key_that_is_only_added_is_not_reported(database) {
        let app = App::start(&database).await;
        let widget = with_notices(&app.world, "acme/widget", "acme/security");
        known_contributor(&app, &widget).await;
        let _ = app.world.user("ada").gpg_key(NEW, "ada@studio.example", "2026-05-03T00:00:00Z");
        app.deal_with(&pull(&widget, 3).opened()).await;
        // Nor one that goes without another in its place since.
        app.set_clock("2026-05-04T12:00:00Z");
        let _ = app.world.user("ada").without_keys();
        app.deal_with(&pull(&widget, 4).opened()).await;
        assert_eq!(app.world.issues("acme/security"), []);
        app.finish().await;
    }

    async fn keys_of_a_person_without_rights_are_not_reported(database) {
        let app = App::start(&database).await;
        let widget = with_notices(&app.world, "acme/widget", "acme/security");
        show(&app.world, OLD);
        app.deal_with(&pull(&widget, 1).opened()).await;
        show(&app.world, NEW);
        app.advance(60_000);
        app.deal_with(&pull(&widget, 3).opened()).await;
        assert_eq!(app.world.issues("acme/security"), []);
        app.finish().await;
    }

    async fn whoever_was_given_access_is_watched_wherever_the_keys_were_seen(database) {
        let app = App::start(&database).await;
        let widget = with_notices(&app.world, "acme/widget", "acme/security").member("ada", "write");
        let other = with_notices(&app.world, "umbrella/secret", "umbrella/security").private();
        app.set_clock("2026-05-01T12:00:00Z");
        show(&app.world, OLD);
        app.deal_with(&widget.member_event("added", "mira", "ada")).await;
        app.deal_with(&pull(&other, 1).opened()).await;
        show(&app.world, NEW);
        app.set_clock("2026-05-03T12:00:00Z");
        app.deal_with(&pull(&other, 3).opened()).await;
        assert_eq!(app.world.issues("umbrella/security"), [], "no rights there");
        assert_eq!(app.world.issues("acme/security").len(), 1, "access was given");
        app.deal_with(&pull(&widget, 4).opened()).await;
        let issues = app.world.issues("acme/security");
        assert_eq!(issues.len(), 2, "{issues:?}");
        assert!(issues[1].1.contains("replaced its signing keys"), "{issues:?}");
        assert!(!issues[1].2.contains("umbrella"), "{issues:?}");
        app.finish().await;
    }

    async fn the_days_on_which_another_installation_looked_are_not_shown(database) {
        let app = App::start(&database).await;
        let widget = with_notices(&app.world, "acme/widget", "acme/security");
        let other = with_notices(&app.world, "umbrella/secret", "umbrella/security").private();
        known_contributor(&app, &widget).await;
        app.set_clock("2026-05-05T12:00:00Z");
        app.deal_with(&pull(&other, 5).opened()).await;
        show(&app.world, NEW);
        app.set_clock("2026-05-06T12:00:00Z");
        app.deal_with(&pull(&other, 6).opened()).await;
        app.set_clock("2026-05-08T12:00:00Z");
        app.deal_with(&pull(&widget, 8).opened()).await;
        let issues = app.world.issues("acme/security");
        assert_eq!(issues.len(), 1, "{issues:?}");
        let body = &issues[0].2;
        for line in [
            "- last seen 2026-05-01: `A0A0A0A0A0A0A0A0`",
            "- first seen 2026-05-08: `B0B0B0B0B0B0B0B0`",
        ] {
            assert!(body.contains(line), "{line} in {body}");
        }
        app.finish().await;
    }

    async fn a_telling_whose_answer_is_lost_is_not_repeated(database) {
        let app = App::start(&database).await;
        let widget = with_notices(&app.world, "acme/widget", "acme/security");
        known_contributor(&app, &widget).await;
        show(&app.world, NEW);
        app.world.fault(Fault::drop_after(ISSUES));
        app.deal_with(&pull(&widget, 3).opened()).await;
        app.later().await;
        assert_eq!(app.world.issues("acme/security").len(), 1);
        let scope = EventScope {
            installation: i64::try_from(app.world.installation("acme").id()).unwrap(),
            repository: None,
            since: 0,
        };
        let recorded = app.store.events(&scope).await.unwrap();
        assert_eq!(recorded[0].kind, "account.keys_exchanged");
        assert!(recorded[0].actor.is_none(), "nobody gave or took a right");
        app.finish().await;
    }

    async fn a_dry_run_tells_nobody(database) {
        let app = App::start_at(World::start().await, &database, |settings| {
            settings.dry_run = Some(Arc::new(|_, _, _| {}));
        })
        .await;
        let widget = with_notices(&app.world, "acme/widget", "acme/security");
        known_contributor(&app, &widget).await;
        show(&app.world, NEW);
        app.deal_with(&pull(&widget, 3).opened()).await;
        assert_eq!(app.world.issues("acme/security"), []);
        app.finish().await;
    }

    async fn the_timeline_runs_from_the_first_pull_request_to_a_release(database) {
        let app = App::start(&database).await;
        let widget = with_notices(&app.world, "acme/widget", "acme/security");
        show(&app.world, OLD);
        app.set_clock("2026-05-02T12:00:00Z");
        let _ = pull(&widget, 1).merged_at("2026-05-02T12:00:00Z");
        app.set_clock("2026-05-05T12:00:00Z");
        let widget = widget.member("ada", "write");
        app.deal_with(&widget.member_event("added", "mira", "ada")).await;
        // Later in the day each time, so that whole days pass however long the jobs before take.
        app.set_clock("2026-05-10T12:10:00Z");
        let widget = widget.deploy_key("build", "ada", "2026-05-10T12:00:00Z", false);
        app.deal_with(&widget.deploy_key_created("ada")).await;
        app.set_clock("2026-05-12T12:20:00Z");
        app.deal_with(&widget.release_published("ada", "v1.0", "2026-05-12T12:00:00Z")).await;
        assert_eq!(app.world.issues("acme/security").len(), 2, "a release is not a notice of its own");
        app.set_clock("2026-05-20T12:30:00Z");
        let widget = widget.deploy_key("more", "ada", "2026-05-20T12:00:00Z", false);
        app.deal_with(&widget.deploy_key_created("ada")).await;
        let body = &app.world.issues("acme/security")[2].2;
        let steps = [
            "opened the first pull request here, `#1` |",
            "| 2026-05-02 | 1 | first pull request here was merged, `#1` |",
            "| 2026-05-05 | 3 | was given access to the repository, by `mira` |",
            "| 2026-05-10 | 5 | added a deploy key `build` |",
            "| 2026-05-12 | 2 | published a release of the tag `v1.0` |",
            "| 2026-05-20 | 8 | added a deploy key `more` |",
        ];
        let places = steps.map(|step| body.find(step).unwrap_or_else(|| panic!("{step} in {body}")));
        assert!(places.is_sorted(), "{body}");
        app.finish().await;
    }
}
