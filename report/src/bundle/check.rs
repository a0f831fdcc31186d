//! Whether a bundle agrees with itself: evidence with the objects it names, fingerprints, weights and
//! levels with the findings.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::{Commit, History, Identity, IdentityIndex, ObjectId, Signature, Tag};
use countersign_heuristics::{Fact, Field, Heuristic, Level, Rate, Weight, catalogue};

use super::build::told;
use super::canonical::{Opened, sha256};
use super::model::{Bundle, Finding, Object, Person, Record};
use super::rules::{LEVEL_RULES, contrary, family, field_of_object, strength};
use super::verification::{
    Checked, CheckedPerson, Fault, Quoted, VERIFICATION_SCHEMA, Verification,
};
use crate::figures::{measured_rate, unmeasured};
use crate::model::{self, Tool};

/// What whoever knows git says of the bundle's objects.
#[derive(Debug)]
pub struct Held<'a> {
    /// Whether each object's bytes are what its id stands for, in the bundle's order.
    pub sound: &'a [bool],
    /// The facts of the sound ones.
    pub history: &'a History,
}

/// Checks everything that needs no clone.
#[must_use]
pub fn check(opened: &Opened, held: &Held<'_>) -> Verification {
    let bundle = &opened.bundle;
    let mut faults = opened.changed.clone();
    faults.extend(bundle.objects.iter().zip(held.sound).filter_map(unsound));
    let records = Records::new(held.history);
    let mut people = Vec::new();
    for person in &bundle.people {
        people.push(checked_person(person, bundle, &records, &mut faults));
        // Levels that came about by other rules cannot be judged by these.
        if bundle.level_rules == LEVEL_RULES {
            faults.extend(other_level(person));
        }
    }
    Verification {
        schema: VERIFICATION_SCHEMA,
        tool: Tool::this(),
        made_by: format!("{} {}", bundle.tool.name, bundle.tool.version),
        digest: opened.digest.clone(),
        holds: faults.is_empty(),
        found_again: None,
        objects: bundle.objects.len() as u64,
        sound_objects: held.sound.iter().filter(|sound| **sound).count() as u64,
        faults,
        clones: Vec::new(),
        people,
    }
}

fn fault(part: String, problem: impl Into<String>) -> Fault {
    let problem = problem.into();
    Fault { part, problem }
}

/// What is wrong with an object.
fn unsound((object, sound): (&Object, &bool)) -> Option<Fault> {
    let part = || format!("{} {}", object.kind, object.id);
    let Some(bytes) = object.bytes() else {
        let problem = format!("its content is not written as {}", object.encoding);
        return Some(fault(part(), problem));
    };
    if !sound {
        return Some(fault(part(), "its bytes are not what its id stands for"));
    }
    let differs = sha256(&bytes) != object.sha256;
    differs.then(|| fault(part(), "the SHA-256 of its bytes is another"))
}

fn checked_person(
    person: &Person,
    bundle: &Bundle,
    records: &Records<'_>,
    faults: &mut Vec<Fault>,
) -> CheckedPerson {
    let repositories = bundle.repositories.len();
    let findings = person.findings.iter().map(|finding| {
        let part = finding.part(person);
        let problems = disagreements(finding, person, repositories);
        faults.extend(
            problems
                .into_iter()
                .map(|problem| fault(part.clone(), problem)),
        );
        let quoted = records.quoted(finding, &part, faults);
        Checked {
            fingerprint: finding.fingerprint.clone(),
            heuristic: finding.heuristic.clone(),
            strength: finding.strength.clone(),
            summary: finding.summary.clone(),
            accepted: finding
                .accepted
                .as_ref()
                .map(|accepted| accepted.reason.clone()),
            rarity: rarity(finding),
            evidence: finding.evidence.clone(),
            quoted,
            again: None,
            innocent: finding.innocent.clone(),
            contrary: contrary(&finding.family),
        }
    });
    let findings = findings.collect();
    let first = |all: &[String]| all.first().cloned().unwrap_or_default();
    CheckedPerson {
        id: person.id.clone(),
        name: first(&person.names),
        email: first(&person.emails),
        level: person.level.clone(),
        findings,
    }
}

