//! The webhooks of events in a repository and on a pull request.
//!
//! Each describes the present state, is put into the delivery log as not yet answered, and is returned. A
//! test that does not pass it on has lost it, as GitHub loses deliveries.

use serde_json::{Value, json};

use super::{PullStory, RepositoryStory, World};
use crate::delivery::Delivery;
use crate::delivery_log;
use crate::git;
use crate::json;
use crate::state::State;

const NO_COMMIT: &str = "0000000000000000000000000000000000000000";

impl RepositoryStory {
    /// The fields that all webhooks of a repository have, with those of `more`.
    fn body(&self, sender: &str, more: Value) -> Value {
        let sender = self.world.user(sender).id();
        let state = self.world.shared.lock();
        let Some(repository) = state.repositories.get(&self.id) else {
            return more;
        };
        let mut body = json::with(
            json!({
                "repository": json::repository(&state, repository),
                "sender": json::user(&state, sender),
            }),
            more,
        );
        if let Some(installation) = state.installation_of(repository.owner) {
            body["installation"] = json::lite_installation(installation.id);
        }
        let owner = state.users.get(&repository.owner);
        if let Some(owner) =
            owner.filter(|owner| owner.kind == crate::state::UserKind::Organization)
        {
            body["organization"] = organization(&state, owner.id, &owner.login);
        }
        body
    }

    /// The webhook of an event in the whole organisation, which does not name a repository.
    fn deliver_for_owner(&self, event: &str, sender: &str, more: Value) -> Delivery {
        let mut body = self.body(sender, more);
        if let Some(fields) = body.as_object_mut() {
            fields.remove("repository");
        }
        delivery_log::deliver(&mut self.world.shared.lock(), event, &body)
    }

    fn deliver(&self, event: &str, sender: &str, more: Value) -> Delivery {
        let body = self.body(sender, more);
        delivery_log::deliver(&mut self.world.shared.lock(), event, &body)
    }

    /// `push`: a branch went from `before` (`None` where it is new) to its head.
    pub fn pushed(&self, pusher: &str, branch: &str, before: Option<&str>) -> Delivery {
        let dir = self.git_dir();
        let after = self.head(branch);
        let range = before.map_or_else(|| after.clone(), |before| format!("{before}..{after}"));
        let format = "--format=%H%x00%T%x00%B%x00%aI%x00%an%x00%ae%x00%cn%x00%ce%x1e";
        let log = git::ask(
            &dir,
            &["log", "--reverse", "--max-count=2048", format, &range],
        );
        let log = String::from_utf8_lossy(&log.unwrap_or_default()).into_owned();
        let commits: Vec<Value> = log.split('\u{1e}').filter_map(pushed_commit).collect();
        let email = format!("{pusher}@example.org");
        self.deliver(
            "push",
            pusher,
            json!({
                "ref": format!("refs/heads/{branch}"),
                "before": before.unwrap_or(NO_COMMIT),
                "after": after,
                "base_ref": null,
                "created": before.is_none(),
                "deleted": false,
                "forced": before.is_some_and(|before| !is_ancestor(&dir, before, &after)),
                "compare": "https://example.org/compare",
                "head_commit": commits.last(),
                "commits": commits,
                "pusher": { "name": pusher, "email": email },
            }),
        )
    }

    /// `check_run` rerequested.
    pub fn check_rerequested(&self, sender: &str, id: u64) -> Delivery {
        let run = {
            let state = self.world.shared.lock();
            state
                .checks
                .get(&id)
                .map(|run| json::check_run(&state, run))
        };
        let more = json!({ "action": "rerequested", "check_run": run });
        self.deliver("check_run", sender, more)
    }

    /// `check_suite` rerequested on a commit.
    pub fn suite_rerequested(&self, sender: &str, head: &str, branch: &str) -> Delivery {
        let app = json::app(&self.world.shared.lock());
        let suite = json!({
            "id": self.id, "node_id": json::node_id("CS", self.id),
            "head_branch": branch, "head_sha": head,
            "status": "completed", "conclusion": "neutral",
            "url": "https://example.org/suite", "before": NO_COMMIT, "after": head,
            "pull_requests": [], "app": app,
            "created_at": "2026-06-01T09:00:00Z", "updated_at": "2026-06-01T09:00:00Z",
            "latest_check_runs_count": 1, "check_runs_url": "https://example.org/runs",
            "head_commit": {
                "id": head, "tree_id": head, "message": "Work",
                "timestamp": "2026-06-01T09:00:00Z",
                "author": { "name": sender, "email": "someone@example.org" },
                "committer": { "name": sender, "email": "someone@example.org" },
            },
        });
        let more = json!({ "action": "rerequested", "check_suite": suite });
        self.deliver("check_suite", sender, more)
    }

