//! `release-signer`: a release tag is signed by a new key or a newcomer where few have signed for long.

#[cfg(test)]
pub(super) mod cases;

use std::collections::{BTreeMap, BTreeSet};

use crate::heuristic::{
    Check, Evidence, Fact, Family, Finding, Heuristic, Outcome, Strength, days_between,
};
use countersign_facts::{History, KeyIndex, Moment, RepositoryIndex, Tag};
use countersign_people::PersonIndex;
use countersign_people::{Dossier, Population};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "release-signer",
    title: "a release tag is signed by a new key or a newcomer where few have signed for long",
    revision: 1,
    family: Family::Key,
    strength: Strength::Moderate,
    innocent: "a new release manager, or a release manager's new key",
    one_body: false,
    page: include_str!("README.md"),
    record: include_str!("record.toml"),
    check: Check::Population(check),
};

/// A repository has established signers after so many signed release tags over so many days by no more
/// than so many keys, all within a window.
const LEAST_TAGS: usize = 5;
const LEAST_DAYS: u64 = 180;
const MOST_KEYS: usize = 3;
const WINDOW: i64 = 730 * DAY;
/// A key first seen this shortly before the tag is new.
const NEW_KEY: i64 = 30 * DAY;
/// A tagger first seen this shortly before the tag is a newcomer.
const NEWCOMER: i64 = 90 * DAY;
/// Whoever has been there this long before the tag is taking over, whatever the key.
const LONG_STANDING: i64 = 365 * DAY;
const DAY: i64 = 86_400;

/// A signed release tag by somebody who is no program.
#[derive(Clone, Copy)]
struct Release<'a> {
    tag: &'a Tag,
    moment: Moment,
    key: KeyIndex,
    tagger: PersonIndex,
}

/// A release by a key that no established signer has used, and the last release before it.
struct Candidate<'a> {
    release: Release<'a>,
    before: Release<'a>,
    established_keys: usize,
    established_tags: usize,
    days: u64,
}

fn check(population: &Population) -> Vec<(PersonIndex, Outcome)> {
    let mut answers: BTreeMap<PersonIndex, Outcome> = BTreeMap::new();
    let mut candidates = Vec::new();
    for releases in by_series(population).values() {
        for (position, release) in releases.iter().enumerate() {
            let answer = match candidate(releases, position) {
                Ok(candidate) => {
                    candidates.extend(candidate);
                    Outcome::Quiet
                }
                Err(not_enough) => not_enough,
            };
            let known = answers
                .entry(release.tagger)
                .or_insert_with(|| answer.clone());
            if answer == Outcome::Quiet || *known != Outcome::Quiet {
                *known = answer;
            }
        }
    }
    let keys: BTreeSet<_> = candidates
        .iter()
        .map(|candidate| candidate.release.key)
        .collect();
    let first_seen = first_seen(population.history(), &keys);
    for candidate in candidates {
        let Release { key, tagger, .. } = candidate.release;
        if let Some(finding) = finding(population, &candidate, first_seen.get(&key)) {
            match answers.get_mut(&tagger) {
                Some(Outcome::Fired(findings)) => findings.push(finding),
                _ => {
                    answers.insert(tagger, Outcome::Fired(vec![finding]));
                }
            }
        }
    }
    answers.into_iter().collect()
}

/// Signed release tags of people, by repository and series, in the order of the taggers' times.
fn by_series(population: &Population) -> BTreeMap<(RepositoryIndex, &[u8]), Vec<Release<'_>>> {
    let people = population.people();
    let mut found: BTreeMap<_, Vec<Release<'_>>> = BTreeMap::new();
    for tag in population.history().tags() {
        let Some((identity, moment)) = tag.tagger.filter(|(_, moment)| moment.seconds > 0) else {
            continue;
        };
        let key = tag.signature.and_then(|signature| signature.key);
        let (Some(key), Some(tagger)) = (key, people.of(identity)) else {
            continue;
        };
        let by_person = !people.all()[tagger.0 as usize].automation
            && population.history().keys().get(key).is_personal();
        if let Some(series) = series(&tag.name).filter(|_| by_person) {
            let release = Release {
                tag,
                moment,
                key,
                tagger,
            };
            found
                .entry((tag.repository, series))
                .or_default()
                .push(release);
        }
    }
    for releases in found.values_mut() {
        releases.sort_by_key(|release| (release.moment.seconds, release.tag.id));
    }
    found
}

