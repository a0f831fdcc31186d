//! Settings from a file: where it is found, what outweighs it, and what is refused.

use std::fs;

use crate::support::{ADA, Place, Run, VIC, ordinary, split};

fn place() -> Place {
    let place = Place::new();
    let commits = [ordinary("main", ADA, 8), split("other", VIC, 8)].concat();
    place.repository("r", &commits);
    place
}

/// Runs with a variable.
fn with(place: &Place, (variable, value): (&str, &str), args: &[&str]) -> Run {
    let mut command = place.command(args);
    command.env(variable, value).output().unwrap().into()
}

fn people(run: &Run) -> usize {
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.json()["people"].as_array().unwrap().len()
}

const SCAN: [&str; 3] = ["scan", "r", "--format=json"];

#[test]
fn an_option_outweighs_a_variable_and_a_variable_outweighs_the_file() {
    let place = place();
    assert_eq!(people(&place.run(&SCAN)), 1);
    place.write("countersign.toml", "[scan]\nmin_level = \"urgent\"\n");
    assert_eq!(people(&place.run(&SCAN)), 0, "the file");
    let quiet = ("COUNTERSIGN_SCAN_MIN_LEVEL", "quiet");
    assert_eq!(people(&with(&place, quiet, &SCAN)), 2, "the variable");
    let option = [&SCAN[..], &["--min-level", "note"]].concat();
    assert_eq!(people(&with(&place, quiet, &option)), 1, "the option");
    let empty = ("COUNTERSIGN_SCAN_MIN_LEVEL", "");
    assert_eq!(
        people(&with(&place, empty, &SCAN)),
        0,
        "an empty variable is unset"
    );
    let none = [&SCAN[..], &["--no-config"]].concat();
    assert_eq!(people(&place.run(&none)), 1);
}

#[test]
fn a_commands_table_outweighs_the_top_and_lists_are_lists() {
    let place = place();
    let text = "min_level = \"urgent\"\nformat = \"json\"\n[scan]\nmin_level = \"quiet\"\nref = [\"main\"]\n";
    place.write("countersign.toml", text);
    assert_eq!(
        people(&place.run(&["scan", "r"])),
        1,
        "only one branch is read"
    );
    place.write(
        "countersign.toml",
        "[scan]\nformat = \"json\"\nall = true\n",
    );
    assert_eq!(people(&place.run(&["scan", "r"])), 2, "a flag");
}

#[test]
fn the_file_is_found_in_the_usual_places() {
    let place = place();
    let urgent = "[scan]\nmin_level = \"urgent\"\n";
    let named = place.write("mine.toml", urgent);
    assert_eq!(
        people(&place.run(&[&SCAN[..], &["--config", "mine.toml"]].concat())),
        0
    );
    let variable = ("COUNTERSIGN_CONFIG", named.to_str().unwrap());
    assert_eq!(people(&with(&place, variable, &SCAN)), 0);
    fs::create_dir_all(place.path("settings/countersign")).unwrap();
    place.write("settings/countersign/countersign.toml", urgent);
    let folder = place.path("settings");
    let variable = ("XDG_CONFIG_HOME", folder.to_str().unwrap());
    assert_eq!(people(&with(&place, variable, &SCAN)), 0);
    let run = place.run(&[&SCAN[..], &["--config", "none.toml"]].concat());
    assert_eq!(run.code, Some(5), "{}", run.stderr);
}

/// Anyone who can push to a repository can write such a file.
#[test]
fn a_file_that_belongs_to_a_repository_is_not_read() {
    let place = place();
    place.write("r/countersign.toml", "[scan]\noutput = \"stolen\"\n");
    let mut command = place.command(&["scan", "--format=json"]);
    let run: Run = command
        .current_dir(place.path("r"))
        .output()
        .unwrap()
        .into();
    assert_eq!(people(&run), 1);
    assert!(
        run.stderr.contains("--config countersign.toml"),
        "{}",
        run.stderr
    );
    assert!(!place.path("r/stolen").exists());
}

