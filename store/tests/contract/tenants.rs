//! Whose data is whose, what is remembered of it, and what goes with whom.

use countersign_store::{
    Decision, EventScope, Installation, Person, PrivilegeEvent, Received, Repository, Review,
    Store, StoreError,
};

use crate::support::{Database, NOW, claim, job, on_both_engines, receive};

fn installation(id: i64) -> Installation {
    Installation {
        id,
        account_id: id * 10,
        account_login: format!("org-{id}"),
        suspended: None,
        updated: NOW,
    }
}

fn repository(installation: i64, id: i64) -> Repository {
    Repository {
        id,
        installation,
        owner: format!("org-{installation}"),
        name: format!("repo-{id}"),
        private: true,
        backfilled: None,
        updated: NOW,
    }
}

fn review(repository: i64) -> Review {
    Review {
        repository,
        number: 7,
        head: "1f".repeat(20),
        level: "review".to_owned(),
        comment: Some(99),
        comment_digest: Some("d1".to_owned()),
        check_run: None,
        updated: NOW,
    }
}

fn decision(repository: i64) -> Decision {
    Decision {
        repository,
        fingerprint: "f1".to_owned(),
        who_id: 5,
        who_login: "maintainer".to_owned(),
        reason: "met in person '; --".to_owned(),
        at: NOW,
    }
}

fn event(installation: i64, repository: Option<i64>, delivery: &str) -> PrivilegeEvent {
    PrivilegeEvent {
        delivery: delivery.to_owned(),
        installation,
        repository,
        organization: Some(installation * 10),
        kind: "member-added".to_owned(),
        actor: Some(Person {
            id: 5,
            login: "maintainer".to_owned(),
        }),
        subject: None,
        at: NOW,
        detail: "{}".to_owned(),
    }
}

/// Two tenants with one repository each (1 has 11, 2 has 21) and something in every table.
async fn two_tenants(store: &Store) {
    for (tenant, repo) in [(1, 11), (2, 21)] {
        store
            .upsert_installation(&installation(tenant))
            .await
            .unwrap();
        store
            .upsert_repository(&repository(tenant, repo))
            .await
            .unwrap();
        store.save_review(&review(repo)).await.unwrap();
        store.accept(&decision(repo)).await.unwrap();
        store
            .record_event(&event(tenant, Some(repo), &format!("event-{tenant}")))
            .await
            .unwrap();
        store.pause_installation(tenant, NOW).await.unwrap();
    }
}

fn everything(installation: i64) -> EventScope {
    EventScope {
        installation,
        repository: None,
        since: 0,
    }
}

on_both_engines! {
    a_review_is_kept_in_place_of_the_last,
    what_is_shown_keeps_the_time_since_when,
    decisions_are_kept_per_person_and_finding,
    nothing_is_kept_for_an_unknown_repository,
    installations_and_repositories_follow_the_latest_word,
    a_removed_installation_takes_its_data_along,
    a_removed_repository_takes_its_data_along,
    events_are_recorded_once_and_read_by_their_tenant,
}

async fn a_review_is_kept_in_place_of_the_last(database: Database) {
    let store = database.migrated().await;
    two_tenants(&store).await;
    assert_eq!(store.review(11, 7).await.unwrap(), Some(review(11)));
    assert_eq!(store.review(11, 8).await.unwrap(), None);
    let newer = Review {
        comment: None,
        comment_digest: None,
        check_run: Some(3),
        updated: NOW + 1,
        ..review(11)
    };
    store.save_review(&newer).await.unwrap();
    store.save_review(&review(11)).await.unwrap();
    assert_eq!(store.review(11, 7).await.unwrap(), Some(newer));
    assert_eq!(store.review(21, 7).await.unwrap(), Some(review(21)));
}

async fn what_is_shown_keeps_the_time_since_when(database: Database) {
    let store = database.migrated().await;
    two_tenants(&store).await;
    let shown = |one: &str, since| (one.to_owned(), since);
    let show = async |fingerprints: &[&str], since| {
        let fingerprints: Vec<_> = fingerprints.iter().map(|one| (*one).to_owned()).collect();
        let saved = store.save_shown_findings(11, 7, &fingerprints, since).await;
        saved.unwrap();
        store.shown_findings(11, 7).await.unwrap()
    };
    assert_eq!(
        show(&["a", "b"], NOW).await,
        [shown("a", NOW), shown("b", NOW)]
    );
    let later = show(&["b", "c"], NOW + 9).await;
    assert_eq!(later, [shown("b", NOW), shown("c", NOW + 9)]);
    // What went and came back was not there all the time.
    assert_eq!(show(&["a"], NOW + 20).await, [shown("a", NOW + 20)]);
    assert_eq!(store.shown_findings(21, 7).await.unwrap(), []);
    let unknown = store
        .save_shown_findings(11, 8, &["a".to_owned()], NOW)
        .await;
    assert!(
        matches!(unknown, Err(StoreError::UnknownRepository { .. })),
        "{unknown:?}"
    );
    store.remove_installation(1).await.unwrap();
    assert_eq!(store.shown_findings(11, 7).await.unwrap(), []);
}

async fn decisions_are_kept_per_person_and_finding(database: Database) {
    let store = database.migrated().await;
    two_tenants(&store).await;
    let other = Decision {
        who_id: 6,
        at: NOW + 1,
        ..decision(11)
    };
    let again = Decision {
        reason: "rebased".to_owned(),
        at: NOW + 2,
        ..decision(11)
    };
    for decision in [&other, &again, &again, &decision(11)] {
        store.accept(decision).await.unwrap();
    }
    assert_eq!(store.decisions(11).await.unwrap(), [other, again]);
    assert_eq!(store.decisions(21).await.unwrap(), [decision(21)]);
}

