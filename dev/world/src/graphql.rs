//! The part of GraphQL that the App asks for: fields are looked up one by one, and an unknown field is an
//! error, as at GitHub.

use graphql_parser::query::{
    Definition, Field, OperationDefinition, Selection, SelectionSet, TypeCondition,
    Value as Literal, parse_query,
};
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::auth::{self, Caller};
use crate::git;
use crate::handlers::issues;
use crate::json::node_id;
use crate::moment;
use crate::request::Request;
use crate::state::{Comment, Pull, State, UserKind};

/// An error with GitHub's type.
struct Problem(&'static str, String);

type Found<T> = Result<T, Problem>;

/// The value of a field.
enum Node {
    Query,
    Mutation,
    Repository(u64),
    Pull(crate::state::IssueKey),
    /// Finished JSON, from which the fields are picked.
    Value(Value),
}

struct Run<'a> {
    state: &'a mut State,
    caller: Caller,
    variables: &'a Value,
    problems: Vec<Value>,
}

/// Answers a GraphQL request.
pub(crate) fn answer(state: &mut State, request: &Request) -> Answer {
    let query = request.text("query").unwrap_or_default().to_owned();
    let document = match parse_query::<String>(&query) {
        Ok(document) => document,
        Err(error) => return unknown(state, &format!("unreadable query: {error}")),
    };
    let operation = document
        .definitions
        .into_iter()
        .find_map(|entry| match entry {
            Definition::Operation(operation) => Some(operation),
            Definition::Fragment(_) => None,
        });
    let (node, set) = match operation {
        Some(OperationDefinition::Query(query)) => (Node::Query, query.selection_set),
        Some(OperationDefinition::Mutation(change)) => (Node::Mutation, change.selection_set),
        _ => return unknown(state, "a document without query or mutation"),
    };
    let mut run = Run {
        state,
        caller: request.caller,
        variables: &request.body["variables"],
        problems: Vec::new(),
    };
    let data = run.select(&node, "", &set, &mut Vec::new());
    let problems = run.problems;
    if let Some(message) = problems.iter().find_map(|problem| {
        let is_ours = problem["extensions"]["code"] == "undefinedField";
        is_ours.then(|| problem["message"].to_string())
    }) {
        return unknown(state, &message);
    }
    let mut body = json!({ "data": data });
    if !problems.is_empty() {
        body["errors"] = problems.into();
    }
    Answer::ok(&body)
}

/// A query that this world does not know.
fn unknown(state: &mut State, message: &str) -> Answer {
    state.unexpected.push(format!("POST /graphql: {message}"));
    Answer::ok(&json!({ "errors": [{ "message": message }] }))
}

