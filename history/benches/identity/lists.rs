//! What the maintainers of each clone state, beside the identities its history has.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use countersign_facts::{History, Mailmap};
use countersign_history::{Job, MailmapReading, Progress, Selection, Stage, mailmap, read};
use countersign_people::linkage::{Alias, Counts, Linkage, Options, Project, Tier, aliases};

use crate::Fallible;

/// One clone's list.
pub(crate) struct List {
    pub(crate) name: String,
    /// Identities that the list has.
    pub(crate) aliases: Vec<Alias>,
    /// For each of them the address and the name that the list gives.
    pub(crate) stated: Vec<(String, String)>,
    /// All identities of the project, listed or not.
    pub(crate) project: Vec<Alias>,
    /// Where among these the listed ones stand.
    pub(crate) listed: Vec<usize>,
    /// How the pairs of listed identities compare.
    pub(crate) counts: Counts,
}

impl List {
    /// `None` where the list states nothing about two identities: one name, two addresses.
    pub(crate) fn is_one(&self, a: usize, b: usize) -> Option<bool> {
        let (a, b) = (&self.stated[a], &self.stated[b]);
        if a.0 == b.0 {
            Some(true)
        } else {
            (a.1 != b.1).then_some(false)
        }
    }

    /// People the list names.
    pub(crate) fn people(&self) -> usize {
        self.stated
            .iter()
            .map(|(email, _)| email)
            .collect::<HashSet<_>>()
            .len()
    }

    /// Pairs of identities of one person.
    pub(crate) fn pairs(&self) -> usize {
        let count = self.aliases.len();
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
        pairs
            .filter(|(a, b)| self.is_one(*a, *b) == Some(true))
            .count()
    }

    fn new(name: String, project: Vec<Alias>, mailmap: &Mailmap) -> Self {
        let mut list = Self {
            name,
            aliases: Vec::new(),
            stated: Vec::new(),
            listed: Vec::new(),
            counts: Counts::default(),
            project,
        };
        for (place, alias) in list.project.iter().enumerate() {
            if let Some(person) = mailmap.of(alias.identity) {
                list.stated
                    .push((person.email.to_lowercase(), person.name.to_lowercase()));
                list.listed.push(place);
                list.aliases.push(alias.clone());
            }
        }
        list.count();
        list
    }

    fn count(&mut self) {
        let options = Options {
            tier: Tier::Anchors,
            ..Options::default()
        };
        let linkage = Linkage::among(self.aliases.clone(), options);
        let levels = linkage.levels();
        let mut counts = Counts::default();
        for (a, one) in (0u32..).zip(0..self.aliases.len()) {
            for (b, other) in (0u32..).zip(0..one) {
                if let Some(is_one) = self.is_one(one, other) {
                    counts.add(levels(a, b), is_one);
                }
            }
        }
        self.counts = counts;
    }
}

struct Quiet;

impl Progress for Quiet {
    fn stage(&self, _: &str, _: Stage) {}
    fn commits(&self, _: u64) {}
    fn git_line(&self, _: &str) {}
}

/// Reads all clones: their lists, and everybody.
pub(crate) fn load(clones: &[PathBuf]) -> Fallible<(Vec<List>, Vec<Alias>)> {
    let (mut lists, mut everybody) = (Vec::new(), Vec::new());
    for clone in clones {
        let (project, mailmap) = identities(clone)?;
        everybody.extend(
            project
                .iter()
                .map(|alias| Alias::new(&alias.name, &alias.email)),
        );
        if let Some(mailmap) = mailmap {
            let list = List::new(clone.display().to_string(), project, &mailmap);
            lists.extend(Some(list).filter(|list| list.aliases.len() > 1));
        }
    }
    Ok((lists, everybody))
}

fn identities(clone: &Path) -> Fallible<(Vec<Alias>, Option<Mailmap>)> {
    let cancelled = AtomicBool::new(false);
    let job = Job {
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        cancelled: &cancelled,
        progress: &Quiet,
    };
    let mut history = History::default();
    read(clone, "clone", &Selection::default(), &job, &mut history)?;
    history.seal();
    let project = Project {
        history: &history,
        mailmap: None,
    };
    let stated = match mailmap(clone, &history)? {
        MailmapReading::Found(mailmap) => Some(mailmap),
        MailmapReading::Absent | MailmapReading::NotFetched => None,
    };
    Ok((aliases(&[project]), stated))
}

/// The text of weights.toml.
pub(crate) fn weights_file(lists: &[List], counts: &Counts) -> String {
    let sum = |add: &dyn Fn(&List) -> usize| lists.iter().map(add).sum::<usize>();
    let mut text = format!(
        "# How identities compare that public `.mailmap` files state to be one person's or two people's.\n\
         # Counted by `cargo bench -p countersign-history --bench identity -- --counts FILE CLONE...`\n\
         # on {} lists with {} identities of {} people. Counts only: nobody is named.\n",
        lists.len(),
        sum(&|list| list.aliases.len()),
        sum(&List::people),
    );
    for (levels, tally) in counts.iter() {
        let _ = write!(
            text,
            "\n[[levels]]\nmail = \"{}\"\nname = \"{}\"\nhandle = \"{}\"\nsame = {}\ndifferent = {}\n",
            levels.mail.as_str(),
            levels.name.as_str(),
            levels.handle.as_str(),
            tally.same,
            tally.different,
        );
    }
    text
}
