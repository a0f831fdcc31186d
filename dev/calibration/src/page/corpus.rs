//! What was measured, how long it took, and how to repeat it.

use std::fmt::Write as _;

use crate::data::{Corpus, Levels, Times};
use crate::figures::grouped;

/// How many of the slowest heuristics the page names.
const SLOWEST: usize = 5;

pub(super) fn text(measured: &Levels, corpus: &Corpus) -> String {
    [times(&measured.times), repeat(), repositories(corpus)].join("\n")
}

fn times(times: &Times) -> String {
    let per_100k = |millis: u64| {
        let hundred_thousands = (times.commits as f64 / 100_000.0).max(f64::MIN_POSITIVE);
        format!("{:.2} s", millis as f64 / 1_000.0 / hundred_thousands)
    };
    let share = |millis: u64| {
        format!(
            "{:.0} %",
            100.0 * millis as f64 / times.reading.max(1) as f64
        )
    };
    let mut text = format!(
        "## Run time\n\nElapsed time per 100,000 commits, with {} threads, one repository at a time: reading takes \
         {}, linking identities into people {}, all heuristics {}. The last two together take {} of the reading \
         time; the goal is at most 30 %.\n\n\
         | Slowest heuristics | Time per 100,000 commits | Share of reading time |\n|---|---:|---:|\n",
        times.threads,
        per_100k(times.reading),
        per_100k(times.resolving),
        per_100k(times.examining() - times.resolving),
        share(times.examining()),
    );
    let mut slowest: Vec<_> = times.heuristics.iter().collect();
    slowest.sort_by_key(|(_, millis)| std::cmp::Reverse(**millis));
    for (id, millis) in slowest.into_iter().take(SLOWEST) {
        let _ = writeln!(
            text,
            "| {id} | {} | {} |",
            per_100k(*millis),
            share(*millis)
        );
    }
    text
}

fn repeat() -> String {
    "## Repeat the measurement\n\nClone every repository in the list below. This fetches commits without files:\n\n```sh\n\
     git clone --mirror --filter=tree:0 https://github.com/OWNER/NAME corpus/OWNER/NAME\n```\n\nThen measure:\n\n```sh\n\
     cargo run --release -p countersign-calibration -- measure --write corpus/*/*\n\
     ```\n\nThen update the generated documentation and the snapshots, as CONTRIBUTING.md describes. Without `--write`, \
     the command only prints its counts. If you clone today, you get more commits than were measured; the list names \
     the commit at which each default branch stood. The measured records are the `record.toml` files beside the \
     heuristics; the counts by level are stored beside the code of this command. Both belong to the code that was \
     measured: when that code changes, a test fails until you measure again.\n"
        .to_owned()
}

fn repositories(corpus: &Corpus) -> String {
    let mut text = "## The corpus\n\nEach repository was read with all its refs, including the heads of pull requests.\n\n\
         | Repository | Kind | Default branch at | Commits | People | Note | Review | Urgent |\n\
         |---|---|---|---:|---:|---:|---:|---:|\n"
        .to_owned();
    let mut sums = [0; 5];
    for one in &corpus.repository {
        let numbers = [
            one.commits,
            one.people,
            u64::from(one.note),
            u64::from(one.review),
            u64::from(one.urgent),
        ];
        for (sum, number) in sums.iter_mut().zip(numbers) {
            *sum += number;
        }
        let numbers = numbers.map(grouped).join(" | ");
        let _ = writeln!(
            text,
            "| {} | {} | `{}` | {numbers} |",
            one.name, one.kind, one.head
        );
    }
    let sums = sums.map(|sum| format!("**{}**", grouped(sum))).join(" | ");
    let _ = writeln!(
        text,
        "| **{} repositories** | | | {sums} |",
        corpus.repository.len()
    );
    text
}
