//! How the working hours are spread over the day in UTC, and how well they fit other working hours.

use std::f64::consts::TAU;

/// Commits closer together than this belong to one spell of work, in seconds.
const SPELL: i64 = 3_600;
/// Concentration of the von Mises density around each spell: about an hour and a half to either side.
const KAPPA: f64 = 8.0;
/// The modified Bessel function of the first kind and order zero at `KAPPA`, which makes the density one over a full
/// turn (Abramowitz and Stegun, 9.8.2).
const BESSEL: f64 = 427.564_115_721_804;
/// This share of the density is spread evenly: anybody works at any hour at times.
const EVEN: f64 = 0.1;
/// The day is divided into this many parts of five minutes.
const PARTS: usize = 288;
const PART_SECONDS: i64 = 300;
const PART_MINUTES: i32 = 5;

/// The spells of work, by the part of the day in UTC in which they began.
pub(super) struct Rhythm {
    /// One for each spell.
    starts: Vec<usize>,
    /// How likely a spell is in each part of the day, relative to work spread evenly over the day.
    density: Vec<f64>,
}

impl Rhythm {
    /// The rhythm of commits made at these instants (Unix seconds, in order).
    pub(super) fn of(instants: impl Iterator<Item = i64>) -> Self {
        let mut starts = Vec::new();
        let mut last = None;
        for instant in instants {
            if last.is_none_or(|last: i64| instant.saturating_sub(last) > SPELL) {
                starts.push((instant.rem_euclid(86_400) / PART_SECONDS) as usize);
            }
            last = Some(instant);
        }
        let density = density(&starts);
        Self { starts, density }
    }

    /// The number of spells.
    pub(super) fn spells(&self) -> usize {
        self.starts.len()
    }

    /// How much better the spells of `other` fit this rhythm as they are than moved by `minutes`: the mean of the
    /// log-likelihood ratio, divided by its standard error.
    pub(super) fn fits_unmoved(&self, other: &Self, minutes: i32) -> f64 {
        let moved = minutes.div_euclid(PART_MINUTES).rem_euclid(PARTS as i32) as usize;
        let gain =
            |start: &usize| (self.density[*start] / self.density[(start + moved) % PARTS]).ln();
        let gains: Vec<f64> = other.starts.iter().map(gain).collect();
        let count = gains.len().max(2) as f64;
        let mean = gains.iter().sum::<f64>() / count;
        let squares: f64 = gains.iter().map(|gain| (gain - mean).powi(2)).sum();
        let error = (squares / (count - 1.0) / count).sqrt();
        mean / error.max(f64::MIN_POSITIVE)
    }
}

fn density(starts: &[usize]) -> Vec<f64> {
    let angle = |part: usize| part as f64 / PARTS as f64 * TAU;
    let kernel: Vec<f64> = (0..PARTS)
        .map(|part| (KAPPA * angle(part).cos()).exp() / BESSEL)
        .collect();
    let mut density = vec![EVEN; PARTS];
    let each = (1.0 - EVEN) / starts.len().max(1) as f64;
    let mut counts = vec![0.0; PARTS];
    starts.iter().for_each(|start| counts[*start] += each);
    for (start, share) in counts
        .into_iter()
        .enumerate()
        .filter(|(_, share)| *share > 0.0)
    {
        for (part, at) in density.iter_mut().enumerate() {
            *at += share * kernel[(part + PARTS - start) % PARTS];
        }
    }
    density
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 30 days of work at 9, 11, 14 and 17 o'clock, a little late each time, `shift` minutes later.
    fn rhythm(shift: i64) -> Rhythm {
        let hours = [9, 11, 14, 17];
        let late = |turn: i64| turn * 37 % 50;
        Rhythm::of((0..120).map(|turn| {
            turn / 4 * 86_400 + (hours[turn as usize % 4] * 60 + late(turn) + shift) * 60
        }))
    }

    #[test]
    fn hours_that_stay_differ_from_hours_that_move_with_the_offset() {
        let before = rhythm(0);
        assert!(before.fits_unmoved(&rhythm(0), 480) > 4.0);
        assert!(before.fits_unmoved(&rhythm(60), 480) > 4.0);
        assert!(before.fits_unmoved(&rhythm(-480), 480) < -4.0);
        assert!(before.fits_unmoved(&rhythm(480), -480) < -4.0);
        assert!(before.fits_unmoved(&rhythm(-240), 480).abs() < 4.0);
    }

    #[test]
    fn midnight_is_not_a_border() {
        let late = rhythm(9 * 60);
        assert!(late.fits_unmoved(&rhythm(10 * 60), 480) > 4.0);
    }

    #[test]
    fn the_density_is_one_on_average() {
        let mean = rhythm(0).density.iter().sum::<f64>() / PARTS as f64;
        assert!((mean - 1.0).abs() < 1e-6, "{mean}");
    }

    #[test]
    fn work_around_the_clock_fits_everything() {
        let round = Rhythm::of((0..240).map(|turn| turn * 7 * 3_600));
        assert!(round.fits_unmoved(&round, 480).abs() < 1.0);
    }
}
