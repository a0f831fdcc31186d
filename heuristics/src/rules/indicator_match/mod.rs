//! `indicator-match`: an address, account or key is on a list that the user imported.

#[cfg(test)]
pub(super) mod cases;

use super::grades;

use std::collections::BTreeMap;

use crate::evidence::{Evidence, Fact, Field};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::review::Review;
use countersign_facts::{Account, Address, Commit, IndicatorKind, IndicatorList, KeyKind};
use countersign_people::{Dossier, Population, signer_of};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "indicator-match",
    title: "an address, account or key is on an imported list",
    revision: 1,
    family: Family::Identity,
    strength: Strength::Strong,
    innocent: "the list is wrong or out of date, the account or address now belongs to someone else, or \
               someone else typed the address",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Both {
        person,
        pull_request,
    },
};

/// The values that identify a person, each with the record that shows it.
type Records = BTreeMap<(IndicatorKind, String), Evidence>;

fn person(dossier: &Dossier<'_>) -> Outcome {
    if dossier.population().indicators().is_empty() {
        return Outcome::NotApplicable;
    }
    answer(dossier.population(), &of_person(dossier))
}

fn pull_request(review: &Review<'_>) -> Outcome {
    if review.population().indicators().is_empty() {
        return Outcome::NotApplicable;
    }
    // What the platform says about the account replaces what commits say.
    let mut records = review
        .person()
        .map(|dossier| of_person(&dossier))
        .unwrap_or_default();
    if let Some(account) = review.account() {
        records.extend(of_account(review, account));
    }
    answer(review.population(), &records)
}

/// One finding for each list, because the strength and the audience depend on the list.
fn answer(population: &Population, records: &Records) -> Outcome {
    let mut hits: BTreeMap<&str, Hit<'_>> = BTreeMap::new();
    for ((kind, value), evidence) in records {
        for list in population.indicators().matching(*kind, value) {
            let hit = hits.entry(&list.name).or_insert_with(|| Hit::new(list));
            hit.matched.push((*kind, value, evidence));
        }
    }
    if hits.is_empty() {
        return Outcome::Quiet;
    }
    Outcome::Fired(hits.values().map(Hit::finding).collect())
}

/// All records of one person that are on one list.
struct Hit<'a> {
    list: &'a IndicatorList,
    matched: Vec<(IndicatorKind, &'a str, &'a Evidence)>,
}

impl<'a> Hit<'a> {
    fn new(list: &'a IndicatorList) -> Self {
        Self {
            list,
            matched: Vec::new(),
        }
    }

    fn finding(&self) -> Finding {
        let strength = grades::strength_of(self.list).min(self.most());
        let records: Vec<_> = self
            .matched
            .iter()
            .map(|(kind, value, _)| format!("{} {value}", kind.as_str()))
            .collect();
        let records = records.join(", ");
        let verb = if self.matched.len() == 1 { "is" } else { "are" };
        let summary = format!("{records} {verb} on {}", described(self.list));
        let evidence = self.matched.iter().map(|(.., record)| (*record).clone());
        Finding::new(strength, summary, evidence.collect())
            .about(format!("list {}: {records}", self.list.name))
            .marked(self.list.sharing())
    }

    /// The greatest strength of these matches. A login alone says less than an account number: a login that was given
    /// up can be taken by anyone.
    fn most(&self) -> Strength {
        let mut kinds = self.matched.iter().map(|(kind, ..)| *kind);
        if kinds.all(|kind| kind == IndicatorKind::Login) {
            Strength::Moderate
        } else {
            Strength::Strong
        }
    }
}

/// `the imported list "north" of 2026-11-14 (Example CERT, graded B2, TLP:AMBER)`.
fn described(list: &IndicatorList) -> String {
    let grade = match list.grade {
        Some(grade) => format!("graded {grade}"),
        None => "ungraded".to_owned(),
    };
    let tlp = list.sharing().as_str().to_uppercase();
    let IndicatorList {
        name, source, date, ..
    } = list;
    format!("the imported list \"{name}\" of {date} ({source}, {grade}, TLP:{tlp})")
}

