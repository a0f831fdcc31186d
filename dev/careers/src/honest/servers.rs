//! People whose work a server commits: review servers, forges, merge queues, squash buttons.

use crate::clock::{DAY, HOUR, Zone};
use crate::plan::{Line, Trailer, Who, Wording};
use crate::rhythm::{LONG_DAY, OFFICE, PLATFORM_SIGNS, Stroke};
use crate::stage::{Act, Landing, Stage};

/// People of one project.
const PEOPLE: usize = 3;
/// The account of a merge queue.
const QUEUE: Who =
    Who::Program("merge-queue[bot] <61000001+merge-queue[bot]@users.noreply.github.com>");

/// Share of the changes that are cherry-picked in Gerrit's web interface.
const CHERRY_PICKED: f64 = 0.25;

/// Gerrit cherry-picks in the name of the person who clicks, and shows its server's time zone.
pub(super) fn gerrit(stage: &mut Stage<'_>) {
    let server = stage.zone();
    let project = stage.own_project;
    for (me, zone) in stage.team(PEOPLE) {
        for stroke in stage.days_at(&zone, OFFICE) {
            let mut made = stage.made_at(me, &zone, &stroke);
            if stage.random.happens(CHERRY_PICKED) {
                let later = 60 + stage.random.wait(400.0) as i64;
                made.committer = me.at(server.at(stroke.instant + later));
            }
            made.trailers = vec![Trailer::ChangeId];
            stage.pushes_to(project, made);
        }
    }
}

/// Lands each sitting's topic some time later; `land` says as whom and how.
fn by_topics(
    stage: &mut Stage<'_>,
    project: usize,
    land: impl Fn(Who, &Zone, i64) -> (Line, Landing),
) {
    for (me, zone) in stage.team(PEOPLE) {
        let strokes = stage.days_at(&zone, LONG_DAY);
        for sitting in strokes.chunk_by(|a, b| a.sitting == b.sitting) {
            let topic = stage.on_topic(project, sitting, |stage, stroke| {
                stage.made_at(me, &zone, stroke)
            });
            let clicked = after(stage, sitting, 0.5 * HOUR as f64);
            let (author, landing) = land(me, &zone, clicked);
            stage.lands(project, topic, author, landing);
        }
    }
}

/// A moment about `mean` seconds after a sitting.
fn after(stage: &mut Stage<'_>, sitting: &[Stroke], mean: f64) -> i64 {
    sitting[sitting.len() - 1].instant + 60 + stage.random.wait(mean) as i64
}

/// GitLab merges in the name of the person who clicks, on UTC.
pub(super) fn gitlab(stage: &mut Stage<'_>) {
    let project = stage.own_project;
    by_topics(stage, project, |me, zone, clicked| {
        let at = zone.at(clicked).on(0);
        (me.at(at), Landing::Server(Wording::GitLab))
    });
}

/// Forgejo does so in the time zone of its server.
pub(super) fn forgejo(stage: &mut Stage<'_>) {
    let server = stage.zone();
    let project = stage.own_project;
    by_topics(stage, project, |me, _, clicked| {
        let at = server.at(clicked);
        (me.at(at), Landing::Server(Wording::Forgejo))
    });
}

/// An Enterprise Server of GitHub's writes the same commits, but does not sign them.
pub(super) fn enterprise_server(stage: &mut Stage<'_>) {
    stage.begins = PLATFORM_SIGNS;
    let project = stage.own_project;
    let committer = Who::NamesGitHub;
    by_topics(stage, project, |me, zone, clicked| {
        let at = zone.at(clicked);
        (me.at(at), Landing::Unsigned { committer })
    });
}

/// A queue merges what its program's tests allow, in its own name.
pub(super) fn merge_queue(stage: &mut Stage<'_>) {
    let project = stage.own_project;
    by_topics(stage, project, |_, zone, clicked| {
        let at = zone.at(clicked + HOUR).on(0);
        (QUEUE.at(at), Landing::Unsigned { committer: QUEUE })
    });
}

/// Every change becomes one commit by GitHub, with the clock of the author's browser beside GitHub's.
pub(super) fn squash_only(stage: &mut Stage<'_>) {
    let project = stage.own_project;
    by_topics(stage, project, |me, zone, clicked| {
        (me.at(zone.at(clicked)), Landing::Squash)
    });
}

/// Share of the changesets of a queue of patches that were finished later than others above them.
const REORDERED: f64 = 0.06;
/// How long before `FIRST_DAY` such projects began, in days: 500 weeks.
const LONG_AGO: i64 = 3_500;

/// A history converted from a system with one date a change, which stands in both lines. Patches of a queue
/// were finished in another order than they were begun. Some were committed for others.
pub(super) fn converted(stage: &mut Stage<'_>) {
    stage.begins -= LONG_AGO;
    let project = stage.own_project;
    let team = stage.team(PEOPLE);
    for (position, (me, zone)) in team.iter().enumerate() {
        for stroke in stage.days_at(zone, OFFICE) {
            let mut made = stage.made_at(*me, zone, &stroke);
            if stage.random.happens(REORDERED) {
                let earlier = stage.random.between(HOUR, 5 * DAY);
                made.author.at = zone.at(stroke.instant - earlier);
                made.committer.at = made.author.at;
            }
            if position > 0 && stage.random.happens(0.2) {
                made.committer.who = team[0].0;
            }
            stage.does(stroke.instant, project, Act::Commit { made, topic: None });
        }
    }
}
