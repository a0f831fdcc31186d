//! Checks of GitHub: reachability, clock, the App, its deliveries and its rate limit.

use std::env;
use std::time::Duration;

use countersign_github::{App, Clock, DeliverySummary, GithubError, Installation, Server, probe};

use super::Args;
use super::check::Checks;
use super::registration;
use crate::output::counted;

/// Longest wait for GitHub's first answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How far the clocks may be apart, in seconds: GitHub refuses the App's tokens beyond a minute.
const CLOCKS: (i64, i64) = (10, 60);
/// How many of the newest deliveries are looked at.
const DELIVERIES: usize = 20;
/// Variables that name a proxy for git and for calls to the API.
const PROXIES: [&str; 4] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// Names of the checks that need the App's credentials.
const OF_THE_APP: [&str; 6] = [
    "app",
    "permissions",
    "events",
    "installations",
    "deliveries",
    "rate-limit",
];

pub(super) async fn all(args: &Args, checks: &mut Checks) {
    let server = match args.app.server() {
        Ok(server) => server,
        Err(failure) => {
            checks.failure("github", &failure, "set COUNTERSIGN_API_URL");
            return skip("clock", "GitHub's address is wrong", checks);
        }
    };
    if !reached(&server, checks).await {
        return skip("clock", "GitHub cannot be reached", checks);
    }
    match args.app.app() {
        Ok(app) => of_the_app(&app, checks).await,
        // What is wrong with the number or the key stands above.
        Err(_) => skip("", "the App's number or key is missing or wrong", checks),
    }
}

/// Skips `first`, if it has a name, and every check that needs the App.
fn skip(first: &'static str, why: &str, checks: &mut Checks) {
    let names = [first].into_iter().filter(|name| !name.is_empty());
    for name in names.chain(OF_THE_APP) {
        checks.skip(name, why);
    }
}

async fn reached(server: &Server, checks: &mut Checks) -> bool {
    let proxy = PROXIES.iter().find(|name| env::var_os(name).is_some());
    match probe(server, PATIENCE).await {
        Ok(answer) => {
            checks.ok("github", format!("{} answers", server.web()));
            clock(answer.date, checks);
            true
        }
        Err(error) => {
            let remedy = match proxy {
                Some(name) => format!(
                    "check the proxy in {name}, or name GitHub in NO_PROXY if it can be reached directly"
                ),
                None => "check the address, the network, the firewall and the certificates \
                         (SSL_CERT_FILE for a private authority)"
                    .to_owned(),
            };
            let message = format!("{} cannot be reached: {error}", server.web());
            checks.fail("github", message, remedy);
            false
        }
    }
}

fn clock(date: Option<i64>, checks: &mut Checks) {
    const ID: &str = "clock";
    let Some(date) = date else {
        return checks.skip(ID, "GitHub does not say what time it is");
    };
    let ahead = Clock::system().now_ms() / 1_000 - date;
    let apart = ahead.unsigned_abs();
    let direction = if ahead > 0 { "ahead of" } else { "behind" };
    let message = format!(
        "this machine's clock is {} {direction} GitHub's",
        counted(apart, "second", "seconds")
    );
    let remedy = "set the clock, and keep it right: timedatectl set-ntp true";
    match apart.cast_signed() {
        apart if apart > CLOCKS.1 => checks.fail(ID, message, remedy),
        apart if apart > CLOCKS.0 => checks.warn(ID, message, remedy),
        _ => checks.ok(ID, "this machine's clock agrees with GitHub's"),
    }
}

async fn of_the_app(app: &App, checks: &mut Checks) {
    let identity = match app.identity().await {
        Ok(identity) => identity,
        Err(error) => {
            let remedy = match &error {
                GithubError::Unauthorized { .. } => {
                    "check that COUNTERSIGN_APP_ID and the private key belong to the same App, and that \
                     the key was not deleted on GitHub"
                }
                GithubError::NotFound { .. } => "check COUNTERSIGN_APP_ID and COUNTERSIGN_API_URL",
                _ => "try again later",
            };
            checks.fail("app", error.to_string(), remedy);
            for name in &OF_THE_APP[1..] {
                checks.skip(name, "GitHub does not accept the App's credentials");
            }
            return;
        }
    };
    checks.ok("app", format!("{} ({})", identity.name, identity.login()));
    registration::of_the_app(&identity, checks);
    let installations = match app.installations().await {
        Ok(installations) => installations,
        Err(error) => {
            checks.fail("installations", error.to_string(), "try again later");
            Vec::new()
        }
    };
    registration::installations(&identity, &installations, checks);
    deliveries(app, checks).await;
    rate_limit(app, &installations, checks).await;
}

async fn deliveries(app: &App, checks: &mut Checks) {
    const ID: &str = "deliveries";
    let page = match app.deliveries(None).await {
        Ok(page) => page,
        Err(error) => return checks.fail(ID, error.to_string(), "try again later"),
    };
    let newest: Vec<_> = page.deliveries.iter().take(DELIVERIES).collect();
    let is_bad = |delivery: &&&DeliverySummary| !(200..300).contains(&delivery.status);
    let bad = newest.iter().filter(is_bad).count();
    let Some(last) = newest.first() else {
        return checks.warn(
            ID,
            "GitHub has delivered nothing in the last days",
            "open a pull request where the App is installed, or check the webhook on the App's page",
        );
    };
    let message = format!(
        "{bad} of the last {} failed; the newest was answered {}",
        counted(newest.len() as u64, "delivery", "deliveries"),
        answer(last.status),
    );
    let newest_bad = newest.iter().find(|delivery| is_bad(delivery));
    match newest_bad {
        None => checks.ok(ID, message),
        Some(bad) if bad.id == last.id => checks.fail(ID, message, remedy_for(last.status)),
        Some(bad) => checks.warn(ID, message, remedy_for(bad.status)),
    }
}

fn answer(status: u16) -> String {
    match status {
        0 => "not at all".to_owned(),
        status => format!("with status {status}"),
    }
}

/// What the status of a delivery asks for.
fn remedy_for(status: u16) -> &'static str {
    match status {
        0 => {
            "check the webhook's address on the App's page, and that GitHub can reach it over https with a \
             certificate that is valid"
        }
        401 => {
            "set the same webhook secret on the App's page and in COUNTERSIGN_WEBHOOK_SECRET; then redeliver"
        }
        404 | 405 => "let the webhook's address on the App's page end in /webhook",
        415 => "set the webhook's content type to application/json on the App's page",
        413 => "let the reverse proxy pass bodies of up to 26 MB",
        502..=504 => "check that the service runs behind the reverse proxy, and its database",
        _ => "read the service's log of that moment, and the delivery on the App's page",
    }
}

async fn rate_limit(app: &App, installations: &[Installation], checks: &mut Checks) {
    const ID: &str = "rate-limit";
    let Some(first) = installations.iter().find(|one| !one.suspended) else {
        return checks.skip(ID, "no active installation has a limit to read");
    };
    match app.installation(first.id).rate_limit().await {
        Ok(limit) => {
            let (left, all) = (limit.remaining, limit.limit);
            let message = format!(
                "{left} of {all} calls are left in this hour for {}",
                first.account_login
            );
            let remedy = "lower --workers, or install the App on fewer repositories";
            match limit {
                _ if left == 0 => checks.fail(ID, message, remedy),
                _ if left < all / 10 => checks.warn(ID, message, remedy),
                _ => checks.ok(ID, message),
            }
        }
        Err(GithubError::NotFound { .. }) => checks.ok(ID, "this server has no rate limit"),
        Err(error) => checks.fail(ID, error.to_string(), "try again later"),
    }
}
