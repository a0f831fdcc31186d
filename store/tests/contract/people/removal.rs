//! What goes with its repository, with its installation, and with time.

use countersign_store::{
    AccountSnapshot, DeployKey, Expired, Installation, Person, PrivilegeEvent, Reading, Repository,
    Separation, Source, Store, StoreError, Viewer,
};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyPoolOptions;

use super::readings::{appears, component, finding, hash, joining, listed, numbers, signs, source};
use crate::support::{Database, NOW, job, on_both_engines, receive};

on_both_engines! {
    people_go_with_their_repository,
    people_go_with_their_installation,
    a_reading_of_a_repository_that_is_gone_is_refused,
    nothing_stays_of_a_repository_that_goes_while_it_is_read,
    what_nothing_shows_for_long_expires,
    a_reading_loses_nobody_to_an_expiry_meanwhile,
    records_that_are_old_expire,
}

const ALL: Viewer = Viewer::Operator;

fn of_repository(id: i64, installation: i64) -> Source {
    Source {
        repository: Some(id),
        installation: Some(installation),
        private: true,
        ..source(&format!("github:{id}"))
    }
}

async fn covered(store: &Store, installation: i64, repository: i64) {
    let account = Installation {
        id: installation,
        account_id: installation,
        account_login: "org".to_owned(),
        suspended: None,
        updated: NOW,
    };
    store.upsert_installation(&account).await.unwrap();
    let repository = Repository {
        id: repository,
        installation,
        owner: "org".to_owned(),
        name: "app".to_owned(),
        private: true,
        backfilled: None,
        updated: NOW,
    };
    store.upsert_repository(&repository).await.unwrap();
}

fn telling(source: Source, number: u32) -> Reading {
    listed(Reading {
        appearances: vec![appears(number, "Ada", "ada", &[1])],
        keys: vec![signs(700 + number, number, (1, 1), 1)],
        findings: vec![finding(number, "f1")],
        ..joining(source, &[(number, 99), (number, 98)])
    })
}

/// How many rows each table about people has.
async fn rows(database: &Database) -> Vec<i64> {
    let tables = "source identifier appearance identity_join key_use person_finding parting";
    let pool = AnyPoolOptions::new().connect(&database.url).await.unwrap();
    let mut rows = Vec::new();
    for table in tables.split(' ') {
        let count = AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        rows.push(sqlx::query_scalar(count).fetch_one(&pool).await.unwrap());
    }
    pool.close().await;
    rows
}

async fn people_go_with_their_repository(database: Database) {
    let store = database.migrated().await;
    covered(&store, 1, 11).await;
    covered(&store, 1, 12).await;
    for (id, number) in [(11, 1), (12, 2)] {
        let reading = telling(of_repository(id, 1), number);
        store.remember_people(&reading, NOW).await.unwrap();
    }
    assert_eq!(numbers(&component(&store, 1, ALL).await), [1, 2, 98, 99]);
    store.remove_repository(2, 11).await.unwrap();
    assert_eq!(
        rows(&database).await,
        [2, 6, 2, 4, 2, 2, 0],
        "not its installation"
    );
    store.remove_repository(1, 11).await.unwrap();
    assert_eq!(rows(&database).await, [1, 4, 1, 2, 1, 1, 0]);
    assert_eq!(numbers(&component(&store, 2, ALL).await), [2, 98, 99]);
    assert!(component(&store, 1, ALL).await.identifiers.is_empty());
}

async fn people_go_with_their_installation(database: Database) {
    let store = database.migrated().await;
    covered(&store, 1, 11).await;
    covered(&store, 2, 21).await;
    let unrecorded = Source {
        repository: None,
        ..of_repository(0, 1)
    };
    let sources = [
        of_repository(11, 1),
        of_repository(21, 2),
        unrecorded,
        source("/folder"),
    ];
    for (source, number) in sources.into_iter().zip(1..) {
        store
            .remember_people(&telling(source, number), NOW)
            .await
            .unwrap();
    }
    for installation in [Some(1), Some(2), None] {
        let parting = Separation {
            installation,
            who: "maintainer".to_owned(),
            reason: "two people".to_owned(),
        };
        store
            .separate(hash(50), hash(51), &parting, NOW)
            .await
            .unwrap();
    }
    assert_eq!(rows(&database).await, [4, 10, 4, 8, 4, 4, 3]);
    store.remove_installation(1).await.unwrap();
    assert_eq!(rows(&database).await, [2, 6, 2, 4, 2, 2, 2]);
    assert_eq!(numbers(&component(&store, 2, ALL).await), [2, 4, 98, 99]);
}

async fn a_reading_of_a_repository_that_is_gone_is_refused(database: Database) {
    let store = database.migrated().await;
    covered(&store, 1, 11).await;
    let reading = telling(of_repository(11, 1), 1);
    store.remember_people(&reading, NOW).await.unwrap();
    store.remove_repository(1, 11).await.unwrap();
    let refused = store.remember_people(&reading, NOW).await.unwrap_err();
    assert!(
        matches!(
            refused,
            StoreError::UnknownRepository { repository: 11, .. }
        ),
        "{refused:?}"
    );
    assert_eq!(rows(&database).await, [0; 7]);
}

