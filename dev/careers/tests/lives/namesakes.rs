//! Two honest people whom evidence takes for one.

use std::collections::BTreeSet;

use countersign_careers::{Atlas, Community, Plan, WAYS};
use countersign_heuristics::Level;

use crate::honest::REACH_REVIEW;
use crate::verdicts::verdicts;

/// Commits of each of them.
const COMMITS: usize = 90;

/// Every way of life in one project, so that everybody meets.
fn everybody() -> Plan {
    let mut community = Community::new(5, Atlas::world(), 1);
    for way in &WAYS {
        community = community.honest(way, COMMITS);
    }
    community.plan()
}

/// Pairs of residents who are `apart` places apart; each is in one pair at most.
fn pairs(plan: &Plan, apart: usize) -> Vec<(usize, usize)> {
    let mut taken = BTreeSet::new();
    let mut pairs = Vec::new();
    for one in 0..plan.residents().len().saturating_sub(apart) {
        let other = one + apart;
        let household = |of: usize| plan.residents()[of].household;
        if household(one) != household(other) && !taken.contains(&one) && taken.insert(other) {
            taken.insert(one);
            pairs.push((one, other));
        }
    }
    pairs
}

/// A wrong join may cost a note. It must never accuse.
#[test]
fn two_honest_people_under_one_name_stay_below_review() {
    let plan = everybody();
    let (mut joined, mut apart) = (0, 0);
    for distance in [1, 4, 9] {
        let pairs = pairs(&plan, distance);
        let verdicts = verdicts(&plan.clone().with_namesakes(&pairs));
        for (one, other) in pairs {
            let both = |residents: &BTreeSet<usize>| {
                residents.contains(&one) && residents.contains(&other)
            };
            let lives = [one, other].map(|place| plan.residents()[place].life);
            let found = verdicts.iter().find(|(residents, _)| both(residents));
            joined += usize::from(found.is_some());
            apart += usize::from(found.is_none());
            if let Some((_, (level, findings))) = found
                && !lives.iter().any(|life| REACH_REVIEW.contains(life))
            {
                assert!(*level < Level::Review, "{lives:?}: {findings:?}");
            }
        }
    }
    assert!(joined > 5, "{joined} pairs were joined");
    assert!(apart > 5, "clocks kept {apart} pairs apart");
}
