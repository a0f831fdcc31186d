//! The memory of people across repositories: who sees it, who does not, and when it is deleted.

use countersign_facts::{HashKey, Indicator, IndicatorKind};
use countersign_memory::{Extent, erasure, forget, of_indicator};
use countersign_store::{EventScope, IdentifierHash, Join, Reading, Source, Viewer};
use countersign_webhooks::{Service, Settings};
use countersign_world::{Commit, PullStory, RepositoryStory, World};
use sqlx::Connection as _;

use crate::app::{App, stories};
use crate::command_line::{countersign, finished, text};
use crate::people::{ADA, ordinary, persona_pull, widget};

pub(crate) const KEY: [u8; 32] = [7; 32];
/// The same as the environment has it.
const KEY_TEXT: &str = "0707070707070707070707070707070707070707070707070707070707070707";
const MAILBOX: &str = "victor@gate.example";
pub(crate) const HERE: &str = "Victor Painted <victor@gate.example>";
const THERE: &str = "Oliver Kessler <victor@gate.example>";
const COLLEAGUE: &str = "Oliver Kessler <oliver@kessler.example>";
const DAY_MS: i64 = 24 * 3_600_000;

fn remembers(settings: &mut Settings) {
    settings.hash_key = Some(HashKey::new(KEY));
    settings.remember = true;
}

async fn start(database: &str) -> App {
    App::start_at(World::start().await, database, remembers).await
}

/// Every fifth day from this one on, for two months.
fn work(who: &str, from: i64) -> Vec<Commit> {
    let first: jiff::Timestamp = "2026-01-01T08:00:00Z".parse().unwrap();
    (0..12)
        .map(|turn| {
            let second = (from + turn * 5) * 86_400 + turn * 397 % 3_000;
            let at = first + jiff::SignedDuration::from_secs(second);
            let zone = jiff::tz::Offset::constant(2);
            let at = at.display_with_offset(zone).to_string();
            Commit::new(who, &at).file(&format!("{from}-{turn}"), "work")
        })
        .collect()
}

/// `acme/widget`, where Victor works and whose maintainers get every finding beyond context in private.
pub(crate) fn home(world: &World) -> RepositoryStory {
    let _ = world.repository("acme/security").private();
    let policy = "min_level = \"note\"\ndisclosure = \"full\"\nnotice = \"acme/security\"\n";
    let policy =
        Commit::new(ADA, "2026-01-31T10:11:12+01:00").file(".github/countersign.toml", policy);
    let _ = world.user("victor").created("2019-01-01T00:00:00Z");
    world
        .repository("acme/widget")
        .push("main", &ordinary(ADA, 12))
        .push("main", &work(HERE, 0))
        .push("main", &[policy])
}

/// A repository of another organisation in which the same mailbox works under another name.
pub(crate) fn other(world: &World, name: &str) -> RepositoryStory {
    world.repository(name).push("main", &work(THERE, 2))
}

/// Takes in what an organisation has.
async fn install(app: &App, account: &str) {
    let created = app.world.installation(account).created();
    app.deal_with(&created).await;
}

/// A pull request of Victor's, reviewed.
async fn pull(app: &App, repository: &RepositoryStory, branch: &str) -> PullStory {
    let commit = Commit::new(HERE, "2026-03-05T10:11:12+02:00").file(branch, "work");
    let repository = repository.clone().push(branch, &[commit]);
    let pull = repository.open("victor", branch, "Add more");
    app.deal_with(&pull.opened()).await;
    pull
}

pub(crate) fn mailbox() -> IdentifierHash {
    let indicator = Indicator::parse(IndicatorKind::Mailbox, MAILBOX).unwrap();
    of_indicator(&HashKey::new(KEY), &indicator).hash
}

/// `owner/name` of every repository that shows the mailbox to the viewer.
async fn repositories(app: &App, viewer: Viewer) -> Vec<String> {
    let seen = app.store.appearances(&[mailbox()], viewer).await.unwrap();
    let mut names: Vec<_> = seen.iter().map(|seen| seen.source.name.clone()).collect();
    names.dedup();
    names
}

