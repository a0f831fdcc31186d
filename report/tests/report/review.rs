//! What a pull request shows: comment, check run, notice, terminal, JSON.

use countersign_heuristics::{Field, Level};
use countersign_report::review::{
    Conclusion, Disclosure, LONGEST_COMMENT, LONGEST_SUMMARY, Links, MARKER, MOST_ANNOTATIONS,
    Review, check_run, comment, is_comment, json, notice, schema, text,
};
use countersign_report::{Accepted, Baseline, Evidence, Look, Record};

use crate::pull::{HEAD, Persona, crowded, review};

const BOTH: [Disclosure; 2] = [Disclosure::Full, Disclosure::Summary];

/// What was found, accepted by a maintainer.
fn accepted(review: &Review) -> Baseline {
    let mut accepted = Baseline::default();
    for (_, finding) in review.findings() {
        accepted.accept(
            finding.fingerprint.clone(),
            Accepted {
                heuristic: finding.heuristic.to_owned(),
                reason: "rented build machine, asked on a call".to_owned(),
                date: "2024-05-04".to_owned(),
                by: Some("maintainer".to_owned()),
            },
        );
    }
    accepted
}

#[test]
fn the_full_comment() {
    insta::assert_snapshot!(comment(&review(), Disclosure::Full, &Links::default()));
}

#[test]
fn the_summary_comment() {
    insta::assert_snapshot!(comment(&review(), Disclosure::Summary, &Links::default()));
}

#[test]
fn the_summary_leads_to_an_evidence_page_where_there_is_one() {
    let links = |page: &str| Links {
        evidence: Some(page.to_owned()),
        ..Links::default()
    };
    let with = comment(
        &review(),
        Disclosure::Summary,
        &links("https://cs.example/r/7"),
    );
    assert!(
        with.contains("[on the evidence page](https://cs.example/r/7)"),
        "{with}"
    );
    let broken = comment(
        &review(),
        Disclosure::Summary,
        &links("https://cs.example/) x"),
    );
    assert_eq!(
        broken,
        comment(&review(), Disclosure::Summary, &Links::default())
    );
}

#[test]
fn the_summary_names_nobody_and_judges_nothing() {
    let review = review();
    let check = check_run(&review, Disclosure::Summary, &Links::default());
    let comment = comment(&review, Disclosure::Summary, &Links::default());
    for text in [comment, check.title, check.summary] {
        let lower = text.to_lowercase();
        let mut told: Vec<&str> =
            vec!["lindqvist", "brandt", "kessler", "northgate", "@", "7c1d09"];
        told.extend([
            "urgent", "level", "score", "strong", "moderate", "pattern", "korea", "dprk",
        ]);
        told.extend(["suspicious", "fake", "fraud", "+0400", "%"]);
        told.extend(review.patterns.iter().flat_map(|one| [one.id, one.name]));
        for word in told {
            assert!(!lower.contains(&word.to_lowercase()), "{word} in\n{text}");
        }
        let evidence = review.people[0].findings[0].evidence[0]
            .record
            .commit
            .get(..7)
            .unwrap();
        assert!(!text.contains(evidence), "{text}");
    }
    assert!(check.annotations.is_empty());
}

