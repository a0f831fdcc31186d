//! Whether a bundle is consistent: evidence with the objects it names; fingerprints, weights and levels with
//! the findings.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::{Commit, History, Identity, IdentityIndex, ObjectId, Signature, Tag};
use countersign_heuristics::{Fact, Field, Level, Rate, Weight};

use super::build::{base_rate, bundled};
use super::canonical::{Opened, sha256};
use super::model::{Bundle, Finding, Object, Person, Record};
use super::rules::{LEVEL_RULES, disproof, family, field_of_object, known, strength};
use super::verification::{
    Checked, CheckedPerson, Fault, Quoted, VERIFICATION_SCHEMA, Verification,
};
use crate::model::Tool;
use crate::rates::rarity;

/// The bundle's objects, as the caller decoded them.
#[derive(Debug)]
pub struct DecodedObjects<'a> {
    /// Whether each object's bytes match its id, in the bundle's order.
    pub sound: &'a [bool],
    /// The facts of the objects that match.
    pub history: &'a History,
}

/// Checks everything that does not need a clone.
#[must_use]
pub fn check(opened: &Opened, objects: &DecodedObjects<'_>) -> Verification {
    let bundle = &opened.bundle;
    let mut faults = opened.changed.clone();
    faults.extend(bundle.objects.iter().zip(objects.sound).filter_map(unsound));
    let records = Records::new(objects.history);
    let mut people = Vec::new();
    for person in &bundle.people {
        people.push(checked_person(person, bundle, &records, &mut faults));
        // Levels that follow other rules cannot be checked with these.
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
        sound_objects: objects.sound.iter().filter(|sound| **sound).count() as u64,
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
        return Some(fault(part(), "its bytes do not match its id"));
    }
    let differs = sha256(&bytes) != object.sha256;
    differs.then(|| fault(part(), "its bytes do not match its SHA-256"))
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
            rarity: rarity_of(finding),
            evidence: finding.evidence.clone(),
            quoted,
            again: None,
            innocent: finding.innocent.clone(),
            contrary: disproof(&finding.family),
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

/// How many ordinary contributors show it, and who was counted.
fn rarity_of(finding: &Finding) -> String {
    let Some(measured) = &finding.base_rate else {
        return rarity(None, &finding.heuristic);
    };
    let rate = Rate {
        testable: measured.testable,
        fired: measured.fired,
    };
    let rarity = rarity(Some(rate), &finding.heuristic);
    format!("{rarity}, among {}", measured.among)
}

/// A level that does not follow from the person's findings.
fn other_level(person: &Person) -> Option<Fault> {
    let problem = match level(person).map(Level::as_str) {
        Some(level) if level == person.level => return None,
        Some(level) => format!(
            "the level is {}, but the findings add up to {level}",
            person.level
        ),
        None => "a finding has an unknown family, strength or weight".to_owned(),
    };
    Some(fault(format!("person {}", person.id), problem))
}

/// The level that follows from the findings.
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

/// What in a finding does not follow from its own members or its heuristic's record.
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
        problems.push("a record is in a repository that the bundle does not list".to_owned());
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
            "heuristic, person, subject and strength give the fingerprint {fingerprint}"
        ));
    }
    if heuristic.family.as_str() != finding.family {
        problems.push(format!(
            "the heuristic is of the family {}",
            heuristic.family.as_str()
        ));
    }
    let same_record = heuristic.record_digest() == finding.record;
    if same_record && base_rate(heuristic, strength) != finding.base_rate {
        problems.push("its base rate is not that of its record".to_owned());
    }
    let texts = (&*finding.title, &*finding.innocent);
    if heuristic.revision == finding.revision && texts != (heuristic.title, heuristic.innocent) {
        let problem = "its title or innocent explanation is not the heuristic's";
        problems.push(problem.to_owned());
    }
    let weight = heuristic.weight(strength).to_string();
    if same_record && weight != finding.weight {
        problems.push(format!(
            "by its record its weight is {weight}, not {}",
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

/// What an object says about a field.
enum Says {
    /// This value.
    Value(String),
    /// This value, from bytes that are not UTF-8. A scan may decode them with the encoding that another commit
    /// declares.
    Perhaps(String),
    /// Nothing, because it does not have the field.
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
        let mut known = BTreeSet::new();
        let evidence = finding.evidence.iter();
        let records = evidence.flat_map(|one| std::iter::once(&one.record).chain(&one.contradicts));
        for record in records {
            match self.says_so(record) {
                Ok(true) => quoted.same += 1,
                Ok(false) => quoted.elsewhere += 1,
                Err(problem) => {
                    quoted.other += 1;
                    if known.insert(problem.clone()) {
                        faults.push(fault(part.to_owned(), problem));
                    }
                }
            }
        }
        quoted
    }

    /// Whether the object confirms the record; `false` if objects do not have the field. The error says how they
    /// differ.
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
                    "the {field} of {object} cannot be checked: the bundle has no valid object with this id"
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
                "{object} has no {field}, but the evidence says {value:?}"
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
    Says::Value(bundled(fact).value)
}