#[test]
fn what_is_wrong_in_a_file_is_said_with_its_line() {
    let place = place();
    for (text, expected) in [
        (
            "[scan]\nmin_levle = \"note\"\n",
            "line 2: `min_levle` is not a setting of `scan`",
        ),
        ("[scna]\n", "line 1: `scna` is not a setting of countersign"),
        (
            "[scan]\nall = \"yes\"\n",
            "line 2: the value of `all` is not true or false",
        ),
        (
            "\n[scan]\nmin_level = [\"a\"]\n",
            "line 3: the value of `min_level` is not",
        ),
        ("[scan\n", "line 1: "),
        (
            "[scan]\nall = true\nmin_level = \"note\"\n",
            "exclude each other",
        ),
        (
            "data = \"a\"\ndatabase = \"sqlite://b\"\n",
            "`data` and `database` exclude each other",
        ),
        (
            "[scan]\nmin_level = \"loud\"\n",
            "invalid value 'loud' for '--min-level <LEVEL>'",
        ),
    ] {
        place.write("countersign.toml", text);
        let run = place.run(&SCAN);
        assert_eq!(run.code, Some(2), "{text}: {}", run.stderr);
        assert!(run.stderr.contains(expected), "{text}: {}", run.stderr);
        assert!(
            run.stderr.contains("countersign.toml"),
            "{text}: {}",
            run.stderr
        );
    }
    place.write("countersign.toml", "[scan]\nmin_levle = \"note\"\n");
    assert!(place.run(&SCAN).stderr.contains("write `min_level`"));
    assert_eq!(
        place.run(&["scan", "--help"]).code,
        Some(0),
        "help needs no file"
    );
    // A table for another command does not concern this one.
    place.write("countersign.toml", "[people]\nformat = \"loud\"\n");
    assert_eq!(people(&place.run(&SCAN)), 1);
}

#[test]
fn what_an_option_or_a_variable_excludes_has_no_effect_in_the_file() {
    let place = place();
    place.write(
        "countersign.toml",
        "[scan]\nall = true\ndata = \"folder\"\n",
    );
    let option = [&SCAN[..], &["--min-level", "urgent"]].concat();
    assert_eq!(people(&place.run(&option)), 0);
    let database = format!("sqlite://{}", place.path("own.db").display());
    let remember = ["scan", "r", "--remember"];
    let run = with(&place, ("DATABASE_URL", &database), &remember);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(place.path("own.db").is_file() && !place.path("folder").exists());
    place.run(&remember).success();
    assert!(place.path("folder/countersign.db").is_file());
}

#[test]
fn a_variable_with_a_secret_outweighs_the_file_that_the_settings_name() {
    let place = place();
    let digits = "5a".repeat(32);
    place.write("countersign.toml", "hash_key_file = \"missing\"\n");
    let remember = ["scan", "r", "--remember", "--data", "folder"];
    assert_eq!(place.run(&remember).code, Some(5), "the file is used");
    let run = with(&place, ("COUNTERSIGN_HASH_KEY", &digits), &remember);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

/// `--database` belongs to `jobs`, and not to `jobs list`.
#[test]
fn the_options_of_a_group_of_commands_are_settings_too() {
    let place = place();
    let database = format!("sqlite://{}", place.path("own.db").display());
    for text in [
        format!("database = \"{database}\"\n"),
        format!("[jobs]\ndatabase = \"{database}\"\n[jobs.list]\nlimit = 3\n"),
    ] {
        place.write("countersign.toml", &text);
        place.run(&["jobs", "list"]).success();
        fs::remove_file(place.path("own.db")).unwrap();
    }
    let run = with(
        &place,
        ("COUNTERSIGN_JOBS_LIST_LIMIT", "none"),
        &["jobs", "list"],
    );
    assert_eq!(run.code, Some(2), "{}", run.stderr);
}
