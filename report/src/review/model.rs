//! A review as data: what JSON shows, and what comment, check run, notice and terminal render.

use countersign_facts::{PullRequest, Tlp};
use countersign_heuristics::{Level, OpenerAssessment, PullRequestAssessment, Strength};
use countersign_people::Population;
use schemars::JsonSchema;
use serde::Serialize;

use crate::baseline::Baseline;
use crate::build::Builder;
use crate::model::{AcceptedFinding, Finding, PatternMatch, Person, Repository, Tool, level};
use crate::readings;

/// Name of this shape of data. Grows a field without notice, changes its number otherwise.
pub const SCHEMA: &str = "countersign/review/1";

/// How much is shown where others can read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Disclosure {
    /// Every finding with its records.
    Full,
    /// What to look at, and where maintainers find the evidence. Names nobody.
    Summary,
}

/// What the heuristics say about one pull request. Accepted findings are listed separately.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("$id" = "urn:countersign:review:1"))]
pub struct Review {
    /// Always `countersign/review/1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What made this.
    pub tool: Tool,
    /// The repository: `owner/name`.
    pub repository: String,
    /// The pull request's number.
    pub number: u64,
    /// Id of the head commit that was checked.
    pub head: String,
    /// Commits of the pull request that were checked.
    pub commits: u64,
    /// Changed files whose lines were not checked, because the platform does not show changes of their size.
    /// `null` if no lines were checked.
    pub unseen_files: Option<u64>,
    /// The highest level of any participant, without accepted findings.
    #[serde(serialize_with = "level")]
    #[schemars(with = "String", extend("enum" = Level::ALL.map(Level::as_str)))]
    pub level: Level,
    /// Published patterns that a participant's findings match, most signs first. They do not raise the level.
    pub patterns: Vec<PatternMatch>,
    /// The authors of its commits, highest level first, then by id; without programs.
    pub people: Vec<Person>,
    /// The person who opened it, if they authored none of its commits and have findings.
    pub opener: Option<Person>,
    /// How much is shown where others can read it.
    pub disclosure: Disclosure,
    /// What the pictures of the people show; empty unless asked for.
    #[serde(skip)]
    pub(crate) readings: readings::All,
}

/// What a [`Review`] is made of.
#[derive(Clone, Copy, Debug)]
pub struct ReviewRequest<'a> {
    /// The repository: `owner/name`.
    pub repository: &'a str,
    /// Id of the head commit.
    pub head: &'a str,
    /// The facts, by person.
    pub population: &'a Population,
    /// The pull request.
    pub pull_request: &'a PullRequest,
    /// What the heuristics say about it.
    pub assessment: &'a PullRequestAssessment,
    /// Accepted findings.
    pub accepted: &'a Baseline,
    /// How much is shown where others can read it.
    pub disclosure: Disclosure,
    /// The audience. Findings for a smaller audience are left out and do not count.
    pub tlp: Tlp,
}

