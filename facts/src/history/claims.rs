//! What commits are that name a platform as their committer and do not carry its signature.

use rustc_hash::FxHashSet;

use super::History;
use crate::batch::{Actor, Row};
use crate::identity::IdentityIndex;
use crate::platform_claim::PlatformClaim;
use crate::subject::Subject;

/// Tools that split or rewrite a repository drop the signatures of everything that a platform made in it. A repository
/// is such a copy if at least this many authors have commits that say so by their subject ...
const LEAST_AUTHORS: usize = 8;
/// ... and these are at least this share of all unsigned commits that name a platform, in percent.
const LEAST_PERCENT: usize = 80;

/// The claims about platforms in one repository.
#[derive(Clone, Default)]
struct Claims {
    signed: usize,
    unproven: usize,
    /// Unproven claims with the subject of a merge or squash button.
    by_button: usize,
    /// Their authors.
    authors: FxHashSet<IdentityIndex>,
}

impl Claims {
    fn add(&mut self, row: &Row) {
        self.signed += usize::from(row.platform.is_verified());
        if row.platform.is_unproven() {
            self.unproven += 1;
            if matches!(row.subject, Subject::Numbered | Subject::PullRequestMerge) {
                self.by_button += 1;
                self.authors.insert(row.author.identity);
            }
        }
    }

    /// Whether the repository is a copy without the signatures of the original.
    fn lost_signatures(&self) -> bool {
        self.unproven > self.signed
            && self.by_button * 100 >= self.unproven * LEAST_PERCENT
            && self.authors.len() >= LEAST_AUTHORS
    }
}

impl History {
    /// Decides what every commit is that names a platform and is not signed by it: a copy of one that is, or whatever
    /// [`ClockSource::unproven`](crate::ClockSource) says.
    pub(super) fn settle_claims(&mut self) {
        let unproven = |row: &&Row| row.platform.is_unproven();
        let held = || self.rows.iter().flatten();
        let asked: FxHashSet<Actor> = held().filter(unproven).map(|row| row.author).collect();
        if asked.is_empty() {
            return;
        }
        let signed: FxHashSet<Actor> = held()
            .filter(|row| row.platform.is_verified())
            .map(|row| row.author)
            .filter(|author| asked.contains(author))
            .collect();
        let mut claims = vec![Claims::default(); self.repositories.names().len()];
        for row in held() {
            claims[usize::from(row.repository.0)].add(row);
        }
        let mut rows = std::mem::take(&mut self.rows);
        let unproven = rows.iter_mut().flatten();
        for row in unproven.filter(|row| row.platform.is_unproven()) {
            let here = &claims[usize::from(row.repository.0)];
            if signed.contains(&row.author) || here.lost_signatures() {
                row.platform = PlatformClaim::Copied;
                row.clock_source = row.clock_source.copied();
            } else {
                let committer = self.identities.get(row.committer.identity);
                let moments = [row.author, row.committer].map(|actor| self.moment(actor));
                let is_signed = here.signed > 0;
                row.clock_source = row.clock_source.unproven(committer, moments, is_signed);
            }
        }
        self.rows = rows;
    }
}
