//! Variants of a story: the same people in another time zone or with names in another script.

use super::{At, GITHUB, MINUTE, NewCommit, NewTag, Signed, Who, id};
use countersign_facts::{
    ActorLine, Batch, CommitRecord, ObjectId, SignatureRecord, Subject, TagRecord, TrailerKind,
};

/// First second of 2018, when GitHub signed merges and edits.
const GITHUB_SIGNS_SINCE: i64 = 1_514_764_800;

/// A variant of a story that must not change any result, except where a clock lands on an offset with a meaning.
#[derive(Clone, Debug, Default)]
pub(crate) struct Variant {
    /// Everyone lives this many minutes further east. Machines on UTC stay on UTC.
    pub(crate) minutes_east: i32,
    /// Everyone stays where they are. Only the clocks that the move would put on an offset with a meaning of its own
    /// are set to that offset, as by someone who changes the time zone of one machine.
    pub(crate) only_landings: bool,
    /// Latin letters in names become letters of this script, starting with this one.
    pub(crate) script: Option<char>,
    /// Everyone has the same name, so that evidence takes several people for one.
    pub(crate) namesakes: bool,
    /// Whose commits on their own machine name GitHub as their committer.
    pub(crate) cloaked: Cloaked,
    /// The person in whose name somebody invents merges with GitHub's button, on a clock far away.
    pub(crate) framed: Option<Who>,
}

/// A name so rare that nobody would think of two people. Every address spells it with capitals of its own: an author
/// and a committer of the very same name are one already.
fn namesake(email: &str) -> String {
    let number = email.bytes().fold(7_u32, |number, byte| {
        number.wrapping_mul(31).wrapping_add(u32::from(byte))
    });
    let letters = "zebulon quillfeather".chars().enumerate();
    letters
        .map(|(place, letter)| match number >> place & 1 {
            0 => letter,
            _ => letter.to_ascii_uppercase(),
        })
        .collect()
}

/// Who names GitHub as the committer of their own commits, without GitHub's signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Cloaked {
    /// Nobody.
    #[default]
    Nobody,
    /// The person with this address.
    One(&'static str),
    /// Everybody.
    All,
}

impl Variant {
    /// The commit, cloaked if its maker is.
    fn cloaked(&self, commit: &NewCommit) -> NewCommit {
        let is_own = commit.author.1.eq_ignore_ascii_case(commit.committer.1);
        let is_cloaked = match self.cloaked {
            Cloaked::Nobody => false,
            Cloaked::One(email) => email == commit.author.1,
            Cloaked::All => true,
        };
        // Before that, nothing that GitHub committed was signed, and naming it proves nothing either way.
        let is_recent = commit.committed.0 >= GITHUB_SIGNS_SINCE;
        // A merge with GitHub's subject becomes one that anybody may have invented: nobody's.
        let is_button = commit.subject == Subject::PullRequestMerge;
        if is_own && is_cloaked && is_recent && !is_button {
            commit.clone().claims_github()
        } else {
            commit.clone()
        }
    }

    pub(super) fn push(&self, batch: &mut Batch, position: usize, commit: &NewCommit) {
        self.push_as(batch, id(0, position), &self.cloaked(commit));
    }

    fn push_as(&self, batch: &mut Batch, object: ObjectId, commit: &NewCommit) {
        let (author, committer) = (
            self.identity(commit.author),
            self.identity(commit.committer),
        );
        let by_button = commit.subject == Subject::PullRequestMerge;
        let moment = |at| self.moment(at, by_button);
        let (authored, committed) = (moment(commit.authored), moment(commit.committed));
        let named = [
            (TrailerKind::CoAuthoredBy, commit.co_author),
            (TrailerKind::SignedOffBy, commit.signed_off),
        ];
        let named = named.map(|(kind, who)| Some((kind, self.identity(who?))));
        batch.push(&CommitRecord {
            id: object,
            tree: commit.tree.map(tree_id),
            parents: commit.parents.iter().map(|parent| id(0, *parent)).collect(),
            author: line(&author, &authored),
            committer: line(&committer, &committed),
            encoding: None,
            subject: commit.subject,
            cherry_picked: commit.cherry_picked,
            platform: commit.platform,
            traces: commit.traces,
            trailers: named
                .iter()
                .flatten()
                .map(|(kind, who)| (*kind, who.as_bytes()))
                .collect(),
            signature: commit
                .signature
                .as_ref()
                .map(|signed| self.signature(signed)),
        });
    }

    /// Pushes the invented merges.
    pub(super) fn push_invented(&self, batch: &mut Batch) {
        let Some(who) = self.framed else {
            return;
        };
        for day in 0..20_u8 {
            let at = At::local(i64::from(day), 3, 0, 660);
            let merge = super::own(who, at).claims_github().on(&[0, 1]);
            let merge = merge.subject(Subject::PullRequestMerge);
            self.push_as(batch, id(2, usize::from(day)), &merge);
        }
    }

