//! What identifies a person: names, addresses, logins, keys and ids.

use std::collections::BTreeMap;

use countersign_facts::{Address, IdentityIndex, KeyKind, short_digest};
use countersign_people::{Dossier, FullName};

use crate::model::Key;

/// The ids of the person's identities, made like [`Person::id`](countersign_people::Person::id).
pub(crate) fn ids(dossier: &Dossier<'_>) -> Vec<String> {
    let identities = dossier.person().identities.iter();
    let raw = identities.map(|index| dossier.history().identities().get(*index).raw());
    raw.map(|raw| format!("p-{}", short_digest(raw))).collect()
}

/// Names, addresses and logins of a person, the most used first; before the names the one to call the person by.
pub(crate) struct Identifiers {
    pub(crate) names: Vec<String>,
    pub(crate) emails: Vec<String>,
    pub(crate) logins: Vec<String>,
}

impl Identifiers {
    pub(crate) fn of(dossier: &Dossier<'_>) -> Self {
        let mut uses: BTreeMap<_, u64> = BTreeMap::new();
        for commit in dossier.authored() {
            *uses.entry(commit.author_index()).or_default() += 1;
        }
        let (mut names, mut emails, mut logins) = (Uses::new(), Uses::new(), Uses::new());
        let count = |uses: &mut Uses, text: String, commits: u64| {
            if !text.is_empty() {
                *uses.entry(text).or_default() += commits;
            }
        };
        for index in &dossier.person().identities {
            let identity = dossier.history().identities().get(*index);
            let commits = uses.get(index).copied().unwrap_or_default();
            let email = identity.email().into_owned();
            if let Address::Account { login, .. } = Address::parse(&email) {
                count(&mut logins, login, commits);
            }
            count(&mut names, identity.name().into_owned(), commits);
            count(&mut emails, email, commits);
        }
        let mut names = by_use(names);
        if let Some(preferred) = preferred_name(dossier, &uses) {
            names.retain(|name| *name != preferred);
            names.insert(0, preferred);
        }
        Self {
            names,
            emails: by_use(emails),
            logins: by_use(logins),
        }
    }
}

/// The newest full name, or the newest name if none is one. `countersign people` and the memory call a person by the
/// same rule.
fn preferred_name(dossier: &Dossier<'_>, uses: &BTreeMap<IdentityIndex, u64>) -> Option<String> {
    let mut newest: BTreeMap<IdentityIndex, i64> = BTreeMap::new();
    for commit in dossier.authored() {
        newest.insert(commit.author_index(), commit.authored().seconds);
    }
    let identities = dossier.person().identities.iter();
    let named = identities.filter_map(|index| {
        let name = dossier.history().identities().get(*index).name();
        (!name.is_empty()).then(|| {
            let is_full = FullName::parse(&name).is_some();
            let rank = (
                is_full,
                newest.get(index).copied(),
                uses.get(index).copied(),
            );
            (rank, name.into_owned())
        })
    });
    named.max().map(|(_, name)| name)
}

type Uses = BTreeMap<String, u64>;

fn by_use(uses: Uses) -> Vec<String> {
    let mut all: Vec<_> = uses.into_iter().collect();
    all.sort_by_key(|(_, commits)| std::cmp::Reverse(*commits));
    all.into_iter().map(|(text, _)| text).collect()
}

/// Personal signing keys, by kind, then id.
pub(crate) fn keys(dossier: &Dossier<'_>) -> Vec<Key> {
    let all = dossier.history().keys();
    let mut keys: Vec<_> = dossier.person().keys().map(|key| all.get(key)).collect();
    keys.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
    keys.into_iter().map(key).collect()
}

/// A key as reports name it.
pub(crate) fn key(key: &countersign_facts::Key) -> Key {
    Key {
        kind: match key.kind {
            KeyKind::OpenPgp => "openpgp",
            KeyKind::Ssh => "ssh",
            KeyKind::X509 | KeyKind::Ephemeral => "x509",
        },
        id: key.id.to_string(),
    }
}
