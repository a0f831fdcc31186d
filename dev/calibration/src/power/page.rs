//! The page about detection power, as Markdown.

use std::fmt::Write as _;

use countersign_careers::{Care, PERSONAS, Persona, WAYS};
use countersign_heuristics::patterns::patterns;

use super::counts::{Cell, Counts};
use super::panels::MEASURES;

/// A share of operators from which on somebody careful would speak of detection, and one below which of
/// none.
const DETECTED: f64 = 0.5;
const UNDETECTED: f64 = 0.1;

pub(super) fn markdown(counts: &Counts) -> String {
    let mut text = introduction(counts);
    text += &personas();
    text += &plots();
    text += &detection(counts);
    text += &confusion(counts);
    text += &undetectable(counts);
    text += &honest(counts);
    text += &limits();
    text
}

fn introduction(counts: &Counts) -> String {
    let lengths: Vec<_> = counts.lengths().iter().map(usize::to_string).collect();
    let households = counts
        .personas
        .iter()
        .map(|cell| cell.households)
        .max()
        .unwrap_or_default();
    format!(
        "<!-- Written by `calibrate power`; do not edit. -->
# Detection power

How often are invented operators noticed? A generator lets people live whole careers in real git
repositories: honest ones with the oddities of honest people, and personas after published patterns. Every
heuristic that looks at histories examines them, at the same weights and levels, and so at the same budget of
false alarms, as in every scan. Heuristics that need a pull request, a platform's account or a feed take no
part: this is what git alone shows.

For each persona, carefulness and number of commits ({}) {households} operators were examined, seed {}.
{households} operators leave an interval of about {:.0} percentage points either way around one half.

```sh
cargo run --release -p countersign-calibration -- power
```

",
        lengths.join(", "),
        counts.seed,
        98.0 / (households.max(1) as f64).sqrt(),
    )
}

fn personas() -> String {
    let mut text = "## Personas

What slips at each carefulness:

| Persona | Pattern | Careless | Ordinary | Careful | Perfect |
|---|---|---|---|---|---|
"
    .to_owned();
    for Persona {
        id,
        title,
        pattern,
        slips,
        ..
    } in &PERSONAS
    {
        let _ = writeln!(
            text,
            "| `{id}`: {title} | `{pattern}` | {} |",
            slips.join(" | ")
        );
    }
    text
}

fn plots() -> String {
    let mut text = "\n## Detection over the number of commits\n".to_owned();
    for measure in &MEASURES {
        let _ = writeln!(text, "\n![{}](power/{}.svg)", measure.title, measure.id);
    }
    text
}

/// The cells of a persona at a carefulness, by number of commits.
fn cells<'a>(counts: &'a Counts, persona: &str, care: Care) -> Vec<&'a Cell> {
    let own = |cell: &&Cell| cell.life == persona && cell.care == care.as_str();
    let mut cells: Vec<_> = counts.personas.iter().filter(own).collect();
    cells.sort_by_key(|cell| cell.commits);
    cells
}

fn detection(counts: &Counts) -> String {
    let mut text = "
## From how many commits on

The fewest commits of each name with which half of the operators come to a note, to review, and to urgent;
and the share that comes to each with the longest history. `-` where half never do.

| Persona | Carefulness | Note | Review | Urgent | Found by |
|---|---|---|---|---|---|
"
    .to_owned();
    for persona in &PERSONAS {
        for care in Care::ALL {
            let cells = cells(counts, persona.id, care);
            let column = |count: fn(&Cell) -> usize| {
                let first = cells
                    .iter()
                    .find(|cell| cell.share(count(cell)) >= DETECTED);
                let first = first.map_or_else(|| "-".to_owned(), |cell| cell.commits.to_string());
                let longest = cells.last().map_or(0.0, |cell| cell.share(count(cell)));
                format!("{first} ({:.0} %)", 100.0 * longest)
            };
            let _ = writeln!(
                text,
                "| `{}` | {} | {} | {} | {} | {} |",
                persona.id,
                care.as_str(),
                column(|cell| cell.note),
                column(|cell| cell.review),
                column(|cell| cell.urgent),
                cells.last().map_or_else(String::new, |cell| found_by(cell)),
            );
        }
    }
    text
}

/// The heuristics that fire on one household in ten or more, most frequent first.
fn found_by(cell: &Cell) -> String {
    let mut found: Vec<_> = cell
        .heuristics
        .iter()
        .filter(|(_, count)| cell.share(**count) >= UNDETECTED)
        .collect();
    found.sort_by_key(|(id, count)| (std::cmp::Reverse(**count), id.as_str()));
    let line =
        |(id, count): (&String, &usize)| format!("`{id}` {:.0} %", 100.0 * cell.share(*count));
    found.into_iter().map(line).collect::<Vec<_>>().join(", ")
}

