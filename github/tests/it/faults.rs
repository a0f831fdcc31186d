//! What goes wrong on the way.

use std::sync::atomic::Ordering;
use std::time::Duration;

use countersign_github::{App, AppConfig, GithubError};
use countersign_world::{APP_ID, Fault, PRIVATE_KEY};

use crate::support::{SEVEN, installation_of, pull_seven, server, story, widget};

const COMMENT: &str = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const GRAPHQL: &str = "POST /graphql";

#[tokio::test]
async fn limits_say_when_to_come_back() {
    story(async |stage| {
        pull_seven(&stage.world);
        let client = stage.client();
        let now_ms = stage.now_ms.load(Ordering::SeqCst);
        let until = async || match client.create_comment(&widget(), SEVEN, "x").await {
            Err(GithubError::RateLimited { until_ms }) => until_ms,
            other => panic!("{other:?}"),
        };
        let reset_ms = (now_ms / 1_000 + 900) * 1_000;
        stage.world.fault(Fault::primary_limit(COMMENT, reset_ms));
        assert_eq!(until().await, reset_ms);
        stage.world.fault(Fault::secondary_limit(COMMENT, Some(30)));
        assert_eq!(until().await, now_ms + 30_000);
        stage.world.fault(Fault::secondary_limit(COMMENT, None));
        assert_eq!(until().await, now_ms + 60_000);
        stage.world.fault(Fault::too_many(COMMENT, Some(5)));
        assert_eq!(until().await, now_ms + 5_000);
        stage.world.fault(Fault::too_many(COMMENT, None));
        assert_eq!(until().await, now_ms + 60_000);
        assert_eq!(stage.world.requested(COMMENT), 5, "nothing was tried twice");
        assert_eq!(stage.world.pull(7).comments(), []);
    })
    .await;
}

#[tokio::test]
async fn an_hours_allowance_ends_in_rest_and_graphql() {
    story(async |stage| {
        pull_seven(&stage.world);
        stage.world.hourly_limit(1);
        let client = stage.client();
        client.pull(&widget(), SEVEN).await.unwrap();
        let now_ms = stage.now_ms.load(Ordering::SeqCst);
        for outcome in [
            client.pull(&widget(), SEVEN).await.map(|_| ()),
            client.changed_files(&widget(), SEVEN).await.map(|_| ()),
        ] {
            let Err(GithubError::RateLimited { until_ms }) = outcome else {
                panic!("{outcome:?}");
            };
            assert!(until_ms > now_ms - 60_000 && until_ms <= now_ms + 3_660_000);
        }
    })
    .await;
}

#[tokio::test]
async fn server_faults_pass_and_nothing_is_repeated() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let client = stage.client();
        for fault in [
            Fault::status(COMMENT, 502),
            Fault::status(COMMENT, 503),
            Fault::drop_before(COMMENT),
        ] {
            stage.world.fault(fault);
            stage.world.forget_requests();
            let failed = client
                .create_comment(&widget(), SEVEN, "x")
                .await
                .unwrap_err();
            assert!(
                matches!(failed, GithubError::Transient { .. }),
                "{failed:?}"
            );
            assert_eq!(stage.world.requested(COMMENT), 1);
        }
        assert_eq!(seven.comments(), []);
    })
    .await;
}

#[tokio::test]
async fn a_lost_answer_may_hide_a_write() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let client = stage.client();
        stage.world.fault(Fault::drop_after(COMMENT));
        let failed = client
            .create_comment(&widget(), SEVEN, "x")
            .await
            .unwrap_err();
        assert!(failed.is_transient(), "{failed:?}");
        assert_eq!(seven.comments().len(), 1, "it happened, once");
        assert_eq!(
            client
                .comments_of_app(&widget(), SEVEN)
                .await
                .unwrap()
                .len(),
            1
        );
        stage.world.fault(Fault::truncated(GRAPHQL));
        let failed = client.pull(&widget(), SEVEN).await.unwrap_err();
        assert!(
            matches!(failed, GithubError::Transient { .. }),
            "{failed:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn slow_answers_are_given_up() {
    story(async |stage| {
        pull_seven(&stage.world);
        let config = AppConfig {
            timeout: Duration::from_millis(300),
            ..AppConfig::new(APP_ID, PRIVATE_KEY.into(), server(&stage.world))
        };
        let app = App::new(config).unwrap();
        let client = app.installation(installation_of(&stage.world, "acme"));
        client.git_credentials().await.unwrap();
        stage
            .world
            .fault(Fault::slow(GRAPHQL, Duration::from_secs(3)));
        let failed = client.pull(&widget(), SEVEN).await.unwrap_err();
        assert!(
            matches!(failed, GithubError::Transient { .. }),
            "{failed:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_fault_between_pages_is_no_short_list() {
    story(async |stage| {
        pull_seven(&stage.world);
        for number in 0..101 {
            let _ = stage.world.installation(&format!("org-{number}"));
        }
        stage
            .world
            .fault(Fault::status("GET /app/installations", 502).after(1));
        assert!(stage.app.installations().await.unwrap_err().is_transient());
    })
    .await;
}

#[tokio::test]
async fn a_delivery_can_be_asked_for_again() {
    story(async |stage| {
        let opened = pull_seven(&stage.world).opened();
        stage.world.answered(&opened, 503);
        let page = stage.app.deliveries(None).await.unwrap();
        stage.app.redeliver(page.deliveries[0].id).await.unwrap();
        let again = stage.world.redeliveries();
        assert_eq!(again.len(), 1);
        assert_eq!(
            (&again[0].guid, &again[0].body),
            (&opened.guid, &opened.body)
        );
        let page = stage.app.deliveries(None).await.unwrap();
        assert!(page.deliveries[0].redelivery);
        assert_eq!(page.deliveries[0].guid, page.deliveries[1].guid);
        assert!(stage.app.redeliver(1).await.unwrap_err().is_absent());
    })
    .await;
}