impl Run<'_> {
    /// The object with the fields that were asked for.
    fn select(
        &mut self,
        node: &Node,
        kind: &str,
        set: &SelectionSet<'_, String>,
        path: &mut Vec<Value>,
    ) -> Value {
        let mut object = Map::new();
        for selection in &set.items {
            match selection {
                Selection::Field(field) => {
                    let name = field.alias.as_ref().unwrap_or(&field.name).clone();
                    path.push(name.as_str().into());
                    let value = self.field(node, field, path);
                    path.pop();
                    object.insert(name, value);
                }
                Selection::InlineFragment(fragment) => {
                    let fits = match &fragment.type_condition {
                        Some(TypeCondition::On(wanted)) => wanted == kind,
                        None => true,
                    };
                    if fits
                        && let Value::Object(more) =
                            self.select(node, kind, &fragment.selection_set, path)
                    {
                        object.extend(more);
                    }
                }
                Selection::FragmentSpread(_) => {}
            }
        }
        Value::Object(object)
    }

    fn field(&mut self, node: &Node, field: &Field<'_, String>, path: &mut Vec<Value>) -> Value {
        let found = match self.resolve(node, field) {
            Ok(found) => found,
            Err(Problem(kind, message)) => {
                let mut problem = json!({ "type": kind, "path": path, "message": message });
                if kind.is_empty() {
                    problem = json!({
                        "message": message, "extensions": { "code": "undefinedField" },
                    });
                }
                self.problems.push(problem);
                return Value::Null;
            }
        };
        match found {
            Node::Value(Value::Array(items)) => {
                let items = items.into_iter().map(|item| self.finish(item, field, path));
                Value::Array(items.collect())
            }
            Node::Value(value) => self.finish(value, field, path),
            node => self.select(&node, "", &field.selection_set, path),
        }
    }

    fn finish(&mut self, value: Value, field: &Field<'_, String>, path: &mut Vec<Value>) -> Value {
        if field.selection_set.items.is_empty() || !value.is_object() {
            return value;
        }
        let kind = value["__typename"].as_str().unwrap_or_default().to_owned();
        self.select(&Node::Value(value), &kind, &field.selection_set, path)
    }

    fn resolve(&mut self, node: &Node, field: &Field<'_, String>) -> Found<Node> {
        let name = field.name.as_str();
        match (node, name) {
            (Node::Query, "repository") => self.repository(field),
            (Node::Query, "node") => self.comment_node(field),
            (Node::Mutation, "minimizeComment") => self.minimise(field, true),
            (Node::Mutation, "unminimizeComment") => self.minimise(field, false),
            (Node::Repository(id), "pullRequest") => {
                let number = self.argument(field, "number").as_u64().unwrap_or(0);
                if self.state.pulls.contains_key(&(*id, number)) {
                    return Ok(Node::Pull((*id, number)));
                }
                let message =
                    format!("Could not resolve to a PullRequest with the number of {number}.");
                Err(Problem("NOT_FOUND", message))
            }
            (Node::Repository(id), _) => pick(&repository(self.state, *id), "Repository", name),
            (Node::Pull(key), "comments") => Ok(Node::Value(self.comments(*key, field))),
            (Node::Pull(key), _) => match self.state.pulls.get(key) {
                Some(entry) => pick(&pull(self.state, entry), "PullRequest", name),
                None => Ok(Node::Value(Value::Null)),
            },
            (Node::Value(value), _) => pick(value, "this", name),
            (Node::Query | Node::Mutation, _) => Err(undefined("Query", name)),
        }
    }

    /// The value of an argument, `field.inner` for one inside an object.
    fn argument(&self, field: &Field<'_, String>, name: &str) -> Value {
        let argument = field.arguments.iter().find(|argument| argument.0 == name);
        argument.map_or(Value::Null, |argument| self.literal(&argument.1))
    }

    fn literal(&self, literal: &Literal<'_, String>) -> Value {
        match literal {
            Literal::Variable(name) => self.variables[name.as_str()].clone(),
            Literal::Int(number) => number.as_i64().into(),
            Literal::String(text) | Literal::Enum(text) => text.as_str().into(),
            Literal::Boolean(value) => (*value).into(),
            Literal::Object(fields) => {
                let fields = fields.iter();
                let fields = fields.map(|(name, value)| (name.clone(), self.literal(value)));
                Value::Object(fields.collect())
            }
            Literal::List(items) => items.iter().map(|item| self.literal(item)).collect(),
            Literal::Float(_) | Literal::Null => Value::Null,
        }
    }

    fn repository(&self, field: &Field<'_, String>) -> Found<Node> {
        let (owner, name) = (self.argument(field, "owner"), self.argument(field, "name"));
        let (owner, name) = (owner.as_str().unwrap_or(""), name.as_str().unwrap_or(""));
        let found = self.state.find_repository(owner, name);
        let visible = found.filter(|found| {
            auth::in_repository(self.state, self.caller, "metadata", false, found).is_ok()
        });
        match visible {
            Some(repository) => Ok(Node::Repository(repository.id)),
            None => Err(Problem(
                "NOT_FOUND",
                format!("Could not resolve to a Repository with the name '{owner}/{name}'."),
            )),
        }
    }

    fn comments(&self, key: crate::state::IssueKey, field: &Field<'_, String>) -> Value {
        let first = self.argument(field, "first").as_u64().unwrap_or(0);
        let first = usize::try_from(first).unwrap_or(0).min(100);
        let after = self.argument(field, "after");
        let after: u64 = after.as_str().and_then(|id| id.parse().ok()).unwrap_or(0);
        let comments = self.state.comments.values();
        let all: Vec<&Comment> = comments
            .filter(|comment| comment.key == key && comment.id > after)
            .collect();
        let shown = &all[..first.min(all.len())];
        let nodes: Vec<Value> = shown.iter().map(|entry| self.comment(entry)).collect();
        json!({
            "totalCount": all.len(),
            "pageInfo": {
                "hasNextPage": all.len() > first,
                "endCursor": shown.last().map(|comment| comment.id.to_string()),
            },
            "nodes": nodes,
        })
    }

    fn comment(&self, comment: &Comment) -> Value {
        let viewer = issues::acting(self.state, self.caller);
        json!({
            "__typename": "IssueComment",
            "id": node_id("IC", comment.id),
            "databaseId": comment.id,
            "body": comment.body,
            "isMinimized": comment.minimised.is_some(),
            "minimizedReason": comment.minimised,
            "viewerDidAuthor": comment.author == viewer,
            "createdAt": moment::text(comment.created_ms),
            "lastEditedAt": comment.edited.map(|edited| moment::text(edited.1)),
            "author": actor(self.state, comment.author),
            "editor": comment.edited.map(|edited| actor(self.state, edited.0)),
        })
    }

    /// The comment with the node id that the argument names, where the caller may see it.
    fn named_comment(&self, id: &Value, write: bool) -> Found<u64> {
        let text = id.as_str().unwrap_or_default();
        let number = text.strip_prefix("IC_").and_then(|id| id.parse().ok());
        let missing = || {
            let message = format!("Could not resolve to a node with the global id of '{text}'");
            Problem("NOT_FOUND", message)
        };
        let comment: &Comment = number
            .and_then(|number: u64| self.state.comments.get(&number))
            .ok_or_else(missing)?;
        let repository = self
            .state
            .repositories
            .get(&comment.key.0)
            .ok_or_else(missing)?;
        let allowed = auth::in_repository(
            self.state,
            self.caller,
            "issues|pull_requests",
            write,
            repository,
        );
        match allowed {
            Ok(()) => Ok(comment.id),
            Err(answer) if answer.status == 403 => Err(Problem(
                "FORBIDDEN",
                "Resource not accessible by integration".to_owned(),
            )),
            Err(_) => Err(missing()),
        }
    }

    fn comment_node(&self, field: &Field<'_, String>) -> Found<Node> {
        let id = self.named_comment(&self.argument(field, "id"), false)?;
        let comment = self.state.comments.get(&id);
        Ok(Node::Value(
            comment.map_or(Value::Null, |entry| self.comment(entry)),
        ))
    }

    fn minimise(&mut self, field: &Field<'_, String>, fold: bool) -> Found<Node> {
        let input = self.argument(field, "input");
        let id = self.named_comment(&input["subjectId"], true)?;
        let reason = input["classifier"].as_str().map(str::to_owned);
        if fold && reason.is_none() {
            return Err(undefined("classifier", "missing"));
        }
        if let Some(comment) = self.state.comments.get_mut(&id) {
            comment.minimised = reason.filter(|_| fold);
        }
        let outcome = json!({ "isMinimized": fold });
        Ok(Node::Value(json!({
            "minimizedComment": outcome, "unminimizedComment": outcome,
        })))
    }
}

