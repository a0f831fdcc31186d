//! Creating the App: the form, GitHub's redirect, the code, and the file with the secrets.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Output, Stdio};

use axum::body::Body;
use axum::http::Request;
use countersign_world::{Fault, World};

use crate::app::{App, stories};
use crate::command_line::{countersign, finished, text};

const CONVERT: &str = "POST /app-manifests/{code}/conversions";
const URL: [&str; 2] = ["--url", "https://countersign.example/"];

/// `countersign setup` that waits for its code.
struct Waiting {
    child: Child,
    stdout: BufReader<ChildStdout>,
    /// The address of the form.
    form: String,
}

impl Waiting {
    fn start(world: &World, home: &Path, more: &[&str]) -> Self {
        let mut command = countersign(home, &["setup", "--listen", "127.0.0.1:0"]);
        command
            .args(URL)
            .args(more)
            .env("COUNTERSIGN_API_URL", world.api_url());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut form = String::new();
        while !form.trim().starts_with("http://") {
            form.clear();
            assert!(
                stdout.read_line(&mut form).unwrap() > 0,
                "it shows no address"
            );
        }
        let form = form.trim().to_owned();
        Self {
            child,
            stdout,
            form,
        }
    }

    /// Posts the form as a browser does: the address to which GitHub redirects.
    fn confirm(&self) -> String {
        let page = http(&format!("GET {}", self.form), "");
        let action = between(&page, "action=\"", "\"");
        let manifest = unescape(between(&page, "value=\"", "\""));
        let form = format!("manifest={}", encode(&manifest));
        let answer = http(&format!("POST {}", unescape(action)), &form);
        assert!(answer.starts_with("HTTP/1.1 302"), "{answer}");
        between(&answer, "location: ", "\r\n").to_owned()
    }

    /// Waits for its end: its exit code, and what it printed since the address.
    fn end(mut self) -> (Option<i32>, String, String) {
        let status = self.child.wait().unwrap();
        let (mut stdout, mut stderr) = (String::new(), String::new());
        self.stdout.read_to_string(&mut stdout).unwrap();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut stderr)
            .unwrap();
        (status.code(), stdout, stderr)
    }
}