    pub(super) fn push_tag(&self, batch: &mut Batch, position: usize, tag: &NewTag) {
        let (tagger, at) = (self.identity(tag.tagger), self.moment(tag.at, false));
        batch.push_tag(&TagRecord {
            id: id(1, position),
            name: tag.name.as_bytes(),
            target: id(0, tag.target),
            tagger: Some(line(&tagger, &at)),
            signature: tag.signature.as_ref().map(|signed| self.signature(signed)),
        });
    }

    fn signature(&self, signed: &Signed) -> SignatureRecord<'static> {
        SignatureRecord {
            key: Some(signed.key.clone()),
            created: signed.created.map(|created| self.instant(created)),
            signer: signed
                .signer
                .map(|who| self.identity(who).into_bytes().into()),
        }
    }

    /// Someone who lives further east does the same things at the same local time, and so earlier.
    pub(super) fn instant(&self, seconds: i64) -> i64 {
        if self.only_landings {
            return seconds;
        }
        seconds - i64::from(self.minutes_east) * MINUTE
    }

    /// A date in this variant.
    pub(super) fn moment(&self, at: At, by_button: bool) -> (i64, String) {
        let zone = self.zone(at, by_button);
        let sign = if zone < 0 { '-' } else { '+' };
        let hhmm = zone.abs() / 60 * 100 + zone.abs() % 60;
        (self.instant(at.0), format!("{sign}{hhmm:04}"))
    }

    /// The offset of a clock in this variant, in minutes east of UTC. Platforms do not move with their users.
    fn zone(&self, at: At, by_button: bool) -> i32 {
        if at.1 == 0 || by_button && is_on_github_clock(at) {
            return at.1;
        }
        if self.only_landings && self.landing(at, by_button).is_none() {
            return at.1;
        }
        self.moved(at.1)
    }

    fn moved(&self, zone: i32) -> i32 {
        (zone + self.minutes_east + 12 * 60).rem_euclid(24 * 60) - 12 * 60
    }

    /// The offset with a meaning of its own on which the move puts a person's clock, if it does.
    pub(super) fn landing(&self, at: At, by_button: bool) -> Option<Landing> {
        if at.1 == 0 || by_button && is_on_github_clock(at) {
            return None;
        }
        match self.moved(at.1) {
            0 => Some(Landing::Utc),
            zone if by_button && is_on_github_clock(At(at.0, zone)) => Some(Landing::GitHub),
            _ => None,
        }
    }

    fn identity(&self, Who(name, email): Who) -> String {
        let name = match self.namesakes && name != GITHUB.0 && !name.ends_with("[bot]") {
            true => namesake(email),
            false => self.name(name),
        };
        format!("{name} <{}>", self.address(email))
    }

    /// Machines spell names in Latin letters, with hyphens instead of spaces.
    pub(super) fn address(&self, email: &str) -> String {
        let Some((front, (name, end))) = email
            .split_once('{')
            .and_then(|(front, rest)| Some((front, rest.split_once('}')?)))
        else {
            return email.to_owned();
        };
        let spelled = any_ascii::any_ascii(&self.name(name)).replace(' ', "-");
        format!("{front}{spelled}{end}")
    }

    pub(super) fn name(&self, name: &str) -> String {
        // Programs have the same name everywhere.
        let is_program = name == GITHUB.0 || name.ends_with("[bot]");
        let Some(first) = self.script.filter(|_| !is_program) else {
            return name.to_owned();
        };
        let letter = |c: char| match c.to_ascii_lowercase() {
            c @ 'a'..='z' => {
                char::from_u32(u32::from(first) + u32::from(c) - u32::from('a')).unwrap_or(c)
            }
            c => c,
        };
        name.chars().map(letter).collect()
    }
}

/// An offset that means something else than a person's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Landing {
    /// UTC is nobody's clock.
    Utc,
    /// In pull request merges before 2017, the offsets of GitHub's servers are nobody's clock.
    GitHub,
}

/// Whether this is GitHub's own clock, which dated merges made with the button until 2017.
fn is_on_github_clock(At(seconds, zone): At) -> bool {
    seconds < 1_483_228_800 && matches!(zone, -480 | -420)
}

/// A tree with a number of its own: trees are distinguished by the first bytes of their ids.
fn tree_id(number: usize) -> ObjectId {
    let mut bytes = [0; 20];
    bytes[..8].copy_from_slice(&(number as u64 + 1).to_be_bytes());
    ObjectId::from_bytes(&bytes).expect("twenty bytes are an id")
}

fn line<'a>(identity: &'a str, (seconds, zone): &'a (i64, String)) -> ActorLine<'a> {
    ActorLine {
        identity: identity.as_bytes(),
        seconds: Some(*seconds),
        offset: zone.as_bytes(),
    }
}
