//! The identities of projects in the form that linking uses: one row for every name and address.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::holders::Holders;
use crate::anchors::{Anchor, anchors};
use countersign_facts::Address;
use countersign_facts::short_digest;
use countersign_facts::{History, IdentityIndex, KeyKind, Mailmap, ObjectId, OrganisationIndex};

/// One project: the history of one repository, and its `.mailmap`.
#[derive(Clone, Copy, Debug)]
pub struct Project<'a> {
    /// All its commits and no others.
    pub history: &'a History,
    /// Its `.mailmap`; `None` when it has none or it should be ignored.
    pub mailmap: Option<&'a Mailmap>,
}

/// One name and address of one project.
#[derive(Clone, Debug)]
pub struct Alias {
    /// Position of the project among those that are linked together.
    pub project: u16,
    /// Its position in the project's history.
    pub identity: IdentityIndex,
    /// The name as text; may be empty.
    pub name: String,
    /// The address as text; may be empty.
    pub email: String,
    /// Commits it authored.
    pub commits: u32,
    /// Those of these commits that no other project holds or has a copy of.
    pub own: u32,
    /// Author time of its newest commit, Unix seconds; 0 where it authored none.
    pub newest: i64,
    /// Time and id of its earliest commit or tag, by the committer's clock. Ids of people are made from it, so
    /// that they stay the same.
    pub(super) earliest: (i64, Option<ObjectId>),
    /// `p-` and twelve digits of the SHA-256 of the identity's bytes.
    pub(super) id: String,
    /// Personal keys that sign for it and not for unrelated people, by their number in the linkage.
    pub(super) keys: Vec<u32>,
    /// Number of the person that the `.mailmap` means, and of the name it gives.
    pub(super) stated: Option<(u32, u32)>,
    /// The name that the `.mailmap` gives.
    pub(super) stated_name: Option<String>,
}

impl Alias {
    /// An identity with a known name and address, and nothing else.
    #[must_use]
    pub fn new(name: &str, email: &str) -> Self {
        Self {
            project: 0,
            identity: IdentityIndex(0),
            name: name.trim().to_owned(),
            email: email.trim().to_owned(),
            commits: 0,
            own: 0,
            newest: 0,
            earliest: (i64::MAX, None),
            id: String::new(),
            keys: Vec::new(),
            stated: None,
            stated_name: None,
        }
    }
}

/// Numbers given to texts in the order of their first appearance.
struct Numbers<T>(FxHashMap<T, u32>);

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<T: std::hash::Hash + Eq> Numbers<T> {
    fn of(&mut self, value: T) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(value).or_insert(next)
    }
}