async fn nothing_stays_of_a_repository_that_goes_while_it_is_read(database: Database) {
    let stores = [database.migrated().await, database.open().await];
    covered(&stores[0], 1, 11).await;
    let reader = stores[0].clone();
    let reading = tokio::spawn(async move {
        let reading = telling(of_repository(11, 1), 1);
        let mut turn = 0;
        loop {
            match reader.remember_people(&reading, NOW + turn).await {
                Ok(()) => turn += 1,
                Err(StoreError::UnknownRepository { .. }) => return turn,
                Err(error) => panic!("{error:?}"),
            }
        }
    });
    while rows(&database).await[0] == 0 {
        tokio::task::yield_now().await;
    }
    stores[1].remove_repository(1, 11).await.unwrap();
    assert!(reading.await.unwrap() > 0);
    assert_eq!(rows(&database).await, [0; 7]);
}

async fn a_reading_loses_nobody_to_an_expiry_meanwhile(database: Database) {
    let stores = [database.migrated().await, database.open().await];
    let reader = stores[0].clone();
    let reading = tokio::spawn(async move {
        for turn in 0..30 {
            let old = telling(source("old"), 1);
            reader.remember_people(&old, NOW).await.unwrap();
            let new = telling(source(&format!("new {turn}")), 1);
            reader.remember_people(&new, NOW + 10).await.unwrap();
        }
    });
    while !reading.is_finished() {
        stores[1].expire(NOW + 5).await.unwrap();
    }
    reading.await.unwrap();
    stores[1].expire(NOW + 5).await.unwrap();
    assert_eq!(rows(&database).await, [30, 4, 30, 60, 30, 30, 0]);
    assert_eq!(component(&stores[0], 1, ALL).await.joins.len(), 60);
}

async fn what_nothing_shows_for_long_expires(database: Database) {
    let store = database.migrated().await;
    let old = telling(source("old"), 1);
    store.remember_people(&old, NOW).await.unwrap();
    store
        .remember_people(&telling(source("read on"), 2), NOW)
        .await
        .unwrap();
    store
        .remember_people(&telling(source("read on"), 3), NOW + 10)
        .await
        .unwrap();
    store.forget_people(&[hash(77)], NOW).await.unwrap();
    assert_eq!(store.expire(NOW).await.unwrap(), Expired::default());
    let expected = Expired {
        sources: 1,
        appearances: 1,
        joins: 2,
        key_uses: 1,
        // The newer reading found the same.
        findings: 0,
        ..Expired::default()
    };
    assert_eq!(store.expire(NOW + 10).await.unwrap(), expected);
    assert_eq!(rows(&database).await, [1, 4, 1, 2, 1, 1, 0]);
    assert_eq!(numbers(&component(&store, 99, ALL).await), [3, 98, 99]);
    assert_eq!(store.forgotten(&[hash(77)]).await.unwrap(), [hash(77)]);
    store.remember_people(&old, NOW + 20).await.unwrap();
    assert_eq!(numbers(&component(&store, 1, ALL).await), [1, 3, 98, 99]);
}

async fn records_that_are_old_expire(database: Database) {
    let store = database.migrated().await;
    let person = |id| Person {
        id,
        login: "ada".to_owned(),
    };
    for (id, now) in [(1, NOW), (2, NOW + 10)] {
        let account = AccountSnapshot {
            id,
            login: "ada".to_owned(),
            created: None,
            keys: Vec::new(),
        };
        store.snapshot_account(1, &account, now).await.unwrap();
        let event = PrivilegeEvent {
            delivery: id.to_string(),
            installation: 1,
            repository: None,
            organization: None,
            kind: "member-added".to_owned(),
            actor: None,
            subject: Some(person(id)),
            at: now,
            detail: "{}".to_owned(),
        };
        store.record_event(&event).await.unwrap();
        let key = DeployKey {
            installation: 1,
            repository: id,
            repository_name: "org/app".to_owned(),
            fingerprint: "f".to_owned(),
            added_by: person(id),
        };
        store.see_deploy_key(&key, now).await.unwrap();
    }
    store
        .receive(&crate::support::delivery("done"), None, NOW)
        .await
        .unwrap();
    receive(&store, "waits", &job("pr", "1")).await;
    let expected = Expired {
        accounts: 1,
        events: 1,
        deploy_keys: 1,
        bodies: 1,
        ..Expired::default()
    };
    assert_eq!(store.expire(NOW + 10).await.unwrap(), expected);
    assert_eq!(store.account(1, Viewer::Operator).await.unwrap(), None);
    assert!(store.account(2, Viewer::Operator).await.unwrap().is_some());
    assert_eq!(store.delivery("waits").await.unwrap().unwrap().body, "{}");
    assert_eq!(store.expire(NOW + 10).await.unwrap(), Expired::default());
}
