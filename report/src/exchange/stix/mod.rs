//! A STIX 2.1 bundle: for every person with findings an identity, its identifiers, one note and one observation
//! per finding, and a grouping that names all of these.
//!
//! Ids are computed from content, so an object with the same content has the same id in every scan. `created` is
//! the time of the newest commit that an object depends on.

mod make;
mod objects;

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::Tlp;

use super::known_by::{Account, KnownBy};
use super::{
    least_marking, marking, may_be_looked_for, most_marking, newest, people, records, seen,
    shown_as, stable, story,
};
use crate::escape::plain;
use crate::json::pretty;
use crate::markdown::capitalised;
use crate::model::{Finding, Person, Scan};
use crate::sentences::CONTESTED;
use make::{Dated, confidence, escaped, observable};
use objects::{Body, Bundle, Object, Reference};

/// The whole scan as one bundle.
pub(crate) fn bundle(scan: &Scan) -> String {
    let mut objects = vec![make::tool()];
    let mut known = BTreeSet::new();
    for person in people(scan) {
        let about = About::new(scan, person).objects();
        // An address or account that two people share is one observable.
        objects.extend(
            about
                .into_iter()
                .filter(|one| known.insert(one.head.id.clone())),
        );
    }
    let used: BTreeSet<&str> = objects
        .iter()
        .flat_map(|one| &one.head.object_marking_refs)
        .copied()
        .collect();
    let markings = Tlp::ALL.into_iter().map(objects::marking);
    let markings = markings.filter(|marking| used.contains(&*marking.head.id));
    let objects: Vec<_> = markings.chain(objects).collect();
    let ids: Vec<_> = objects.iter().map(|one| &*one.head.id).collect();
    pretty(&Bundle {
        kind: "bundle",
        id: format!("bundle--{}", stable::id("bundle", &ids.join("\0"))),
        objects,
    })
}

/// The objects about one person.
struct About<'a> {
    scan: &'a Scan,
    person: &'a Person,
    known: KnownBy,
    /// The marking of data that only says that the person has findings.
    least: Tlp,
    /// The marking of data that depends on all findings.
    most: Tlp,
    /// Time of the newest record about the person, in Unix seconds.
    newest: i64,
}

impl<'a> About<'a> {
    fn new(scan: &'a Scan, person: &'a Person) -> Self {
        Self {
            scan,
            person,
            known: KnownBy::of(person),
            least: least_marking(scan, person),
            most: most_marking(scan, person),
            newest: newest(scan, person),
        }
    }

    fn objects(&self) -> Vec<Object> {
        let identity = self.identity();
        let observables = self.observables();
        let refs: Vec<_> = observables.iter().map(id).collect();
        let related = refs
            .iter()
            .map(|target| self.relationship(&identity.head.id, "related-to", target, self.least));
        let related: Vec<_> = related.collect();
        let indicators = self.indicators();
        let mut objects = Vec::new();
        for finding in &self.person.findings {
            let observed = self.observed(finding, &refs);
            let mut subjects = vec![id(&identity)];
            subjects.extend(observed.as_ref().map(id));
            // So that readers find the notes from an indicator, and what a note belongs to.
            subjects.extend(indicators.iter().map(id));
            let based = observed.iter().flat_map(|observed| {
                let tlp = self.most;
                indicators.iter().map(move |indicator| {
                    self.relationship(&indicator.head.id, "based-on", &observed.head.id, tlp)
                })
            });
            let based: Vec<_> = based.collect();
            objects.push(self.note(finding, subjects, observed.is_none()));
            objects.extend(observed);
            objects.extend(based);
        }
        let mut all = vec![identity];
        all.extend(observables);
        all.extend(related);
        all.extend(indicators);
        all.extend(objects);
        all.push(self.grouping(&all));
        all
    }

    fn identity(&self) -> Object {
        let shown = |texts: &[String]| {
            texts
                .iter()
                .map(|text| plain(text))
                .collect::<Vec<_>>()
                .join("; ")
        };
        let mut lines = vec![format!("{} in commits", self.person.id)];
        for (what, texts) in [
            ("Names", &self.person.names),
            ("Addresses", &self.person.emails),
        ] {
            if !texts.is_empty() {
                lines.push(format!("{what}: {}", shown(texts)));
            }
        }
        let class = if self.person.contested {
            lines.push(capitalised(CONTESTED));
            "unknown"
        } else {
            "individual"
        };
        Dated::new("identity", self.newest, self.least).object(Body::Identity {
            name: shown_as(self.person),
            description: Some(lines.join("\n")),
            identity_class: class,
        })
    }

    fn observables(&self) -> Vec<Object> {
        let emails = self.known.mailboxes.iter().map(|mailbox| {
            let named_by = BTreeMap::from([("value", &**mailbox)]);
            let body = Body::EmailAddress {
                value: mailbox.clone(),
            };
            observable("email-addr", &named_by, self.least, body)
        });
        let accounts = self.known.accounts.iter().map(|account| {
            let mut named_by = BTreeMap::from([("account_type", GITHUB)]);
            named_by.extend(account.id.as_deref().map(|id| ("user_id", id)));
            named_by.extend(
                account
                    .login
                    .as_deref()
                    .map(|login| ("account_login", login)),
            );
            let body = Body::Account {
                account_type: GITHUB,
                user_id: account.id.clone(),
                account_login: account.login.clone(),
            };
            observable("user-account", &named_by, self.least, body)
        });
        emails.chain(accounts).collect()
    }

