//! Sentences of a bundle: how levels come about, and what would disprove a finding.

use countersign_heuristics::{Family, Field, Heuristic, Strength, catalogue};

/// How findings come to a level, as [`Level::of`](countersign_heuristics::Level::of) decides.
pub(super) const LEVEL_RULES: [&str; 5] = [
    "Context weighs nothing. Of each family only the heaviest finding counts. Accepted findings do not count.",
    "quiet: nothing beyond context.",
    "note: anything beyond context.",
    "review: a strong finding that weighs 1.20 or more, or two families that weigh 1.40 together and that ordinary \
     people rarely show together.",
    "urgent: 3.00 together over two families or more, one finding strong.",
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

/// The heuristic with this id, if this version has it.
pub(super) fn known(id: &str) -> Option<&'static Heuristic> {
    catalogue()
        .iter()
        .copied()
        .find(|heuristic| heuristic.id == id)
}

/// The family of this name.
pub(super) fn family(name: &str) -> Option<Family> {
    Family::ALL.into_iter().find(|one| one.as_str() == name)
}

/// The strength of this name.
pub(super) fn strength(name: &str) -> Option<Strength> {
    STRENGTHS.into_iter().find(|one| one.as_str() == name)
}

/// The field of this name, if a commit or tag shows it.
pub(super) fn field_of_object(name: &str) -> Option<Field> {
    IN_OBJECTS.into_iter().find(|one| one.as_str() == name)
}

/// Which record would disprove a finding of this family.
pub(super) fn disproof(family: &str) -> &'static str {
    match self::family(family) {
        Some(Family::Clock) => {
            "a record of the same work by another machine's clock (a push, a build, an e-mail, a review), or a tool \
             that writes such dates"
        }
        Some(Family::Browser) => {
            "a record that explains the two zones at one time: a remote machine, a journey, a setting of the browser"
        }
        Some(Family::History) => {
            "the history that these objects came from, or the tool that wrote them with other dates"
        }
        Some(Family::Identity) => {
            "a record that the names or addresses belong to different people, or that one person uses them \
             openly (a .mailmap, an account, a changed name)"
        }
        Some(Family::Key) => "the key's owner signs something today and says who used the key when",
        Some(Family::Account) => {
            "the platform's own record of the account, or of the account that it replaced"
        }
        Some(Family::Network) => {
            "records that show these people working independently: their own reviews, e-mails, meetings, signatures"
        }
        Some(Family::Content) => {
            "the files around the change: where the lines were moved or generated from, and what runs them"
        }
        None => "a record of the same work that agrees with what the contributor claims",
    }
}

#[cfg(test)]
mod tests {
    use countersign_heuristics::{Level, Weight};

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
        assert_eq!(two(70, 69), Level::Note);
        assert_eq!(two(70, 70), Level::Review);
        assert_eq!(two(200, 99), Level::Review);
        assert_eq!(two(200, 100), Level::Urgent);
    }
}
