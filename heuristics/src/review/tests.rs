//! Who is taken for the opener, and who is judged.

use crate::testing::AccountInStory as _;
use crate::testing::{At, Position, Story, Variant, Who, account, own};
use crate::{Check, PullRequestAssessment, catalogue, examine, examine_pull_request};
use countersign_facts::Account;

const ADA: Who = Who("Ada Example", "7001+adaex@users.noreply.github.com");
const MAIL: Who = Who("Ada Example", "ada@mail.example");
const ZOE: Who = Who("Zoe Quill", "zoe@pen.example");
const HANDLE: Who = Who("nightowl", "owl@mail.example");
const ROBOT: Who = Who(
    "renovate[bot]",
    "29139614+renovate[bot]@users.noreply.github.com",
);

fn at(day: i64) -> At {
    At::local(day, 10, 0, 120)
}

fn adaex() -> Account {
    account(7001, "adaex", at(-900))
}

/// A pull request of one commit of each author, in a repository where `before` has worked.
fn opened(
    opener: impl Into<Option<Account>>,
    before: &[Who],
    authors: &[Who],
) -> PullRequestAssessment {
    let mut story = Story::default();
    for who in before {
        story.add(own(*who, at(-20)));
    }
    let commits: Vec<Position> = (1..)
        .zip(authors)
        .map(|(day, who)| story.add(own(*who, at(day))))
        .collect();
    story.pull(opener, &commits, &[], at(9));
    let (population, pull) = story.facts(&Variant::default());
    examine_pull_request(&population, &pull.unwrap(), catalogue())
}

/// How many people are judged, and whether the opener is judged beside them.
fn judged(assessment: &PullRequestAssessment) -> (usize, bool) {
    (assessment.people.len(), assessment.opener.is_some())
}

#[test]
fn an_author_linked_to_the_account_is_the_opener() {
    for author in [
        ADA,
        Who("Zoe Quill", "7001+old-login@users.noreply.github.com"),
        Who("Zoe Quill", "AdaEx@users.noreply.github.com"),
        Who("adaex", "owl@mail.example"),
    ] {
        assert_eq!(
            judged(&opened(adaex(), &[], &[author])),
            (1, false),
            "{author:?}"
        );
    }
    let known = adaex().mailbox("zoe@pen.example");
    assert_eq!(judged(&opened(known, &[], &[ZOE])), (1, false));
    assert_eq!(
        judged(&opened(adaex(), &[ADA], &[MAIL, ZOE])),
        (2, false),
        "the name on the account's earlier commits"
    );
}

#[test]
fn an_only_author_is_the_opener_unless_something_contradicts() {
    assert_eq!(judged(&opened(adaex(), &[], &[ZOE])), (1, false));
    assert_eq!(judged(&opened(adaex(), &[], &[HANDLE])), (1, false));
    let named = adaex().named("Ada Example");
    assert_eq!(judged(&opened(named, &[], &[ZOE])), (1, true));
    assert_eq!(judged(&opened(adaex(), &[], &[ZOE, HANDLE])), (2, true));
    let namesake = account(7002, "ada-example", at(-900)).named("Ada Example");
    assert_eq!(
        judged(&opened(namesake, &[], &[ADA])),
        (1, true),
        "a name proves nothing against another account's number"
    );
}

#[test]
fn programs_are_not_judged() {
    assert_eq!(judged(&opened(adaex(), &[], &[ROBOT])), (0, true));
    assert_eq!(judged(&opened(adaex().program(), &[], &[ZOE])), (1, false));
    assert_eq!(judged(&opened(None, &[], &[ZOE, HANDLE])), (2, false));
}

#[test]
fn an_opener_without_commits_is_named_by_the_account() {
    let unknown = opened(adaex().named("Ada Example"), &[], &[ZOE]);
    let opener = unknown.opener.unwrap();
    assert_eq!((&*opener.id, opener.person), ("a-7001", None));
    let known = opened(adaex(), &[ADA], &[ZOE]);
    let opener = known.opener.unwrap();
    assert!(opener.id.starts_with("p-") && opener.person.is_some());
    let looks =
        |check: Check| check.of_pull_request().is_some() || matches!(check, Check::Beside { .. });
    let look = catalogue()
        .iter()
        .filter(|heuristic| looks(heuristic.check));
    assert_eq!(opener.answers.len(), look.count());
}

#[test]
fn an_author_is_judged_by_every_heuristic_and_a_scan_by_those_that_need_no_pull_request() {
    let assessment = opened(adaex(), &[], &[ADA]);
    let reviews = catalogue().iter().filter(|one| !one.check.needs_grant());
    assert_eq!(assessment.people[0].answers.len(), reviews.count());
    let mut story = Story::default();
    story.add(own(ADA, at(1)));
    let scanned = examine(&story.population(), catalogue());
    let mut answers = scanned[0].answers.iter();
    assert!(answers.all(|answer| answer.heuristic.check.scans()));
}

#[test]
fn a_pull_request_without_commits_is_judged_by_its_opener() {
    assert_eq!(judged(&opened(adaex(), &[], &[])), (0, true));
    assert_eq!(judged(&opened(None, &[], &[])), (0, false));
}
