//! Which identifiers a rare name joins.
//!
//! A *part* is a group of identifiers that are joined by anything other than names. Two parts with an account
//! belong to two people: a common account would make them one part. Names and parts without an account lie
//! between parts with accounts. If they reach one such part, they belong to it. If they reach two, it is not
//! known to which they belong, and their names join nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::types::Identifier;

/// The kinds of identifiers that matter here.
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

/// What a walk has seen: identifiers by number, and the identifiers that they are joined with.
#[derive(Debug, Default)]
pub(super) struct Graph {
    nodes: BTreeMap<i64, Node>,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    /// Whether the graph has everything that is joined with it.
    is_walked: bool,
    joined: BTreeSet<i64>,
}

/// The identifiers of one person, or what must be walked first.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// The walk must go on from these names.
    Wants(BTreeSet<i64>),
    /// These identifiers belong to one person.
    Is(BTreeSet<i64>),
}

impl Graph {
    /// Adds an identifier. Returns whether it is new.
    pub(super) fn add(&mut self, number: i64, kind: Kind) -> bool {
        let is_new = !self.nodes.contains_key(&number);
        self.nodes.entry(number).or_insert(Node {
            kind,
            is_walked: false,
            joined: BTreeSet::new(),
        });
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

    /// Records that the graph has everything that is joined with these.
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

    /// The identifiers that belong to one person with any of `start`. If the walk was cut short, names join
    /// nothing, because it is not known what they reach.
    pub(super) fn class_of(&self, start: &BTreeSet<i64>, cut_short: bool) -> Class {
        let parts = Parts::of(self);
        let mut answer = Answer::default();
        for one in start {
            let part = parts.part_of[one];
            if cut_short {
                answer.is.insert(part);
            } else if !answer.is.contains(&part) {
                parts.answer(part, &mut answer);
            }
        }
        if answer.wants.is_empty() {
            Class::Is(parts.members(&answer.is))
        } else {
            Class::Wants(parts.members(&answer.wants))
        }
    }
}

/// The parts of a graph, by position. A name is a part of its own.
#[derive(Debug, Default)]
struct Parts {
    parts: Vec<Part>,
    part_of: BTreeMap<i64, usize>,
}

#[derive(Debug, Default)]
struct Part {
    members: Vec<i64>,
    has_account: bool,
    /// Whether it is a name that was not walked from.
    is_unknown: bool,
    /// The names that its members have; of a name, the parts that have it.
    beside: BTreeSet<usize>,
}

/// Parts that belong to one person, and names from which the walk must go on first.
#[derive(Debug, Default)]
struct Answer {
    is: BTreeSet<usize>,
    wants: BTreeSet<usize>,
}

/// Names and parts without an account that are connected.
#[derive(Debug, Default)]
struct Between {
    parts: BTreeSet<usize>,
    /// The parts with accounts that it reaches.
    accounts: BTreeSet<usize>,
    unknown: BTreeSet<usize>,
}

impl Parts {
    fn of(graph: &Graph) -> Self {
        let mut parts = Self::default();
        for &one in graph.nodes.keys() {
            if !parts.part_of.contains_key(&one) {
                parts.add(graph, one);
            }
        }
        for (one, node) in &graph.nodes {
            let part = parts.part_of[one];
            let others = node.joined.iter().map(|other| parts.part_of[other]);
            let others: Vec<_> = others.filter(|&other| other != part).collect();
            parts.parts[part].beside.extend(others);
        }
        parts
    }

    /// Adds the part of an identifier.
    fn add(&mut self, graph: &Graph, one: i64) {
        let mut part = Part::default();
        let mut next = vec![one];
        self.part_of.insert(one, self.parts.len());
        while let Some(one) = next.pop() {
            let node = &graph.nodes[&one];
            part.members.push(one);
            part.has_account |= node.kind == Kind::Account;
            part.is_unknown |= node.kind == Kind::Name && !node.is_walked;
            for &other in &node.joined {
                let crosses = [node.kind, graph.nodes[&other].kind].contains(&Kind::Name);
                if !crosses && !self.part_of.contains_key(&other) {
                    self.part_of.insert(other, self.parts.len());
                    next.push(other);
                }
            }
        }
        self.parts.push(part);
    }

    /// Adds the parts that belong to one person with a part.
    fn answer(&self, part: usize, answer: &mut Answer) {
        if self.parts[part].has_account {
            return self.answer_account(part, answer);
        }
        let between = self.between(part);
        let mut accounts = between.accounts.iter();
        match (accounts.next(), accounts.next()) {
            _ if !between.unknown.is_empty() => answer.wants.extend(between.unknown),
            (None, _) => answer.is.extend(between.parts),
            (Some(&account), None) => self.answer_account(account, answer),
            (Some(_), Some(_)) => drop(answer.is.insert(part)),
        }
    }

    /// Adds a part with an account, and everything that reaches it and no other account.
    fn answer_account(&self, part: usize, answer: &mut Answer) {
        let mut looked_at = BTreeSet::new();
        answer.is.insert(part);
        for &name in &self.parts[part].beside {
            if looked_at.contains(&name) {
                continue;
            }
            let between = self.between(name);
            looked_at.extend(between.parts.iter().copied());
            if between.accounts.len() == 1 {
                answer.is.extend(between.parts);
            }
            answer.wants.extend(between.unknown);
        }
    }

    /// Everything that is connected with a name or a part without an account, up to accounts.
    fn between(&self, part: usize) -> Between {
        let mut between = Between::default();
        let mut next = vec![part];
        between.parts.insert(part);
        while let Some(one) = next.pop() {
            if self.parts[one].is_unknown {
                between.unknown.insert(one);
            }
            for &other in &self.parts[one].beside {
                if self.parts[other].has_account {
                    between.accounts.insert(other);
                } else if between.parts.insert(other) {
                    next.push(other);
                }
            }
        }
        between
    }

    fn members(&self, parts: &BTreeSet<usize>) -> BTreeSet<i64> {
        let members = parts.iter().flat_map(|&part| &self.parts[part].members);
        members.copied().collect()
    }
}
