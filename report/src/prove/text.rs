//! What somebody can prove, in a terminal.

use super::model::{ProvenCommit, ProvenRepository, Provenance};
use crate::escape::plain;
use crate::figures::{count, counted, day};
use crate::look::Look;
use crate::markdown::short;
use crate::text::{Ink, Page};

/// The command that imports GitHub's public keys, which `git verify-commit` needs.
const IMPORT: &str = "curl -s https://github.com/web-flow.gpg | gpg --import";

/// What is proven in every repository, with the commands that check it.
#[must_use]
pub fn text(provenance: &Provenance, look: &Look) -> String {
    let mut page = Page::new(look);
    let first = |all: &[String]| all.first().map(|text| plain(text)).unwrap_or_default();
    let who = format!(
        "{} <{}>",
        first(&provenance.names),
        first(&provenance.emails)
    );
    let id = format!("  {}", provenance.person);
    page.flow(0, 2, &[(Ink::Strong, who.trim()), (Ink::Faint, &id)]);
    for repository in &provenance.repositories {
        page.blank();
        page.flow(0, 2, &[(Ink::Strong, &plain(&repository.name))]);
        page.flow(2, 4, &[(Ink::Plain, &summary(repository))]);
        for proof in &repository.proofs {
            one(&mut page, proof);
        }
    }
    page.blank();
    how_to_check(&mut page, provenance);
    page.finish()
}

/// `40 of 60 commits existed when a platform signed a commit that contains them: the oldest by 2019-03-04, ...`.
fn summary(repository: &ProvenRepository) -> String {
    let commits = counted(repository.commits, "commit", "commits");
    let (Some(oldest), Some(newest)) = (repository.oldest, repository.newest) else {
        return format!(
            "none of {commits} lies below a signed platform commit, so no age is proven"
        );
    };
    let half = repository.half.map_or(String::new(), |half| {
        format!("half of all commits by {}, ", day(half))
    });
    format!(
        "{} of {commits} provably existed when a platform signed a commit that contains them: the oldest by {}, \
         {half}the last by {}",
        count(repository.proven),
        day(oldest),
        day(newest),
    )
}

fn one(page: &mut Page, proof: &ProvenCommit) {
    let what = match proof.commit == proof.witness {
        true => "was signed by a platform".to_owned(),
        false => format!(
            "is contained in {}, which a platform signed",
            short(&proof.witness)
        ),
    };
    let line = format!(
        "commit {}, dated {}, {what} on {}",
        short(&proof.commit),
        day(proof.dated),
        day(proof.signed),
    );
    page.flow(2, 4, &[(Ink::Plain, &line)]);
    for command in &proof.check {
        page.whole(4, Ink::Strong, command);
    }
}

fn how_to_check(page: &mut Page, provenance: &Provenance) {
    let mut proofs = provenance.repositories.iter().map(|one| one.proofs.len());
    if proofs.all(|proofs| proofs == 0) {
        let line = "Only commits below a merge or an edit that a platform signed can be proven. That nothing is \
                    proven says nothing against a commit.";
        page.flow(0, 0, &[(Ink::Plain, line)]);
        return;
    }
    let line = "Anyone with a clone can run these commands; merge-base answers with exit code 0. Before, import the \
                platform's public key. For GitHub:";
    page.flow(0, 0, &[(Ink::Plain, line)]);
    page.whole(2, Ink::Strong, IMPORT);
}
