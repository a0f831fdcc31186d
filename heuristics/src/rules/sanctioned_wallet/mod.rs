//! `sanctioned-wallet`: an added line names a wallet that is on an imported list.

#[cfg(test)]
pub(super) mod cases;

use super::added_lines::{self, Remark};
use super::grades;
use crate::finding::{Outcome, Strength};
use crate::heuristic::{Check, Family, Heuristic};
use crate::measured::Measured;
use crate::review::Review;
use countersign_facts::path::Parts;
use countersign_facts::{Content, IndicatorKind, Indicators, Mark, What};
use countersign_people::Dossier;

pub(super) static HEURISTIC: Heuristic = Heuristic {
    id: "sanctioned-wallet",
    title: "an added line names a wallet that is on an imported list",
    revision: 1,
    family: Family::Content,
    strength: Strength::Strong,
    innocent: "the code names the wallet to block or to study it, or the list is out of date",
    one_body: false,
    page: include_str!("README.md"),
    record: Measured::new(include_str!("record.toml")),
    check: Check::Both {
        person,
        pull_request,
    },
};

/// Endings of files that people read, or that hold lists.
const PROSE: [&str; 12] = [
    "adoc", "csv", "htm", "html", "ipynb", "log", "md", "mdx", "rst", "tsv", "txt", "xml",
];
/// Words in the path of a list of blocked wallets, or in a line that blocks one.
const REFUSALS: [&str; 12] = [
    "banned",
    "blacklist",
    "block_list",
    "blocked",
    "blocklist",
    "compliance",
    "deny",
    "forbid",
    "ofac",
    "sanction",
    "screening",
    "sdn",
];
/// A file with more listed wallets than this is a list itself.
const MOST_IN_A_FILE: usize = 3;

fn person(dossier: &Dossier<'_>) -> Outcome {
    let indicators = dossier.population().indicators();
    if indicators.is_empty() {
        return Outcome::NotApplicable;
    }
    added_lines::person(dossier, &|mark, content| judge(mark, content, indicators))
}

fn pull_request(review: &Review<'_>) -> Outcome {
    let indicators = review.population().indicators();
    if indicators.is_empty() {
        return Outcome::NotApplicable;
    }
    added_lines::pull_request(review, &|mark, content| judge(mark, content, indicators))
}

fn judge(mark: &Mark, content: &Content, indicators: &Indicators) -> Option<Remark> {
    let What::Names(wallet) = &mark.what else {
        return None;
    };
    let lists: Vec<_> = indicators
        .matching(IndicatorKind::Wallet, wallet.as_str())
        .collect();
    if is_expected(mark, content) {
        return None;
    }
    let strength = lists.iter().map(|list| grades::strength_of(list)).max()?;
    let tlp = lists.iter().map(|list| list.sharing()).max()?;
    let names: Vec<_> = lists
        .iter()
        .map(|list| format!("\"{}\"", list.name))
        .collect();
    Some(Remark {
        strength,
        words: format!(
            "a wallet on the imported {} {}",
            if names.len() == 1 { "list" } else { "lists" },
            names.join(", ")
        ),
        tlp,
    })
}

/// Whether the file or the line explains the wallet: tests, texts, lists, and code that blocks it.
fn is_expected(mark: &Mark, content: &Content) -> bool {
    let refuses = |text: &str| {
        let text = text.to_lowercase();
        REFUSALS.iter().any(|word| text.contains(word))
    };
    let Some(parts) = Parts::of(&mark.path) else {
        return true;
    };
    let is_wallet = |other: &&Mark| matches!(other.what, What::Names(_)) && other.path == mark.path;
    let in_file = content.marks.iter().filter(is_wallet).count();
    let is_test = parts.file.contains("test") || parts.file.contains("spec.");
    !parts.is_in_force()
        || is_test
        || parts.folder.split('/').any(|folder| folder == "docs")
        || PROSE.binary_search(&&*parts.ending).is_ok()
        || in_file > MOST_IN_A_FILE
        || refuses(&mark.excerpt)
        || refuses(&String::from_utf8_lossy(&mark.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_searching() {
        assert!(PROSE.is_sorted() && REFUSALS.is_sorted());
    }
}
