//! Numbers as the pages show them.

use countersign_heuristics::Rate;
use statrs::distribution::{Beta, ContinuousCDF as _};

/// What lies beyond each end of a 95 % interval.
const TAIL: f64 = 0.025;

/// `203,352`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `12 %`, `1.5 %`, `0.37 %`, `0.021 %`; `0 %` for nothing at all.
pub(crate) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        _ if percent <= 0.0 => "0 %".to_owned(),
        0.1..1.0 => format!("{percent:.2} %"),
        1.0..10.0 => format!("{percent:.1} %"),
        10.0.. => format!("{percent:.0} %"),
        _ => format!("{percent:.3} %"),
    }
}

/// `0.80 % to 2.7 %`: a rate's 95 % interval.
pub(crate) fn interval(rate: Rate) -> String {
    let (low, high) = rate.interval();
    format!("{} to {}", percent(low), percent(high))
}

/// How a part's rate compares with everybody's: the ratio, and the bounds of its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ratio {
    pub(crate) at: f64,
    pub(crate) low: f64,
    pub(crate) high: f64,
}

impl Ratio {
    /// The rate of `part` over that of `all`, which includes the part; `None` where nobody fired or nobody
    /// is in the part.
    ///
    /// Of all that fired, a share is in the part; divided by the part's share of the people it is the ratio.
    /// The interval is that share's by Clopper and Pearson (1934, <https://doi.org/10.1093/biomet/26.4.404>),
    /// which is exact: two or three who fired say little about any part, and the interval is as wide as that.
    pub(crate) fn of(part: Rate, all: Rate) -> Option<Self> {
        if all.fired == 0 || part.testable == 0 {
            return None;
        }
        let people = f64::from(part.testable) / f64::from(all.testable);
        let [inside, fired] = [part.fired, all.fired].map(f64::from);
        let bound = |successes, failures, quantile| {
            let share = Beta::new(successes, failures).ok();
            share.map(|share| share.inverse_cdf(quantile) / people)
        };
        Some(Self {
            at: inside / fired / people,
            // There is no such distribution where none or all of them are in the part.
            low: bound(inside, fired - inside + 1.0, TAIL).unwrap_or(0.0),
            high: bound(inside + 1.0, fired - inside, 1.0 - TAIL).unwrap_or(1.0 / people),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_easily() {
        assert_eq!([0, 999, 1_203_352].map(grouped), ["0", "999", "1,203,352"]);
        let shares = [0.0, 0.000_21, 0.0037, 0.015, 0.125, 1.0].map(percent);
        assert_eq!(
            shares,
            ["0 %", "0.021 %", "0.37 %", "1.5 %", "12 %", "100 %"]
        );
    }

    /// Lower bound, ratio and upper bound in hundredths.
    fn ratio(part: (u32, u32), all: (u32, u32)) -> Option<[i32; 3]> {
        let rate = |(fired, testable)| Rate { testable, fired };
        let ratio = Ratio::of(rate(part), rate(all))?;
        Some([ratio.low, ratio.at, ratio.high].map(|one| (one * 100.0).round() as i32))
    }

    #[test]
    fn a_ratio_has_an_exact_interval() {
        // Exact shares of 7 in 68: 4.2 % to 20.1 %, of 4.738 % of the people.
        assert_eq!(ratio((7, 867), (68, 18_298)), Some([89, 217, 424]));
    }

    #[test]
    fn one_person_proves_nothing_about_a_band() {
        assert_eq!(ratio((1, 1_310), (1, 17_656)), Some([34, 1348, 1348]));
        assert_eq!(ratio((0, 1_310), (1, 17_656)), Some([0, 0, 1314]));
        assert_eq!(ratio((0, 1_310), (0, 17_656)), None);
    }
}
