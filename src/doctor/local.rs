//! Checks of this machine: settings, database, hash key, cache, git.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use countersign_store::{JobState, Store};

use super::Args;
use super::check::Checks;
use crate::app::{cache_folder, read_policy};
use crate::database::DatabaseArgs;
use crate::output::counted;

/// Oldest git with everything that fetching uses.
const OLDEST_GIT: (u32, u32) = (2, 45);
/// Free bytes below which the cache cannot take a large repository, and below which it cannot take any.
#[cfg(unix)]
const LITTLE_SPACE: (u64, u64) = (5 << 30, 500 << 20);

/// What the user gives: numbers, keys, secrets and files.
pub(super) fn configuration(args: &Args, checks: &mut Checks) {
    match args.app.id() {
        Ok(id) => checks.ok("app-id", format!("App {id}")),
        Err(failure) => checks.failure("app-id", &failure, "set COUNTERSIGN_APP_ID"),
    }
    match args.app.key() {
        Ok(_) => secret_file(
            "private-key",
            args.app.private_key_file.as_deref(),
            "there is a private key",
            checks,
        ),
        Err(failure) => checks.failure("private-key", &failure, "name another file"),
    }
    match args.secrets.read() {
        Ok(secrets) => {
            let message = match secrets.len() {
                1 => "there is a webhook secret",
                _ => "there are a webhook secret and a former one",
            };
            let file = args.secrets.webhook_secret_file.as_deref();
            secret_file("webhook-secret", file, message, checks);
        }
        Err(failure) => checks.failure("webhook-secret", &failure, "name another file"),
    }
    match &args.app.policy {
        None => checks.ok("policy", "no policy file: the built-in policy applies"),
        Some(path) => match read_policy(path) {
            Ok(_) => checks.ok("policy", format!("{} is a policy", path.display())),
            Err(failure) => checks.failure(
                "policy",
                &failure,
                "mend the file; `countersign policy schema` shows its settings",
            ),
        },
    }
    match args.app.site.read() {
        Ok(_) => {
            let evidence = args.app.site.evidence();
            checks.ok("evidence-pages", format!("evidence pages: {evidence}"));
        }
        Err(failure) => checks.failure("evidence-pages", &failure, "name another file"),
    }
    match args.app.platforms.read() {
        Ok(_) => checks.ok("platform-keys", "the keys of platforms can be read"),
        Err(failure) => checks.failure("platform-keys", &failure, "mend --platform-key"),
    }
}

/// Passes, or warns if everyone on the machine can read the file.
fn secret_file(id: &'static str, file: Option<&Path>, message: &str, checks: &mut Checks) {
    if let Some(path) = file.filter(|path| is_open(path)) {
        let path = path.display();
        checks.warn(
            id,
            format!("{message}, but everyone on this machine can read {path}"),
            format!("take away the right: chmod 600 {path}"),
        );
    } else {
        checks.ok(id, message);
    }
}

#[cfg(unix)]
fn is_open(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = fs::metadata(path);
    metadata.is_ok_and(|metadata| metadata.permissions().mode() & 0o007 != 0)
}

#[cfg(not(unix))]
fn is_open(_: &Path) -> bool {
    false
}

pub(super) async fn database(args: &Args, checks: &mut Checks) {
    const ID: &str = "database";
    let file = match args.database.file() {
        Ok(file) => file,
        Err(failure) => return checks.failure(ID, &failure, "name a database with --database"),
    };
    if let Some(file) = file.filter(|file| !file.exists()) {
        let message = format!("{} does not exist yet", file.display());
        return checks.warn(ID, message, "create it: countersign migrate");
    }
    match args.database.connect().await {
        Ok(store) => {
            tables(&args.database, &store, checks).await;
            store.close().await;
        }
        Err(failure) => checks.failure(
            ID,
            &failure,
            "check the address and the password, and that the server runs",
        ),
    }
}

