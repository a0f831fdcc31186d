//! What maintainers may set.

use countersign_world::{Commit, RepositoryStory};

use crate::app::{App, stories};
use crate::people::{ADA, VIC, persona_pull, split, widget};

const PATH: &str = ".github/countersign.toml";

/// The repository with a policy on its default branch.
pub(crate) fn with_policy(repository: RepositoryStory, text: &str) -> RepositoryStory {
    repository.commit(Commit::new(ADA, "2026-04-01T10:11:12+01:00").file(PATH, text))
}

stories! {
    async fn a_policy_may_show_everything_in_public(database) {
        let app = App::start(&database).await;
        let repository = with_policy(widget(&app.world), "disclosure = \"full\"\n");
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        let comments = pull.comments();
        assert_eq!(comments.len(), 1);
        let body = comments[0].body.replace(&app.world.api_url(), "https://github.example");
        insta::allow_duplicates! { insta::assert_snapshot!("full", body); }
        app.finish().await;
    }

    async fn private_means_that_nothing_shows(database) {
        let app = App::start(&database).await;
        let _ = app.world.repository("acme/security").private();
        let policy = "disclosure = \"private\"\nnotice = \"acme/security\"\n";
        let pull = persona_pull(&with_policy(widget(&app.world), policy));
        app.deal_with(&pull.opened()).await;
        assert_eq!((pull.comments(), pull.checks()), (vec![], vec![]));
        let issues = app.world.issues("acme/security");
        assert_eq!(issues.len(), 1);
        assert!(issues[0].2.contains("split-clock"), "{}", issues[0].2);
        // Once is enough.
        app.deal_with(&pull.event("reopened")).await;
        assert_eq!(app.world.issues("acme/security").len(), 1);
        app.finish().await;
    }

    async fn a_notice_that_failed_is_sent_later(database) {
        let app = App::start(&database).await;
        let _ = app.world.repository("acme/security").private();
        let policy = "disclosure = \"private\"\nnotice = \"acme/security\"\n";
        let pull = persona_pull(&with_policy(widget(&app.world), policy));
        app.world.fault(countersign_world::Fault::status("POST /repos/{owner}/{repo}/issues", 502));
        app.deal_with(&pull.opened()).await;
        assert_eq!(app.world.issues("acme/security"), []);
        app.later().await;
        assert_eq!(app.world.issues("acme/security").len(), 1);
        app.finish().await;
    }

    async fn notices_never_go_where_everybody_reads(database) {
        let app = App::start(&database).await;
        let _ = app.world.repository("acme/talk");
        let policy = "disclosure = \"private\"\nnotice = \"acme/talk\"\n";
        let pull = persona_pull(&with_policy(widget(&app.world), policy));
        app.deal_with(&pull.opened()).await;
        assert_eq!(app.world.issues("acme/talk"), []);
        app.finish().await;
    }

    async fn the_organisation_speaks_where_the_repository_does_not(database) {
        let app = App::start(&database).await;
        let _ = with_policy(app.world.repository("acme/.github"), "exempt = [\"Victor\"]\n");
        let repository = widget(&app.world);
        let pull = persona_pull(&repository);
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.comments(), []);
        let _ = with_policy(repository, "exempt = []\n");
        app.deal_with(&pull.event("reopened")).await;
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }

    async fn a_broken_policy_is_reported_on_the_check_run(database) {
        let app = App::start(&database).await;
        let policy = "min_level = \"urgent\"\ndisclosre = \"full\"\n";
        let pull = persona_pull(&with_policy(widget(&app.world), policy));
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.comments().len(), 1, "what a broken file says does not hold");
        let checks = pull.checks();
        assert_eq!(checks.len(), 1);
        let error = "`acme/widget: line 2: 'disclosre' is not a setting of a policy (did you mean 'disclosure'?)`";
        assert!(checks[0].summary.contains(error), "{}", checks[0].summary);
        app.finish().await;
    }

    async fn a_policy_in_the_head_never_counts(database) {
        let app = App::start(&database).await;
        let exempt = Commit::new(VIC, "2026-02-25T10:11:12+04:00")
            .file(PATH, "min_level = \"urgent\"\nexempt = [\"victor\"]\n[heuristics]\noff = [\"split-clock\"]\n");
        let mut commits = split(VIC, 12);
        commits.push(exempt);
        let repository = widget(&app.world).push("gate", &commits);
        let pull = repository.open("victor", "gate", "Add a gate");
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }

    async fn a_check_may_block_where_the_policy_says_so(database) {
        let app = App::start(&database).await;
        let pull = persona_pull(&with_policy(widget(&app.world), "check = \"failure\"\n"));
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.checks()[0].conclusion.as_deref(), Some("failure"));
        app.finish().await;
    }

    async fn a_proposed_policy_that_is_broken_is_reported(database) {
        let app = App::start(&database).await;
        let commit = Commit::new(ADA, "2026-04-01T10:11:12+01:00").file(PATH, "\nmin_levl = \"note\"\n");
        let repository = widget(&app.world).push("policy", &[commit]);
        let pull = repository.open("ada", "policy", "Say what we want");
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.comments(), []);
        let summary = &pull.checks()[0].summary;
        assert!(summary.starts_with("Cannot read the policy file of this pull request"), "{summary}");
        assert!(summary.contains("line 2: 'min_levl' is not a setting"), "{summary}");
        app.finish().await;
    }

    async fn a_proposed_policy_writes_only_code_into_the_check_run(database) {
        let values = [
            "min_level = \"x [merge](https://bad.example) ![ok](https://bad.example/t.png) @mira <b>`hi`</b>\"",
            "check = \"</p><a href='https://bad.example'>Approve</a>\"",
            "notice = \"[a](https://bad.example)/x\"",
            "disclosure = [\"[a](https://bad.example)\"]",
            "[heuristics]\noff = \"[a](https://bad.example) @mira\"",
            "[heuristics]\noff = [\"[a](https://bad.example)\"]",
            "\"[a](https://bad.example)\" = 1",
        ];
        let app = App::start(&database).await;
        let (mut repository, mut quoted) = (widget(&app.world), 0);
        for (number, value) in values.iter().enumerate() {
            let branch = format!("policy-{number}");
            let commit = Commit::new(ADA, "2026-04-01T10:11:12+01:00").file(PATH, value);
            repository = repository.push(&branch, &[commit]);
            let pull = repository.open("ada", &branch, "Say what we want");
            app.deal_with(&pull.opened()).await;
            let summary = &pull.checks()[0].summary;
            let outside_code: String = summary.split('`').step_by(2).collect();
            let is_plain = !outside_code.contains(['[', '<', '@', '!']) && !outside_code.contains("bad.example");
            assert!(is_plain, "{value}: {summary}");
            quoted += usize::from(summary.contains("bad.example"));
        }
        assert!(quoted >= 4, "most messages quote the value: {quoted}");
        app.finish().await;
    }
}
