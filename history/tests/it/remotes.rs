//! Fetching from URLs, all of them on this machine.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use countersign_history::{
    Job, Location, Progress, RemoteUrl, Stage, SyncError, Synced, Wants, origin, sync,
};

use crate::fixture::{Fixture, check_like_git, git_in, ids, read_all};

pub(crate) fn url(path: &Path) -> RemoteUrl {
    let text = format!("file://{}", path.display());
    match Location::parse(OsStr::new(&text)).unwrap() {
        Location::Url(url) => url,
        Location::Path(path) => panic!("{}", path.display()),
    }
}

fn sync_from(fixture: &Fixture, pull_requests: bool) -> Result<Synced, SyncError> {
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 1,
        cancelled: &cancelled,
        progress: &(),
    };
    sync(
        &url(&fixture.repo()),
        &fixture.path("cache"),
        Wants {
            pull_requests,
            files: false,
        },
        &job,
    )
}

/// A served repository with files, a tag and a pull request.
fn served(allow_filter: bool) -> Fixture {
    let fixture = Fixture::new();
    fixture.git(&[
        "config",
        "uploadpack.allowFilter",
        &allow_filter.to_string(),
    ]);
    fs::write(fixture.repo().join("file"), "content").unwrap();
    fixture.git(&["add", "file"]);
    fixture.commits(3);
    fixture.git(&["tag", "-m", "one", "one"]);
    let pull = fixture.commit_tree("pull", &["HEAD~1"]);
    fixture.git(&["update-ref", "refs/pull/1/head", &pull]);
    let request = fixture.commit_tree("request", &["HEAD~1"]);
    fixture.git(&["update-ref", "refs/merge-requests/1/head", &request]);
    fixture
}

fn has_blob(path: &Path, fixture: &Fixture) -> bool {
    let blob = fixture.git(&["rev-parse", "HEAD:file"]);
    git_in(
        path,
        &[
            "cat-file",
            "--batch-all-objects",
            "--batch-check=%(objectname)",
        ],
    )
    .contains(&blob)
}

#[test]
fn a_server_that_filters_sends_commits_and_tags() {
    let fixture = served(true);
    let synced = sync_from(&fixture, false).unwrap();
    assert!(synced.is_new && synced.is_filtered);
    assert!(!has_blob(&synced.path, &fixture));
    let (reading, history) = check_like_git(&synced.path);
    assert_eq!((reading.commits, history.tags().len()), (3, 1));
    assert!(reading.skipped.is_empty(), "{:?}", reading.skipped);
}

#[test]
fn a_server_that_does_not_filter_sends_everything() {
    let fixture = served(false);
    let synced = sync_from(&fixture, false).unwrap();
    assert!(synced.is_new && !synced.is_filtered);
    assert!(has_blob(&synced.path, &fixture));
    assert_eq!(check_like_git(&synced.path).0.commits, 3);
    fixture.commits(1);
    let again = sync_from(&fixture, false).unwrap();
    assert!(!again.is_new && !again.is_filtered);
    assert_eq!(check_like_git(&again.path).0.commits, 4);
}

#[test]
fn pull_requests_are_fetched_on_wish_and_kept_apart() {
    let fixture = served(true);
    let with = sync_from(&fixture, true).unwrap();
    assert_eq!(check_like_git(&with.path).0.commits, 5);
    let without = sync_from(&fixture, false).unwrap();
    assert_eq!(check_like_git(&without.path).0.commits, 3);
    fixture.git(&["update-ref", "-d", "refs/pull/1/head"]);
    let with = sync_from(&fixture, true).unwrap();
    assert_eq!(check_like_git(&with.path).0.commits, 4);
}

#[test]
fn updates_follow_new_moved_and_deleted_branches() {
    let fixture = served(true);
    let first = sync_from(&fixture, false).unwrap();
    fixture.git(&["branch", "gone"]);
    fixture.commits(2);
    sync_from(&fixture, false).unwrap();
    assert_eq!(check_like_git(&first.path).0.commits, 5);
    fixture.git(&["branch", "-D", "gone"]);
    fixture.git(&["reset", "--quiet", "--hard", "HEAD~3"]);
    fixture.git(&["tag", "-d", "one"]);
    fixture.commits(1);
    fixture.git(&["tag", "-m", "two", "two"]);
    let second = sync_from(&fixture, false).unwrap();
    assert_eq!(second.path, first.path);
    assert!(!second.is_new && second.is_filtered);
    let (reading, history) = check_like_git(&second.path);
    assert_eq!(reading.commits, 3);
    assert_eq!(&*history.tags()[0].name, b"two");
    assert_eq!(ids(&history), {
        let text = fixture.git(&["rev-list", "--branches", "--tags"]);
        let mut ids: Vec<_> = text.lines().map(str::to_owned).collect();
        ids.sort_unstable();
        ids
    });
}

/// Calls the fetch off as soon as git says something, or at once.
struct CallOff<'a> {
    cancelled: &'a AtomicBool,
    at_once: bool,
}

impl Progress for CallOff<'_> {
    fn stage(&self, _: &str, stage: Stage) {
        if self.at_once && stage == Stage::Fetching {
            self.cancelled.store(true, Ordering::Relaxed);
        }
    }

    fn git_line(&self, _: &str) {
        self.cancelled.store(true, Ordering::Relaxed);
    }
}

