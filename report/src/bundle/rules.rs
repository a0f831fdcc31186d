//! What a bundle says in words: how levels come about, and what would contradict a finding.

use countersign_heuristics::{Family, Field, Strength};

/// How findings come to a level, as [`Level::of`](countersign_heuristics::Level::of) decides.
pub(super) const LEVEL_RULES: [&str; 5] = [
    "Context weighs nothing. Of each family only the heaviest finding counts. Accepted findings do not count.",
    "quiet: nothing beyond context.",
    "note: anything beyond context.",
    "review: a strong finding that weighs 1.20 or more, or 2.00 together over two families or more.",
    "urgent: 3.00 together over two families or more, one finding strong.",
];

const FAMILIES: [Family; 6] = [
    Family::Clock,
    Family::Identity,
    Family::Key,
    Family::Account,
    Family::Network,
    Family::Content,
];
const STRENGTHS: [Strength; 3] = [Strength::Context, Strength::Moderate, Strength::Strong];
/// Fields that a commit or tag itself shows.
const IN_OBJECTS: [Field; 9] = [
    Field::AuthorDate,
    Field::CommitterDate,
    Field::Author,
    Field::Committer,
    Field::SignatureDate,
    Field::SigningKey,
    Field::Signer,
    Field::Tagger,
    Field::TagName,
];

pub(super) fn family(name: &str) -> Option<Family> {
    FAMILIES.into_iter().find(|one| one.as_str() == name)
}

pub(super) fn strength(name: &str) -> Option<Strength> {
    STRENGTHS.into_iter().find(|one| one.as_str() == name)
}

/// The field of this name, where a commit or tag itself shows it.
pub(super) fn field_of_object(name: &str) -> Option<Field> {
    IN_OBJECTS.into_iter().find(|one| one.as_str() == name)
}

/// What record would contradict a finding of this family.
pub(super) fn contrary(family: &str) -> &'static str {
    match self::family(family) {
        Some(Family::Clock) => {
            "the same work in a record that another machine's clock made (a push, a build, a mail, a review), \
             or a tool that writes these dates"
        }
        Some(Family::Identity) => {
            "a record that the names or addresses belong to different people, or that one person bears them \
             openly (a .mailmap, an account, a changed name)"
        }
        Some(Family::Key) => {
            "a signature that its holder makes with the key today, and the holder's word on who had it when"
        }
        Some(Family::Account) => {
            "the platform's own record of the account, or of the one it replaced"
        }
        Some(Family::Network) => {
            "records of the people concerned working apart: their own reviews, mails, meetings, signatures"
        }
        Some(Family::Content) => {
            "the files around the change: where the lines were moved or generated from, and what runs them"
        }
        None => "a record of the same work that fits what was claimed",
    }
}

#[cfg(test)]
mod tests {
    use countersign_heuristics::{Level, Weight, catalogue};

    use super::*;

    #[test]
    fn every_family_and_strength_is_known() {
        for heuristic in catalogue() {
            assert_eq!(family(heuristic.family.as_str()), Some(heuristic.family));
            assert_eq!(
                strength(heuristic.strength.as_str()),
                Some(heuristic.strength)
            );
        }
    }

    #[test]
    fn the_rules_are_those_that_levels_follow() {
        use Family::{Clock, Key};
        use Strength::{Context, Moderate, Strong};
        let level = |findings: &[(Family, Strength, u16)]| {
            Level::weighed(findings.iter().map(|(family, strength, hundredths)| {
                (*family, *strength, Weight::from_hundredths(*hundredths))
            }))
        };
        assert_eq!(level(&[(Clock, Context, 0)]), Level::Quiet);
        assert_eq!(level(&[(Clock, Moderate, 130); 3]), Level::Note);
        assert_eq!(level(&[(Clock, Strong, 119)]), Level::Note);
        assert_eq!(level(&[(Clock, Strong, 120)]), Level::Review);
        let two = |a, b| level(&[(Clock, Strong, a), (Key, Moderate, b)]);
        assert_eq!(two(100, 99), Level::Note);
        assert_eq!(two(100, 100), Level::Review);
        assert_eq!(two(200, 99), Level::Review);
        assert_eq!(two(200, 100), Level::Urgent);
    }
}