/// How many ordinary people show it.
fn rarity(finding: &Finding) -> String {
    let Some(told) = &finding.base_rate else {
        let unmeasured = unmeasured(&finding.heuristic);
        return format!("how many ordinary people show it: {unmeasured}");
    };
    let rate = Rate {
        testable: told.testable,
        fired: told.fired,
    };
    let (low, high) = rate.interval();
    let rate = model::BaseRate {
        fired: told.fired,
        testable: told.testable,
        share: rate.share(),
        low,
        high,
        among: told.among.clone(),
        corpus: told.corpus.clone(),
    };
    format!("seen in {}", measured_rate(&rate))
}

/// The level of a person whose findings come to another.
fn other_level(person: &Person) -> Option<Fault> {
    let problem = match level(person).map(Level::as_str) {
        Some(level) if level == person.level => return None,
        Some(level) => format!(
            "the level is {}, and the findings come to {level}",
            person.level
        ),
        None => "a finding has a family, strength or weight that is none".to_owned(),
    };
    Some(fault(format!("person {}", person.id), problem))
}

/// The level that the findings come to.
fn level(person: &Person) -> Option<Level> {
    let counted = person.findings.iter().filter(|one| one.accepted.is_none());
    let weighed = counted.map(|finding| {
        Some((
            family(&finding.family)?,
            strength(&finding.strength)?,
            weight(&finding.weight)?,
        ))
    });
    Some(Level::weighed(weighed.collect::<Option<Vec<_>>>()?))
}

/// Reads `1.30`.
fn weight(text: &str) -> Option<Weight> {
    let (whole, hundredths) = text.split_once('.')?;
    let all: u16 = format!("{whole}{hundredths}").parse().ok()?;
    let weight = Weight::from_hundredths(all);
    (weight.to_string() == text).then_some(weight)
}

pub(super) fn known(id: &str) -> Option<&'static Heuristic> {
    catalogue()
        .iter()
        .copied()
        .find(|heuristic| heuristic.id == id)
}

/// Where a finding says something else than follows from its own members or its heuristic's record.
fn disagreements(finding: &Finding, person: &Person, repositories: usize) -> Vec<String> {
    let mut problems = Vec::new();
    if finding.evidence_total < finding.evidence.len() as u64 {
        problems.push("it counts fewer records than it shows".to_owned());
    }
    let outside = |index: u16| usize::from(index) >= repositories;
    if finding
        .evidence
        .iter()
        .any(|evidence| outside(evidence.repository))
    {
        problems.push("a record stands in a repository that is not in the bundle".to_owned());
    }
    let (Some(heuristic), Some(strength)) =
        (known(&finding.heuristic), strength(&finding.strength))
    else {
        return problems;
    };
    let bare = countersign_heuristics::Finding::new(strength, String::new(), Vec::new());
    let fingerprint = heuristic.fingerprint(&bare.about(finding.subject.clone()), &person.id);
    if fingerprint != finding.fingerprint {
        problems.push(format!(
            "heuristic, person, subject and strength make the fingerprint {fingerprint}"
        ));
    }
    if heuristic.family.as_str() != finding.family {
        problems.push(format!(
            "the heuristic is of the family {}",
            heuristic.family.as_str()
        ));
    }
    let same_record = heuristic.record_digest() == finding.record;
    let weight = heuristic.weight(strength).to_string();
    if same_record && weight != finding.weight {
        problems.push(format!(
            "by its record it weighs {weight}, not {}",
            finding.weight
        ));
    }
    problems
}

/// The facts of the objects, by id.
struct Records<'a> {
    history: &'a History,
    commits: BTreeMap<String, Commit<'a>>,
    tags: BTreeMap<String, &'a Tag>,
}

/// What an object has to say about a field.
enum Says {
    /// This value.
    Value(String),
    /// This value, of bytes that are no UTF-8: a scan may read them by what another commit declares.
    Perhaps(String),
    /// Nothing: it has no such field.
    Nothing,
}

