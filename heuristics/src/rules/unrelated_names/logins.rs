//! Logins of one account that have nothing in common.

use std::collections::BTreeMap;

use crate::evidence::Evidence;
use crate::finding::{Finding, Strength};
use crate::rules::names::{Line, Names, drop_names_of_others, fact, most_used_first};
use countersign_facts::{Address, ClockSource, IdentityIndex};
use countersign_people::{Dossier, Handle, unrelated_handles};

/// Unrelated logins of one account that are a finding whatever the names are.
const MANY_LOGINS: usize = 3;
/// Unrelated logins of one account that are a finding together with ...
const SOME_LOGINS: usize = 2;
/// ... this many unrelated names. Handles count as names, and one commit is enough.
const MANY_NAMES: usize = 3;

/// The logins and the names that one account used, most used first.
#[derive(Default)]
struct Account<'a> {
    logins: Names<'a, Handle>,
    names: Names<'a, Handle>,
}

/// A finding for each account with unrelated logins.
pub(super) fn findings(dossier: &Dossier<'_>) -> Vec<Finding> {
    let accounts = accounts(dossier).into_iter();
    accounts
        .filter_map(|(id, account)| finding(dossier, id, account))
        .collect()
}

/// The accounts with more than one login. GitHub writes the login that the account has at that time.
fn accounts<'a>(dossier: &Dossier<'a>) -> BTreeMap<u64, Account<'a>> {
    let mut known: BTreeMap<IdentityIndex, (u64, Option<Handle>, Option<Handle>)> = BTreeMap::new();
    for index in &dossier.person().identities {
        let identity = dossier.history().identities().get(*index);
        if let Address::Account { id, login } = Address::of(identity) {
            let name = Handle::parse(&identity.name());
            known.insert(*index, (id, Handle::parse(&login), name));
        }
    }
    if known.len() < SOME_LOGINS {
        return BTreeMap::new();
    }
    let mut accounts: BTreeMap<u64, Account<'a>> = BTreeMap::new();
    for commit in dossier.authored() {
        let line = (commit, commit.author_index());
        if let Some((id, login, name)) = known.get(&line.1) {
            let account = accounts.entry(*id).or_default();
            // Nobody combines a number with the login of another account by a slip, but with another name.
            add(&mut account.logins, login.as_ref(), line);
            if commit.clock_source() != ClockSource::Applied {
                add(&mut account.names, name.as_ref(), line);
            }
        }
    }
    accounts.retain(|_, account| account.logins.len() >= SOME_LOGINS);
    accounts
}

fn add<'a>(names: &mut Names<'a, Handle>, handle: Option<&Handle>, line: Line<'a>) {
    let Some(handle) = handle else {
        return;
    };
    match names.iter_mut().find(|(known, _)| known == handle) {
        Some((_, lines)) => lines.push(line),
        None => names.push((handle.clone(), vec![line])),
    }
}

fn finding(dossier: &Dossier<'_>, id: u64, account: Account<'_>) -> Option<Finding> {
    let logins = most_used_first(account.logins);
    let mut names = most_used_first(account.names);
    drop_names_of_others(dossier, &mut names);
    let unrelated = unrelated_handles(logins.iter().map(|(login, _)| login));
    let called = unrelated_handles(names.iter().map(|(name, _)| name)).len();
    let shown =
        unrelated.len() >= MANY_LOGINS || unrelated.len() >= SOME_LOGINS && called >= MANY_NAMES;
    if !shown {
        return None;
    }
    let summary = if unrelated.len() >= MANY_LOGINS {
        format!(
            "{} logins that have nothing in common use one account",
            unrelated.len()
        )
    } else {
        format!(
            "{} logins and {called} names that have nothing in common use one account",
            unrelated.len()
        )
    };
    let uses: Vec<&[Line<'_>]> = logins
        .iter()
        .filter(|(login, _)| unrelated.contains(&login))
        .map(|(_, lines)| &lines[..])
        .collect();
    let main = fact(uses[0][0]);
    let firsts = uses[1..].iter().map(|lines| lines[0]);
    let lasts = uses[1..].iter().map(|lines| lines[lines.len() - 1]);
    let evidence = firsts
        .chain(lasts)
        .map(|line| Evidence::of(&line.0, fact(line), Some(main.clone())))
        .collect();
    Some(Finding::new(Strength::Moderate, summary, evidence).about(format!("account {id}")))
}
