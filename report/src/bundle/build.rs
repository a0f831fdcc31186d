//! Builds a bundle from assessments.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use countersign_facts::{ObjectId, RepositoryIndex};
use countersign_heuristics::{Fact, Heuristic, Level, PersonAssessment};
use countersign_people::Population;

use super::canonical::sha256;
use super::model::{
    Acceptance, BaseRate, Bundle, Evidence, Finding, Key, List, MOST_SHARED, Object, Options,
    Person, Record, Repository, SCHEMA, Tool, Used,
};
use super::rules::LEVEL_RULES;
use crate::baseline::Baseline;
use crate::build::{Builder, record};
use crate::model;

/// What a bundle is made of.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// The facts, by person.
    pub population: &'a Population,
    /// What the heuristics say about all people.
    pub assessments: &'a [PersonAssessment],
    /// Heuristics that ran.
    pub heuristics: &'a [&'static Heuristic],
    /// What was read, in the order in which the history learned of it.
    pub repositories: Vec<Source>,
    /// Accepted findings.
    pub baseline: &'a Baseline,
    /// The lowest level at which a person is in the bundle.
    pub min_level: Level,
    /// The id of the only person in it, at any level; `None` for all at `min_level` or above.
    pub person: Option<String>,
    /// Refs the scan started from; empty for all.
    pub refs: Vec<String>,
    /// Only commits committed at this time or later, Unix seconds.
    pub since: Option<i64>,
    /// Only commits committed at this time or earlier, Unix seconds.
    pub until: Option<i64>,
    /// Whether it looked at what each commit changes.
    pub content: bool,
}

/// A repository as it was read.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// What reports show about it.
    pub shown: model::Repository,
    /// Host and owner of the remote it was cloned from.
    pub organisation: Option<String>,
    /// Full name and id of every ref it was read from, by name.
    pub tips: Vec<(String, ObjectId)>,
}

/// A commit or tag exactly as git stores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raw {
    /// The repository it was read from.
    pub repository: RepositoryIndex,
    /// `commit` or `tag`.
    pub kind: &'static str,
    /// Headers and message.
    pub content: Vec<u8>,
}

/// A bundle without the objects that its evidence names.
#[derive(Clone, Debug)]
pub struct Draft {
    bundle: Bundle,
    wanted: BTreeMap<ObjectId, RepositoryIndex>,
    left_out: u64,
}

impl Draft {
    /// Collects the people and their findings.
    #[must_use]
    pub fn new(request: &Request<'_>) -> Self {
        let shown: Vec<_> = request
            .repositories
            .iter()
            .map(|one| one.shown.clone())
            .collect();
        let collector = Collector {
            builder: Builder {
                population: request.population,
                repositories: &shown,
                baseline: request.baseline,
                tlp: MOST_SHARED,
            },
            wanted: BTreeMap::new(),
        };
        let (people, collector) = collector.people(request);
        let lists = request.population.indicators().lists().iter();
        let bundle = Bundle {
            schema: SCHEMA.to_owned(),
            tool: Tool {
                name: model::Tool::this().name.to_owned(),
                version: model::Tool::this().version.to_owned(),
            },
            options: options(request),
            level_rules: LEVEL_RULES.map(str::to_owned).to_vec(),
            lists: lists
                .filter(|list| list.sharing() <= MOST_SHARED)
                .map(|list| List {
                    name: list.name.clone(),
                    source: list.source.clone(),
                    date: list.date.clone(),
                    grade: list.grade.map(|grade| grade.to_string()),
                })
                .collect(),
            repositories: request.repositories.iter().map(repository).collect(),
            people,
            objects: Vec::new(),
            digest: String::new(),
        };
        Self {
            bundle,
            wanted: collector.wanted,
            left_out: left_out(request),
        }
    }

    /// The commits and tags that evidence names, by id, each with the repository to read it from first. If that
    /// one does not have it, another does.
    #[must_use]
    pub fn wanted(&self) -> &BTreeMap<ObjectId, RepositoryIndex> {
        &self.wanted
    }

    /// How many findings are left out because their imported list must not be shared with everyone. Only for the
    /// person who has the list: the bundle does not say it.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.left_out
    }

    /// The people in the bundle.
    #[must_use]
    pub fn people(&self) -> usize {
        self.bundle.people.len()
    }

    /// The bundle with the objects that its evidence names.
    #[must_use]
    pub fn finish(self, objects: BTreeMap<ObjectId, Raw>) -> Bundle {
        let mut bundle = self.bundle;
        let objects = objects.into_iter();
        bundle.objects = objects.map(|(id, raw)| object(&id, raw)).collect();
        bundle.seal();
        bundle
    }
}

/// How many findings are left out: about the requested person, or about anyone if there is none.
fn left_out(request: &Request<'_>) -> u64 {
    let people = request.population.people().all();
    let asked = request.assessments.iter().filter(|assessment| {
        let id = &people[assessment.person.0 as usize].id;
        request.person.as_ref().is_none_or(|asked| asked == id)
    });
    let findings = asked.flat_map(PersonAssessment::findings);
    findings
        .filter(|(_, found)| found.tlp > MOST_SHARED)
        .count() as u64
}

fn options(request: &Request<'_>) -> Options {
    let ran = request.heuristics.iter();
    let used = ran.filter(|heuristic| heuristic.check.scans());
    Options {
        refs: request.refs.clone(),
        since: request.since,
        until: request.until,
        content: request.content,
        heuristics: used
            .map(|heuristic| Used {
                id: heuristic.id.to_owned(),
                revision: heuristic.revision,
            })
            .collect(),
        min_level: request.min_level.as_str().to_owned(),
        person: request.person.clone(),
    }
}