/// What stands before the version: `v` of `v1.2`, `tool-` of `tool-0.6`. Parts of a project that are
/// released by themselves have their own signers. A name without digits (`nightly`) is no release.
fn series(name: &[u8]) -> Option<&[u8]> {
    let version = name.iter().position(u8::is_ascii_digit)?;
    Some(&name[..version])
}

/// The release at `position` if its key is none of the established ones; an error where none are
/// established.
fn candidate<'a>(
    releases: &[Release<'a>],
    position: usize,
) -> Result<Option<Candidate<'a>>, Outcome> {
    let release = releases[position];
    let earliest = release.moment.seconds.saturating_sub(WINDOW);
    let start = releases.partition_point(|release| release.moment.seconds < earliest);
    let window = &releases[start..position];
    if window.len() < LEAST_TAGS {
        return Err(Outcome::NotEnough {
            have: window.len(),
            want: LEAST_TAGS,
            of: "signed release tags before",
        });
    }
    let days = days_between(window[0].moment, window[window.len() - 1].moment);
    let keys: BTreeSet<_> = window.iter().map(|release| release.key).collect();
    if days < LEAST_DAYS || keys.len() > MOST_KEYS {
        return Err(Outcome::NotApplicable);
    }
    let is_established = releases[..position]
        .iter()
        .any(|earlier| earlier.key == release.key);
    Ok((!is_established).then(|| Candidate {
        release,
        before: window[window.len() - 1],
        established_keys: keys.len(),
        established_tags: window.len(),
        days,
    }))
}

/// When each of `keys` signed its first commit or tag.
fn first_seen(history: &History, keys: &BTreeSet<KeyIndex>) -> BTreeMap<KeyIndex, i64> {
    let mut first: BTreeMap<KeyIndex, i64> = BTreeMap::new();
    if keys.is_empty() {
        return first;
    }
    let commits = history
        .commits()
        .filter(|commit| commit.has_readable_times())
        .filter_map(|commit| Some((commit.signature()?.key?, commit.committed().seconds)));
    let tags = history
        .tags()
        .iter()
        .filter_map(|tag| Some((tag.signature?.key?, tag.tagger?.1.seconds)));
    for (key, seconds) in commits.chain(tags).filter(|(key, _)| keys.contains(key)) {
        let known = first.entry(key).or_insert(seconds);
        *known = seconds.min(*known);
    }
    first
}

fn finding(
    population: &Population,
    candidate: &Candidate<'_>,
    key_seen: Option<&i64>,
) -> Option<Finding> {
    let Candidate {
        release, before, ..
    } = candidate;
    let at = release.moment.seconds;
    let history = population.history();
    let here_for =
        arrival(&population.dossier(release.tagger)).map_or(0, |first| at.saturating_sub(first));
    let new_key = key_seen.is_none_or(|seen| *seen >= at.saturating_sub(NEW_KEY));
    if here_for >= LONG_STANDING || !(new_key || here_for < NEWCOMER) {
        return None;
    }
    let who = if here_for < NEWCOMER {
        format!(
            "by somebody first seen {} days earlier",
            here_for.max(0) / DAY
        )
    } else {
        "with a key never seen before".to_owned()
    };
    let summary = format!(
        "after {} release tags signed by {} over {} days, one is signed {who}",
        candidate.established_tags,
        match candidate.established_keys {
            1 => "one key".to_owned(),
            keys => format!("{keys} keys"),
        },
        candidate.days,
    );
    let signing =
        |release: &Release<'_>| Fact::signing_key(history, release.tag.id, Some(release.key));
    let repository = release.tag.repository;
    let of_tag = |record, contradicts| Evidence {
        repository,
        record,
        contradicts,
    };
    let evidence = vec![
        of_tag(signing(release), Some(signing(before))),
        of_tag(Fact::tag_name(release.tag), None),
    ];
    let name = &history.repositories()[usize::from(repository.0)];
    let key = &history.keys().get(release.key).id;
    let finding = Finding::new(Strength::Moderate, summary, evidence);
    Some(finding.about(format!("{name} {key}")))
}

/// The person's first commit, in any repository of the scan: a commit that several hold counts as the
/// first one's, so that the repository alone would make newcomers of old hands.
fn arrival(dossier: &Dossier<'_>) -> Option<i64> {
    let authored = dossier.authored().next();
    let applied = dossier.applied().next();
    let authored = authored.map(|commit| commit.authored().seconds);
    let applied = applied.map(|commit| commit.committed().seconds);
    authored.into_iter().chain(applied).min()
}
