//! `countersign doctor` on a good configuration and on broken ones.

use std::path::Path;
use std::process::Command;

use countersign_world::{APP_ID, Fault, PRIVATE_KEY, World};
use serde_json::Value;
use tempfile::TempDir;

use crate::command_line::{countersign, finished, text};
use crate::people::{persona_pull, widget};

/// A GitHub, and a folder with all that the App needs.
pub(crate) struct Stage {
    pub(crate) world: World,
    home: TempDir,
}

/// What doctor said.
pub(crate) struct Said {
    code: Option<i32>,
    pub(crate) checks: Value,
}

impl Said {
    /// Status, message and remedy of a check.
    pub(crate) fn of(&self, id: &str) -> (String, String, String) {
        let checks = self.checks["checks"].as_array().unwrap();
        let check = checks.iter().find(|check| check["id"] == id);
        let check = check.unwrap_or_else(|| panic!("no check {id}: {}", self.checks));
        let field = |name: &str| check[name].as_str().unwrap_or_default().to_owned();
        (field("status"), field("message"), field("remedy"))
    }

    /// The names of the checks that did not pass.
    fn not_ok(&self) -> Vec<&str> {
        let checks = self.checks["checks"].as_array().unwrap();
        let bad = checks.iter().filter(|check| check["status"] != "ok");
        bad.map(|check| check["id"].as_str().unwrap()).collect()
    }

    /// Holds that the check failed, and that its message and remedy say so.
    fn fails(&self, id: &str, message: &str, remedy: &str) {
        let (status, said, advice) = self.of(id);
        assert_eq!(
            (status.as_str(), self.code),
            ("failed", Some(1)),
            "{}",
            self.checks
        );
        assert!(said.contains(message), "{said}");
        assert!(advice.contains(remedy), "{advice}");
    }
}

impl Stage {
    async fn new() -> Self {
        Self::at(World::start().await).await
    }

    pub(crate) async fn at(world: World) -> Self {
        let home = tempfile::tempdir().unwrap();
        let opened = persona_pull(&widget(&world)).opened();
        world.answered(&opened, 202);
        let stage = Self { world, home };
        stage.write("key.pem", PRIVATE_KEY);
        let mut migrate = countersign(stage.home.path(), &["migrate"]);
        migrate.env("DATABASE_URL", stage.database());
        assert!(finished(migrate).await.status.success());
        stage
    }

    fn database(&self) -> String {
        format!("sqlite://{}/store.db", self.home.path().display())
    }

    /// Writes a file that only its user can read.
    fn write(&self, name: &str, text: &str) {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
    }

    /// Doctor with a configuration in which nothing is wrong, but for what `change` changes.
    pub(crate) async fn ask(&self, change: impl FnOnce(&mut Command)) -> Said {
        let mut command = countersign(self.home.path(), &["doctor", "--json"]);
        command
            .env("DATABASE_URL", self.database())
            .env("COUNTERSIGN_APP_ID", APP_ID.to_string())
            .env(
                "COUNTERSIGN_PRIVATE_KEY_FILE",
                self.home.path().join("key.pem"),
            )
            .env("COUNTERSIGN_WEBHOOK_SECRET", self.world.secret())
            .env("COUNTERSIGN_API_URL", self.world.api_url());
        change(&mut command);
        let output = finished(command).await;
        let said = text(&output);
        let checks =
            serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {output:?}"));
        for secret in [self.world.secret().as_str(), "BEGIN", "ghs_"] {
            assert!(!said.contains(secret), "{secret}: {said}");
        }
        Said {
            code: output.status.code(),
            checks,
        }
    }
}

#[tokio::test]
async fn a_good_configuration_passes() {
    let stage = Stage::new().await;
    let said = stage.ask(|_| {}).await;
    assert_eq!(
        (said.code, said.not_ok()),
        (Some(0), vec![]),
        "{}",
        said.checks
    );
    assert_eq!(said.checks["checks"].as_array().unwrap().len(), 19);
    assert_eq!(said.of("app").1, "Countersign (countersign[bot])");
    assert_eq!(stage.world.unexpected(), [""; 0]);
    let plain = countersign(stage.home.path(), &["doctor"]);
    let plain = finished(plain).await;
    assert_eq!(plain.status.code(), Some(1), "nothing is set: {plain:?}");
    assert!(
        text(&plain).contains("fix: set COUNTERSIGN_APP_ID"),
        "{}",
        text(&plain)
    );
}

