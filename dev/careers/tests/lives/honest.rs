//! What honest lives come to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use countersign_careers::{Atlas, Community, WAYS};
use countersign_heuristics::Level;

use crate::verdicts::verdicts;

/// Communities, and how often each way of life is lived in each.
const SEEDS: std::ops::Range<u64> = 0..3;
const HOUSEHOLDS: usize = 2;
const COMMITS: usize = 150;

/// Ways of life that are what a rule looks for, as its page says: one key under several people's names
/// (`shared-key`), and a machine on home time beside a browser that follows each journey (`two-clocks`).
pub(crate) const REACH_REVIEW: [&str; 2] = ["signing-workstation", "home-time-traveller"];

/// How often each way of life came to each level above quiet, and by which heuristics.
type Levels = BTreeMap<&'static str, BTreeMap<String, usize>>;

fn live(seed: u64, levels: &mut Levels, reviewed: &mut BTreeSet<&'static str>) {
    let mut community = Community::new(seed, Atlas::world(), 4);
    for way in WAYS
        .iter()
        .flat_map(|way| std::iter::repeat_n(way, HOUSEHOLDS))
    {
        community = community.honest(way, COMMITS);
    }
    let plan = community.plan();
    for (residents, (level, findings)) in verdicts(&plan) {
        let lives: BTreeSet<_> = residents
            .iter()
            .map(|resident| plan.residents()[*resident].life)
            .collect();
        for life in lives {
            if level >= Level::Review {
                reviewed.insert(life);
            }
            if level > Level::Quiet {
                let line = format!("{}: {}", level.as_str(), findings.join(", "));
                *levels.entry(life).or_default().entry(line).or_default() += 1;
            }
        }
    }
}

#[test]
fn no_honest_life_but_two_reaches_review() {
    let (mut levels, mut reviewed) = (Levels::new(), BTreeSet::new());
    SEEDS.for_each(|seed| live(seed, &mut levels, &mut reviewed));
    let mut text = String::new();
    for (life, lines) in levels {
        for (line, times) in lines {
            let _ = writeln!(text, "{life}: {times} x {line}");
        }
    }
    let accepted = BTreeSet::from(REACH_REVIEW);
    let alarms: Vec<_> = reviewed.difference(&accepted).collect();
    assert!(alarms.is_empty(), "{alarms:?} reach review:\n{text}");
    insta::assert_snapshot!("notes", text);
}
