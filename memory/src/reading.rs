//! What the memory stores about the people of one repository.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::Address;
use countersign_facts::{
    Clock, Commit, IdentityIndex, ObjectId, RepositoryIndex, without_addresses,
};
use countersign_people::Population;
use countersign_people::linkage::{Link, Reason};
use countersign_people::remembered::NewFinding;
use countersign_store::{
    Appearance, Authored, Identifier, IdentifierHash, Join, KeyUse, PersonFinding, Reading, Source,
};
use serde_json::json;

use super::identified::Identified;
use super::identifiers::of_name;
use super::signing_keys::{Signed, signed};

/// The findings of a scan over one or more repositories.
#[derive(Clone, Copy, Debug)]
pub struct Examined<'a> {
    /// The people who were examined.
    pub population: &'a Population,
    /// The findings about them that may be stored.
    pub findings: &'a [NewFinding],
    /// The repository of the population that is remembered.
    pub repository: RepositoryIndex,
}

/// What the memory stores about one repository. `population` has exactly its commits; `complete` says whether all
/// of them were read.
///
/// Programs are left out, and so are findings that rest on an imported list that may not be shared.
#[must_use]
pub fn reading(
    source: Source,
    identified: &Identified<'_>,
    population: &Population,
    examined: Option<Examined<'_>>,
    complete: bool,
) -> Reading {
    let signed = signed(identified, population);
    let mut joins = joins(identified, &signed);
    let names = names(identified, &mut joins);
    let Signed {
        identifiers: keys,
        mut uses,
        joins: by_key,
        ..
    } = signed;
    joins.extend(by_key);
    let mut identifiers = identified.identifiers.clone();
    for (mailbox, stands) in shared_mailboxes(identified) {
        identifiers.push(mailbox);
        uses.push(stands);
    }
    identifiers.extend(names);
    identifiers.extend(keys);
    identifiers.sort();
    identifiers.dedup();
    Reading {
        source,
        identifiers,
        appearances: appearances(identified),
        joins,
        keys: uses,
        findings: examined.map_or_else(Vec::new, |examined| findings(identified, &examined)),
        complete,
    }
}

fn appearances(identified: &Identified<'_>) -> Vec<Appearance> {
    let mut moments: BTreeMap<u32, Vec<Authored>> = BTreeMap::new();
    for commit in identified.history.commits() {
        let is_test = commit.clock_source().is_nobodys();
        let alias = identified.alias(commit.author_index());
        if let (Some(alias), true, false) = (alias, commit.has_readable_times(), is_test) {
            moments.entry(alias).or_default().push(authored(&commit));
        }
    }
    let appearance = |(alias, moments): (u32, Vec<Authored>)| {
        let identity = &identified.linkage.aliases()[alias as usize];
        Appearance {
            identifier: identified.identifiers[alias as usize].hash,
            name: without_addresses(&identity.name),
            login: login(&identity.email).unwrap_or_default(),
            moments,
        }
    };
    let mut all: Vec<_> = moments.into_iter().map(appearance).collect();
    // Several spellings of an address make one row.
    all.sort_by(|a, b| key(a).cmp(&key(b)));
    all.dedup_by(|next, kept| {
        let is_same = key(next) == key(kept);
        if is_same {
            kept.moments.append(&mut next.moments);
        }
        is_same
    });
    all
}

/// Mailboxes that several people share, each with its users, so that the mailbox still finds them.
fn shared_mailboxes(identified: &Identified<'_>) -> Vec<(Identifier, KeyUse)> {
    let mut stands: BTreeMap<u32, KeyUse> = BTreeMap::new();
    let mut mailboxes = BTreeMap::new();
    for commit in identified.history.commits() {
        let Some(alias) = identified.alias(commit.author_index()) else {
            continue;
        };
        let Some(mailbox) = identified.shared_mailbox(alias) else {
            continue;
        };
        let second = commit.authored().seconds;
        let known = stands.entry(alias).or_insert(KeyUse {
            key: mailbox.hash,
            identifier: identified.identifiers[alias as usize].hash,
            first: second,
            last: second,
            commits: 0,
        });
        known.first = known.first.min(second);
        known.last = known.last.max(second);
        known.commits += 1;
        mailboxes.insert(alias, mailbox);
    }
    mailboxes.into_values().zip(stands.into_values()).collect()
}

fn key(one: &Appearance) -> (IdentifierHash, &str, &str) {
    (one.identifier, &one.name, &one.login)
}

/// The authoring time, with the UTC offset if it is from the author's own clock.
fn authored(commit: &Commit<'_>) -> Authored {
    let moment = commit.authored();
    let is_own = commit.clock_source().author_clock() == Clock::Own;
    let offset = moment
        .offset
        .filter(|offset| is_own && offset.is_plausible());
    Authored {
        seconds: moment.seconds,
        offset: offset.and_then(|offset| i16::try_from(offset.minutes()).ok()),
    }
}

