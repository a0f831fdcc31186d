//! How right a way of joining is.

use std::collections::HashSet;
use std::time::Duration;

use crate::lists::List;

/// Sums over lists.
#[derive(Default)]
pub(crate) struct Tally {
    right: usize,
    wrong: usize,
    pairs: usize,
    people: usize,
    merged: usize,
    time: Duration,
}

impl Tally {
    pub(crate) const HEADER: &str = "                              precision  recall     F1  false pairs  people falsely merged      time";

    /// Judges the clusters of a list's identities.
    pub(crate) fn add(&mut self, list: &List, clusters: &[u32], time: Duration) {
        let mut merged = HashSet::new();
        for a in 0..clusters.len() {
            for b in 0..a {
                let is_one = list.is_one(a, b);
                self.pairs += usize::from(is_one == Some(true));
                match is_one.filter(|_| clusters[a] == clusters[b]) {
                    Some(true) => self.right += 1,
                    Some(false) => {
                        self.wrong += 1;
                        merged.extend([&list.stated[a].0, &list.stated[b].0]);
                    }
                    None => {}
                }
            }
        }
        self.people += list.people();
        self.merged += merged.len();
        self.time += time;
    }

    pub(crate) fn line(&self, name: &str) -> String {
        let precision = share(self.right, self.right + self.wrong);
        let recall = share(self.right, self.pairs);
        let both = 2.0 * precision * recall / (precision + recall);
        format!(
            "{name:30}   {precision:.4}   {recall:.3}  {both:.3}  {:11}  {:6} ({:5.2} %)  {:>15.2?}",
            self.wrong,
            self.merged,
            100.0 * share(self.merged, self.people),
            self.time,
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "pairs are a few thousand")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        1.0
    } else {
        part as f64 / whole as f64
    }
}

/// Sets that grow together.
pub(crate) struct Union(Vec<u32>);

impl Union {
    pub(crate) fn new(count: usize) -> Self {
        Self((0..).take(count).collect())
    }

    pub(crate) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.0[a.max(b) as usize] = a.min(b);
    }

    pub(crate) fn roots(&self) -> Vec<u32> {
        (0..).take(self.0.len()).map(|one| self.root(one)).collect()
    }

    fn root(&self, mut one: u32) -> u32 {
        while self.0[one as usize] != one {
            one = self.0[one as usize];
        }
        one
    }
}
