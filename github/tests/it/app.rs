//! The App's own calls.

use countersign_github::{App, AppConfig, Clock, GithubError, probe};
use countersign_world::{APP_ID, PRIVATE_KEY};

use crate::support::{SEVEN, installation_of, pull_seven, server, story, widget};

#[tokio::test]
async fn the_app_knows_itself_and_its_installations() {
    story(async |stage| {
        let identity = stage.app.identity().await.unwrap();
        assert_eq!(
            (identity.id, identity.login().as_str()),
            (APP_ID, "countersign[bot]")
        );
        for number in 0..101 {
            let _ = stage.world.installation(&format!("org-{number}"));
        }
        let _ = stage.world.installation("org-100").suspend();
        let all = stage.app.installations().await.unwrap();
        assert_eq!(all.len(), 101);
        assert_eq!(
            stage.world.requested("GET /app/installations"),
            2,
            "the JWT went along"
        );
        let last = &all[100];
        assert_eq!(last.account_login, "org-100");
        assert!(last.suspended && last.is_organization && !all[0].suspended);
        assert_eq!(last.permissions["checks"], "write");
    })
    .await;
}

#[tokio::test]
async fn the_delivery_log_is_walked_by_cursor() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let opened = seven.opened();
        stage.world.answered(&opened, 202);
        for _ in 0..149 {
            let _ = seven.event("edited");
        }
        let first = stage.app.deliveries(None).await.unwrap();
        assert_eq!(first.deliveries.len(), 100);
        let second = stage.app.deliveries(first.next.as_deref()).await.unwrap();
        assert_eq!((second.deliveries.len(), second.next), (50, None));
        let oldest = second.deliveries.last().unwrap();
        assert_eq!((&oldest.guid, oldest.status), (&opened.guid, 202));
        assert_eq!(oldest.event, "pull_request");
        assert_eq!(oldest.action.as_deref(), Some("opened"));
        assert_eq!(
            oldest.installation,
            Some(installation_of(&stage.world, "acme"))
        );
        assert_eq!(first.deliveries[0].status, 0, "never answered");

        let recorded = stage.app.delivery(oldest.id).await.unwrap();
        let body: serde_json::Value = serde_json::from_slice(&recorded.body).unwrap();
        assert_eq!(body["pull_request"]["number"], 7);
        assert_eq!(recorded.summary, *oldest);
    })
    .await;
}

#[tokio::test]
async fn the_jwt_must_be_the_apps() {
    story(async |stage| {
        let config = AppConfig::new(APP_ID + 1, PRIVATE_KEY.into(), server(&stage.world));
        let stranger = App::new(config).unwrap();
        let refused = stranger.installations().await.unwrap_err();
        assert!(
            matches!(refused, GithubError::Unauthorized { .. }),
            "{refused:?}"
        );
        let config = AppConfig::new(APP_ID, "no key".into(), server(&stage.world));
        assert!(matches!(
            App::new(config),
            Err(GithubError::Settings { .. })
        ));
        assert!(!format!("{:?}", stage.app).contains("PRIVATE"));
    })
    .await;
}

#[tokio::test]
async fn two_installations_do_not_see_each_other() {
    story(async |stage| {
        pull_seven(&stage.world);
        let _ = stage.world.repository("acme/widget").private();
        let other = stage
            .app
            .installation(installation_of(&stage.world, "other"));
        assert!(other.pull(&widget(), SEVEN).await.unwrap_err().is_absent());
        assert!(stage.client().pull(&widget(), SEVEN).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn github_says_what_time_it_is_and_how_many_calls_are_left() {
    story(async |stage| {
        let now = Clock::system().now_ms() / 1_000;
        let patience = std::time::Duration::from_secs(10);
        let asked = probe(&server(&stage.world), patience).await.unwrap();
        assert_eq!(asked.status, 200);
        assert!((asked.date.unwrap() - now).abs() < 10);
        stage.world.clock_ahead(300);
        let asked = probe(&server(&stage.world), patience).await.unwrap();
        assert!((asked.date.unwrap() - now - 300).abs() < 10, "{asked:?}");
        let client = stage
            .app
            .installation(installation_of(&stage.world, "acme"));
        let before = client.rate_limit().await.unwrap();
        let after = client.rate_limit().await.unwrap();
        assert_eq!((after.limit, after.remaining), (5_000, before.remaining));
    })
    .await;
}
