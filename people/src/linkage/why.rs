//! Why two identities belong to one person, or do not.

use super::clusters::{Clusters, Veto};
use super::linkage::Linkage;
use super::person::towards;
use super::score::Link;

/// The answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// They belong to one person: the links that lead from one to the other.
    Joined(Vec<Link>),
    /// They do not, although the best link between their people would be enough.
    Vetoed(Link, Veto),
    /// They do not: the best link between their people is too weak.
    TooLittle {
        /// The best link.
        link: Link,
        /// Bits that a link needs.
        wanted: f64,
    },
}

/// Most identities of one person that are searched for the best link. No one has more.
const MOST_MEMBERS: usize = 200;

impl Linkage {
    /// Explains why two identities, by position, are linked or not. `None` for the same identity twice.
    ///
    /// # Panics
    /// When a position is another linkage's.
    #[must_use]
    pub fn why(&self, a: u32, b: u32) -> Option<Why> {
        if a == b {
            return None;
        }
        if self.person[a as usize] == self.person[b as usize] {
            return Some(Why::Joined(self.path(a, b)));
        }
        let link = self.best_between(a, b)?;
        let mut clusters = Clusters::new(&self.aliases, &self.traits, &self.options.apart);
        for join in self.joins() {
            clusters.join(join);
        }
        let is_enough = self.joins_at(&link, self.options.tier);
        Some(match clusters.veto(&link).filter(|_| is_enough) {
            Some(veto) => Why::Vetoed(link, veto),
            None => Why::TooLittle {
                wanted: self.threshold(&link, self.options.tier),
                link,
            },
        })
    }

    /// The strongest link between the people of two identities.
    fn best_between(&self, a: u32, b: u32) -> Option<Link> {
        let members = |of: u32| -> Vec<u32> {
            let root = self.person[of as usize];
            let all = (0u32..).zip(&self.person);
            let own = all.filter(|(_, person)| **person == root);
            own.map(|(member, _)| member).take(MOST_MEMBERS).collect()
        };
        let scorer = self.scorer();
        let (ours, theirs) = (members(a), members(b));
        let pairs = ours
            .iter()
            .flat_map(|one| theirs.iter().map(move |other| (*one, *other)));
        let links = pairs.map(|(one, other)| scorer.link(one, other));
        links.max_by(|a, b| a.bits.total_cmp(&b.bits).then(b.ends.cmp(&a.ends)))
    }

    /// The links that lead from one identity of a person to another.
    fn path(&self, a: u32, b: u32) -> Vec<Link> {
        let root = self.person[a as usize];
        let own = |join: &&Link| self.person[join.ends.0 as usize] == root;
        let joins: Vec<Link> = self.joins().iter().filter(own).copied().collect();
        let towards = towards(b, &joins);
        let mut here = a;
        let mut path = Vec::new();
        while let Some(join) = towards.get(&here) {
            path.push(*join);
            here = join.other_end(here);
        }
        path
    }
}
