//! Imported lists in reviews: who sees a match, and who does not.

use countersign_facts::{Grade, HashKey, Indicator, IndicatorKind, IndicatorList, Tlp};
use countersign_indicators::{hashed, stored};
use countersign_world::{RepositoryStory, World};

use crate::app::{App, stories};
use crate::people::{honest_pull, persona_pull, widget};
use crate::policies::with_policy;

const KEY: [u8; 32] = [7; 32];

/// An App that knows the key.
async fn start(database: &str) -> App {
    let change = |settings: &mut countersign_webhooks::Settings| {
        settings.hash_key = Some(HashKey::new(KEY));
    };
    App::start_at(World::start().await, database, change).await
}

/// Imports a list of one mailbox.
async fn import(app: &App, mailbox: &str, tlp: Option<Tlp>, expires: Option<i64>) {
    let key = HashKey::new(KEY);
    let list = IndicatorList {
        name: "north-2026".to_owned(),
        source: "Northern CERT".to_owned(),
        grade: Grade::parse("B2"),
        date: "2026-02-01".to_owned(),
        expires,
        tlp,
    };
    let indicator = Indicator::parse(IndicatorKind::Mailbox, mailbox).unwrap();
    let on_it = [hashed("mailbox", key.hash(&indicator))];
    let list = stored(&list, &key, app.now_ms());
    app.store.replace_indicators(&list, &on_it).await.unwrap();
}

/// `acme/widget` that shows everything in public, and a place for notices.
fn open_widget(app: &App) -> RepositoryStory {
    let _ = app.world.repository("acme/security").private();
    let policy = "disclosure = \"full\"\nnotice = \"acme/security\"\n";
    with_policy(widget(&app.world), policy)
}

fn shows_a_match(text: &str) -> bool {
    [
        "indicator-match",
        "imported list",
        "north-2026",
        "Northern CERT",
    ]
    .iter()
    .any(|word| text.contains(word))
}

stories! {
    async fn a_match_is_shown_in_private_and_not_in_public(database) {
        let app = start(&database).await;
        import(&app, "victor@gate.example", Some(Tlp::Amber), None).await;
        let pull = persona_pull(&open_widget(&app));
        app.deal_with(&pull.opened()).await;
        let comments = pull.comments();
        assert!(comments[0].body.contains("split-clock"));
        let check = &pull.checks()[0];
        for text in [&comments[0].body, &check.summary] {
            assert!(!shows_a_match(text), "{text}");
        }
        let issues = app.world.issues("acme/security");
        assert!(issues.len() == 1 && shows_a_match(&issues[0].2), "{issues:?}");
        assert!(issues[0].2.contains("TLP:AMBER"), "{}", issues[0].2);
        app.finish().await;
    }

    async fn where_the_match_is_all_nothing_shows_in_public(database) {
        let app = start(&database).await;
        import(&app, "ada@studio.example", None, None).await;
        let pull = honest_pull(&open_widget(&app));
        app.deal_with(&pull.opened()).await;
        assert_eq!((pull.comments(), pull.checks()), (vec![], vec![]));
        let issues = app.world.issues("acme/security");
        assert!(issues.len() == 1 && shows_a_match(&issues[0].2), "{issues:?}");
        // A writer who asks for it does not make it public.
        for asked in ["/countersign explain", "/countersign accept known to us"] {
            let said = pull.comment("mira", asked);
            app.deal_with(&pull.comment_event("created", "mira", said)).await;
        }
        assert!(pull.comments().iter().all(|comment| !shows_a_match(&comment.body)));
        app.finish().await;
    }

    async fn an_open_list_may_be_shown_and_an_expired_one_matches_nothing(database) {
        let app = start(&database).await;
        let soon = app.now_ms() / 1_000 + 3_600;
        import(&app, "ada@studio.example", Some(Tlp::Clear), Some(soon)).await;
        let pull = honest_pull(&open_widget(&app));
        app.deal_with(&pull.opened()).await;
        let comments = pull.comments();
        assert!(comments.len() == 1 && shows_a_match(&comments[0].body), "{comments:?}");
        app.advance(2 * 3_600_000);
        app.deal_with(&pull.event("reopened")).await;
        let comments = pull.comments();
        assert!(comments[0].body.contains("Nothing left to look at"), "{comments:?}");
        app.finish().await;
    }

    async fn a_match_that_came_after_a_command_was_written_is_not_accepted_by_it(database) {
        let app = start(&database).await;
        let pull = persona_pull(&open_widget(&app));
        app.deal_with(&pull.opened()).await;
        let said = pull.comment("mira", "/countersign accept known");
        let late = pull.comment_event("created", "mira", said);
        // The same commits, and one finding more.
        import(&app, "victor@gate.example", Some(Tlp::Clear), None).await;
        app.deal_with(&pull.event("reopened")).await;
        assert!(shows_a_match(&pull.comments()[0].body));
        app.deal_with(&late).await;
        let comment = &pull.comments()[0];
        assert!(comment.minimised.is_none() && shows_a_match(&comment.body), "{comment:?}");
        let repository = i64::try_from(pull.repository().id()).unwrap();
        assert_eq!(app.store.decisions(repository).await.unwrap().len(), 1);
        app.finish().await;
    }

    async fn a_red_list_is_shown_to_nobody(database) {
        let app = start(&database).await;
        import(&app, "ada@studio.example", Some(Tlp::Red), None).await;
        let pull = honest_pull(&open_widget(&app));
        app.deal_with(&pull.opened()).await;
        assert_eq!((pull.comments(), pull.checks()), (vec![], vec![]));
        assert_eq!(app.world.issues("acme/security"), []);
        app.finish().await;
    }
}
