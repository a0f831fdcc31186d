//! People in the form that lists show.

use std::collections::BTreeMap;

use super::super::name::FullName;
use super::linkage::Linkage;
use super::score::Link;

/// One person: identities that were linked.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkedPerson {
    /// `p-` and twelve digits, of the identity on the person's earliest commit: lasts while the
    /// history grows.
    pub id: String,
    /// The name to show: the one in the `.mailmap`, else the full name on the newest commit, else the newest
    /// name.
    pub name: String,
    /// Its identities, those with most commits first.
    pub members: Vec<Member>,
    /// Commits it authored, over all projects.
    pub commits: u64,
}

/// One identity of a person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Member {
    /// Its position.
    pub alias: u32,
    /// The link that leads from it to the person's first identity; `None` for the first identity.
    pub joined: Option<Link>,
}

impl Linkage {
    /// All people, those with most identities first.
    #[must_use]
    pub fn people(&self) -> Vec<LinkedPerson> {
        let mut groups: BTreeMap<u32, (Vec<u32>, Vec<Link>)> = BTreeMap::new();
        for (member, root) in (0u32..).zip(self.person_of()) {
            groups.entry(*root).or_default().0.push(member);
        }
        for join in self.joins() {
            let root = self.person[join.ends.0 as usize];
            groups.entry(root).or_default().1.push(*join);
        }
        let mut people: Vec<_> = groups
            .into_values()
            .map(|(members, joins)| self.linked_person(members, &joins))
            .collect();
        people.sort_by(|a, b| {
            let size = |one: &LinkedPerson| (one.members.len(), one.commits);
            size(b).cmp(&size(a)).then_with(|| a.id.cmp(&b.id))
        });
        people
    }

    fn linked_person(&self, mut members: Vec<u32>, joins: &[Link]) -> LinkedPerson {
        let alias = |member: u32| &self.aliases[member as usize];
        members.sort_by_key(|member| (std::cmp::Reverse(alias(*member).commits), *member));
        let earliest = members
            .iter()
            .min_by_key(|member| &alias(**member).earliest);
        let towards = towards(members[0], joins);
        LinkedPerson {
            id: earliest
                .map(|member| alias(*member).id.clone())
                .unwrap_or_default(),
            name: self.name(&members),
            commits: members
                .iter()
                .map(|member| u64::from(alias(*member).commits))
                .sum(),
            members: members
                .iter()
                .map(|member| Member {
                    alias: *member,
                    joined: towards.get(member).copied(),
                })
                .collect(),
        }
    }

    /// A name that changed is the same person's: the newest is shown.
    fn name(&self, members: &[u32]) -> String {
        let aliases = || members.iter().map(|member| &self.aliases[*member as usize]);
        if let Some(stated) = aliases().find_map(|alias| alias.stated_name.as_ref()) {
            return stated.clone();
        }
        let named = aliases().filter(|alias| !alias.name.is_empty());
        let newest = named.max_by_key(|alias| {
            let is_full = FullName::parse(&alias.name).is_some();
            (is_full, alias.newest, alias.commits)
        });
        newest.map(|alias| alias.name.clone()).unwrap_or_default()
    }
}

/// For every identity that `joins` connect with `first`, the join that leads towards it.
pub(super) fn towards(first: u32, joins: &[Link]) -> BTreeMap<u32, Link> {
    let mut beside: BTreeMap<u32, Vec<Link>> = BTreeMap::new();
    for join in joins {
        beside.entry(join.ends.0).or_default().push(*join);
        beside.entry(join.ends.1).or_default().push(*join);
    }
    let mut towards = BTreeMap::new();
    let mut open = vec![first];
    while let Some(here) = open.pop() {
        for join in beside.get(&here).into_iter().flatten() {
            let next = join.other_end(here);
            if next != first && !towards.contains_key(&next) {
                towards.insert(next, *join);
                open.push(next);
            }
        }
    }
    towards
}
