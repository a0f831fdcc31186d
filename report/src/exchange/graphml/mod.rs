//! `GraphML`, for programs that draw and analyse graphs: people with their identifiers, findings and
//! repositories.

mod drawing;

use std::collections::BTreeMap;

use super::known_by::{Account, KnownBy};
use super::{least_marking, marking, most_marking, people as found, shown_as, stable};
use crate::model::{Finding, Person, Scan};
use crate::people::{ListedIdentity, PeopleList, PersonEntry, PossibleMatch};
use crate::rates::rate;
use drawing::{Drawing, Value};

/// People with findings, their identifiers, their findings, and the repositories that have the records. An
/// identifier that two people share connects them; one that many people share by accident is not a node.
pub(crate) fn scan(scan: &Scan) -> String {
    let mut drawing = Drawing::default();
    for person in found(scan) {
        draw_person(&mut drawing, scan, person);
        for finding in &person.findings {
            draw_finding(&mut drawing, scan, person, finding);
        }
    }
    drawing.text("scan")
}

fn draw_person(drawing: &mut Drawing, scan: &Scan, person: &Person) {
    let least = least_marking(scan, person).as_str();
    let values = vec![
        ("label", shown_as(person)),
        ("tlp", most_marking(scan, person).as_str().to_owned()),
        ("level", person.level.as_str().to_owned()),
        ("names", person.names.join("; ")),
        ("contested", person.contested.to_string()),
        ("commits", person.commits.to_string()),
    ];
    drawing.node(&person.id, "person", values);
    let known = KnownBy::of(person);
    let mailboxes = known.mailboxes.into_iter().map(|text| ("mailbox", text));
    let accounts = known
        .accounts
        .into_iter()
        .map(|one| ("account", login(&one)));
    let keys = person
        .keys
        .iter()
        .map(|key| ("key", format!("{} {}", key.kind, key.id)));
    for (kind, text) in mailboxes.chain(accounts).chain(keys) {
        let id = node_id(kind, &text);
        drawing.node(&id, kind, vec![("label", text), ("tlp", least.to_owned())]);
        drawing.edge(&person.id, &id, "known-by", vec![("tlp", least.to_owned())]);
    }
}

fn draw_finding(drawing: &mut Drawing, scan: &Scan, person: &Person, finding: &Finding) {
    let tlp = marking(scan, finding).as_str().to_owned();
    let values = vec![
        ("label", finding.title.to_owned()),
        ("tlp", tlp.clone()),
        ("heuristic", finding.heuristic.to_owned()),
        ("family", finding.family.as_str().to_owned()),
        ("strength", finding.strength.as_str().to_owned()),
        ("weight", finding.weight.to_string()),
        ("summary", finding.summary.clone()),
        ("innocent", finding.innocent.to_owned()),
        ("base_rate", rate(finding)),
    ];
    drawing.node(&finding.fingerprint, "finding", values);
    drawing.edge(
        &person.id,
        &finding.fingerprint,
        "shows",
        vec![("tlp", tlp.clone())],
    );
    let mut repositories: BTreeMap<&str, u64> = BTreeMap::new();
    for evidence in &finding.evidence {
        *repositories.entry(&evidence.repository).or_default() += 1;
    }
    for (name, records) in repositories {
        let id = node_id("repository", name);
        drawing.node(&id, "repository", vec![("label", name.to_owned())]);
        let values = vec![("tlp", tlp.clone()), ("records", records.to_string())];
        drawing.edge(&finding.fingerprint, &id, "recorded-in", values);
    }
}

/// All people of a list, with the links that were made and the possible matches.
#[must_use]
pub fn people(list: &PeopleList) -> String {
    let mut drawing = Drawing::default();
    for person in &list.people {
        draw_entry(&mut drawing, person);
    }
    for (kind, links) in [("hint", &list.hints), ("lead", &list.leads)] {
        for link in links {
            let [one, other] = &link.people;
            drawing.edge(one, other, kind, link_values(link));
        }
    }
    drawing.text("people")
}

fn draw_entry(drawing: &mut Drawing, person: &PersonEntry) {
    let values = vec![
        ("label", person.name.clone()),
        ("commits", person.commits.to_string()),
    ];
    drawing.node(&person.id, "person", values);
    for (place, identity) in person.identities.iter().enumerate() {
        let id = identity_id(person, place);
        let values = vec![
            ("label", format!("{} <{}>", identity.name, identity.email)),
            ("name", identity.name.clone()),
            ("email", identity.email.clone()),
            ("project", identity.project.clone()),
            ("commits", identity.commits.to_string()),
        ];
        drawing.node(&id, "identity", values);
        drawing.edge(&person.id, &id, "has", Vec::new());
        for account in KnownBy::of_address(&identity.email).accounts {
            let account_id = node_id("account", &login(&account));
            drawing.node(&account_id, "account", vec![("label", login(&account))]);
            drawing.edge(&id, &account_id, "known-by", Vec::new());
        }
        draw_join(drawing, person, place, identity);
    }
}

fn draw_join(drawing: &mut Drawing, person: &PersonEntry, place: usize, identity: &ListedIdentity) {
    let Some(join) = &identity.joined else {
        return;
    };
    let is_meant = |(other, one): &(usize, &ListedIdentity)| {
        *other != place && one.name == join.with_name && one.email == join.with_email
    };
    let Some((other, _)) = person.identities.iter().enumerate().find(is_meant) else {
        return;
    };
    let bits = join.bits.iter().map(|bits| ("bits", bits.to_string()));
    let values = bits.chain([("evidence", join.evidence.clone())]);
    let (one, other) = (identity_id(person, place), identity_id(person, other));
    drawing.edge(&one, &other, "joined", values.collect());
}

fn link_values(link: &PossibleMatch) -> Vec<Value> {
    let [one, other] = &link.identities;
    vec![
        ("bits", link.bits.to_string()),
        ("evidence", format!("{one}, {other}: {}", link.evidence)),
    ]
}

fn identity_id(person: &PersonEntry, place: usize) -> String {
    format!("{}.{place}", person.id)
}

/// An id that is valid in XML for any text.
fn node_id(kind: &str, text: &str) -> String {
    format!("{kind}-{}", stable::id(kind, text).simple())
}

/// `77 ada-e`: number, login, or both.
fn login(account: &Account) -> String {
    let parts = account.id.iter().chain(&account.login);
    parts.cloned().collect::<Vec<_>>().join(" ")
}