fn undefined(kind: &str, name: &str) -> Problem {
    Problem("", format!("Field '{name}' doesn't exist on type '{kind}'"))
}

fn pick(value: &Value, kind: &str, name: &str) -> Found<Node> {
    let found = value.get(name).cloned();
    found.map(Node::Value).ok_or_else(|| undefined(kind, name))
}

fn repository(state: &State, id: u64) -> Value {
    let Some(repository) = state.repositories.get(&id) else {
        return Value::Null;
    };
    let branch = &repository.default_branch;
    let has_commit = git::resolve(&state.git_dir(id), branch).is_some();
    json!({
        "databaseId": id,
        "name": repository.name,
        "nameWithOwner": state.full_name(repository),
        "isPrivate": repository.private,
        "owner": { "login": state.login(repository.owner) },
        "defaultBranchRef": has_commit.then(|| json!({ "name": branch })),
    })
}

fn pull(state: &State, pull: &Pull) -> Value {
    let dir = state.git_dir(pull.key.0);
    let base = git::resolve(&dir, &pull.base_ref);
    json!({
        "databaseId": pull.id,
        "number": pull.key.1,
        "title": pull.title,
        "state": pull.state,
        "isDraft": pull.draft,
        "isCrossRepository": pull.head_repository != pull.key.0,
        "headRefOid": pull.head,
        "headRefName": pull.head_ref,
        "baseRefName": pull.base_ref,
        "baseRefOid": base,
        "commits": { "totalCount": git::count(&dir, base.as_deref(), &pull.head) },
        "author": actor(state, pull.author),
    })
}

/// An account as an actor; a deleted one is null.
fn actor(state: &State, id: u64) -> Value {
    let Some(user) = state.users.get(&id).filter(|user| !user.deleted) else {
        return Value::Null;
    };
    // A bot's login has no suffix in GraphQL, unlike in REST.
    let login = user.login.trim_end_matches("[bot]");
    let mut actor = json!({
        "__typename": user.kind.name(),
        "login": login,
        "databaseId": user.id,
        "createdAt": moment::text(user.created_ms),
    });
    if user.kind == UserKind::Person {
        actor["location"] = user.location.clone().into();
    }
    actor
}
