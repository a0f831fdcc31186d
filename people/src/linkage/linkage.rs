//! Linking identities into people, the best evidence first, and never against a contradiction.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::alias::{Alias, Project, aliases};
use super::block::candidates;
use super::clusters::Clusters;
use super::score::{Link, Reason, Scorer};
use super::traits::{Traits, prepare};
use super::weights::Weights;

/// Least bits for a link at the evidence tier, and for a hint. Chosen on 22 public lists, each judged by the
/// weights of the others: evidence is right 998 times in 1,000, a hint 995 times.
const LEAST_EVIDENCE: f64 = 15.25;
const LEAST_HINT: f64 = 14.5;
/// In a project with n identities a random pair belongs to one person about 1.2 times in n, so with log2(n)
/// bits a link is as likely right as wrong. A link needs this many bits more.
const EVIDENCE_BEYOND: f64 = 3.0;
const HINT_BEYOND: f64 = 2.0;
/// Least bits of a full name that links two organisations. Two of 680 people have about three in
/// common (17 bits), and one wrong link in a thousand is the most we allow (10 more).
pub(super) const ACROSS: f64 = 27.0;
/// Least bits of a comparison between organisations that is a lead.
pub(super) const LEAD: f64 = 13.5;

/// How much evidence a link needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Anchors only: `.mailmap`, mailbox, account id, key.
    Anchors,
    /// Evidence that is almost never wrong.
    #[default]
    Evidence,
    /// Evidence that is worth a look.
    Hint,
}

impl Tier {
    /// All tiers, the most certain first.
    pub const ALL: [Self; 3] = [Self::Anchors, Self::Evidence, Self::Hint];

    /// Its name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Anchors => "anchors",
            Self::Evidence => "evidence",
            Self::Hint => "hint",
        }
    }

    /// Least bits of a comparison that links two identities of a project with this many identities.
    #[must_use]
    pub fn threshold(self, identities: usize) -> f64 {
        let even = f64::from(u32::try_from(identities.max(1)).unwrap_or(u32::MAX)).log2();
        match self {
            Self::Anchors => f64::INFINITY,
            Self::Evidence => (even + EVIDENCE_BEYOND).max(LEAST_EVIDENCE),
            Self::Hint => (even + HINT_BEYOND).max(LEAST_HINT),
        }
    }
}

/// How to link.
#[derive(Clone, Debug)]
pub struct Options {
    /// How much evidence a link needs.
    pub tier: Tier,
    /// What comparisons are worth.
    pub weights: Weights,
    /// Pairs of identities, by position, that belong to different people. Nothing links them.
    pub apart: Vec<(u32, u32)>,
}

impl Default for Options {
    /// The evidence tier, the shipped weights, and no separated pairs.
    fn default() -> Self {
        Self {
            tier: Tier::default(),
            weights: Weights::shipped(),
            apart: Vec::new(),
        }
    }
}

/// Identities linked into people.
#[derive(Debug)]
pub struct Linkage {
    pub(super) aliases: Vec<Alias>,
    pub(super) traits: Vec<Traits>,
    pub(super) options: Options,
    /// Identities of each project.
    pub(super) sizes: Vec<usize>,
    /// For each identity, the one that represents its person.
    pub(super) person: Vec<u32>,
    joins: Vec<Link>,
    hints: Vec<Link>,
}