async fn nothing_is_kept_for_an_unknown_repository(database: Database) {
    let store = database.migrated().await;
    let unknown = |result| {
        matches!(
            result,
            Err(StoreError::UnknownRepository { repository: 11, .. })
        )
    };
    assert!(unknown(store.save_review(&review(11)).await));
    assert!(unknown(store.accept(&decision(11)).await));
}

async fn installations_and_repositories_follow_the_latest_word(database: Database) {
    let store = database.migrated().await;
    two_tenants(&store).await;
    assert!(store.suspend_installation(1, Some(NOW)).await.unwrap());
    let seen = store.installations().await.unwrap();
    assert_eq!(
        seen,
        [
            Installation {
                suspended: Some(NOW),
                ..installation(1)
            },
            installation(2)
        ]
    );
    assert!(store.suspend_installation(1, None).await.unwrap());
    assert!(!store.suspend_installation(3, None).await.unwrap());
    assert_eq!(store.installations().await.unwrap()[0].suspended, None);

    assert!(store.mark_backfilled(11, Some(NOW)).await.unwrap());
    assert!(!store.mark_backfilled(12, Some(NOW)).await.unwrap());
    let renamed = Repository {
        name: "new".to_owned(),
        private: false,
        updated: NOW + 1,
        ..repository(1, 11)
    };
    store.upsert_repository(&renamed).await.unwrap();
    store.upsert_repository(&repository(1, 11)).await.unwrap();
    let kept = Repository {
        backfilled: Some(NOW),
        ..renamed
    };
    assert_eq!(store.repository(11).await.unwrap(), Some(kept.clone()));
    assert_eq!(store.repositories(1).await.unwrap(), [kept]);
    assert!(store.mark_backfilled(11, None).await.unwrap());
    assert_eq!(
        store.repository(11).await.unwrap().unwrap().backfilled,
        None
    );
    assert_eq!(store.repository(12).await.unwrap(), None);
}

async fn a_removed_installation_takes_its_data_along(database: Database) {
    let store = database.migrated().await;
    two_tenants(&store).await;
    receive(&store, "removal", &job("installation", "1")).await;
    let running = claim(&store).await.unwrap();
    receive(&store, "waiting", &job("pr", "2")).await;

    store.remove_installation(1).await.unwrap();
    assert_eq!(store.installations().await.unwrap(), [installation(2)]);
    assert_eq!(store.repositories(1).await.unwrap(), []);
    assert_eq!(store.review(11, 7).await.unwrap(), None);
    assert_eq!(store.decisions(11).await.unwrap(), []);
    assert_eq!(store.events(&everything(1)).await.unwrap(), []);
    assert_eq!(claim(&store).await, None);
    assert_eq!(store.delivery("waiting").await.unwrap().unwrap().body, "");
    assert_eq!(
        receive(&store, "waiting", &job("pr", "2")).await,
        Received::Known
    );
    store.complete(&running).await.unwrap();

    assert_eq!(store.review(21, 7).await.unwrap(), Some(review(21)));
    assert_eq!(store.decisions(21).await.unwrap(), [decision(21)]);
    assert_eq!(store.events(&everything(2)).await.unwrap().len(), 1);
    assert!(
        store.save_review(&review(11)).await.is_err(),
        "a late worker brings nothing back"
    );
}

async fn a_removed_repository_takes_its_data_along(database: Database) {
    let store = database.migrated().await;
    two_tenants(&store).await;
    store.remove_repository(2, 11).await.unwrap();
    assert_eq!(
        store.review(11, 7).await.unwrap(),
        Some(review(11)),
        "another tenant's"
    );
    store.remove_repository(1, 11).await.unwrap();
    assert_eq!(store.review(11, 7).await.unwrap(), None);
    assert_eq!(store.decisions(11).await.unwrap(), []);
    assert_eq!(store.events(&everything(1)).await.unwrap(), []);
    assert_eq!(store.installations().await.unwrap().len(), 2);
    assert_eq!(store.repositories(2).await.unwrap(), [repository(2, 21)]);
}

async fn events_are_recorded_once_and_read_by_their_tenant(database: Database) {
    let store = database.migrated().await;
    let events = [
        event(1, Some(11), "a"),
        PrivilegeEvent {
            at: NOW + 1,
            ..event(1, None, "b")
        },
        PrivilegeEvent {
            at: NOW + 2,
            subject: Some(Person {
                id: 9,
                login: "new".into(),
            }),
            ..event(1, Some(12), "c")
        },
        PrivilegeEvent {
            actor: None,
            organization: None,
            ..event(2, Some(11), "d")
        },
    ];
    for event in events.iter().chain(&events) {
        store.record_event(event).await.unwrap();
    }
    assert_eq!(store.events(&everything(1)).await.unwrap(), events[..3]);
    assert_eq!(store.events(&everything(2)).await.unwrap(), events[3..]);
    let of = EventScope {
        repository: Some(11),
        ..everything(1)
    };
    assert_eq!(store.events(&of).await.unwrap(), events[..2]);
    let since = EventScope {
        since: NOW + 2,
        ..everything(1)
    };
    assert_eq!(store.events(&since).await.unwrap(), events[2..3]);
}
