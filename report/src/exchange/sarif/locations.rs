//! Locations of a finding in files. SARIF requires one for every result, but few findings have one.

use countersign_heuristics::Field;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::objects::{ArtifactLocation, Location, PhysicalLocation, Region};
use crate::model::{Finding, Record};

/// The file of a finding without one, because GitHub rejects results without a location.
const NO_FILE: &str = "no-file-is-associated-with-this-finding";
/// Characters of a path that are escaped: all ASCII except letters, digits, unreserved characters and the slash
/// (RFC 3986, section 3.3).
const IN_PATHS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The files and lines that the finding's records name, each once. There are at most as many as listed records,
/// fewer than the 100 that GitHub shows. With `several` repositories a path does not identify a file.
pub(super) fn of(finding: &Finding, several: bool) -> Vec<Location> {
    let mut places: Vec<_> = finding
        .evidence
        .iter()
        .filter(|_| !several)
        .filter_map(|one| place(&one.record))
        .collect();
    let mut known = Vec::new();
    places.retain(|place| {
        let is_new = !known.contains(place);
        known.push(*place);
        is_new
    });
    if places.is_empty() {
        return vec![nowhere()];
    }
    let location = |(path, line): (&str, u64)| {
        let uri = utf8_percent_encode(path, IN_PATHS).to_string();
        located(uri, Some("%SRCROOT%"), line)
    };
    places.into_iter().map(location).collect()
}

pub(super) fn nowhere() -> Location {
    located(NO_FILE.to_owned(), None, 1)
}

fn located(uri: String, uri_base_id: Option<&'static str>, start_line: u64) -> Location {
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri, uri_base_id },
            region: Region { start_line },
        },
    }
}

/// Path and line of a record; `None` if it is not about a file.
fn place(record: &Record) -> Option<(&str, u64)> {
    let (path, line) = match record.field {
        Field::Path => (record.value.as_text()?, 1),
        Field::AddedLine => added_line(record.value.as_text()?)?,
        _ => return None,
    };
    // Git does not store such paths. An absolute path would lead out of the repository.
    let is_inside =
        !path.is_empty() && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    is_inside.then_some((path, line))
}

/// `path:line: text`. A path can contain colons, so the first colon before a number and a colon ends it.
fn added_line(value: &str) -> Option<(&str, u64)> {
    value.match_indices(':').find_map(|(end, _)| {
        let (line, _) = value[end + 1..].split_once(": ")?;
        let line = line.parse().ok().filter(|line| *line > 0)?;
        Some((&value[..end], line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(field: Field, value: &str) -> Option<(String, u64)> {
        let record = Record {
            commit: String::new(),
            field,
            value: value.into(),
        };
        place(&record).map(|(path, line)| (path.to_owned(), line))
    }

    #[test]
    fn paths_and_lines_are_told_apart() {
        let at = |path: &str, line| Some((path.to_owned(), line));
        assert_eq!(
            read(Field::AddedLine, "a/b.js:12: x: 3: y"),
            at("a/b.js", 12)
        );
        assert_eq!(read(Field::AddedLine, "a:b.js:12: x"), at("a:b.js", 12));
        assert_eq!(read(Field::AddedLine, "line 3 of its message"), None);
        assert_eq!(read(Field::Path, "SECURITY.md"), at("SECURITY.md", 1));
        assert_eq!(read(Field::Path, "../x"), None);
        assert_eq!(read(Field::Path, "/etc/x"), None);
        assert_eq!(read(Field::Author, "a:1: b"), None);
    }
}
