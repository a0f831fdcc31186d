//! What a review writes.

use countersign_github::{
    Annotation, AnnotationLevel, CheckRunDraft, Conclusion, GithubError, MinimiseReason, Reaction,
};

use crate::support::{SEVEN, pull_seven, story, widget};

fn draft(head: &str, annotations: usize) -> CheckRunDraft {
    let annotation = |line: usize| Annotation {
        path: "src/lib.rs".to_owned(),
        start_line: line as u64 + 1,
        end_line: line as u64 + 1,
        level: AnnotationLevel::Notice,
        title: "A title".to_owned(),
        message: format!("remark {line}"),
    };
    CheckRunDraft {
        name: "countersign".to_owned(),
        head: head.to_owned(),
        external_id: Some("review-1".to_owned()),
        details_url: None,
        conclusion: Some(Conclusion::Neutral),
        title: "Something to look at".to_owned(),
        summary: "Two findings.".to_owned(),
        text: None,
        annotations: (0..annotations).map(annotation).collect(),
    }
}

#[tokio::test]
async fn a_comment_is_created_updated_folded_and_unfolded() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let client = stage.client();
        let written = client
            .create_comment(&widget(), SEVEN, "first")
            .await
            .unwrap();
        let again = client
            .update_comment(&widget(), written.id, "second")
            .await
            .unwrap();
        assert_eq!((again.id, &again.node_id), (written.id, &written.node_id));
        assert!(
            again.written_ms > written.written_ms,
            "GitHub's time of the new text"
        );
        let reason = MinimiseReason::Resolved;
        client
            .minimise_comment(&written.node_id, reason)
            .await
            .unwrap();

        let held = &seven.comments()[0];
        assert_eq!(
            (held.author.as_str(), held.body.as_str()),
            ("countersign[bot]", "second")
        );
        assert_eq!(
            (held.minimised.as_deref(), held.revisions),
            (Some("RESOLVED"), 2)
        );

        let read = client
            .comment(&widget(), written.id)
            .await
            .unwrap()
            .unwrap();
        assert!(read.own && read.minimised);
        assert_eq!((read.id, &read.node_id), (written.id, &written.node_id));
        assert_eq!(
            read.edited_by_person, None,
            "the App's own edit is no person's"
        );
        client.unminimise_comment(&written.node_id).await.unwrap();
        assert_eq!(seven.comments()[0].minimised, None);
    })
    .await;
}

#[tokio::test]
async fn edited_and_deleted_comments_are_noticed() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let client = stage.client();
        let written = client
            .create_comment(&widget(), SEVEN, "ours")
            .await
            .unwrap();
        seven.edit_comment("ada", written.id, "hers");
        let read = client
            .comment(&widget(), written.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            (read.body.as_str(), read.edited_by_person.as_deref()),
            ("hers", Some("ada"))
        );
        seven.delete_comment(written.id);
        assert_eq!(client.comment(&widget(), written.id).await, Ok(None));
        let gone = client
            .update_comment(&widget(), written.id, "again")
            .await
            .unwrap_err();
        assert!(gone.is_absent());
        let gone = client
            .minimise_comment(&written.node_id, MinimiseReason::Outdated)
            .await;
        assert!(gone.unwrap_err().is_absent());
    })
    .await;
}

#[tokio::test]
async fn own_comments_are_found_among_many() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        for number in 0..130 {
            seven.comment("ada", &format!("remark {number}"));
        }
        let client = stage.client();
        let written = client
            .create_comment(&widget(), SEVEN, "ours")
            .await
            .unwrap();
        stage.world.forget_requests();
        let own = client.comments_of_app(&widget(), SEVEN).await.unwrap();
        assert_eq!(own.len(), 1);
        assert_eq!(own[0].id, written.id);
        assert_eq!(stage.world.requested("POST /graphql"), 2);
    })
    .await;
}

