//! A MISP event: for every person with findings a `person`, one `github-user` per account, one `annotation` per
//! finding, and the commits of the evidence.
//!
//! Only identifiers of one person at `review` or above are marked for detection (`to_ids`). Names never are, and
//! do not correlate, because two people can have the same name.

mod event;

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::Tlp;

use super::known_by::{Account, KnownBy};
use super::{
    least_marking, marking, may_be_looked_for, most_marking, newest, people, records, seen,
    shown_as, stable, story,
};
use crate::escape::plain;
use crate::figures::counted;
use crate::json::pretty;
use crate::model::{Finding, Person, Scan};
use crate::sentences::CONTESTED;
use event::{
    ANNOTATION, AS_THE_EVENT, Attribute, Event, File, GITHUB_USER, OWN_ORGANISATION, Object,
    PERSON, PGP_META, Reference, Tag, Template,
};

/// The whole scan as one event.
pub(crate) fn event(scan: &Scan) -> String {
    let mut objects = Vec::new();
    let mut attributes = Vec::new();
    for person in people(scan) {
        let about = About::new(scan, person);
        objects.extend(about.objects());
        attributes.extend(about.ssh_keys());
    }
    attributes.extend(commits(scan));
    // An event can contain a value only once: a value that two people share keeps the first comment.
    let mut known = BTreeSet::new();
    attributes.retain(|one| known.insert((one.kind, one.value.clone())));
    let most = people(scan).map(|person| most_marking(scan, person)).max();
    let newest = people(scan).map(|person| newest(scan, person)).max();
    let newest = newest.or(scan.summary.newest).unwrap_or_default();
    let uuids = objects.iter().map(|one| &*one.uuid);
    let uuids: Vec<_> = uuids
        .chain(attributes.iter().map(|one| &*one.uuid))
        .collect();
    let who = counted(people(scan).count() as u64, "person", "people");
    let repositories = counted(scan.repositories.len() as u64, "repository", "repositories");
    let event = Event {
        uuid: stable::id("misp-event", &uuids.join("\0")).to_string(),
        info: format!("Countersign: contradictions between records of {who} in {repositories}"),
        date: stable::day(newest),
        timestamp: timestamp(newest),
        published: false,
        threat_level_id: "4",
        analysis: "0",
        distribution: OWN_ORGANISATION,
        tags: vec![tag(most.unwrap_or_else(|| super::floor(scan)))],
        attributes,
        objects,
    };
    pretty(&File { event })
}

/// The objects about one person.
struct About<'a> {
    scan: &'a Scan,
    person: &'a Person,
    known: KnownBy,
    newest: i64,
}

impl<'a> About<'a> {
    fn new(scan: &'a Scan, person: &'a Person) -> Self {
        Self {
            scan,
            person,
            known: KnownBy::of(person),
            newest: newest(scan, person),
        }
    }

    fn objects(&self) -> Vec<Object> {
        let person = self.person_object();
        let accounts = self
            .known
            .accounts
            .iter()
            .filter_map(|one| self.account(one));
        let keys = self
            .known
            .openpgp_keys
            .iter()
            .map(|key| self.openpgp_key(key));
        let known: Vec<_> = accounts.chain(keys).collect();
        let findings = &self.person.findings;
        let annotations = findings
            .iter()
            .map(|one| self.annotation(one, &person.uuid));
        let annotations: Vec<_> = annotations.collect();
        let mut objects = vec![person];
        let known_of = &objects[0].uuid.clone();
        let link = |mut object: Object| {
            object.refer("related-to", known_of);
            object
        };
        objects.extend(known.into_iter().map(link));
        objects.extend(annotations);
        objects
    }

    fn person_object(&self) -> Object {
        let mut fields =
            vec![self.field("full-name", "full-name", "Person", &shown_as(self.person))];
        let others = self.person.names.iter().skip(1);
        fields.extend(others.map(|name| self.field("alias", "text", "Other", &plain(name))));
        let mailboxes = self.known.mailboxes.iter();
        fields.extend(mailboxes.map(|mailbox| self.identifier("e-mail", "email-src", mailbox)));
        let level = self.person.level.as_str();
        let contested = match self.person.contested {
            true => format!("; {CONTESTED}"),
            false => String::new(),
        };
        let text = format!(
            "{} in commits, level {level}{contested}; read the annotations of this object",
            self.person.id
        );
        fields.push(Attribute {
            tags: vec![tag(most_marking(self.scan, self.person))],
            ..self.field("text", "text", "Other", &text)
        });
        self.object(&PERSON, fields, self.newest)
    }

    fn account(&self, account: &Account) -> Option<Object> {
        let login = account.login.as_deref()?;
        let mut fields = vec![self.identifier("username", "github-username", login)];
        let id = account.id.iter();
        fields.extend(id.map(|id| self.identifier("id", "text", id)));
        Some(self.object(&GITHUB_USER, fields, self.newest))
    }

    fn openpgp_key(&self, key: &str) -> Object {
        let field = Attribute {
            category: "Other",
            ..self.identifier("key-id", "text", key)
        };
        self.object(&PGP_META, vec![field], self.newest)
    }

