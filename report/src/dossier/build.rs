//! Builds a dossier from what the memory holds about a person.

use std::collections::{BTreeMap, BTreeSet};

use countersign_heuristics::{Strength, catalogue};

use super::clocks;
use super::keys::keys;
use super::model::{
    Account, Approvals, Decision, DeployKey, Dossier, Evidence, Finding, Identifier, Join, Lead,
    LoginUse, NameUse, Organisation, Parting, Repository, Right, SCHEMA,
};
use super::shared_history::{Holders, tally};
use super::sources::repositories;
use super::span::{Reach, instant_ms, span_ms};
use crate::build::base_rate;
use crate::model::Tool;
use countersign_people::remembered::{self, Remembered};

impl Dossier {
    /// Collects what is remembered about a person. Shared and ported history is counted separately.
    ///
    /// # Panics
    /// When a record refers to a repository that is not among the sources.
    #[must_use]
    pub fn new(remembered: &Remembered) -> Self {
        let holders = Holders::of(remembered);
        let commits = tally(&remembered.appearances);
        let (clocks, unclocked) = clocks::periods(remembered);
        let names = names(remembered);
        let whole = remembered.appearances.iter().flat_map(|one| &one.moments);
        let whole = Reach::over(whole.map(|(second, _)| *second));
        Self {
            schema: SCHEMA,
            tool: Tool::this(),
            installation: remembered.installation,
            id: id(remembered),
            name: shown_name(&names),
            commits: commits.values().sum(),
            own: holders.own(&commits),
            span: whole.map(Reach::span),
            accounts: accounts(remembered),
            logins: logins(remembered, |kind| kind != "account"),
            identifiers: identifiers(remembered),
            organisations: organisations(remembered, &holders),
            clocks,
            unclocked,
            keys: keys(remembered),
            findings: findings(remembered),
            joins: joins(remembered),
            partings: remembered.partings.iter().map(parting).collect(),
            leads: remembered.leads.iter().map(lead).collect(),
            deploy_keys: remembered.deploy_keys.iter().map(deploy_key).collect(),
            rights: rights(remembered),
            approvals: approvals(remembered),
            cut_short: remembered.cut_short,
            names,
        }
    }
}

/// The identifier with the earliest commit stands for the person, because it does not change while the
/// history grows.
fn id(remembered: &Remembered) -> String {
    let first = |one: &remembered::Appearance| one.moments.iter().map(|(second, _)| *second).min();
    let appearances = remembered.appearances.iter();
    let earliest = appearances
        .filter_map(|one| Some((first(one)?, &one.identifier)))
        .min();
    let any = || remembered.identifiers.keys().next();
    let id = earliest.map(|(_, id)| id).or_else(any);
    id.cloned().unwrap_or_default()
}

/// The newest name of several words, otherwise the newest.
fn shown_name(names: &[NameUse]) -> String {
    let full = names.iter().find(|one| one.name.contains(' '));
    let name = full.or_else(|| names.iter().find(|one| !one.name.is_empty()));
    name.map(|one| one.name.clone()).unwrap_or_default()
}

/// Appearances with commits, grouped by `key`, the newest group first.
fn by<'a, K: Ord>(
    remembered: &'a Remembered,
    key: impl Fn(&'a remembered::Appearance) -> Option<K>,
) -> Vec<(K, Reach, Vec<&'a remembered::Appearance>)> {
    let mut groups: BTreeMap<K, (Option<Reach>, Vec<&remembered::Appearance>)> = BTreeMap::new();
    for one in &remembered.appearances {
        let reach = Reach::over(one.moments.iter().map(|(second, _)| *second));
        if let (Some(reach), Some(key)) = (reach, key(one)) {
            let group = groups.entry(key).or_default();
            group.0 = Some(group.0.map_or(reach, |known: Reach| known.and(reach)));
            group.1.push(one);
        }
    }
    let mut groups: Vec<_> = groups
        .into_iter()
        .filter_map(|(key, (reach, all))| Some((key, reach?, all)))
        .collect();
    groups.sort_by_key(|(_, reach, _)| std::cmp::Reverse(*reach));
    groups
}

fn names(remembered: &Remembered) -> Vec<NameUse> {
    let groups = by(remembered, |one| Some(one.name.as_str())).into_iter();
    groups
        .map(|(name, reach, all)| NameUse {
            name: name.to_owned(),
            span: reach.span(),
            commits: tally(all.iter().copied()).values().sum(),
            repositories: repositories(remembered, all.iter().map(|one| one.source)),
        })
        .collect()
}

fn kind<'a>(remembered: &'a Remembered, id: &str) -> &'a str {
    let known = remembered.identifiers.get(id);
    known.map_or("local", |known| &known.kind)
}

