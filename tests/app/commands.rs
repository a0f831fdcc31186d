//! Commands in comments of maintainers.

use std::sync::Arc;

use countersign_world::{Commit, Fault};
use tokio::sync::Notify;

use crate::app::{App, stories};
use crate::faults::held_back;
use crate::people::{VIC, persona_pull, split, widget};
use crate::policies::with_policy;

stories! {
    async fn only_those_who_may_write_are_obeyed(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        app.deal_with(&pull.opened()).await;
        let said = pull.comment("victor", "/countersign accept it is fine");
        app.deal_with(&pull.comment_event("created", "victor", said)).await;
        let comments = pull.comments();
        assert!(comments[0].body.starts_with("### Maintainers"));
        assert_eq!(comments[1].reactions, ["countersign[bot] -1"]);
        assert!(app.store.decisions(repository_id(&pull)).await.unwrap().is_empty());
        app.finish().await;
    }

    async fn accepted_findings_are_done_with_until_there_is_more(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        let said = pull.comment("mira", "/countersign accept a colleague with two machines");
        app.deal_with(&pull.comment_event("created", "mira", said)).await;
        let comments = pull.comments();
        assert_eq!(comments.len(), 2);
        assert_eq!(comments[0].minimised.as_deref(), Some("RESOLVED"));
        assert_eq!(comments[1].reactions, ["countersign[bot] +1"]);
        let decisions = app.store.decisions(repository_id(&pull)).await.unwrap();
        assert_eq!(decisions.len(), 1, "{decisions:?}");
        assert_eq!(decisions[0].who_login, "mira");
        assert_eq!(decisions[0].reason, "a colleague with two machines");
        // More of the same stays accepted.
        let before = pull.head();
        let _ = repository.clone().push("gate", &[split(VIC, 14).remove(13)]);
        app.deal_with(&pull.synchronized(&before)).await;
        assert_eq!(pull.comments()[0].minimised.as_deref(), Some("RESOLVED"));
        // Worse does not: somebody else shows the same.
        let before = pull.head();
        let _ = repository.clone().push("gate", &split("Samuel Brandt <sam@brandt.example>", 12));
        app.deal_with(&pull.synchronized(&before)).await;
        let comments = pull.comments();
        assert_eq!(comments[0].minimised, None, "{}", comments[0].body);
        app.finish().await;
    }

    async fn what_nobody_saw_cannot_be_accepted(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        let said = pull.comment("mira", "/countersign accept known");
        let _ = repository.clone().push("gate", &[split(VIC, 14).remove(13)]);
        app.deal_with(&pull.comment_event("created", "mira", said)).await;
        assert!(app.store.decisions(repository_id(&pull)).await.unwrap().is_empty());
        let comments = pull.comments();
        assert_eq!(comments[1].reactions, ["countersign[bot] confused"]);
        assert!(comments[2].body.starts_with("The commits changed"));
        app.finish().await;
    }

    async fn what_is_pushed_while_a_command_runs_is_not_accepted(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        let said = pull.comment("mira", "/countersign accept known");
        app.deliver(&pull.comment_event("created", "mira", said)).await;
        let pushed = Arc::new(Notify::new());
        app.world.fault(Fault::held("GET /repos/{owner}/{repo}/contents/{path}", &pushed));
        let meanwhile = async {
            // The command knows the head by now, and asks for the policy before it fetches.
            held_back(&app, 1).await;
            let _ = repository.clone().push("gate", &split("Samuel Brandt <sam@brandt.example>", 12));
            pushed.notify_one();
        };
        tokio::join!(app.drain(), meanwhile);
        assert!(app.store.decisions(repository_id(&pull)).await.unwrap().is_empty());
        assert!(pull.comments()[2].body.starts_with("The commits changed"));
        app.finish().await;
    }

    async fn a_late_command_accepts_what_stood_there_when_it_was_written(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        let said = pull.comment("mira", "/countersign accept known");
        let late = pull.comment_event("created", "mira", said);
        // The push is reviewed before the command arrives, so the examined head is the present one.
        let before = pull.head();
        let _ = repository.clone().push("gate", &split("Samuel Brandt <sam@brandt.example>", 12));
        app.deal_with(&pull.synchronized(&before)).await;
        app.deal_with(&late).await;
        assert_eq!(app.store.decisions(repository_id(&pull)).await.unwrap().len(), 1);
        let comments = pull.comments();
        assert_eq!(comments[0].minimised, None, "Samuel's finding stays: {}", comments[0].body);
        assert_eq!(comments[1].reactions, ["countersign[bot] +1"]);
        assert!(comments[2].body.contains("appeared later stay open: 1"), "{}", comments[2].body);
        // Now that it was there to be read, it can be accepted.
        let said = pull.comment("mira", "/countersign accept known too");
        app.deal_with(&pull.comment_event("created", "mira", said)).await;
        assert_eq!(app.store.decisions(repository_id(&pull)).await.unwrap().len(), 2);
        assert_eq!(pull.comments()[0].minimised.as_deref(), Some("RESOLVED"));
        app.finish().await;
    }

    async fn what_no_comment_shows_is_accepted_only_by_its_name(database) {
        let app = App::start(&database).await;
        let policy = "disclosure = \"private\"\nnotice = \"acme/security\"\n";
        let _ = app.world.repository("acme/security").private();
        let pull = persona_pull(&with_policy(widget(&app.world), policy));
        app.deal_with(&pull.opened()).await;
        let accept = async |what: &str| {
            let said = pull.comment("mira", &format!("/countersign accept {what}"));
            app.deal_with(&pull.comment_event("created", "mira", said)).await;
            app.store.decisions(repository_id(&pull)).await.unwrap().len()
        };
        assert_eq!(accept("known").await, 0);
        assert!(pull.comments()[1].body.starts_with("Countersign did not show a finding"));
        let notice = &app.world.issues("acme/security")[0].2;
        let (_, named) = notice.split_once("<code>f-").unwrap();
        assert_eq!(accept(&format!("f-{} known", &named[..12])).await, 1);
        app.finish().await;
    }

    async fn nobody_accepts_findings_about_themselves(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world).member("victor", "write");
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        let said = pull.comment("victor", "/countersign accept I checked it myself");
        app.deal_with(&pull.comment_event("created", "victor", said)).await;
        assert!(app.store.decisions(repository_id(&pull)).await.unwrap().is_empty());
        let comments = pull.comments();
        assert_eq!(comments[1].reactions, ["countersign[bot] confused"]);
        assert!(comments[2].body.starts_with("You cannot accept"));
        app.finish().await;
    }

    async fn a_command_that_is_delivered_twice_is_answered_once(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        let said = pull.comment("mira", "/countersign explain split-clock");
        let created = pull.comment_event("created", "mira", said);
        app.world.fault(Fault::drop_after(
            "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
        ));
        app.deal_with(&created).await;
        app.later().await;
        let replies: Vec<_> = pull.comments().split_off(1);
        assert_eq!(replies.len(), 1, "{replies:?}");
        assert!(replies[0].body.contains("`split-clock`"));
        app.finish().await;
    }

    async fn a_rescan_looks_again(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&widget(&app.world));
        for (text, reaction) in [("rescan", "eyes"), ("dance", "confused"), ("accept", "confused")] {
            let said = pull.comment("mira", &format!("/countersign {text}"));
            app.deal_with(&pull.comment_event("created", "mira", said)).await;
            let comments = pull.comments();
            let said = comments.iter().find(|comment| comment.id == said).unwrap();
            assert_eq!(said.reactions, [format!("countersign[bot] {reaction}")]);
        }
        let speaks = |body: &str| body.starts_with("### Maintainers");
        let comments = pull.comments();
        assert_eq!(comments.iter().filter(|comment| speaks(&comment.body)).count(), 1);
        app.finish().await;
    }

    async fn a_check_can_be_asked_for_again(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        let check = pull.checks()[0].id;
        app.deal_with(&repository.check_rerequested("mira", check)).await;
        app.deal_with(&repository.suite_rerequested("mira", &pull.head(), "gate")).await;
        assert_eq!((pull.comments().len(), pull.checks().len()), (1, 1));
        let other = Commit::new(VIC, "2026-02-25T10:11:12+04:00");
        let _ = repository.clone().push("other", &[other]);
        app.deal_with(&repository.suite_rerequested("mira", &repository.head("other"), "other")).await;
        app.finish().await;
    }
}

fn repository_id(pull: &countersign_world::PullStory) -> i64 {
    i64::try_from(pull.repository().id()).unwrap()
}
