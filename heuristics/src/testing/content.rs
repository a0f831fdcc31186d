//! What the commits of a story change.

use super::{At, Position, Story, Variant, id};
use countersign_facts::content::{self, Contents, Wanted};
use countersign_facts::{
    Content, DatedFile, FileChange, History, Indicators, MachineFact, Moment, Offset, What,
    is_sensitive,
};

impl Story {
    /// A commit adds this text to a file. The contents of all commits except merges are then examined. A name in braces
    /// is spelled as a login, one in square brackets as the name itself, in the script of the variant.
    pub(crate) fn adds(&mut self, commit: Position, path: &str, text: &str) {
        let change = FileChange {
            path: path.as_bytes().into(),
            added: (1..).zip(text.lines().map(str::to_owned)).collect(),
            removed: Vec::new(),
        };
        self.changes.push((commit, change));
    }

    /// The content of the lines that these commits add. In a variant, the clocks that named or dated files have moved
    /// too.
    pub(super) fn content(
        &self,
        commits: &[Position],
        indicators: &Indicators,
        variant: &Variant,
    ) -> Content {
        let listed = content::listed(indicators);
        let wanted = listed.as_ref().map(|listed| listed as Wanted<'_>);
        let changes = self.changes.iter();
        let own = changes.filter(|(commit, _)| commits.contains(commit));
        let files: Vec<_> = own.map(|(_, change)| variant.file(change)).collect();
        let paths = files.iter().map(|file| file.path.clone());
        Content {
            dated: files
                .iter()
                .filter_map(|file| DatedFile::of(&file.path))
                .map(|file| DatedFile {
                    second: variant.instant(file.second),
                    ..file
                })
                .collect(),
            sensitive: paths.filter(|path| is_sensitive(path)).collect(),
            ..variant.clocks(Content::of(&files, wanted))
        }
    }

    /// The content of all commits; empty if contents were not examined.
    pub(super) fn contents(
        &self,
        history: &mut History,
        indicators: &Indicators,
        variant: &Variant,
    ) -> Contents {
        let mut contents = Contents::default();
        if !self.changes.is_empty() {
            let plain = self.commits.iter().enumerate();
            let plain = plain.filter(|(_, commit)| commit.parents.len() < 2);
            contents.extend(plain.map(|(position, _)| {
                let index = history.index_of(&id(0, position));
                (index, self.content(&[position], indicators, variant))
            }));
        }
        contents
    }

    /// The times that programs stated in added lines.
    pub(super) fn stated_clocks(&self) -> Vec<At> {
        let files: Vec<_> = self.changes.iter().map(|(_, file)| file.clone()).collect();
        let marks = Content::of(&files, None).marks.into_iter();
        marks.filter_map(|mark| stated_clock(&mark.what)).collect()
    }
}

impl Variant {
    /// A file in this variant: the names in it are in the variant's script.
    fn file(&self, change: &FileChange) -> FileChange {
        let added = change.added.iter();
        FileChange {
            added: added
                .map(|(number, line)| (*number, self.line(line)))
                .collect(),
            ..change.clone()
        }
    }

    fn line(&self, line: &str) -> String {
        if line.contains("/Users/{") {
            return self.address(line);
        }
        match line
            .split_once(" by [")
            .map(|(front, rest)| (front, rest.split_once(']')))
        {
            Some((front, Some((name, end)))) => format!("{front} by {}{end}", self.name(name)),
            _ => line.to_owned(),
        }
    }

    /// Content in this variant: the clocks of programs move with their machines.
    fn clocks(&self, mut content: Content) -> Content {
        for mark in &mut content.marks {
            if let Some(at) = stated_clock(&mark.what) {
                let (seconds, zone) = self.moment(at, false);
                mark.what = What::States(MachineFact::Clock(Moment {
                    seconds,
                    offset: Offset::parse(zone.as_bytes()),
                }));
            }
        }
        content
    }
}

/// The time that a program stated.
fn stated_clock(what: &What) -> Option<At> {
    match what {
        What::States(MachineFact::Clock(moment)) => {
            Some(At(moment.seconds, moment.offset?.minutes()))
        }
        _ => None,
    }
}
