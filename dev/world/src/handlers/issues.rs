//! Issues, comments, reactions.

use serde_json::{Value, json};

use crate::answer::Answer;
use crate::auth::Caller;
use crate::json;
use crate::moment;
use crate::request::Request;
use crate::state::{Comment, Holder, Issue, IssueKey, State};

/// GitHub takes no longer body.
const LONGEST_BODY: usize = 65_536;

/// The account that a caller acts as.
pub(crate) fn acting(state: &State, caller: Caller) -> u64 {
    match caller {
        Caller::Holder(Holder::User(user)) => user,
        _ => state.bot,
    }
}

fn issue_key(state: &State, request: &Request) -> Option<IssueKey> {
    let key = (request.repository(state)?, request.number("issue_number"));
    let exists = state.pulls.contains_key(&key) || state.issues.contains_key(&key);
    exists.then_some(key)
}

/// The body field, where it is one that GitHub takes.
fn body(request: &Request) -> Result<String, Answer> {
    match request.text("body") {
        None => Err(Answer::invalid("IssueComment", "body", "missing_field")),
        Some(body) if body.trim().is_empty() => {
            Err(Answer::invalid("IssueComment", "body", "missing"))
        }
        Some(body) if body.chars().count() > LONGEST_BODY => {
            Err(Answer::invalid("IssueComment", "body", "too_long"))
        }
        Some(body) => Ok(body.to_owned()),
    }
}

/// The newest first, without pull requests, which GitHub lists too; with a `creator` all that this
/// account opened, the oldest first.
pub(crate) fn list(state: &mut State, request: &Request) -> Answer {
    let Some(repository) = request.repository(state) else {
        return Answer::not_found();
    };
    if let Some(creator) = request.query.get("creator") {
        return match state.find_user(creator).map(|user| user.id) {
            Some(creator) => request.page(state, &opened_by(state, repository, creator), None),
            None => Answer::invalid("Search", "creator", "invalid"),
        };
    }
    let all: Vec<Value> = state
        .issues
        .iter()
        .rev()
        .filter(|(key, _)| key.0 == repository)
        .map(|(key, issue)| json::issue(state, *key, issue, false))
        .collect();
    request.page(state, &all, None)
}

fn opened_by(state: &State, repository: u64, creator: u64) -> Vec<Value> {
    let issues = state.issues.iter();
    let issues = issues.filter(|(key, issue)| key.0 == repository && issue.author == creator);
    let issues =
        issues.map(|(key, issue)| (issue.created_ms, json::issue(state, *key, issue, false)));
    let pulls = state.pulls.values();
    let pulls = pulls.filter(|pull| pull.key.0 == repository && pull.author == creator);
    let pulls = pulls.map(|pull| {
        let merged = pull.merged_ms.map(moment::text);
        let mut value = json::issue(state, pull.key, &pull.as_issue(), true);
        value["pull_request"]["merged_at"] = json!(merged);
        (pull.created_ms, value)
    });
    let mut all: Vec<_> = issues.chain(pulls).collect();
    all.sort_by_key(|(created_ms, _)| *created_ms);
    all.into_iter().map(|(_, value)| value).collect()
}

pub(crate) fn create(state: &mut State, request: &Request) -> Answer {
    let Some(repository) = request.repository(state) else {
        return Answer::not_found();
    };
    let Some(title) = request.text("title").filter(|title| !title.is_empty()) else {
        return Answer::invalid("Issue", "title", "missing_field");
    };
    let issue = Issue {
        id: state.fresh_id(),
        title: title.to_owned(),
        body: request.text("body").unwrap_or_default().to_owned(),
        author: acting(state, request.caller),
        created_ms: state.tick(),
    };
    let key = (repository, state.next_number(repository));
    let value = json::issue(state, key, &issue, false);
    state.issues.insert(key, issue);
    Answer::json(201, &value)
}

pub(crate) fn comments(state: &mut State, request: &Request) -> Answer {
    let Some(key) = issue_key(state, request) else {
        return Answer::not_found();
    };
    let all: Vec<Value> = state
        .comments
        .values()
        .filter(|comment| comment.key == key)
        .map(|comment| json::comment(state, comment))
        .collect();
    request.page(state, &all, None)
}

pub(crate) fn comment(state: &mut State, request: &Request) -> Answer {
    let Some(key) = issue_key(state, request) else {
        return Answer::not_found();
    };
    let body = match body(request) {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    let author = acting(state, request.caller);
    let id = add_comment(state, key, author, &body);
    match state.comments.get(&id) {
        Some(comment) => Answer::json(201, &json::comment(state, comment)),
        None => Answer::not_found(),
    }
}

/// Writes a comment and answers its number.
pub(crate) fn add_comment(state: &mut State, key: IssueKey, author: u64, body: &str) -> u64 {
    let id = state.fresh_id();
    let comment = Comment {
        id,
        key,
        author,
        body: body.to_owned(),
        created_ms: state.tick(),
        edited: None,
        minimised: None,
        reactions: Vec::new(),
        revisions: 1,
    };
    state.comments.insert(id, comment);
    id
}

/// The number of the comment that the path names, where it is in that repository.
fn named_comment(state: &State, request: &Request) -> Option<u64> {
    let repository = request.repository(state)?;
    let comment = state.comments.get(&request.number("comment_id"))?;
    (comment.key.0 == repository).then_some(comment.id)
}

pub(crate) fn one_comment(state: &mut State, request: &Request) -> Answer {
    match named_comment(state, request).and_then(|id| state.comments.get(&id)) {
        Some(comment) => Answer::ok(&json::comment(state, comment)),
        None => Answer::not_found(),
    }
}

pub(crate) fn edit_comment(state: &mut State, request: &Request) -> Answer {
    let Some(id) = named_comment(state, request) else {
        return Answer::not_found();
    };
    let body = match body(request) {
        Ok(body) => body,
        Err(answer) => return answer,
    };
    let editor = acting(state, request.caller);
    rewrite(state, id, editor, &body);
    match state.comments.get(&id) {
        Some(comment) => Answer::ok(&json::comment(state, comment)),
        None => Answer::not_found(),
    }
}

/// Gives a comment another body.
pub(crate) fn rewrite(state: &mut State, id: u64, editor: u64, body: &str) {
    let now = state.tick();
    if let Some(comment) = state.comments.get_mut(&id) {
        body.clone_into(&mut comment.body);
        comment.edited = Some((editor, now));
        comment.revisions += 1;
    }
}

pub(crate) fn react(state: &mut State, request: &Request) -> Answer {
    const KNOWN: &[&str] = &[
        "+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes",
    ];
    let Some(id) = named_comment(state, request) else {
        return Answer::not_found();
    };
    let Some(content) = request
        .text("content")
        .filter(|content| KNOWN.contains(content))
    else {
        return Answer::invalid("Reaction", "content", "invalid");
    };
    let by = acting(state, request.caller);
    let (fresh, now) = (state.fresh_id(), state.tick());
    let mut created = false;
    let mut reaction = fresh;
    if let Some(comment) = state.comments.get_mut(&id) {
        let had = comment
            .reactions
            .iter()
            .find(|had| had.1 == by && had.2 == content);
        match had {
            Some(had) => reaction = had.0,
            None => {
                comment.reactions.push((fresh, by, content.to_owned()));
                created = true;
            }
        }
    }
    let value = json::reaction(state, reaction, by, content, now);
    Answer::json(if created { 201 } else { 200 }, &value)
}
