//! Installation tokens.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use countersign_github::{GitCredentials, GithubError};
use countersign_world::Fault;
use secrecy::ExposeSecret as _;

use crate::support::{SEVEN, pull_seven, story, widget};

const MINT: &str = "POST /app/installations/{installation_id}/access_tokens";

#[tokio::test]
async fn one_token_serves_many_calls_and_clients() {
    story(async |stage| {
        pull_seven(&stage.world);
        let (one, two) = (stage.client(), stage.client());
        let repository = widget();
        let calls = (0..8).map(|number| {
            let client = if number % 2 == 0 { &one } else { &two };
            client.pull(&repository, SEVEN)
        });
        for outcome in join_all(calls).await {
            outcome.unwrap();
        }
        assert_eq!(stage.world.requested(MINT), 1);
    })
    .await;
}

#[tokio::test]
async fn a_token_is_replaced_before_it_ends() {
    story(async |stage| {
        pull_seven(&stage.world);
        let client = stage.client();
        client.pull(&widget(), SEVEN).await.unwrap();
        stage.pass(57 * 60_000);
        client.pull(&widget(), SEVEN).await.unwrap();
        assert_eq!(stage.world.requested(MINT), 1);
        stage.pass(2 * 60_000);
        client.pull(&widget(), SEVEN).await.unwrap();
        assert_eq!(stage.world.requested(MINT), 2);
        assert_eq!(
            stage.world.requested("POST /graphql"),
            3,
            "nothing was refused"
        );
    })
    .await;
}

#[tokio::test]
async fn a_refused_token_is_replaced_once_and_the_call_made_again() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let client = stage.client();
        client.pull(&widget(), SEVEN).await.unwrap();
        stage.world.expire_tokens();
        client
            .create_comment(&widget(), SEVEN, "once")
            .await
            .unwrap();
        assert_eq!(seven.comments().len(), 1);
        assert_eq!(stage.world.requested(MINT), 2);

        stage
            .world
            .fault(Fault::status("POST /graphql", 401).times(2));
        let refused = client.pull(&widget(), SEVEN).await.unwrap_err();
        assert!(
            matches!(refused, GithubError::Unauthorized { .. }),
            "{refused:?}"
        );
        assert_eq!(stage.world.requested("POST /graphql"), 3);
    })
    .await;
}

#[tokio::test]
async fn suspended_and_removed_installations_are_told_apart() {
    story(async |stage| {
        pull_seven(&stage.world);
        let installation = stage.world.installation("acme");
        let client = stage.client();
        client.pull(&widget(), SEVEN).await.unwrap();
        let _ = installation.suspend();
        assert_eq!(
            client.pull(&widget(), SEVEN).await,
            Err(GithubError::Suspended),
            "token in hand"
        );
        stage.pass(3_600_000);
        assert_eq!(
            client.pull(&widget(), SEVEN).await,
            Err(GithubError::Suspended),
            "no new token"
        );
        let _ = installation.unsuspend();
        client.pull(&widget(), SEVEN).await.unwrap();
        let _ = installation.remove();
        let gone = client.pull(&widget(), SEVEN).await.unwrap_err();
        assert!(matches!(gone, GithubError::Gone { .. }), "{gone:?}");
    })
    .await;
}

#[tokio::test]
async fn git_fetches_with_the_same_token() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let _ = stage.world.repository("acme/widget").private();
        let credentials = stage.client().git_credentials().await.unwrap();
        assert_eq!(format!("{credentials:?}"), "GitCredentials");
        let folder = tempfile::tempdir().unwrap();
        let url = format!("{}/acme/widget.git", stage.world.api_url());
        let fetch = |header: Option<&str>| {
            let mut git = std::process::Command::new("git");
            git.current_dir(folder.path())
                .env("GIT_CONFIG_GLOBAL", "/dev/null")
                .env("GIT_TERMINAL_PROMPT", "0");
            if let Some(header) = header {
                git.env("GIT_CONFIG_COUNT", "1")
                    .env("GIT_CONFIG_KEY_0", "http.extraHeader")
                    .env("GIT_CONFIG_VALUE_0", header);
            }
            let arguments = [
                "fetch",
                "--quiet",
                "--filter=tree:0",
                &url,
                "refs/pull/7/head:pull",
            ];
            git.args(arguments).output().unwrap()
        };
        let init = ["init", "--quiet", "--bare", "."];
        let init = std::process::Command::new("git")
            .args(init)
            .current_dir(folder.path())
            .status();
        assert!(init.unwrap().success());
        assert!(
            !fetch(None).status.success(),
            "a private repository asks who is there"
        );
        let pair = format!(
            "{}:{}",
            GitCredentials::USER,
            credentials.token().expose_secret()
        );
        let header = format!("Authorization: Basic {}", STANDARD.encode(pair));
        let output = fetch(Some(&header));
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let rev = ["rev-parse", "pull"];
        let rev = std::process::Command::new("git")
            .args(rev)
            .current_dir(folder.path())
            .output();
        let rev = String::from_utf8(rev.unwrap().stdout).unwrap();
        assert_eq!(rev.trim(), seven.head());
        let objects = ["cat-file", "--batch-all-objects", "--batch-check"];
        let objects = std::process::Command::new("git")
            .args(objects)
            .env("GIT_NO_LAZY_FETCH", "1")
            .current_dir(folder.path())
            .output();
        let objects = String::from_utf8(objects.unwrap().stdout).unwrap();
        assert!(
            !objects.contains("blob") && !objects.contains("tree"),
            "{objects}"
        );
    })
    .await;
}

/// All at once, on one task.
async fn join_all<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut pending: Vec<_> = futures.map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = pending.iter().map(|_| None).collect();
    std::future::poll_fn(move |context| {
        for (future, slot) in pending.iter_mut().zip(&mut done) {
            if slot.is_none()
                && let std::task::Poll::Ready(output) = future.as_mut().poll(context)
            {
                *slot = Some(output);
            }
        }
        if done.iter().all(Option::is_some) {
            return std::task::Poll::Ready(done.iter_mut().filter_map(Option::take).collect());
        }
        std::task::Poll::Pending
    })
    .await
}
