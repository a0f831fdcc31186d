//! What any client meets.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use countersign_world::{Commit, World};

/// Status, headers and body of one exchange.
struct Exchange {
    status: u16,
    head: String,
    body: String,
}

impl Exchange {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

fn ask(world: &World, request: &str, headers: &[(&str, &str)]) -> Exchange {
    let address = world.api_url();
    let address = address.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let mut text = format!("{request} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str("content-length: 0\r\n\r\n");
    stream.write_all(text.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Exchange {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

#[tokio::test]
async fn unknown_routes_answer_500_and_are_remembered() {
    let world = World::start().await;
    let answer = ask(&world, "GET /repos/acme/widget/stargazers", &[]);
    assert_eq!(answer.status, 500);
    assert!(answer.body.contains("GET /repos/acme/widget/stargazers"));
    assert_eq!(world.unexpected(), ["GET /repos/acme/widget/stargazers"]);
}

#[tokio::test]
async fn what_has_not_changed_answers_304() {
    let world = World::start().await;
    let _ = world.repository("acme/widget");
    let token = format!("Bearer {}", world.token_of("ada"));
    let auth = ("authorization", token.as_str());
    let first = ask(&world, "GET /repos/acme/widget", &[auth]);
    assert_eq!(
        (first.status, first.header("x-ratelimit-used")),
        (200, Some("1"))
    );
    let tag = first.header("etag").unwrap();
    let again = ask(
        &world,
        "GET /repos/acme/widget",
        &[auth, ("if-none-match", tag)],
    );
    assert_eq!((again.status, again.body.as_str()), (304, ""));
    let free = ask(&world, "GET /repos/acme/widget", &[auth]);
    assert_eq!(
        free.header("x-ratelimit-used"),
        Some("2"),
        "a 304 costs nothing"
    );
    let _ = world.repository("acme/widget").default_branch("trunk");
    let changed = ask(
        &world,
        "GET /repos/acme/widget",
        &[auth, ("if-none-match", tag)],
    );
    assert_eq!(changed.status, 200);
}

#[tokio::test]
async fn pages_name_their_neighbours_with_absolute_addresses() {
    let world = World::start().await;
    let commit = Commit::new("Ada <ada@example.org>", "2026-05-01T12:00:00Z");
    let widget = world.repository("acme/widget").commit(commit);
    for number in 1..=5 {
        widget.open_as(number, "ada", "main", "Nothing new");
    }
    let page = ask(
        &world,
        "GET /repos/acme/widget/pulls?per_page=2&page=2",
        &[],
    );
    assert_eq!(page.status, 200, "public, so anybody may look");
    let base = format!("{}/repos/acme/widget/pulls?page", world.api_url());
    let links = page.header("link").unwrap();
    for (rel, number) in [("prev", 1), ("next", 3), ("last", 3), ("first", 1)] {
        let link = format!("<{base}={number}&per_page=2>; rel=\"{rel}\"");
        assert!(links.contains(&link), "{links}");
    }
}

#[tokio::test]
async fn private_repositories_do_not_exist_for_others() {
    let world = World::start().await;
    let _ = world
        .repository("acme/widget")
        .private()
        .member("ada", "read");
    let status = |login: Option<&str>| {
        let token = login.map(|login| format!("token {}", world.token_of(login)));
        let header = token.as_deref().map(|token| ("authorization", token));
        ask(&world, "GET /repos/acme/widget", header.as_slice()).status
    };
    assert_eq!(
        (status(None), status(Some("eve")), status(Some("ada"))),
        (404, 404, 200)
    );
    let bad = ask(
        &world,
        "GET /repos/acme/widget",
        &[("authorization", "Bearer no")],
    );
    assert_eq!(bad.status, 401);
}
