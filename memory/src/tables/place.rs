//! Names of folders that say a value: `column=value`, as Hive began it and DuckDB and Spark read it.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// What Hive, Spark and DuckDB read as NULL.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";
/// Most bytes of an escaped value: file systems take names of 255 bytes, column and `=` included.
const LONGEST: usize = 200;

/// The folder for a value of a column. Bytes other than ASCII letters, digits, `-`, `_` and `.` are
/// written as `%XX`, which engines undo; a value that is too long is cut and told from others by the
/// first 16 hexadecimal digits of its SHA-256.
pub(crate) fn folder(column: &str, value: &str) -> String {
    if value.is_empty() {
        return format!("{column}={NULL}");
    }
    let mut escaped = format!("{column}=");
    for byte in value.bytes() {
        match byte {
            b'-' | b'_' | b'.' => escaped.push(byte.into()),
            byte if byte.is_ascii_alphanumeric() => escaped.push(byte.into()),
            byte => {
                // Writing to a string cannot fail.
                let _ = write!(escaped, "%{byte:02X}");
            }
        }
    }
    if escaped.len() > LONGEST {
        let mut end = LONGEST;
        // Not within an escape.
        while escaped.as_bytes()[end - 1] == b'%' || escaped.as_bytes()[end - 2] == b'%' {
            end -= 1;
        }
        // Nor within a letter of several bytes, each of which is one escape.
        while is_continued(&escaped[..end], &escaped[end..]) {
            end -= 3;
        }
        escaped.truncate(end);
        escaped.push('~');
        for byte in &Sha256::digest(value)[..8] {
            let _ = write!(escaped, "{byte:02x}");
        }
    }
    escaped
}

/// Whether a cut would part a letter's escapes.
fn is_continued(before: &str, after: &str) -> bool {
    let byte = after.strip_prefix('%').and_then(|rest| rest.get(..2));
    let byte = byte.and_then(|digits| u8::from_str_radix(digits, 16).ok());
    // Bytes 10xxxxxx go on with a letter.
    before.ends_with(|last: char| last.is_ascii_hexdigit())
        && byte.is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000)
}

#[cfg(test)]
mod tests {
    use super::folder;

    #[test]
    fn values_are_escaped_as_engines_undo_it() {
        for (value, escaped) in [
            ("acme", "acme"),
            ("code.example/acme", "code.example%2Facme"),
            ("a=b c%41", "a%3Db%20c%2541"),
            ("..", ".."),
            ("", "__HIVE_DEFAULT_PARTITION__"),
            ("ü\0\n", "%C3%BC%00%0A"),
        ] {
            assert_eq!(
                folder("organisation", value),
                format!("organisation={escaped}")
            );
        }
    }

    #[test]
    fn long_values_fit_and_stay_apart() {
        for letter in ["x", "/", "ü", "猫", "🐈"] {
            for length in 60..300 {
                let one = folder("repository", &letter.repeat(length));
                let other = folder("repository", &format!("{}y", letter.repeat(length)));
                assert!(one.len() <= 220, "{one}");
                assert_ne!(one, other);
                let (kept, _) = one.split_once('~').unwrap_or((&one, ""));
                let letters = kept.len() - "repository=".len();
                let each = folder("", letter).len() - 1;
                assert_eq!(letters % each, 0, "{one} ends within a letter");
            }
        }
    }
}
