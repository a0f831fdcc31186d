//! `person --apart` and `--undo-apart`: two are two people after all, or are not.

use std::fmt::Write as _;

use countersign_memory::{Separated, separate, short_id, undo_separation};
use countersign_store::{Separation, Viewer};

use super::meant::{Memory, known};
use crate::exit::Failure;
use crate::output::printable;
use crate::when::now_ms;

/// Who says so: whoever may use the database.
const OPERATOR: &str = "whoever runs countersign";

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
        known(memory, one, viewer).await?,
        known(memory, other, viewer).await?,
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
            "{one:?} and {other:?} are one identifier, which cannot be two people's"
        ))
        .hint("`countersign person` shows the ids (m-...) that are joined")),
        Separated::Cut(joins) if joins.is_empty() => {
            Ok("They are two people already: nothing joins them.\n".to_owned())
        }
        Separated::Cut(joins) => {
            let mut text = "They are two people now. Cut:\n".to_owned();
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
            text += "--undo-apart takes it back.\n";
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
        known(memory, one, viewer).await?,
        known(memory, other, viewer).await?,
    );
    let undone = undo_separation(&memory.store, (&a, &b), installation(viewer)).await;
    let undone = undone.map_err(Failure::storage)?;
    if undone.is_empty() {
        let message = format!("nobody said that {one:?} and {other:?} are two people");
        return Err(Failure::usage(message));
    }
    let mut text = "Taken back:\n".to_owned();
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
