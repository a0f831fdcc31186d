//! A backup as docs/operate.md describes it: a copy of the database and the hash key, restored in another place.

use std::fs;

use sqlx::{Connection as _, SqliteConnection};

use crate::support::{ADA, Place, VIC, ordinary, split};

/// Copies a SQLite database while others may use it, as `sqlite3 .backup` does.
fn copy(from: &str, to: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut database = SqliteConnection::connect(from).await.unwrap();
        let query = sqlx::query("VACUUM INTO ?").bind(to.to_owned());
        query.execute(&mut database).await.unwrap();
        database.close().await.unwrap();
    });
}

#[test]
fn a_restored_copy_shows_what_the_original_showed() {
    let place = Place::new();
    let commits = [ordinary("main", ADA, 8), split("other", VIC, 8)].concat();
    place.repository("r", &commits);
    place
        .run(&["scan", "r", "--remember", "--data", "old"])
        .success();
    let forgotten = ["forget", "ada@studio.example", "--yes", "--data"];
    place.run(&[&forgotten[..], &["old"]].concat()).success();

    fs::create_dir(place.path("new")).unwrap();
    let from = format!("sqlite://{}", place.path("old/countersign.db").display());
    copy(&from, place.path("new/countersign.db").to_str().unwrap());
    fs::copy(place.path("old/hash.key"), place.path("new/hash.key")).unwrap();
    let person =
        |who: &str, folder: &str| place.run(&["person", who, "--format", "json", "--data", folder]);
    let before = person("victor@gate.example", "old").success();
    fs::remove_dir_all(place.path("old")).unwrap();
    assert_eq!(person("victor@gate.example", "new").success(), before);

    // Who was forgotten stays forgotten, also when the repository is read again.
    place
        .run(&["scan", "r", "--remember", "--data", "new"])
        .success();
    assert_ne!(person("ada@studio.example", "new").code, Some(0));
    // Without the key, an address leads to nobody.
    fs::remove_file(place.path("new/hash.key")).unwrap();
    assert_ne!(person("victor@gate.example", "new").code, Some(0));
}
