//! What programs write into files about the machine they run on: its clock, a home folder, its user's full name.

use jiff::civil::Date;
use jiff::fmt::strtime::BrokenDownTime;
use jiff::tz::TimeZone;

use super::{excerpt, hidden};
use crate::moment::{Moment, Offset};
use crate::path::Parts;

/// What a program stated about the machine it ran on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MachineFact {
    /// The time, with the offset of the machine's clock.
    Clock(Moment),
    /// The login of the home folder in a path.
    Home(Box<str>),
    /// The full name of the machine's user, in the header that Xcode writes into a new file, and the days that its date
    /// can mean. Day and month come in the order of the machine's region.
    User {
        /// The name.
        name: Box<str>,
        /// The days, counted from 1970-01-01.
        days: [Option<i64>; 2],
    },
}

/// Where a path in somebody's home folder begins: macOS, Linux, Windows in plain text and in a string with escapes.
const HOMES: [&str; 4] = ["/Users/", "/home/", "C:\\Users\\", "C:\\\\Users\\\\"];
/// Lengths of logins that can spell a full name, in bytes.
const LOGIN: std::ops::RangeInclusive<usize> = 6..=40;
/// Folders in which site generators keep texts that begin with a date.
const POSTS: [&str; 4] = ["_drafts", "_posts", "content", "posts"];
/// Lines of a file in which a header or the date of a text stands.
const HEAD: u32 = 12;
/// Seconds in a day.
const DAY: i64 = 86_400;
/// Longest name in a header, in characters.
const LONGEST_NAME: usize = 60;

/// Whether there is anything to look for in a file.
pub(super) fn is_read(parts: &Parts<'_>) -> bool {
    is_catalogue(parts) || is_post(parts) || hidden::is_code(parts)
}

/// Translations by gettext.
fn is_catalogue(parts: &Parts<'_>) -> bool {
    matches!(&*parts.ending, "po" | "pot")
}

/// Texts for Hugo, Jekyll and the like.
fn is_post(parts: &Parts<'_>) -> bool {
    let mut folders = parts.folder.split('/');
    matches!(&*parts.ending, "md" | "markdown") && folders.any(|folder| POSTS.contains(&folder))
}

/// What the added lines state, each with the number of its line and the relevant part of it.
pub(super) fn find(parts: &Parts<'_>, added: &[(u32, &str)]) -> Vec<(MachineFact, u32, Box<str>)> {
    let mut found = Vec::new();
    for (number, line) in added {
        let is_head = *number <= HEAD;
        if is_catalogue(parts) {
            let clock = catalogue_clock(line).map(MachineFact::Clock);
            found.extend(clock.map(|clock| (clock, *number, excerpt(line, 0))));
        }
        if is_post(parts) && is_head {
            let clock = post_clock(line).map(MachineFact::Clock);
            found.extend(clock.map(|clock| (clock, *number, excerpt(line, 0))));
        }
        if hidden::is_code(parts) {
            let homes = homes(line).map(|(at, login)| (MachineFact::Home(login.into()), at));
            let user = if is_head { user(line) } else { None };
            let stated = homes.chain(user.map(|user| (user, 0)));
            found.extend(stated.map(|(what, at)| (what, *number, excerpt(line, at))));
        }
    }
    found
}

/// `"POT-Creation-Date: 2024-05-01 12:33+0900\n"`: when gettext read the program's texts.
fn catalogue_clock(line: &str) -> Option<Moment> {
    let rest = line.trim().strip_prefix("\"POT-Creation-Date:")?;
    let stamp = rest.trim_end_matches('"').trim_end_matches("\\n").trim();
    moment(&["%Y-%m-%d %H:%M%z"], stamp)
}

/// `date: 2024-05-01T12:33:44+09:00` or `date: 2024-05-01 12:33:44 +0900`: when somebody began a text.
fn post_clock(line: &str) -> Option<Moment> {
    let rest = line.strip_prefix("date")?.trim_start();
    let stamp = rest.strip_prefix([':', '='])?;
    let stamp = stamp.trim().trim_matches(['"', '\'']);
    let spellings = [
        "%Y-%m-%dT%H:%M:%S%:z",
        "%Y-%m-%d %H:%M:%S %z",
        "%Y-%m-%d %H:%M:%S %:z",
    ];
    // People type full minutes; programs write seconds.
    moment(&spellings, stamp).filter(|moment| moment.seconds % 60 != 0)
}

/// The moment that `stamp` spells in one of these ways.
fn moment(spellings: &[&str], stamp: &str) -> Option<Moment> {
    let mut parsed = spellings
        .iter()
        .filter_map(|spelling| BrokenDownTime::parse(spelling, stamp).ok());
    let parsed = parsed.next()?;
    let offset = parsed.offset()?;
    let instant = offset.to_timestamp(parsed.to_datetime().ok()?).ok()?;
    Some(Moment {
        seconds: instant.as_second(),
        offset: Some(Offset::from_minutes(offset.seconds() / 60)),
    })
}

