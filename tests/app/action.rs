//! The steps of the GitHub Action, with the variables that GitHub's runner sets.
#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Output};

use countersign_world::{RepositoryStory, World};
use tempfile::TempDir;

use crate::command_line::{finished, text};
use crate::people::{honest_pull, persona_pull, widget};

const UPLOAD: &str = "POST /repos/{owner}/{repo}/code-scanning/sarifs";

/// A runner for one job.
struct Runner {
    world: World,
    repository: RepositoryStory,
    folder: TempDir,
}

impl Runner {
    async fn new() -> Self {
        let world = World::start().await;
        let repository = widget(&world);
        let folder = tempfile::tempdir().unwrap();
        Self {
            world,
            repository,
            folder,
        }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Runs the step `run` for an event.
    async fn run(&self, event: &str, payload: &str, inputs: &[(&str, &str)]) -> Output {
        std::fs::write(self.path("event.json"), payload).unwrap();
        let mut command = self.step("run");
        command
            .env("GITHUB_EVENT_NAME", event)
            .env("GITHUB_TOKEN", self.world.token_of("mira"))
            .envs(inputs.iter().copied());
        finished(command).await
    }

    fn step(&self, step: &str) -> Command {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/action");
        let mut command = Command::new(script);
        command
            .arg(step)
            .current_dir(self.folder.path())
            .env_clear();
        command
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.folder.path())
            .env("RUNNER_TEMP", self.folder.path())
            .env("GITHUB_OUTPUT", self.path("output"))
            .env("GITHUB_STEP_SUMMARY", self.path("summary"))
            .env("GITHUB_EVENT_PATH", self.path("event.json"))
            .env("GITHUB_REPOSITORY", "acme/widget")
            .env("GITHUB_SHA", self.repository.head("main"))
            .env("GITHUB_REF", "refs/heads/main")
            .env("COUNTERSIGN_API_URL", self.world.api_url())
            .env("COUNTERSIGN_PROGRAM", env!("CARGO_BIN_EXE_countersign"))
            .env("COUNTERSIGN_VERSION", "")
            .env("COUNTERSIGN_SHA256", "")
            .env("COUNTERSIGN_COMMENT", "false")
            .env("COUNTERSIGN_SARIF", "false")
            .env("COUNTERSIGN_FAIL_ON", "");
        command
    }

    fn outputs(&self) -> String {
        std::fs::read_to_string(self.path("output")).unwrap_or_default()
    }
}

#[tokio::test]
async fn a_pull_request_is_reviewed_without_a_word_about_people_in_the_log() {
    let runner = Runner::new().await;
    let pull = persona_pull(&runner.repository);
    let payload = r#"{"action":"opened","pull_request":{"number":1}}"#;
    let output = runner.run("pull_request_target", payload, &[]).await;
    assert!(output.status.success(), "{output:?}");
    assert!(
        runner.outputs().contains("level=review\n"),
        "{}",
        runner.outputs()
    );
    let log = text(&output) + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(log, "Countersign: level review.\n");
    assert_eq!(pull.comments(), []);
    let inputs = [
        ("COUNTERSIGN_COMMENT", "true"),
        ("COUNTERSIGN_FAIL_ON", "review"),
    ];
    let output = runner.run("pull_request_target", payload, &inputs).await;
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert_eq!(pull.comments().len(), 1);
    let inputs = [("COUNTERSIGN_FAIL_ON", "urgent")];
    let output = runner.run("pull_request", payload, &inputs).await;
    assert!(output.status.success(), "{output:?}");
    assert_eq!(runner.world.unexpected(), [""; 0]);
}

#[tokio::test]
async fn honest_and_closed_pull_requests_pass() {
    let runner = Runner::new().await;
    let pull = honest_pull(&runner.repository);
    let inputs = [
        ("COUNTERSIGN_COMMENT", "true"),
        ("COUNTERSIGN_FAIL_ON", "note"),
    ];
    let payload = r#"{"action":"synchronize","pull_request":{"number":1}}"#;
    let output = runner.run("pull_request", payload, &inputs).await;
    assert!(output.status.success(), "{output:?}");
    assert_eq!(pull.comments(), []);
    let payload = r#"{"action":"closed","pull_request":{"number":1}}"#;
    let output = runner.run("pull_request", payload, &inputs).await;
    assert!(output.status.success(), "{output:?}");
    // A number that is none goes nowhere.
    let payload = r#"{"action":"opened","pull_request":{"number":"1 --post"}}"#;
    let output = runner.run("pull_request", payload, &inputs).await;
    assert_eq!(output.status.code(), Some(1), "{output:?}");
}

#[tokio::test]
async fn a_schedule_scans_and_uploads() {
    let runner = Runner::new().await;
    let output = runner.run("schedule", "{}", &[]).await;
    assert!(output.status.success(), "{output:?}");
    assert_eq!(runner.world.requested(UPLOAD), 0);
    let sarif = std::fs::read_to_string(runner.path("countersign/scan.sarif")).unwrap();
    assert!(serde_json::from_str::<serde_json::Value>(&sarif).is_ok());
    let output = runner
        .run("schedule", "{}", &[("COUNTERSIGN_SARIF", "true")])
        .await;
    assert!(output.status.success(), "{output:?}");
    assert_eq!(runner.world.requested(UPLOAD), 1);
    assert_eq!(runner.world.unexpected(), [""; 0]);
}

#[tokio::test]
async fn the_program_must_be_named() {
    let runner = Runner::new().await;
    let mut command = runner.step("install");
    command.env("COUNTERSIGN_PROGRAM", "");
    let output = finished(command).await;
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let output = finished(runner.step("install")).await;
    assert!(output.status.success(), "{output:?}");
    assert!(
        runner.outputs().contains("program=/"),
        "{}",
        runner.outputs()
    );
}
