//! `countersign indicators`: import, list, match, expire.

use std::fs;
use std::path::PathBuf;

use crate::support::{Place, Run, ordinary};

const ADA: &str = "Ada Ordinary <ada@studio.example>";
const BEA: &str = "Bea Sample <bea@mail.example>";

/// A repository of two people, and a table that names one of them in other capitals.
fn listed(place: &Place) -> PathBuf {
    let mut commits = ordinary("main", ADA, 5);
    commits.extend(ordinary("side", BEA, 5));
    place.write(
        "north.csv",
        "kind,value\nmailbox,Ada@Studio.example\nmailbox,zoe@pen.example\n",
    );
    place.repository("widget", &commits)
}

fn import(place: &Place, more: &[&str]) -> Run {
    place.run(&[&["indicators", "import", "--csv", "north.csv"], more].concat())
}

fn scan(place: &Place, more: &[&str]) -> Run {
    place.run(&[&["scan", "widget", "--format", "json"], more].concat())
}

/// The findings that a scan shows, with the levels of their people.
fn findings(scan: &Run) -> Vec<String> {
    let json = scan.json();
    let people = json["people"].as_array().expect("a scan has people").iter();
    people
        .flat_map(|person| {
            let findings = person["findings"]
                .as_array()
                .expect("a person has findings");
            findings.iter().map(|finding| {
                let level = person["level"].as_str().unwrap_or_default();
                format!(
                    "{level}: {}",
                    finding["summary"].as_str().unwrap_or_default()
                )
            })
        })
        .collect()
}

#[test]
fn a_list_is_imported_matched_and_expired() {
    let place = Place::new();
    listed(&place);
    assert!(findings(&scan(&place, &[])).is_empty());
    let graded = [
        "--grade",
        "b2",
        "--tlp",
        "amber",
        "--date",
        "2026-11-14",
        "--expires",
        "never",
    ];
    let said = import(&place, &graded).success();
    assert_eq!(
        said,
        "north: 2 indicators, of 2026-11-14 (north, graded B2, TLP:AMBER, never expires)\n"
    );
    let found = scan(&place, &["--fail-on", "review"]);
    assert_eq!(found.code, Some(1), "{}", found.stderr);
    assert_eq!(
        findings(&found),
        [
            "review: mailbox ada@studio.example is on the imported list \"north\" of 2026-11-14 (north, \
          graded B2, TLP:AMBER)"
        ]
    );
    let json = found.json();
    assert_eq!(json["lists"][0]["name"], "north");
    assert_eq!(json["people"][0]["findings"][0]["tlp"], "amber");
    let text = place.run(&["scan", "widget"]).success();
    assert!(
        text.contains("Compared with 1 imported list: north of 2026-11-14 (grade B2)"),
        "{text}"
    );
    let list = place.run(&["indicators", "list"]).success();
    assert!(list.contains("2026-11-14  B2       TLP:AMBER"), "{list}");
    assert!(
        list.contains("never expires") && list.contains("mailbox 2  (north)"),
        "{list}"
    );
    place.run(&["indicators", "expire", "north"]).success();
    let quiet = scan(&place, &[]);
    assert!(
        findings(&quiet).is_empty() && quiet.stderr.contains("has expired"),
        "{}",
        quiet.stderr
    );
    let list = place.run(&["indicators", "list"]).success();
    assert!(
        list.contains(" expired 20") && list.contains("entries deleted"),
        "{list}"
    );
}

#[test]
fn an_ungraded_list_raises_nothing() {
    let place = Place::new();
    listed(&place);
    let said = import(&place, &[]).success();
    assert!(said.contains("ungraded: it never raises a level"), "{said}");
    assert!(said.contains("treated as TLP:AMBER"), "{said}");
    assert!(findings(&scan(&place, &[])).is_empty());
    let all = findings(&scan(&place, &["--all"]));
    assert!(
        all.iter()
            .any(|line| line.starts_with("quiet: mailbox ada@studio.example is on"))
    );
}

#[test]
fn the_database_holds_nothing_that_can_be_read() {
    let place = Place::new();
    listed(&place);
    import(&place, &["--data", "data"]).success();
    let mut held = Vec::new();
    for entry in fs::read_dir(place.path("data")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("studio.example"), "{}", path.display());
        held.push(path);
    }
    let key = place.path("data").join("hash.key");
    assert!(held.contains(&key));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for path in &held {
            let mode = fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", path.display());
        }
    }
    assert_eq!(
        findings(&scan(&place, &["--all", "--data", "data"])).len(),
        1
    );
    // Under another key the same hashes are nothing.
    fs::write(&key, "00".repeat(32)).unwrap();
    let other = scan(&place, &["--all", "--data", "data"]);
    assert!(
        findings(&other).is_empty() && other.stderr.contains("under another key"),
        "{other:?}"
    );
    fs::remove_file(&key).unwrap();
    let none = scan(&place, &["--all", "--data", "data"]);
    assert!(
        findings(&none).is_empty()
            && none
                .stderr
                .contains("key of the indicator lists is missing")
    );
}