/// Logins on commits of identifiers of some kinds, the newest first.
fn logins(remembered: &Remembered, is_wanted: impl Fn(&str) -> bool) -> Vec<LoginUse> {
    let login = |one: &remembered::Appearance| {
        let is_there = !one.login.is_empty() && is_wanted(kind(remembered, &one.identifier));
        is_there.then(|| one.login.clone())
    };
    let groups = by(remembered, login).into_iter();
    groups
        .map(|(login, reach, _)| LoginUse {
            login,
            span: reach.span(),
            seen_in: "commits",
        })
        .collect()
}

fn accounts(remembered: &Remembered) -> Vec<Account> {
    let of_commits = remembered.identifiers.iter();
    let of_commits = of_commits.filter(|(_, one)| one.kind == "account");
    let mut all: Vec<Account> = of_commits
        .map(|(id, one)| {
            let login = |one: &remembered::Appearance| {
                (one.identifier == *id && !one.login.is_empty()).then(|| one.login.clone())
            };
            let logins = by(remembered, login).into_iter();
            Account {
                number: one.shown.clone().unwrap_or_default(),
                created: None,
                logins: logins
                    .map(|(login, reach, _)| LoginUse {
                        login,
                        span: reach.span(),
                        seen_in: "commits",
                    })
                    .collect(),
            }
        })
        .collect();
    for shown in &remembered.accounts {
        let number = shown.number.to_string();
        let place = match all.iter().position(|one| one.number == number) {
            Some(place) => place,
            None => {
                all.push(Account {
                    number,
                    created: None,
                    logins: Vec::new(),
                });
                all.len() - 1
            }
        };
        let known = &mut all[place];
        known.created = shown.created.map(instant_ms);
        let logins = shown.logins.iter().rev();
        known
            .logins
            .extend(logins.map(|(login, first, last)| LoginUse {
                login: login.clone(),
                span: span_ms(*first, *last),
                seen_in: "platform",
            }));
    }
    all
}

fn identifiers(remembered: &Remembered) -> Vec<Identifier> {
    let name = |id: &str| {
        let own = |one: &remembered::Appearance| (one.identifier == id).then(|| one.name.clone());
        let newest = by(remembered, own).into_iter().next();
        newest.map(|(name, ..)| name)
    };
    let all = remembered.identifiers.iter();
    all.map(|(id, one)| Identifier {
        id: id.clone(),
        kind: one.kind.clone(),
        shown: one.shown.clone(),
        name: name(id),
    })
    .collect()
}

