//! An Enterprise server, whose API has a path of its own.

use countersign_world::World;

use crate::support::{SEVEN, in_world, pull_seven, server, widget};

#[tokio::test]
async fn everything_is_below_api_v3_but_graphql() {
    in_world(World::start_enterprise().await, async |stage| {
        let seven = pull_seven(&stage.world);
        let server = server(&stage.world);
        assert!(server.graphql().ends_with("/api/graphql"));
        let client = stage.client();
        assert_eq!(
            client.pull(&widget(), SEVEN).await.unwrap().head,
            seven.head()
        );
        assert_eq!(
            client.changed_files(&widget(), SEVEN).await.unwrap().len(),
            1
        );
        client
            .create_comment(&widget(), SEVEN, "hello")
            .await
            .unwrap();
        assert_eq!(seven.comments().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn further_pages_keep_token_and_base_path() {
    in_world(World::start_enterprise().await, async |stage| {
        for number in 0..120 {
            let _ = stage.world.repository(&format!("acme/r{number}")).private();
        }
        let repositories = stage.client().repositories().await.unwrap();
        assert_eq!(repositories.len(), 120);
        for number in 0..101 {
            let _ = stage.world.installation(&format!("org-{number}"));
        }
        assert_eq!(stage.app.installations().await.unwrap().len(), 102);
        for _ in 0..101 {
            let _ = stage.world.ping();
        }
        let first = stage.app.deliveries(None).await.unwrap();
        let second = stage.app.deliveries(first.next.as_deref()).await.unwrap();
        assert_eq!((second.deliveries.len(), second.next), (1, None));
    })
    .await;
}
