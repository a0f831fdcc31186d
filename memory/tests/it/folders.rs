//! Where an export may be put, and what is there when it fails.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use countersign_memory::tables::{Export, Manifest, TablesError};
use countersign_store::Viewer;

use crate::support::{KEY, NOW, export, fill, run, sqlite};

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
    let mut names: Vec<_> = entries.map(|entry| name(entry.unwrap())).collect();
    names.sort();
    names
}

fn begin(folder: &Path, replace: bool) -> Result<Export, TablesError> {
    Export::begin(folder, replace, KEY)
}

#[test]
fn only_an_older_export_is_replaced() {
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("deep/export");
    begin(&target, false).unwrap().finish(None, NOW).unwrap();
    assert_eq!(names(&target), ["_countersign.json"]);
    let refused = begin(&target, false).err().unwrap();
    assert!(matches!(refused, TablesError::Exists(_)), "{refused}");
    begin(&target, true).unwrap().finish(None, NOW + 1).unwrap();
    assert_eq!(Manifest::read(&target).unwrap().exported, NOW + 1);
    assert_eq!(names(&place.path().join("deep")), ["export"]);

    fs::write(target.join("notes.txt"), "mine").unwrap();
    let refused = begin(&target, true).err().unwrap();
    assert!(matches!(refused, TablesError::Occupied(_)), "{refused}");
    let file = target.join("notes.txt");
    assert!(matches!(
        begin(&file, true).err().unwrap(),
        TablesError::Occupied(_)
    ));
    assert_eq!(fs::read_to_string(file).unwrap(), "mine");

    let empty = place.path().join("empty");
    fs::create_dir(&empty).unwrap();
    begin(&empty, false).unwrap().finish(None, NOW).unwrap();
    assert_eq!(names(&empty), ["_countersign.json"]);
}

#[test]
fn an_export_that_ends_early_leaves_nothing() {
    run(async {
        let place = tempfile::tempdir().unwrap();
        let stores = tempfile::tempdir().unwrap();
        let target = place.path().join("export");
        let store = sqlite(&stores, "store").await;
        fill(&store).await;
        export(&store, &target, Viewer::Operator).await.unwrap();
        let before = Manifest::read(&target).unwrap();
        let mut again = begin(&target, true).unwrap();
        let mut people = store.export_people(Viewer::Operator).await.unwrap();
        let stopped = again.people(&mut people, &AtomicBool::new(true)).await;
        assert!(
            matches!(stopped, Err(TablesError::Interrupted)),
            "{stopped:?}"
        );
        drop(again);
        assert_eq!(Manifest::read(&target).unwrap(), before);
        assert_eq!(names(place.path()), ["export"]);
    });
}

#[cfg(unix)]
#[test]
fn nobody_else_may_look_into_an_export() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = tempfile::tempdir().unwrap();
    let target = place.path().join("export");
    begin(&target, false).unwrap().finish(None, NOW).unwrap();
    let mode = fs::metadata(&target).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}
