//! `person --apart` and `--undo-apart`: separates two people, and withdraws that.

use std::fmt::Write as _;

use countersign_memory::{Separated, separate, short_id, undo_separation};
use countersign_store::{Separation, Viewer};

use crate::database::{Memory, find_person};
use crate::exit::Failure;
use crate::output::printable;
use crate::when::now_ms;

/// Who separates two people at the command line.
const OPERATOR: &str = "the operator";

fn installation(viewer: Viewer) -> Option<i64> {
    match viewer {
        Viewer::Operator => None,
        Viewer::Installation(id) => Some(id),
    }
}

pub(super) async fn part(
    memory: &Memory,
    [one, other]: [&str; 2],
    viewer: Viewer,
    reason: &str,
) -> Result<String, Failure> {
    let (a, b) = (
        find_person(memory, one, viewer).await?,
        find_person(memory, other, viewer).await?,
    );
    let separation = Separation {
        installation: installation(viewer),
        who: OPERATOR.to_owned(),
        reason: reason.to_owned(),
    };
    let now = now_ms();
    let parted = separate(&memory.store, (&a, &b), &separation, now).await;
    match parted.map_err(Failure::storage)? {
        Separated::Same => Err(Failure::usage(format!(
            "{one:?} and {other:?} are one identifier, which cannot belong to two people"
        ))
        .hint(format!(
            "see the linked ids (m-...): countersign person {one}"
        ))),
        Separated::Cut(joins) if joins.is_empty() => {
            Ok("They are already two people: nothing links them.\n".to_owned())
        }
        Separated::Cut(joins) => {
            let mut text = "They are two people now. These links were cut:\n".to_owned();
            for join in joins {
                let bits = join
                    .bits
                    .map_or("stated".to_owned(), |bits| format!("{bits:.1} bits"));
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "  {} and {}  {bits}: {}",
                    short_id(join.a),
                    short_id(join.b),
                    printable(&join.reason)
                );
            }
            text += "To withdraw this, use --undo-apart.\n";
            Ok(text)
        }
    }
}

pub(super) async fn unpart(
    memory: &Memory,
    [one, other]: [&str; 2],
    viewer: Viewer,
) -> Result<String, Failure> {
    let (a, b) = (
        find_person(memory, one, viewer).await?,
        find_person(memory, other, viewer).await?,
    );
    let undone = undo_separation(&memory.store, (&a, &b), installation(viewer)).await;
    let undone = undone.map_err(Failure::storage)?;
    if undone.is_empty() {
        let message = format!("{one:?} and {other:?} were never separated");
        return Err(Failure::usage(message)
            .hint(format!("see what is separated: countersign person {one}")));
    }
    let mut text = "Withdrawn:\n".to_owned();
    for separation in undone {
        let [a, b] = separation.ends.map(short_id);
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  {a} and {b}: {}",
            printable(&separation.separation.reason)
        );
    }
    Ok(text)
}
