//! Collects readings from a population.

use std::collections::{BTreeMap, BTreeSet};

use countersign_facts::{ClockSource, Commit, KeyIndex, Moment, Offset};
use countersign_people::{Dossier, PersonIndex, Population, signer_of};

use super::{
    All, Clock, ClockUse, KeyUse, MOST_KEYS, MOST_OFFSETS, MOST_OTHERS, Readings, Signer, Span,
    Splits, Timeline,
};

/// Seconds of a day and of an hour.
const DAY: i64 = 86_400;
const HOUR: i64 = 3_600;

/// The readings of the people with these ids. People without commits have none.
pub(crate) fn all<'a>(population: &Population, ids: impl Iterator<Item = &'a str>) -> All {
    let wanted: BTreeSet<&str> = ids.collect();
    let dossiers: Vec<_> = population
        .dossiers()
        .filter(|dossier| wanted.contains(&*dossier.person().id))
        .collect();
    let signers = Signers::of(population, &dossiers);
    let readings = dossiers.iter().filter_map(|dossier| {
        let readings = readings(dossier, &signers)?;
        Some((dossier.person().id.clone(), readings))
    });
    readings.collect()
}

fn readings(dossier: &Dossier<'_>, signers: &Signers) -> Option<Readings> {
    let authored = dossier.authored().map(|commit| commit.authored().seconds);
    let applied = dossier.applied().map(|commit| commit.committed().seconds);
    let timeline = Timeline::over(authored.chain(applied))?;
    let (clocks, other_offsets) = clocks(dossier, timeline);
    Some(Readings {
        timeline,
        clocks,
        other_offsets,
        splits: splits(dossier, timeline),
        week: week(dossier),
        keys: keys(dossier, timeline, signers),
    })
}

/// Every clock of the person that a commit shows, with the moment that shows it.
fn shown<'a>(dossier: &Dossier<'a>) -> impl Iterator<Item = (Clock, Moment)> + use<'a> {
    let made = dossier.authored().flat_map(|commit| {
        let (authored, committed) = (commit.authored(), commit.committed());
        match commit.clock_source() {
            ClockSource::SelfCommitted => [
                Some((Clock::Author, authored)),
                Some((Clock::Committer, committed)),
            ],
            ClockSource::WebMerge | ClockSource::WebEdit => {
                [Some((Clock::Browser, authored)), None]
            }
            _ => [None, None],
        }
    });
    let applied = dossier
        .applied()
        .map(|commit| Some((Clock::Committer, commit.committed())));
    made.chain(applied).flatten()
}

/// From when to when each offset of each clock was shown, by clock, then offset.
pub(crate) fn clock_spans(dossier: &Dossier<'_>) -> BTreeMap<(Clock, Offset), Span> {
    let mut spans: BTreeMap<(Clock, Offset), Span> = BTreeMap::new();
    for (clock, moment) in shown(dossier) {
        if let Some(offset) = moment.offset.filter(|one| one.is_plausible()) {
            let span = Span::at(moment.seconds);
            let known = spans.entry((clock, offset));
            known
                .and_modify(|known| *known = known.and(span))
                .or_insert(span);
        }
    }
    spans
}

/// The most used offsets of each clock, and how many readings show others.
fn clocks(dossier: &Dossier<'_>, timeline: Timeline) -> (Vec<ClockUse>, u64) {
    let mut uses: BTreeMap<(Clock, Offset), ClockUse> = BTreeMap::new();
    let mut by_offset: BTreeMap<Offset, u64> = BTreeMap::new();
    for (clock, moment) in shown(dossier) {
        let Some(offset) = moment.offset.filter(|one| one.is_plausible()) else {
            continue;
        };
        *by_offset.entry(offset).or_default() += 1;
        let span = Span::at(moment.seconds);
        let one = uses.entry((clock, offset)).or_insert_with(|| ClockUse {
            clock,
            offset,
            span: Span { commits: 0, ..span },
            slices: BTreeMap::new(),
        });
        one.span = one.span.and(span);
        *one.slices
            .entry(timeline.slice(moment.seconds))
            .or_default() += 1;
    }
    let mut most_used: Vec<_> = by_offset.into_iter().collect();
    most_used.sort_by_key(|(_, readings)| std::cmp::Reverse(*readings));
    let rest = most_used.split_off(most_used.len().min(MOST_OFFSETS));
    for (offset, _) in &rest {
        uses.retain(|(_, shown), _| shown != offset);
    }
    let left_out = rest.iter().map(|(_, readings)| readings).sum();
    (uses.into_values().collect(), left_out)
}

/// Where the two dates of one commit of the person's own machine show two offsets.
fn splits(dossier: &Dossier<'_>, timeline: Timeline) -> Splits {
    let mut splits = Splits::new();
    for commit in dossier.self_committed() {
        let (authored, committed) = (commit.authored(), commit.committed());
        if let (Some(author), Some(committer)) = (authored.offset, committed.offset)
            && author != committer
        {
            let slice = timeline.slice(authored.seconds);
            *splits.entry((slice, [author, committer])).or_default() += 1;
        }
    }
    splits
}

