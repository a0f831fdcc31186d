//! Which database a command uses: an option before the environment, and never one of two by chance.

use std::fs;

use crate::support::{ADA, Place, Run, VIC, ordinary, split};

const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/// Runs with variables of the environment; all runs share one hash key.
fn run(place: &Place, args: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut command = place.command(args);
    command.env("COUNTERSIGN_HASH_KEY", KEY);
    command.envs(variables.iter().copied());
    command.output().unwrap().into()
}

/// The URL of a database that holds Ada and Victor.
fn remembered(place: &Place, name: &str) -> String {
    place.repository(
        name,
        &[ordinary("main", ADA, 5), split("b", VIC, 8)].concat(),
    );
    let url = format!("sqlite://{}", place.path(&format!("{name}.db")).display());
    run(
        place,
        &["scan", name, "--remember", "--database", &url],
        &[],
    )
    .success();
    url
}

#[test]
fn forgetting_happens_in_the_database_of_the_option() {
    let place = Place::new();
    let url = remembered(&place, "r");
    fs::create_dir(place.path("data")).unwrap();
    let ada = "ada@studio.example";
    let forget = ["forget", ada, "--yes", "--database", &url];
    let data = [("COUNTERSIGN_DATA", "data")];
    let text = run(&place, &forget, &data).success();
    assert!(text.contains("Forgot"), "{text}");
    let person = ["person", ada, "--database", &url];
    let again = run(&place, &person, &[]);
    assert!(again.stderr.contains("was forgotten"), "{}", again.stderr);
    let untouched = fs::read_dir(place.path("data")).unwrap().count();
    assert_eq!(untouched, 0, "the folder of the environment was used");
}

#[test]
fn an_option_outweighs_the_environment_for_every_command() {
    let place = Place::new();
    let url = remembered(&place, "r");
    let victor = "victor@gate.example";
    fs::create_dir(place.path("data")).unwrap();
    fs::write(place.path("list.txt"), "zed@lists.example\n").unwrap();
    for args in [
        &["person", victor][..],
        &["forget", victor, "--dry-run"],
        &["export", "out"],
        &["import", "out"],
        &["indicators", "list"],
        &["scan", "r", "--remember"],
    ] {
        let args = [args, &["--database", &url]].concat();
        run(&place, &args, &[("COUNTERSIGN_DATA", "data")]).success();
        assert!(!place.path("data/countersign.db").exists(), "{args:?}");
    }
    let data = ["scan", "r", "--remember", "--data", "data"];
    let elsewhere = format!("sqlite://{}", place.path("elsewhere.db").display());
    run(&place, &data, &[("DATABASE_URL", &elsewhere)]).success();
    assert!(place.path("data/countersign.db").exists());
    assert!(!place.path("elsewhere.db").exists());
}

#[test]
fn two_databases_are_an_error_for_every_command() {
    let place = Place::new();
    let url = remembered(&place, "r");
    run(&place, &["export", "out", "--database", &url], &[]).success();
    for args in [
        &["person", "victor@gate.example"][..],
        &["forget", "victor@gate.example", "--yes"],
        &["export", "other"],
        &["import", "out"],
        &["indicators", "list"],
        &["scan", "r", "--remember"],
    ] {
        let options = [args, &["--database", &url, "--data", "data"]].concat();
        let both = run(&place, &options, &[]);
        assert_eq!(both.code, Some(2), "{args:?}: {}", both.stderr);
        let variables = [("DATABASE_URL", &*url), ("COUNTERSIGN_DATA", "data")];
        let both = run(&place, args, &variables);
        assert_eq!(both.code, Some(2), "{args:?}: {}", both.stderr);
        assert!(both.stderr.contains("COUNTERSIGN_DATA"), "{}", both.stderr);
        assert!(!place.path("data").exists(), "{args:?}");
    }
}

#[test]
fn two_variables_that_give_one_secret_are_an_error() {
    let place = Place::new();
    place.repository("r", &ordinary("main", ADA, 5));
    place.write("key", KEY);
    let args = ["scan", "r", "--remember", "--data", "data"];
    let both = run(&place, &args, &[("COUNTERSIGN_HASH_KEY_FILE", "key")]);
    assert_eq!(both.code, Some(2), "{}", both.stderr);
    let option = [&args[..], &["--hash-key-file", "key"]].concat();
    run(&place, &option, &[]).success();
}

#[test]
fn a_path_is_not_a_url() {
    let place = Place::new();
    place.repository("r", &ordinary("main", ADA, 5));
    for folder in ["a%20b", "a b", "a?b=c", "a#b", "ä:@"] {
        let scan = ["scan", "r", "--remember", "--data", folder];
        place.run(&scan).success();
        for file in ["countersign.db", "hash.key"] {
            assert!(place.path(folder).join(file).is_file(), "{folder}/{file}");
        }
        let person = ["person", "ada@studio.example", "--data", folder];
        place.run(&person).success();
    }
}

#[test]
fn the_key_lies_beside_the_database_of_a_url() {
    let place = Place::new();
    place.repository("r", &ordinary("main", ADA, 5));
    fs::create_dir(place.path("a b")).unwrap();
    let url = format!("sqlite://{}", place.path("a%20b/x.db").display());
    place
        .run(&["scan", "r", "--remember", "--database", &url])
        .success();
    assert!(place.path("a b/hash.key").is_file());
}

#[test]
fn a_folder_of_the_environment_that_does_not_exist_yet_stops_no_scan() {
    let place = Place::new();
    place.repository("r", &ordinary("main", ADA, 5));
    let data = [("COUNTERSIGN_DATA", "not/there")];
    run(&place, &["scan", "r"], &data).success();
    assert!(!place.path("not").exists());
    run(&place, &["scan", "r", "--remember"], &data).success();
    assert!(place.path("not/there/countersign.db").is_file());
}

#[test]
fn a_lost_hash_key_is_not_replaced_in_silence() {
    let place = Place::new();
    place.repository("r", &ordinary("main", ADA, 5));
    let remember = ["scan", "r", "--remember", "--data", "data"];
    let forget = ["forget", "ada@studio.example", "--yes", "--data", "data"];
    place.run(&remember).success();
    place.run(&forget).success();
    let key = place.path("data/hash.key");
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    fs::write(place.path("list.txt"), "zed@lists.example\n").unwrap();
    let import = [
        "indicators",
        "import",
        "--plain",
        "list.txt",
        "--kind",
        "mailbox",
        "--source",
        "s",
        "--data",
        "data",
    ];
    for args in [&remember[..], &import] {
        let refused = place.run(args);
        assert_eq!(refused.code, Some(5), "{args:?}: {}", refused.stderr);
        assert!(
            refused.stderr.contains("hash key is not the one"),
            "{}",
            refused.stderr
        );
        assert!(
            refused.stderr.contains("restore the key from your backup"),
            "{}",
            refused.stderr
        );
        assert!(!key.exists(), "{args:?}: a new key was made");
    }
    fs::write(&key, KEY).unwrap();
    let other = [
        &remember[..],
        &["person", "ada@studio.example", "--data", "data"],
    ];
    for args in other {
        assert_eq!(place.run(args).code, Some(5), "{args:?}: another key");
    }
    fs::write(&key, kept).unwrap();
    place.run(&remember).success();
    let person = place.run(&["person", "ada@studio.example", "--data", "data"]);
    assert!(person.stderr.contains("was forgotten"), "{}", person.stderr);
}