/// The login in an address of GitHub that hides the mailbox.
fn login(email: &str) -> Option<String> {
    let address = Address::parse(email);
    let login = address.handle().filter(|_| address.hides_mailbox())?;
    Some(login.to_owned())
}

/// The links between different identifiers. Links by a key are left out: the key is an identifier of its own and
/// joins its signers.
fn joins(identified: &Identified<'_>, signed: &Signed) -> Vec<Join> {
    let by_key = |link: &Link| {
        let (a, b) = link.ends;
        let mut keys = signed.joined.iter();
        link.reason == Reason::Key && keys.any(|all| all.contains(&a) && all.contains(&b))
    };
    let hash = |alias: u32| identified.identifiers[alias as usize].hash;
    let links = identified.linkage.joins().iter();
    links
        .filter(|link| hash(link.ends.0) != hash(link.ends.1) && !by_key(link))
        .map(|link| Join {
            a: hash(link.ends.0),
            b: hash(link.ends.1),
            reason: link.reason.says(),
            bits: Some(link.bits).filter(|bits| bits.is_finite()),
            anchor: link.reason.is_anchor(),
        })
        .collect()
}

/// Full names so rare that they link people across organisations, each joined with its identifiers.
fn names(identified: &Identified<'_>, joins: &mut Vec<Join>) -> Vec<Identifier> {
    let mut names = Vec::new();
    for (alias, identifier) in (0..).zip(&identified.identifiers) {
        let Some(name) = identified.linkage.rare_name(alias) else {
            continue;
        };
        let node = of_name(identified.key, &name);
        joins.push(Join {
            a: identifier.hash,
            b: node.hash,
            reason: "bears this full name, which is very rare".to_owned(),
            bits: Some(name.bits()),
            anchor: false,
        });
        names.push(node);
    }
    names
}

/// The findings with evidence in the repository, each with its commits there.
fn findings(identified: &Identified<'_>, examined: &Examined<'_>) -> Vec<PersonFinding> {
    let authors = authors(examined);
    let known = identified.by_bytes();
    let all = examined.findings.iter();
    all.filter_map(|finding| remembered(examined, finding, &authors, &known))
        .collect()
}

/// The identities on the objects that evidence quotes: the author before the committer or tagger.
type Authors = BTreeMap<ObjectId, Vec<IdentityIndex>>;

fn authors(examined: &Examined<'_>) -> Authors {
    let evidence = examined.findings.iter().flat_map(|one| &one.evidence);
    let wanted: BTreeSet<ObjectId> = evidence.map(|one| one.record.0).collect();
    let history = examined.population.history();
    let commits = history.commits().map(|commit| {
        let on = vec![commit.author_index(), commit.committer_index()];
        (commit.id(), on)
    });
    let tags = history.tags().iter();
    let tags = tags.map(|tag| (tag.id, tag.tagger.map(|(who, _)| who).into_iter().collect()));
    let all = commits.chain(tags);
    all.filter(|(id, _)| wanted.contains(id)).collect()
}

fn remembered(
    examined: &Examined<'_>,
    finding: &NewFinding,
    authors: &Authors,
    known: &BTreeMap<&[u8], IdentifierHash>,
) -> Option<PersonFinding> {
    let people = examined.population.people();
    let identities = examined.population.history().identities();
    let here: Vec<_> = finding
        .evidence
        .iter()
        .filter(|one| one.repository == examined.repository)
        .collect();
    let on_evidence = here.iter().filter_map(|one| authors.get(&one.record.0));
    let whole = &people.all()[finding.person.0 as usize];
    let identifier = on_evidence
        .flatten()
        .filter(|identity| people.of(**identity) == Some(finding.person))
        .chain(&whole.identities)
        .find_map(|identity| known.get(identities.get(*identity).raw()))?;
    let records = here
        .iter()
        .flat_map(|one| [Some(one.record), one.contradicts]);
    let records: BTreeSet<_> = records
        .flatten()
        .map(|(object, field)| (object.to_string(), field))
        .collect();
    let evidence: Vec<_> = records
        .into_iter()
        .map(|(commit, field)| json!({ "commit": commit, "field": field }))
        .collect();
    (!evidence.is_empty()).then(|| PersonFinding {
        identifier: *identifier,
        fingerprint: finding.fingerprint.clone(),
        heuristic: finding.heuristic.to_owned(),
        revision: i64::from(finding.revision),
        strength: finding.strength.to_owned(),
        weight: finding.weight,
        evidence: json!(evidence).to_string(),
    })
}
