//! Who may see what: what an installation may not see is in no answer and changes none.

use countersign_store::{
    Component, Decision, Reading, Repository, SeenAppearance, SeenKeyUse, SeenPersonFinding, Store,
    Viewer,
};

use super::readings::{
    appears, component, finding, hash, joining, listed, numbers, private, signs, source,
};
use crate::support::{Database, NOW, on_both_engines};

on_both_engines! {
    a_private_source_is_nowhere_in_anothers_answers,
    a_component_may_be_connected_for_its_owner_only,
    a_repository_that_turns_private_is_hidden_at_once,
    a_repository_that_changes_hands_is_seen_by_its_new_owner,
    nobody_learns_whose_a_public_source_is,
    a_decision_is_shown_to_its_repository_only,
}

const OWNER: Viewer = Viewer::Installation(1);
const OTHER: Viewer = Viewer::Installation(2);
const ALL: Viewer = Viewer::Operator;

/// Everything that can be asked about identifiers 1, 2, 3, the key 700, a login and a name.
#[derive(Debug, PartialEq)]
struct Answers {
    identifiers: Vec<u32>,
    appearances: Vec<SeenAppearance>,
    key_uses: Vec<SeenKeyUse>,
    findings: Vec<SeenPersonFinding>,
    with_login: usize,
    with_name: usize,
    components: Vec<Component>,
}

async fn answers(store: &Store, viewer: Viewer) -> Answers {
    const ASKED: [u32; 4] = [1, 2, 3, 700];
    let of = ASKED.map(hash);
    let known = store.identifiers(&of, viewer).await.unwrap();
    let is_known = |number: &u32| known.iter().any(|one| one.hash == hash(*number));
    let mut components = Vec::new();
    for number in ASKED {
        components.push(component(store, number, viewer).await);
    }
    Answers {
        identifiers: ASKED.into_iter().filter(is_known).collect(),
        appearances: store.appearances(&of, viewer).await.unwrap(),
        key_uses: store.key_uses(&of, viewer).await.unwrap(),
        findings: store.person_findings(&of, viewer).await.unwrap(),
        with_login: store
            .identifiers_with_login("ada", viewer)
            .await
            .unwrap()
            .len(),
        with_name: store
            .identifiers_with_name("Ada", viewer)
            .await
            .unwrap()
            .len(),
        components,
    }
}

impl Answers {
    fn is_nothing(&self) -> bool {
        self.identifiers.is_empty()
            && self.appearances.is_empty()
            && self.key_uses.is_empty()
            && self.findings.is_empty()
            && (self.with_login, self.with_name) == (0, 0)
            && self
                .components
                .iter()
                .all(|one| *one == Component::default())
    }
}

/// A source that says something of everything.
fn telling(source: countersign_store::Source) -> Reading {
    listed(Reading {
        appearances: vec![appears(1, "Ada", "Ada", &[1, 2])],
        keys: vec![signs(700, 2, (1, 2), 2)],
        findings: vec![finding(3, "f1")],
        ..joining(source, &[(1, 2), (2, 3)])
    })
}

fn repository(installation: i64, private: bool, updated: i64) -> Repository {
    Repository {
        id: 11,
        installation,
        owner: format!("org-{installation}"),
        name: "app".to_owned(),
        private,
        backfilled: None,
        updated,
    }
}

/// A source of that repository, as a worker with an outdated record describes it.
fn of_repository() -> countersign_store::Source {
    countersign_store::Source {
        repository: Some(11),
        installation: Some(1),
        ..source("github:11")
    }
}

async fn a_private_source_is_nowhere_in_anothers_answers(database: Database) {
    let store = database.migrated().await;
    store
        .remember_people(&telling(private("hidden", 1)), NOW)
        .await
        .unwrap();
    assert!(answers(&store, OTHER).await.is_nothing());
    let own = answers(&store, OWNER).await;
    assert_eq!(own.identifiers, [1, 2, 3, 700]);
    assert_eq!(
        (
            own.appearances.len(),
            own.key_uses.len(),
            own.findings.len()
        ),
        (1, 1, 1)
    );
    assert_eq!((own.with_login, own.with_name), (1, 1));
    assert_eq!(own.components[0].joins.len(), 2);
    assert_eq!(own, answers(&store, ALL).await);

    // Where the same is public elsewhere, others see that and no more.
    let public = Reading {
        appearances: vec![appears(1, "Ada", "Ada", &[1])],
        ..joining(source("shown"), &[(1, 2)])
    };
    let other = database.migrated().await;
    other.remember_people(&listed(public), NOW).await.unwrap();
    let seen = answers(&store, OTHER).await;
    assert_eq!(seen.identifiers, [1, 2]);
    assert_eq!(seen.appearances.len(), 1);
    assert_eq!(numbers(&seen.components[0]), [1, 2]);
    assert_eq!(seen.components[0].joins.len(), 1);
    assert_eq!(numbers(&component(&store, 1, OWNER).await), [1, 2, 3]);
    // Neither does asking with what cannot be seen lead anywhere.
    let both = store.component(&[hash(1), hash(3)], OTHER).await.unwrap();
    assert_eq!(numbers(&both), [1, 2]);
}

