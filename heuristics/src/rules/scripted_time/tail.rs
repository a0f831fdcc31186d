//! The upper tails of two distributions, as log10, computed by summing their terms.

use std::f64::consts::LN_10;

/// Terms smaller than this share of the sum are ignored.
const NEGLIGIBLE: f64 = 1e-12;

/// log10 of the chance of `least` or more successes out of `n`, each with chance `p`.
pub(super) fn binomial(n: usize, p: f64, least: usize) -> f64 {
    if least as f64 <= n as f64 * p {
        return 0.0;
    }
    let (trials, odds) = (n as f64, p / (1.0 - p));
    let log_first: f64 = (1..=least)
        .map(|i| ((trials - least as f64 + i as f64) / i as f64).ln())
        .sum::<f64>()
        + least as f64 * p.ln()
        + (trials - least as f64) * (-p).ln_1p();
    let ratio = |k: usize| (trials - k as f64) / (k as f64 + 1.0) * odds;
    log10_of_sum(log_first, (least..n).map(ratio))
}

/// log10 of the chance of `least` or more events if `mean` are expected.
pub(super) fn poisson(mean: f64, least: usize) -> f64 {
    if least as f64 <= mean {
        return 0.0;
    }
    let log_first: f64 = (1..=least).map(|i| (mean / i as f64).ln()).sum::<f64>() - mean;
    log10_of_sum(log_first, (least..).map(|k| mean / (k as f64 + 1.0)))
}

/// log10 of a sum. The first term is `e^log_first`, and each further term is the one before times a ratio. Above the
/// mean the ratios are below one and fall.
fn log10_of_sum(log_first: f64, ratios: impl Iterator<Item = f64>) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for ratio in ratios {
        term *= ratio;
        sum += term;
        if term < sum * NEGLIGIBLE {
            break;
        }
    }
    (log_first + sum.ln()) / LN_10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_agree_with_exact_ones() {
        let close = |log10: f64, exact: f64| {
            let ratio = 10_f64.powf(log10) / exact;
            assert!((ratio - 1.0).abs() < 1e-6, "{log10} for {exact}");
        };
        // All heads in ten; nine or more in ten: 11 / 1024.
        close(binomial(10, 0.5, 10), 1.0 / 1024.0);
        close(binomial(10, 0.5, 9), 11.0 / 1024.0);
        // One or more where two are expected in a thousand: 1 - e^-0.002.
        close(poisson(0.002, 1), 1.0 - (-0.002_f64).exp());
        close(poisson(1.0, 2), 1.0 - 2.0 * (-1.0_f64).exp());
        assert!(poisson(0.04, 0).abs() < f64::EPSILON);
        assert!(binomial(60, 1.0 / 60.0, 1).abs() < f64::EPSILON);
    }
}
