//! How well the working hours fit the day and the week of the clock that wrote them.

use std::sync::LazyLock;

use serde::Deserialize;

/// Hours in a week and in a day.
const WEEK: usize = 168;
const DAY: usize = 24;
/// A day that begins at most this many hours earlier or later is still the declared one. People's days differ: with
/// three hours, people who work in the evening would be reported.
const SAME_DAY: usize = 4;
/// The evidence does not grow beyond this many active hours, because people differ from the template by more than
/// chance.
const ENOUGH_HOURS: f64 = 60.0;

/// The ways in which people work through a week, as measured.
#[derive(Deserialize)]
struct Template {
    kind: Vec<Kind>,
}

/// One of these ways: a Dirichlet-multinomial distribution over the hours of a week.
#[derive(Deserialize)]
struct Kind {
    weight: f64,
    alpha: Vec<f64>,
}

static TEMPLATE: LazyLock<Template> = LazyLock::new(|| {
    toml::from_str(include_str!("template.toml")).expect("the template is read by a test")
});

/// How strongly the working hours suggest another day than the declared one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Score {
    /// log10 of the odds for a day that begins more than four hours away, tempered.
    pub(super) odds: f64,
    /// By how many hours (0 to 23) the best-fitting day begins later than the declared one.
    pub(super) later: usize,
}

/// The number of active hours for each hour of the week on the wall clock, from Monday 00:00.
pub(super) struct Week([usize; WEEK]);

impl Week {
    /// Counts different hours, given as hours since 1970-01-01T00:00 on the wall clock.
    pub(super) fn of(hours: impl IntoIterator<Item = i64>) -> Self {
        let mut week = [0; WEEK];
        for hour in hours {
            // 1970 began on a Thursday.
            week[(hour + 3 * DAY as i64).rem_euclid(WEEK as i64) as usize] += 1;
        }
        Self(week)
    }

    /// Sums the likelihood of every shift of the week by shift of the day. The days of rest differ between people
    /// and are not evidence; the hour at which a day begins is.
    pub(super) fn score(&self) -> Score {
        let likelihoods = self.likelihoods();
        let mut by_day = [f64::NEG_INFINITY; DAY];
        for (shift, likelihood) in likelihoods.into_iter().enumerate() {
            let day = &mut by_day[shift % DAY];
            *day = log_sum(*day, likelihood);
        }
        let is_declared = |later: usize| later.min(DAY - later) <= SAME_DAY;
        let sum = |declared: bool| {
            (0..DAY)
                .filter(|later| is_declared(*later) == declared)
                .fold(f64::NEG_INFINITY, |sum, later| log_sum(sum, by_day[later]))
        };
        let best = (0..DAY).max_by(|a, b| by_day[*a].total_cmp(&by_day[*b]));
        Score {
            odds: (sum(false) - sum(true)) / std::f64::consts::LN_10,
            later: best.unwrap_or_default(),
        }
    }

    /// Natural logarithms of the tempered likelihoods if the template begins 0 to 167 hours later.
    fn likelihoods(&self) -> [f64; WEEK] {
        let all: usize = self.0.iter().sum();
        let mut sums = [f64::NEG_INFINITY; WEEK];
        for kind in &TEMPLATE.kind {
            let hours = self.of_kind(&kind.alpha);
            let constant = kind.weight.ln() - rising(kind.alpha.iter().sum(), all);
            for (sum, hours) in sums.iter_mut().zip(hours) {
                *sum = log_sum(*sum, constant + hours);
            }
        }
        let tempered = (ENOUGH_HOURS / all as f64).min(1.0);
        sums.map(|sum| sum * tempered)
    }

    /// The part of one kind's log likelihood that depends on the shift.
    fn of_kind(&self, alpha: &[f64]) -> [f64; WEEK] {
        let most = self.0.iter().copied().max().unwrap_or_default();
        // gamma(alpha + n) / gamma(alpha) is a rising factorial: one row for each hour of the template.
        let rows: Vec<Vec<f64>> = alpha.iter().map(|alpha| risings(*alpha, most)).collect();
        std::array::from_fn(|shift| {
            let active = self.0.iter().enumerate().filter(|(_, count)| **count > 0);
            active
                .map(|(hour, count)| rows[(hour + WEEK - shift) % WEEK][*count])
                .sum()
        })
    }
}

/// Logarithms of the rising factorials of `from` with 0 to `most` factors.
fn risings(from: f64, most: usize) -> Vec<f64> {
    let mut sum = 0.0;
    let further = (0..most).map(|step| {
        sum += (from + step as f64).ln();
        sum
    });
    std::iter::once(0.0).chain(further).collect()
}

/// Logarithm of the rising factorial of `from` with `factors` factors.
fn rising(from: f64, factors: usize) -> f64 {
    (0..factors).map(|step| (from + step as f64).ln()).sum()
}

/// log(e^a + e^b).
fn log_sum(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if small == f64::NEG_INFINITY {
        return large;
    }
    large + (small - large).exp().ln_1p()
}

/// By how much an hour of the day on the wall clock fits better to a day that begins `later`, as a difference of
/// logarithms.
pub(super) fn gain(hour: usize, later: usize) -> f64 {
    let usual = |hour: usize| {
        let of_kind = |kind: &Kind| {
            let days = kind.alpha.iter().skip(hour % DAY).step_by(DAY);
            kind.weight * days.sum::<f64>() / kind.alpha.iter().sum::<f64>()
        };
        TEMPLATE.kind.iter().map(of_kind).sum::<f64>().ln()
    };
    usual(hour + DAY - later) - usual(hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Eight weeks of work at these hours, Monday to Friday.
    fn weeks(hours: &[i64], later: i64) -> Score {
        let monday = 4 * DAY as i64;
        let days = (0..56).filter(|day| day % 7 < 5);
        let hours = days.flat_map(|day| {
            hours
                .iter()
                .map(move |hour| monday + day * 24 + hour + later)
        });
        Week::of(hours).score()
    }

    const OFFICE: [i64; 6] = [9, 10, 11, 14, 15, 17];

    #[test]
    fn the_template_is_whole() {
        assert_eq!(TEMPLATE.kind.len(), 8);
        assert!(TEMPLATE.kind.iter().all(|kind| kind.alpha.len() == WEEK));
        let weights: f64 = TEMPLATE.kind.iter().map(|kind| kind.weight).sum();
        assert!((weights - 1.0).abs() < 0.01, "{weights}");
    }

    #[test]
    fn a_moved_day_is_found() {
        assert!(weeks(&OFFICE, 0).odds < 0.0);
        assert!(weeks(&OFFICE, 2).odds < 0.0, "people differ");
        let moved = weeks(&OFFICE, 10);
        assert!(moved.odds > 4.0, "{moved:?}");
        assert!((8..=12).contains(&moved.later), "{moved:?}");
    }

    #[test]
    fn any_two_days_may_be_days_of_rest() {
        let score = |later| weeks(&OFFICE, later).odds;
        for days in 1..7 {
            assert!((score(0) - score(24 * days)).abs() < 1e-9, "{days} days");
        }
    }

    #[test]
    fn hours_that_few_people_work_show_most() {
        assert!(gain(4, 10) > 1.0);
        assert!(gain(15, 10) < 0.0);
        assert!(gain(15, 0).abs() < f64::EPSILON);
    }
}