    /// `deploy_key` created: the newest deploy key.
    pub fn deploy_key_created(&self, sender: &str) -> Delivery {
        self.deploy_key_event("created", sender)
    }

    /// `deploy_key` deleted: the newest deploy key, which goes.
    pub fn deploy_key_deleted(&self, sender: &str) -> Delivery {
        let delivery = self.deploy_key_event("deleted", sender);
        let mut state = self.world.shared.lock();
        if let Some(repository) = state.repositories.get_mut(&self.id) {
            repository.deploy_keys.pop();
        }
        delivery
    }

    fn deploy_key_event(&self, action: &str, sender: &str) -> Delivery {
        let key = {
            let state = self.world.shared.lock();
            let repository = state.repositories.get(&self.id);
            repository.and_then(|repository| {
                let key = repository.deploy_keys.last()?;
                Some(json::deploy_key(&state, repository, key))
            })
        };
        self.deliver(
            "deploy_key",
            sender,
            json!({ "action": action, "key": key }),
        )
    }

    /// `member` with an action: `added`, `removed` or `edited`.
    pub fn member_event(&self, action: &str, sender: &str, login: &str) -> Delivery {
        let member = self.account(login);
        let mut more = json!({ "action": action, "member": member });
        match action {
            "removed" => {}
            "added" => {
                more["changes"] =
                    json!({ "permission": { "to": "write" }, "role_name": { "to": "write" } });
            }
            _ => more["changes"] = json!({ "permission": { "from": "read", "to": "write" } }),
        }
        self.deliver("member", sender, more)
    }

    /// `membership` with an action, `added` or `removed`, in a team of the owner.
    pub fn membership_event(&self, action: &str, sender: &str, login: &str) -> Delivery {
        let team = json!({
            "id": self.id + 1, "node_id": json::node_id("T", self.id + 1),
            "name": "maintainers", "slug": "maintainers", "description": null,
            "privacy": "closed", "permission": "push", "parent": null,
            "url": "https://example.org/t", "html_url": "https://example.org/t",
            "members_url": "https://example.org/t/members{/member}",
            "repositories_url": "https://example.org/t/repos",
        });
        let member = self.account(login);
        let more = json!({ "action": action, "scope": "team", "member": member, "team": team });
        self.deliver_for_owner("membership", sender, more)
    }

    /// `organization` with an action, `member_added` or `member_removed`.
    pub fn organization_event(&self, action: &str, sender: &str, login: &str) -> Delivery {
        let user = self.account(login);
        let membership = json!({
            "url": "https://example.org/m", "state": "active", "role": "member",
            "organization_url": "https://example.org/o", "user": user,
        });
        let more = json!({ "action": action, "membership": membership });
        self.deliver_for_owner("organization", sender, more)
    }

    /// `repository` with an action such as `publicized`, `privatized`, `renamed`, `deleted`.
    pub fn repository_event(&self, action: &str, sender: &str) -> Delivery {
        let mut more = json!({ "action": action });
        if action == "renamed" {
            more["changes"] = json!({ "repository": { "name": { "from": "before" } } });
        }
        self.deliver("repository", sender, more)
    }

    /// `release` published on a tag, at this time, RFC 3339.
    pub fn release_published(&self, sender: &str, tag: &str, at: &str) -> Delivery {
        let release = json!({
            "id": self.id + 2, "node_id": json::node_id("RE", self.id + 2), "tag_name": tag,
            "target_commitish": "main", "name": tag, "body": "", "draft": false, "prerelease": false, "immutable": false,
            "author": self.account(sender), "assets": [], "url": "https://example.org/r",
            "html_url": "https://example.org/r", "assets_url": "https://example.org/r/assets",
            "upload_url": "https://example.org/r/assets{?name,label}",
            "tarball_url": null, "zipball_url": null,
            "created_at": at, "published_at": at, "updated_at": at,
        });
        self.deliver(
            "release",
            sender,
            json!({ "action": "published", "release": release }),
        )
    }

    /// `public`.
    pub fn made_public(&self, sender: &str) -> Delivery {
        self.deliver("public", sender, json!({}))
    }

    fn account(&self, login: &str) -> Value {
        let id = self.world.user(login).id();
        json::user(&self.world.shared.lock(), id)
    }
}

impl PullStory {
    /// `pull_request` with an action such as `opened`, `reopened`, `ready_for_review`, `closed`,
    /// by its author.
    pub fn event(&self, action: &str) -> Delivery {
        self.pull_event(action, json!({}))
    }

    /// `pull_request` opened.
    pub fn opened(&self) -> Delivery {
        self.event("opened")
    }

    /// `pull_request` synchronize: its head was `before`.
    pub fn synchronized(&self, before: &str) -> Delivery {
        let after = self.head();
        self.pull_event("synchronize", json!({ "before": before, "after": after }))
    }

