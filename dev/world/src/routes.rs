//! The table of routes.

use std::collections::BTreeMap;

use crate::answer::Answer;
use crate::auth::Need;
use crate::graphql;
use crate::handlers::{
    app, checks, code_scanning, issues, manifest, meta, owned, pulls, repositories, users,
};
use crate::request::{Request, decode};
use crate::state::State;

/// Answers a request that is already authorised.
pub(crate) type Handler = fn(&mut State, &Request) -> Answer;

/// One route.
pub(crate) struct Route {
    /// `METHOD /template`, under which requests are counted.
    pub(crate) name: &'static str,
    pub(crate) need: Need,
    pub(crate) handler: Handler,
}

const fn route(name: &'static str, need: Need, handler: Handler) -> Route {
    Route {
        name,
        need,
        handler,
    }
}

const TALK: &str = "issues|pull_requests";

const ROUTES: &[Route] = &[
    route("GET /versions", Need::Open, meta::versions),
    route("GET /rate_limit", Need::Token, meta::rate_limit),
    route(
        "POST /app-manifests/{code}/conversions",
        Need::Open,
        manifest::convert,
    ),
    route("GET /orgs/{org}/repos", Need::Open, owned::of_organisation),
    route("GET /users/{username}/repos", Need::Open, owned::of_user),
    route("GET /app", Need::App, app::identity),
    route("GET /app/installations", Need::App, app::installations),
    route(
        "POST /app/installations/{installation_id}/access_tokens",
        Need::App,
        app::create_token,
    ),
    route("GET /app/hook/deliveries", Need::App, app::deliveries),
    route(
        "GET /app/hook/deliveries/{delivery_id}",
        Need::App,
        app::delivery,
    ),
    route(
        "POST /app/hook/deliveries/{delivery_id}/attempts",
        Need::App,
        app::redeliver,
    ),
    route(
        "GET /installation/repositories",
        Need::Installation,
        repositories::of_installation,
    ),
    route("GET /user", Need::Token, users::own),
    route("GET /users/{username}", Need::Token, users::profile),
    route(
        "GET /users/{username}/gpg_keys",
        Need::Token,
        users::gpg_keys,
    ),
    route(
        "GET /users/{username}/ssh_signing_keys",
        Need::Token,
        users::ssh_keys,
    ),
    route(
        "GET /repos/{owner}/{repo}",
        Need::In("metadata", false),
        repositories::one,
    ),
    route(
        "GET /repos/{owner}/{repo}/contents/{path}",
        Need::In("contents", false),
        repositories::contents,
    ),
    route(
        "GET /repos/{owner}/{repo}/keys",
        Need::In("administration", false),
        repositories::deploy_keys,
    ),
    route(
        "GET /repos/{owner}/{repo}/collaborators/{username}/permission",
        Need::In("metadata", false),
        repositories::permission,
    ),
    route(
        "GET /repos/{owner}/{repo}/pulls",
        Need::In("pull_requests", false),
        pulls::list,
    ),
    route(
        "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
        Need::In("pull_requests", false),
        pulls::files,
    ),
    route(
        "GET /repos/{owner}/{repo}/issues",
        Need::In("issues", false),
        issues::list,
    ),
    route(
        "POST /repos/{owner}/{repo}/issues",
        Need::In("issues", true),
        issues::create,
    ),
    route(
        "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
        Need::In(TALK, false),
        issues::comments,
    ),
    route(
        "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        Need::In(TALK, true),
        issues::comment,
    ),
    route(
        "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
        Need::In(TALK, false),
        issues::one_comment,
    ),
    route(
        "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
        Need::In(TALK, true),
        issues::edit_comment,
    ),
    route(
        "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        Need::In(TALK, true),
        issues::react,
    ),
    route(
        "POST /repos/{owner}/{repo}/check-runs",
        Need::In("checks", true),
        checks::create,
    ),
    route(
        "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
        Need::In("checks", true),
        checks::update,
    ),
    route(
        "GET /repos/{owner}/{repo}/commits/{ref}/check-runs",
        Need::In("checks", false),
        checks::list,
    ),
    route(
        "POST /repos/{owner}/{repo}/code-scanning/sarifs",
        Need::In("security_events", true),
        code_scanning::upload,
    ),
    route("POST /graphql", Need::Token, graphql::answer),
];

/// The route of a request and the values of its parameters.
pub(crate) fn find(
    method: &str,
    path: &str,
) -> Option<(&'static Route, BTreeMap<&'static str, String>)> {
    ROUTES.iter().find_map(|route| {
        let (route_method, template) = route.name.split_once(' ')?;
        if route_method != method {
            return None;
        }
        Some((route, fit(template, path)?))
    })
}

/// A parameter called `path` takes all that is left; others take one segment, and those for numbers
/// only digits.
fn fit(template: &'static str, path: &str) -> Option<BTreeMap<&'static str, String>> {
    let mut parameters = BTreeMap::new();
    let mut segments = path.split('/');
    for part in template.split('/') {
        let Some(name) = part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'))
        else {
            if segments.next()? != part {
                return None;
            }
            continue;
        };
        let value = if name == "path" {
            segments.by_ref().collect::<Vec<_>>().join("/")
        } else {
            segments.next()?.to_owned()
        };
        let is_number = name.ends_with("_id") || name.ends_with("_number");
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        if value.is_empty() || (is_number && !digits) {
            return None;
        }
        parameters.insert(name, decode(&value));
    }
    segments.next().is_none().then_some(parameters)
}
