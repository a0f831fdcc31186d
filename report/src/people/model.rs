//! The data of a list of people.

use countersign_people::linkage::{Link, Linkage, LinkedPerson, Tier};
use schemars::JsonSchema;
use serde::Serialize;

use super::who;
use crate::model::Tool;

/// Name of this shape of data. Grows a field without notice, changes its number otherwise.
const SCHEMA: &str = "countersign/people/1";

/// What became of a project's `.mailmap`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MailmapUse {
    /// What it says is taken for the truth.
    Honoured,
    /// There is none.
    Absent,
    /// The clone has no file contents, so nobody can tell.
    NotFetched,
    /// The user did not want it.
    Ignored,
}

/// One project that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LinkedProject {
    /// As the user named it.
    pub name: String,
    /// What became of its `.mailmap`.
    pub mailmap: MailmapUse,
    /// Identities that the `.mailmap` lists.
    pub listed: u64,
    /// Identities that authored, committed or tagged; programs' left out.
    pub identities: u64,
}

/// Why an identity belongs to a person.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Join {
    /// Name of the identity it was joined with.
    pub with_name: String,
    /// Address of that identity.
    pub with_email: String,
    /// Bits of evidence, to one decimal; `None` where the `.mailmap` says so.
    pub bits: Option<f64>,
    /// What the evidence is.
    pub evidence: String,
}

/// One identity of a person.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Identity {
    /// Name.
    pub name: String,
    /// Address.
    pub email: String,
    /// The project it was met in.
    pub project: String,
    /// Commits it authored there.
    pub commits: u32,
    /// The join that leads towards the person's first identity; that one has none.
    pub joined: Option<Join>,
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
    /// Identities, those with most commits first.
    pub identities: Vec<Identity>,
}

/// Two people who may be one.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Maybe {
    /// Ids of the two.
    pub people: [String; 2],
    /// The identities that are alike, as `Name <e-mail>`.
    pub identities: [String; 2],
    /// Bits of evidence, to one decimal.
    pub bits: f64,
    /// What the evidence is.
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
    /// How sure a join had to be: `anchors`, `evidence` or `hint`.
    pub tier: &'static str,
    /// What was read.
    pub projects: Vec<LinkedProject>,
    /// Everybody, those with most identities first.
    pub people: Vec<PersonEntry>,
    /// People of one project who may be one.
    pub hints: Vec<Maybe>,
    /// People of different projects who may be one.
    pub leads: Vec<Maybe>,
}

impl PeopleList {
    /// Everybody of a linkage; `projects` in the order in which they were linked.
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
        let maybe = |link: &&Link| Maybe {
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
            hints: hints.iter().map(maybe).collect(),
            leads: leads.iter().map(maybe).collect(),
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
        let project = projects.get(usize::from(alias.project));
        Identity {
            name: alias.name.clone(),
            email: alias.email.clone(),
            project: project
                .map(|project| project.name.clone())
                .unwrap_or_default(),
            commits: alias.commits,
            joined: member.joined.map(|link| {
                let (with_name, with_email) = who(linkage, link.other_end(member.alias));
                Join {
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

fn tenths(bits: f64) -> f64 {
    (bits * 10.0).round() / 10.0
}