#[tokio::test]
async fn check_runs_carry_any_number_of_annotations() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let client = stage.client();
        let id = client
            .create_check_run(&widget(), &draft(&seven.head(), 120))
            .await
            .unwrap();
        let checks = seven.checks();
        assert_eq!(checks.len(), 1);
        assert_eq!(checks[0].annotations.len(), 120);
        assert_eq!(checks[0].annotations[119]["message"], "remark 119");
        assert_eq!(checks[0].conclusion.as_deref(), Some("neutral"));
        assert_eq!(
            stage
                .world
                .requested("POST /repos/{owner}/{repo}/check-runs"),
            1
        );
        let update = "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}";
        assert_eq!(stage.world.requested(update), 2);

        let calm = CheckRunDraft {
            conclusion: Some(Conclusion::Success),
            title: "Nothing".to_owned(),
            text: Some("All quiet.".to_owned()),
            ..draft(&seven.head(), 0)
        };
        client.update_check_run(&widget(), id, &calm).await.unwrap();
        assert_eq!(seven.checks()[0].conclusion.as_deref(), Some("success"));
        assert_eq!(seven.checks()[0].text, "All quiet.");
        let found = client
            .check_runs(&widget(), &seven.head(), "countersign")
            .await
            .unwrap();
        assert_eq!((found.len(), found[0].id), (1, id));
        assert_eq!(found[0].external_id.as_deref(), Some("review-1"));
        assert_eq!(found[0].app_id, Some(countersign_world::APP_ID));
        let none = client
            .check_runs(&widget(), &seven.head(), "other")
            .await
            .unwrap();
        assert_eq!(none, []);
    })
    .await;
}

#[tokio::test]
async fn a_check_run_can_be_under_way() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let begun = CheckRunDraft {
            conclusion: None,
            ..draft(&seven.head(), 0)
        };
        stage
            .client()
            .create_check_run(&widget(), &begun)
            .await
            .unwrap();
        assert_eq!(seven.checks()[0].status, "in_progress");
    })
    .await;
}

#[tokio::test]
async fn reactions_and_issues_are_written() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let client = stage.client();
        let id = seven.comment("ada", "/countersign explain");
        for _ in 0..2 {
            client.react(&widget(), id, Reaction::Eyes).await.unwrap();
        }
        assert_eq!(seven.comments()[0].reactions, ["countersign[bot] eyes"]);
        let number = client
            .create_issue(&widget(), "A notice", "Text")
            .await
            .unwrap();
        assert_eq!(number, 8);
        let issues = stage.world.issues("acme/widget");
        assert_eq!(issues, [(8, "A notice".to_owned(), "Text".to_owned())]);
        let listed = stage.client().newest_issues(&widget()).await.unwrap();
        assert_eq!((listed[0].number, &*listed[0].body), (8, "Text"));
    })
    .await;
}

#[tokio::test]
async fn writes_without_permission_are_forbidden() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let installation = stage.world.installation("acme");
        installation.permission("checks", "read");
        let refused = stage
            .client()
            .create_check_run(&widget(), &draft(&seven.head(), 0))
            .await;
        assert!(
            matches!(refused, Err(GithubError::Forbidden { .. })),
            "{refused:?}"
        );
        installation.permission("issues", "read");
        installation.permission("pull_requests", "read");
        let refused = stage.client().create_comment(&widget(), SEVEN, "x").await;
        assert!(
            matches!(refused, Err(GithubError::Forbidden { .. })),
            "{refused:?}"
        );
        assert_eq!(seven.comments(), []);
    })
    .await;
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused() {
    story(async |stage| {
        pull_seven(&stage.world);
        let long = "x".repeat(65_537);
        let refused = stage
            .client()
            .create_comment(&widget(), SEVEN, &long)
            .await
            .unwrap_err();
        assert!(
            matches!(refused, GithubError::Refused { status: 422, .. }),
            "{refused:?}"
        );
        assert!(!refused.is_transient() && !refused.is_absent());
    })
    .await;
}
