//! URLs: fetched into the cache, updated, read offline, and refused.

use std::net::TcpListener;
use std::process::Stdio;

use crate::support::{ADA, Place, Run, VIC, ordinary};

/// How many commits a scan of `args` reads.
fn commits(place: &Place, args: &[&str]) -> u64 {
    let args = [&["scan", "--format", "json"], args].concat();
    let run = place.run(&args);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.json()["summary"]["commits"].as_u64().unwrap()
}

fn url(place: &Place, name: &str) -> String {
    format!("file://{}", place.path(name).display())
}

#[test]
fn a_url_is_fetched_once_and_then_updated() {
    let place = Place::new();
    let path = place.repository("r", &ordinary("main", ADA, 5));
    let url = url(&place, "r");
    assert_eq!(commits(&place, &[&url]), 5);
    assert!(place.path("cache/countersign").is_dir());
    place.import(&path, &ordinary("other", VIC, 3));
    assert_eq!(
        commits(&place, &[&url, "--offline"]),
        5,
        "offline fetches nothing"
    );
    assert_eq!(commits(&place, &[&url]), 8);
    assert_eq!(commits(&place, &[&url, "--ref", "other"]), 3);
}

#[test]
fn another_cache_folder_can_be_named() {
    let place = Place::new();
    place.repository("r", &ordinary("main", ADA, 5));
    assert_eq!(commits(&place, &[&url(&place, "r"), "--cache", "mine"]), 5);
    assert!(place.path("mine").is_dir() && !place.path("cache").exists());
}

#[test]
fn heads_of_pull_requests_are_read_when_asked_for() {
    let place = Place::new();
    let path = place.repository("r", &ordinary("main", ADA, 5));
    place.import(&path, &ordinary("topic", VIC, 2));
    place.git(
        &path,
        &["update-ref", "refs/pull/7/head", "refs/heads/topic"],
        "",
    );
    place.git(&path, &["update-ref", "-d", "refs/heads/topic"], "");
    let url = url(&place, "r");
    assert_eq!(commits(&place, &[&url]), 5);
    assert_eq!(commits(&place, &[&url, "--pull-requests"]), 7);
}

#[test]
fn a_url_that_does_not_answer_ends_with_4() {
    let place = Place::new();
    let port = {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let closed = format!("https://127.0.0.1:{port}/owner/name");
    for url in ["file:///nonexistent/r", &closed] {
        let run = place.run(&["scan", url]);
        assert_eq!(run.code, Some(4), "{url}: {}", run.stderr);
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
        assert!(run.stderr.contains(url), "{}", run.stderr);
    }
}

#[test]
fn a_short_name_is_a_folder_if_there_is_one_and_else_a_repository_on_github() {
    let place = Place::new();
    std::fs::create_dir(place.path("ada")).unwrap();
    place.repository("ada/widget", &ordinary("main", ADA, 5));
    assert_eq!(commits(&place, &["ada/widget"]), 5);
    let offline = |name: &str| place.run(&["scan", "--offline", name]);
    let run = offline("vic/widget");
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    let expected = "https://github.com/vic/widget is not in the cache";
    assert!(run.stderr.contains(expected), "{}", run.stderr);
    // Its folder exists, so this is a path with a typing error.
    let run = offline("ada/wdget");
    assert!(
        !run.stderr.contains("is not in the cache"),
        "{}",
        run.stderr
    );
}

#[test]
fn offline_without_a_cached_copy_ends_with_4() {
    let place = Place::new();
    place.repository("r", &ordinary("main", ADA, 5));
    let run = place.run(&["scan", "--offline", &url(&place, "r")]);
    assert_eq!(run.code, Some(4), "{}", run.stderr);
    assert!(
        run.stderr.contains("--offline"),
        "says what to do: {}",
        run.stderr
    );
}

#[test]
fn a_cache_that_cannot_be_written_ends_with_5() {
    let place = Place::new();
    place.repository("r", &ordinary("main", ADA, 5));
    place.write("file", "no folder");
    let run = place.run(&["scan", &url(&place, "r"), "--cache", "file/cache"]);
    assert_eq!(run.code, Some(5), "{}", run.stderr);
}

/// Git waits for a server that accepts and says nothing; the signal comes while it does.
#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_fetch_with_130() {
    let place = Place::new();
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("git://{}/r", silent.local_addr().unwrap());
    let mut command = place.command(&["scan", &url]);
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let connection = silent.accept().unwrap();
    let kill = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(130), ""),
        "{}",
        run.stderr
    );
    drop(connection);
    // The cache stays usable.
    place.repository("r", &ordinary("main", ADA, 5));
    let good = format!("file://{}", place.path("r").display());
    assert_eq!(commits(&place, &[&good]), 5);
}