async fn a_component_may_be_connected_for_its_owner_only(database: Database) {
    let store = database.migrated().await;
    let ends = joining(source("shown"), &[(1, 2), (3, 4)]);
    store.remember_people(&ends, NOW).await.unwrap();
    let bridge = joining(private("hidden", 1), &[(2, 3)]);
    store.remember_people(&bridge, NOW).await.unwrap();
    for viewer in [OWNER, ALL] {
        assert_eq!(numbers(&component(&store, 1, viewer).await), [1, 2, 3, 4]);
    }
    assert_eq!(numbers(&component(&store, 1, OTHER).await), [1, 2]);
    assert_eq!(numbers(&component(&store, 4, OTHER).await), [3, 4]);
}

async fn a_repository_that_turns_private_is_hidden_at_once(database: Database) {
    let store = database.migrated().await;
    store
        .upsert_repository(&repository(1, false, NOW))
        .await
        .unwrap();
    store
        .remember_people(&telling(of_repository()), NOW)
        .await
        .unwrap();
    assert_eq!(answers(&store, OTHER).await.identifiers, [1, 2, 3, 700]);
    store
        .upsert_repository(&repository(1, true, NOW + 2))
        .await
        .unwrap();
    assert!(answers(&store, OTHER).await.is_nothing());
    // A reading by a worker that still thinks it public, and news that are old.
    store
        .remember_people(&telling(of_repository()), NOW + 3)
        .await
        .unwrap();
    store
        .upsert_repository(&repository(1, false, NOW + 1))
        .await
        .unwrap();
    assert!(answers(&store, OTHER).await.is_nothing());
    let own = answers(&store, OWNER).await;
    assert!(own.appearances[0].source.private);
    store
        .upsert_repository(&repository(1, false, NOW + 4))
        .await
        .unwrap();
    assert_eq!(answers(&store, OTHER).await.identifiers, [1, 2, 3, 700]);
}

async fn a_repository_that_changes_hands_is_seen_by_its_new_owner(database: Database) {
    let store = database.migrated().await;
    store
        .upsert_repository(&repository(1, true, NOW))
        .await
        .unwrap();
    store
        .remember_people(&telling(of_repository()), NOW)
        .await
        .unwrap();
    store
        .upsert_repository(&repository(2, true, NOW + 1))
        .await
        .unwrap();
    assert!(answers(&store, OWNER).await.is_nothing());
    let new = answers(&store, OTHER).await;
    assert_eq!(new, answers(&store, ALL).await);
    let seen = &new.appearances[0].source;
    assert_eq!((&*seen.name, &*seen.organisation), ("org-2/app", "org-2"));
    assert_eq!(seen.installation, Some(2));
    // The old owner's removal comes late and takes nothing.
    store.remove_repository(1, 11).await.unwrap();
    store.remove_installation(1).await.unwrap();
    assert_eq!(answers(&store, OTHER).await, new);
}

async fn nobody_learns_whose_a_public_source_is(database: Database) {
    let store = database.migrated().await;
    let public = countersign_store::Source {
        private: false,
        ..private("shown", 1)
    };
    store.remember_people(&telling(public), NOW).await.unwrap();
    let whose = async |viewer| {
        answers(&store, viewer).await.appearances[0]
            .source
            .installation
    };
    assert_eq!(whose(OWNER).await, Some(1));
    assert_eq!(whose(ALL).await, Some(1));
    assert_eq!(whose(OTHER).await, None);
}

async fn a_decision_is_shown_to_its_repository_only(database: Database) {
    let store = database.migrated().await;
    store
        .upsert_repository(&repository(1, false, NOW))
        .await
        .unwrap();
    store
        .remember_people(&telling(of_repository()), NOW)
        .await
        .unwrap();
    store
        .remember_people(&telling(source("elsewhere")), NOW)
        .await
        .unwrap();
    for (who_id, at) in [(5, NOW + 2), (6, NOW + 1)] {
        let decision = Decision {
            repository: 11,
            fingerprint: "f1".to_owned(),
            who_id,
            who_login: format!("maintainer-{who_id}"),
            reason: "met in person".to_owned(),
            at,
        };
        store.accept(&decision).await.unwrap();
    }
    for (viewer, decided) in [(OWNER, true), (ALL, true), (OTHER, false)] {
        let findings = answers(&store, viewer).await.findings;
        assert_eq!(findings.len(), 2, "one a source, however many decided");
        assert_eq!(findings[0].decision, None, "another source's finding");
        let decision = findings[1].decision.as_ref();
        let decision = decision.map(|one| (&*one.who, &*one.reason, one.at));
        let expected = ("maintainer-5", "met in person", NOW + 2);
        assert_eq!(decision, decided.then_some(expected));
    }
}
