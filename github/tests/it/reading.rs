//! What a review reads.

use countersign_facts::PullRequestNumber;
use countersign_github::{ChangedLines, Client, GithubError, KeyKind, Permission, PullState};
use countersign_world::Commit;

use crate::support::{ADA, NOON, SEVEN, clock, pull_seven, server, story, widget};

#[tokio::test]
async fn one_call_brings_the_pull_request_and_its_author() {
    story(async |stage| {
        let seven = pull_seven(&stage.world).draft();
        let mallory = stage
            .world
            .user("mallory")
            .created("2026-04-30T08:00:00Z")
            .location("Kyoto");
        let client = stage.client();
        stage.world.forget_requests();
        let pull = client.pull(&widget(), SEVEN).await.unwrap();
        assert_eq!(stage.world.requested("POST /graphql"), 1);
        assert_eq!(
            stage.world.requests().values().sum::<u64>(),
            2,
            "the token and the query"
        );

        assert_eq!(
            (pull.number, pull.title.as_str()),
            (SEVEN, "Improve things")
        );
        assert_eq!((pull.state, pull.draft), (PullState::Open, true));
        assert_eq!(pull.head, seven.head());
        assert_eq!((pull.base_ref.as_str(), pull.base_default), ("main", true));
        assert!(pull.head_repo_is_fork && !pull.private);
        assert_eq!(pull.commits, 1);
        assert_eq!(pull.repository_id.unsigned(), seven.repository().id());
        assert_eq!(
            (pull.owner.as_str(), pull.repo.as_str()),
            ("acme", "widget")
        );
        let author = pull.author.unwrap();
        assert_eq!(
            (author.id.unsigned(), author.login.as_str()),
            (mallory.id(), "mallory")
        );
        assert_eq!(author.created_ms, 1_777_536_000_000);
        assert_eq!(author.location.as_deref(), Some("Kyoto"));
        assert!(!author.is_bot);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_author_is_nobody() {
    story(async |stage| {
        pull_seven(&stage.world);
        let _ = stage.world.user("mallory").deleted();
        let pull = stage.client().pull(&widget(), SEVEN).await.unwrap();
        assert_eq!(pull.author, None);
        assert_eq!(stage.client().account("mallory").await, Ok(None));
    })
    .await;
}

#[tokio::test]
async fn what_is_not_there_is_told_apart_from_faults() {
    story(async |stage| {
        pull_seven(&stage.world);
        let client = stage.client();
        let none = client
            .pull(&widget(), PullRequestNumber::new(8))
            .await
            .unwrap_err();
        assert!(matches!(none, GithubError::NotFound { .. }), "{none:?}");
        let other = "acme/other".parse().unwrap();
        assert!(
            client
                .pull(&other, PullRequestNumber::new(1))
                .await
                .unwrap_err()
                .is_absent()
        );
        let foreign = stage.world.foreign_repository("elsewhere/hidden").private();
        let _ = foreign.commit(Commit::new(ADA, NOON));
        let hidden = "elsewhere/hidden".parse().unwrap();
        assert!(
            client
                .pull(&hidden, PullRequestNumber::new(1))
                .await
                .unwrap_err()
                .is_absent()
        );
    })
    .await;
}

#[tokio::test]
async fn changed_files_come_from_all_pages_and_keep_the_token() {
    story(async |stage| {
        let first = Commit::new(ADA, NOON).file("README.md", "widget\n");
        let repository = stage
            .world
            .repository("acme/widget")
            .private()
            .commit(first);
        let mut work = Commit::new(ADA, NOON).remove("README.md");
        for number in 0..230 {
            work = work.file(&format!("src/ü {number:03}.rs"), "");
        }
        let repository = repository.push("patch", &[work]);
        repository.open_as(7, "ada", "patch", "Many files");
        let files = stage
            .client()
            .changed_files(&widget(), SEVEN)
            .await
            .unwrap();
        assert_eq!(files.len(), 231);
        assert_eq!(
            (files[0].path.as_str(), files[0].status.as_str()),
            ("README.md", "removed")
        );
        assert_eq!(files[230].path, "src/ü 229.rs");
        let removed = vec!["widget".to_owned()];
        let added = Vec::new();
        assert_eq!(files[0].lines, ChangedLines::Shown { added, removed });
        assert_eq!(files[230].lines, ChangedLines::None);
        let route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
        assert_eq!(stage.world.requested(route), 3);
    })
    .await;
}

#[tokio::test]
async fn lines_are_shown_unless_there_are_too_many() {
    story(async |stage| {
        let text = "one\ntwo\n";
        let first = Commit::new(ADA, NOON).file("a.txt", text);
        let repository = stage.world.repository("acme/widget").commit(first);
        let work = Commit::new(ADA, NOON)
            .file("a.txt", "one\n2\n--- 3")
            .file("image.png", [0, 159, 146, 150])
            .file("large.txt", "line\n".repeat(20_001));
        let repository = repository.push("patch", &[work]);
        repository.open_as(7, "ada", "patch", "Lines");
        let files = stage
            .client()
            .changed_files(&widget(), SEVEN)
            .await
            .unwrap();
        let lines: Vec<_> = files.into_iter().map(|file| file.lines).collect();
        let shown = ChangedLines::Shown {
            added: vec![(2, "2".to_owned()), (3, "--- 3".to_owned())],
            removed: vec!["two".to_owned()],
        };
        assert_eq!(lines, [shown, ChangedLines::None, ChangedLines::Withheld]);
    })
    .await;
}

#[tokio::test]
async fn files_are_read_as_of_a_commit() {
    story(async |stage| {
        let text = "level = \"full\"\n".repeat(20);
        let policy = ".github/countersign.toml";
        let first = Commit::new(ADA, NOON).file(policy, &text);
        let repository = stage.world.repository("acme/widget").commit(first);
        let other = Commit::new(ADA, NOON).file(policy, [0, 159, 146, 150]);
        let repository = repository.push("side+branch", &[other]);
        let client = stage.client();
        let file = async |path: &str, at: Option<&str>| client.file(&widget(), path, at).await;
        assert_eq!(file(policy, None).await, Ok(Some(text.into_bytes())));
        let bytes = vec![0, 159, 146, 150];
        assert_eq!(
            file(policy, Some("side+branch")).await,
            Ok(Some(bytes.clone()))
        );
        let head = repository.head("side+branch");
        assert_eq!(file(policy, Some(&head)).await, Ok(Some(bytes)));
        assert_eq!(file("absent.toml", None).await, Ok(None));
        assert_eq!(
            file(".github", None).await,
            Ok(None),
            "a directory is no file"
        );
    })
    .await;
}

#[tokio::test]
async fn permissions_are_those_of_the_moment() {
    story(async |stage| {
        let repository = stage.world.repository("acme/widget");
        let repository = repository.member("ada", "write").member("tim", "triage");
        let client = stage.client();
        let permission = async |login: &str| client.permission(&widget(), login).await.unwrap();
        assert_eq!(permission("ada").await, Permission::Write);
        assert!(!permission("tim").await.can_write());
        let _ = stage.world.user("eve");
        assert_eq!(permission("eve").await, Permission::Read);
        assert_eq!(permission("nobody-at-all").await, Permission::None);
        let _ = repository.member("ada", "maintain").private();
        assert!(permission("ada").await.can_write());
        assert_eq!(permission("eve").await, Permission::None);
    })
    .await;
}

#[tokio::test]
async fn keys_with_nulls_are_read() {
    story(async |stage| {
        let _ = stage.world.repository("acme/widget");
        let ada = stage.world.user("ada").created("2012-02-03T04:05:06Z");
        let ada = ada.gpg_key(
            "3AA5C34371567BD2",
            "ada@example.org",
            "2026-05-30T10:00:00Z",
        );
        let _ = ada.ssh_key("laptop", "ssh-ed25519 AAAAC3Nz", "2026-05-31T10:00:00Z");
        let client = stage.client();
        let keys = client.signing_keys("ada").await.unwrap();
        assert_eq!(keys.len(), 2);
        assert_eq!(
            (keys[0].kind, keys[1].kind),
            (KeyKind::Gpg, KeyKind::SshSigning)
        );
        assert_eq!(keys[0].key_ids, ["3AA5C34371567BD2"]);
        assert_eq!(keys[0].title, None);
        assert_eq!(keys[0].emails, ["ada@example.org"]);
        assert_eq!(keys[1].created_ms, 1_780_221_600_000);
        let account = client.account("ada").await.unwrap().unwrap();
        assert_eq!(account.created_ms, 1_328_241_906_000);
        assert!(
            client
                .signing_keys("nobody-at-all")
                .await
                .unwrap_err()
                .is_absent()
        );
    })
    .await;
}

#[tokio::test]
async fn deploy_keys_ask_for_their_permission() {
    story(async |stage| {
        let at = "2026-05-01T00:00:00Z";
        let repository = stage.world.repository("acme/widget");
        let _ = repository.deploy_key("ci", "ada", at, false);
        let keys = stage.client().deploy_keys(&widget()).await.unwrap();
        assert_eq!(keys[0].title, "ci");
        assert_eq!(keys[0].added_by.as_deref(), Some("ada"));
        assert!(!keys[0].read_only);
        stage
            .world
            .installation("acme")
            .permission("administration", "");
        let refused = stage.client().deploy_keys(&widget()).await.unwrap_err();
        assert!(
            matches!(refused, GithubError::Forbidden { .. }),
            "{refused:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn open_pull_requests_and_repositories_are_listed() {
    story(async |stage| {
        let first = Commit::new(ADA, NOON);
        let repository = stage.world.repository("acme/widget").commit(first.clone());
        let repository = repository.push("patch", &[first]);
        for number in 1..=120 {
            repository.open_as(number, "ada", "patch", "One of many");
        }
        let _ = stage.world.pull(3).close();
        let _ = stage.world.repository("acme/second").private();
        let client = stage.client();
        let open = client.open_pulls(&widget()).await.unwrap();
        assert_eq!(open.len(), 119);
        assert_eq!(open[0].head, repository.head("patch"));
        let repositories = client.repositories().await.unwrap();
        let names: Vec<String> = repositories
            .iter()
            .map(|entry| entry.name.to_string())
            .collect();
        assert_eq!(names, ["acme/widget", "acme/second"]);
        assert!(repositories[1].private);
    })
    .await;
}

#[tokio::test]
async fn an_accounts_pull_requests_come_oldest_first_without_issues() {
    story(async |stage| {
        let first = Commit::new(ADA, NOON);
        let repository = stage.world.repository("acme/widget").commit(first.clone());
        let repository = repository.push("patch", &[first]);
        let open = |author: &str, at: &str| {
            repository
                .open(author, "patch", "One of many")
                .opened_at(at)
        };
        let client = stage.client();
        client
            .create_issue(&widget(), "No pull request", "")
            .await
            .unwrap();
        let later = open("ada", "2026-03-02T00:00:00Z").merged_at("2026-03-04T00:00:00Z");
        let _ = open("eve", "2026-03-01T00:00:00Z").merge();
        let earlier = open("ada", "2026-03-01T00:00:00Z").close();
        let pulls = client.pulls_by(&widget(), "ada").await.unwrap();
        let days = |ms: i64| (ms - 1_772_323_200_000) / 86_400_000;
        let told: Vec<_> = pulls
            .iter()
            .map(|pull| {
                (
                    pull.number.unsigned(),
                    days(pull.opened_ms),
                    pull.merged_ms.map(days),
                )
            })
            .collect();
        assert_eq!(
            told,
            [(earlier.number(), 0, None), (later.number(), 1, Some(3))]
        );
        let app = client.pulls_by(&widget(), "countersign[bot]").await;
        assert_eq!(app.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_persons_token_reads_too() {
    story(async |stage| {
        let seven = pull_seven(&stage.world);
        let token = stage.world.token_of("ada");
        let client = Client::with_token(server(&stage.world), token.into(), clock().0).unwrap();
        assert_eq!(
            client.pull(&widget(), SEVEN).await.unwrap().head,
            seven.head()
        );
        seven.comment("ada", "mine");
        seven.comment("eve", "not mine");
        let own = client.comments_of_app(&widget(), SEVEN).await.unwrap();
        assert_eq!(own.len(), 1);
        assert_eq!(
            (own[0].body.as_str(), own[0].author.as_deref()),
            ("mine", Some("ada"))
        );
        let bad = Client::with_token(server(&stage.world), "ghp_no".into(), clock().0).unwrap();
        let refused = bad.pull(&widget(), SEVEN).await.unwrap_err();
        assert!(
            matches!(refused, GithubError::Unauthorized { .. }),
            "{refused:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn thousands_of_commits_are_counted() {
    story(async |stage| {
        let repository = stage
            .world
            .repository("acme/widget")
            .commit(Commit::new(ADA, NOON));
        let commits: Vec<Commit> = (0..3_000)
            .map(|number| Commit::new(ADA, NOON).message(&format!("Step {number}")))
            .collect();
        repository.fork("mallory").push("patch", &commits);
        let pull = repository.open_as(7, "mallory", "mallory:patch", "Much");
        assert_eq!(
            stage.client().pull(&widget(), SEVEN).await.unwrap().commits,
            3_000
        );
        let before = pull.head();
        let fork = stage.world.foreign_repository("mallory/widget");
        let _ = fork.force_push("patch", "main", &commits[..1]);
        let after = stage.client().pull(&widget(), SEVEN).await.unwrap();
        assert_eq!((after.commits, after.head == before), (1, false));
    })
    .await;
}