#[test]
fn a_first_import_that_fails_makes_no_key() {
    let place = Place::new();
    place.write("north.csv", "kind,value\nmailbox,nothing\n");
    let failed = import(&place, &["--data", "data"]);
    assert_eq!(failed.code, Some(5), "{failed:?}");
    assert!(!failed.stderr.contains("key"), "{failed:?}");
    assert!(!place.path("data").join("hash.key").exists());
    place.write("north.csv", "kind,value\nmailbox,zoe@pen.example\n");
    let done = import(&place, &["--data", "data"]);
    assert!(done.stderr.contains("created the key"), "{done:?}");
    assert!(place.path("data").join("hash.key").exists());
    let again = import(&place, &["--data", "data"]);
    assert!(!again.stderr.contains("created the key"), "{again:?}");
}

#[test]
fn a_list_that_comes_again_replaces_the_one_before() {
    let place = Place::new();
    listed(&place);
    import(&place, &["--grade", "A"]).success();
    place.write("north.csv", "kind,value\nmailbox,bea@mail.example\n");
    let said = import(&place, &["--grade", "A"]).success();
    assert!(
        said.starts_with("north: 1 indicator in place of 2, of "),
        "{said}"
    );
    let found = findings(&scan(&place, &[]));
    assert!(
        found.len() == 1 && found[0].contains("bea@mail.example"),
        "{found:?}"
    );
}

#[test]
fn what_cannot_be_imported_changes_nothing() {
    let place = Place::new();
    listed(&place);
    import(&place, &["--grade", "A"]).success();
    for (text, why) in [
        (
            "kind,value\nmailbox,info@studio.example\nmailbox,nothing\n",
            "north.csv has no entry",
        ),
        ("a,b\n1,2\n", "not have a column \"value\""),
    ] {
        place.write("north.csv", text);
        let failed = import(&place, &["--grade", "A"]);
        assert_eq!(failed.code, Some(5));
        assert!(failed.stderr.contains(why), "{}", failed.stderr);
    }
    assert!(
        place
            .run(&["indicators", "list"])
            .success()
            .contains("mailbox 2")
    );
    place.write(
        "north.csv",
        "kind,value\nmailbox,info@studio.example\nmailbox,ada@studio.example\n",
    );
    let partly = import(&place, &[]);
    assert!(
        partly
            .stderr
            .contains("skipped line 2: mailbox: many people have it")
    );
    assert!(partly.success().contains("1 indicator"));
}

#[test]
fn wrong_arguments_are_rejected() {
    let place = Place::new();
    listed(&place);
    for args in [
        &["indicators", "import"][..],
        &["indicators", "import", "--plain", "north.csv"],
        &[
            "indicators",
            "import",
            "--csv",
            "north.csv",
            "--stix",
            "north.csv",
        ],
        &[
            "indicators",
            "import",
            "--csv",
            "north.csv",
            "--grade",
            "G7",
        ],
        &[
            "indicators",
            "import",
            "--csv",
            "north.csv",
            "--expires",
            "soon",
        ],
        &[
            "indicators",
            "import",
            "--csv",
            "north.csv",
            "--name",
            "no name",
        ],
        &["indicators", "expire", "nothing"],
        &["indicators", "expire", "--on", "30d"],
    ] {
        assert_eq!(place.run(args).code, Some(2), "{args:?}");
    }
    let args = ["indicators", "import", "--csv", "missing.csv"];
    let run = place.run(&args);
    assert_eq!(run.code, Some(5), "{run:?}");
    assert_eq!(run.stderr.matches("cannot read").count(), 1, "{run:?}");
}

#[test]
fn a_scan_without_lists_goes_on() {
    let place = Place::new();
    listed(&place);
    let run = scan(&place, &["--data", "missing"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(
        run.stderr,
        "hint: missing does not exist yet; scanning without indicator lists\n"
    );
    assert!(!place.path("missing").exists(), "a scan creates nothing");
}

#[test]
fn the_sdn_list_says_its_own_day_and_grade() {
    let place = Place::new();
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/indicators/tests/files/sdn_advanced.xml"
    );
    let run = place.run(&[
        "indicators",
        "import",
        "--ofac",
        file,
        "--expires",
        "2030-01-31",
    ]);
    assert!(
        run.stderr.contains("skipped feature 50009"),
        "{}",
        run.stderr
    );
    assert_eq!(
        run.success(),
        "ofac-sdn: 6 indicators, of 2026-11-04 (OFAC SDN list, graded A1, TLP:CLEAR, expires \
         2030-01-31)\n"
    );
    let list = place.run(&["indicators", "list"]).success();
    assert!(
        list.contains("mailbox 2, wallet 4  (OFAC SDN list)"),
        "{list}"
    );
}

#[test]
fn a_file_may_make_a_list_stricter_and_not_the_user_more_open() {
    let place = Place::new();
    let file = |name: &str| {
        format!(
            "{}/indicators/tests/files/{name}",
            env!("CARGO_MANIFEST_DIR")
        )
    };
    let bundle = [
        "indicators",
        "import",
        "--grade",
        "B",
        "--tlp",
        "clear",
        "--stix",
    ];
    let run = place.run(&[&bundle[..], &[&file("bundle.json")]].concat());
    assert!(
        run.stderr.contains("marked TLP:AMBER, which is stricter"),
        "{}",
        run.stderr
    );
    let said = run.success();
    assert!(
        said.contains("of 2026-11-01 (Example CERT, graded B2, TLP:AMBER"),
        "{said}"
    );
    let event = ["indicators", "import", "--tlp", "red", "--misp"];
    let said = place
        .run(&[&event[..], &[&file("event.json")]].concat())
        .success();
    assert!(
        said.contains("of 2026-11-14 (Example CERT, graded B2, TLP:RED"),
        "{said}"
    );
}