#[tokio::test]
async fn wrong_settings_are_named() {
    let stage = Stage::new().await;
    let said = stage.ask(|command| {
        command.env_remove("COUNTERSIGN_APP_ID");
    });
    let said = said.await;
    said.fails("app-id", "number is missing", "COUNTERSIGN_APP_ID");
    assert_eq!(said.of("permissions").0, "skipped");
    stage.write(
        "public.pem",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
    );
    let said = stage.ask(|command| {
        command.env("COUNTERSIGN_PRIVATE_KEY_FILE", "public.pem");
    });
    said.await
        .fails("private-key", "is a public key", "generate a private key");
    stage.write("empty", "\n");
    let said = stage.ask(|command| {
        command.env_remove("COUNTERSIGN_WEBHOOK_SECRET");
        command.env("COUNTERSIGN_WEBHOOK_SECRET_FILE", "empty");
    });
    said.await
        .fails("webhook-secret", "is empty", "write the secret");
    stage.write("policy.toml", "min_levl = \"note\"\n");
    let said = stage.ask(|command| {
        command.env("COUNTERSIGN_POLICY", "policy.toml");
    });
    said.await.fails("policy", "min_levl", "mend the file");
    let said = stage.ask(|command| {
        command.env("COUNTERSIGN_REMEMBER", "true");
    });
    said.await
        .fails("hash-key", "needs a hash key", "openssl rand -hex 32");
}

#[tokio::test]
async fn a_broken_machine_is_noticed() {
    let stage = Stage::new().await;
    stage.write("file", "");
    let said = stage.ask(|command| {
        command.env("COUNTERSIGN_CACHE", "file/cache");
    });
    said.await
        .fails("cache", "cannot create the folder", "--cache DIR");
    stage.write("store.db", "this is not a database, however long it may be");
    stage.ask(|_| {}).await.fails("database", "", "check");
    let old = stage.home.path().join("bin");
    std::fs::create_dir(&old).unwrap();
    let git = old.join("git");
    std::fs::write(&git, "#!/bin/sh\necho git version 2.20.1\n").unwrap();
    make_executable(&git);
    let said = stage.ask(|command| {
        command.env("PATH", format!("{}:/usr/bin:/bin", old.display()));
    });
    said.await.fails("git", "2.20.1 is too old", "install git");
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn make_executable(_: &Path) {}

#[tokio::test]
async fn an_unreachable_github_and_a_wrong_clock_are_noticed() {
    let stage = Stage::new().await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let said = stage.ask(|command| {
        command.env("COUNTERSIGN_API_URL", format!("http://{closed}"));
    });
    let said = said.await;
    said.fails("github", "cannot be reached", "check the address");
    assert_eq!(said.of("clock").0, "skipped");
    let said = stage.ask(|command| {
        command.env("COUNTERSIGN_API_URL", format!("http://{closed}"));
        command.env("HTTPS_PROXY", "http://proxy.example:3128");
    });
    said.await
        .fails("github", "cannot be reached", "HTTPS_PROXY");
    stage.world.clock_ahead(-300);
    let said = stage.ask(|_| {}).await;
    said.fails("clock", "ahead of GitHub's", "set the clock");
    stage.world.clock_ahead(30);
    assert_eq!(stage.ask(|_| {}).await.of("clock").0, "warning");
}

#[tokio::test]
async fn what_is_wrong_with_the_app_on_github_is_noticed() {
    let stage = Stage::new().await;
    let said = stage.ask(|command| {
        command.env("COUNTERSIGN_APP_ID", "99");
    });
    said.await
        .fails("app", "refused the credentials", "belong to the same App");
    let installation = stage.world.installation("acme");
    installation.permission("checks", "read");
    let said = stage.ask(|_| {}).await;
    said.fails(
        "installations",
        "grant less than the App asks for: acme",
        "accept the new permissions",
    );
    installation.permission("checks", "write");
    stage.world.hourly_limit(0);
    stage
        .ask(|_| {})
        .await
        .fails("rate-limit", "0 of 0 calls", "--workers");
    stage.world.hourly_limit(5_000);
    stage.world.unregister("issues");
    stage.world.unregister("push");
    let said = stage.ask(|_| {}).await;
    said.fails("permissions", "issues: write", "Permissions & events");
    said.fails("events", "push", "subscribe");
}

#[tokio::test]
async fn deliveries_that_failed_say_what_to_mend() {
    let stage = Stage::new().await;
    for (status, remedy) in [
        (401, "the same webhook secret"),
        (404, "end in /webhook"),
        (0, "GitHub can reach it"),
        (502, "reverse proxy"),
    ] {
        let again = widget(&stage.world).open("victor", "gate", "More").opened();
        stage.world.answered(&again, status);
        let said = stage.ask(|_| {}).await;
        said.fails("deliveries", "failed", remedy);
    }
    let good = widget(&stage.world).open("victor", "gate", "More").opened();
    stage.world.answered(&good, 202);
    assert_eq!(stage.ask(|_| {}).await.of("deliveries").0, "warning");
    // GitHub itself fails for a moment.
    stage
        .world
        .fault(Fault::status("GET /app/hook/deliveries", 502));
    stage
        .ask(|_| {})
        .await
        .fails("deliveries", "502", "try again");
}
