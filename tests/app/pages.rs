//! The pages for people: who sees the evidence of a review, and what a page is made of.

use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, header};
use countersign_webhooks::{Settings, SignInSettings, Site};
use countersign_world::{CLIENT_ID, CLIENT_SECRET, Commit, Fault, PullStory, World};

use crate::app::{App, stories};
use crate::people::{ADA, persona_pull, split, widget};
use crate::setup::http;

const URL: &str = "https://countersign.example";
const ASKED: &str = "GET /repos/{owner}/{repo}";
const MINUTE: i64 = 60_000;

fn site(settings: &mut Settings) {
    settings.site = Some(Site {
        url: URL.parse().unwrap(),
        sign_in: Some(SignInSettings {
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.into(),
        }),
    });
}

async fn start(database: &str) -> App {
    App::start_at(World::start().await, database, site).await
}

/// A pull request whose comment links to evidence.
async fn reviewed(app: &App) -> PullStory {
    let pull = persona_pull(&widget(&app.world));
    app.deal_with(&pull.opened()).await;
    pull
}

fn page_of(pull: &PullStory) -> String {
    format!("/reviews/{}-{}", pull.repository().id(), pull.number())
}

/// What a server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    fn sets_a_cookie(&self) -> bool {
        let cookies = self.headers.get_all(header::SET_COOKIE);
        cookies
            .iter()
            .any(|line| !line.to_str().unwrap().contains("Max-Age=0"))
    }
}

/// A browser with its cookies.
struct Browser<'a> {
    app: &'a App,
    cookies: BTreeMap<String, String>,
}

impl<'a> Browser<'a> {
    fn new(app: &'a App) -> Self {
        Self {
            app,
            cookies: BTreeMap::new(),
        }
    }

    async fn send(&mut self, request: Request<Body>) -> Answer {
        let (mut parts, body) = request.into_parts();
        let cookies = self.cookies.iter();
        let cookies: Vec<_> = cookies
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !cookies.is_empty() {
            parts
                .headers
                .insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.app.answer(Request::from_parts(parts, body)).await;
        let (parts, body) = response.into_parts();
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, rest) = line.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            match line.contains("Max-Age=0") {
                true => drop(self.cookies.remove(name)),
                false => drop(self.cookies.insert(name.to_owned(), value.to_owned())),
            }
        }
        let body = to_bytes(body, 10 << 20).await.unwrap();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// Where GitHub sends the browser back to, below the service's address, after the service sent it there.
    fn at_github(&self, sent: &Answer) -> String {
        assert_eq!(sent.status, 303, "{sent:?}");
        let answer = http(&format!("GET {}", sent.header("location")), "");
        let back = answer
            .lines()
            .find_map(|line| line.strip_prefix("location: "));
        let back = back.unwrap_or_else(|| panic!("{answer}"));
        back.strip_prefix(URL).unwrap().to_owned()
    }

    /// Opens a page, and signs in on the way.
    async fn sign_in(&mut self, login: &str, path: &str) -> Answer {
        self.app.world.at_browser(login);
        let sent = self.get(path).await;
        let back = self.get(&self.at_github(&sent)).await;
        assert_eq!(back.status, 303, "{back:?}");
        let target = back
            .header("location")
            .strip_prefix(URL)
            .unwrap()
            .to_owned();
        assert_eq!(target, path);
        self.get(&target).await
    }
}

