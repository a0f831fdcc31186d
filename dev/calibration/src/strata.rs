//! How people are divided for counting: by their clock's offset, by how much they commit, by the kind of their
//! community, and by half of the corpus.

use std::collections::BTreeMap;

use countersign_people::Dossier;

/// Levels are budgeted for people with at least this number of commits.
pub(crate) const LEAST_COMMITS: usize = 10;

/// Bands by name, each with the first minute east of UTC that is beyond it. Neighbours with few
/// people are one band.
const BANDS: [(&str, i32); 9] = [
    ("-11..-7", -6 * 60 - 30),
    ("-6..-4", -3 * 60 - 30),
    ("-3..-2", -60 - 30),
    ("-1..+2", 2 * 60 + 30),
    ("+3..+4:30", 4 * 60 + 45),
    ("+5..+6:30", 6 * 60 + 45),
    ("+7..+8", 8 * 60 + 45),
    ("+9..+9:30", 9 * 60 + 45),
    ("+10..+14", i32::MAX),
];
/// People whose own commits show no clock but UTC, or who have none.
pub(crate) const NO_BAND: &str = "none";

/// Classes by number of commits, each with the least number in it.
const SIZES: [(&str, usize); 6] = [
    ("1-9", 0),
    ("10-29", LEAST_COMMITS),
    ("30-99", 30),
    ("100-299", 100),
    ("300-999", 300),
    ("1000+", 1_000),
];

/// Names of the bands, from west to east; people without one come last.
pub(crate) fn bands() -> impl Iterator<Item = &'static str> {
    BANDS.iter().map(|(name, _)| *name).chain([NO_BAND])
}

/// Names of the classes, smallest first.
pub(crate) fn sizes() -> impl Iterator<Item = &'static str> {
    SIZES.iter().map(|(name, _)| *name)
}

/// What is scanned, as far as it matters for counting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    /// The kind of community; `None` for a scan of several repositories.
    pub(crate) kind: Option<&'static str>,
    /// Which half of the corpus it belongs to; `None` for a scan of several repositories.
    pub(crate) half: Option<Half>,
}

/// The corpus is halved, so that what is fitted on one half can be reported on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Half {
    /// Which findings of two families count together is fitted here.
    Fitted,
    /// Nothing is fitted here.
    Unseen,
}

impl Half {
    /// The half of a repository, by its name.
    pub(crate) fn of(name: &str) -> Self {
        let sum: u32 = name.bytes().map(u32::from).sum();
        if sum.is_multiple_of(2) {
            Self::Fitted
        } else {
            Self::Unseen
        }
    }

    /// Its name in files.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Fitted => "fitted",
            Self::Unseen => "unseen",
        }
    }
}

/// Where one person is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stratum {
    /// What was scanned.
    pub(crate) scan: Scan,
    /// The band of the offset that most of the person's self-committed commits show, UTC left out.
    pub(crate) band: &'static str,
    /// The class of the number of commits the person authored.
    pub(crate) size: &'static str,
    /// Whether that number is one that levels are budgeted for.
    pub(crate) is_budgeted: bool,
}

impl Stratum {
    pub(crate) fn of(dossier: &Dossier<'_>, scan: Scan) -> Self {
        let mut offsets: BTreeMap<i32, usize> = BTreeMap::new();
        for commit in dossier.self_committed() {
            if let Some(offset) = commit.authored().informative_offset() {
                *offsets.entry(offset.minutes()).or_default() += 1;
            }
        }
        let commonest = offsets
            .iter()
            .max_by_key(|(minutes, commits)| (**commits, -**minutes));
        let commits = dossier.authored().count();
        Self {
            scan,
            band: commonest.map_or(NO_BAND, |(minutes, _)| band(*minutes)),
            size: size(commits),
            is_budgeted: commits >= LEAST_COMMITS,
        }
    }
}

fn band(minutes: i32) -> &'static str {
    let band = BANDS.iter().find(|(_, end)| minutes < *end);
    band.map_or(NO_BAND, |(name, _)| name)
}

fn size(commits: usize) -> &'static str {
    let size = SIZES.iter().rev().find(|(_, least)| *least <= commits);
    size.map_or(SIZES[0].0, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_offset_has_its_band() {
        let expected = [
            (-720, "-11..-7"),
            (-420, "-11..-7"),
            (-360, "-6..-4"),
            (-240, "-6..-4"),
            (-210, "-3..-2"),
            (-120, "-3..-2"),
            (-60, "-1..+2"),
            (60, "-1..+2"),
            (120, "-1..+2"),
            (180, "+3..+4:30"),
            (270, "+3..+4:30"),
            (330, "+5..+6:30"),
            (345, "+5..+6:30"),
            (390, "+5..+6:30"),
            (420, "+7..+8"),
            (480, "+7..+8"),
            (540, "+9..+9:30"),
            (570, "+9..+9:30"),
            (600, "+10..+14"),
            (840, "+10..+14"),
        ];
        for (minutes, name) in expected {
            assert_eq!(band(minutes), name, "{minutes}");
        }
    }

    #[test]
    fn every_number_of_commits_has_its_class() {
        let named = [1, 9, 10, 29, 30, 299, 300, 999, 1_000, 70_000].map(size);
        let expected = [
            "1-9", "1-9", "10-29", "10-29", "30-99", "100-299", "300-999", "300-999", "1000+",
            "1000+",
        ];
        assert_eq!(named, expected);
    }
}
