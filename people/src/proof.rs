//! What proves that a person's commits existed at a certain time, whatever their own dates say.

use countersign_facts::Commit;

use crate::Dossier;

/// A proof that one commit existed at a certain time.
#[derive(Clone, Copy)]
pub struct Proof<'a> {
    /// The commit.
    pub commit: Commit<'a>,
    /// The oldest verified platform commit that contains it: one of its descendants, or the commit itself.
    pub witness: Commit<'a>,
    /// When the platform made the witness, by the platform's clock, Unix seconds. The commit existed then.
    pub by: i64,
}

impl<'a> Dossier<'a> {
    /// The proofs of the commits that the person authored, oldest first; commits without proof are left out.
    #[must_use]
    pub fn proofs(&self) -> Vec<Proof<'a>> {
        let (history, brackets) = (self.history(), self.population().brackets());
        let proof = |commit: Commit<'a>| {
            let witness = history.get(brackets.oldest_above(commit.index())?)?;
            Some(Proof {
                commit,
                witness,
                by: witness.platform_time()?,
            })
        };
        let mut proofs: Vec<_> = self.authored().filter_map(proof).collect();
        proofs.sort_by_key(|proof| {
            (
                proof.by,
                proof.commit.committed().seconds,
                proof.commit.id(),
            )
        });
        proofs
    }
}