fn week(dossier: &Dossier<'_>) -> [[u64; 24]; 7] {
    /// 1 January 1970 was a Thursday.
    const THURSDAY: i64 = 3;
    let mut week = [[0; 24]; 7];
    for commit in dossier.self_committed() {
        let seconds = commit.authored().seconds;
        let day = (seconds.div_euclid(DAY) + THURSDAY).rem_euclid(7);
        let hour = seconds.rem_euclid(DAY) / HOUR;
        if let (Ok(day), Ok(hour)) = (usize::try_from(day), usize::try_from(hour)) {
            week[day][hour] += 1;
        }
    }
    week
}

/// Spans and slices of one key's or no key's commits.
type Uses = (Span, BTreeMap<u16, u64>);

fn note(uses: &mut Option<Uses>, second: i64, timeline: Timeline) {
    let (span, slices) = uses.get_or_insert_with(|| {
        let nothing = Span {
            commits: 0,
            ..Span::at(second)
        };
        (nothing, BTreeMap::new())
    });
    *span = span.and(Span::at(second));
    *slices.entry(timeline.slice(second)).or_default() += 1;
}

fn keys(dossier: &Dossier<'_>, timeline: Timeline, signers: &Signers) -> Vec<KeyUse> {
    let mut own: BTreeMap<Option<KeyIndex>, Option<Uses>> = BTreeMap::new();
    for commit in dossier.self_committed().chain(dossier.applied()) {
        let key = match commit.signature() {
            // A signature that cannot be read says neither who signed nor that nobody did.
            Some(signature) if signature.key.is_none() => continue,
            signature => signature.and_then(|signature| signature.key),
        };
        note(
            own.entry(key).or_default(),
            commit.committed().seconds,
            timeline,
        );
    }
    let unsigned = own.remove(&None).flatten();
    let mut signed: Vec<_> = own
        .into_iter()
        .filter_map(|(index, uses)| Some((index?, uses?)))
        .collect();
    signed.sort_by_key(|(_, (span, _))| std::cmp::Reverse(span.commits));
    signed.truncate(MOST_KEYS);
    signed.sort_by_key(|(_, (span, _))| span.first);
    let mut all = Vec::new();
    for (index, (span, slices)) in signed {
        let shown = dossier.history().keys().get(index);
        all.push(KeyUse {
            key: Some(shown.clone()),
            signer: Signer::Person,
            span,
            slices,
        });
        let others = signers.beside(dossier, index, timeline);
        all.extend(others.into_iter().map(|(name, (span, slices))| KeyUse {
            key: Some(shown.clone()),
            signer: Signer::Other(name),
            span,
            slices,
        }));
    }
    all.extend(unsigned.map(|(span, slices)| KeyUse {
        key: None,
        signer: Signer::Person,
        span,
        slices,
    }));
    all
}

/// When each person signed with each key of the people who get pictures.
struct Signers(BTreeMap<KeyIndex, BTreeMap<PersonIndex, Vec<i64>>>);

impl Signers {
    fn of(population: &Population, dossiers: &[Dossier<'_>]) -> Self {
        let commits = dossiers
            .iter()
            .flat_map(|dossier| dossier.self_committed().chain(dossier.applied()));
        let keys = commits.filter_map(|commit| commit.signature()?.key);
        let mut all: BTreeMap<_, BTreeMap<_, Vec<i64>>> =
            keys.map(|key| (key, BTreeMap::new())).collect();
        let signed = |commit: &Commit<'_>| {
            let (identity, key) = signer_of(commit)?;
            let person = population.people().of(identity)?;
            Some((key, person, commit.committed().seconds))
        };
        for commit in population.history().commits() {
            if let Some((key, person, second)) = signed(&commit)
                && let Some(people) = all.get_mut(&key)
            {
                people.entry(person).or_default().push(second);
            }
        }
        Self(all)
    }

    /// Other people who signed with a key of this one, those with most commits first.
    fn beside(
        &self,
        dossier: &Dossier<'_>,
        key: KeyIndex,
        timeline: Timeline,
    ) -> Vec<(String, Uses)> {
        let Some(people) = self.0.get(&key) else {
            return Vec::new();
        };
        let others = people
            .iter()
            .filter(|(person, _)| **person != dossier.index());
        let mut others: Vec<_> = others
            .filter_map(|(person, seconds)| {
                let mut uses = None;
                for second in seconds {
                    note(&mut uses, *second, timeline);
                }
                Some((name(dossier.population(), *person), uses?))
            })
            .collect();
        others.sort_by_key(|(_, (span, _))| std::cmp::Reverse(span.commits));
        others.truncate(MOST_OTHERS);
        others
    }
}

/// The name and address of a person's first identity.
fn name(population: &Population, person: PersonIndex) -> String {
    let identities = population.dossier(person).person().identities.first();
    let first = identities.map(|index| population.history().identities().get(*index));
    first.map(|one| one.text().into_owned()).unwrap_or_default()
}
