//! What was measured, how long it took, and how to repeat it.

use std::fmt::Write as _;

use crate::data::{Corpus, Levels, Times};
use crate::figures::grouped;

/// So many of the slowest heuristics are named.
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
        "## Run time\n\nWall time a 100,000 commits, {} threads, each repository by itself: reading {}, finding out \
         who is who {}, all heuristics {}. Examining (the latter two) takes {} of the time of reading; the goal is at \
         most 30 %.\n\n| Slowest heuristics | a 100,000 commits | share of reading |\n|---|---:|---:|\n",
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
    "## Repeat it\n\nFor every repository of the list below (commits only, without files):\n\n```sh\n\
     git clone --mirror --filter=tree:0 https://github.com/OWNER/NAME corpus/OWNER/NAME\n```\n\nthen\n\n```sh\n\
     cargo run --release -p countersign-calibration -- measure --write corpus/*/*\n\
     ```\n\nand the generated documentation and snapshots as CONTRIBUTING.md says. Without `--write` it only prints what \
     it counted. A clone of today has more commits than the corpus \
     had; the commit named in the list is what its default branch stood at. The records lie beside the heuristics \
     (`record.toml`), the levels in `dev/calibration/`; both go stale, and a test says so, when the code changes that \
     they were measured with.\n"
        .to_owned()
}

fn repositories(corpus: &Corpus) -> String {
    let mut text = "## The corpus\n\nWith all refs, pull-request heads included.\n\n\
         | Repository | Default branch at | Commits | People | Note | Review | Urgent |\n\
         |---|---|---:|---:|---:|---:|---:|\n"
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
        let _ = writeln!(text, "| {} | `{}` | {numbers} |", one.name, one.head);
    }
    let sums = sums.map(|sum| format!("**{}**", grouped(sum))).join(" | ");
    let _ = writeln!(
        text,
        "| **{} repositories** | | {sums} |",
        corpus.repository.len()
    );
    text
}