impl<'a> Records<'a> {
    fn new(history: &'a History) -> Self {
        let commits = history
            .commits()
            .map(|commit| (commit.id().to_string(), commit));
        let tags = history.tags().iter().map(|tag| (tag.id.to_string(), tag));
        Self {
            history,
            commits: commits.collect(),
            tags: tags.collect(),
        }
    }

    fn quoted(&self, finding: &Finding, part: &str, faults: &mut Vec<Fault>) -> Quoted {
        let mut quoted = Quoted::default();
        let mut told = BTreeSet::new();
        let evidence = finding.evidence.iter();
        let records = evidence.flat_map(|one| std::iter::once(&one.record).chain(&one.contradicts));
        for record in records {
            match self.says_so(record) {
                Ok(true) => quoted.same += 1,
                Ok(false) => quoted.elsewhere += 1,
                Err(problem) => {
                    quoted.other += 1;
                    if told.insert(problem.clone()) {
                        faults.push(fault(part.to_owned(), problem));
                    }
                }
            }
        }
        quoted
    }

    /// Whether the object says what the record says, as far as objects can; else what it says.
    fn says_so(&self, record: &Record) -> Result<bool, String> {
        let Record {
            object,
            field,
            value,
        } = record;
        let says = match (self.commits.get(object), self.tags.get(object)) {
            (Some(commit), _) => field_of_object(field).map(|field| self.of_commit(commit, field)),
            (None, Some(tag)) => field_of_object(field).map(|field| self.of_tag(tag, field)),
            (None, None) => {
                return Err(format!(
                    "the {field} of {object} cannot be checked: no sound object of this id is here"
                ));
            }
        };
        match says {
            None => Ok(false),
            Some(Says::Value(found) | Says::Perhaps(found)) if found == *value => Ok(true),
            Some(Says::Perhaps(_)) => Ok(false),
            Some(Says::Value(found)) => Err(format!(
                "the {field} of {object} is {found:?} in the object, not {value:?}"
            )),
            Some(Says::Nothing) => Err(format!(
                "{object} has no {field}, and the evidence says {value:?}"
            )),
        }
    }

    fn of_commit(&self, commit: &Commit<'_>, field: Field) -> Says {
        match field {
            Field::AuthorDate => says(&Fact::author_date(commit)),
            Field::CommitterDate => says(&Fact::committer_date(commit)),
            Field::Author => identity(commit.author()),
            Field::Committer => identity(commit.committer()),
            Field::SignatureDate | Field::SigningKey | Field::Signer => {
                self.of_signature(commit.id(), commit.signature(), field)
            }
            _ => Says::Nothing,
        }
    }

    fn of_tag(&self, tag: &Tag, field: Field) -> Says {
        match field {
            Field::TagName => says(&Fact::tag_name(tag)),
            Field::Tagger => tag
                .tagger
                .map_or(Says::Nothing, |(tagger, _)| self.identity_at(tagger)),
            Field::SignatureDate | Field::SigningKey | Field::Signer => {
                self.of_signature(tag.id, tag.signature, field)
            }
            _ => Says::Nothing,
        }
    }

    fn of_signature(&self, id: ObjectId, signature: Option<Signature>, field: Field) -> Says {
        let value = match field {
            Field::SigningKey => {
                let key = signature.and_then(|signature| signature.key);
                return says(&Fact::signing_key(self.history, id, key));
            }
            Field::SignatureDate => signature
                .and_then(|signature| signature.created)
                .map(|created| says(&Fact::signature_date(id, created))),
            _ => signature
                .and_then(|signature| signature.signer)
                .map(|signer| self.identity_at(signer)),
        };
        value.unwrap_or(Says::Nothing)
    }

    fn identity_at(&self, index: IdentityIndex) -> Says {
        identity(self.history.identities().get(index))
    }
}

fn identity(identity: Identity<'_>) -> Says {
    let text = identity.text().into_owned();
    match std::str::from_utf8(identity.raw()) {
        Ok(_) => Says::Value(text),
        Err(_) => Says::Perhaps(text),
    }
}

fn says(fact: &Fact) -> Says {
    Says::Value(told(fact).value)
}