impl Review {
    /// Collects what a pull request shows.
    #[must_use]
    pub fn new(request: ReviewRequest<'_>) -> Self {
        let repositories = repositories(&request);
        let builder = Builder {
            population: request.population,
            repositories: &repositories,
            baseline: request.accepted,
            tlp: request.tlp,
        };
        let assessed = &request.assessment.people;
        let mut people: Vec<_> = assessed.iter().map(|one| builder.person_of(one)).collect();
        people.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.id.cmp(&b.id)));
        let opener = request.assessment.opener.as_ref();
        let opener = opener
            .map(|opener| opened_by(&builder, &request, opener))
            .filter(|opener| !opener.findings.is_empty() || !opener.accepted.is_empty());
        let all = || people.iter().chain(&opener);
        Self {
            schema: SCHEMA,
            tool: Tool::this(),
            repository: request.repository.to_owned(),
            number: request.pull_request.number.unsigned(),
            head: request.head.to_owned(),
            commits: request.pull_request.commits.len() as u64,
            unseen_files: request
                .pull_request
                .content
                .as_ref()
                .map(|content| u64::from(content.unseen)),
            level: all().map(|person| person.level).max().unwrap_or_default(),
            patterns: merged(all()),
            disclosure: request.disclosure,
            people,
            opener,
            readings: readings::All::new(),
        }
    }

    /// The same review with what [`review_page`](crate::review_page) needs for its pictures. Nothing else shows it.
    #[must_use]
    pub fn with_pictures(mut self, population: &Population) -> Self {
        let ids = self.everybody().map(|person| &*person.id);
        let ids = ids.take(readings::MOST_PICTURED);
        self.readings = readings::all(population, ids);
        self
    }

    /// The authors of its commits, then the person who opened it without authoring any.
    pub fn everybody(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().chain(&self.opener)
    }

    /// All findings that are not accepted, strongest first, each with its person.
    #[must_use]
    pub fn findings(&self) -> Vec<(&Person, &Finding)> {
        let mut findings: Vec<_> = self
            .everybody()
            .flat_map(|person| person.findings.iter().map(move |finding| (person, finding)))
            .collect();
        findings.sort_by_key(|(_, finding)| std::cmp::Reverse(finding.strength));
        findings
    }

    /// All findings that were accepted.
    pub fn accepted(&self) -> impl Iterator<Item = &AcceptedFinding> {
        self.everybody().flat_map(|person| &person.accepted)
    }

    /// Whether there is more than context to look at.
    #[must_use]
    pub fn needs_a_look(&self) -> bool {
        self.level > Level::Quiet
    }

    /// How many findings are more than context.
    pub(super) fn beyond_context(&self) -> u64 {
        let is_beyond = |finding: &&Finding| finding.strength > Strength::Context;
        let findings = self.everybody().flat_map(|person| &person.findings);
        findings.filter(is_beyond).count() as u64
    }
}

/// The name of each repository in evidence: the pull request's own has its full name.
fn repositories(request: &ReviewRequest<'_>) -> Vec<Repository> {
    let own = usize::from(request.pull_request.repository.0);
    let announced = request.population.history().repositories();
    let name = |index: usize, name: &str| match index {
        index if index == own => request.repository.to_owned(),
        _ => name.to_owned(),
    };
    let announced = announced.iter().enumerate();
    announced
        .map(|(index, announced)| Repository {
            name: name(index, announced),
            ..Repository::default()
        })
        .collect()
}

fn opened_by(
    builder: &Builder<'_>,
    request: &ReviewRequest<'_>,
    opener: &OpenerAssessment,
) -> Person {
    let judged = builder.judge_all(opener.findings(), &opener.id);
    let dossier = opener
        .person
        .map(|person| request.population.dossier(person));
    let mut person = match dossier {
        Some(dossier) => builder.described(&dossier, &judged),
        None => builder.stranger(opener.id.clone(), &judged),
    };
    if let Some(account) = &request.pull_request.author {
        person
            .logins
            .retain(|login| !login.eq_ignore_ascii_case(&account.login));
        person.logins.insert(0, account.login.clone());
    }
    person
}

/// Each pattern once, with the most signs that one participant shows.
fn merged<'a>(people: impl Iterator<Item = &'a Person>) -> Vec<PatternMatch> {
    let mut merged: Vec<PatternMatch> = Vec::new();
    for one in people.flat_map(|person| &person.patterns) {
        match merged.iter_mut().find(|known| known.id == one.id) {
            Some(known) if known.signs < one.signs => *known = one.clone(),
            Some(_) => {}
            None => merged.push(one.clone()),
        }
    }
    merged.sort_by(|a, b| b.signs.cmp(&a.signs).then_with(|| a.id.cmp(b.id)));
    merged
}

/// The review as one JSON object, indented.
#[must_use]
pub fn json(review: &Review) -> String {
    crate::json::pretty(review)
}

/// The JSON Schema of [`Review`] as JSON shows it.
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(Review).to_value()
}
