//! What an imported list says is shown to nobody beyond the list's marking.

use countersign_facts::{Grade, IndicatorList, Tlp};
use countersign_heuristics::Level;
use countersign_report::review::{
    Conclusion, Disclosure, Links, Review, check_run, comment, json, notice,
};
use countersign_report::{Accepted, Baseline};

use crate::pull::Persona;

/// Words that only a match brings along.
const TELLTALES: [&str; 5] = [
    "indicator-match",
    "imported list",
    "Northern CERT",
    "north-2024",
    "B2",
];

fn list(tlp: Option<Tlp>) -> IndicatorList {
    IndicatorList {
        name: "north-2024".to_owned(),
        source: "Northern CERT".to_owned(),
        grade: Grade::parse("B2"),
        date: "2024-02-01".to_owned(),
        expires: None,
        tlp,
    }
}

/// Everything that a place shows of a review.
fn shown(review: &Review) -> String {
    let links = Links::default();
    let mut text = json(review) + &notice(review, &links);
    for disclosure in [Disclosure::Full, Disclosure::Summary] {
        let check = check_run(review, disclosure, &links);
        text += &comment(review, disclosure, &links);
        text += &check.title;
        text += &check.summary;
        text += &format!("{:?}", check.annotations);
    }
    text
}

fn tells(review: &Review) -> bool {
    let text = shown(review);
    let told = TELLTALES.map(|word| text.contains(word));
    assert!(
        told == [true; 5] || told == [false; 5],
        "{told:?} in\n{text}"
    );
    told[0]
}

#[test]
fn a_match_is_shown_to_those_whom_its_list_allows() {
    for (marking, first_allowed) in [
        (Some(Tlp::Clear), Tlp::Clear),
        (Some(Tlp::Green), Tlp::Green),
        (None, Tlp::Amber),
        (Some(Tlp::Amber), Tlp::Amber),
        (Some(Tlp::AmberStrict), Tlp::AmberStrict),
        (Some(Tlp::Red), Tlp::Red),
    ] {
        let persona = Persona::listed(&[list(marking)]);
        for place in Tlp::ALL {
            let review = persona.shared_with(&Baseline::default(), place);
            assert_eq!(
                tells(&review),
                place >= first_allowed,
                "{marking:?} in a place of {place:?}"
            );
        }
    }
}

#[test]
fn a_place_that_may_not_know_shows_what_it_would_without_the_list() {
    let without = Persona::new();
    let with = Persona::listed(&[list(Some(Tlp::Amber))]);
    let nothing = Baseline::default();
    assert_eq!(with.review(&nothing), without.review(&nothing));
    // Also where the match is all there is.
    let mut rest = Baseline::default();
    accept(&mut rest, &without.review(&nothing));
    let hidden = with.review(&rest);
    assert_eq!(hidden, without.review(&rest));
    assert_eq!(hidden.level, Level::Quiet);
    let check = check_run(&hidden, Disclosure::Full, &Links::default());
    assert_eq!(check.conclusion, Conclusion::Success);
    let known = with.shared_with(&rest, Tlp::Amber);
    assert_eq!(known.level, Level::Review);
}

#[test]
fn an_accepted_match_stays_as_hidden_as_it_was() {
    let persona = Persona::listed(&[list(Some(Tlp::Red))]);
    let mut accepted = Baseline::default();
    accept(
        &mut accepted,
        &persona.shared_with(&Baseline::default(), Tlp::Red),
    );
    assert!(!shown(&persona.shared_with(&accepted, Tlp::AmberStrict)).contains("indicator-match"));
    assert!(shown(&persona.shared_with(&accepted, Tlp::Red)).contains("indicator-match"));
}

fn accept(baseline: &mut Baseline, review: &Review) {
    for (_, finding) in review.findings() {
        let accepted = Accepted {
            heuristic: finding.heuristic.to_owned(),
            reason: "asked on a call".to_owned(),
            date: "2024-05-04".to_owned(),
            by: None,
        };
        baseline.accept(finding.fingerprint.clone(), accepted);
    }
}
