//! How strong the evidence is that two identities belong to one person, and why.

use rustc_hash::{FxHashMap, FxHashSet};

use super::alias::Alias;
use super::compare::{HandleLevel, Levels, MailLevel, NameLevel, compare};
use super::traits::{Full, Mail, Traits, compact};
use super::weights::Weights;

/// Bits of the same account number: GitHub never gives a number to a second account.
const ACCOUNT_BITS: f64 = 40.0;
/// Bits of the same personal address or key. Each has one holder at a time, and commits with a colleague's are
/// too rare to be counted.
const ANCHOR_BITS: f64 = 32.0;
/// Bits of the same login in an address with an account number and in one without. Of 7,220 logins in public
/// histories, two belonged to two accounts.
const LOGIN_BITS: f64 = 22.0;
/// Corrections to the bits of a rare name, by what else is known about the two.
const HANDLE_TOO: f64 = 3.0;
const NO_HANDLE: f64 = -2.0;
const TWO_ACCOUNTS: f64 = -12.0;
/// One bit less, because a name can be written in two orders.
const TWO_ORDERS: f64 = -1.0;
/// Bits of one address under two unrelated full names when one of them is another contributor's. This is more
/// often a mistake than a change of name.
const SLIP_BITS: f64 = 12.0;
/// Most commits on which a name may be by mistake,
const MOST_SLIPS: u32 = 2;
/// if another address has at least this many commits under that name.
const LEAST_SETTLED: u32 = 3;
/// Most names that may share a handle. Otherwise it links no one.
const MOST_NAMES_OF_A_HANDLE: usize = 3;

/// Why two identities may belong to one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// The repository's `.mailmap` states it.
    Mailmap,
    /// One personal signing key.
    Key,
    /// One numeric account id, or one personal mailbox.
    Anchor(Levels),
    /// The mailbox of one of two contributors, with the other's name on it by mistake.
    Slip(Levels),
    /// Their comparison, by the measured weights.
    Levels(Levels),
    /// The same full name, by its rarity.
    Name(Levels),
}

impl Reason {
    /// The comparison that it is based on; `None` when there is none.
    #[must_use]
    pub fn levels(self) -> Option<Levels> {
        match self {
            Self::Mailmap | Self::Key => None,
            Self::Anchor(levels)
            | Self::Slip(levels)
            | Self::Levels(levels)
            | Self::Name(levels) => Some(levels),
        }
    }

    /// The reason, as a fragment.
    #[must_use]
    pub fn says(self) -> String {
        let said = |levels: Levels| {
            let mail = Some(levels.mail).filter(|mail| *mail != MailLevel::Other);
            let handle = Some(levels.handle).filter(|handle| *handle != HandleLevel::Nothing);
            let parts = [
                mail.map(MailLevel::says),
                Some(levels.name.says()),
                handle.map(HandleLevel::says),
            ];
            parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
        };
        match self {
            Self::Mailmap => "the .mailmap states it".to_owned(),
            Self::Key => "one personal signing key".to_owned(),
            Self::Anchor(levels) => levels.mail.says().to_owned(),
            Self::Slip(levels) => format!(
                "{}, but with another contributor's name",
                levels.mail.says()
            ),
            Self::Levels(levels) | Self::Name(levels) => said(levels),
        }
    }

    /// Whether it is an anchor.
    #[must_use]
    pub fn is_anchor(self) -> bool {
        matches!(self, Self::Mailmap | Self::Key | Self::Anchor(_))
    }
}

/// Two identities and the evidence that they belong to one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Positions of the two, the lower first.
    pub ends: (u32, u32),
    /// log2 of how much likelier this is between identities of one person than of two. Infinite when the
    /// `.mailmap` states it.
    pub bits: f64,
    /// Why.
    pub reason: Reason,
}

impl Link {
    /// The end that is not `end`.
    #[must_use]
    pub fn other_end(&self, end: u32) -> u32 {
        if self.ends.0 == end {
            self.ends.1
        } else {
            self.ends.0
        }
    }

    /// A link that needs no comparison.
    pub(super) fn given(a: u32, b: u32, reason: Reason) -> Self {
        Self {
            ends: (a.min(b), a.max(b)),
            bits: match reason {
                Reason::Mailmap => f64::INFINITY,
                _ => ANCHOR_BITS,
            },
            reason,
        }
    }
}

/// Compares identities and weighs the result.
pub(super) struct Scorer<'a> {
    aliases: &'a [Alias],
    traits: &'a [Traits],
    weights: &'a Weights,
    /// Handles that occur with many names, and given names.
    common: FxHashSet<&'a str>,
    /// For each full name, by its words: the mailbox that has most commits under it, and how many.
    settled: FxHashMap<Vec<&'a str>, (&'a Mail, u32)>,
}

