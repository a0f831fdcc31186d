//! Files as programs on Windows save them: with a byte order mark, or in UTF-16.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{Encoding, UTF_8};

/// Longest byte order mark.
const MARK: u64 = 3;

/// The same text in UTF-8 and without a byte order mark. Text without a mark is passed on as it is.
pub(crate) fn unmarked<'a>(mut input: impl BufRead + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
    let mut start = Vec::new();
    input.by_ref().take(MARK).read_to_end(&mut start)?;
    let Some((encoding, length)) = Encoding::for_bom(&start) else {
        return Ok(Box::new(Cursor::new(start).chain(input)));
    };
    let rest = Cursor::new(start.split_off(length)).chain(input);
    if encoding == UTF_8 {
        return Ok(Box::new(rest));
    }
    let mut bytes = Vec::new();
    BufReader::new(rest).read_to_end(&mut bytes)?;
    let text = encoding.decode_without_bom_handling(&bytes).0.into_owned();
    Ok(Box::new(Cursor::new(text.into_bytes())))
}
