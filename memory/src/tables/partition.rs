//! Names of partition folders, `column=value`, as Hive defined them and DuckDB and Spark read them.

use data_encoding::HEXLOWER;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest as _, Sha256};

/// What Hive, Spark and DuckDB read as NULL.
const NULL: &str = "__HIVE_DEFAULT_PARTITION__";

/// Longest name before the digest, in bytes: file systems allow names of 255 bytes.
const LONGEST: usize = 200;

/// What is written as `%XX`: everything except ASCII letters, digits, `-`, `_` and `.`.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// The folder for a value of a column. Engines decode its `%XX`. A value that is too long is cut after a whole
/// character and gets `~` and the first 16 hexadecimal digits of its SHA-256.
pub(crate) fn folder(column: &str, value: &str) -> String {
    if value.is_empty() {
        return format!("{column}={NULL}");
    }
    let mut name = format!("{column}=");
    for character in value.chars() {
        let start = name.len();
        name.extend(utf8_percent_encode(
            character.encode_utf8(&mut [0; 4]),
            ESCAPED,
        ));
        if name.len() > LONGEST {
            name.truncate(start);
            name.push('~');
            name.push_str(&HEXLOWER.encode(&Sha256::digest(value)[..8]));
            break;
        }
    }
    name
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
