//! One cause counts once. A tool that rewrites a few commits leaves a wrong date and a foreign signature on each of them:
//! a finding about clocks and a finding about keys, from one cause. A rented machine in another time zone contradicts its
//! owner's working hours and their browser. Such findings are not independent, so only the heavier one counts.

use std::collections::BTreeSet;

use countersign_facts::ObjectId;

use crate::finding::{Finding, MOST_EVIDENCE, Strength};
use crate::heuristic::{Family, Heuristic};

/// Two findings have one cause if at least this share of the commits of the shorter one are the other's too, in percent
/// ...
const SAME_PERCENT: usize = 75;
/// ... and these are at most one in this many of the person's commits. Two findings about all commits of a person show
/// the same commits whatever their causes.
const FEW_SHARE: usize = 4;

/// Lessens findings about clocks, histories or keys to context if a heavier one of another family has the same cause:
/// if it shows the same few of the person's `commits`, or if a single machine set to another time zone explains both.
pub(crate) fn settle<'a>(
    findings: impl Iterator<Item = (&'static Heuristic, &'a mut Finding)>,
    commits: usize,
) {
    let counts = |heuristic: &Heuristic, finding: &Finding| {
        matches!(
            heuristic.family,
            Family::Clock | Family::Browser | Family::History | Family::Key
        ) && finding.strength > Strength::Context
    };
    let mut findings: Vec<_> = findings
        .filter(|(heuristic, finding)| counts(heuristic, finding))
        .collect();
    // The heaviest first; of equally heavy ones, the first in the catalogue.
    findings.sort_by_key(|(heuristic, finding)| {
        std::cmp::Reverse((finding.strength, heuristic.weight(finding.strength)))
    });
    let mut kept: Vec<(&Heuristic, bool, BTreeSet<ObjectId>)> = Vec::new();
    for (heuristic, finding) in findings {
        let own = shown(finding);
        let heavier = kept
            .iter()
            .find(|(other, of_one_machine, commits_of_other)| {
                other.family != heuristic.family
                    && (finding.of_one_machine && *of_one_machine
                        || are_few_and_the_same(&own, commits_of_other, commits))
            });
        match heavier {
            Some((heavier, ..)) => {
                finding.strength = Strength::Context;
                finding.summary += &format!("; {} may have the same cause", heavier.id);
            }
            None => kept.push((heuristic, finding.of_one_machine, own)),
        }
    }
}

/// The commits that a finding shows; none if it shows only some of its evidence.
fn shown(finding: &Finding) -> BTreeSet<ObjectId> {
    if finding.evidence_total > MOST_EVIDENCE {
        return BTreeSet::new();
    }
    let evidence = finding.evidence.iter();
    evidence.map(|evidence| evidence.record.object).collect()
}

/// Whether two findings show the same few of a person's commits.
fn are_few_and_the_same(a: &BTreeSet<ObjectId>, b: &BTreeSet<ObjectId>, commits: usize) -> bool {
    let shorter = a.len().min(b.len());
    let same = a.intersection(b).count();
    same > 0 && same * 100 >= shorter * SAME_PERCENT && shorter * FEW_SHARE <= commits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{Evidence, Fact, Field};
    use crate::rules::catalogue;
    use countersign_facts::RepositoryIndex;

    fn finding(commits: std::ops::Range<u8>) -> Finding {
        let evidence = commits.map(|number| Evidence {
            repository: RepositoryIndex(0),
            record: Fact::text(
                ObjectId::from_bytes(&[number; 20]).expect("twenty bytes are an id"),
                Field::CommitterDate,
                String::new(),
            ),
            contradicts: None,
        });
        Finding::new(Strength::Moderate, "a".to_owned(), evidence.collect())
    }

    /// How many of a finding about clocks and one about keys still count.
    fn counted(clock: std::ops::Range<u8>, key: std::ops::Range<u8>, commits: usize) -> usize {
        let both = [
            ("backward-time", finding(clock)),
            ("shared-key", finding(key)),
        ];
        counted_of(both, commits)
    }

    /// How many findings of these two heuristics still count.
    fn counted_of(found: [(&str, Finding); 2], commits: usize) -> usize {
        let named = |id| {
            let mut all = catalogue().iter();
            *all.find(|one| one.id == id)
                .expect("it is in the catalogue")
        };
        let [(one, mut a), (other, mut b)] = found;
        let both = [(named(one), &mut a), (named(other), &mut b)];
        settle(both.into_iter(), commits);
        let counts = |finding: &&Finding| finding.strength > Strength::Context;
        [&a, &b].into_iter().filter(counts).count()
    }

    #[test]
    fn the_same_few_commits_count_once() {
        assert_eq!(counted(0..8, 0..8, 100), 1);
        assert_eq!(counted(0..8, 2..20, 100), 1);
    }

    #[test]
    fn one_machine_counts_once_whatever_commits_show_it() {
        let both = |explained| {
            let rhythm = finding(0..30).of_one_machine(true);
            let browser = finding(40..48).of_one_machine(explained);
            counted_of([("daily-rhythm", rhythm), ("two-clocks", browser)], 100)
        };
        assert_eq!(both(true), 1);
        assert_eq!(both(false), 2, "the two clocks agreed at times");
    }

    #[test]
    fn other_commits_and_all_commits_count_twice() {
        assert_eq!(counted(0..8, 8..16, 100), 2);
        assert_eq!(counted(0..8, 4..12, 100), 2);
        assert_eq!(counted(0..8, 0..8, 12), 2, "most of the person's work");
        assert_eq!(counted(0..30, 0..30, 1_000), 2, "more than a few");
    }
}