    /// `pull_request` edited: its base was another branch.
    pub fn base_edited(&self, before: &str) -> Delivery {
        let sha = self.repository().head(before);
        let changes = json!({ "base": { "ref": { "from": before }, "sha": { "from": sha } } });
        self.pull_event("edited", json!({ "changes": changes }))
    }

    fn pull_event(&self, action: &str, more: Value) -> Delivery {
        let (pull, sender) = {
            let state = self.world.shared.lock();
            let pull = state.pulls.get(&self.key);
            let sender = pull
                .map_or("ghost", |pull| state.login(pull.author))
                .to_owned();
            (pull.map(|pull| json::pull(&state, pull, true)), sender)
        };
        let body = json!({ "action": action, "number": self.key.1, "pull_request": pull });
        self.repository()
            .deliver("pull_request", &sender, json::with(body, more))
    }

    /// `issue_comment` with an action: `created`, `edited` or `deleted`. To be called before a
    /// comment is deleted.
    pub fn comment_event(&self, action: &str, sender: &str, id: u64) -> Delivery {
        let (issue, comment) = {
            let state = self.world.shared.lock();
            let pull = state.pulls.get(&self.key);
            let issue = pull.map(|pull| json::issue(&state, self.key, &pull.as_issue(), true));
            let comment = state.comments.get(&id);
            (issue, comment.map(|comment| json::comment(&state, comment)))
        };
        let mut more = json!({ "action": action, "issue": issue, "comment": comment });
        if action == "edited" {
            more["changes"] = json!({ "body": { "from": "before" } });
        }
        self.repository().deliver("issue_comment", sender, more)
    }

    /// `pull_request_review` submitted: a review of its head with a state such as `approved`.
    pub fn reviewed(&self, sender: &str, review: &str) -> Delivery {
        let (pull, user) = {
            let user = self.world.user(sender).id();
            let state = self.world.shared.lock();
            let pull = state.pulls.get(&self.key);
            let pull = pull.map(|pull| json::pull(&state, pull, false));
            (pull, json::user(&state, user))
        };
        let id = self.key.0 + self.key.1;
        let link = json!({ "href": "https://example.org/review" });
        let review = json!({
            "id": id, "node_id": json::node_id("PRR", id), "user": user, "body": null,
            "commit_id": self.head(), "submitted_at": "2026-06-01T09:00:00Z", "state": review,
            "html_url": "https://example.org/review",
            "pull_request_url": "https://example.org/pull", "author_association": "MEMBER",
            "_links": { "html": link, "pull_request": link },
        });
        let more = json!({ "action": "submitted", "review": review, "pull_request": pull });
        self.repository()
            .deliver("pull_request_review", sender, more)
    }

    /// A person comments, and GitHub sends the webhook.
    pub fn says(&self, login: &str, body: &str) -> Delivery {
        let id = self.comment(login, body);
        self.comment_event("created", login, id)
    }
}

impl World {
    /// `ping`, which GitHub sends first.
    #[must_use]
    pub fn ping(&self) -> Delivery {
        let body = json!({ "zen": "Design for failure.", "hook_id": 1, "hook": {} });
        self.deliver("ping", &body)
    }
}

fn organization(state: &State, id: u64, login: &str) -> Value {
    let api = state.api(&format!("/orgs/{login}"));
    json!({
        "login": login, "id": id, "node_id": json::node_id("O", id), "url": api,
        "repos_url": format!("{api}/repos"), "events_url": format!("{api}/events"),
        "hooks_url": format!("{api}/hooks"), "issues_url": format!("{api}/issues"),
        "members_url": format!("{api}/members{{/member}}"),
        "public_members_url": format!("{api}/public_members{{/member}}"),
        "avatar_url": format!("{}/avatars/{id}", state.origin), "description": "",
    })
}

fn pushed_commit(entry: &str) -> Option<Value> {
    let fields: Vec<&str> = entry.trim_start_matches('\n').split('\0').collect();
    let [
        id,
        tree,
        message,
        at,
        author,
        author_mail,
        committer,
        committer_mail,
    ] = fields[..]
    else {
        return None;
    };
    Some(json!({
        "id": id, "tree_id": tree, "distinct": true,
        "message": message.trim_end(), "timestamp": at,
        "url": format!("https://example.org/commit/{id}"),
        "author": { "name": author, "email": author_mail },
        "committer": { "name": committer, "email": committer_mail },
        "added": [], "removed": [], "modified": [],
    }))
}

fn is_ancestor(dir: &std::path::Path, before: &str, after: &str) -> bool {
    git::ask(dir, &["merge-base", "--is-ancestor", before, after]).is_some()
}