/// The identities that authored, committed or tagged something in the projects, without those of programs.
#[must_use]
pub fn aliases(projects: &[Project<'_>]) -> Vec<Alias> {
    let foreign = Shared::between(projects);
    let mut keys = Numbers::default();
    let mut stated = Numbers::default();
    let mut all = Vec::new();
    for (number, project) in (0u16..).zip(projects) {
        let mut rows = rows(project.history, &foreign);
        sign(project.history, number, &mut rows, &mut keys);
        for (index, row) in (0..).map(IdentityIndex).zip(&mut rows) {
            let Some(row) = row else { continue };
            row.project = number;
            let Some(person) = project.mailmap.and_then(|mailmap| mailmap.of(index)) else {
                continue;
            };
            row.stated = Some((
                stated.of((number, '@', person.email.to_lowercase())),
                stated.of((number, 'n', person.name.to_lowercase())),
            ));
            row.stated_name = Some(person.name.to_string());
        }
        all.extend(rows.into_iter().flatten());
    }
    all
}

/// The identities of one scan that authored or committed something, once for each organisation, without those of
/// programs. Organisations count as projects. They are in the order of the identities' bytes, because the order in
/// which a reader finds them must not decide who is joined.
///
/// An address that many people have by accident says nothing across organisations, not even about the very same
/// name, so identities with one are left out if several organisations have them.
pub(crate) fn by_organisation(history: &History, addresses: &[Address]) -> Vec<Alias> {
    let mut projects: FxHashMap<OrganisationIndex, u16> = FxHashMap::default();
    let mut rows: FxHashMap<(IdentityIndex, u16), Alias> = FxHashMap::default();
    for commit in history.commits() {
        let next = u16::try_from(projects.len()).unwrap_or(u16::MAX);
        let organisation = history.organisation(commit.repository());
        let project = *projects.entry(organisation).or_insert(next);
        let author = commit.author_index();
        for (identity, authored) in [(commit.committer_index(), false), (author, true)] {
            if addresses[identity.0 as usize] == Address::Automation {
                continue;
            }
            let row = rows.entry((identity, project)).or_insert_with(|| {
                let line = history.identities().get(identity);
                Alias {
                    project,
                    identity,
                    ..Alias::new(&line.name(), &line.email())
                }
            });
            row.commits += u32::from(authored);
            row.own += u32::from(authored && !commit.is_shared());
        }
    }
    let mut rows: Vec<Alias> = rows.into_values().collect();
    let mut places = vec![0_u16; addresses.len()];
    for row in &rows {
        places[row.identity.0 as usize] += 1;
    }
    rows.retain(|row| {
        let identity = row.identity.0 as usize;
        places[identity] == 1 || addresses[identity] != Address::Shared
    });
    let bytes = |row: &Alias| history.identities().get(row.identity).raw();
    rows.par_sort_unstable_by(|a, b| (a.project, bytes(a)).cmp(&(b.project, bytes(b))));
    rows
}

/// A row for every identity of a history; `None` for programs and for identities that only trailers name.
fn rows(history: &History, foreign: &Shared) -> Vec<Option<Alias>> {
    let mut rows: Vec<Option<Alias>> = history
        .identities()
        .iter()
        .map(|(index, identity)| {
            (Address::of(identity) != Address::Automation).then(|| Alias {
                identity: index,
                id: format!("p-{}", short_digest(identity.raw())),
                ..Alias::new(&identity.name(), &identity.email())
            })
        })
        .collect();
    find_earliest(history, &mut rows);
    count_commits(history, foreign, &mut rows);
    for row in &mut rows {
        row.take_if(|row| row.earliest.1.is_none());
    }
    rows
}

fn find_earliest(history: &History, rows: &mut [Option<Alias>]) {
    let mut see = |identity: IdentityIndex, seconds: i64, id: ObjectId| {
        if let Some(row) = &mut rows[identity.0 as usize] {
            let known = row.earliest;
            let seen = (seconds, Some(id));
            row.earliest = if known.1.is_none() {
                seen
            } else {
                known.min(seen)
            };
        }
    };
    for commit in history.commits() {
        let seconds = commit.committed().seconds;
        see(commit.author_index(), seconds, commit.id());
        see(commit.committer_index(), seconds, commit.id());
    }
    for tag in history.tags() {
        if let Some((tagger, moment)) = tag.tagger {
            see(tagger, moment.seconds, tag.id);
        }
    }
}

fn count_commits(history: &History, foreign: &Shared, rows: &mut [Option<Alias>]) {
    for commit in history.commits() {
        if let Some(row) = &mut rows[commit.author_index().0 as usize] {
            let (email, seconds) = (commit.author().email_bytes(), commit.authored().seconds);
            row.commits += 1;
            row.newest = row.newest.max(seconds);
            row.own += u32::from(!foreign.holds(commit.id(), email, seconds));
        }
    }
}

/// A key as an anchor: by its id, so that it links across projects, or by its position when strangers share
/// it, so that it links nothing.
#[derive(PartialEq, Eq, Hash)]
enum Signed {
    Everywhere(KeyKind, Box<str>),
    Here(u16, usize),
}

fn sign(history: &History, project: u16, rows: &mut [Option<Alias>], keys: &mut Numbers<Signed>) {
    let addresses: Vec<Address> = history
        .identities()
        .iter()
        .map(|(_, identity)| Address::of(identity))
        .collect();
    let groups: Vec<_> = anchors(&addresses, &Holders::of(history, &addresses))
        .into_iter()
        .filter_map(|(anchor, members)| match anchor {
            Anchor::Key(key) => Some((key, members)),
            _ => None,
        })
        .collect();
    for (place, (index, members)) in groups.iter().enumerate() {
        // Groups of one key are next to each other.
        let beside = [place.wrapping_sub(1), place + 1];
        let is_shared = beside
            .iter()
            .any(|other| groups.get(*other).is_some_and(|(key, _)| key == index));
        let key = history.keys().get(*index);
        let number = keys.of(if is_shared {
            Signed::Here(project, place)
        } else {
            Signed::Everywhere(key.kind, key.id.clone())
        });
        for member in members {
            if let Some(row) = &mut rows[member.0 as usize] {
                row.keys.push(number);
            }
        }
    }
}

/// Commits that more than one project holds: forks, ports and copies.
#[derive(Default)]
struct Shared {
    ids: FxHashSet<ObjectId>,
    /// Author address and second.
    authored: FxHashSet<(Vec<u8>, i64)>,
}

impl Shared {
    fn between(projects: &[Project<'_>]) -> Self {
        let mut shared = Self::default();
        if projects.len() < 2 {
            return shared;
        }
        let mut ids: FxHashMap<ObjectId, u16> = FxHashMap::default();
        let mut authored: FxHashMap<(Vec<u8>, i64), u16> = FxHashMap::default();
        for (number, project) in (0u16..).zip(projects) {
            for commit in project.history.commits() {
                let id = commit.id();
                if *ids.entry(id).or_insert(number) != number {
                    shared.ids.insert(id);
                }
                let line = authored_at(commit.author().email_bytes(), commit.authored().seconds);
                if *authored.entry(line.clone()).or_insert(number) != number {
                    shared.authored.insert(line);
                }
            }
        }
        shared
    }

    fn holds(&self, id: ObjectId, email: &[u8], seconds: i64) -> bool {
        self.ids.contains(&id)
            || (!self.authored.is_empty() && self.authored.contains(&authored_at(email, seconds)))
    }
}

fn authored_at(email: &[u8], seconds: i64) -> (Vec<u8>, i64) {
    (email.to_ascii_lowercase(), seconds)
}