/// Sends `METHOD http://HOST/PATH` and returns the whole answer.
pub(crate) fn http(request: &str, body: &str) -> String {
    let (method, address) = request.split_once(" http://").unwrap();
    let (host, path) = address.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!("{method} /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    let head = head + "content-type: application/x-www-form-urlencoded\r\n";
    write!(stream, "{head}content-length: {}\r\n\r\n{body}", body.len()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("{before}: {text}"));
    rest.split_once(after).unwrap().0
}

fn unescape(text: &str) -> String {
    let text = text
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    text.replace("&#39;", "'").replace("&amp;", "&")
}

fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn settings(home: &Path) -> String {
    std::fs::read_to_string(home.join("countersign.env")).unwrap()
}

/// Runs a command with the settings in its environment, as `set -a; . ./countersign.env` does.
async fn with_settings(home: &Path, arguments: &[&str]) -> Output {
    let script = "set -a; . ./countersign.env; set +a; exec \"$@\"";
    let program = env!("CARGO_BIN_EXE_countersign");
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", script, "sh", program])
        .args(arguments)
        .current_dir(home);
    command
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CACHE_HOME", home.join("cache"));
    finished(command).await
}

#[tokio::test]
async fn the_app_is_created_and_its_secrets_are_for_its_user_only() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    world.webhook_secret("5ec4e7");
    let waiting = Waiting::start(&world, home.path(), &["--org", "acme", "--rights"]);
    let back = waiting.confirm();
    assert!(http(&format!("GET {back}"), "").contains("Go back to the terminal"));
    let (code, stdout, stderr) = waiting.end();
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    assert!(
        stdout.contains("/apps/countersign/installations/new"),
        "{stdout}"
    );
    assert_eq!(
        world.hook_url().as_deref(),
        Some("https://countersign.example/webhook")
    );
    let written = settings(home.path());
    assert!(written.contains("COUNTERSIGN_APP_ID=4711\n"), "{written}");
    assert!(
        written.contains("COUNTERSIGN_WEBHOOK_SECRET=5ec4e7\n"),
        "{written}"
    );
    for line in [
        "COUNTERSIGN_PUBLIC_URL=https://countersign.example\n",
        "COUNTERSIGN_CLIENT_ID=Iv1.8a61f9b3a7aba766\n",
        "COUNTERSIGN_CLIENT_SECRET=made-for-tests\n",
    ] {
        assert!(written.contains(line), "{line}: {written}");
    }
    assert_eq!(
        world.callbacks(),
        ["https://countersign.example/signed-in"],
        "people can sign in without further settings"
    );
    for secret in ["5ec4e7", "made-for-tests"] {
        assert!(!stdout.contains(secret) && !stderr.contains(secret));
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = home
            .path()
            .join("countersign.env")
            .metadata()
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert!(!home.path().join("countersign.env.code").exists());
    // The settings are enough for the service.
    let checked = with_settings(home.path(), &["work", "--help"]).await;
    assert!(checked.status.success(), "{checked:?}");
    // A second run changes nothing.
    let mut again = countersign(home.path(), &["setup"]);
    again.args(URL);
    assert_eq!(finished(again).await.status.code(), Some(2));
    assert_eq!(settings(home.path()), written);
}

#[tokio::test]
async fn the_address_can_be_pasted_where_the_browser_is_elsewhere() {
    let (world, home) = (
        World::start_enterprise().await,
        tempfile::tempdir().unwrap(),
    );
    let mut waiting = Waiting::start(&world, home.path(), &["--form", "form.html"]);
    let page = std::fs::read_to_string(home.path().join("form.html")).unwrap();
    assert!(page.contains("Go on to GitHub"), "{page}");
    let back = waiting.confirm();
    let mut stdin = waiting.child.stdin.take().unwrap();
    writeln!(stdin, "hello").unwrap();
    writeln!(stdin, "{back}").unwrap();
    let (code, stdout, stderr) = waiting.end();
    assert_eq!(code, Some(0), "{stdout}{stderr}");
    let expected = format!("COUNTERSIGN_API_URL={}\n", world.api_url());
    assert!(settings(home.path()).contains(&expected));
}

#[tokio::test]
async fn a_failure_after_the_app_was_created_is_made_good_by_another_run() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    world.fault(Fault::status(CONVERT, 502));
    let waiting = Waiting::start(&world, home.path(), &[]);
    let back = waiting.confirm();
    let _ = http(&format!("GET {back}"), "");
    let (code, _, stderr) = waiting.end();
    assert_eq!(code, Some(4), "{stderr}");
    assert!(stderr.contains("run the same command again"), "{stderr}");
    let mut again = countersign(home.path(), &["setup"]);
    again.args(URL).env("COUNTERSIGN_API_URL", world.api_url());
    let again = finished(again).await;
    assert_eq!(again.status.code(), Some(0), "{again:?}");
    assert!(settings(home.path()).contains("COUNTERSIGN_APP_ID=4711\n"));
    // The code is used up now.
    std::fs::remove_file(home.path().join("countersign.env")).unwrap();
    let code = between(&(back + "&"), "code=", "&").to_owned();
    let mut used = countersign(home.path(), &["setup", "--code", &code, "--print"]);
    used.env("COUNTERSIGN_API_URL", world.api_url());
    let used = finished(used).await;
    assert_eq!(used.status.code(), Some(4), "{used:?}");
    assert_eq!(text(&used), "");
}

#[tokio::test]
async fn another_sites_code_is_refused() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    let mut waiting = Waiting::start(&world, home.path(), &[]);
    let forged = http(
        &format!("GET {}created?code=abc&state=guessed", waiting.form),
        "",
    );
    assert!(forged.starts_with("HTTP/1.1 400"), "{forged}");
    assert_eq!(world.requested(CONVERT), 0);
    waiting.child.kill().unwrap();
    let _ = waiting.child.wait();
}

#[tokio::test]
async fn the_settings_can_be_printed() {
    let (world, home) = (World::start().await, tempfile::tempdir().unwrap());
    let waiting = Waiting::start(&world, home.path(), &["--print"]);
    let back = waiting.confirm();
    let _ = http(&format!("GET {back}"), "");
    let (code, stdout, _) = waiting.end();
    assert_eq!(code, Some(0));
    assert!(stdout.contains("COUNTERSIGN_PRIVATE_KEY="), "{stdout}");
    assert!(!home.path().join("countersign.env").exists());
}

stories! {
    async fn the_service_says_how_to_go_on_after_a_manifest_that_was_posted_by_hand(database) {
        let app = App::start(&database).await;
        let get = |path: &str| Request::get(path).body(Body::empty()).unwrap();
        assert_eq!(app.send(get("/created?code=a1b2c3")).await, 200);
        assert_eq!(app.send(get("/created?code=%3Cb%3E")).await, 400);
        assert_eq!(app.send(get("/created")).await, 400);
        app.finish().await;
    }
}
