//! Readings of the browser beside readings of the local clock.

use crate::days::separate_days;
use crate::rules::clocks::{LocalClock, Reading};
use countersign_facts::ClockSource;

/// What the browser showed, and what the local clock showed nearest to that.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) browser: Reading<'a>,
    pub(super) local: Reading<'a>,
}

impl Pair<'_> {
    /// The time between the two, in seconds.
    pub(super) fn gap(&self) -> u64 {
        self.browser.at.abs_diff(self.local.at)
    }

    /// The difference of the offsets, in minutes.
    pub(super) fn apart(&self) -> u32 {
        self.browser.offset.apart(self.local.offset)
    }

    /// Whether the browser's time of day is later, by less than half a day.
    pub(super) fn is_browser_ahead(&self) -> bool {
        let difference = self.browser.offset.minutes() - self.local.offset.minutes();
        difference.rem_euclid(24 * 60) < 12 * 60
    }

    /// Whether GitHub's merge button made the commit.
    pub(super) fn is_merge(&self) -> bool {
        self.browser.commit.clock_source() == ClockSource::WebMerge
    }

    /// Whether the local clock stayed where the browser was.
    pub(super) fn is_explained_by_a_stay(&self, clock: &LocalClock<'_>) -> bool {
        clock.stayed(self.browser.offset, self.browser.at)
    }
}

/// Every reading of the browser with the nearest one of the local clock that is at most `gap` seconds away.
pub(super) fn pairs<'a>(
    browser: Vec<Reading<'a>>,
    clock: &LocalClock<'a>,
    gap: u64,
) -> Vec<Pair<'a>> {
    let browser = browser.into_iter();
    let pair = |browser: Reading<'a>| {
        let local = *clock.nearest(browser.at)?;
        Some(Pair { browser, local })
    };
    browser
        .filter_map(pair)
        .filter(|pair| pair.gap() <= gap)
        .collect()
}

/// On how many days the browser made these pairs.
pub(super) fn days(pairs: &[Pair<'_>]) -> usize {
    separate_days(pairs.iter().map(|pair| pair.browser.at))
}
