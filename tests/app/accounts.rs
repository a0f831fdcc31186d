//! Scans of all repositories of an account.

use std::path::Path;
use std::process::Output;
use std::time::Instant;

use countersign_world::{Fault, World};
use serde_json::Value;

use crate::command_line::{countersign, finished, text};
use crate::people::{ADA, VIC, ordinary, split};

const FETCHES: &str = "GIT /git-upload-pack";
const LISTS: &str = "GET /orgs/{org}/repos";

/// An organisation with `count` repositories. One of them shows Victor's two clocks.
fn organisation(world: &World, count: usize) {
    for number in 0..count {
        let name = format!("acme/part-{number:03}");
        let repository = world
            .foreign_repository(&name)
            .push("main", &ordinary(ADA, 3));
        if number == 7 {
            let _ = repository.push("main", &split(VIC, 12));
        }
    }
}

/// How many repositories the organisation has; the variable is for measuring the cost of many.
fn account_size() -> usize {
    let size = std::env::var("COUNTERSIGN_ACCOUNT_SIZE");
    size.map_or(20, |size| size.parse().unwrap())
}

/// Prints what a scan cost, for those who measure.
#[expect(clippy::print_stderr, reason = "people who measure read it")]
fn report_cost(world: &World, output: &Output, count: usize, start: Instant) {
    let said = String::from_utf8_lossy(&output.stderr);
    let fetched = said.lines().find(|line| line.contains("they take up"));
    eprintln!(
        "{count} repositories in {:.2?}, {:?}; {}",
        start.elapsed(),
        world.requests(),
        fetched.unwrap_or_default(),
    );
}

async fn scan(world: &World, home: &Path, arguments: &[&str], token: Option<&str>) -> Output {
    let mut command = countersign(home, &["scan", "--format", "json"]);
    command
        .args(arguments)
        .env("COUNTERSIGN_API_URL", world.api_url());
    if let Some(token) = token {
        command.env("GITHUB_TOKEN", token);
    }
    finished(command).await
}

fn json(output: &Output) -> Value {
    serde_json::from_str(&text(output)).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

/// Names of the repositories that were read, without their owner.
fn read(output: &Output) -> Vec<String> {
    let scan = json(output);
    let repositories = scan["repositories"].as_array().unwrap();
    let names = repositories.iter().filter(|one| one["commits"] != 0);
    let names = names.map(|one| one["name"].as_str().unwrap().rsplit('/').next().unwrap());
    names.map(str::to_owned).collect()
}

#[tokio::test]
async fn an_organisation_is_one_population_and_one_report() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    let count = account_size();
    organisation(&world, count);
    let start = Instant::now();
    let output = scan(&world, home.path(), &["--org", "acme", "--verbose"], None).await;
    report_cost(&world, &output, count, start);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let report = json(&output);
    assert_eq!(report["repositories"].as_array().unwrap().len(), count);
    assert_eq!(
        report["summary"]["people"], 2,
        "Ada is one person in all of them"
    );
    assert_eq!(report["people"][0]["level"], "review");
    assert_eq!(world.requested(LISTS), count.div_ceil(100) as u64);
    // The next run only asks what is new.
    world.forget_requests();
    let start = Instant::now();
    let again = scan(&world, home.path(), &["--org", "acme", "--verbose"], None).await;
    report_cost(&world, &again, count, start);
    assert_eq!(json(&again)["summary"], report["summary"]);
    assert_eq!(world.requested("GIT /info/refs"), count as u64);
    assert_eq!(
        world.requested(FETCHES),
        count as u64,
        "a list of refs each, and no pack"
    );
    assert_eq!(world.unexpected(), [""; 0]);
}

#[tokio::test]
async fn a_scan_that_was_cut_short_goes_on_where_it_stopped() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    organisation(&world, 6);
    world.fault(Fault::status("GIT /info/refs", 403).after(2).times(2));
    let cut = scan(
        &world,
        home.path(),
        &["--org", "acme", "--fetches", "1"],
        None,
    )
    .await;
    assert_eq!(cut.status.code(), Some(3), "{cut:?}");
    assert_eq!(read(&cut), ["part-000", "part-001", "part-004", "part-005"]);
    let whole = scan(&world, home.path(), &["--org", "acme"], None).await;
    assert_eq!(whole.status.code(), Some(0), "{whole:?}");
    assert_eq!(read(&whole).len(), 6);
}

