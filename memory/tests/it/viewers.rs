//! What an installation may not see never leaves.

use std::fs::File;

use countersign_store::Viewer;
use parquet::data_type::ByteArray;
use parquet::file::reader::{FileReader as _, SerializedFileReader};

use crate::support::{Place, contents, export, fill, hash, on_both_engines};

on_both_engines! {
    an_installation_gets_what_it_may_see_and_no_more,
    numbers_do_not_tell_of_sources_that_are_hidden,
}

async fn an_installation_gets_what_it_may_see_and_no_more(place: &mut Place) {
    let store = place.store().await;
    fill(&store).await;
    let target = place.path("export");
    let viewer = Viewer::Installation(7);
    let manifest = export(&store, &target, viewer).await.unwrap();
    assert_eq!(manifest.installation, Some(7));
    let mut text = String::new();
    for file in manifest.tables.iter().flat_map(|table| &table.files) {
        let file = SerializedFileReader::new(File::open(target.join(&file.path)).unwrap());
        for row in file.unwrap().get_row_iter(None).unwrap() {
            text += &format!("{:?}\n", row.unwrap());
        }
    }
    // As the row reader shows bytes.
    let shown = |number| format!("{:?}", ByteArray::from(hash(number).0.to_vec()));
    assert!(text.contains(&shown(10)), "its own: {text}");
    assert!(text.contains(&shown(1)), "a public repository's");
    for (hidden, why) in [
        (shown(20), "another's person"),
        (shown(21), "whom another's person is joined with"),
        (shown(40), "who was forgotten"),
        ("github:81".to_owned(), "another's source"),
        ("owner-8".to_owned(), "another's name"),
    ] {
        assert!(!text.contains(&hidden), "{why}: {text}");
    }
    let seen = contents(&store, viewer).await;
    assert!(!seen.contains_key("tombstones"));
    assert_eq!(seen["sources"].len(), 2);
    assert_eq!(seen["decisions"].len(), 1);
    let told = |row: &&String| row.contains("father and son");
    assert_eq!(
        seen["partings"].len(),
        3,
        "its own, and the operator's that it meets"
    );
    assert_eq!(seen["partings"].iter().filter(told).count(), 1);
}

async fn numbers_do_not_tell_of_sources_that_are_hidden(place: &mut Place) {
    let store = place.store().await;
    fill(&store).await;
    let people = store.export_people(Viewer::Installation(8)).await.unwrap();
    let numbers: Vec<_> = people.sources().iter().map(|one| one.number).collect();
    assert_eq!(numbers, [1, 2]);
}
