//! Keys and rights: what maintainers are notified about in private, and what is never reported.

use countersign_store::{EventScope, KeyHolder};
use countersign_world::{Commit, Fault, RepositoryStory, World, ssh_public_key};

use crate::app::{App, stories};

const BEA: &str = "Bea Sample <bea@mail.example>";
const NOW: &str = "2026-06-01T12:00:00Z";
/// What `ssh-keygen -l` prints of `ssh_public_key("shared")`.
const SHARED: &str = "SHA256:vT+75icFI9rXAC7za0KruYto9V82gy/M64hVf6F8Als";
const ISSUES: &str = "POST /repos/{owner}/{repo}/issues";

/// An author line that only this account has.
fn line(world: &World, name: &str, login: &str) -> String {
    let id = world.user(login).created("2019-01-01T00:00:00Z").id();
    format!("{name} <{id}+{login}@users.noreply.github.com>")
}

/// One commit a day from the first of a month.
fn work(who: &str, month: &str, days: usize) -> Vec<Commit> {
    (1..=days)
        .map(|day| {
            let at = format!("{month}-{day:02}T10:{:02}:07+02:00", day * 7 % 60);
            Commit::new(who, &at).file(&format!("{month}-{day}"), "work")
        })
        .collect()
}

/// A repository with a year and a half of commits by Bea and by Ada, who is also its administrator. Its
/// maintainers get notices in `notice`.
fn established(world: &World, name: &str, notice: &str) -> RepositoryStory {
    let _ = world.repository(notice).private();
    let ada = line(world, "Ada Ordinary", "ada");
    let policy = format!("notice = \"{notice}\"\n");
    let policy =
        Commit::new(BEA, "2025-03-01T10:00:00+02:00").file(".github/countersign.toml", policy);
    world
        .repository(name)
        .member("ada", "admin")
        .push("main", &work(BEA, "2025-01", 24))
        .push("main", &work(&ada, "2025-02", 6))
        .push("main", &[policy])
}

/// The same repository, in which Victor has worked for twelve days.
fn with_newcomer(world: &World, repository: RepositoryStory) -> RepositoryStory {
    let victor = line(world, "Victor Painted", "victor");
    let commits: Vec<_> = work(&victor, "2026-05", 24).into_iter().skip(19).collect();
    repository.push("main", &commits)
}

async fn start(database: &str) -> App {
    let app = App::start(database).await;
    app.set_clock(NOW);
    app
}

/// The one notice there is: title and body.
fn only_notice(app: &App, place: &str) -> (String, String) {
    let issues = app.world.issues(place);
    assert_eq!(issues.len(), 1, "{issues:?}");
    (issues[0].1.clone(), issues[0].2.clone())
}

fn is_record(body: &str) -> bool {
    body.contains("This is a record, not a finding") && !body.contains("`deploy-key`")
}

fn scope(app: &App) -> EventScope {
    EventScope {
        installation: i64::try_from(app.world.installation("acme").id()).unwrap(),
        repository: None,
        since: 0,
    }
}

