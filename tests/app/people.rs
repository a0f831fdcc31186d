//! The people of the stories, with their repositories and pull requests.

use countersign_world::{Commit, PullStory, RepositoryStory, World};

pub(crate) const ADA: &str = "Ada Ordinary <ada@studio.example>";
pub(crate) const VIC: &str = "Victor Painted <victor@gate.example>";

/// Ordinary work of one person: a commit a day.
pub(crate) fn ordinary(who: &str, days: usize) -> Vec<Commit> {
    (0..days)
        .map(|day| {
            let at = format!("{}T{}+01:00", date(day), clock(day, 0));
            Commit::new(who, &at).file(&format!("work-{day}"), "work")
        })
        .collect()
}

/// Work of one person; every commit shows two clocks: level `review`.
pub(crate) fn split(who: &str, days: usize) -> Vec<Commit> {
    (0..days)
        .map(|day| {
            let authored = format!("{}T{}-05:00", date(day), clock(day, 0));
            // The same moment and 24 seconds, nine hours east.
            let committed = format!("{}T{}+04:00", date(day), clock(day, 9));
            Commit::new(who, &authored)
                .committed(who, &committed)
                .file(&format!("gate-{day}"), "work")
        })
        .collect()
}

fn date(day: usize) -> String {
    format!("2026-{:02}-{:02}", 1 + day / 28 % 12, 1 + day % 28)
}

fn clock(day: usize, hours: usize) -> String {
    let second = (day * day * 397 + day * 5_003) % 20_000;
    let second = second + hours * 3_600 + if hours > 0 { 24 } else { 0 };
    let second = second + 5 * 3_600;
    format!(
        "{:02}:{:02}:{:02}",
        second / 3_600,
        second / 60 % 60,
        second % 60
    )
}

/// `acme/widget` with some history of Ada's.
pub(crate) fn widget(world: &World) -> RepositoryStory {
    let _ = world.user("ada").created("2015-01-01T00:00:00Z");
    world
        .repository("acme/widget")
        .member("mira", "write")
        .push("main", &ordinary(ADA, 12))
}

/// A pull request by Ada, whose records are ordinary.
pub(crate) fn honest_pull(repository: &RepositoryStory) -> PullStory {
    let commit = Commit::new(ADA, "2026-03-02T10:11:12+01:00").file("more", "work");
    let repository = repository.clone().push("honest", &[commit]);
    repository.open("ada", "honest", "Add more")
}

/// A pull request by Victor; each commit shows two clocks.
pub(crate) fn persona_pull(repository: &RepositoryStory) -> PullStory {
    let repository = repository.clone().push("gate", &split(VIC, 12));
    repository.open("victor", "gate", "Add a gate")
}
