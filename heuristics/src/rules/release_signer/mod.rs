//! `release-signer`: a release tag is signed with a new key or by a newcomer, where few keys have signed for a long
//! time.

#[cfg(test)]
pub(super) mod cases;

use std::collections::{BTreeMap, BTreeSet};

use crate::days::days_between;
use crate::evidence::{Evidence, Fact};
use crate::finding::{Finding, Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::wording::{counted, days};
use countersign_facts::{History, KeyIndex, Moment, RepositoryIndex, Tag};
use countersign_people::{Dossier, PersonIndex, Population};

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "release-signer",
    title: "a release tag is signed with a new key or by a newcomer, where few keys signed all earlier ones",
    revision: 1,
    family: Family::Key,
    strength: Strength::Moderate,
    innocent: "a new release manager, or a new key of the same release manager",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Population(check),
};

/// A series has established signers if this many release tags over this many days were signed with no more than this
/// many keys, all within `WINDOW` seconds before the tag.
const LEAST_TAGS: usize = 5;
const LEAST_DAYS: u64 = 180;
const MOST_KEYS: usize = 3;
const WINDOW: i64 = 730 * DAY;
/// A key is new if it first appears less than this before the tag, in seconds.
const NEW_KEY: i64 = 30 * DAY;
/// A tagger is a newcomer if they first appear less than this before the tag, in seconds.
const NEWCOMER: i64 = 90 * DAY;
/// A tagger who first appeared this long before the tag is a regular successor, with any key. In seconds.
const LONG_STANDING: i64 = 365 * DAY;
const DAY: i64 = 86_400;

/// A release tag that a person signed.
#[derive(Clone, Copy)]
struct Release<'a> {
    tag: &'a Tag,
    moment: Moment,
    key: KeyIndex,
    tagger: PersonIndex,
}

/// A release signed with a key that no earlier release used, and the release before it.
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

/// The release tags that people signed, by repository and series, in the order of their dates.
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
            && people.is_personal(population.history(), key);
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

/// The part of a tag's name before the version: `v` in `v1.2`, `tool-` in `tool-0.6`. Parts of a project that are
/// released separately have their own signers. A name without digits (`nightly`) is not a release.
fn series(name: &[u8]) -> Option<&[u8]> {
    let version = name.iter().position(u8::is_ascii_digit)?;
    Some(&name[..version])
}

/// The release at `position`, if no earlier release used its key. The error is the answer if there are no
/// established signers.
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
            of: "earlier signed release tags",
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
        let earlier = (here_for.max(0) / DAY).unsigned_abs();
        format!("by someone who first appeared {} earlier", days(earlier))
    } else {
        format!(
            "with a key that first appeared at most {} days earlier",
            NEW_KEY / DAY
        )
    };
    let summary = format!(
        "after {} release tags signed with {} over {}, one is signed {who}",
        candidate.established_tags,
        counted(candidate.established_keys, "key", "keys"),
        days(candidate.days),
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

/// The date of the person's first commit in any repository of the scan. The repository of the tag is not enough: a
/// commit that several repositories contain counts for the first of them, so old hands would look like newcomers.
fn arrival(dossier: &Dossier<'_>) -> Option<i64> {
    let authored = dossier.authored().next();
    let applied = dossier.applied().next();
    let authored = authored.map(|commit| commit.authored().seconds);
    let applied = applied.map(|commit| commit.committed().seconds);
    authored.into_iter().chain(applied).min()
}