impl Linkage {
    /// Links the identities of one project, or of several projects of different organisations.
    ///
    /// Within a project all evidence counts. Between projects only a personal address, an account number, a key
    /// or a very rare full name links, and only in commits that no other project holds.
    #[must_use]
    pub fn of(projects: &[Project<'_>], options: Options) -> Self {
        Self::among(aliases(projects), options)
    }

    /// Links these identities.
    #[must_use]
    pub fn among(aliases: Vec<Alias>, options: Options) -> Self {
        let linkage = Self::apart(aliases, options);
        let links = linkage.links();
        let (person, joins, hints) = linkage.join(links);
        Self {
            person,
            joins,
            hints,
            ..linkage
        }
    }

    /// These identities, each a person of its own.
    pub(super) fn apart(aliases: Vec<Alias>, options: Options) -> Self {
        let traits = prepare(&aliases);
        let projects = aliases.iter().map(|alias| usize::from(alias.project) + 1);
        let mut sizes = vec![0; projects.max().unwrap_or(0)];
        for alias in &aliases {
            sizes[usize::from(alias.project)] += 1;
        }
        Self {
            person: (0..).take(aliases.len()).collect(),
            aliases,
            traits,
            options,
            sizes,
            joins: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// All comparisons that may link or are worth a look, the best first.
    pub(super) fn links(&self) -> Vec<Link> {
        let scorer = self.scorer();
        let mut links: Vec<Link> = candidates(&self.traits)
            .into_par_iter()
            .map(|(a, b)| scorer.link(a, b))
            .filter(|link| self.joins_at(link, Tier::Hint) || self.is_lead(link))
            .collect();
        links.extend(given(&self.aliases));
        links.par_sort_unstable_by(|a, b| b.bits.total_cmp(&a.bits).then(a.ends.cmp(&b.ends)));
        links
    }

    fn join(&self, links: Vec<Link>) -> (Vec<u32>, Vec<Link>, Vec<Link>) {
        let mut clusters = Clusters::new(&self.aliases, &self.traits, &self.options.apart);
        let (mut joins, mut rest) = (Vec::new(), Vec::new());
        for link in links {
            if !self.joins_at(&link, self.options.tier) {
                rest.push(link);
            } else if clusters.join(&link) {
                joins.push(link);
            }
        }
        let root = |one: u32| clusters.root(one);
        let mut seen = BTreeSet::new();
        rest.retain(|link| {
            let (a, b) = (root(link.ends.0), root(link.ends.1));
            a != b && clusters.veto(link).is_none() && seen.insert((a.min(b), a.max(b)))
        });
        let person = (0..).take(self.aliases.len()).map(root).collect();
        (person, joins, rest)
    }

    /// Whether a comparison is enough for a link at a tier.
    pub(super) fn joins_at(&self, link: &Link, tier: Tier) -> bool {
        if self.is_across(link) {
            let own = |end: u32| self.aliases[end as usize].own > 0;
            let full = |end: u32| self.traits[end as usize].full.as_ref();
            let is_rare = |end: u32| full(end).is_some_and(|name| name.bits >= ACROSS);
            let (a, b) = link.ends;
            let by_name = tier > Tier::Anchors
                && matches!(link.reason, Reason::Name(_))
                && link.bits >= LEAST_HINT
                && is_rare(a)
                && is_rare(b);
            return own(a) && own(b) && (link.reason.is_anchor() || by_name);
        }
        link.reason.is_anchor() || link.bits >= self.threshold(link, tier)
    }

    /// Least bits of a comparison that links.
    pub(super) fn threshold(&self, link: &Link, tier: Tier) -> f64 {
        if self.is_across(link) {
            return ACROSS;
        }
        let project = self.aliases[link.ends.0 as usize].project;
        tier.threshold(self.sizes[usize::from(project)])
    }

    fn is_lead(&self, link: &Link) -> bool {
        self.is_across(link) && link.bits >= LEAD
    }

    /// Whether a link's ends are in different projects.
    #[must_use]
    pub fn is_across(&self, link: &Link) -> bool {
        let project = |end: u32| self.aliases[end as usize].project;
        project(link.ends.0) != project(link.ends.1)
    }

    pub(super) fn scorer(&self) -> Scorer<'_> {
        Scorer::new(&self.aliases, &self.traits, &self.options.weights)
    }

    /// The identities; a position in this list is what links and options name.
    #[must_use]
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// For each identity, the position of the one that represents its person.
    #[must_use]
    pub fn person_of(&self) -> &[u32] {
        &self.person
    }

    /// The links that made people out of identities, the best first. A person with n identities has n - 1.
    #[must_use]
    pub fn joins(&self) -> &[Link] {
        &self.joins
    }

    /// Links below the tier that nothing prevents, the best between any two people: hints within a project,
    /// leads between projects.
    #[must_use]
    pub fn hints(&self) -> &[Link] {
        &self.hints
    }

    /// How two identities compare, for measuring what comparisons are worth.
    pub fn levels(&self) -> impl Fn(u32, u32) -> super::Levels + Sync {
        let scorer = self.scorer();
        move |a, b| scorer.levels(a, b)
    }
}

/// Links that need no comparison: the statements of the `.mailmap`, and keys.
fn given(aliases: &[Alias]) -> Vec<Link> {
    let mut stated: BTreeMap<u32, u32> = BTreeMap::new();
    let mut keys: BTreeMap<u32, u32> = BTreeMap::new();
    let mut links = Vec::new();
    for (position, alias) in (0u32..).zip(aliases) {
        let mut meet = |first: u32, reason: Reason| {
            if first != position {
                links.push(Link::given(first, position, reason));
            }
        };
        if let Some((person, _)) = alias.stated {
            meet(*stated.entry(person).or_insert(position), Reason::Mailmap);
        }
        for key in &alias.keys {
            meet(*keys.entry(*key).or_insert(position), Reason::Key);
        }
    }
    links
}
