//! `git fetch` over HTTP: `git http-backend` behind the same credentials as the API.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::sync::Notify;

use crate::answer::Answer;
use crate::arrived::Arrived;
use crate::auth::{self, Caller};
use crate::fault::{self, Kind};
use crate::git;
use crate::shared::Shared;
use crate::state::State;

/// A request of git's.
pub(crate) struct GitRequest {
    owner: String,
    name: String,
    /// What follows the repository.
    service: &'static str,
}

/// Takes a request apart if it is git's.
pub(crate) fn request(arrived: &Arrived) -> Option<GitRequest> {
    const SERVICES: &[&str] = &["/info/refs", "/git-upload-pack"];
    let service = SERVICES
        .iter()
        .find(|service| arrived.path.ends_with(**service))?;
    let path = arrived.path.strip_suffix(service)?.strip_prefix('/')?;
    let (owner, name) = path.split_once('/')?;
    Some(GitRequest {
        owner: owner.to_owned(),
        name: name.strip_suffix(".git").unwrap_or(name).to_owned(),
        service,
    })
}

pub(crate) async fn answer(shared: &Shared, arrived: &Arrived, request: &GitRequest) -> Answer {
    let route = format!("GIT {}", request.service);
    let (allowed, fault) = {
        let mut state = shared.lock();
        *state.requests.entry(route.clone()).or_default() += 1;
        let fault = fault::due(&mut state.faults, &route);
        (allow(&state, arrived, request), fault)
    };
    match &fault {
        Some(Kind::Slow(by)) => tokio::time::sleep(*by).await,
        Some(Kind::Held(release)) => shared.hold(release).await,
        Some(Kind::Unanswered) => shared.hold(&Notify::new()).await,
        Some(kind) => return fault::answer(kind).unwrap_or_else(|| Answer::error(502, "Dropped")),
        None => {}
    }
    let (folder, id) = match allowed {
        Ok(found) => found,
        Err(answer) => return answer,
    };
    match run(&folder, id, arrived, request).await {
        Ok(answer) => answer,
        Err(error) => Answer::error(500, &format!("git http-backend failed: {error}")),
    }
}

/// The folder of all repositories and the number of this one.
fn allow(state: &State, arrived: &Arrived, request: &GitRequest) -> Result<(PathBuf, u64), Answer> {
    let ask = || {
        Answer::error(401, "Repository not found.")
            .header("www-authenticate", "Basic realm=\"GitHub\"")
    };
    let caller = auth::caller(state, arrived.header("authorization")).map_err(|_| ask())?;
    let repository = state
        .find_repository(&request.owner, &request.name)
        .ok_or_else(|| {
            if caller == Caller::Nobody {
                ask()
            } else {
                Answer::not_found()
            }
        })?;
    match auth::in_repository(state, caller, "contents", false, repository) {
        Ok(()) => {
            git::ensure(&state.git_dir(repository.id));
            Ok((state.folder.clone(), repository.id))
        }
        Err(_) if caller == Caller::Nobody => Err(ask()),
        Err(answer) => Err(answer),
    }
}

async fn run(
    folder: &Path,
    id: u64,
    arrived: &Arrived,
    request: &GitRequest,
) -> std::io::Result<Answer> {
    if arrived.query.contains("git-receive-pack") {
        return Ok(Answer::error(403, "This world is pushed to by its story."));
    }
    let header = |name: &str| arrived.header(name).unwrap_or_default().to_owned();
    let mut child = Command::new("git")
        .arg("http-backend")
        .env_remove("GIT_DIR")
        .envs(git::ENVIRONMENT.iter().copied())
        .env("GIT_PROJECT_ROOT", folder)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("PATH_INFO", format!("/{id}.git{}", request.service))
        .env("REQUEST_METHOD", arrived.method.as_str())
        .env("QUERY_STRING", &arrived.query)
        .env("CONTENT_TYPE", header("content-type"))
        .env("CONTENT_LENGTH", arrived.body.len().to_string())
        .env("HTTP_CONTENT_ENCODING", header("content-encoding"))
        .env("GIT_PROTOCOL", header("git-protocol"))
        .env("REMOTE_ADDR", "127.0.0.1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let stdin = child.stdin.take();
    let body = arrived.body.clone();
    let feed = tokio::spawn(async move {
        if let Some(mut stdin) = stdin {
            // A backend that refuses early does not read on.
            let _ = stdin.write_all(&body).await;
        }
    });
    let output = child.wait_with_output().await?;
    feed.abort();
    Ok(parse(&output.stdout))
}

/// A CGI program's output: headers, an empty line, the body.
fn parse(output: &[u8]) -> Answer {
    let end = output.windows(4).position(|window| window == b"\r\n\r\n");
    let Some(end) = end else {
        return Answer::error(500, "git http-backend answered without headers");
    };
    let mut answer = Answer {
        status: 200,
        headers: Vec::new(),
        body: output[end + 4..].to_vec(),
    };
    for line in String::from_utf8_lossy(&output[..end]).lines() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        if name.eq_ignore_ascii_case("status") {
            let status = value
                .split(' ')
                .next()
                .and_then(|status| status.parse().ok());
            answer.status = status.unwrap_or(500);
        } else {
            answer = answer.header(name, value);
        }
    }
    answer
}
