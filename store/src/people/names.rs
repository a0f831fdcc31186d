//! Whom a rare name joins, and whom it does not.
//!
//! A *part* is what is joined by anything but names. No part joins another through an account, or they
//! were one, so that two parts with accounts have none in common and are two people's. What lies between
//! accounts, names and parts without one, joins the one account it reaches; where it reaches two, nobody
//! knows whose it is, and its names join nobody.

use std::collections::{BTreeMap, BTreeSet};

use super::types::Identifier;

/// What matters of an identifier's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Account,
    Other,
}

impl Kind {
    pub(super) fn of(kind: &str) -> Self {
        match kind {
            Identifier::NAME => Self::Name,
            Identifier::ACCOUNT => Self::Account,
            _ => Self::Other,
        }
    }
}

/// What a walk has seen: identifiers by number, and what they are joined with.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: BTreeMap<i64, Node>,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    /// Whether everything that is joined with it is here.
    is_walked: bool,
    joined: BTreeSet<i64>,
}

/// Who is one person with somebody, or what has to be walked to say so.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// These names have to be walked from.
    Wants(BTreeSet<i64>),
    /// These are one person's.
    Is(BTreeSet<i64>),
}

/// Names, and the parts without accounts between which they lie.
#[derive(Debug, Default)]
struct Between {
    members: BTreeSet<i64>,
    /// The parts with accounts that it reaches, each by its first identifier.
    reached: BTreeSet<i64>,
    /// Names that were not walked from.
    unknown: BTreeSet<i64>,
}

impl Graph {
    /// Adds an identifier. Returns whether it is new.
    pub(super) fn add(&mut self, number: i64, kind: Kind) -> bool {
        let node = Node {
            kind,
            is_walked: false,
            joined: BTreeSet::new(),
        };
        let is_new = !self.nodes.contains_key(&number);
        self.nodes.entry(number).or_insert(node);
        is_new
    }

    /// Joins two that were added.
    pub(super) fn join(&mut self, [a, b]: [i64; 2]) {
        for (one, other) in [(a, b), (b, a)] {
            if let Some(node) = self.nodes.get_mut(&one) {
                node.joined.insert(other);
            }
        }
    }

    /// Keeps that everything that is joined with these is here.
    pub(super) fn mark_walked(&mut self, numbers: &BTreeSet<i64>) {
        for number in numbers {
            if let Some(node) = self.nodes.get_mut(number) {
                node.is_walked = true;
            }
        }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Who is one person with any of `start`. Where the walk was cut short, names join nobody: what they
    /// reach is not known.
    pub(super) fn class_of(&self, start: &BTreeSet<i64>, cut_short: bool) -> Class {
        let (mut is, mut wants) = (BTreeSet::new(), BTreeSet::new());
        for &one in start {
            if is.contains(&one) {
                continue;
            }
            match self.class_of_one(one) {
                _ if cut_short => is.extend(self.part(one)),
                Class::Is(class) => is.extend(class),
                Class::Wants(names) => wants.extend(names),
            }
        }
        if wants.is_empty() {
            Class::Is(is)
        } else {
            Class::Wants(wants)
        }
    }

    fn class_of_one(&self, one: i64) -> Class {
        let part = self.part(one);
        if self.has_account(&part) {
            return self.class_of_account(part);
        }
        let between = self.between(one);
        if !between.unknown.is_empty() {
            return Class::Wants(between.unknown);
        }
        let mut reached = between.reached.iter();
        match (reached.next(), reached.next()) {
            (None, _) => Class::Is(between.members),
            (Some(&account), None) => self.class_of_account(self.part(account)),
            (Some(_), Some(_)) => Class::Is(part),
        }
    }

    /// A part with an account, and all between it and no other.
    fn class_of_account(&self, part: BTreeSet<i64>) -> Class {
        let (mut wants, mut others) = (BTreeSet::new(), BTreeSet::new());
        let mut looked_at = BTreeSet::new();
        for name in self.names_of(&part) {
            if looked_at.contains(&name) {
                continue;
            }
            let between = self.between(name);
            looked_at.extend(between.members.iter().copied());
            wants.extend(between.unknown);
            if between.reached.len() == 1 {
                others.extend(between.members);
            }
        }
        if wants.is_empty() {
            others.extend(part);
            Class::Is(others)
        } else {
            Class::Wants(wants)
        }
    }

    /// What is joined with an identifier by anything but names; a name is a part of its own.
    fn part(&self, one: i64) -> BTreeSet<i64> {
        let mut part = BTreeSet::from([one]);
        let mut next = vec![one];
        while let Some(node) = next.pop().and_then(|one| self.nodes.get(&one)) {
            for &other in &node.joined {
                let crosses = [node.kind, self.kind(other)].contains(&Kind::Name);
                if !crosses && part.insert(other) {
                    next.push(other);
                }
            }
        }
        part
    }

    /// Everything that is joined by names and parts without accounts, from a name or such a part.
    fn between(&self, one: i64) -> Between {
        let mut between = Between {
            members: self.part(one),
            ..Between::default()
        };
        let mut next: Vec<_> = between.members.iter().copied().collect();
        while let Some(one) = next.pop() {
            let Some(node) = self.nodes.get(&one) else {
                continue;
            };
            if node.kind == Kind::Name && !node.is_walked {
                between.unknown.insert(one);
            }
            for &other in &node.joined {
                if between.members.contains(&other) || between.reached.contains(&other) {
                    continue;
                }
                let part = self.part(other);
                if self.has_account(&part) {
                    between.reached.extend(part.first());
                } else {
                    next.extend(&part);
                    between.members.extend(part);
                }
            }
        }
        between
    }

    fn names_of(&self, part: &BTreeSet<i64>) -> BTreeSet<i64> {
        let nodes = part.iter().filter_map(|one| self.nodes.get(one));
        let joined = nodes.flat_map(|node| node.joined.iter().copied());
        joined
            .filter(|&other| self.kind(other) == Kind::Name)
            .collect()
    }

    fn has_account(&self, part: &BTreeSet<i64>) -> bool {
        part.iter().any(|&one| self.kind(one) == Kind::Account)
    }

    fn kind(&self, one: i64) -> Kind {
        self.nodes.get(&one).map_or(Kind::Other, |node| node.kind)
    }
}
