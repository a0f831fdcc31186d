//! A PostgreSQL server for one test process: started on first use, gone with the process.
//!
//! With `COUNTERSIGN_TEST_POSTGRES` set to the address of a server (user with the right to create
//! databases), that one is used instead.

use std::ffi::OsStr;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// Names the server to use instead of one of our own.
const VARIABLE: &str = "COUNTERSIGN_TEST_POSTGRES";

const MISSING: &str = "these tests need PostgreSQL's initdb and pg_ctl and never go without: \
    install them (Debian, Ubuntu: `apt-get install postgresql`; Fedora: `dnf install \
    postgresql-server`; macOS: `brew install postgresql`), or set COUNTERSIGN_TEST_POSTGRES to the \
    address of a server in which databases may be created";

/// Stops the server and removes its folder once its input closes, which the end of the test process
/// does however it ends.
const WATCH: &str =
    r#"cat >/dev/null; "$1" stop --silent --mode immediate --pgdata "$2/data"; rm -rf "$2""#;

/// A database of one test.
#[derive(Debug)]
pub(crate) struct Database {
    /// Its address.
    pub(crate) url: String,
    server: &'static str,
    name: String,
}

impl Database {
    /// Creates an empty database, starting the server when it is the first.
    ///
    /// A `durable` server does what production does for data that must survive a power failure, at
    /// production's speed. All databases of a process share one server, the first one's.
    pub(crate) async fn create(durable: bool) -> Self {
        static SERVER: OnceLock<String> = OnceLock::new();
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let server = SERVER.get_or_init(|| match std::env::var(VARIABLE) {
            Ok(address) => address,
            Err(_) => start(durable),
        });
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("countersign_test_{}_{number}", std::process::id());
        run(server, format!("CREATE DATABASE {name}")).await;
        let mut url = url::Url::parse(server).expect("the server's address is a URL");
        url.set_path(&name);
        Self {
            url: url.into(),
            server,
            name,
        }
    }

    /// Removes the database, even if it has open connections.
    pub(crate) async fn remove(self) {
        run(
            self.server,
            format!("DROP DATABASE {} WITH (FORCE)", self.name),
        )
        .await;
    }
}

async fn run(server: &str, statement: String) {
    let connected = PgConnection::connect(server).await;
    let mut connection = connected.unwrap_or_else(|error| panic!("{VARIABLE} {server}: {error}"));
    let done = connection.execute(AssertSqlSafe(statement)).await;
    done.expect("the test server makes and removes databases");
    connection
        .close()
        .await
        .expect("a connection can be closed");
}

/// Starts a server that listens on a socket of its own only, and returns its address.
fn start(durable: bool) -> String {
    let programs = programs().expect(MISSING);
    let owner = owner();
    let folder = tempfile::Builder::new()
        .prefix("countersign-pg-")
        .tempdir()
        .expect("a folder for the server can be made")
        .keep();
    if let Some((user, group)) = owner {
        chown(&folder, Some(user), Some(group)).expect("root can give the folder away");
    }
    let open = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&folder, open).expect("the folder is ours");
    let run = |program: &Path, arguments: &[&OsStr]| {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&folder);
        if let Some((user, group)) = owner {
            command.uid(user).gid(group);
        }
        command
    };
    let pg_ctl = programs.join("pg_ctl");
    let arguments = [
        "-c".as_ref(),
        WATCH.as_ref(),
        "watch".as_ref(),
        pg_ctl.as_os_str(),
        folder.as_os_str(),
    ];
    let watch = run(Path::new("/bin/sh"), &arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .expect("a shell can be started");
    // Its input stays open for as long as this process lives.
    std::mem::forget(watch);
    let data = folder.join("data");
    let initdb = [
        "--auth=trust",
        "--username=postgres",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync",
    ];
    let mut arguments: Vec<&OsStr> = initdb.iter().map(OsStr::new).collect();
    arguments.extend(["--pgdata".as_ref(), data.as_os_str()]);
    succeed(&mut run(&programs.join("initdb"), &arguments));
    let settings = settings(&folder, durable);
    let log = folder.join("log");
    let arguments = [
        "start".as_ref(),
        "--silent".as_ref(),
        "--wait".as_ref(),
        "--pgdata".as_ref(),
        data.as_os_str(),
        "--log".as_ref(),
        log.as_os_str(),
        "--options".as_ref(),
        settings.as_ref(),
    ];
    succeed(&mut run(&pg_ctl, &arguments));
    let socket: String =
        url::form_urlencoded::byte_serialize(folder.as_os_str().as_encoded_bytes()).collect();
    format!("postgres://postgres@localhost/postgres?host={socket}")
}

fn settings(folder: &Path, durable: bool) -> String {
    let folder = folder.display();
    let mut settings =
        format!("-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=300");
    if !durable {
        settings.push_str(" -c fsync=off -c synchronous_commit=off -c full_page_writes=off");
    }
    settings
}

/// The folder that holds the server's programs: on the path, or where Debian keeps them, newest first.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut versions: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            entry
                .ok()?
                .file_name()
                .into_string()
                .ok()?
                .parse::<u32>()
                .ok()
        })
        .collect();
    versions.sort_unstable_by(|one, other| other.cmp(one));
    let debian = versions.iter().map(|version| {
        Path::new("/usr/lib/postgresql")
            .join(version.to_string())
            .join("bin")
    });
    let complete = |folder: &PathBuf| {
        ["initdb", "pg_ctl", "postgres"]
            .iter()
            .all(|name| folder.join(name).is_file())
    };
    std::env::split_paths(&path).chain(debian).find(complete)
}

/// User and group to run as, when that may not be root: PostgreSQL refuses to.
fn owner() -> Option<(u32, u32)> {
    let id = |arguments: &[&str]| -> Option<u32> {
        let output = Command::new("id")
            .args(arguments)
            .stderr(Stdio::null())
            .output();
        String::from_utf8(output.ok()?.stdout)
            .ok()?
            .trim()
            .parse()
            .ok()
    };
    if id(&["-u"]) != Some(0) {
        return None;
    }
    let of = |name| id(&["-u", name]).zip(id(&["-g", name]));
    of("postgres").or_else(|| of("nobody"))
}

fn succeed(command: &mut Command) {
    // No pipe: the server would inherit it and keep it open.
    let log = tempfile::tempfile().expect("a temporary file can be made");
    let copy = || Stdio::from(log.try_clone().expect("a file can be shared"));
    command.stdin(Stdio::null()).stdout(copy()).stderr(copy());
    let status = command.status();
    let mut said = String::new();
    let mut log = log;
    std::io::Seek::rewind(&mut log).expect("a file can be read from its start");
    std::io::Read::read_to_string(&mut log, &mut said).unwrap_or_default();
    assert!(
        status.as_ref().is_ok_and(std::process::ExitStatus::success),
        "{command:?} failed ({status:?}):\n{said}"
    );
}