    /// The finding's records, observed on the identifiers `refs`; `None` without any.
    fn observed(&self, finding: &Finding, refs: &[String]) -> Option<Object> {
        let (first, last) = seen(finding)?;
        if refs.is_empty() {
            return None;
        }
        let mut dated = Dated::new("observed-data", last, marking(self.scan, finding));
        dated.head.external_references = references(finding);
        Some(dated.object(Body::Observed {
            first_observed: stable::instant(first),
            last_observed: stable::instant(last),
            number_observed: finding.evidence_total.max(1),
            object_refs: refs.to_vec(),
        }))
    }

    fn note(&self, finding: &Finding, subjects: Vec<String>, with_records: bool) -> Object {
        let at = seen(finding).map_or(self.newest, |(_, last)| last);
        let mut dated = Dated::new("note", at, marking(self.scan, finding));
        dated.head.labels = [
            finding.heuristic,
            finding.family.as_str(),
            finding.strength.as_str(),
        ]
        .map(str::to_owned)
        .to_vec();
        if with_records {
            dated.head.external_references = references(finding);
        }
        dated.object(Body::Note {
            summary: finding.title.to_owned(),
            content: format!("{}\nFinding: {}", story(finding), finding.fingerprint),
            object_refs: subjects,
        })
    }

    fn indicators(&self) -> Vec<Object> {
        if !may_be_looked_for(self.person) {
            return Vec::new();
        }
        let equals = |path: &str, value: &str| format!("{path} = '{}'", escaped(value));
        let mailboxes = self.known.mailboxes.iter();
        let mailboxes = mailboxes.map(|text| ("Mailbox", equals("email-addr:value", text)));
        let accounts = self.known.accounts.iter().map(|account| {
            let Account { id, login } = account;
            let property = match (id, login) {
                (Some(id), _) => equals("user-account:user_id", id),
                (None, login) => equals(
                    "user-account:account_login",
                    login.as_deref().unwrap_or_default(),
                ),
            };
            let kind = equals("user-account:account_type", GITHUB);
            ("Account", format!("{kind} AND {property}"))
        });
        // STIX has no object for a key. OpenCTI uses this name, and `indicators import` reads it.
        let keys = self.known.openpgp_keys.iter().chain(&self.known.ssh_keys);
        let keys = keys.map(|key| ("Signing key", equals("cryptographic-key:value", key)));
        let all = mailboxes.chain(accounts).chain(keys);
        all.map(|(what, comparison)| self.indicator(what, &comparison))
            .collect()
    }

    fn indicator(&self, what: &str, comparison: &str) -> Object {
        let mut dated = Dated::new("indicator", self.newest, self.most);
        dated.head.confidence = Some(confidence(self.person.level));
        dated.head.labels = vec![self.level()];
        dated.object(Body::Indicator {
            name: format!("{what} of {}", self.person.id),
            description: "Finds the same identifier elsewhere. It is not an accusation: the notes that refer to this \
                          indicator say what was found, how ordinary contributors come to show it, and how many \
                          do."
                .to_owned(),
            // The mildest value with a meaning: "may not necessarily be malicious" (section 10.6). `unknown`
            // leaves the reader to guess; `attribution` claims to know who it is.
            indicator_types: ["anomalous-activity"],
            pattern: format!("[{comparison}]"),
            pattern_type: "stix",
            valid_from: stable::instant(self.newest),
        })
    }

    fn relationship(&self, source: &str, kind: &'static str, target: &str, tlp: Tlp) -> Object {
        Dated::new("relationship", self.newest, tlp).object(Body::Relationship {
            relationship_type: kind,
            source_ref: source.to_owned(),
            target_ref: target.to_owned(),
        })
    }

    /// Names everything about the person, so that a reader notices if an object was removed.
    fn grouping(&self, all: &[Object]) -> Object {
        let mut dated = Dated::new("grouping", self.newest, self.most);
        dated.head.confidence = Some(confidence(self.person.level));
        dated.head.labels = vec![self.level()];
        dated.object(Body::Grouping {
            name: format!("Findings about {}", self.person.id),
            context: "unspecified",
            object_refs: all.iter().map(id).collect(),
        })
    }

    fn level(&self) -> String {
        format!("level-{}", self.person.level.as_str())
    }
}

/// The platform of the accounts, under the name that `indicators import` reads.
const GITHUB: &str = "github";

fn id(object: &Object) -> String {
    object.head.id.clone()
}

/// The records, the most informative first.
fn references(finding: &Finding) -> Vec<Reference> {
    let reference = |evidence: &crate::model::Evidence| Reference {
        source_name: "git",
        description: format!("{}: {}", plain(&evidence.repository), records(evidence)),
        external_id: evidence.record.commit.clone(),
    };
    finding.evidence.iter().map(reference).collect()
}
