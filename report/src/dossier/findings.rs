//! Findings of a dossier in a terminal.

use super::layout::{listed, section};
use super::model::Finding;
use super::span::{day, period};
use crate::escape::plain;
use crate::figures::count;
use crate::rates::{counted, measured_among, rarity};
use crate::text::{Ink, Page};

/// Commits that are named; JSON and CSV have all.
const MOST_COMMITS: usize = 4;
/// Digits of a commit's id.
const SHORT_ID: usize = 12;

pub(super) fn show(page: &mut Page, findings: &[Finding]) {
    if findings.is_empty() {
        return;
    }
    let remark = "contradictions between records; each has innocent explanations";
    section(page, "Findings", remark);
    findings.iter().for_each(|one| finding(page, one));
}

fn finding(page: &mut Page, one: &Finding) {
    let kind = format!(" ({})  ", plain(&one.strength));
    let pieces = [
        (Ink::Mark, "! "),
        (Ink::Strong, &plain(&one.heuristic)),
        (Ink::Faint, &kind),
        (Ink::Plain, &plain(&one.title)),
    ];
    page.flow(2, 6, &pieces);
    let rate = one.base_rate.as_ref();
    let mut facts = vec![rarity(rate.map(counted), &one.heuristic)];
    facts.extend(rate.map(measured_among));
    if !one.innocent.is_empty() {
        facts.push(format!("innocent explanation: {}", one.innocent));
    }
    facts.push(format!(
        "{} in {}, found {}",
        plain(&one.fingerprint),
        listed(&one.repositories),
        period(&one.seen)
    ));
    facts.extend(commits(one));
    for fact in &facts {
        page.flow(6, 8, &[(Ink::Faint, fact)]);
    }
    for decision in &one.decisions {
        let line = format!(
            "decided on {} by @{}: {}",
            day(&decision.at),
            plain(&decision.who),
            plain(&decision.reason)
        );
        page.flow(6, 8, &[(Ink::Plain, &line)]);
    }
}

/// `commits 0123456789ab, 123456789abc and 3 more`.
fn commits(one: &Finding) -> Option<String> {
    let mut ids: Vec<&str> = one.evidence.iter().map(|one| &*one.commit).collect();
    ids.dedup();
    let shown: Vec<_> = ids
        .iter()
        .take(MOST_COMMITS)
        .map(|id| plain(id.get(..SHORT_ID).unwrap_or(id)))
        .collect();
    let more = match ids.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {} more", count(more as u64)),
    };
    (!shown.is_empty()).then(|| format!("commits {}{more}", shown.join(", ")))
}
