//! Signing people in, and what they may do then.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use countersign_facts::RepositoryId;
use countersign_github::{GithubError, SignIn};
use countersign_world::{CLIENT_ID, CLIENT_SECRET, World};

use crate::support::{Stage, in_world, pull_seven, widget};

const BACK: &str = "https://countersign.example/signed-in";
/// The example of RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

fn sign_in(stage: &Stage, secret: &str) -> SignIn {
    stage
        .app
        .sign_in(CLIENT_ID.to_owned(), secret.to_owned().into())
}

/// A code, as GitHub's redirect brings it to the browser of the person who sits there.
fn code(stage: &Stage, redirect: &str) -> Option<String> {
    let url = sign_in(stage, CLIENT_SECRET).authorize_url(redirect, "a state", CHALLENGE);
    let (host, path) = url.strip_prefix("http://")?.split_once('/')?;
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!("GET /{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (_, rest) = answer.split_once("?code=")?;
    let (code, state) = rest.split_once('&')?;
    assert!(state.starts_with("state=a%20state"), "{state}");
    Some(code.to_owned())
}

#[tokio::test]
async fn a_code_becomes_a_token_once() {
    in_world(World::start().await, async |stage| {
        stage.world.at_browser("mira");
        let own = sign_in(&stage, CLIENT_SECRET);
        let good = code(&stage, BACK).unwrap();
        let token = own.exchange(&good, BACK, VERIFIER).await.unwrap();
        assert_eq!(own.client(token).own_login().await.unwrap(), "mira");
        let refused = |error: Result<_, GithubError>| error.is_err_and(|error| error.is_absent());
        let again = own.exchange(&good, BACK, VERIFIER).await;
        assert!(refused(again), "a code works once");
        let other = code(&stage, BACK).unwrap();
        let wrong = own.exchange(&other, BACK, "another verifier").await;
        assert!(
            refused(wrong),
            "PKCE binds a code to the browser that began"
        );
        let third = code(&stage, BACK).unwrap();
        let foreign = sign_in(&stage, "guessed");
        let foreign = foreign.exchange(&third, BACK, VERIFIER).await;
        assert!(matches!(foreign, Err(GithubError::Unauthorized { .. })));
        assert_eq!(code(&stage, "https://evil.example/signed-in"), None);
    })
    .await;
}

#[tokio::test]
async fn a_person_sees_their_own_rights() {
    in_world(World::start().await, async |stage| {
        let repository = pull_seven(&stage.world).repository();
        let id = RepositoryId::try_from(repository.id()).unwrap();
        let roles = [
            ("rita", "read"),
            ("tess", "triage"),
            ("mira", "write"),
            ("ada", "admin"),
        ];
        for (login, role) in roles {
            let _ = repository.clone().member(login, role);
        }
        let own = sign_in(&stage, CLIENT_SECRET);
        let may = async |login: &str| {
            let token = stage.world.token_of(login);
            own.client(token.into())
                .may_push(&widget(), id)
                .await
                .unwrap()
        };
        for (login, expected) in [
            ("eve", false),
            ("rita", false),
            ("tess", false),
            ("mira", true),
            ("ada", true),
        ] {
            assert_eq!(may(login).await, expected, "{login}");
        }
        // In private repositories, others see nothing at all.
        let repository = repository.private();
        assert!(!may("eve").await && may("mira").await);
        // The name says nothing: another repository may have it by now.
        let mira = own.client(stage.world.token_of("mira").into());
        let other = RepositoryId::new(1);
        assert!(!mira.may_push(&widget(), other).await.unwrap());
        let _ = repository.without_member("mira");
        assert!(!may("mira").await);
        stage.world.revoke_tokens_of("mira");
        let revoked = mira.may_push(&widget(), id).await;
        assert!(matches!(revoked, Err(GithubError::Unauthorized { .. })));
    })
    .await;
}
