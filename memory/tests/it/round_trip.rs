//! A store, exported and imported, is the same store.

use countersign_store::{Reading, Viewer};

use crate::postgres;
use crate::support::{
    NOW, Place, appears, connect, contents, export, fill, finding, hash, import, join,
    on_both_engines, reading, run, signs, source, sqlite,
};

on_both_engines! {
    an_empty_store_comes_back_too,
    importing_again_changes_nothing,
    two_stores_become_the_one_that_read_everything,
    forgotten_people_stay_forgotten_on_both_sides,
}

#[test]
fn a_store_goes_from_engine_to_engine_and_stays_the_same() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let first = sqlite(&folder, "first").await;
        fill(&first).await;
        let whole = contents(&first, Viewer::Operator).await;
        assert_eq!(whole.len(), 10, "every table has rows: {whole:?}");
        let paths = ["one", "two"].map(|name| folder.path().join(name));
        let one = export(&first, &paths[0], Viewer::Operator).await.unwrap();

        let database = postgres::Database::create(false).await;
        let second = connect(&database.url).await;
        import(&second, &paths[0]).await.unwrap();
        assert_eq!(contents(&second, Viewer::Operator).await, whole);
        let two = export(&second, &paths[1], Viewer::Operator).await.unwrap();
        let rows = |manifest: &countersign_memory::tables::Manifest| {
            let tables = manifest.tables.iter();
            tables
                .map(|table| (table.name.clone(), table.rows))
                .collect::<Vec<_>>()
        };
        assert_eq!(rows(&two), rows(&one));

        let third = sqlite(&folder, "third").await;
        import(&third, &paths[1]).await.unwrap();
        assert_eq!(contents(&third, Viewer::Operator).await, whole);
        second.close().await;
        database.remove().await;
    });
}

async fn an_empty_store_comes_back_too(place: &mut Place) {
    let target = place.path("export");
    let store = place.store().await;
    let manifest = export(&store, &target, Viewer::Operator).await.unwrap();
    for table in &manifest.tables {
        assert_eq!((table.rows, table.files.len()), (0, 1), "{}", table.name);
    }
    import(&store, &target).await.unwrap();
    assert!(contents(&store, Viewer::Operator).await.is_empty());
}

async fn importing_again_changes_nothing(place: &mut Place) {
    let target = place.path("export");
    let store = place.store().await;
    fill(&store).await;
    let whole = contents(&store, Viewer::Operator).await;
    export(&store, &target, Viewer::Operator).await.unwrap();
    for _ in 0..2 {
        import(&store, &target).await.unwrap();
        assert_eq!(contents(&store, Viewer::Operator).await, whole);
    }
}

/// Two stores read the same source at different times; each takes in the other's export.
async fn two_stores_become_the_one_that_read_everything(place: &mut Place) {
    let older = Reading {
        appearances: vec![
            appears(1, "Ada", "", &[(1, 60), (2, 60)]),
            appears(3, "Eve", "", &[(9, 60)]),
        ],
        joins: vec![join(1, 2, Some(1.0)), join(1, 3, Some(1.0))],
        keys: vec![signs(70, 1, 1, 2)],
        findings: vec![finding(1, "f")],
        ..reading(source("s"))
    };
    let newer = Reading {
        appearances: vec![appears(1, "Ada", "", &[(2, 60), (3, 60)])],
        joins: vec![join(1, 2, Some(2.0))],
        keys: vec![signs(70, 1, 2, 9)],
        findings: vec![finding(2, "f")],
        complete: true,
        ..reading(source("s"))
    };
    let both = place.store().await;
    let (one, other) = (place.store().await, place.store().await);
    for store in [&both, &one] {
        store.remember_people(&older, NOW).await.unwrap();
    }
    for store in [&both, &other] {
        store.remember_people(&newer, NOW + 1).await.unwrap();
    }
    let paths = ["one", "other"].map(|name| place.path(name).with_extension("export"));
    export(&one, &paths[0], Viewer::Operator).await.unwrap();
    export(&other, &paths[1], Viewer::Operator).await.unwrap();
    import(&one, &paths[1]).await.unwrap();
    import(&other, &paths[0]).await.unwrap();
    let expected = contents(&both, Viewer::Operator).await;
    assert_eq!(contents(&one, Viewer::Operator).await, expected);
    assert_eq!(contents(&other, Viewer::Operator).await, expected);
}

async fn forgotten_people_stay_forgotten_on_both_sides(place: &mut Place) {
    let store = place.store().await;
    fill(&store).await;
    let before = place.path("before");
    export(&store, &before, Viewer::Operator).await.unwrap();
    let other = place.store().await;
    import(&other, &before).await.unwrap();

    // Forgotten here after the export was made: the export brings nothing back.
    store
        .forget_people(&[hash(2), hash(10)], NOW + 5)
        .await
        .unwrap();
    let forgotten = contents(&store, Viewer::Operator).await;
    import(&store, &before).await.unwrap();
    assert_eq!(contents(&store, Viewer::Operator).await, forgotten);

    // Forgotten here, remembered there: the export takes it along.
    let after = place.path("after");
    export(&store, &after, Viewer::Operator).await.unwrap();
    import(&other, &after).await.unwrap();
    assert_eq!(contents(&other, Viewer::Operator).await, forgotten);
}
