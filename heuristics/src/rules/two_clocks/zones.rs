//! Which time zones the conflicting clocks showed, and how often.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::rules::clocks::ONE_ZONE;
use crate::wording::{counted, zone};
use countersign_facts::Offset;

/// A summary names at most this many offsets.
const MOST_NAMED: usize = 3;

/// How often each offset was seen.
pub(super) struct ZoneCounts(BTreeMap<Offset, usize>);

impl ZoneCounts {
    pub(super) fn of(offsets: impl Iterator<Item = Offset>) -> Self {
        let mut counts = BTreeMap::new();
        offsets.for_each(|offset| *counts.entry(offset).or_default() += 1);
        Self(counts)
    }

    /// How many time zones were seen. An offset with its summer or winter time is one.
    pub(super) fn zones(&self) -> usize {
        let mut centres: Vec<Offset> = Vec::new();
        for (offset, _) in self.most_common() {
            if centres.iter().all(|centre| centre.apart(offset) > ONE_ZONE) {
                centres.push(offset);
            }
        }
        centres.len()
    }

    /// The most common offsets in words.
    pub(super) fn list(&self) -> String {
        let offsets = self.most_common();
        let mut names: Vec<_> = offsets
            .iter()
            .take(MOST_NAMED)
            .map(|(offset, _)| zone(offset.minutes()))
            .collect();
        if offsets.len() > MOST_NAMED {
            let more = offsets.len() - MOST_NAMED;
            names.push(counted(more, "other", "others"));
        }
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => names.concat(),
        }
    }

    fn most_common(&self) -> Vec<(Offset, usize)> {
        let mut offsets: Vec<_> = self
            .0
            .iter()
            .map(|(offset, count)| (*offset, *count))
            .collect();
        offsets.sort_by_key(|(offset, count)| (Reverse(*count), *offset));
        offsets
    }
}
