//! Installations, histories and rights.

use countersign_store::EventScope;
use countersign_world::{Commit, Delivery};

use crate::app::{App, stories};
use crate::people::{ADA, widget};

stories! {
    async fn an_installation_takes_in_histories(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let installation = app.world.installation("acme");
        app.deal_with(&installation.created()).await;
        let id = i64::try_from(installation.id()).unwrap();
        let known = app.store.repositories(id).await.unwrap();
        assert_eq!(known.len(), 1);
        assert!(known[0].backfilled.is_some());
        assert!(app.folder_of_mirror(repository.id()).exists());
        // What a push adds is fetched, and only for the default branch.
        app.world.forget_requests();
        let before = repository.head("main");
        let commit = Commit::new(ADA, "2026-04-01T10:11:12+01:00");
        let repository = repository.commit(commit);
        app.deal_with(&repository.pushed("ada", "main", Some(&before))).await;
        assert!(app.world.requested("GIT /git-upload-pack") > 0);
        app.deal_with(&installation.remove_repository("acme/widget")).await;
        assert!(app.store.repositories(id).await.unwrap().is_empty());
        assert!(!app.folder_of_mirror(repository.id()).exists());
        app.deal_with(&installation.add_repository("acme/widget")).await;
        assert!(app.folder_of_mirror(repository.id()).exists());
        app.finish().await;
    }

    async fn a_recorded_body_under_another_name_deletes_nothing(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let installation = app.world.installation("acme");
        app.deal_with(&installation.created()).await;
        let id = i64::try_from(installation.id()).unwrap();
        // Its body names the action `deleted` and the installation, and GitHub's signature is over the body alone.
        let recorded = repository.repository_event("deleted", "mira");
        let replayed = Delivery {
            guid: format!("{}-again", recorded.guid),
            event: "installation".to_owned(),
            ..recorded
        };
        app.deal_with(&replayed).await;
        assert_eq!(app.store.repositories(id).await.unwrap().len(), 1);
        assert!(app.folder_of_mirror(repository.id()).exists());
        // A late delivery deletes nothing either: the repository is covered again.
        let removed = installation.remove_repository("acme/widget");
        app.deal_with(&installation.add_repository("acme/widget")).await;
        app.deal_with(&removed).await;
        assert_eq!(app.store.repositories(id).await.unwrap().len(), 1);
        app.finish().await;
    }

    async fn rights_are_recorded_and_some_are_reported(database) {
        let app = App::start(&database).await;
        let _ = app.world.repository("acme/security").private();
        let policy = "notice = \"acme/security\"\n";
        let repository = widget(&app.world)
            .commit(Commit::new(ADA, "2026-04-01T10:11:12+01:00").file(".github/countersign.toml", policy))
            .deploy_key("ci", "mira", "2026-04-02T00:00:00Z", true);
        app.deal_with(&repository.deploy_key_created("mira")).await;
        assert_eq!(app.world.issues("acme/security"), []);
        let repository = repository.deploy_key("ci", "victor", "2026-04-02T00:00:00Z", false);
        app.deal_with(&repository.deploy_key_created("victor")).await;
        app.deal_with(&repository.member_event("added", "mira", "victor")).await;
        app.deal_with(&repository.membership_event("added", "mira", "victor")).await;
        app.deal_with(&repository.organization_event("member_added", "mira", "victor")).await;
        app.deal_with(&repository.made_public("mira")).await;
        app.deal_with(&repository.repository_event("renamed", "mira")).await;
        let notices: Vec<_> = app.world.issues("acme/security");
        assert!(notices[0].1.contains("a deploy key with write access was added"), "{notices:?}");
        assert!(notices.len() >= 3, "{notices:?}");
        let scope = EventScope {
            installation: i64::try_from(app.world.installation("acme").id()).unwrap(),
            repository: None,
            since: 0,
        };
        assert_eq!(app.store.events(&scope).await.unwrap().len(), 7);
        app.finish().await;
    }
}