/// What every page has: nothing runs, nothing is loaded.
fn is_secured(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(
        !policy.contains("script") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert!(
        answer
            .header("strict-transport-security")
            .starts_with("max-age=")
    );
    for running in ["<script", " onerror=", " onload=", "javascript:", " style="] {
        assert!(!answer.body.contains(running), "{}", answer.body);
    }
}

stories! {
    async fn a_maintainer_sees_the_evidence_two_clicks_from_the_comment(database) {
        let app = start(&database).await;
        let pull = reviewed(&app).await;
        let link = format!("{URL}{}", page_of(&pull));
        let comment = pull.comments()[0].body.clone();
        assert!(comment.contains(&format!("[on the evidence page]({link})")), "{comment}");
        let mut browser = Browser::new(&app);
        let page = browser.sign_in("mira", &page_of(&pull)).await;
        assert_eq!(page.status, 200, "{page:?}");
        assert_eq!(page.header("cache-control"), "no-store");
        is_secured(&page);
        let commit = format!("/acme/widget/commit/{}", pull.head());
        for part in ["Victor Painted", "split-clock", "Signed in as", "<svg", "/heuristics/split-clock",
            "/acme/widget/pull/1", "innocent explanation"] {
            assert!(page.body.contains(part), "{part}: {}", page.body);
        }
        let commits = page.body.matches("/acme/widget/commit/").count();
        assert!(commits >= 12 && page.body.contains(&commit), "{}", page.body);
        // The token is nowhere but in the sealed cookie.
        assert!(!page.body.contains("ghu_") && !format!("{:?}", browser.cookies).contains("ghu_"));
        app.finish().await;
    }

    async fn a_session_asks_github_again_and_ends(database) {
        let app = start(&database).await;
        let pull = reviewed(&app).await;
        let path = page_of(&pull);
        let mut browser = Browser::new(&app);
        assert_eq!(browser.sign_in("mira", &path).await.status, 200);
        let asked = app.world.requested(ASKED);
        assert_eq!(browser.get(&path).await.status, 200);
        assert_eq!(app.world.requested(ASKED), asked);
        app.advance(6 * MINUTE);
        assert_eq!(browser.get(&path).await.status, 200);
        assert_eq!(app.world.requested(ASKED), asked + 1);
        // GitHub fails: those who saw the page lately learn it, and others learn nothing.
        app.world.fault(Fault::status(ASKED, 502));
        app.advance(6 * MINUTE);
        assert_eq!(browser.get(&path).await.status, 503);
        app.world.fault(Fault::status(ASKED, 502));
        assert_eq!(Browser::new(&app).sign_in("eve", &path).await.status, 404);
        assert_eq!(browser.get(&path).await.status, 200);
        app.advance(49 * MINUTE);
        let ended = browser.get(&path).await;
        assert_eq!(ended.status, 303);
        assert!(ended.header("location").contains("/login/oauth/authorize?"));
        app.finish().await;
    }

    async fn who_may_not_write_gets_what_does_not_exist(database) {
        let app = start(&database).await;
        let pull = reviewed(&app).await;
        let repository = pull.repository().id();
        let _ = pull.repository().member("tess", "triage");
        for login in ["victor", "eve", "tess"] {
            let mut browser = Browser::new(&app);
            let refused = browser.sign_in(login, &page_of(&pull)).await;
            assert_eq!(refused.status, 404, "{login}");
            is_secured(&refused);
            assert!(!refused.body.contains("widget"), "{}", refused.body);
            for absent in [format!("{repository}-2"), "999999-1".to_owned(), "x".to_owned()] {
                let absent = browser.get(&format!("/reviews/{absent}")).await;
                assert_eq!(absent, refused, "{login}");
            }
        }
        // Without a session, the address of a review says nothing either.
        for id in [format!("{repository}-1"), "999999-1".to_owned()] {
            let sent = Browser::new(&app).get(&format!("/reviews/{id}")).await;
            assert_eq!((sent.status, sent.body.as_str()), (303, ""));
        }
        app.finish().await;
    }

    async fn a_right_that_is_taken_away_ends_within_minutes(database) {
        let app = start(&database).await;
        let pull = reviewed(&app).await;
        let path = page_of(&pull);
        let mut browser = Browser::new(&app);
        assert_eq!(browser.sign_in("mira", &path).await.status, 200);
        let _ = pull.repository().without_member("mira");
        app.advance(6 * MINUTE);
        let refused = browser.get(&path).await;
        assert_eq!(refused.status, 404);
        assert_eq!(browser.get("/reviews/999999-1").await, refused);
        let _ = pull.repository().member("mira", "maintain");
        assert_eq!(browser.get(&path).await.status, 200);
        // A token that was revoked signs nobody in.
        app.world.revoke_tokens_of("mira");
        app.advance(6 * MINUTE);
        assert_eq!(browser.get(&path).await.status, 303);
        app.finish().await;
    }

    async fn nobody_else_can_sign_a_browser_in(database) {
        let app = start(&database).await;
        let pull = reviewed(&app).await;
        let path = page_of(&pull);
        app.world.at_browser("mira");
        let mut browser = Browser::new(&app);
        let sent = browser.get(&path).await;
        let back = browser.at_github(&sent);
        let begun = browser.cookies.clone();
        // Another state, another browser, no code, no flow at all.
        let (before, _) = back.split_once("state=").unwrap();
        let no_code = back.replace("code=", "nocode=");
        for forged in [format!("{before}state=guessed"), before.to_owned(), no_code] {
            let mut same = Browser { app: &app, cookies: begun.clone() };
            let refused = same.get(&forged).await;
            assert_eq!((refused.status, refused.sets_a_cookie()), (400, false), "{forged}");
            is_secured(&refused);
        }
        let stranger = Browser::new(&app).get(&back).await;
        assert_eq!((stranger.status, stranger.sets_a_cookie()), (400, false));
        // The code works once, and the browser forgets that it began.
        assert_eq!(browser.get(&back).await.status, 303);
        assert_eq!(browser.get(&back).await.status, 400);
        let mut replayed = Browser { app: &app, cookies: begun.clone() };
        let replayed = replayed.get(&back).await;
        assert_eq!((replayed.status, replayed.sets_a_cookie()), (400, false));
        // A flow that took too long.
        let mut late = Browser::new(&app);
        let sent = late.get(&path).await;
        let back = late.at_github(&sent);
        app.advance(11 * MINUTE);
        assert_eq!(late.get(&back).await.status, 400);
        // Somebody who refuses.
        app.world.nobody_at_browser();
        let sent = late.get(&path).await;
        let back = late.at_github(&sent);
        assert!(back.contains("error=access_denied"), "{back}");
        assert_eq!(late.get(&back).await.status, 400);
        app.finish().await;
    }

    async fn a_cookie_that_was_changed_is_no_session(database) {
        let app = start(&database).await;
        let pull = reviewed(&app).await;
        let path = page_of(&pull);
        let mut browser = Browser::new(&app);
        assert_eq!(browser.sign_in("mira", &path).await.status, 200);
        let sealed = browser.cookies["__Host-countersign"].clone();
        for place in [0, sealed.len() / 2, sealed.len() - 3] {
            let mut bytes = sealed.clone().into_bytes();
            bytes[place] = if bytes[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            browser.cookies.insert("__Host-countersign".to_owned(), changed);
            assert_eq!(browser.get(&path).await.status, 303);
        }
        app.finish().await;
    }

    async fn signing_out_ends_the_session(database) {
        let app = start(&database).await;
        let pull = reviewed(&app).await;
        let path = page_of(&pull);
        let mut browser = Browser::new(&app);
        assert_eq!(browser.sign_in("mira", &path).await.status, 200);
        let post = || Request::post("/sign-out").body(Body::empty()).unwrap();
        assert_eq!(browser.send(post()).await.status, 200);
        assert_eq!(browser.get(&path).await.status, 303);
        // Another site's form comes without the cookie, and does nothing.
        let other = Browser::new(&app).send(post()).await;
        assert_eq!((other.status, other.headers.get(header::SET_COOKIE)), (404, None));
        app.finish().await;
    }

    async fn the_page_goes_when_nothing_is_left(database) {
        let app = start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        let mut browser = Browser::new(&app);
        assert_eq!(browser.sign_in("mira", &page_of(&pull)).await.status, 200);
        let before = pull.head();
        let commit = Commit::new(ADA, "2026-03-02T10:11:12+01:00").file("gate", "work");
        let _ = repository.force_push("gate", "main", &[commit]);
        app.deal_with(&pull.synchronized(&before)).await;
        assert_eq!(browser.get(&page_of(&pull)).await.status, 404);
        assert!(!pull.comments()[0].body.contains("/reviews/"));
        app.finish().await;
    }

    async fn where_nothing_is_public_there_is_no_page(database) {
        let app = start(&database).await;
        let policy = Commit::new(ADA, "2026-03-01T10:11:12+01:00")
            .file(".github/countersign.toml", "disclosure = \"private\"\n");
        let pull = persona_pull(&widget(&app.world).push("main", &[policy]));
        app.deal_with(&pull.opened()).await;
        let mut browser = Browser::new(&app);
        assert_eq!(browser.sign_in("mira", &page_of(&pull)).await.status, 404);
        app.finish().await;
    }

    async fn an_enterprise_server_signs_people_in(database) {
        let app = App::start_at(World::start_enterprise().await, &database, site).await;
        let pull = reviewed(&app).await;
        let page = Browser::new(&app).sign_in("mira", &page_of(&pull)).await;
        assert_eq!(page.status, 200);
        app.finish().await;
    }

    async fn without_the_settings_there_are_no_pages(database) {
        let app = App::start(&database).await;
        let pull = reviewed(&app).await;
        assert!(!pull.comments()[0].body.contains("evidence page"));
        for path in [page_of(&pull), "/signed-in?code=a&state=b".to_owned()] {
            assert_eq!(Browser::new(&app).get(&path).await.status, 404);
        }
        app.finish().await;
    }

    async fn what_contributors_write_stays_text_on_the_page(database) {
        let app = start(&database).await;
        // A name in git has no angle brackets; a title and a file name may have them.
        let who = "\" onmouseover=alert(1) x=\"&lt;script&gt;\u{202e} <victor@gate.example>";
        let more = Commit::new(who, "2026-03-01T10:11:12+01:00").file("<img src=x onerror=alert(1)>", "x");
        let repository = widget(&app.world).push("gate", &split(who, 12)).push("gate", &[more]);
        let pull = repository.open("victor", "gate", "</title><script>alert(1)</script>");
        app.deal_with(&pull.opened()).await;
        let page = Browser::new(&app).sign_in("mira", &page_of(&pull)).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("&quot; onmouseover=alert(1) x=&quot;&amp;lt;script"), "{}", page.body);
        for hostile in ["<script", "<img", "\u{202e}", "\" onmouseover", "&lt;script"] {
            let found = page.body.replace("&amp;lt;", "").contains(hostile);
            assert!(!found, "{hostile}: {}", page.body);
        }
        app.finish().await;
    }

    async fn every_rule_has_a_page_that_others_link_to(database) {
        let app = start(&database).await;
        let pull = reviewed(&app).await;
        let comment = pull.comments()[0].body.clone();
        assert!(comment.contains(&format!("({URL}/heuristics/split-clock)")), "{comment}");
        let mut browser = Browser::new(&app);
        for folder in ["/heuristics", "/patterns"] {
            let list = browser.get(folder).await;
            assert_eq!(list.status, 200);
            let start = format!("href=\"{}/", &folder[1..]);
            let names: Vec<_> = list.body.split(&start).skip(1).collect();
            assert!(names.len() > 5, "{}", list.body);
            for name in names {
                let name = name.split('"').next().unwrap();
                let page = browser.get(&format!("{folder}/{name}")).await;
                assert_eq!(page.status, 200, "{name}");
                assert_eq!(page.header("cache-control"), "public, max-age=3600");
                assert!(page.body.contains(&format!("<h1>{name}</h1>")), "{name}");
                assert!(!page.body.contains("raw HTML omitted"), "{name}");
            }
            let absent = browser.get(&format!("{folder}/%3Cscript%3E")).await;
            assert_eq!((absent.status, absent.body.contains("<script>")), (404, false));
            is_secured(&absent);
        }
        app.finish().await;
    }
}
