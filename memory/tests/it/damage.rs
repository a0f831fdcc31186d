//! An export that is not whole is refused, by the name of what is broken, and changes nothing.

use std::fs;
use std::path::Path;

use countersign_memory::tables::{Manifest, TablesError};
use countersign_store::{Store, Viewer};

use crate::support::{GO_ON, contents, export, fill, import, run, sqlite};

const MANIFEST: &str = "_countersign.json";

async fn refused(store: &Store, folder: &Path) -> String {
    let before = contents(store, Viewer::Operator).await;
    let error = import(store, folder).await.unwrap_err();
    assert_eq!(contents(store, Viewer::Operator).await, before);
    error.to_string()
}

#[test]
fn every_file_is_checked_before_anything_is_taken() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let store = sqlite(&folder, "store").await;
        fill(&store).await;
        let target = folder.path().join("export");
        let manifest = export(&store, &target, Viewer::Operator).await.unwrap();
        let empty = sqlite(&folder, "empty").await;
        for file in manifest.tables.iter().flat_map(|table| &table.files) {
            let path = target.join(&file.path);
            let whole = fs::read(&path).unwrap();
            assert_eq!(whole.len() as u64, file.bytes);
            let mut flipped = whole.clone();
            flipped[whole.len() / 2] ^= 1;
            for damaged in [&flipped[..], &whole[..whole.len() - 1], b""] {
                fs::write(&path, damaged).unwrap();
                let error = refused(&empty, &target).await;
                let said = format!("{} is damaged: its content", path.display());
                assert!(error.starts_with(&said), "{error}");
            }
            fs::remove_file(&path).unwrap();
            let error = refused(&empty, &target).await;
            assert!(
                error.contains("it is missing") && error.contains(&file.path),
                "{error}"
            );
            fs::write(&path, whole).unwrap();
        }
        import(&empty, &target).await.unwrap();
    });
}

#[test]
fn a_file_of_another_table_or_export_is_refused() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let store = sqlite(&folder, "store").await;
        fill(&store).await;
        let target = folder.path().join("export");
        let manifest = export(&store, &target, Viewer::Operator).await.unwrap();
        let swapped = |change: &dyn Fn(&mut Manifest)| {
            let mut manifest = manifest.clone();
            change(&mut manifest);
            let text = serde_json::to_string(&manifest).unwrap();
            fs::write(target.join(MANIFEST), text).unwrap();
        };
        let file = |name: &str| manifest.table(name).unwrap().files[0].clone();
        swapped(&|manifest| manifest.tables[0].files = vec![file("decisions")]);
        assert!(
            refused(&store, &target)
                .await
                .contains("its columns differ")
        );
        swapped(&|manifest| manifest.tables[0].files[0].rows += 1);
        assert!(
            refused(&store, &target)
                .await
                .contains("its number of rows differs")
        );
        swapped(&|manifest| manifest.stamp.version = "0.0.0".to_owned());
        assert!(refused(&store, &target).await.contains("another export"));
        swapped(&|manifest| drop(manifest.tables.remove(0)));
        assert!(
            refused(&store, &target)
                .await
                .contains("does not list the table tombstones")
        );
    });
}

#[test]
fn other_keys_and_newer_schemas_are_refused() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let store = sqlite(&folder, "store").await;
        let target = folder.path().join("export");
        export(&store, &target, Viewer::Operator).await.unwrap();
        let mut people = store.import_people().await.unwrap();
        let other = countersign_memory::tables::import(&target, "ffff", &mut people, &GO_ON).await;
        drop(people);
        assert!(
            matches!(other, Err(TablesError::OtherKey { .. })),
            "{other:?}"
        );
        let text = fs::read_to_string(target.join(MANIFEST)).unwrap();
        let newer = text.replace("\"schema\": 1", "\"schema\": 2");
        assert_ne!(newer, text);
        fs::write(target.join(MANIFEST), newer).unwrap();
        let newer = import(&store, &target).await;
        assert!(
            matches!(newer, Err(TablesError::Newer { found: 2, known: 1 })),
            "{newer:?}"
        );
        for text in ["", "{}", "[]"] {
            fs::write(target.join(MANIFEST), text).unwrap();
            assert!(refused(&store, &target).await.contains("is damaged"));
        }
        fs::remove_file(target.join(MANIFEST)).unwrap();
        assert!(
            refused(&store, &target)
                .await
                .contains("not a finished export")
        );
    });
}