fn repository(source: &Source) -> Repository {
    let tips = source.tips.iter();
    Repository {
        name: source.shown.name.clone(),
        source: source.shown.source.clone(),
        organisation: source.organisation.clone(),
        object_format: source.shown.object_format.clone(),
        commits: source.shown.commits,
        shallow: source.shown.shallow,
        tips: tips.map(|(name, id)| format!("{id} {name}")).collect(),
        digest: String::new(),
    }
}

fn object(id: &ObjectId, raw: Raw) -> Object {
    let sha256 = sha256(&raw.content);
    let (encoding, content) = match String::from_utf8(raw.content) {
        Ok(text) if !text.contains('\0') => ("utf-8", text),
        Ok(text) => ("base64", BASE64_STANDARD.encode(text)),
        Err(error) => ("base64", BASE64_STANDARD.encode(error.as_bytes())),
    };
    Object {
        repository: raw.repository.0,
        id: id.to_string(),
        kind: raw.kind.to_owned(),
        encoding: encoding.to_owned(),
        content,
        sha256,
    }
}

impl Object {
    /// The content's bytes; `None` if it is not in the stated encoding.
    #[must_use]
    pub fn bytes(&self) -> Option<Vec<u8>> {
        match self.encoding.as_str() {
            "utf-8" => Some(self.content.clone().into_bytes()),
            "base64" => BASE64_STANDARD.decode(&self.content).ok(),
            _ => None,
        }
    }
}

struct Collector<'a> {
    builder: Builder<'a>,
    wanted: BTreeMap<ObjectId, RepositoryIndex>,
}

impl<'a> Collector<'a> {
    fn people(mut self, request: &'a Request<'_>) -> (Vec<Person>, Self) {
        let mut people = Vec::new();
        for assessment in request.assessments {
            let person = self.builder.person_of(assessment);
            let is_asked = match &request.person {
                Some(id) => person.id == *id,
                None => person.level >= request.min_level,
            };
            if is_asked {
                people.push((person.level, self.person(assessment, person)));
            }
        }
        people.sort_by(|(a, one), (b, other)| b.cmp(a).then_with(|| one.id.cmp(&other.id)));
        let people = people.into_iter().map(|(_, person)| person).collect();
        (people, self)
    }

    fn person(&mut self, assessment: &PersonAssessment, shown: model::Person) -> Person {
        let findings = assessment.findings().into_iter();
        let findings = findings.filter(|(_, found)| found.tlp <= MOST_SHARED);
        let findings = findings
            .map(|(heuristic, found)| self.finding(heuristic, found, &shown.id))
            .collect();
        let key = |key: model::Key| Key {
            kind: key.kind.to_owned(),
            id: key.id,
        };
        Person {
            level: shown.level.as_str().to_owned(),
            id: shown.id,
            names: shown.names,
            emails: shown.emails,
            logins: shown.logins,
            keys: shown.keys.into_iter().map(key).collect(),
            commits: shown.commits,
            self_committed: shown.self_committed,
            contested: shown.contested,
            findings,
            digest: String::new(),
        }
    }

    fn finding(
        &mut self,
        heuristic: &Heuristic,
        found: &countersign_heuristics::Finding,
        person: &str,
    ) -> Finding {
        let fingerprint = heuristic.fingerprint(found, person);
        let accepted = self.builder.baseline.accepts(&fingerprint);
        for evidence in &found.evidence {
            let home = evidence.repository;
            self.wanted.insert(evidence.record.object, home);
            if let Some(other) = &evidence.contradicts {
                self.wanted.entry(other.object).or_insert(home);
            }
        }
        Finding {
            accepted: accepted.map(|accepted| Acceptance {
                reason: accepted.reason.clone(),
                date: accepted.date.clone(),
            }),
            heuristic: heuristic.id.to_owned(),
            revision: heuristic.revision,
            title: heuristic.title.to_owned(),
            family: heuristic.family.as_str().to_owned(),
            strength: found.strength.as_str().to_owned(),
            weight: heuristic.weight(found.strength).to_string(),
            subject: found.subject.clone(),
            summary: found.summary.clone(),
            innocent: heuristic.innocent.to_owned(),
            record: heuristic.record_digest(),
            base_rate: base_rate(heuristic, found.strength),
            evidence: evidence_of(found),
            evidence_total: found.evidence_total as u64,
            fingerprint,
            digest: String::new(),
        }
    }
}

/// How many ordinary contributors show a finding of this strength, by the built-in record.
pub(super) fn base_rate(
    heuristic: &Heuristic,
    strength: countersign_heuristics::Strength,
) -> Option<BaseRate> {
    let measured = crate::build::base_rate(heuristic, strength)?;
    Some(BaseRate {
        fired: measured.fired,
        testable: measured.testable,
        among: measured.among,
        corpus: measured.corpus,
        code: heuristic.record().code,
    })
}

/// A finding's evidence as a bundle shows it.
pub(super) fn evidence_of(found: &countersign_heuristics::Finding) -> Vec<Evidence> {
    let evidence = found.evidence.iter().map(|evidence| Evidence {
        repository: evidence.repository.0,
        record: bundled(&evidence.record),
        contradicts: evidence.contradicts.as_ref().map(bundled),
    });
    evidence.collect()
}

/// A record as a bundle shows it.
pub(super) fn bundled(fact: &Fact) -> Record {
    let record = record(fact);
    Record {
        object: record.commit,
        field: record.field.as_str().to_owned(),
        value: record.value.to_string(),
    }
}