fn organisations<'a>(remembered: &'a Remembered, holders: &Holders<'_>) -> Vec<Organisation> {
    let mut all: BTreeMap<&str, Vec<(Reach, Repository)>> = BTreeMap::new();
    // The same repository may be known from a clone and from the App.
    let repository = |one: &'a remembered::Appearance| {
        let from = &remembered.sources[one.source];
        Some((from.holder(), from.name.to_lowercase()))
    };
    for (_, reach, appearances) in by(remembered, repository) {
        let Some(from) = appearances
            .first()
            .map(|one| &remembered.sources[one.source])
        else {
            continue;
        };
        let commits = tally(appearances.iter().copied());
        let mut named: Vec<_> = appearances
            .iter()
            .map(|one| {
                (
                    one.moments.iter().map(|(second, _)| *second).max(),
                    &one.name,
                )
            })
            .collect();
        named.sort_by(|a, b| b.cmp(a));
        let mut names: Vec<String> = Vec::new();
        for (_, name) in named {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        let repository = Repository {
            name: from.name.clone(),
            place: from.place.clone(),
            private: from.private,
            span: reach.span(),
            own: holders.own(&commits),
            commits: commits.values().sum(),
            names,
        };
        let of_holder = all.entry(from.holder()).or_default();
        of_holder.push((reach, repository));
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.iter_mut()
        .for_each(|(_, repositories)| repositories.sort_by_key(|(reach, _)| *reach));
    all.sort_by_key(|(_, repositories)| repositories.first().map(|(reach, _)| *reach));
    let organisation = |(name, repositories): (&str, Vec<(Reach, Repository)>)| Organisation {
        name: name.to_owned(),
        repositories: repositories.into_iter().map(|(_, one)| one).collect(),
    };
    all.into_iter().map(organisation).collect()
}

/// Findings with the same fingerprint from several repositories are one finding, because the repositories may
/// be forks of each other.
fn findings(remembered: &Remembered) -> Vec<Finding> {
    let mut groups: BTreeMap<&str, Vec<&remembered::Finding>> = BTreeMap::new();
    for one in &remembered.findings {
        groups.entry(&one.fingerprint).or_default().push(one);
    }
    let mut all: Vec<_> = groups
        .values()
        .filter_map(|group| finding(remembered, group))
        .collect();
    all.sort_by(|a, b| {
        let by_weight = b.weight.total_cmp(&a.weight);
        by_weight.then_with(|| (&a.heuristic, &a.fingerprint).cmp(&(&b.heuristic, &b.fingerprint)))
    });
    all
}

/// The newest of the group, with the evidence of all.
fn finding(remembered: &Remembered, group: &[&remembered::Finding]) -> Option<Finding> {
    let one = group.iter().max_by_key(|one| one.last_seen)?;
    let heuristic = catalogue().iter().find(|known| known.id == one.heuristic);
    let strengths = [Strength::Context, Strength::Moderate, Strength::Strong];
    let strength = strengths
        .into_iter()
        .find(|known| known.as_str() == one.strength);
    let evidence: BTreeSet<_> = group.iter().flat_map(|one| &one.evidence).collect();
    let evidence = evidence.into_iter().map(|(commit, field)| Evidence {
        commit: commit.clone(),
        field: field.clone(),
    });
    let first = group.iter().map(|one| one.first_seen).min();
    Some(Finding {
        title: heuristic
            .map_or(&*one.heuristic, |known| known.title)
            .to_owned(),
        base_rate: heuristic
            .zip(strength)
            .and_then(|(known, strength)| base_rate(known, strength)),
        innocent: heuristic.map_or("", |known| known.innocent).to_owned(),
        heuristic: one.heuristic.clone(),
        revision: one.revision,
        strength: one.strength.clone(),
        weight: one.weight,
        fingerprint: one.fingerprint.clone(),
        repositories: repositories(remembered, group.iter().map(|one| one.source)),
        evidence: evidence.collect(),
        seen: span_ms(first.unwrap_or(one.last_seen), one.last_seen),
        decisions: group
            .iter()
            .flat_map(|one| &one.decisions)
            .map(decision)
            .collect(),
    })
}

fn decision(one: &remembered::Decision) -> Decision {
    Decision {
        reason: one.reason.clone(),
        who: one.who.clone(),
        at: instant_ms(one.at),
    }
}

/// One link per pair of identifiers and reason, with all repositories that show it; anchors first.
fn joins(remembered: &Remembered) -> Vec<Join> {
    let mut groups: BTreeMap<(&[String; 2], &str), Vec<&remembered::Join>> = BTreeMap::new();
    for join in &remembered.joins {
        let group = groups.entry((&join.ends, &join.reason)).or_default();
        group.push(join);
    }
    let mut joins: Vec<Join> = groups
        .into_iter()
        .map(|((ends, reason), all)| Join {
            ids: ends.clone(),
            bits: all
                .iter()
                .map(|one| one.bits)
                .min_by(|a, b| {
                    let worth = |bits: &Option<f64>| bits.unwrap_or(f64::INFINITY);
                    worth(b).total_cmp(&worth(a))
                })
                .flatten()
                .map(|bits| (bits * 10.0).round() / 10.0),
            anchor: all.iter().any(|one| one.anchor),
            reason: reason.to_owned(),
            repositories: repositories(remembered, all.iter().map(|one| one.source)),
            seen: instant_ms(all.iter().map(|one| one.seen).max().unwrap_or_default()),
        })
        .collect();
    let worth = |join: &Join| join.bits.unwrap_or(f64::INFINITY);
    joins.sort_by(|a, b| {
        let order = b.anchor.cmp(&a.anchor);
        order.then(worth(b).total_cmp(&worth(a)))
    });
    joins
}

fn parting(one: &remembered::Parting) -> Parting {
    Parting {
        ids: one.ends.clone(),
        who: one.who.clone(),
        reason: one.reason.clone(),
        at: instant_ms(one.at),
    }
}

fn lead(one: &remembered::Lead) -> Lead {
    Lead {
        id: one.id.clone(),
        names: one.names.clone(),
        alike: one.alike.clone(),
        repositories: one.repositories.clone(),
    }
}

fn deploy_key(one: &remembered::DeployKey) -> DeployKey {
    DeployKey {
        repository: one.repository.clone(),
        key: one.key.clone(),
        span: span_ms(one.first_seen, one.last_seen),
    }
}

fn rights(remembered: &Remembered) -> Vec<Right> {
    let mut all: Vec<_> = remembered.rights.iter().collect();
    all.sort_by_key(|one| one.at);
    let right = |one: &remembered::Right| Right {
        at: instant_ms(one.at),
        kind: one.kind.clone(),
        place: one.place.clone(),
        by: one.by.clone(),
        to: one.to.clone(),
    };
    all.into_iter().map(right).collect()
}

fn approvals(remembered: &Remembered) -> Vec<Approvals> {
    let mut by_repository: BTreeMap<&str, Vec<&remembered::Approval>> = BTreeMap::new();
    for one in &remembered.approvals {
        by_repository.entry(&one.repository).or_default().push(one);
    }
    let of_one = |(repository, all): (&str, Vec<&remembered::Approval>)| {
        let times = || all.iter().map(|one| one.at);
        let numbers: BTreeSet<_> = all.iter().map(|one| one.pull_request).collect();
        Some(Approvals {
            repository: repository.to_owned(),
            pull_requests: numbers.len() as u64,
            span: span_ms(times().min()?, times().max()?),
        })
    };
    by_repository.into_iter().filter_map(of_one).collect()
}
