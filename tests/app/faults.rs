//! Failures of GitHub, of the network and of the App itself, in the middle of a review.

use std::sync::Arc;

use countersign_store::{JobFilter, JobState, Serves};
use countersign_webhooks::{Drained, Worker};
use countersign_world::{Commit, Fault};
use tokio::sync::Notify;

use crate::app::{App, LATER, stories};
use crate::people::{ADA, VIC, persona_pull, split, widget};

const COMMENT: &str = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const GRAPHQL: &str = "POST /graphql";

/// Waits until faults hold back this number of requests.
pub(crate) async fn held_back(app: &App, requests: u64) {
    while app.world.held() < requests {
        tokio::task::yield_now().await;
    }
}

stories! {
    async fn a_comment_is_not_written_twice_when_its_answer_is_lost(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        app.world.fault(Fault::drop_after(COMMENT));
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.comments().len(), 1);
        app.later().await;
        assert_eq!(pull.comments().len(), 1);
        assert_eq!(pull.comments()[0].revisions, 1);
        assert_eq!(pull.checks().len(), 1);
        app.finish().await;
    }

    async fn a_comment_is_found_again_after_its_reason_went(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.world.fault(Fault::drop_after(COMMENT));
        app.deal_with(&pull.opened()).await;
        let before = pull.head();
        let commit = Commit::new(ADA, "2026-03-02T10:11:12+01:00").file("gate", "work");
        let _ = repository.clone().force_push("gate", "main", &[commit]);
        app.deal_with(&pull.synchronized(&before)).await;
        app.later().await;
        let comments = pull.comments();
        assert_eq!(comments.len(), 1);
        assert_eq!(comments[0].minimised.as_deref(), Some("RESOLVED"));
        app.finish().await;
    }

    async fn a_comment_is_resolved_wherever_the_first_try_broke_off(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        for passed in 0..6 {
            let before = pull.head();
            let commit = Commit::new(ADA, "2026-03-02T10:11:12+01:00").file("gate", "work");
            let _ = repository.clone().force_push("gate", "main", &[commit]);
            app.world.fault(Fault::status(GRAPHQL, 502).after(passed));
            app.deal_with(&pull.synchronized(&before)).await;
            app.world.heal();
            app.later().await;
            assert_eq!(pull.comments()[0].minimised.as_deref(), Some("RESOLVED"), "{passed}");
            let before = pull.head();
            let _ = repository.clone().force_push("gate", "main", &split(VIC, 12));
            app.deal_with(&pull.synchronized(&before)).await;
        }
        app.finish().await;
    }

    async fn a_warning_that_came_back_is_resolved_wherever_its_review_broke_off(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        let clean = Commit::new(ADA, "2026-03-02T10:11:12+01:00").file("gate", "work");
        let become_clean = || {
            let before = pull.head();
            let _ = repository.clone().force_push("gate", "main", std::slice::from_ref(&clean));
            pull.synchronized(&before)
        };
        app.deal_with(&become_clean()).await;
        for passed in 0.. {
            let before = pull.head();
            let _ = repository.clone().force_push("gate", "main", &split(VIC, 12));
            // GitHub does what this request asks for, and its answer is lost.
            app.world.fault(Fault::drop_after("*").after(passed));
            app.deliver(&pull.synchronized(&before)).await;
            let broke_off = app.drain().await.failed > 0;
            app.world.heal();
            // Before the job runs again, the reason is gone.
            app.deal_with(&become_clean()).await;
            app.later().await;
            let comment = &pull.comments()[0];
            assert_eq!(comment.minimised.as_deref(), Some("RESOLVED"), "{passed}");
            if !broke_off {
                assert!(passed > 5, "every request of the review was lost once: {passed}");
                break;
            }
        }
        app.finish().await;
    }

    async fn a_fault_that_passes_costs_only_time(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        app.world.fault(Fault::status(COMMENT, 502));
        app.world.fault(Fault::status(GRAPHQL, 503));
        app.world.fault(Fault::drop_before(GRAPHQL));
        app.world.fault(Fault::truncated("GET /repos/{owner}/{repo}/pulls/{pull_number}/files"));
        app.deliver(&pull.opened()).await;
        let mut failed = 0;
        for _ in 0..5 {
            failed += app.later().await.failed;
        }
        assert_eq!(failed, 4, "every fault was met");
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }

    async fn rate_limits_pause_the_installation_and_cost_no_attempt(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        let other = repository.open("victor", "gate", "The same once more");
        for fault in [
            Fault::secondary_limit(GRAPHQL, Some(120)),
            Fault::too_many(GRAPHQL, Some(120)),
            Fault::primary_limit(GRAPHQL, app.now_ms() + LATER / 2),
            Fault::secondary_limit(COMMENT, None),
            Fault::too_many(GRAPHQL, None),
            Fault::secondary_limit(GRAPHQL, Some(5)),
        ] {
            app.world.heal();
            app.world.fault(fault);
            app.deliver(&pull.event("reopened")).await;
            app.deliver(&other.event("reopened")).await;
            app.drain().await;
            // Both wait, and none has lost an attempt.
            assert_eq!(app.drain().await, Drained::default());
            let waiting = app.store.jobs(&JobFilter::default()).await.unwrap();
            assert!(!waiting.is_empty());
            assert!(waiting.iter().all(|job| job.attempts == 0), "{waiting:?}");
            app.advance(LATER);
        }
        app.world.heal();
        app.later().await;
        assert_eq!((pull.comments().len(), other.comments().len()), (1, 1));
        app.finish().await;
    }

    async fn a_token_that_ended_is_replaced(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        app.world.expire_tokens();
        let other = repository.open("victor", "gate", "The same once more");
        app.deal_with(&other.opened()).await;
        app.later().await;
        assert_eq!(other.comments().len(), 1);
        app.finish().await;
    }

    async fn a_worker_that_dies_loses_nothing(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        app.deliver(&pull.opened()).await;
        // Killed between claim and done.
        let lease = app.store.claim("killed", Serves::All, 60_000, app.now_ms()).await.unwrap();
        assert!(lease.is_some());
        assert_eq!(app.drain().await, Drained::default());
        app.advance(61_000);
        app.drain().await;
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }

    async fn a_worker_killed_at_any_request_writes_one_comment(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        app.deliver(&pull.opened()).await;
        let never = Arc::new(Notify::new());
        let mut killed = 0;
        for passed in 0.. {
            let before = killed;
            for fault in [Fault::held("*", &never), Fault::unanswered("*")] {
                app.world.fault(fault.after(passed));
                let worker = Worker::new(app.context.clone(), "killed");
                // Dropping the future is the nearest to `kill -9` that one process can do.
                tokio::select! {
                    drained = worker.drain() => drop(drained.unwrap()),
                    () = held_back(&app, killed + 1) => killed += 1,
                }
                app.world.heal();
                app.advance(61_000);
                let dead = JobFilter { state: Some(JobState::Dead), ..JobFilter::default() };
                for job in app.store.jobs(&dead).await.unwrap() {
                    app.store.retry_job(job.id, app.now_ms()).await.unwrap();
                }
            }
            if killed == before {
                break;
            }
        }
        assert!(killed > 10, "before and after each request: {killed}");
        app.later().await;
        assert_eq!(pull.comments().len(), 1);
        assert_eq!(pull.checks().len(), 1);
        app.finish().await;
    }

    async fn a_push_during_a_review_wins(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deliver(&pull.opened()).await;
        let before = pull.head();
        let pushed = Arc::new(Notify::new());
        app.world.fault(Fault::held("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", &pushed));
        let meanwhile = async {
            // The review has its commits by now, and waits for the list of files.
            held_back(&app, 1).await;
            let commit = Commit::new(ADA, "2026-03-02T10:11:12+01:00").file("gate", "work");
            let _ = repository.clone().force_push("gate", "main", &[commit]);
            pushed.notify_one();
        };
        tokio::join!(app.drain(), meanwhile);
        assert_eq!(pull.comments(), [], "the old head is not written about");
        app.deal_with(&pull.synchronized(&before)).await;
        assert_eq!(pull.comments(), []);
        app.finish().await;
    }

    async fn a_database_that_was_away_is_used_again(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        app.deliver(&pull.opened()).await;
        let world = app.world.clone();
        // The process ends with its connections; the next one begins with the same database.
        app.store.close().await;
        assert_eq!(app.post(&pull.event("reopened")).await, 503);
        let app = App::start_at(world, &database, |_| {}).await;
        app.drain().await;
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }

    async fn a_suspended_installation_is_left_alone(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        let installation = app.world.installation("acme");
        app.deliver(&pull.opened()).await;
        app.deal_with(&installation.suspend()).await;
        assert_eq!(pull.comments(), []);
        app.deal_with(&installation.unsuspend()).await;
        app.deal_with(&pull.event("reopened")).await;
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }

    async fn a_removed_installation_leaves_nothing_behind(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        let installation = app.world.installation("acme");
        app.deal_with(&installation.created()).await;
        app.deal_with(&pull.opened()).await;
        let before = pull.head();
        let _ = repository.clone().push("gate", &[split(VIC, 14).remove(13)]);
        app.deliver(&pull.synchronized(&before)).await;
        app.deal_with(&installation.remove()).await;
        assert_eq!(pull.comments()[0].revisions, 1);
        assert!(app.store.installations().await.unwrap().is_empty());
        let mirror = app.folder_of_mirror(repository.id());
        assert!(!mirror.exists(), "{}", mirror.display());
        app.finish().await;
    }
}