/// What commits show about a person: addresses, the accounts in them, and keys. Each comes with the first commit
/// that shows it, by committer date.
fn of_person(dossier: &Dossier<'_>) -> Records {
    let history = dossier.history();
    let (mut lines, mut keys) = (BTreeMap::new(), BTreeMap::new());
    for commit in dossier.authored() {
        keep_first(&mut lines, commit.author_index(), (commit, Fact::author));
    }
    for commit in dossier.applied().chain(dossier.self_committed()) {
        let fact = Fact::committer as fn(&Commit<'_>) -> Fact;
        keep_first(&mut lines, commit.committer_index(), (commit, fact));
        if let Some((_, key)) = signer_of(&commit) {
            keep_first(&mut keys, key, (commit, fact));
        }
    }
    let lines = lines.into_iter().flat_map(|(line, (commit, fact))| {
        let record = Evidence::of(&commit, fact(&commit), None);
        let shown = of_address(&Address::of(history.identities().get(line)));
        shown.into_iter().map(move |what| (what, record.clone()))
    });
    let keys = keys.into_iter().filter_map(|(index, (commit, _))| {
        let key = history.keys().get(index);
        let fact = Fact::signing_key(history, commit.id(), Some(index));
        let record = Evidence::of(&commit, fact, None);
        is_comparable(key.kind).then(|| ((IndicatorKind::Key, key.id.to_string()), record))
    });
    // If two lines show the same login, either may be quoted. The first one stays.
    let mut records = Records::new();
    for (what, record) in lines.chain(keys) {
        records.entry(what).or_insert(record);
    }
    records
}

/// A commit, and the function that quotes the right line of it.
type Shown<'a> = (Commit<'a>, fn(&Commit<'_>) -> Fact);

fn keep_first<'a, K: Ord>(firsts: &mut BTreeMap<K, Shown<'a>>, key: K, shown: Shown<'a>) {
    let order = |(commit, _): &Shown<'_>| (commit.committed().seconds, commit.id());
    match firsts.get_mut(&key) {
        Some(first) if order(&shown) < order(first) => *first = shown,
        Some(_) => {}
        None => drop(firsts.insert(key, shown)),
    }
}

fn of_address(address: &Address) -> Vec<(IndicatorKind, String)> {
    match address {
        Address::Account { id, login } => vec![
            (IndicatorKind::Account, id.to_string()),
            (IndicatorKind::Login, login.clone()),
        ],
        Address::Mailbox(_) if address.hides_mailbox() => {
            let login = address.handle().unwrap_or_default();
            vec![(IndicatorKind::Login, login.to_owned())]
        }
        Address::Mailbox(mailbox) => vec![(IndicatorKind::Mailbox, mailbox.clone())],
        Address::Automation | Address::Shared => Vec::new(),
    }
}

/// What the platform says about the account that opened the pull request. The commit quoted is the pull request's
/// head.
fn of_account(review: &Review<'_>, account: &Account) -> Records {
    let pull = review.pull_request();
    let history = review.population().history();
    let head = pull.commits.last().and_then(|head| history.get(*head));
    let Some(head) = head else {
        return Records::new();
    };
    let named = [
        (IndicatorKind::Account, account.id.to_string()),
        (IndicatorKind::Login, account.login.to_lowercase()),
    ];
    let mailboxes = account.mailboxes.iter();
    let mailboxes = mailboxes.flat_map(|mailbox| of_address(&Address::parse(mailbox)));
    let keys = account.keys.iter().filter(|key| is_comparable(key.kind));
    let keys = keys.map(|key| (IndicatorKind::Key, key.id.clone()));
    let shown = Fact::text(head.id(), Field::Account, account.login.clone());
    let shown = Evidence::of(&head, shown, None);
    let records = named.into_iter().chain(mailboxes).chain(keys);
    records.map(|what| (what, shown.clone())).collect()
}

/// Whether lists contain keys of this kind.
fn is_comparable(kind: KeyKind) -> bool {
    matches!(kind, KeyKind::OpenPgp | KeyKind::Ssh)
}