/// A public repository in which both mailboxes are known to be one person's.
fn one_holder() -> Reading {
    let key = HashKey::new(KEY);
    let identifiers = [MAILBOX, "oliver@kessler.example"].map(|mailbox| {
        let indicator = Indicator::parse(IndicatorKind::Mailbox, mailbox).unwrap();
        of_indicator(&key, &indicator)
    });
    let join = Join {
        a: identifiers[0].hash,
        b: identifiers[1].hash,
        reason: "one key signs for both".to_owned(),
        bits: Some(32.0),
        anchor: true,
    };
    Reading {
        source: Source {
            place: "code.example/third/tool".to_owned(),
            name: "third/tool".to_owned(),
            organisation: "third".to_owned(),
            repository: None,
            installation: None,
            private: false,
        },
        identifiers: identifiers.to_vec(),
        appearances: Vec::new(),
        joins: vec![join],
        keys: Vec::new(),
        findings: Vec::new(),
        complete: true,
    }
}

/// What the first review of a pull request in acme/widget leaves where nothing is remembered of it.
async fn is_quiet(app: &App, pull: &PullStory) {
    assert_eq!((pull.comments(), pull.checks()), (vec![], vec![]));
    assert_eq!(app.world.issues("acme/security"), []);
    let repository = i64::try_from(pull.repository().id()).unwrap();
    let number = i64::try_from(pull.number()).unwrap();
    let review = app.store.review(repository, number).await.unwrap();
    assert_eq!(review.unwrap().level, "quiet");
}

