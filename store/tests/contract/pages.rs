//! Pages of reviews: the newest stands, and each goes with its repository, with time, and when somebody is forgotten.

use countersign_store::{IdentifierHash, Repository, ReviewPage, StoreError};

use crate::support::{Database, NOW, on_both_engines};

fn repository(id: i64) -> Repository {
    Repository {
        id,
        installation: 1,
        owner: "acme".to_owned(),
        name: format!("repo-{id}"),
        private: true,
        backfilled: None,
        updated: NOW,
    }
}

fn page(repository: i64, html: &str, made: i64) -> ReviewPage {
    ReviewPage {
        repository,
        number: 7,
        html: html.to_owned(),
        made,
    }
}

on_both_engines! {
    the_newest_page_stands,
    a_page_goes_with_its_repository_and_its_time,
    forgetting_somebody_deletes_every_page,
}

async fn the_newest_page_stands(database: Database) {
    let store = database.migrated().await;
    let unknown = store.save_page(&page(11, "x", NOW)).await.unwrap_err();
    assert!(matches!(
        unknown,
        StoreError::UnknownRepository { repository: 11, .. }
    ));
    store.upsert_repository(&repository(11)).await.unwrap();
    for (html, made) in [("first", NOW), ("newest", NOW + 2), ("late", NOW + 1)] {
        store.save_page(&page(11, html, made)).await.unwrap();
    }
    let stored = store.page(11, 7).await.unwrap();
    assert_eq!(stored, Some(page(11, "newest", NOW + 2)));
    assert_eq!(store.page(11, 8).await.unwrap(), None);
    store.remove_page(11, 7).await.unwrap();
    assert_eq!(store.page(11, 7).await.unwrap(), None);
}

async fn a_page_goes_with_its_repository_and_its_time(database: Database) {
    let store = database.migrated().await;
    for (id, made) in [(11, NOW), (12, NOW), (13, NOW - 10)] {
        store.upsert_repository(&repository(id)).await.unwrap();
        store.save_page(&page(id, "x", made)).await.unwrap();
    }
    store.remove_repository(1, 11).await.unwrap();
    assert_eq!(store.page(11, 7).await.unwrap(), None);
    assert_eq!(store.expire(NOW).await.unwrap().pages, 1);
    assert_eq!(store.page(13, 7).await.unwrap(), None);
    store.remove_installation(1).await.unwrap();
    assert_eq!(store.page(12, 7).await.unwrap(), None);
}

async fn forgetting_somebody_deletes_every_page(database: Database) {
    let store = database.migrated().await;
    store.upsert_repository(&repository(11)).await.unwrap();
    store.save_page(&page(11, "Ada", NOW)).await.unwrap();
    let somebody: IdentifierHash = "07".repeat(16).parse().unwrap();
    store.forget_people(&[somebody], NOW).await.unwrap();
    assert_eq!(store.page(11, 7).await.unwrap(), None);
}
