//! What an identity offers for comparison: its address, its name in words, its handles.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::name::{FullName, pairwise_unrelated};
use super::alias::Alias;
use super::words;
use countersign_facts::Address;
use countersign_facts::address_lists::{ACCOUNT_DOMAIN, MAIL_PROVIDERS, NOBODYS};

/// Shortest handle that can link: many people have shorter ones.
const LEAST_HANDLE: usize = 3;
/// Words that can follow a full name and do not belong to it.
const SUFFIXES: [&str; 10] = [
    "jr", "sr", "ii", "iii", "iv", "filho", "junior", "neto", "phd", "md",
];

/// What an address can say about its holder.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Mail {
    /// A mailbox without a sub-address (`+tag`) and, if the provider ignores them, without dots.
    Mailbox(String),
    /// A numbered account and its login.
    Account(u64, String),
    /// An account's login, from before accounts were numbered in addresses.
    Login(String),
    /// A machine's or a made-up address. The same one in one project says a little.
    Weak(String),
    /// An address that says nothing.
    Nothing,
}

/// A full human name.
#[derive(Clone, Debug)]
pub(super) struct Full {
    /// Its words in Latin letters, lower case, in their order.
    pub(super) words: Vec<String>,
    /// How rare its first and last word are together, in bits.
    pub(super) bits: f64,
    pub(super) parsed: FullName,
}

impl Full {
    pub(super) fn first(&self) -> &str {
        &self.words[0]
    }

    pub(super) fn last(&self) -> &str {
        &self.words[self.words.len() - 1]
    }

    /// Words between the first and the last.
    pub(super) fn middle(&self) -> &[String] {
        &self.words[1..self.words.len() - 1]
    }
}

/// What an identity offers for comparison.
#[derive(Clone, Debug)]
pub(super) struct Traits {
    pub(super) mail: Mail,
    /// The domain, if it belongs to an organisation or a person.
    pub(super) domain: Option<String>,
    pub(super) full: Option<Full>,
    /// The name in Latin letters and digits, if it is not a full name.
    pub(super) single: Option<String>,
    /// Login, local part, nickname, single name: in Latin letters and digits, sorted, each once.
    pub(super) handles: Vec<String>,
}

impl Traits {
    pub(super) fn of(name: &str, email: &str) -> Self {
        let (plain, nicknames) = without_nicknames(name);
        // `Ada Example via Relay`: the name is Ada's, but the address is the relay's.
        let (plain, mail) = match plain.split_once(" via ") {
            Some((name, _)) => (name.trim_end().to_owned(), Mail::Nothing),
            None => (plain, mail(email)),
        };
        let full = full(&plain);
        let single = match &full {
            None if !plain.contains('@') => Some(compact(&plain)).filter(|name| !name.is_empty()),
            _ => None,
        };
        let mut handles: Vec<String> = nicknames.iter().map(|nickname| compact(nickname)).collect();
        handles.extend(single.clone());
        handles.extend(mail.handle().map(compact));
        if plain.contains('@') {
            handles.extend(mail_handle(&plain));
        }
        handles.retain(|handle| is_handle(handle));
        handles.sort_unstable();
        handles.dedup();
        Self {
            domain: domain(&mail),
            mail,
            full,
            single,
            handles,
        }
    }

    /// The account's number.
    pub(super) fn account(&self) -> Option<u64> {
        match self.mail {
            Mail::Account(id, _) => Some(id),
            _ => None,
        }
    }
}

impl Mail {
    /// The handle in it.
    fn handle(&self) -> Option<&str> {
        match self {
            Self::Account(_, login) | Self::Login(login) => Some(login),
            Self::Mailbox(mailbox) | Self::Weak(mailbox) => {
                mailbox.rsplit_once('@').map(|(local, _)| local)
            }
            Self::Nothing => None,
        }
    }

    /// The login, in either form of GitHub's addresses.
    pub(super) fn login(&self) -> Option<&str> {
        match self {
            Self::Account(_, login) | Self::Login(login) => Some(login),
            _ => None,
        }
    }
}

fn mail(email: &str) -> Mail {
    match Address::parse(email) {
        Address::Account { id, login } => Mail::Account(id, login),
        Address::Mailbox(mailbox) => match mailbox.rsplit_once('@') {
            Some((login, ACCOUNT_DOMAIN)) => Mail::Login(login.to_owned()),
            Some((local, domain)) => Mail::Mailbox(normal(local, domain)),
            None => Mail::Nothing,
        },
        Address::Shared => weak(email).map_or(Mail::Nothing, Mail::Weak),
        Address::Automation => Mail::Nothing,
    }
}

/// The same text for all addresses that reach one mailbox.
fn normal(local: &str, domain: &str) -> String {
    let local = match local.split_once('+') {
        Some((front, _)) if !front.is_empty() => front,
        _ => local,
    };
    match domain {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
        _ => format!("{local}@{domain}"),
    }
}

/// `user@machine`, unless it is a default user.
fn weak(email: &str) -> Option<String> {
    let email = email.trim().to_lowercase();
    let (local, domain) = email.rsplit_once('@')?;
    let is_one = !local.is_empty()
        && !domain.is_empty()
        && NOBODYS.binary_search(&local).is_err()
        && !local.starts_with("pair+")
        && local
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'));
    is_one.then(|| email.clone())
}