    fn ssh_keys(&self) -> Vec<Attribute> {
        let attribute = |key: &String| Attribute {
            object_relation: None,
            // MISP has fingerprints in this category only.
            category: "Network activity",
            comment: format!("a signing key of {}", self.person.id),
            ..self.identifier("", "ssh-fingerprint", key)
        };
        self.known.ssh_keys.iter().map(attribute).collect()
    }

    fn annotation(&self, finding: &Finding, person: &str) -> Object {
        let at = seen(finding).map_or(self.newest, |(_, last)| last);
        let tlp = marking(self.scan, finding);
        let fields = [
            ("text", story(finding)),
            ("type", format!("finding {}", finding.fingerprint)),
        ];
        let fields = fields.map(|(relation, text)| {
            let field = self.field(relation, "text", "Other", &text);
            Attribute {
                tags: vec![tag(tlp)],
                timestamp: timestamp(at),
                ..field
            }
        });
        let mut object = self.object(&ANNOTATION, fields.into(), at);
        object.refer("annotates", person);
        object
    }

    /// A value that programs compare, and look for if the person's level allows it.
    fn identifier(&self, relation: &'static str, kind: &'static str, value: &str) -> Attribute {
        let tlp = most_marking(self.scan, self.person);
        let field = self.field(relation, kind, "Social network", value);
        Attribute {
            category: if kind == "text" {
                "Other"
            } else {
                "Social network"
            },
            to_ids: may_be_looked_for(self.person),
            disable_correlation: false,
            tags: vec![tag(tlp)],
            ..field
        }
    }

    /// A value for humans.
    fn field(
        &self,
        relation: &'static str,
        kind: &'static str,
        category: &'static str,
        value: &str,
    ) -> Attribute {
        let tlp = least_marking(self.scan, self.person);
        let name = [&*self.person.id, relation, kind, value].join("\0");
        Attribute {
            uuid: stable::id("misp-attribute", &name).to_string(),
            object_relation: Some(relation),
            kind,
            category,
            value: value.to_owned(),
            comment: String::new(),
            to_ids: false,
            disable_correlation: true,
            distribution: AS_THE_EVENT,
            timestamp: timestamp(self.newest),
            tags: vec![tag(tlp)],
        }
    }

    fn object(&self, template: &Template, mut attributes: Vec<Attribute>, at: i64) -> Object {
        let named_by = attributes.iter().map(|one| &*one.uuid);
        let named_by: Vec<_> = [&*self.person.id].into_iter().chain(named_by).collect();
        let uuid = stable::id(template.name, &named_by.join("\0")).to_string();
        // Several objects can have the same value: a renamed account has one number under each login.
        for (place, attribute) in attributes.iter_mut().enumerate() {
            let name = format!("{uuid}\0{place}");
            attribute.uuid = stable::id("misp-attribute", &name).to_string();
        }
        Object {
            uuid,
            name: template.name,
            meta_category: "misc",
            description: template.description,
            template_uuid: template.uuid,
            template_version: template.version,
            distribution: AS_THE_EVENT,
            timestamp: timestamp(at),
            comment: String::new(),
            attributes,
            references: Vec::new(),
        }
    }
}

impl Object {
    fn refer(&mut self, relationship_type: &'static str, to: &str) {
        let name = [&*self.uuid, relationship_type, to].join("\0");
        self.references.push(Reference {
            uuid: stable::id("misp-reference", &name).to_string(),
            object_uuid: self.uuid.clone(),
            referenced_uuid: to.to_owned(),
            relationship_type,
            comment: "",
        });
    }
}

/// The commits of all evidence, each once with all its findings, because an event can contain a value only once.
fn commits(scan: &Scan) -> Vec<Attribute> {
    struct Commit {
        comments: Vec<String>,
        tlp: Tlp,
        seconds: i64,
    }
    let mut commits: BTreeMap<&str, Commit> = BTreeMap::new();
    for (person, finding) in
        people(scan).flat_map(|one| one.findings.iter().map(move |it| (one, it)))
    {
        for evidence in &finding.evidence {
            let commit = commits.entry(&evidence.record.commit).or_insert(Commit {
                comments: Vec::new(),
                tlp: Tlp::Clear,
                seconds: evidence.committed.unwrap_or_else(|| newest(scan, person)),
            });
            commit.tlp = commit.tlp.max(marking(scan, finding));
            commit.comments.push(format!(
                "{} of {} ({}), in {}: {}",
                finding.fingerprint,
                person.id,
                finding.heuristic,
                plain(&evidence.repository),
                records(evidence),
            ));
        }
    }
    let attribute = |(id, commit): (&str, Commit)| {
        let comment = commit.comments.join("\n");
        Attribute {
            uuid: stable::id("misp-attribute", &[id, &*comment].join("\0")).to_string(),
            object_relation: None,
            kind: "git-commit-id",
            category: "Internal reference",
            value: id.to_owned(),
            comment,
            to_ids: false,
            disable_correlation: false,
            distribution: AS_THE_EVENT,
            timestamp: timestamp(commit.seconds),
            tags: vec![tag(commit.tlp)],
        }
    };
    commits.into_iter().map(attribute).collect()
}

fn tag(tlp: Tlp) -> Tag {
    Tag {
        name: format!("tlp:{}", tlp.as_str()),
    }
}

fn timestamp(seconds: i64) -> String {
    stable::within(seconds).to_string()
}
