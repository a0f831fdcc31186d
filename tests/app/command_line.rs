//! The App's subcommands, as processes of their own.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use countersign_store::{ConnectOptions, JobState, Store, Viewer};
use countersign_world::{
    APP_ID, CLIENT_ID, CLIENT_SECRET, Commit, Delivery, Fault, PRIVATE_KEY, World,
};

use crate::app::stories;
use crate::memory;
use crate::people::{honest_pull, persona_pull, widget};

/// Longest wait for something that another process does.
const PATIENCE: Duration = Duration::from_secs(60);

/// The command, without the developer's environment.
pub(crate) fn countersign(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_countersign"));
    command.args(arguments).current_dir(home).env_clear();
    command.env("PATH", std::env::var_os("PATH").unwrap());
    command
        .env("HOME", home)
        .env("XDG_CACHE_HOME", home.join("cache"));
    command.env("XDG_DATA_HOME", home.join("data"));
    command
}

pub(crate) fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) async fn finished(mut command: Command) -> Output {
    let run = tokio::task::spawn_blocking(move || command.output());
    run.await.unwrap().unwrap()
}

/// The running service; killed when the story ends early.
struct Served {
    child: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    async fn start(world: &World, database: &str, home: &Path, more: &[&str]) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let key = home.join("key.pem");
        std::fs::write(&key, PRIVATE_KEY).unwrap();
        let listen = format!("127.0.0.1:{port}");
        let mut command = countersign(home, &["serve", "--listen", &listen]);
        command
            .args(more)
            .env("DATABASE_URL", database)
            .env("COUNTERSIGN_APP_ID", APP_ID.to_string())
            .env("COUNTERSIGN_PRIVATE_KEY_FILE", key)
            .env("COUNTERSIGN_WEBHOOK_SECRET", world.secret())
            .env("COUNTERSIGN_API_URL", world.api_url())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(home.join("log")).unwrap());
        let served = Self {
            child: command.spawn().unwrap(),
            port,
        };
        until(|| {
            served
                .ask(
                    "GET /readyz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
                    b"",
                )
                .contains(" 200 ")
        })
        .await;
        served
    }

    /// Sends a request as it is: the answer, or nothing where nobody listens.
    fn ask(&self, head: &str, body: &[u8]) -> String {
        let mut answer = String::new();
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(body);
            let _ = stream.read_to_string(&mut answer);
        }
        answer
    }

    fn deliver(&self, delivery: &Delivery) {
        let mut head = "POST /webhook HTTP/1.1\r\nhost: x\r\nconnection: close\r\n".to_owned();
        for (name, value) in delivery.headers() {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("content-length: {}\r\n\r\n", delivery.body.len());
        let answer = self.ask(&head, &delivery.body);
        assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    }

    /// Asks it to end, and waits for that.
    async fn end(mut self) {
        let id = self.child.id().to_string();
        let _ = Command::new("kill").args(["-TERM", &id]).status();
        let mut ended = None;
        until(|| {
            ended = self.child.try_wait().unwrap();
            ended.is_some()
        })
        .await;
        assert!(ended.unwrap().success(), "{ended:?}");
    }
}

/// Waits for another process.
async fn until(mut is_so: impl FnMut() -> bool) {
    wait_until(async || is_so()).await;
}

