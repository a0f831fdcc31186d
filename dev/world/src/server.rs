//! HTTP in front of the state, on a thread of its own.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread::JoinHandle;

use http::{Method, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body, Bytes, Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Notify, oneshot};

use crate::answer::Answer;
use crate::arrived::Arrived;
use crate::auth::{self, Caller};
use crate::fault::{self, Kind};
use crate::git_http;
use crate::manifest_form;
use crate::moment;
use crate::request::{Request, parse_query};
use crate::routes::{self, Route};
use crate::shared::Shared;
use crate::state::State;
use crate::web_sign_in;

/// A running server; its port is free again once this is dropped.
pub(crate) struct Running {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Serves on a thread of its own, so that a test that blocks (on `git`, say) does not wait for
/// itself.
pub(crate) fn serve(listener: std::net::TcpListener, shared: Shared) -> Running {
    let (stop, ended) = oneshot::channel();
    let thread = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        if let Ok(runtime) = runtime {
            runtime.block_on(async {
                tokio::select! {
                    _ = ended => {}
                    _ = accept(listener, shared) => {}
                }
            });
        }
    });
    Running {
        stop: Some(stop),
        thread: Some(thread),
    }
}

async fn accept(listener: std::net::TcpListener, shared: Shared) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let (stream, _): (_, SocketAddr) = listener.accept().await?;
        let shared = shared.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| handle(shared.clone(), request));
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service);
            // It fails whenever a fault drops the connection.
            let _ = connection.await;
        });
    }
}

/// An error here closes the connection without an answer.
async fn handle(shared: Shared, request: http::Request<Incoming>) -> io::Result<Response<OutBody>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(io::Error::other)?.to_bytes();
    let arrived = Arrived {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body,
    };
    if let Some(git) = git_http::request(&arrived) {
        let answer = git_http::answer(&shared, &arrived, &git).await;
        return respond(answer, false);
    }
    let of_a_browser = manifest_form::answer(&shared, &arrived);
    if let Some(answer) = of_a_browser.or_else(|| web_sign_in::answer(&shared, &arrived)) {
        return respond(answer, false);
    }
    let Some((route, parameters, path)) = route(&shared.lock(), &arrived) else {
        let name = format!("{} {}", arrived.method, arrived.path);
        let message = format!("this world has no route {name}");
        shared.lock().unexpected.push(name);
        return respond(Answer::error(500, &message), false);
    };
    let fault = {
        let mut state = shared.lock();
        *state.requests.entry(route.name.to_owned()).or_default() += 1;
        fault::due(&mut state.faults, route.name)
    };
    match &fault {
        Some(Kind::Slow(by)) => tokio::time::sleep(*by).await,
        Some(Kind::Held(release)) => shared.hold(release).await,
        Some(Kind::DropBefore) => return Err(io::Error::other("dropped")),
        Some(kind) => {
            if let Some(answer) = fault::answer(kind) {
                return respond(answer, false);
            }
        }
        None => {}
    }
    let request = Request {
        path,
        query: parse_query(&arrived.query),
        parameters,
        body: serde_json::from_slice(&arrived.body).unwrap_or(Value::Null),
        caller: Caller::Nobody,
    };
    let mut answer = dispatch(&mut shared.lock(), &arrived, route, request);
    let ahead = shared.lock().clock_ahead;
    if ahead != 0 {
        let date = moment::http(moment::now_ms() + ahead * 1_000);
        answer = answer.header("date", &date);
    }
    match fault {
        Some(Kind::DropAfter) => return Err(io::Error::other("dropped")),
        Some(Kind::Unanswered) => shared.hold(&Notify::new()).await,
        _ => {}
    }
    respond(answer, matches!(fault, Some(Kind::Truncated)))
}

type Parameters = std::collections::BTreeMap<&'static str, String>;