#[tokio::test]
async fn filters_choose_repositories() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    let repository = |name: &str| {
        world
            .foreign_repository(name)
            .push("main", &ordinary(ADA, 2))
    };
    let _ = repository("acme/plain")
        .language("Rust")
        .pushed_at("2026-05-01T00:00:00Z");
    let _ = repository("acme/old").archived();
    let _ = repository("acme/secret").private();
    let _ = repository("upstream/copy").fork("acme");
    let names = async |arguments: &[&str], token: Option<&str>| {
        let arguments = [&["--org", "acme"], arguments].concat();
        read(&scan(&world, home.path(), &arguments, token).await)
    };
    assert_eq!(names(&[], None).await, ["plain"]);
    assert_eq!(names(&["--forks"], None).await, ["copy", "plain"]);
    assert_eq!(names(&["--archived"], None).await, ["old", "plain"]);
    assert_eq!(
        names(&["--archived", "--language", "rust"], None).await,
        ["plain"]
    );
    assert_eq!(
        names(&["--archived", "--pushed-since", "2026-01-01"], None).await,
        ["plain"]
    );
    let _ = world
        .foreign_repository("acme/secret")
        .member("mira", "read");
    let token = world.token_of("mira");
    assert_eq!(names(&[], Some(&token)).await, ["plain", "secret"]);
}

#[tokio::test]
async fn the_disk_budget_ends_the_fetching_and_the_report_says_so() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    organisation(&world, 4);
    let arguments = ["--org", "acme", "--fetches", "1", "--disk-budget", "1"];
    let output = scan(&world, home.path(), &arguments, None).await;
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    assert_eq!(read(&output), ["part-000"]);
    assert!(
        text(&output).contains("--disk-budget is used up"),
        "{output:?}"
    );
}

#[tokio::test]
async fn an_account_that_cannot_be_listed_ends_with_4() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    let _ = world.user("mira");
    let said = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    let output = scan(&world, home.path(), &["--org", "mira"], None).await;
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    assert!(
        said(&output).contains("use --user mira"),
        "{}",
        said(&output)
    );
    let output = scan(&world, home.path(), &["--user", "mira"], None).await;
    assert_eq!(output.status.code(), Some(4), "{output:?}");
    let output = scan(&world, home.path(), &["--forks"], None).await;
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let token = Some("ghp_refused");
    let output = scan(&world, home.path(), &["--user", "mira"], token).await;
    assert!(
        said(&output).contains("renew the token"),
        "{}",
        said(&output)
    );
    assert!(!said(&output).contains("ghp_refused"), "{}", said(&output));
}

#[tokio::test]
async fn a_short_name_is_fetched_from_the_server_with_the_token() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    let repository = world.foreign_repository("acme/secret").private();
    let _ = repository
        .member("mira", "read")
        .push("main", &ordinary(ADA, 2));
    let token = world.token_of("mira");
    let output = scan(&world, home.path(), &["acme/secret"], Some(&token)).await;
    assert_eq!(read(&output), ["secret"]);
    assert!(!text(&output).contains(&token));
    let output = scan(&world, home.path(), &["acme/secret"], None).await;
    assert_eq!(output.status.code(), Some(4), "{output:?}");
}

#[tokio::test]
async fn a_file_names_several_accounts() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    for name in ["acme/plain", "globex/tool"] {
        let repository = world.foreign_repository(name);
        let _ = repository.push("main", &ordinary(ADA, 2));
    }
    let scan = async |text: &str| {
        std::fs::write(home.path().join("owners"), text).unwrap();
        scan(&world, home.path(), &["--owner-file", "owners"], None).await
    };
    let output = scan("# ours\norg acme\n\norg globex\n").await;
    assert_eq!(read(&output), ["plain", "tool"]);
    assert_eq!(json(&output)["summary"]["people"], 1, "one population");
    for (text, expected) in [
        ("org acme\nglobex\n", "line 2: not an account"),
        ("# nobody\n", "names no account"),
    ] {
        let output = scan(text).await;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(expected), "{said}");
    }
}