#[test]
fn what_vanished_and_what_was_accepted_is_told_apart() {
    let mut gone = review();
    gone.people
        .iter_mut()
        .for_each(|person| person.findings.clear());
    gone.level = Level::Quiet;
    insta::assert_snapshot!(comment(&gone, Disclosure::Full, &Links::default()), @r"
    ### Nothing left to look at

    The commit records no longer give a reason for this comment. It stays so that the discussion around it makes sense.

    <sub>Countersign 0.0.0 checked 6 commits of this pull request, up to `4fd1a7c09b6e`.</sub>

    <!-- countersign:review:1 -->
    ");
    let review = Persona::new().review(&accepted(&review()));
    assert_eq!((review.level, review.needs_a_look()), (Level::Quiet, false));
    insta::assert_snapshot!(comment(&review, Disclosure::Full, &Links::default()), @r"
    ### Nothing left to look at

    Maintainers accepted 2 findings.

    <details><summary>Accepted earlier: 2 findings</summary>

    - `split-clock`, strong, on 2024-05-04 by `maintainer`: `rented build machine, asked on a call`
    - `unrelated-names`, moderate, on 2024-05-04 by `maintainer`: `rented build machine, asked on a call`

    </details>

    <sub>Countersign 0.0.0 checked 6 commits of this pull request, up to `4fd1a7c09b6e`.</sub>

    <!-- countersign:review:1 -->
    ");
    insta::assert_snapshot!(comment(&review, Disclosure::Summary, &Links::default()), @r"
    ### Nothing left to look at

    Maintainers accepted 2 findings.

    <sub>Countersign 0.0.0 checked 6 commits of this pull request, up to `4fd1a7c09b6e`.</sub>

    <!-- countersign:review:1 -->
    ");
    insta::assert_snapshot!(notice(&review, &Links::default()), @r"
    ### Nothing to look at in `acme/ledger#7`

    <details><summary>Accepted earlier: 2 findings</summary>

    - `split-clock`, strong, on 2024-05-04 by `maintainer`: `rented build machine, asked on a call`
    - `unrelated-names`, moderate, on 2024-05-04 by `maintainer`: `rented build machine, asked on a call`

    </details>

    <sub>Countersign 0.0.0 checked 6 commits of this pull request, up to `4fd1a7c09b6e`.</sub>
    ");
    insta::assert_snapshot!(text(&review, &Look::default()), @r"
    acme/ledger#7, 6 commits up to 4fd1a7c09b6e
    Nothing to look at.

    QUIET  Oliver Kessler <v.lindqvist@northgate.example>             p-2228924a531c
      36 commits (all authored and committed by this person), 1 e-mail address, 1
        signing key
      unrelated full names use one e-mail address, account or signing key, so this
        may be more than one person
      accepted: split-clock, strong (2024-05-04): rented build machine, asked on a
        call
      accepted: unrelated-names, moderate (2024-05-04): rented build machine, asked
        on a call
    ");
}

#[test]
fn a_comment_is_known_by_its_last_line() {
    let review = review();
    for disclosure in BOTH {
        let body = comment(&review, disclosure, &Links::default());
        assert!(is_comment(&body) && is_comment(&body.replace('\n', "\r\n")));
        assert!(
            body.starts_with("### "),
            "the first line says what to do: {body}"
        );
        assert_eq!(body.matches(MARKER).count(), 1);
        assert!(!is_comment(&format!("> {}", body.replace('\n', "\n> "))));
    }
    assert!(!is_comment("") && !is_comment("see countersign"));
}

#[test]
fn three_hundred_findings_are_cut_to_what_a_comment_takes() {
    let review = crowded(300, 3);
    let body = comment(&review, Disclosure::Full, &Links::default());
    assert!(
        body.chars().count() <= LONGEST_COMMENT,
        "{}",
        body.chars().count()
    );
    assert!(is_comment(&body));
    let rows = body.matches("\n| `").count();
    let left = format!(
        "**{} more findings do not fit here: `countersign pr acme/ledger#7`",
        300 - rows
    );
    assert!(
        rows > 100 && rows < 300 && body.contains(&left),
        "{rows} rows\n{body}"
    );
    assert!(
        !body.contains("<details><summary>split-clock"),
        "records go first"
    );
    let lines: Vec<_> = body.lines().collect();
    let edges = [&lines[..23], &["[…]"], &lines[lines.len() - 20..]].concat();
    insta::assert_snapshot!(edges.join("\n"));

    let some = comment(&crowded(60, 1), Disclosure::Full, &Links::default());
    assert!(some.chars().count() <= LONGEST_COMMENT);
    assert_eq!(some.matches("\n| strong | `").count(), 60);
    assert!(
        some.contains("\nThe records of ") && !some.contains("more findings"),
        "{some}"
    );

    let check = check_run(&review, Disclosure::Full, &Links::default());
    assert!(check.summary.chars().count() <= LONGEST_SUMMARY);
    let notice = notice(&review, &Links::default());
    assert!(notice.chars().count() <= LONGEST_COMMENT);
}

#[test]
fn endless_text_still_fits() {
    let mut review = crowded(400, 400);
    let endless = "`|<&".repeat(10_000);
    for person in &mut review.people {
        person.names = vec![endless.clone(); 9];
        person.emails = vec![endless.clone(); 9];
        person.findings[0].summary.clone_from(&endless);
        person.findings[0].evidence[0].record.field = Field::Author;
        person.findings[0].evidence[0].record.value = endless.clone().into();
    }
    review.repository.clone_from(&endless);
    for disclosure in BOTH {
        let body = comment(&review, disclosure, &Links::default());
        assert!(body.chars().count() <= LONGEST_COMMENT && is_comment(&body));
        let check = check_run(&review, disclosure, &Links::default());
        assert!(check.summary.chars().count() <= LONGEST_SUMMARY);
    }
}

#[test]
fn the_check_run_never_fails() {
    let mut review = review();
    for disclosure in BOTH {
        let check = check_run(&review, disclosure, &Links::default());
        assert_eq!(check.conclusion, Conclusion::Neutral);
    }
    insta::assert_snapshot!(check_run(&review, Disclosure::Full, &Links::default()).title, @"Look at 2 findings before merging");
    review.level = Level::Quiet;
    let check = check_run(&review, Disclosure::Full, &Links::default());
    assert_eq!(check.conclusion, Conclusion::Success);
    insta::assert_snapshot!(check.title + "\n" + &check.summary, @r"
    Nothing to look at
    The commit records of this pull request give no reason for a closer look. That vouches for nobody: newcomers have too little history for most checks.
    ");
}

#[test]
fn files_that_findings_name_get_remarks_in_batches() {
    let mut review = review();
    let template = review.people[0].findings[0].evidence[0].clone();
    let path = |path: String| Evidence {
        record: Record {
            commit: HEAD.to_owned(),
            field: Field::Path,
            value: path.into(),
        },
        ..template.clone()
    };
    let finding = &mut review.people[0].findings[0];
    finding.evidence = (0..120)
        .map(|file| path(format!("keys/{file:03}")))
        .collect();
    finding
        .evidence
        .extend([path("keys/000".to_owned()), path("a\u{202e}b".to_owned())]);
    let check = check_run(&review, Disclosure::Full, &Links::default());
    let batches: Vec<_> = check.batches().map(<[_]>::len).collect();
    assert_eq!(batches, [MOST_ANNOTATIONS, MOST_ANNOTATIONS, 20]);
    assert_eq!(check.annotations[0].path, "keys/000");
}

#[test]
fn the_notice_has_everything_and_leaves_no_trace() {
    let text = notice(&review(), &Links::default());
    let full = comment(&review(), Disclosure::Full, &Links::default());
    for line in full.lines().filter(|line| line.starts_with(['|', '-'])) {
        assert!(
            text.contains(line) || line.contains("/countersign"),
            "{line}"
        );
    }
    assert!(!text.contains("/countersign accept") && !is_comment(&text));
    insta::assert_snapshot!(text.lines().next().unwrap_or_default(), @"### `acme/ledger#7`: hold the merge and look at 2 findings in the commit records first");
}

#[test]
fn a_terminal_shows_the_same() {
    insta::assert_snapshot!(text(&review(), &Look::default()));
    for width in [40, 60, 120] {
        let look = Look {
            width,
            ..Look::default()
        };
        let text = text(&review(), &look);
        assert!(
            text.lines().all(|line| line.chars().count() <= width),
            "{text}"
        );
    }
}

#[test]
fn json_follows_its_schema() {
    let validator = jsonschema::draft202012::new(&schema()).expect("a JSON Schema");
    let accepted = Persona::new().review(&accepted(&review()));
    for review in [review(), accepted, crowded(9, 3)] {
        let json: serde_json::Value = serde_json::from_str(&json(&review)).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&json)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        assert_eq!(json["schema"], "countersign/review/1");
        assert_eq!(json["disclosure"], "summary");
    }
}
