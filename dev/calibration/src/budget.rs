//! What levels may cost ordinary people.

use countersign_heuristics::{Level, Rate};

use crate::counts::Joint;
use crate::figures::Ratio;

/// The largest share of ordinary people, joint over all heuristics, that may be at a level or above it.
pub(crate) const BUDGETS: [(Level, f64); 2] = [(Level::Review, 0.001), (Level::Urgent, 0.000_1)];
/// The largest share of the people of one kind of community that may be at `review` or above, as far as chance does not
/// explain more.
pub(crate) const KIND_BUDGET: f64 = 0.002;
/// Highest ratio of a band's rate to the rate of all.
pub(crate) const PARITY: f64 = 1.5;

/// Each band at or above a level: its rate, and how that compares with everybody's.
pub(crate) fn parity(joint: &Joint, level: Level) -> Vec<(&str, Rate, Option<Ratio>)> {
    let all = joint.all.at_least(level);
    let bands = crate::strata::bands().filter_map(|band| {
        let rate = joint.bands.get(band)?.at_least(level);
        Some((band, rate, Ratio::of(rate, all)))
    });
    bands.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Levels;

    #[test]
    fn levels_stay_within_their_budgets() {
        let measured = Levels::load().expect("the last measurement");
        for joint in [&measured.apart, &measured.together] {
            for (level, budget) in BUDGETS {
                let share = joint.all.at_least(level).share();
                assert!(share <= budget, "{level:?}: {share} of all people");
            }
        }
    }

    /// Few people are of a kind, so a kind fails only where chance does not explain it.
    #[test]
    fn no_kind_of_community_is_accused() {
        let measured = Levels::load().expect("the last measurement");
        for (kind, levels) in &measured.apart.kinds {
            let (low, _) = levels.at_least(Level::Review).interval();
            assert!(low <= KIND_BUDGET, "{kind}: {levels:?}");
        }
    }

    /// Few people are in a band, so a band fails only where chance does not explain it.
    #[test]
    fn no_band_is_hit_more_than_others() {
        let measured = Levels::load().expect("the last measurement");
        for joint in [&measured.apart, &measured.together] {
            for level in [Level::Note, Level::Review, Level::Urgent] {
                for (band, rate, ratio) in parity(joint, level) {
                    let low = ratio.map_or(0.0, |ratio| ratio.low);
                    assert!(
                        low <= PARITY,
                        "{level:?}: {band}: {rate:?}, surely {low:.2} times the mean"
                    );
                }
            }
        }
    }

    #[test]
    fn the_bands_are_all_people() {
        let measured = Levels::load().expect("the last measurement");
        for joint in [&measured.apart, &measured.together] {
            let bands: u32 = joint.bands.values().map(|band| band.people).sum();
            assert_eq!(bands, joint.all.people);
        }
    }
}
