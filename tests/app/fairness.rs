//! One installation's many, long or endless jobs do not make others wait.

use std::sync::Arc;
use std::time::Duration;

use countersign_store::{JobFilter, JobState};
use countersign_webhooks::Worker;
use countersign_world::{Fault, World};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::app::{App, stories};
use crate::faults::held_back;
use crate::people::{ADA, ordinary, persona_pull, widget};

const FILES: &str = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";

/// Workers of one process, until they are stopped.
struct Crew {
    stop: CancellationToken,
    workers: JoinSet<()>,
}

impl Crew {
    fn start(app: &App, ordinary: usize) -> Self {
        let mut crew = Self {
            stop: CancellationToken::new(),
            workers: JoinSet::new(),
        };
        for worker in Worker::crew(&app.context, ordinary) {
            let stop = crew.stop.clone();
            crew.workers.spawn(async move { worker.run(&stop).await });
        }
        crew
    }

    async fn stop(mut self) {
        self.stop.cancel();

        while self.workers.join_next().await.is_some() {}
    }
}

stories! {
    async fn endless_jobs_of_one_installation_leave_room_for_others(database) {
        let app = App::start_at(World::start().await, &database, |settings| {
            settings.poll = Duration::from_millis(10);
            settings.grace = Duration::from_millis(10);
        })
        .await;
        let endless = Arc::new(Notify::new());
        app.world.fault(Fault::held(FILES, &endless).times(2));
        for name in ["umbrella/one", "umbrella/two", "umbrella/three"] {
            let repository = app.world.repository(name).push("main", &ordinary(ADA, 3));
            app.deliver(&persona_pull(&repository).opened()).await;
        }
        let crew = Crew::start(&app, 2);
        held_back(&app, 2).await;
        let pull = persona_pull(&widget(&app.world));
        app.deliver(&pull.opened()).await;
        while pull.checks().is_empty() {
            tokio::task::yield_now().await;
        }
        assert_eq!(pull.comments().len(), 1);
        assert_eq!(app.jobs(JobState::Ready).await, 1, "the third of the others waits for them");
        crew.stop().await;
        app.later().await;
        app.finish().await;
    }

    async fn a_job_that_does_not_end_is_ended(database) {
        let app = App::start_at(World::start().await, &database, |settings| {
            settings.deadline = Duration::from_millis(300);
        })
        .await;
        let pull = persona_pull(&widget(&app.world));
        let endless = Arc::new(Notify::new());
        app.world.fault(Fault::held(FILES, &endless).times(100));
        app.deliver(&pull.opened()).await;
        assert_eq!(app.drain().await.failed, 1);
        let waiting = app.store.jobs(&JobFilter::default()).await.unwrap();
        let error = waiting[0].error.as_deref();
        assert_eq!(error, Some("the job took longer than its deadline"));
        app.world.heal();
        app.store.close().await;
        // An ordinary deadline is long enough.
        let app = App::start_at(app.world.clone(), &database, |_| {}).await;
        app.later().await;
        assert_eq!(pull.comments().len(), 1);
        app.finish().await;
    }
}
