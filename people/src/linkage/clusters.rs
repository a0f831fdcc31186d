//! Clusters of identities that grow into people, and what prevents two of them from being linked.
//!
//! petgraph's union-find is not used here: the larger cluster must be the root and keep its names first.

use super::super::name::FullName;
use super::alias::Alias;
use super::compare::may_be_one;
use super::score::Link;
use super::traits::Traits;

/// Most full names of a cluster that are compared. No one has more.
const MOST_NAMES: usize = 8;

/// Why two clusters of identities are not linked although the evidence would be enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Veto {
    /// The `.mailmap` names two people.
    Mailmap,
    /// The operator separated them.
    Apart,
    /// Both have account numbers, and none in common.
    Accounts,
    /// Both have full names, and none of them fits one of the other's.
    Names,
}

impl Veto {
    /// The reason, as a fragment.
    #[must_use]
    pub const fn says(self) -> &'static str {
        match self {
            Self::Mailmap => "the .mailmap names two people",
            Self::Apart => "they were separated as two people",
            Self::Accounts => "they have different account ids",
            Self::Names => "their full names do not fit",
        }
    }
}

/// What can prevent a link between a cluster and another.
#[derive(Default)]
struct Contents {
    members: u32,
    accounts: Vec<u64>,
    /// Positions of identities with distinct full names.
    names: Vec<u32>,
    /// The people and names that the `.mailmap` means.
    stated: Vec<(u32, u32)>,
    /// Identities that were separated from it.
    apart: Vec<u32>,
}

/// All identities in their clusters.
pub(super) struct Clusters<'a> {
    traits: &'a [Traits],
    parents: Vec<u32>,
    /// By root; empty for clusters that became part of another.
    contents: Vec<Contents>,
}

impl<'a> Clusters<'a> {
    /// Each identity in its own cluster.
    pub(super) fn new(aliases: &[Alias], traits: &'a [Traits], apart: &[(u32, u32)]) -> Self {
        let mut contents: Vec<Contents> = (0..)
            .zip(aliases.iter().zip(traits))
            .map(|(position, (alias, traits))| Contents {
                members: 1,
                accounts: traits.account().into_iter().collect(),
                names: traits.full.iter().map(|_| position).collect(),
                stated: alias.stated.into_iter().collect(),
                apart: Vec::new(),
            })
            .collect();
        for (a, b) in apart {
            contents[*a as usize].apart.push(*b);
            contents[*b as usize].apart.push(*a);
        }
        Self {
            traits,
            parents: (0..).take(aliases.len()).collect(),
            contents,
        }
    }

    /// The identity that represents the cluster of `member`.
    pub(super) fn root(&self, mut member: u32) -> u32 {
        while self.parents[member as usize] != member {
            member = self.parents[member as usize];
        }
        member
    }

    /// Links the clusters of a link's ends, unless they are the same cluster or something prevents it. Returns
    /// whether it did.
    pub(super) fn join(&mut self, link: &Link) -> bool {
        let (a, b) = (self.root(link.ends.0), self.root(link.ends.1));
        if a == b || self.veto(link).is_some() {
            return false;
        }
        // Adding the smaller to the larger keeps every path to the root short.
        let larger = self.contents[a as usize].members >= self.contents[b as usize].members;
        let (root, other) = if larger { (a, b) } else { (b, a) };
        self.parents[other as usize] = root;
        let taken = std::mem::take(&mut self.contents[other as usize]);
        self.take_in(root, taken);
        true
    }

    fn take_in(&mut self, root: u32, taken: Contents) {
        let traits = self.traits;
        let words = |position: u32| {
            traits[position as usize]
                .full
                .as_ref()
                .map(|name| &name.words)
        };
        let contents = &mut self.contents[root as usize];
        contents.members += taken.members;
        contents.accounts.extend(taken.accounts);
        contents.accounts.sort_unstable();
        contents.accounts.dedup();
        contents.stated.extend(taken.stated);
        contents.stated.sort_unstable();
        contents.stated.dedup();
        contents.apart.extend(taken.apart);
        for name in taken.names {
            let is_new = contents
                .names
                .iter()
                .all(|known| words(*known) != words(name));
            if is_new && contents.names.len() < MOST_NAMES {
                contents.names.push(name);
            }
        }
    }

    /// What prevents linking the clusters of a link's ends.
    pub(super) fn veto(&self, link: &Link) -> Option<Veto> {
        let (a, b) = (self.root(link.ends.0), self.root(link.ends.1));
        let (one, two) = (&self.contents[a as usize], &self.contents[b as usize]);
        let is_other = |a: &(u32, u32), b: &(u32, u32)| a.0 != b.0 && a.1 != b.1;
        if one.apart.iter().any(|other| self.root(*other) == b) {
            Some(Veto::Apart)
        } else if one
            .stated
            .iter()
            .any(|a| two.stated.iter().any(|b| is_other(a, b)))
        {
            Some(Veto::Mailmap)
        } else if link.reason.is_anchor() {
            None
        } else {
            self.contradiction(one, two)
        }
    }

    /// Whether the clusters of a link's ends have different accounts, or any two full names that have nothing in
    /// common. Stricter than [`Clusters::veto`], which one fitting pair of names satisfies: a colleague's name on
    /// a mailbox must not make the two colleagues one.
    pub(super) fn disagree(&self, link: &Link) -> bool {
        let contents = |end: u32| &self.contents[self.root(end) as usize];
        let (one, two) = (contents(link.ends.0), contents(link.ends.1));
        let parsed = |position: &u32| {
            let full = self.traits[*position as usize].full.as_ref();
            full.map(|full| &full.parsed)
        };
        let names = one.names.iter().chain(&two.names).filter_map(parsed);
        let names: Vec<_> = names.collect();
        let is_alone = |a: &&FullName| names.iter().any(|b| a.is_unrelated_to(b));
        self.contradiction(one, two).is_some() || names.iter().any(is_alone)
    }

    fn contradiction(&self, one: &Contents, two: &Contents) -> Option<Veto> {
        let disjoint = |a: &[u64], b: &[u64]| {
            !a.is_empty() && !b.is_empty() && a.iter().all(|id| !b.contains(id))
        };
        if disjoint(&one.accounts, &two.accounts) {
            Some(Veto::Accounts)
        } else if !self.names_fit(one, two) {
            Some(Veto::Names)
        } else {
            None
        }
    }

    fn names_fit(&self, one: &Contents, two: &Contents) -> bool {
        let name = |position: &u32| self.traits[*position as usize].full.as_ref();
        let fits = |a: &u32, b: &u32| name(a).zip(name(b)).is_some_and(|(a, b)| may_be_one(a, b));
        one.names.is_empty()
            || two.names.is_empty()
            || one
                .names
                .iter()
                .any(|a| two.names.iter().any(|b| fits(a, b)))
    }
}
