//! The receiver: what it accepts, and what it does with repeated and late deliveries.

use axum::body::Body;
use axum::http::Request;
use countersign_store::JobState;
use countersign_world::{Delivery, sign};
use serde_json::json;

use crate::app::{App, stories};
use crate::people::{VIC, persona_pull, split, widget};

/// A delivery as a request, with headers to be changed.
fn request(delivery: &Delivery, change: &[(&str, Option<&str>)]) -> Request<Body> {
    let mut request = Request::post("/webhook");
    for (name, value) in delivery.headers() {
        let changed = change.iter().find(|(changed, _)| *changed == name);
        match changed {
            Some((_, Some(value))) => request = request.header(name, *value),
            Some((_, None)) => {}
            None => request = request.header(name, value),
        }
    }
    request.body(Body::from(delivery.body.clone())).unwrap()
}

stories! {
    async fn only_what_is_signed_gets_in(database) {
        let app = App::start(&database).await;
        let opened = persona_pull(&widget(&app.world)).opened();
        let forged = sign("a guess", &opened.body);
        let sha1 = "sha1=0123456789012345678901234567890123456789";
        for signature in [None, Some(&*forged), Some(sha1), Some("")] {
            let status = app.send(request(&opened, &[("x-hub-signature-256", signature)])).await;
            assert_eq!(status, 401, "{signature:?}");
        }
        for content_type in [None, Some("application/x-www-form-urlencoded")] {
            let status = app.send(request(&opened, &[("content-type", content_type)])).await;
            assert_eq!(status, 415, "{content_type:?}");
        }
        assert_eq!(app.store.counts().await.unwrap().deliveries, 0);
        // While secrets are exchanged, either signs.
        let former = sign("the secret before", &opened.body);
        let status = app.send(request(&opened, &[("x-hub-signature-256", Some(&*former))])).await;
        assert_eq!(status, 202);
        app.drain().await;
        app.finish().await;
    }

    async fn a_body_may_have_25_mebibytes_and_no_more_than_26(database) {
        let app = App::start(&database).await;
        let padded = |mebibytes: usize| {
            let body = json!({ "action": "x", "padding": "x".repeat(mebibytes << 20) });
            app.world.deliver("star", &body)
        };
        assert_eq!(app.post(&padded(25)).await, 202);
        assert_eq!(app.post(&padded(26)).await, 413);
        app.finish().await;
    }

    async fn what_is_unknown_is_accepted_and_ignored(database) {
        let app = App::start(&database).await;
        let _ = widget(&app.world);
        let body = json!({ "action": "stacked", "pull_request": { "number": "seven" } });
        for event in ["star", "pull_request", "installation", "sub_issues"] {
            assert_eq!(app.post(&app.world.deliver(event, &body)).await, 202, "{event}");
        }
        let no_json = Delivery { body: b"{".to_vec(), ..app.world.deliver("star", &body) };
        let signature = sign(&app.world.secret(), &no_json.body);
        let request = request(&no_json, &[("x-hub-signature-256", Some(&*signature))]);
        assert_eq!(app.send(request).await, 400);
        app.finish().await;
    }

    async fn a_delivery_that_comes_twice_counts_once(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        let opened = pull.opened();
        assert_eq!(app.post(&opened).await, 202);
        assert_eq!(app.post(&opened).await, 200);
        app.drain().await;
        assert_eq!(app.post(&opened).await, 200);
        app.drain().await;
        assert_eq!(pull.comments().len(), 1);
        assert_eq!(pull.comments()[0].revisions, 1);
        app.finish().await;
    }

    async fn a_dead_job_comes_alive_with_its_redelivery(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        let opened = pull.opened();
        app.world.fault(countersign_world::Fault::status("POST /graphql", 422).times(100));
        app.deliver(&opened).await;
        for _ in 0..5 {
            app.later().await;
        }
        assert_eq!(app.jobs(JobState::Dead).await, 1);
        app.world.heal();
        assert_eq!(app.post(&opened).await, 202);
        app.drain().await;
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }

    async fn deliveries_may_come_in_any_order(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        let opened = pull.opened();
        let before = pull.head();
        let _ = repository.clone().push("gate", &[split(VIC, 14).remove(13)]);
        let pushed = pull.synchronized(&before);
        app.deal_with(&pushed).await;
        let comments = pull.comments();
        app.deal_with(&opened).await;
        assert_eq!(pull.comments(), comments);
        assert_eq!(comments.len(), 1);
        app.finish().await;
    }

    async fn many_pushes_are_one_review(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deliver(&pull.opened()).await;
        for day in [13, 14, 15] {
            let before = pull.head();
            let _ = repository.clone().push("gate", &[split(VIC, day + 1).remove(day)]);
            app.deliver(&pull.synchronized(&before)).await;
        }
        assert_eq!(app.drain().await.done, 1);
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }

    async fn deliveries_that_were_missed_are_taken_in(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        let _lost = pull.opened();
        // The world's log is dated by the story, which begins in June.
        app.set_clock("2026-06-01T10:00:00Z");
        let service = countersign_webhooks::Service::new(app.context.clone());
        service.queue_first_log_check().await;
        app.drain().await;
        assert_eq!(pull.comments().len(), 1);
        // The next walk finds nothing new.
        app.world.forget_requests();
        service.queue_first_log_check().await;
        app.drain().await;
        assert_eq!(app.world.requested("GET /app/hook/deliveries/{delivery_id}"), 0);
        assert_eq!(pull.comments()[0].revisions, 1);
        app.finish().await;
    }

    async fn operators_see_how_it_is(database) {
        let app = App::start(&database).await;
        let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(app.send(get("/healthz")).await, 200);
        assert_eq!(app.send(get("/readyz")).await, 200);
        assert_eq!(app.send(get("/webhook")).await, 405);
        // A database that can be read and not written to is not ready either, a few seconds later at the latest.
        let pool = sqlx::AnyPool::connect(&database).await.unwrap();
        sqlx::raw_sql("ALTER TABLE note RENAME TO gone").execute(&pool).await.unwrap();
        assert_eq!(app.send(get("/readyz")).await, 200, "each answer must not cost a write");
        app.advance(5_000);
        assert_eq!(app.send(get("/readyz")).await, 503);
        sqlx::raw_sql("ALTER TABLE gone RENAME TO note").execute(&pool).await.unwrap();
        app.advance(5_000);
        assert_eq!(app.send(get("/readyz")).await, 200);
        pool.close().await;
        app.store.close().await;
        assert_eq!(app.send(get("/healthz")).await, 200);
        assert_eq!(app.send(get("/readyz")).await, 503);
        let opened = persona_pull(&widget(&app.world)).opened();
        assert_eq!(app.post(&opened).await, 503);
    }
}
