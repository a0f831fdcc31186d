//! The page about the tables says what the tables are.

use std::fs;
use std::path::Path;

#[test]
fn the_committed_page_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/tables.md");
    let fresh = countersign_memory::tables::tables_page();
    if std::env::var_os("COUNTERSIGN_UPDATE_DOCS").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    assert!(
        fs::read_to_string(&path).is_ok_and(|committed| committed == fresh),
        "docs/tables.md is stale: run COUNTERSIGN_UPDATE_DOCS=1 cargo test -p countersign-memory page"
    );
}