stories! {
    async fn a_persona_in_another_organisations_public_repository_is_reported_in_private(database) {
        let app = start(&database).await;
        let widget = home(&app.world);
        let _ = other(&app.world, "umbrella/open");
        install(&app, "umbrella").await;
        install(&app, "acme").await;
        let pull = pull(&app, &widget, "more").await;
        assert_eq!((pull.comments(), pull.checks()), (vec![], vec![]));
        let issues = app.world.issues("acme/security");
        assert_eq!(issues.len(), 1, "{issues:?}");
        let body = &issues[0].2;
        for shown in ["`persona-across-orgs`", "Oliver Kessler, umbrella/open, 2026-01-03..2026-02-27, 12 commits"] {
            assert!(body.contains(shown), "{shown} in {body}");
        }
        app.finish().await;
    }

    async fn a_colleagues_name_is_no_persona_and_ones_own_is_not_a_colleagues(database) {
        let app = start(&database).await;
        let widget = home(&app.world);
        let open = other(&app.world, "umbrella/open");
        let works: Vec<_> = work(COLLEAGUE, 3).into_iter().chain(work(COLLEAGUE, 4)).collect();
        let _ = open.push("main", &works);
        install(&app, "umbrella").await;
        install(&app, "acme").await;
        let opened = pull(&app, &widget, "more").await;
        is_quiet(&app, &opened).await;
        app.store.remember_people(&one_holder(), app.now_ms()).await.unwrap();
        app.deal_with(&opened.event("reopened")).await;
        assert_eq!(app.world.issues("acme/security").len(), 1, "the name is the same person's");
        app.finish().await;
    }

    async fn nothing_of_a_private_repository_shows_to_another_organisation(database) {
        let app = start(&database).await;
        let widget = home(&app.world);
        let secret = other(&app.world, "umbrella/secret").private();
        install(&app, "umbrella").await;
        install(&app, "acme").await;
        let opened = pull(&app, &widget, "more").await;
        is_quiet(&app, &opened).await;
        let acme = i64::try_from(app.world.installation("acme").id()).unwrap();
        assert_eq!(repositories(&app, Viewer::Installation(acme)).await, ["acme/widget"]);
        // To its own organisation it shows, and the other's public repository too.
        let umbrella = i64::try_from(app.world.installation("umbrella").id()).unwrap();
        let seen = repositories(&app, Viewer::Installation(umbrella)).await;
        assert_eq!(seen.len(), 2, "{seen:?}");
        drop(secret);
        app.finish().await;
    }

    async fn what_is_made_private_is_hidden_at_once_and_comes_back(database) {
        let app = start(&database).await;
        let widget = home(&app.world);
        let open = other(&app.world, "umbrella/open");
        install(&app, "umbrella").await;
        install(&app, "acme").await;
        let acme = Viewer::Installation(i64::try_from(app.world.installation("acme").id()).unwrap());
        assert_eq!(repositories(&app, acme).await.len(), 2);
        let open = open.private();
        // Before any job ran.
        app.deliver(&open.repository_event("privatized", "mira")).await;
        assert_eq!(repositories(&app, acme).await, ["acme/widget"]);
        app.drain().await;
        let opened = pull(&app, &widget, "more").await;
        is_quiet(&app, &opened).await;
        let open = open.public();
        app.deal_with(&open.repository_event("publicized", "mira")).await;
        assert_eq!(repositories(&app, acme).await.len(), 2);
        // An old event that comes late changes nothing in the end.
        app.deal_with(&open.repository_event("privatized", "mira")).await;
        assert_eq!(repositories(&app, acme).await.len(), 2);
        app.finish().await;
    }

    async fn a_repository_that_moves_is_followed(database) {
        let app = start(&database).await;
        let open = other(&app.world, "umbrella/open");
        install(&app, "umbrella").await;
        let open = open.renamed("tool");
        app.deal_with(&open.repository_event("renamed", "mira")).await;
        assert_eq!(repositories(&app, Viewer::Operator).await, ["umbrella/tool"]);
        let delivery = open.repository_event("transferred", "mira");
        let open = open.transferred("stranger");
        app.deal_with(&delivery).await;
        assert_eq!(repositories(&app, Viewer::Operator).await, [""; 0]);
        assert!(!app.folder_of_mirror(open.id()).exists());
        app.finish().await;
    }

    async fn what_is_uninstalled_is_gone(database) {
        let app = start(&database).await;
        let widget = home(&app.world);
        let _ = other(&app.world, "umbrella/open");
        install(&app, "umbrella").await;
        install(&app, "acme").await;
        app.deal_with(&app.world.installation("umbrella").remove()).await;
        assert_eq!(repositories(&app, Viewer::Operator).await, ["acme/widget"]);
        let opened = pull(&app, &widget, "more").await;
        is_quiet(&app, &opened).await;
        app.finish().await;
    }

    async fn whoever_is_forgotten_stays_forgotten(database) {
        let app = start(&database).await;
        let widget = home(&app.world);
        let _ = other(&app.world, "umbrella/open");
        install(&app, "umbrella").await;
        let account = app.world.user("victor").gpg_key("A0A0A0A0A0A0A0A0", MAILBOX, "2025-05-05T00:00:00Z");
        let id = i64::try_from(account.id()).unwrap();
        let _ = pull(&app, &widget, "before").await;
        assert!(app.store.account(id, Viewer::Operator).await.unwrap().is_some());
        let number = Indicator::parse(IndicatorKind::Account, &id.to_string()).unwrap();
        let named = [mailbox(), of_indicator(&HashKey::new(KEY), &number).hash];
        let gone = erasure(&app.store, &named, Extent::Person).await.unwrap();
        assert!(gone.appearances > 0, "{gone:?}");
        forget(&app.store, gone, app.now_ms()).await.unwrap();
        app.store.forget_people(&named, app.now_ms()).await.unwrap();
        app.store.forget_account(id).await.unwrap();
        install(&app, "acme").await;
        let _ = pull(&app, &widget, "after").await;
        assert_eq!(repositories(&app, Viewer::Operator).await, [""; 0]);
        assert_eq!(app.store.account(id, Viewer::Operator).await.unwrap(), None);
        app.finish().await;
    }

    async fn what_somebody_approved_is_recalled(database) {
        let app = start(&database).await;
        let id = app.world.user("mira").id();
        let mira = format!("Mira <{id}+mira@users.noreply.github.com>");
        let commit = Commit::new(&mira, "2026-02-01T09:00:00+01:00").file("mira", "work");
        let widget = home(&app.world).push("main", &[commit]);
        install(&app, "acme").await;
        let pull = pull(&app, &widget, "more").await;
        app.deal_with(&pull.reviewed("mira", "commented")).await;
        app.deal_with(&pull.reviewed("mira", "approved")).await;
        let folder = tempfile::tempdir().unwrap();
        let clone = widget.git_dir().display().to_string();
        let id = id.to_string();
        let asked = ["person", &id, "--database", &database];
        let mut dossier = countersign(folder.path(), &asked);
        dossier.env("COUNTERSIGN_HASH_KEY", KEY_TEXT);
        let dossier = text(&finished(dossier).await);
        assert!(dossier.contains("approved 1 pull request in acme/widget"), "{dossier}");
        let mut radius = countersign(folder.path(), &asked);
        radius.args(["--blast-radius", &clone]).env("COUNTERSIGN_HASH_KEY", KEY_TEXT);
        let radius = text(&finished(radius).await);
        let line = format!("acme/widget#{}  at {}", pull.number(), &pull.head()[..12]);
        assert!(radius.contains(&line), "{line} in {radius}");
        let account = id.parse().unwrap();
        let number = Indicator::parse(IndicatorKind::Account, &id).unwrap();
        let number = of_indicator(&HashKey::new(KEY), &number).hash;
        app.store.forget_people(&[number], app.now_ms()).await.unwrap();
        app.store.forget_rights(account).await.unwrap();
        app.deal_with(&pull.reviewed("mira", "approved")).await;
        assert_eq!(app.store.events_about(account, Viewer::Operator).await.unwrap(), []);
        app.finish().await;
    }

    async fn nobodys_approvals_are_kept_where_nobody_is_remembered(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        app.deal_with(&pull.reviewed("mira", "approved")).await;
        let installation = i64::try_from(app.world.installation("acme").id()).unwrap();
        let scope = EventScope { installation, repository: None, since: 0 };
        assert_eq!(app.store.events(&scope).await.unwrap(), []);
        app.finish().await;
    }

    async fn the_command_line_works_with_either_database(database) {
        let app = start(&database).await;
        let widget = home(&app.world);
        let open = other(&app.world, "umbrella/open");
        let clones = [widget, open].map(|clone| clone.git_dir().display().to_string());
        let folder = tempfile::tempdir().unwrap();
        let run = async |arguments: &[&str], database: &str| {
            let mut command = countersign(folder.path(), arguments);
            command.args(["--database", database]).env("COUNTERSIGN_HASH_KEY", KEY_TEXT);
            let output = finished(command).await;
            assert!(output.status.success(), "{arguments:?}: {output:?}");
            text(&output)
        };
        let list = format!("kind,value\nmailbox,{MAILBOX}\n");
        std::fs::write(folder.path().join("north.csv"), list).unwrap();
        run(&["indicators", "import", "--csv", "north.csv", "--tlp", "clear", "--grade", "b2"], &database).await;
        let lists = run(&["indicators", "list"], &database).await;
        assert!(lists.contains("north"), "{lists}");
        run(&["indicators", "expire", "north"], &database).await;
        let copy = format!("sqlite://{}/copy.db", folder.path().display());
        run(&["scan", "--remember", &clones[0], &clones[1]], &database).await;
        let person = ["person", MAILBOX, "--format", "json"];
        let known = run(&person, &database).await;
        assert!(known.contains("Victor Painted") && known.contains("Oliver Kessler"), "{known}");
        run(&["person", MAILBOX, "--blast-radius", &clones[0], &clones[1]], &database).await;
        run(&["export", "tables"], &database).await;
        run(&["import", "tables"], &copy).await;
        assert_eq!(run(&person, &copy).await, known);
        run(&["forget", MAILBOX, "--yes"], &database).await;
        let mut gone = countersign(folder.path(), &person);
        gone.args(["--database", &database]).env("COUNTERSIGN_HASH_KEY", KEY_TEXT);
        assert_eq!(finished(gone).await.status.code(), Some(2), "nobody is known by it");
        app.finish().await;
    }

    async fn what_nothing_shows_any_more_expires(database) {
        let keeps = |settings: &mut Settings| {
            remembers(settings);
            settings.keep_days = Some(30);
        };
        let app = App::start_at(World::start().await, &database, keeps).await;
        let widget = home(&app.world);
        let _ = other(&app.world, "umbrella/open");
        install(&app, "umbrella").await;
        app.advance(29 * DAY_MS);
        install(&app, "acme").await;
        let _ = pull(&app, &widget, "more").await;
        let service = Service::new(app.context.clone());
        service.expire().await;
        assert_eq!(repositories(&app, Viewer::Operator).await.len(), 2);
        app.advance(2 * DAY_MS);
        service.expire().await;
        assert_eq!(repositories(&app, Viewer::Operator).await, ["acme/widget"]);
        let id = i64::try_from(app.world.user("victor").id()).unwrap();
        assert!(app.store.account(id, Viewer::Operator).await.unwrap().is_some(), "it was looked at two days ago");
        app.advance(29 * DAY_MS);
        service.expire().await;
        assert_eq!(app.store.account(id, Viewer::Operator).await.unwrap(), None);
        app.finish().await;
    }

    async fn nobody_is_remembered_unasked(database) {
        let app = App::start_at(World::start().await, &database, |settings| {
            settings.hash_key = Some(HashKey::new(KEY));
        })
        .await;
        let widget = home(&app.world);
        install(&app, "acme").await;
        let _ = pull(&app, &widget, "more").await;
        assert_eq!(repositories(&app, Viewer::Operator).await, [""; 0]);
        app.finish().await;
    }

    async fn pushes_within_an_hour_are_remembered_together(database) {
        let app = start(&database).await;
        let open = app.world.repository("umbrella/open").push("main", &ordinary(ADA, 3));
        install(&app, "umbrella").await;
        for from in [2, 3] {
            let before = open.head("main");
            let open = open.clone().push("main", &work(THERE, from));
            app.deal_with(&open.pushed("mira", "main", Some(&before))).await;
        }
        assert_eq!(repositories(&app, Viewer::Operator).await, [""; 0]);
        app.later().await;
        let seen = app.store.appearances(&[mailbox()], Viewer::Operator).await.unwrap();
        assert_eq!(seen[0].appearance.moments.len(), 24);
        app.finish().await;
    }

    async fn a_memory_that_fails_stops_no_review(database) {
        let app = start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        install(&app, "acme").await;
        let table = Table::take(&database, "appearance").await;
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.comments().len(), 1, "the review went on");
        table.put_back().await;
        app.later().await;
        assert_eq!(repositories(&app, Viewer::Operator).await, ["acme/widget"]);
        app.finish().await;
    }
}

/// A table that is out of reach for a while.
struct Table {
    database: String,
    name: &'static str,
}

impl Table {
    async fn take(database: &str, name: &'static str) -> Self {
        let table = Self {
            database: database.to_owned(),
            name,
        };
        table
            .run(&format!("ALTER TABLE {name} RENAME TO {name}_away"))
            .await;
        table
    }

    async fn put_back(self) {
        let name = self.name;
        self.run(&format!("ALTER TABLE {name}_away RENAME TO {name}"))
            .await;
    }

    async fn run(&self, statement: &str) {
        sqlx::any::install_default_drivers();
        let mut connection = sqlx::AnyConnection::connect(&self.database).await.unwrap();
        let statement = sqlx::AssertSqlSafe(statement.to_owned());
        sqlx::raw_sql(statement)
            .execute(&mut connection)
            .await
            .unwrap();
    }
}