impl<'a> Scorer<'a> {
    pub(super) fn new(aliases: &'a [Alias], traits: &'a [Traits], weights: &'a Weights) -> Self {
        let mut names: FxHashMap<&str, FxHashSet<String>> = FxHashMap::default();
        for one in traits {
            let Some(full) = &one.full else { continue };
            let mut words = full.words.clone();
            words.sort_unstable();
            let name = compact(&words.concat());
            for handle in &one.handles {
                let known = names.entry(handle).or_default();
                if known.len() <= MOST_NAMES_OF_A_HANDLE {
                    known.insert(name.clone());
                }
            }
        }
        names.retain(|_, known| known.len() > MOST_NAMES_OF_A_HANDLE);
        let mut common: FxHashSet<&str> = names.into_keys().collect();
        // Given names do not count as handles.
        common.extend(
            traits
                .iter()
                .filter_map(|one| Some(one.full.as_ref()?.first())),
        );
        Self {
            aliases,
            traits,
            weights,
            common,
            settled: settled(aliases, traits),
        }
    }

    pub(super) fn levels(&self, a: u32, b: u32) -> Levels {
        let is_rare = |handle: &str| !self.common.contains(handle);
        compare(&self.traits[a as usize], &self.traits[b as usize], &is_rare)
    }

    /// Compares two identities, by position.
    pub(super) fn link(&self, a: u32, b: u32) -> Link {
        let levels = self.levels(a, b);
        let counted = self.weights.bits(levels);
        let ends = (a.min(b), a.max(b));
        let anchor = match levels.mail {
            MailLevel::SameAccount => Some(ACCOUNT_BITS),
            MailLevel::SameMailbox if self.is_slip(a, b, levels) => Some(SLIP_BITS),
            MailLevel::SameMailbox => Some(ANCHOR_BITS),
            _ => None,
        };
        if let Some(bits) = anchor {
            let reason = if bits > SLIP_BITS {
                Reason::Anchor(levels)
            } else {
                Reason::Slip(levels)
            };
            return Link { ends, bits, reason };
        }
        let counted = match levels.mail {
            MailLevel::SameLogin => counted.max(LOGIN_BITS),
            _ => counted,
        };
        match self.name_bits(a, b, levels) {
            Some(bits) if bits > counted => Link {
                ends,
                bits,
                reason: Reason::Name(levels),
            },
            _ => Link {
                ends,
                bits: counted,
                reason: Reason::Levels(levels),
            },
        }
    }

    /// Whether one of two unrelated names on an address is another contributor's: it is on very few commits
    /// here, and on more at another address. Rebasing and `--author` cause such commits.
    fn is_slip(&self, a: u32, b: u32, levels: Levels) -> bool {
        let is_foreign = |position: u32| {
            let (traits, alias) = (
                &self.traits[position as usize],
                &self.aliases[position as usize],
            );
            let home = traits
                .full
                .as_ref()
                .and_then(|full| self.settled.get(&key(full)));
            alias.commits <= MOST_SLIPS
                && home.is_some_and(|(mail, commits)| {
                    **mail != traits.mail && *commits >= LEAST_SETTLED
                })
        };
        matches!(levels.name, NameLevel::Unrelated | NameLevel::Different)
            && (is_foreign(a) || is_foreign(b))
    }

    /// Bits of a shared full name, by the rarity of its words.
    fn name_bits(&self, a: u32, b: u32, levels: Levels) -> Option<f64> {
        if !matches!(levels.name, NameLevel::FullRare | NameLevel::Full) {
            return None;
        }
        let full = |position: u32| self.traits[position as usize].full.as_ref();
        let name = full(a)?.bits.min(full(b)?.bits);
        let handle = match levels.handle {
            HandleLevel::Nothing => NO_HANDLE,
            HandleLevel::SameRare => HANDLE_TOO,
            _ => 0.0,
        };
        let account = match levels.mail {
            MailLevel::OtherAccount => TWO_ACCOUNTS,
            _ => 0.0,
        };
        Some(TWO_ORDERS + name + handle + account)
    }
}

fn key(full: &Full) -> Vec<&str> {
    let mut words: Vec<&str> = full.words.iter().map(String::as_str).collect();
    words.sort_unstable();
    words
}

fn settled<'a>(
    aliases: &[Alias],
    traits: &'a [Traits],
) -> FxHashMap<Vec<&'a str>, (&'a Mail, u32)> {
    let mut settled: FxHashMap<Vec<&str>, (&Mail, u32)> = FxHashMap::default();
    for (alias, traits) in aliases.iter().zip(traits) {
        let Some(full) = &traits.full else { continue };
        let home = settled.entry(key(full)).or_insert((&traits.mail, 0));
        if alias.commits > home.1 {
            *home = (&traits.mail, alias.commits);
        }
    }
    settled
}
