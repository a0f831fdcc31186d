//! The data of a list of people.

use countersign_people::linkage::{Link, Linkage, LinkedPerson, Tier};
use schemars::JsonSchema;
use serde::Serialize;

use crate::gaps::Gaps;
use crate::model::Tool;

/// Name of this shape of data. Grows a field without notice, changes its number otherwise.
const SCHEMA: &str = "countersign/people/1";

/// How a project's `.mailmap` was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MailmapUse {
    /// Its entries were used.
    Honoured,
    /// There is no `.mailmap`.
    Absent,
    /// The clone has no file contents, so it could not be read.
    NotFetched,
    /// The user asked to ignore it.
    Ignored,
}

/// One project that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LinkedProject {
    /// As the user named it.
    pub name: String,
    /// How its `.mailmap` was used.
    pub mailmap: MailmapUse,
    /// Identities that the `.mailmap` lists.
    pub listed: u64,
    /// Identities of authors, committers and taggers, without programs.
    pub identities: u64,
    /// What could not be read.
    #[serde(flatten)]
    pub gaps: Gaps,
}

/// Why an identity belongs to a person.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Join")]
pub struct IdentityLink {
    /// Name of the identity that it is linked to.
    pub with_name: String,
    /// Address of that identity.
    pub with_email: String,
    /// Bits of evidence, to one decimal; null if the `.mailmap` states the link.
    pub bits: Option<f64>,
    /// The evidence.
    pub evidence: String,
}

/// One identity of a person.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Identity")]
pub struct ListedIdentity {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// The project that has it.
    pub project: String,
    /// Commits it authored there.
    pub commits: u32,
    /// The link that leads towards the person's first identity; null for that one.
    pub joined: Option<IdentityLink>,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PersonEntry {
    /// Person id.
    pub id: String,
    /// The newest name.
    pub name: String,
    /// Commits authored in all projects.
    pub commits: u64,
    /// Identities, most commits first.
    pub identities: Vec<ListedIdentity>,
}

/// Two people who may be one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "Maybe")]
pub struct PossibleMatch {
    /// Ids of the two.
    pub people: [String; 2],
    /// The identities that match, as `Name <e-mail>`.
    pub identities: [String; 2],
    /// The projects that have them.
    #[serde(skip)]
    pub projects: [String; 2],
    /// Bits of evidence, to one decimal.
    pub bits: f64,
    /// The evidence.
    pub evidence: String,
}

/// A list of people.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("$id" = "urn:countersign:people:1"))]
pub struct PeopleList {
    /// Always `countersign/people/1`.
    #[schemars(extend("const" = SCHEMA))]
    pub schema: &'static str,
    /// What made this.
    pub tool: Tool,
    /// How much evidence a link needed: `anchors`, `evidence` or `hint`.
    pub tier: &'static str,
    /// What was read.
    pub projects: Vec<LinkedProject>,
    /// All people, most identities first.
    pub people: Vec<PersonEntry>,
    /// People of one project who may be one.
    pub hints: Vec<PossibleMatch>,
    /// People of different projects who may be one.
    pub leads: Vec<PossibleMatch>,
}

impl PeopleList {
    /// All people of a linkage. `projects` are in the order in which they were linked.
    #[must_use]
    pub fn new(linkage: &Linkage, projects: Vec<LinkedProject>, tier: Tier) -> Self {
        let people = linkage.people();
        let (leads, hints): (Vec<&Link>, Vec<&Link>) = linkage
            .hints()
            .iter()
            .partition(|link| linkage.is_across(link));
        let mut ids = vec![""; linkage.aliases().len()];
        for person in &people {
            for member in &person.members {
                ids[member.alias as usize] = &person.id;
            }
        }
        let project = |end: u32| {
            let alias = &linkage.aliases()[end as usize];
            project_name(&projects, alias.project)
        };
        let possible = |link: &&Link| PossibleMatch {
            projects: [link.ends.0, link.ends.1].map(project),
            people: [link.ends.0, link.ends.1].map(|end| ids[end as usize].to_owned()),
            identities: [link.ends.0, link.ends.1].map(|end| {
                let (name, email) = who(linkage, end);
                format!("{name} <{email}>")
            }),
            bits: tenths(link.bits),
            evidence: link.reason.says(),
        };
        Self {
            schema: SCHEMA,
            tool: Tool::this(),
            tier: tier.as_str(),
            hints: hints.iter().map(possible).collect(),
            leads: leads.iter().map(possible).collect(),
            people: people
                .iter()
                .map(|person| entry(linkage, &projects, person))
                .collect(),
            projects,
        }
    }
}

fn entry(linkage: &Linkage, projects: &[LinkedProject], person: &LinkedPerson) -> PersonEntry {
    let identities = person.members.iter().map(|member| {
        let alias = &linkage.aliases()[member.alias as usize];
        ListedIdentity {
            name: alias.name.clone(),
            email: alias.email.clone(),
            project: project_name(projects, alias.project),
            commits: alias.commits,
            joined: member.joined.map(|link| {
                let (with_name, with_email) = who(linkage, link.other_end(member.alias));
                IdentityLink {
                    with_name,
                    with_email,
                    bits: Some(tenths(link.bits)).filter(|bits| bits.is_finite()),
                    evidence: link.reason.says(),
                }
            }),
        }
    });
    PersonEntry {
        id: person.id.clone(),
        name: person.name.clone(),
        commits: person.commits,
        identities: identities.collect(),
    }
}

/// Name and address of an identity, by position, as found.
pub(super) fn who(linkage: &Linkage, alias: u32) -> (String, String) {
    let alias = &linkage.aliases()[alias as usize];
    (alias.name.clone(), alias.email.clone())
}

fn project_name(projects: &[LinkedProject], place: u16) -> String {
    let project = projects.get(usize::from(place));
    project.map(|one| one.name.clone()).unwrap_or_default()
}

fn tenths(bits: f64) -> f64 {
    (bits * 10.0).round() / 10.0
}