stories! {
    async fn a_key_of_a_long_standing_administrator_is_a_record(database) {
        let app = start(&database).await;
        let widget = established(&app.world, "acme/widget", "acme/security")
            .deploy_key("reader", "ada", NOW, true);
        app.deal_with(&widget.deploy_key_created("ada")).await;
        assert_eq!(app.world.issues("acme/security"), [], "reading is not reported");
        let widget = widget.deploy_key("writer", "ada", NOW, false);
        app.deal_with(&widget.deploy_key_created("ada")).await;
        let (title, body) = only_notice(&app, "acme/security");
        assert_eq!(title, "acme/widget: a deploy key with write access was added");
        assert!(is_record(&body), "{body}");
        assert!(body.contains("| 2025-02-01 | 2223 | first commit here"), "{body}");
        assert!(body.contains("added a deploy key `writer`"), "{body}");
        assert_eq!(app.store.events(&scope(&app)).await.unwrap().len(), 2);
        app.finish().await;
    }

    async fn a_newcomers_key_is_reported_with_its_timeline(database) {
        let app = start(&database).await;
        let widget = established(&app.world, "acme/widget", "acme/security");
        let widget = with_newcomer(&app.world, widget).member("victor", "admin");
        app.set_clock("2026-05-28T08:00:00Z");
        app.deal_with(&widget.member_event("added", "ada", "victor")).await;
        app.set_clock(NOW);
        let widget = widget.deploy_key("build `|` @mira", "victor", NOW, false);
        app.deal_with(&widget.deploy_key_created("victor")).await;
        let issues = app.world.issues("acme/security");
        assert_eq!(issues.len(), 2, "{issues:?}");
        assert!(is_record(&issues[0].2), "{}", issues[0].2);
        let id = app.world.user("victor").id().to_string();
        let head = widget.head("main");
        let body = issues[1].2.replace(&id, "ID").replace(&head[..12], "COMMIT");
        assert!(issues[1].1.ends_with("(1 finding to look at)"), "{}", issues[1].1);
        let found = "| moderate | `deploy-key`: a deploy key with write access was added by an account that \
            made the first of 5 commits in this repository 12 days earlier and was given access 4 days \
            earlier | unknown: no public history shows deploy keys |";
        assert!(body.contains(found), "{body}");
        let way = [
            "| 2019-01-01 |  | the account was created |",
            "| 2026-05-20 | 2696 | first commit here, ",
            "| 2026-05-28 | 7 | was given access to the repository, by `ada` |",
            "| 2026-06-01 | 4 | added a deploy key `build \\u{60}\\u{7c}\\u{60} @mira` |",
        ];
        let places = way.map(|step| body.find(step).unwrap_or_else(|| panic!("{step} in {body}")));
        assert!(places.is_sorted(), "{body}");
        assert!(body.contains("**Innocent explanations**"), "{body}");
        assert_eq!(app.world.issues("acme/widget"), [], "nobody else is notified");
        app.finish().await;
    }

    async fn a_key_of_a_neighbouring_repository_is_known_again(database) {
        let app = start(&database).await;
        let key = ssh_public_key("shared");
        let gadget = app.world.repository("acme/gadget").deploy_key_like(&key, "old", "mira", NOW, true);
        app.deal_with(&gadget.deploy_key_created("mira")).await;
        app.deal_with(&gadget.deploy_key_deleted("ada")).await;
        let widget = established(&app.world, "acme/widget", "acme/security")
            .deploy_key_like(&key, "new", "ada", NOW, false);
        app.deal_with(&widget.deploy_key_created("ada")).await;
        let (_, body) = only_notice(&app, "acme/security");
        assert!(body.contains("| moderate | `deploy-key`"), "{body}");
        assert!(body.contains("a deploy key of acme/gadget, added by account"), "{body}");
        let kinds: Vec<_> = app.store.events(&scope(&app)).await.unwrap();
        let kinds: Vec<_> = kinds.iter().map(|event| &*event.kind).collect();
        assert!(kinds.contains(&"deploy_key.deleted"), "{kinds:?}");
        app.finish().await;
    }

    async fn a_key_that_was_deleted_is_known_until_then(database) {
        let app = start(&database).await;
        let key = ssh_public_key("shared");
        let gadget = app.world.repository("acme/gadget").deploy_key_like(&key, "old", "mira", NOW, false);
        app.deal_with(&gadget.deploy_key_created("mira")).await;
        let added = app.now_ms();
        app.advance(60_000);
        app.deal_with(&gadget.deploy_key_deleted("ada")).await;
        let installation = scope(&app).installation;
        let places = app.store.places_of_key(installation, "ssh", SHARED).await.unwrap();
        assert_eq!(places.len(), 1);
        assert!(places[0].first_seen <= added && places[0].last_seen >= added + 59_000);
        let KeyHolder::Repository { name, added_by, .. } = &places[0].holder else {
            panic!("{places:?}");
        };
        assert_eq!((&**name, &*added_by.login), ("acme/gadget", "mira"));
        app.finish().await;
    }

    async fn one_installation_hears_nothing_of_another(database) {
        let app = start(&database).await;
        let key = ssh_public_key("shared");
        let other = established(&app.world, "umbrella/secret", "umbrella/security")
            .deploy_key_like(&key, "old", "mira", NOW, false);
        app.deal_with(&other.deploy_key_created("mira")).await;
        let widget = established(&app.world, "acme/widget", "acme/security")
            .deploy_key_like(&key, "new", "ada", NOW, false);
        app.deal_with(&widget.deploy_key_created("ada")).await;
        let (_, body) = only_notice(&app, "acme/security");
        assert!(is_record(&body), "{body}");
        assert!(!body.contains("umbrella") && !body.contains("mira"), "{body}");
        assert!(!only_notice(&app, "umbrella/security").1.contains("acme"));
        app.finish().await;
    }

    async fn a_strangers_signing_key_is_strong(database) {
        let app = start(&database).await;
        let key = ssh_public_key("zoe's");
        let zoe = app.world.user("zoe").created("2020-01-01T00:00:00Z");
        let _ = zoe.ssh_key("laptop", &key, "2024-01-01T00:00:00Z");
        let widget = established(&app.world, "acme/widget", "acme/security");
        // She opened a pull request in another repository of the installation.
        let elsewhere = app.world.repository("acme/open").push("main", &work(BEA, "2025-01", 2));
        let elsewhere = elsewhere.push("topic", &work("Zoe <zoe@pen.example>", "2026-05", 1));
        app.deal_with(&elsewhere.open("zoe", "topic", "Add").opened()).await;
        let widget = widget.deploy_key_like(&key, "new", "ada", NOW, false);
        app.deal_with(&widget.deploy_key_created("ada")).await;
        let (_, body) = only_notice(&app, "acme/security");
        assert!(body.contains("| strong | `deploy-key`"), "{body}");
        assert!(body.contains("(zoe)"), "{body}");
        app.finish().await;
    }

    async fn a_key_that_only_another_installation_saw_is_nobodys(database) {
        let app = start(&database).await;
        let key = ssh_public_key("zoe's");
        let zoe = app.world.user("zoe").created("2020-01-01T00:00:00Z");
        let _ = zoe.ssh_key("laptop", &key, "2024-01-01T00:00:00Z");
        let widget = established(&app.world, "acme/widget", "acme/security");
        let elsewhere = app.world.repository("umbrella/open").push("main", &work(BEA, "2025-01", 2));
        let elsewhere = elsewhere.push("topic", &work("Zoe <zoe@pen.example>", "2026-05", 1));
        app.deal_with(&elsewhere.open("zoe", "topic", "Add").opened()).await;
        let widget = widget.deploy_key_like(&key, "new", "ada", NOW, false);
        app.deal_with(&widget.deploy_key_created("ada")).await;
        let (_, body) = only_notice(&app, "acme/security");
        assert!(is_record(&body), "{body}");
        assert!(!body.contains("zoe") && !body.contains("umbrella"), "{body}");
        app.finish().await;
    }

    async fn an_operator_who_sets_up_continuous_integration_is_no_finding(database) {
        let app = start(&database).await;
        let key = ssh_public_key("runner");
        let _ = app.world.user("olga").created("2018-01-01T00:00:00Z");
        for name in ["acme/widget", "acme/gadget"] {
            let repository = established(&app.world, name, "acme/security")
                .member("olga", "admin")
                .deploy_key_like(&key, "runner", "olga", NOW, false);
            app.deal_with(&repository.deploy_key_created("olga")).await;
        }
        // A repository without a commit.
        let empty = app.world.repository("acme/empty").deploy_key("first", "olga", NOW, false);
        let _ = app.world.repository("acme/.github").commit(
            Commit::new(BEA, "2025-03-01T10:00:00+02:00")
                .file(".github/countersign.toml", "notice = \"acme/security\"\n"),
        );
        app.deal_with(&empty.deploy_key_created("olga")).await;
        let issues = app.world.issues("acme/security");
        assert_eq!(issues.len(), 3, "{issues:?}");
        for (_, title, body) in &issues {
            assert!(is_record(body), "{title}: {body}");
        }
        assert!(issues[2].2.contains("**Timeline of `olga`**"), "an empty repository was looked at");
        app.finish().await;
    }

    async fn a_newcomer_who_lets_another_in_is_shown_as_context(database) {
        let app = start(&database).await;
        let widget = established(&app.world, "acme/widget", "acme/security");
        let widget = with_newcomer(&app.world, widget);
        let _ = app.world.user("walt").created("2020-01-01T00:00:00Z");
        let widget = widget.member("victor", "admin").member("walt", "write");
        app.deal_with(&widget.member_event("added", "victor", "walt")).await;
        let (title, body) = only_notice(&app, "acme/security");
        assert_eq!(title, "acme/widget: an account was given access");
        assert!(body.contains("| context | `early-grant`"), "{body}");
        assert!(body.contains("**Timeline of `walt`**"), "{body}");
        assert!(body.contains("**Timeline of `victor`**"), "{body}");
        assert!(body.contains("gave access to the repository: `walt`"), "{body}");
        app.finish().await;
    }

    async fn a_key_that_vanished_from_the_account_stands_in_the_timeline(database) {
        let app = start(&database).await;
        let widget = established(&app.world, "acme/widget", "acme/security");
        let ada = app.world.user("ada").gpg_key("A0A0A0A0A0A0A0A0", "ada@studio.example", "2025-05-05T00:00:00Z");
        let widget = widget.deploy_key("one", "ada", NOW, false);
        app.deal_with(&widget.deploy_key_created("ada")).await;
        let _ = ada.without_keys().gpg_key("B0B0B0B0B0B0B0B0", "ada@studio.example", "2026-06-03T00:00:00Z");
        app.set_clock("2026-06-04T12:00:00Z");
        let widget = widget.deploy_key("two", "ada", NOW, false);
        app.deal_with(&widget.deploy_key_created("ada")).await;
        let body = &app.world.issues("acme/security")[1].2;
        assert!(is_record(body), "{body}");
        let steps = [
            "| 2026-06-01 | 0 | the key `A0A0A0A0A0A0A0A0` was last seen on the account |",
            "| 2026-06-03 | 1 | added the key `B0B0B0B0B0B0B0B0` to the account |",
            "| 2026-06-04 | 1 | added a deploy key `two` |",
        ];
        for step in steps {
            assert!(body.contains(step), "{step} in {body}");
        }
        app.finish().await;
    }

    async fn commits_of_pull_requests_make_nobody_known(database) {
        let app = start(&database).await;
        let widget = established(&app.world, "acme/widget", "acme/security");
        let widget = with_newcomer(&app.world, widget);
        let victor = line(&app.world, "Victor Painted", "victor");
        let dated_back = widget.clone().push("old", &work(&victor, "2025-01", 3));
        app.deal_with(&dated_back.open("victor", "old", "Add old work").opened()).await;
        let widget = widget.deploy_key("build", "victor", NOW, false);
        app.deal_with(&widget.deploy_key_created("victor")).await;
        let (_, body) = only_notice(&app, "acme/security");
        assert!(body.contains("`deploy-key`: a deploy key with write access was added"), "{body}");
        app.finish().await;
    }

    async fn a_new_member_is_reported_in_the_notice_repository(database) {
        let app = start(&database).await;
        let widget = established(&app.world, "acme/widget", "acme/security");
        app.deal_with(&widget.organization_event("member_added", "ada", "victor")).await;
        assert_eq!(app.world.issues("acme/security"), [], "the organisation says nothing");
        let _ = app.world.repository("acme/.github").commit(
            Commit::new(BEA, "2025-03-01T10:00:00+02:00")
                .file(".github/countersign.toml", "notice = \"acme/security\"\n"),
        );
        app.deal_with(&widget.organization_event("member_added", "ada", "victor")).await;
        let (title, _) = only_notice(&app, "acme/security");
        assert_eq!(title, "acme: an account joined the organisation");
        app.finish().await;
    }

    async fn a_notice_is_not_sent_twice_when_the_answer_is_lost(database) {
        let app = start(&database).await;
        let widget = established(&app.world, "acme/widget", "acme/security")
            .deploy_key("writer", "ada", NOW, false);
        app.world.fault(Fault::drop_after(ISSUES));
        app.deal_with(&widget.deploy_key_created("ada")).await;
        assert_eq!(app.store.events(&scope(&app)).await.unwrap(), [], "not recorded yet");
        app.later().await;
        let _ = only_notice(&app, "acme/security");
        assert_eq!(app.store.events(&scope(&app)).await.unwrap().len(), 1);
        app.finish().await;
    }

    async fn a_notice_that_failed_is_sent_later(database) {
        let app = start(&database).await;
        let widget = established(&app.world, "acme/widget", "acme/security")
            .deploy_key("writer", "ada", NOW, false);
        app.world.fault(Fault::status(ISSUES, 502));
        app.deal_with(&widget.deploy_key_created("ada")).await;
        assert_eq!(app.world.issues("acme/security"), []);
        app.later().await;
        let _ = only_notice(&app, "acme/security");
        app.finish().await;
    }
}
