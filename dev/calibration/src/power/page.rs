//! The page about detection power, as Markdown.

use std::fmt::Write as _;

use countersign_careers::{Care, PERSONAS, Persona, WAYS};
use countersign_heuristics::patterns::patterns;

use super::counts::{Cell, Counts};
use super::panels::MEASURES;

/// Personas count as detected from the first share on, and as undetected below the second.
const DETECTED: f64 = 0.5;
const UNDETECTED: f64 = 0.1;

pub(super) fn markdown(counts: &Counts) -> String {
    let mut text = introduction(counts);
    text += &personas();
    text += &plots();
    text += &detection(counts);
    text += &confusion(counts);
    text += &undetectable(counts);
    text += &beyond_git();
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

How often does Countersign notice a person under a false identity? A generator writes whole careers into real
git repositories: honest people with the oddities of honest people, and personas that follow published patterns.
Every heuristic that examines histories runs over them, with the same weights and levels as in any scan, and
so with the same budget of false alarms. Heuristics that need a pull request, an account's data or an
indicator list do not take part. The figures therefore show what git alone reveals.

Nothing was fitted to these careers: rules and weights come from public histories, and what each persona gives away
was decided before any rule had seen it. The seed of this page is not used by any test.

For each kind of persona, each degree of care and each number of commits ({}), {households} personas were
examined, with seed {}. With {households} personas, a share near one half is uncertain by about {:.0} percentage
points in either direction.

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

What each persona gives away, by how careful it is:

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
    let mut text = "\n## Detection by number of commits\n".to_owned();
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
## Commits needed for detection

For each level, the table gives the smallest number of commits per name at which half of the personas reach
it, or `-` if half never do. The share in brackets is of the personas with the longest history.

| Persona | Care | Note | Review | Urgent | Found by |
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
## Matched patterns

Share of personas whose findings match each published pattern, in percent, over all numbers of commits. The
pattern that a persona follows is in bold. A persona can match several patterns or none.

"
    .to_owned();
    let ids: Vec<_> = patterns()
        .iter()
        .map(|pattern| pattern.id.as_str())
        .collect();
    let _ = writeln!(text, "| Persona | Care | {} | none |", ids.join(" | "));
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
## What is not detected

From git alone, fewer than {:.0} % of these personas reach even `note`, at any number of commits:

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
A persona that makes no mistake in git leaves nothing to find in git. Other evidence remains: the platform's
records of accounts, keys and pushes, what pull requests change, and what people know about one another.
`quiet` means that no records contradict each other. It does not mean that a person is honest.
";
    text
}

fn beyond_git() -> String {
    "
## What git alone cannot show

One operator stays undetected at any number of commits, and no heuristic over git will change that. This persona:

- works through a machine that stands where it claims to live (a laptop farm), so that every clock is right,
- keeps the hours of that place, or lets an agent write at any hour,
- uses one name, one new mailbox and one account, and signs with one key of its own,
- lets an agent write code and messages, so that style and rhythm are the agent's,
- never opens GitHub's web pages in a browser with another time zone,
- changes no date, and copies nothing.

Its records agree with each other, as an honest person's do. What would be needed instead:

| Question | Records that could answer it |
|---|---|
| Did the same key, address or account work elsewhere under another name? | [the memory](memory.md) and [lists](indicators.md) that organisations share |
| How old is the account, and what did it do before? | the platform's records of the account, its keys and its renames |
| From which networks did the account work? | sign-in and push logs, which the platform and the employer have |
| What was the account given, and how soon? | the App's record of rights and deploy keys |
| What would its changes let somebody do? | the content of pull requests |
| Is the person who they say they are? | people who have met them |

"
    .to_owned()
}

fn honest(counts: &Counts) -> String {
    let mut text = "
## False alarms

These honest people were generated into the same repositories as the personas. The table counts them over
all numbers of commits. Every way of working is generated equally often, which is not so in real projects, so
each rate is for that way of working only; [calibration](calibration.md) counts ordinary contributors. A
neighbour is an honest person whose commits or reviews a persona makes use of.

One honest way of working reaches `review`: a machine that signs for several people with one key shows exactly
what `shared-key` looks for. The page of that heuristic names it as an innocent explanation.

| Way of working | Cases | Note | Review | Urgent | Heuristics |
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

The careers are models. Their hours, bursts, journeys and mistakes follow public histories and published
advisories, but the developers chose each of them, and a persona is found only as often as it makes mistakes.
The figures show which mistakes the heuristics detect, and after how many commits. They do not estimate how
many people work under a false identity in real projects, or how many of those are found.
"
    .to_owned()
}