/// Whether the tables are up to date, and whether jobs failed for good.
async fn tables(database: &DatabaseArgs, store: &Store, checks: &mut Checks) {
    const ID: &str = "database";
    match store.pending().await {
        Ok(pending) if pending.is_empty() => {}
        Ok(_) if database.is_sqlite() => {
            let message = "the database lacks tables that this version needs";
            return checks.warn(ID, message, "start the service, which creates them");
        }
        Ok(_) => {
            let message = "the database lacks tables that this version needs";
            return checks.fail(ID, message, "create them: countersign migrate");
        }
        Err(error) => {
            let remedy = "use the newest version of Countersign that ever used this database";
            return checks.fail(ID, error.to_string(), remedy);
        }
    }
    match store.counts().await {
        Ok(counts) => match counts.in_state(JobState::Dead) {
            0 => checks.ok(ID, "the database is ready"),
            dead => {
                let dead = u64::try_from(dead).unwrap_or_default();
                checks.warn(
                    ID,
                    format!("{} failed for good", counted(dead, "job", "jobs")),
                    "read why: countersign jobs list --state dead; then retry or drop them",
                );
            }
        },
        Err(error) => checks.fail(
            ID,
            error.to_string(),
            "check the user's rights in the database",
        ),
    }
}

pub(super) fn hash_key(args: &Args, checks: &mut Checks) {
    const ID: &str = "hash-key";
    let folder = args.database.folder().unwrap_or_default();
    match args.app.hash_key.find(folder.as_deref()) {
        Ok(Some(_)) => checks.ok(ID, "there is a hash key"),
        Ok(None) if args.app.remember => checks.fail(
            ID,
            "--remember needs a hash key, and there is none",
            "create one: openssl rand -hex 32 > hash.key; then set COUNTERSIGN_HASH_KEY_FILE",
        ),
        Ok(None) => checks.ok(
            ID,
            "no hash key; only --remember and indicator lists need one",
        ),
        Err(failure) => checks.failure(ID, &failure, "restore the key from your backup"),
    }
}

pub(super) fn cache(args: &Args, checks: &mut Checks) {
    const ID: &str = "cache";
    let remedy = "name a folder that the service may write to: --cache DIR";
    let folder = match cache_folder(args.app.cache.as_deref()) {
        Ok(folder) => folder,
        Err(failure) => return checks.failure(ID, &failure, remedy),
    };
    if let Err(error) = tempfile::tempfile_in(&folder) {
        let message = format!("cannot write to {}: {error}", folder.display());
        return checks.fail(ID, message, remedy);
    }
    checks.ok(ID, format!("{} can be written", folder.display()));
    disk(&folder, checks);
}

#[cfg(unix)]
fn disk(folder: &Path, checks: &mut Checks) {
    const ID: &str = "disk";
    let Ok(system) = rustix::fs::statvfs(folder) else {
        return checks.skip(ID, "the file system does not say how much space is left");
    };
    let free = system.f_bavail.saturating_mul(system.f_frsize);
    let message = format!("{} are free for the cache", indicatif::HumanBytes(free));
    let remedy = "free some space, or name another folder with --cache";
    match free {
        free if free < LITTLE_SPACE.1 => checks.fail(ID, message, remedy),
        free if free < LITTLE_SPACE.0 => checks.warn(ID, message, remedy),
        _ => checks.ok(ID, message),
    }
}

#[cfg(not(unix))]
fn disk(_: &Path, checks: &mut Checks) {
    checks.skip("disk", "free space is not checked on this system");
}

pub(super) fn git(checks: &mut Checks) {
    const ID: &str = "git";
    let (major, minor) = OLDEST_GIT;
    let remedy = format!("install git {major}.{minor} or newer");
    let mut command = Command::new("git");
    command.arg("--version").stdin(Stdio::null());
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => return checks.fail(ID, format!("cannot run git: {error}"), remedy),
    };
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    match version(&said) {
        Some(version) if version >= OLDEST_GIT => checks.ok(ID, said),
        Some(_) => checks.fail(ID, format!("{said} is too old"), remedy),
        None => checks.fail(ID, "git does not say its version", remedy),
    }
}

/// The first two numbers of `git version 2.45.1`.
fn version(said: &str) -> Option<(u32, u32)> {
    let mut numbers = said.strip_prefix("git version ")?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_git_are_read() {
        assert_eq!(version("git version 2.45.1"), Some((2, 45)));
        assert_eq!(version("git version 2.50.1 (Apple Git-155)"), Some((2, 50)));
        assert_eq!(version("git version 2.51.0.windows.1"), Some((2, 51)));
        assert_eq!(version("gitty"), None);
    }
}