/// The route, its parameters, and the path below the base path.
fn route(state: &State, arrived: &Arrived) -> Option<(&'static Route, Parameters, String)> {
    let is_graphql = match state.base_path.strip_suffix("/v3") {
        Some(api) => arrived.path == format!("{api}/graphql"),
        None => arrived.path == format!("{}/graphql", state.base_path),
    };
    let path = match is_graphql {
        true => "/graphql",
        false => arrived.path.strip_prefix(state.base_path.as_str())?,
    };
    if path == "/graphql" && !is_graphql {
        return None;
    }
    let (route, parameters) = routes::find(arrived.method.as_str(), path)?;
    Some((route, parameters, path.to_owned()))
}

fn dispatch(state: &mut State, arrived: &Arrived, route: &Route, request: Request) -> Answer {
    let caller = match auth::caller(state, arrived.header("authorization")) {
        Ok(caller) => caller,
        Err(answer) => return answer,
    };
    let request = Request { caller, ..request };
    let limits = match spend(state, caller, route) {
        Ok(limits) => limits,
        Err(answer) => return answer,
    };
    let repository = request.repository(state);
    let repository = repository.and_then(|id| state.repositories.get(&id));
    let mut answer = match auth::check(state, caller, route.need, repository) {
        Ok(()) => (route.handler)(state, &request),
        Err(answer) => answer,
    };
    if arrived.method == Method::GET {
        answer = answer.conditional(arrived.header("if-none-match"));
        if let (304, Caller::Holder(holder)) = (answer.status, caller) {
            // GitHub does not count requests for what has not changed.
            state.used.entry(holder).and_modify(|used| *used -= 1);
        }
    }
    for (name, value) in limits {
        answer = answer.header(name, &value);
    }
    answer
}

type Limits = Vec<(&'static str, String)>;

/// Takes one request from the hour's allowance.
fn spend(state: &mut State, caller: Caller, route: &Route) -> Result<Limits, Answer> {
    let Caller::Holder(holder) = caller else {
        return Ok(Vec::new());
    };
    if route.name == "GET /rate_limit" {
        return Ok(Vec::new());
    }
    let limit = state.hourly_limit;
    let reset_ms = fault::hour_ends_ms();
    let used = state.used.entry(holder).or_default();
    if *used >= limit {
        let refused = fault::limit_used_up(reset_ms);
        if !route.name.ends_with("/graphql") {
            return Err(refused);
        }
        let message = "API rate limit exceeded for installation.";
        let body = json!({ "errors": [{ "type": "RATE_LIMITED", "message": message }] });
        let answer = Answer {
            headers: refused.headers,
            ..Answer::ok(&body)
        };
        return Err(answer);
    }
    *used += 1;
    Ok(vec![
        ("x-ratelimit-limit", limit.to_string()),
        ("x-ratelimit-remaining", (limit - *used).to_string()),
        ("x-ratelimit-used", used.to_string()),
        ("x-ratelimit-reset", (reset_ms / 1_000).to_string()),
    ])
}

fn respond(answer: Answer, truncated: bool) -> io::Result<Response<OutBody>> {
    let mut builder = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        builder = builder.header(name, value);
    }
    let bytes = Bytes::from(answer.body);
    let body = if truncated {
        OutBody::Half(Some(bytes.slice(..bytes.len() / 2)))
    } else {
        OutBody::Whole(Full::new(bytes))
    };
    builder.body(body).map_err(io::Error::other)
}

/// A body, or the beginning of one before the connection breaks.
pub(crate) enum OutBody {
    Whole(Full<Bytes>),
    Half(Option<Bytes>),
}

impl Body for OutBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.get_mut() {
            Self::Whole(body) => Pin::new(body)
                .poll_frame(context)
                .map_err(|never: Infallible| match never {}),
            Self::Half(half) => Poll::Ready(Some(match half.take() {
                Some(bytes) => Ok(Frame::data(bytes)),
                None => Err(io::Error::other("dropped")),
            })),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_end_stream(),
            Self::Half(_) => false,
        }
    }

    fn size_hint(&self) -> hyper::body::SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::Half(_) => hyper::body::SizeHint::default(),
        }
    }
}
