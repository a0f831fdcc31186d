//! Plain lists: one value per line; `#` at the start of a line or after a space starts a note.

use std::io::BufRead;

use crate::reading::Progress;
use crate::{Options, ReadError, spelling};

pub(crate) fn read(
    mut input: impl BufRead,
    options: Options<'_>,
    progress: &mut Progress<'_>,
) -> Result<(), ReadError> {
    let kind = options.kind.ok_or_else(|| ReadError::Other {
        why: "a plain list does not say what kind its values are".to_owned(),
    })?;
    let mut line = Vec::new();
    for number in 1_u64.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let place = || format!("line {number}");
        let Ok(text) = std::str::from_utf8(&line) else {
            progress.refuse(place(), "not UTF-8");
            continue;
        };
        let text = spelling::without_note(text).trim_end_matches([',', ';']);
        if !text.is_empty() {
            progress.value(kind, text, place);
        }
    }
    Ok(())
}
