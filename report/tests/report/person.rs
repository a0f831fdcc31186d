//! One person in full.

use countersign_heuristics::Level;
use countersign_report::{Look, PersonError, render_person};

use crate::population::cast_scan;

#[test]
fn everything_about_one_person() {
    let scan = cast_scan(Level::Quiet);
    insta::assert_snapshot!(
        render_person(&scan, "ada@corp.test.example", &Look::default()).unwrap()
    );
}

#[test]
fn accepted_findings_are_shown_with_their_reason() {
    let scan = cast_scan(Level::Quiet);
    insta::assert_snapshot!(render_person(&scan, "Eve", &Look::default()).unwrap(), @r#"
    QUIET  Eve Accepted <eve@mail.test.example>                       p-73fdcfd987d2
      3 commits (all authored and committed by this person), 1 e-mail address
      names      Eve Accepted
      addresses  eve@mail.test.example
      clocks     author     UTC-05:00  2024-03-04 to 2024-03-06, 3 commits
                 committer  UTC-05:00  2024-03-04 to 2024-03-06, 3 commits

      Accepted
      split-clock (moderate, f-cbb63a4f7fad)  3 commits carry two clocks
          on 2026-01-02: the release script sets one date
    "#);
    insta::assert_snapshot!(render_person(&scan, "dan quiet", &Look::default()).unwrap(), @r#"
    QUIET  Dan Quiet <dan@mail.test.example>                          p-2d0a79c9f6d1
      1 commit (authored and committed by this person), 1 e-mail address
      names      Dan Quiet
      addresses  dan@mail.test.example
      clocks     author     UTC-05:00  2024-03-04 to 2024-03-04, 1 commit
                 committer  UTC-05:00  2024-03-04 to 2024-03-04, 1 commit

      Not enough history to check
      split-clock  1 of 5 self-committed commits
    "#);
}

#[test]
fn a_person_is_found_by_anything_that_names_one() {
    let scan = cast_scan(Level::Quiet);
    let look = Look::default();
    let ada = render_person(&scan, &scan.people[0].id, &look).unwrap();
    for query in [
        "ADA@corp.test.example",
        "@ada-e",
        "ada-E",
        "aaaabbbbccccdddd",
        "0xAAAABBBBCCCCDDDD",
        "ccccdddd",
        " A. Example ",
        "corp.test",
    ] {
        assert_eq!(
            render_person(&scan, query, &look).as_ref(),
            Ok(&ada),
            "{query}"
        );
    }
}

#[test]
fn a_person_who_is_not_found_may_be_similar() {
    let scan = cast_scan(Level::Quiet);
    let error = |query| render_person(&scan, query, &Look::default()).unwrap_err();
    insta::assert_snapshot!(error("mail.test"), @r#"
    4 people match "mail.test"; choose one by id:
      p-12459101b044  Bea Sample <bea@mail.test.example>
      p-2d0a79c9f6d1  Dan Quiet <dan@mail.test.example>
      p-5d88f731ac50  Chi 山田太郎 <chi@mail.test.example>
      p-73fdcfd987d2  Eve Accepted <eve@mail.test.example>
    "#);
    insta::assert_snapshot!(error("bea@mial.test.example"), @r#"
    no person matches "bea@mial.test.example"; similar:
      p-12459101b044  Bea Sample <bea@mail.test.example>
    "#);
    insta::assert_snapshot!(error("zzz"), @r#"no person matches "zzz""#);
    assert!(matches!(error(""), PersonError::Unknown { .. }));
    assert!(matches!(error("a"), PersonError::Ambiguous { .. }));
}