/// The same where the answer is asked of somebody.
async fn wait_until(mut is_so: impl AsyncFnMut() -> bool) {
    let start = Instant::now();
    while !is_so().await {
        assert!(start.elapsed() < PATIENCE, "it does not come to pass");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

stories! {
    async fn a_review_can_be_had_on_the_command_line(_database) {
        let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
        let repository = widget(&world);
        let (pull, honest) = (persona_pull(&repository), honest_pull(&repository));
        let token = world.token_of("mira");
        let run = |arguments: &[&str]| {
            let mut command = countersign(home.path(), arguments);
            command.env("GITHUB_TOKEN", &token).env("COUNTERSIGN_API_URL", world.api_url());
            finished(command)
        };
        let output = run(&["pr", "acme/widget#1"]).await;
        assert!(text(&output).contains("split-clock"), "{output:?}");
        let output = run(&["pr", "acme/widget#1", "--format", "json"]).await;
        let json: serde_json::Value = serde_json::from_str(&text(&output)).unwrap();
        assert_eq!(json["level"], "review");
        let output = run(&["pr", "acme/widget#1", "--dry-run"]).await;
        let json: serde_json::Value = serde_json::from_str(&text(&output)).unwrap();
        assert_eq!(json["comment"]["do"], "create");
        assert_eq!(pull.comments(), []);
        for _ in 0..2 {
            let output = run(&["pr", "acme/widget#1", "--post"]).await;
            assert!(output.status.success(), "{output:?}");
            assert_eq!(pull.comments().len(), 1);
            assert_eq!(pull.comments()[0].author, "mira");
        }
        let output = run(&["pr", "acme/widget#2", "--post"]).await;
        assert!(text(&output).contains("Nothing to look at"), "{output:?}");
        assert_eq!(honest.comments(), []);
        let address = format!("{}/acme/widget/pull/1/files", world.api_url());
        let output = run(&["pr", &address]).await;
        assert!(text(&output).contains("split-clock"), "{output:?}");
        let elsewhere = run(&["pr", "https://git.example.org/acme/widget/pull/1"]).await;
        assert_eq!(elsewhere.status.code(), Some(2), "{elsewhere:?}");
        assert_eq!(run(&["pr", "acme/widget#99"]).await.status.code(), Some(4));
        assert_eq!(run(&["pr", "acme/widget"]).await.status.code(), Some(2));
        let without = finished(countersign(home.path(), &["pr", "acme/widget#1"])).await;
        assert_eq!(without.status.code(), Some(2));
        assert_eq!(world.unexpected(), [""; 0]);
    }

    async fn policies_are_checked(_database) {
        let home = tempfile::tempdir().unwrap();
        let check = async |text: &str| {
            std::fs::write(home.path().join("policy.toml"), text).unwrap();
            finished(countersign(home.path(), &["policy", "check", "policy.toml"])).await
        };
        assert!(check("min_level = \"note\"\n").await.status.success());
        let wrong = check("\nmin_levl = \"note\"\n").await;
        assert_eq!(wrong.status.code(), Some(2));
        let said = String::from_utf8_lossy(&wrong.stderr).into_owned();
        assert!(said.contains("line 2: `min_levl` is not a setting of a policy (did you mean `min_level`?)"), "{said}");
        let schema = finished(countersign(home.path(), &["policy", "schema"])).await;
        let schema: serde_json::Value = serde_json::from_str(&text(&schema)).unwrap();
        assert!(jsonschema::validator_for(&schema).is_ok());
    }

    async fn the_service_survives_kills_and_ends_in_good_order(database) {
        let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
        let pull = persona_pull(&widget(&world));
        let mut migrate = countersign(home.path(), &["migrate"]);
        migrate.env("DATABASE_URL", &database);
        assert!(finished(migrate).await.status.success());
        // Takes in a delivery and is killed while it waits for GitHub.
        let slow = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
        world.fault(Fault::slow(slow, Duration::from_secs(600)));
        let mut served = Served::start(&world, &database, home.path(), &[]).await;
        served.deliver(&pull.opened());
        until(|| world.requested(slow) > 0).await;
        served.child.kill().unwrap();
        drop(served);
        world.heal();
        assert_eq!(pull.comments(), []);
        // Its lease ends with time; an operator who does not want to wait asks the database.
        let store = Store::connect(&database, ConnectOptions::default()).await.unwrap();
        assert!(store.counts().await.unwrap().in_state(JobState::Leased) > 0);
        store.sweep(i64::MAX).await.unwrap();
        let mut list = countersign(home.path(), &["jobs", "list"]);
        list.env("DATABASE_URL", &database);
        assert!(text(&finished(list).await).contains("review"));
        // Somewhere in `sweep` its start lies in the far future: retrying means now.
        for job in store.jobs(&countersign_store::JobFilter::default()).await.unwrap() {
            let mut retry = countersign(home.path(), &["jobs", "retry", &job.id.to_string()]);
            retry.env("DATABASE_URL", &database);
            assert!(finished(retry).await.status.success());
        }
        let served = Served::start(&world, &database, home.path(), &[]).await;
        until(|| !pull.checks().is_empty()).await;
        served.end().await;
        assert_eq!(pull.comments().len(), 1);
        let counts = store.counts().await.unwrap();
        assert_eq!(counts.in_state(JobState::Leased) + counts.in_state(JobState::Dead), 0);
        let log = std::fs::read_to_string(home.path().join("log")).unwrap();
        assert!(log.contains("Countersign starts version="), "{log}");
        assert!(log.contains("GitHub knows the App app=\"Countersign\""), "{log}");
        for secret in ["victor", "Painted", &world.secret(), "ghs_", "BEGIN"] {
            assert!(!log.contains(secret), "{secret}: {log}");
        }
        store.close().await;
    }

    async fn a_service_without_github_starts_with_a_warning(database) {
        let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
        let mut migrate = countersign(home.path(), &["migrate"]);
        migrate.env("DATABASE_URL", &database);
        assert!(finished(migrate).await.status.success());
        world.fault(Fault::status("GET /app", 401));
        let served = Served::start(&world, &database, home.path(), &["--dry-run"]).await;
        served.end().await;
        let log = std::fs::read_to_string(home.path().join("log")).unwrap();
        assert!(log.contains("dry_run=true"), "{log}");
        let warning = log.lines().find(|line| line.contains("GitHub does not show the App"));
        assert!(warning.is_some_and(|line| line.contains("WARN")), "{log}");
    }

    async fn a_service_says_at_its_start_whether_it_shows_evidence(database) {
        let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
        let mut migrate = countersign(home.path(), &["migrate"]);
        migrate.env("DATABASE_URL", &database);
        assert!(finished(migrate).await.status.success());
        let secret = home.path().join("client-secret");
        std::fs::write(&secret, CLIENT_SECRET).unwrap();
        let address = ["--public-url", "https://countersign.example/"];
        let id = ["--client-id", CLIENT_ID, "--client-secret-file", secret.to_str().unwrap()];
        let page = "GET /reviews/1-1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        for (options, said, status) in [
            (vec![], "off: set COUNTERSIGN_PUBLIC_URL, COUNTERSIGN_CLIENT_ID, COUNTERSIGN_CLIENT_SECRET\"", "404"),
            (address.to_vec(), "off: set COUNTERSIGN_CLIENT_ID, COUNTERSIGN_CLIENT_SECRET\"", "404"),
            ([&address[..], &id[..]].concat(), "https://countersign.example/reviews\"", "303"),
        ] {
            let served = Served::start(&world, &database, home.path(), &options).await;
            let answer = served.ask(page, b"");
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
            let rule = served.ask(&page.replace("/reviews/1-1", "/heuristics/split-clock"), b"");
            assert!(rule.starts_with("HTTP/1.1 200"), "{rule}");
            served.end().await;
            let log = std::fs::read_to_string(home.path().join("log")).unwrap();
            assert!(log.contains(&format!("evidence_pages=\"{said}")), "{said}: {log}");
            assert!(!log.contains(CLIENT_SECRET), "{log}");
        }
    }

    async fn a_service_with_another_hash_key_does_not_start(database) {
        let home = tempfile::tempdir().unwrap();
        let store = Store::connect(&database, ConnectOptions::default()).await.unwrap();
        store.migrate().await.unwrap();
        store.claim_hash_key("the id of a lost key", true).await.unwrap();
        store.forget_people(&[memory::mailbox()], 1_000).await.unwrap();
        store.close().await;
        let (private, key) = (home.path().join("key.pem"), home.path().join("other.key"));
        std::fs::write(&private, PRIVATE_KEY).unwrap();
        std::fs::write(&key, "7".repeat(64)).unwrap();
        for key in [Some(key), None] {
            let mut work = countersign(home.path(), &["work"]);
            work.env("DATABASE_URL", &database)
                .env("COUNTERSIGN_APP_ID", APP_ID.to_string())
                .env("COUNTERSIGN_PRIVATE_KEY_FILE", &private);
            if let Some(key) = &key {
                work.env("COUNTERSIGN_HASH_KEY_FILE", key);
            }
            let refused = finished(work).await;
            assert_eq!(refused.status.code(), Some(5), "{refused:?}");
            let said = String::from_utf8_lossy(&refused.stderr).into_owned();
            assert!(said.contains("the id of a lost key"), "{said}");
            assert!(said.contains("restore the key from your backup"), "{said}");
        }
    }

    async fn neither_log_nor_metrics_tell_of_a_private_repository(database) {
        let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
        let widget = memory::home(&world);
        let _ = memory::other(&world, "umbrella/secret").private();
        let mut migrate = countersign(home.path(), &["migrate"]);
        migrate.env("DATABASE_URL", &database);
        assert!(finished(migrate).await.status.success());
        let key = home.path().join("hash.key");
        let digits: String = memory::KEY.iter().map(|byte| format!("{byte:02x}")).collect();
        std::fs::write(&key, digits).unwrap();
        let key = key.to_string_lossy();
        let options = ["--remember", "--keep-days", "730", "--hash-key-file", &*key];
        let served = Served::start(&world, &database, home.path(), &options).await;
        let store = Store::connect(&database, ConnectOptions::default()).await.unwrap();
        for account in ["umbrella", "acme"] {
            served.deliver(&world.installation(account).created());
        }
        let remembered = async || {
            let seen = store.appearances(&[memory::mailbox()], Viewer::Operator).await;
            seen.unwrap().len() == 2
        };
        wait_until(remembered).await;
        let commit = Commit::new(memory::HERE, "2026-03-05T10:11:12+02:00").file("more", "work");
        let pull = widget.push("more", &[commit]).open("victor", "more", "Add more");
        served.deliver(&pull.opened());
        let (repository, number) = (pull.repository().id(), pull.number());
        let (repository, number) = (repository.try_into().unwrap(), number.try_into().unwrap());
        wait_until(async || store.review(repository, number).await.unwrap().is_some()).await;
        let metrics = served.ask("GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"");
        served.end().await;
        assert!(metrics.contains("countersign_reviews_total{level=\"quiet\"} 1"), "{metrics}");
        assert_eq!(metrics.matches("countersign_reviews_total{").count(), 1, "{metrics}");
        let log = std::fs::read_to_string(home.path().join("log")).unwrap();
        for private in ["umbrella", "secret", "Kessler", "Painted", "victor", "gate.example", "persona"] {
            assert!(!log.contains(private), "{private}: {log}");
            assert!(!metrics.contains(private), "{private}: {metrics}");
        }
        assert_eq!((pull.comments(), pull.checks()), (vec![], vec![]));
        assert_eq!(world.issues("acme/security"), []);
        store.close().await;
    }
}