fn confusion(counts: &Counts) -> String {
    let mut text = "
## Which pattern is named

Operators whose findings match each pattern, in percent, over all numbers of commits; a persona's own
pattern stands in bold. An operator may match several or none.

"
    .to_owned();
    let ids: Vec<_> = patterns()
        .iter()
        .map(|pattern| pattern.id.as_str())
        .collect();
    let _ = writeln!(
        text,
        "| Persona | Carefulness | {} | none |",
        ids.join(" | ")
    );
    let _ = writeln!(text, "|---|---|{}", "---|".repeat(ids.len() + 1));
    for persona in &PERSONAS {
        for care in Care::ALL {
            let mut all = Cell::default();
            cells(counts, persona.id, care)
                .iter()
                .for_each(|cell| all.add(cell));
            let percent = |count: usize| format!("{:.0}", 100.0 * all.share(count));
            let columns: Vec<_> = ids
                .iter()
                .map(|id| match (all.matches(id), *id == persona.pattern) {
                    (count, true) => format!("**{}**", percent(count)),
                    (0, false) => String::new(),
                    (count, false) => percent(count),
                })
                .collect();
            let none = percent(all.households - all.matching);
            let columns = columns.join(" | ");
            let _ = writeln!(
                text,
                "| `{}` | {} | {columns} | {none} |",
                persona.id,
                care.as_str()
            );
        }
    }
    text
}

fn undetectable(counts: &Counts) -> String {
    let mut text = format!(
        "
## What is not detectable

With git alone, fewer than {:.0} % of these operators come even to a note, however long they go on:

",
        100.0 * UNDETECTED
    );
    for persona in &PERSONAS {
        for care in Care::ALL {
            let cells = cells(counts, persona.id, care);
            if cells.iter().all(|cell| cell.share(cell.note) < UNDETECTED) {
                let slip = persona.slips[care as usize];
                let _ = writeln!(text, "- `{}`, {}: {slip}.", persona.id, care.as_str());
            }
        }
    }
    text += "
An operator who makes no mistake in git leaves nothing to find in git. What is left then is outside of it:
the platform's records of accounts, keys and pushes, what pull requests change, and what people know of each
other. A quiet assessment says that no record contradicts another. It does not say that somebody is honest.
";
    text
}

fn honest(counts: &Counts) -> String {
    let mut text = "
## False alarms

Honest households of the same villages, over all numbers of commits. Each way of life is lived as often as
every other, which is not so in the world: the rates are of the way of life, and the page on calibration
counts ordinary people. A neighbour is an honest person whose work or help a persona takes.

One honest way of life comes to `review`: a machine that signs for several people with one key shows what
`shared-key` looks for, and the page of that heuristic names it as an innocent explanation.

| Way of life | Households | Note | Review | Urgent | Heuristics |
|---|---|---|---|---|---|
"
    .to_owned();
    let ways = WAYS
        .iter()
        .map(|way| (way.id, way.title, &counts.honest, ""));
    let kinds = PERSONAS.iter().map(|one| {
        (
            one.id,
            "an honest person",
            &counts.neighbours,
            "neighbour of ",
        )
    });
    for (id, title, cells, role) in ways.chain(kinds) {
        let mut all = Cell::default();
        cells
            .iter()
            .filter(|cell| cell.life == id)
            .for_each(|cell| all.add(cell));
        if all.households == 0 {
            continue;
        }
        let mut heuristics: Vec<_> = all.heuristics.iter().collect();
        heuristics.sort_by_key(|(id, count)| (std::cmp::Reverse(**count), id.as_str()));
        let heuristics: Vec<_> = heuristics
            .into_iter()
            .map(|(id, count)| format!("`{id}` {count}"))
            .collect();
        let _ = writeln!(
            text,
            "| {role}`{id}`: {title} | {} | {} | {} | {} | {} |",
            all.households,
            all.note,
            all.review,
            all.urgent,
            heuristics.join(", ")
        );
    }
    text
}

fn limits() -> String {
    "
## What these numbers are not

The careers are models. Hours, bursts, journeys and slips follow what was measured on public histories and
what advisories describe, and somebody chose every one of them: a persona is found as often as it slips.
The rates say which mistakes the heuristics see, after how many commits, and which they do not. They are no
estimate of how many operators there are, nor of how many of them are found.
"
    .to_owned()
}
