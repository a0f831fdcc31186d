//! What is known of one account's rights, what was said about who is not who, and identifiers by how they
//! begin.

use countersign_store::{
    DeployKey, Identifier, IdentifierHash, Person, PrivilegeEvent, Reading, Repository, Separation,
    Source, Store, Viewer,
};

use crate::support::{Database, NOW, on_both_engines};

const ADA: i64 = 7;
const BEA: i64 = 8;

on_both_engines! {
    an_account_is_shown_what_it_gave_and_was_given,
    a_forgotten_account_is_in_no_event,
    separations_are_shown_to_viewers_for_whom_they_hold,
    identifiers_are_found_by_how_they_begin,
}

fn person(id: i64) -> Person {
    Person {
        id,
        login: format!("login-{id}"),
    }
}

fn event(delivery: &str, actor: Option<i64>, subject: Option<i64>) -> PrivilegeEvent {
    PrivilegeEvent {
        delivery: delivery.to_owned(),
        installation: 1,
        repository: Some(11),
        organization: None,
        kind: "member.added".to_owned(),
        actor: actor.map(person),
        subject: subject.map(person),
        at: NOW,
        detail: "{}".to_owned(),
    }
}

async fn record_events(store: &Store) {
    for event in [
        event("a", Some(ADA), Some(BEA)),
        event("b", Some(BEA), Some(ADA)),
        event("c", Some(ADA), None),
        event("d", Some(BEA), None),
    ] {
        store.record_event(&event).await.unwrap();
    }
    let key = DeployKey {
        installation: 1,
        repository: 11,
        repository_name: "acme/widget".to_owned(),
        fingerprint: "SHA256:a".to_owned(),
        added_by: person(ADA),
    };
    store.see_deploy_key(&key, NOW).await.unwrap();
}

async fn deliveries(store: &Store, account: i64, viewer: Viewer) -> Vec<String> {
    let events = store.events_about(account, viewer).await.unwrap();
    events.into_iter().map(|one| one.event.delivery).collect()
}

async fn an_account_is_shown_what_it_gave_and_was_given(database: Database) {
    let store = database.migrated().await;
    record_events(&store).await;
    let repository = Repository {
        id: 11,
        installation: 1,
        owner: "acme".to_owned(),
        name: "widget".to_owned(),
        private: true,
        backfilled: None,
        updated: NOW,
    };
    store.upsert_repository(&repository).await.unwrap();
    for viewer in [Viewer::Operator, Viewer::Installation(1)] {
        assert_eq!(deliveries(&store, ADA, viewer).await, ["a", "b", "c"]);
        let keys = store.deploy_keys_by(ADA, viewer).await.unwrap();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].repository, "acme/widget");
    }
    let events = store.events_about(ADA, Viewer::Operator).await.unwrap();
    assert_eq!(events[0].place.as_deref(), Some("acme/widget"));
    let other = Viewer::Installation(2);
    assert!(deliveries(&store, ADA, other).await.is_empty());
    assert!(store.deploy_keys_by(ADA, other).await.unwrap().is_empty());
}

async fn a_forgotten_account_is_in_no_event(database: Database) {
    let store = database.migrated().await;
    record_events(&store).await;
    assert_eq!(store.forget_rights(ADA).await.unwrap(), 4);
    let operator = Viewer::Operator;
    assert!(deliveries(&store, ADA, operator).await.is_empty());
    assert!(
        store
            .deploy_keys_by(ADA, operator)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        deliveries(&store, BEA, operator).await,
        ["a", "b", "d"],
        "others keep theirs"
    );
    assert_eq!(store.forget_rights(ADA).await.unwrap(), 0);
}

fn hash(first: u8, last: u8) -> IdentifierHash {
    let mut bytes = [0; 16];
    (bytes[0], bytes[15]) = (first, last);
    IdentifierHash(bytes)
}

async fn separations_are_shown_to_viewers_for_whom_they_hold(database: Database) {
    let store = database.migrated().await;
    let said = |installation| Separation {
        installation,
        who: "ada".to_owned(),
        reason: "two people".to_owned(),
    };
    let (a, b, c) = (hash(1, 0), hash(2, 0), hash(3, 0));
    store.separate(b, a, &said(None), NOW).await.unwrap();
    store.separate(a, c, &said(Some(1)), NOW).await.unwrap();
    let ends = |viewer| {
        let store = store.clone();
        async move {
            let partings = store.separations(a, viewer).await.unwrap();
            partings.into_iter().map(|one| one.ends).collect::<Vec<_>>()
        }
    };
    assert_eq!(ends(Viewer::Operator).await, [[a, b], [a, c]]);
    assert_eq!(ends(Viewer::Installation(1)).await, [[a, b], [a, c]]);
    assert_eq!(ends(Viewer::Installation(2)).await, [[a, b]]);
}

async fn identifiers_are_found_by_how_they_begin(database: Database) {
    let store = database.migrated().await;
    let all = [hash(1, 1), hash(1, 2), hash(2, 0)];
    let identifiers = all.map(|hash| Identifier {
        hash,
        kind: "mailbox".to_owned(),
        shown: None,
    });
    let appearances = all.map(|identifier| countersign_store::Appearance {
        identifier,
        name: "Ada".to_owned(),
        login: String::new(),
        moments: Vec::new(),
    });
    let reading = Reading {
        source: Source {
            place: "here".to_owned(),
            name: "here".to_owned(),
            organisation: String::new(),
            repository: None,
            installation: None,
            private: true,
        },
        identifiers: identifiers.to_vec(),
        appearances: appearances.to_vec(),
        joins: Vec::new(),
        keys: Vec::new(),
        findings: Vec::new(),
        complete: true,
    };
    store.remember_people(&reading, NOW).await.unwrap();
    let found = store.identifiers_between(hash(1, 0), hash(1, 255)).await;
    assert_eq!(found.unwrap(), [all[0], all[1]]);
}