/// A domain that few people have.
fn domain(mail: &Mail) -> Option<String> {
    let Mail::Mailbox(mailbox) = mail else {
        return None;
    };
    let (_, domain) = mailbox.rsplit_once('@')?;
    (!MAIL_PROVIDERS.contains(&domain)).then(|| domain.to_owned())
}

/// A name without the parts in brackets or quotes, and these parts.
fn without_nicknames(name: &str) -> (String, Vec<String>) {
    let mut plain = String::with_capacity(name.len());
    let mut nicknames = Vec::new();
    let mut inside: Option<(char, String)> = None;
    for c in name.chars() {
        match (&mut inside, c) {
            (None, '(') => inside = Some((')', String::new())),
            (None, '[') => inside = Some((']', String::new())),
            (None, '"' | '“' | '”') => inside = Some(('"', String::new())),
            (None, c) => plain.push(c),
            (Some((end, text)), c) => {
                let closes = c == *end || (*end == '"' && matches!(c, '“' | '”'));
                if closes {
                    nicknames.push(std::mem::take(text));
                    inside = None;
                    plain.push(' ');
                } else {
                    text.push(c);
                }
            }
        }
    }
    // A bracket that is not closed, or that contains the whole name, belongs to the name after all.
    plain.extend(inside.into_iter().map(|(_, text)| text));
    if plain.trim().is_empty() {
        plain = std::mem::take(&mut nicknames).join(" ");
    }
    (plain.trim().to_owned(), nicknames)
}

fn full(name: &str) -> Option<Full> {
    let mut kept = name.trim_end();
    while let Some((front, last)) = kept.rsplit_once([' ', ',']) {
        let word = last.trim_matches('.').replace('.', "").to_lowercase();
        if !word.is_empty() && !SUFFIXES.contains(&&*word) {
            break;
        }
        kept = front.trim_end();
    }
    let parsed = FullName::parse(kept)?;
    let words: Vec<String> = parsed.romanised().collect();
    let bits = words::surprisal(words.first()?) + words::surprisal(words.last()?);
    (words.len() >= 2).then_some(Full {
        words,
        bits,
        parsed,
    })
}

/// Latin letters and digits in lower case.
pub(super) fn compact(text: &str) -> String {
    any_ascii::any_ascii(text)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// The handle of an address that was written in place of a name.
fn mail_handle(text: &str) -> Option<String> {
    mail(text).handle().map(compact)
}

pub(super) fn is_handle(text: &str) -> bool {
    text.len() >= LEAST_HANDLE
        && text.chars().any(|c| c.is_ascii_alphabetic())
        && NOBODYS.binary_search(&text).is_err()
}

/// A handle without the digits at its end.
pub(super) fn without_digits(handle: &str) -> &str {
    handle.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// An address with at least this many pairwise unrelated full names does not belong to one person.
const CROWD: usize = 3;
/// Least people of a scan with a word in their names for their number to say how rare it is among them.
const LEAST_CARRIERS: u32 = 5;

/// What every identity offers, considering the others.
pub(super) fn prepare(aliases: &[Alias]) -> Vec<Traits> {
    let mut traits: Vec<Traits> = aliases
        .par_iter()
        .map(|alias| Traits::of(&alias.name, &alias.email))
        .collect();
    distrust_crowded(&mut traits);
    weigh_names(&mut traits);
    traits
}

/// Ignores addresses that many people use.
fn distrust_crowded(traits: &mut [Traits]) {
    let mut names: FxHashMap<&Mail, Vec<&FullName>> = FxHashMap::default();
    for one in traits.iter() {
        if let (Some(full), true) = (&one.full, one.mail != Mail::Nothing) {
            names.entry(&one.mail).or_default().push(&full.parsed);
        }
    }
    names.retain(|_, names| pairwise_unrelated(names.iter().copied()).len() >= CROWD);
    let crowded: FxHashSet<Mail> = names.into_keys().cloned().collect();
    for one in traits {
        if crowded.contains(&one.mail) {
            one.mail = Mail::Nothing;
            one.domain = None;
        }
    }
}

/// Lowers the bits of names whose words are commoner among these people than in general.
fn weigh_names(traits: &mut [Traits]) {
    let names: FxHashSet<Vec<String>> = traits
        .iter()
        .filter_map(|one| {
            let mut words = one.full.as_ref()?.words.clone();
            words.sort_unstable();
            words.dedup();
            Some(words)
        })
        .collect();
    let mut carriers: FxHashMap<&str, u32> = FxHashMap::default();
    for word in names.iter().flatten() {
        *carriers.entry(word).or_default() += 1;
    }
    let all = f64::from(u32::try_from(names.len()).unwrap_or(u32::MAX));
    let bits = |word: &str| {
        let known = carriers.get(word).filter(|known| **known >= LEAST_CARRIERS);
        let here = known.map_or(f64::INFINITY, |known| (all / f64::from(*known)).log2());
        words::surprisal(word).min(here)
    };
    traits.par_iter_mut().for_each(|one| {
        if let Some(full) = &mut one.full {
            full.bits = bits(full.first()) + bits(full.last());
        }
    });
}