/// The logins of the home folders that a line names, with the byte at which each path begins.
fn homes(line: &str) -> impl Iterator<Item = (usize, &str)> {
    HOMES.iter().flat_map(move |home| {
        line.match_indices(home).filter_map(move |(at, _)| {
            let rest = &line[at + home.len()..];
            let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
            let login = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
            let goes_on = rest[login.len()..].starts_with(['/', '\\']);
            (goes_on && LOGIN.contains(&login.len())).then_some((at, login))
        })
    })
}

/// `//  Created by Ada Example on 5/1/24.`: the header of a file that Xcode made.
fn user(line: &str) -> Option<MachineFact> {
    let rest = line.trim_start().strip_prefix("//")?;
    let rest = rest.trim_start().strip_prefix("Created by ")?;
    let (name, date) = rest.rsplit_once(" on ")?;
    if name.chars().count() > LONGEST_NAME {
        return None;
    }
    let numbers: Vec<i16> = date
        .trim()
        .trim_end_matches('.')
        .split(['/', '.', '-'])
        .map(|number| number.trim().parse().ok())
        .collect::<Option<_>>()?;
    let [a, b, c] = numbers[..] else {
        return None;
    };
    let readings = match a {
        1000.. => [(a, b, c), (a, c, b)],
        _ => [(year(c), a, b), (year(c), b, a)],
    };
    let days = readings.map(|(year, month, day)| {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        let midnight = Date::new(year, month, day).ok()?.at(0, 0, 0, 0);
        let midnight = TimeZone::UTC.to_timestamp(midnight).ok()?;
        Some(midnight.as_second().div_euclid(DAY))
    });
    Some(MachineFact::User {
        name: name.trim().into(),
        days,
    })
}

/// A year that is written with two digits or four.
fn year(number: i16) -> i16 {
    match number {
        0..=99 => number + 2000,
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(path: &str, text: &str) -> Vec<MachineFact> {
        let lines: Vec<_> = (1..).zip(text.lines()).collect();
        let parts = Parts::of(path.as_bytes()).unwrap();
        let found = find(&parts, &lines);
        found.into_iter().map(|(what, ..)| what).collect()
    }

    fn clock(path: &str, text: &str) -> Option<(i64, i32)> {
        match &stated(path, text)[..] {
            [MachineFact::Clock(moment)] => Some((moment.seconds, moment.offset?.minutes())),
            _ => None,
        }
    }

    #[test]
    fn programs_write_the_time_of_their_machine() {
        let pot = "\"Project-Id-Version: a\\n\"\n\"POT-Creation-Date: 2024-05-01 12:33+0900\\n\"\n";
        assert_eq!(clock("po/a.pot", pot), Some((1_714_534_380, 540)));
        let post = "---\ntitle: a\ndate: 2024-05-01T12:33:44-05:00\n---\n";
        assert_eq!(clock("content/a.md", post), Some((1_714_584_824, -300)));
        let post = "+++\ndate = \"2024-05-01T12:33:44-05:00\"\n+++\n";
        assert_eq!(clock("posts/a.md", post), Some((1_714_584_824, -300)));
        let post = "---\ndate: 2024-05-01 12:33:44 -0500\n---\n";
        assert_eq!(clock("_posts/a.md", post), Some((1_714_584_824, -300)));
    }

    #[test]
    fn typed_dates_and_other_files_state_no_time() {
        let typed = "---\ndate: 2024-05-01T12:00:00-05:00\n---\n";
        assert_eq!(clock("content/a.md", typed), None);
        let post = "---\ndate: 2024-05-01T12:33:44-05:00\n---\n";
        assert_eq!(clock("README.md", post), None);
        assert_eq!(clock("content/a.md", "date: yesterday\n"), None);
        assert_eq!(
            clock(
                "po/a.po",
                "\"PO-Revision-Date: 2024-05-01 12:33+0900\\n\"\n"
            ),
            None
        );
    }

    #[test]
    fn paths_name_the_login_of_a_home_folder() {
        let home = |line: &str| match &stated("src/a.py", line)[..] {
            [MachineFact::Home(login)] => Some(login.to_string()),
            _ => None,
        };
        let ada = Some("ada.example".to_owned());
        assert_eq!(home("DATA = \"/Users/ada.example/data.csv\""), ada);
        assert_eq!(home("open('/home/ada.example/a')"), ada);
        assert_eq!(home("p = r'C:\\Users\\ada.example\\a'"), ada);
        assert_eq!(home("p = 'C:\\\\Users\\\\ada.example\\\\a'"), ada);
        assert_eq!(home("a = '/home/ada.example'"), None, "nothing below it");
        assert_eq!(home("a = '/home/$USER/a'"), None);
        assert_eq!(home("a = '/home/ada/a'"), None, "too short for a full name");
    }

    #[test]
    fn xcode_writes_its_user_and_the_day() {
        let header = "//\n//  View.swift\n//\n//  Created by Ada Example on 5/1/24.\n//\n";
        let [MachineFact::User { name, days }] = &stated("app/View.swift", header)[..] else {
            panic!("there is a header");
        };
        assert_eq!(&**name, "Ada Example");
        // 2024-05-01 and 2024-01-05.
        assert_eq!(*days, [Some(19_844), Some(19_727)]);
        assert!(stated("app/View.swift", "// Created by Ada Example on Monday\n").is_empty());
        assert!(stated("app/View.swift", "// Created by Ada Example on 5/40/24.\n").len() == 1);
    }
}
