//! Pull requests of every size.

use countersign_world::Commit;

use crate::app::{App, stories};
use crate::people::{VIC, split, widget};

/// A pull request with a number of commits that each show two clocks; one comment reports them.
async fn tells_of(database: &str, commits: usize) {
    let app = App::start(database).await;
    let repository = widget(&app.world).push("gate", &split(VIC, commits));
    let pull = repository.open("victor", "gate", "Add a gate");
    app.deal_with(&pull.opened()).await;
    assert_eq!(pull.comments().len(), 1, "{commits} commits");
    app.finish().await;
}

stories! {
    async fn no_commit_is_met_with_silence(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world);
        let main = repository.head("main");
        let repository = repository.push("empty", &[Commit::new(VIC, "2026-03-02T10:00:00+01:00")]);
        let pull = repository.open("victor", "empty", "Nothing");
        let status = std::process::Command::new("git")
            .args(["update-ref", "refs/pull/1/head", &main])
            .current_dir(repository.git_dir())
            .status();
        assert!(status.unwrap().success());
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.comments(), []);
        app.finish().await;
    }

    async fn one_commit_is_too_little_to_say_anything(database) {
        let app = App::start(&database).await;
        let repository = widget(&app.world).push("gate", &split(VIC, 1));
        let pull = repository.open("victor", "gate", "Add a gate");
        app.deal_with(&pull.opened()).await;
        assert_eq!(pull.comments(), []);
        app.finish().await;
    }

    async fn more_commits_than_a_page_has(database) {
        tells_of(&database, 101).await;
    }

    async fn more_commits_than_the_rest_api_lists(database) {
        tells_of(&database, 251).await;
    }

    async fn three_thousand_commits(database) {
        tells_of(&database, 3_000).await;
    }
}
