//! Identifiers by which other programs know a person: addresses, accounts and keys.

use std::collections::BTreeMap;

use countersign_facts::Address;
use countersign_facts::{Indicator, IndicatorKind};

use super::is_visible;
use crate::model::Person;

/// An account on GitHub, from an e-mail address: number, login, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Account {
    /// Its number, which never changes.
    pub(super) id: Option<String>,
    /// Its login at some time.
    pub(super) login: Option<String>,
}

/// Identifiers of one person from their commits, in the spelling in which imported lists are compared. Addresses
/// that many people share are left out.
#[derive(Debug, Default)]
pub(super) struct KnownBy {
    pub(super) mailboxes: Vec<String>,
    pub(super) accounts: Vec<Account>,
    pub(super) openpgp_keys: Vec<String>,
    pub(super) ssh_keys: Vec<String>,
}

impl KnownBy {
    pub(super) fn of(person: &Person) -> Self {
        let mut known = Self::default();
        for email in &person.emails {
            known.add_address(email);
        }
        for key in &person.keys {
            let id = comparable(IndicatorKind::Key, &key.id);
            match key.kind {
                "openpgp" => known.openpgp_keys.extend(id),
                "ssh" => known.ssh_keys.extend(id),
                _ => {}
            }
        }
        known.mailboxes = in_order(known.mailboxes);
        known.accounts = in_order(known.accounts);
        let numbered: Vec<_> = known
            .accounts
            .iter()
            .filter(|one| one.id.is_some())
            .cloned()
            .collect();
        let is_numbered = |one: &Account| numbered.iter().any(|other| other.login == one.login);
        known
            .accounts
            .retain(|one| one.id.is_some() || !is_numbered(one));
        known
    }

    /// The identifiers in one address.
    pub(super) fn of_address(email: &str) -> Self {
        let mut known = Self::default();
        known.add_address(email);
        known
    }

    fn add_address(&mut self, email: &str) {
        let address = Address::parse(email);
        if let Address::Account { id, login } = &address {
            let account = Account {
                id: comparable(IndicatorKind::Account, &id.to_string()),
                login: comparable(IndicatorKind::Login, login),
            };
            self.accounts
                .extend(Some(account).filter(|one| *one != Account::default()));
        } else if address.hides_mailbox() {
            let login = address.handle().unwrap_or_default();
            let login = comparable(IndicatorKind::Login, login);
            self.accounts
                .extend(login.map(|login| Account::of_login(&login)));
        } else if let Address::Mailbox(_) = address {
            let mailbox = comparable(IndicatorKind::Mailbox, email);
            self.mailboxes
                .extend(mailbox.filter(|text| is_addr_spec(text)));
        }
    }
}

impl Account {
    fn of_login(login: &str) -> Self {
        Self {
            id: None,
            login: Some(login.to_owned()),
        }
    }
}

fn comparable(kind: IndicatorKind, value: &str) -> Option<String> {
    let indicator = Indicator::parse(kind, value).ok()?;
    Some(indicator.value().to_owned()).filter(|value| is_visible(value))
}

/// Whether the address has only characters that the validator of OASIS accepts. RFC 5322 allows more, but they
/// are hardly ever used, and a reader that rejects one address rejects the whole file.
fn is_addr_spec(text: &str) -> bool {
    let is_dotted = |part: &str| part.split('.').all(|atom| !atom.is_empty());
    let is_label = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '.';
    let is_local = |letter: char| is_label(letter) || letter == '_' || letter == '+';
    text.rsplit_once('@').is_some_and(|(local, domain)| {
        let is_written_so = local.chars().all(is_local) && domain.chars().all(is_label);
        is_written_so && is_dotted(local) && is_dotted(domain) && domain.contains('.')
    })
}

/// Each once, in the order of first appearance: the most used first.
fn in_order<T: Ord + Clone>(all: Vec<T>) -> Vec<T> {
    let mut seen = BTreeMap::new();
    all.into_iter()
        .filter(|one| seen.insert(one.clone(), ()).is_none())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_other_programs_read() {
        for address in ["ada@mail.example", "a.b+c_d@xn--mnchen-3ya.example"] {
            assert!(is_addr_spec(address), "{address}");
        }
        for text in [
            "a",
            "a@b@c.example",
            "\"a\"@b.example",
            "o'neil@b.example",
            "a.@b.example",
            "a@b..example",
            "a@b_c.example",
            "a@ü.example",
            "a@b",
            "@b.example",
            "a@",
        ] {
            assert!(!is_addr_spec(text), "{text}");
        }
    }
}