#[test]
fn a_fetch_that_is_called_off_leaves_no_half() {
    let fixture = served(true);
    let call_off = |at_once| {
        let cancelled = AtomicBool::new(false);
        let job = Job {
            threads: 1,
            cancelled: &cancelled,
            progress: &CallOff {
                cancelled: &cancelled,
                at_once,
            },
        };
        let result = sync(
            &url(&fixture.repo()),
            &fixture.path("cache"),
            Wants::default(),
            &job,
        );
        assert!(matches!(result, Err(SyncError::Cancelled)), "{result:?}");
    };
    for at_once in [true, false] {
        call_off(at_once);
        let left: Vec<_> = fs::read_dir(fixture.path("cache"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !name.ends_with(".lock"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
    let synced = sync_from(&fixture, false).unwrap();
    fixture.commits(1);
    call_off(true);
    assert_eq!(sync_from(&fixture, false).unwrap().path, synced.path);
    assert_eq!(check_like_git(&synced.path).0.commits, 4);
}

#[test]
fn what_a_killed_scan_left_is_in_nobodys_way() {
    let fixture = served(true);
    let synced = sync_from(&fixture, false).unwrap();
    for file in ["packed-refs.lock", "HEAD.lock", "refs/heads/main.lock"] {
        fs::create_dir_all(synced.path.join(file).parent().unwrap()).unwrap();
        fs::write(synced.path.join(file), "").unwrap();
    }
    let partial = synced.path.with_extension("partial");
    fs::create_dir_all(partial.join("objects")).unwrap();
    fixture.commits(1);
    sync_from(&fixture, false).unwrap();
    assert_eq!(check_like_git(&synced.path).0.commits, 4);
    assert!(!partial.exists());
    fs::remove_file(synced.path.join("HEAD")).unwrap();
    assert!(sync_from(&fixture, false).unwrap().is_new);
    assert_eq!(read_all(&synced.path).0.commits, 4);
}

#[test]
fn an_address_without_a_repository() {
    let fixture = Fixture::new();
    fs::remove_dir_all(fixture.repo()).unwrap();
    let error = sync_from(&fixture, false).unwrap_err();
    assert!(matches!(error, SyncError::Failed { .. }), "{error}");
    let text = error.to_string();
    assert!(text.starts_with("cannot fetch file://"), "{text}");
    assert!(
        text.contains("does not appear to be a git repository"),
        "{text}"
    );
}

/// Answers every request with a refusal; the requests' lines that hold credentials.
fn refuse_all(listener: &TcpListener) -> Vec<String> {
    let mut seen = Vec::new();
    for connection in listener.incoming() {
        let mut connection = connection.unwrap();
        let mut reader = BufReader::new(connection.try_clone().unwrap());
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            lines.push(line.trim().to_owned());
        }
        connection
            .write_all(
                b"HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\
                  Content-Length: 0\r\nConnection: close\r\n\r\n",
            )
            .unwrap();
        seen.extend(
            lines
                .into_iter()
                .filter(|line| line.starts_with("Authorization")),
        );
        if !seen.is_empty() {
            break;
        }
    }
    seen
}

#[test]
fn credentials_reach_the_server_and_nobody_else() {
    let fixture = Fixture::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = std::thread::spawn(move || refuse_all(&listener));
    let text = format!("http://ada:s%40cret-word@{address}/r.git");
    let Ok(Location::Url(url)) = Location::parse(OsStr::new(&text)) else {
        panic!("{text} is a URL");
    };
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 1,
        cancelled: &cancelled,
        progress: &(),
    };
    let error = sync(&url, &fixture.path("cache"), Wants::default(), &job).unwrap_err();
    assert!(
        error.to_string().contains("Authentication failed"),
        "{error}"
    );
    assert!(!format!("{error:?} {error}").contains("cret-word"));
    // `ada:s@cret-word` in base64.
    assert_eq!(
        server.join().unwrap(),
        ["Authorization: Basic YWRhOnNAY3JldC13b3Jk"]
    );
}

#[test]
fn an_empty_remote() {
    let fixture = Fixture::new();
    let synced = sync_from(&fixture, false).unwrap();
    assert_eq!(check_like_git(&synced.path).0.commits, 0);
    fixture.commits(2);
    let synced = sync_from(&fixture, false).unwrap();
    assert_eq!(check_like_git(&synced.path).0.commits, 2);
}

#[test]
fn names_that_look_like_options_stay_names() {
    let fixture = served(true);
    let odd = fixture.path("--upload-pack=touch pwned");
    fs::rename(fixture.repo(), &odd).unwrap();
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: 1,
        cancelled: &cancelled,
        progress: &(),
    };
    let synced = sync(&url(&odd), &fixture.path("-c"), Wants::default(), &job).unwrap();
    assert_eq!(check_like_git(&synced.path).0.commits, 3);
    assert!(!fixture.path("pwned").exists());
}

#[test]
fn a_clone_says_what_it_is_a_clone_of() {
    let fixture = Fixture::new();
    let own = fixture.repo().canonicalize().unwrap();
    let here = origin(&fixture.repo()).unwrap();
    assert_eq!(here.place, own.display().to_string());
    assert_eq!(here.organisation, None);
    let url = "https://ada:s3cret@Code.example/Acme/widget.git";
    fixture.git(&["remote", "add", "origin", url]);
    let there = origin(&fixture.repo()).unwrap();
    assert_eq!(there.place, "code.example/acme/widget");
    assert_eq!(there.organisation.as_deref(), Some("code.example/acme"));
}
