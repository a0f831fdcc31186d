//! How two identities compare: one level for the address, one for the name, one for the handle.

use serde::Deserialize;

use super::traits::{Full, Mail, Traits, without_digits};
use super::words;

/// Two words that are at least this close are spellings of one word. Jaro-Winkler, 0 to 1.
const SPELLING: f64 = 0.93;
/// Shortest beginning of a word that can be a short form (`Alex`). Shorter ones occur by chance.
const LEAST_SHORT_FORM: usize = 3;
/// Shortest handles that are compared by similarity.
const LEAST_ALIKE: usize = 6;
/// Least bits of a rare name.
const RARE_NAME: f64 = 23.0;
/// A name with fewer bits is common.
const COMMON_NAME: f64 = 19.0;
/// Least bits of a surname that is rare enough for a handle of initial and surname to belong to few people.
const RARE_SURNAME: f64 = 10.5;
/// Shortest handle that is not an abbreviation.
const LEAST_RARE_HANDLE: usize = 4;
/// Shortest name in one word that says as much as one in two words.
const LEAST_SPELLED: usize = 6;

macro_rules! levels {
    ($(#[$meta:meta])* $type:ident { $($(#[$doc:meta])* $level:ident = $id:literal, $says:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $type { $($(#[$doc])* $level,)* }

        impl $type {
            /// All levels.
            pub const ALL: &'static [Self] = &[$(Self::$level),*];

            /// Its name in data and JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$level => $id,)* }
            }

            /// What it says about two identities, as a fragment.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self { $(Self::$level => $says,)* }
            }
        }
    };
}

levels! {
    /// How the addresses of two identities compare.
    MailLevel {
        /// One mailbox.
        SameMailbox = "same-mailbox", "one mailbox";
        /// One numeric account id.
        SameAccount = "same-account", "one account id";
        /// One login.
        SameLogin = "same-login", "one login";
        /// One address that many people may have by accident.
        SameWeak = "same-weak", "one machine-made address";
        /// One domain that does not belong to a mail provider.
        SameDomain = "same-domain", "one domain of its own";
        /// Two different numeric account ids.
        OtherAccount = "other-account", "two account ids";
        /// Anything else.
        Other = "other", "unrelated addresses";
    }
}

levels! {
    /// How the names of two identities compare.
    NameLevel {
        /// One full name, and a rare one.
        FullRare = "full-rare", "one full name, rare";
        /// One full name, neither rare nor common.
        Full = "full", "one full name";
        /// One full name that many have.
        FullCommon = "full-common", "one full name, common";
        /// One single name that is not a given name.
        SingleRare = "single-rare", "one single name, rare";
        /// Full names that differ by an initial, a short form or a typing error.
        Variant = "variant", "one full name in two spellings";
        /// Full names that share two words and differ in another.
        TwoShared = "two-shared", "full names with two words in common";
        /// One single name that many have.
        SingleCommon = "single-common", "one single name, common";
        /// A single name that is a word of the other's full name.
        Word = "word", "one name is a word of the other";
        /// Full names that share one word.
        OneShared = "one-shared", "full names with one word in common";
        /// A name is missing.
        Missing = "missing", "a name is missing";
        /// A handle and a full name.
        HandleAgainstName = "handle-against-name", "a handle and a full name";
        /// Two different single names.
        Handles = "handles", "two different single names";
        /// Two full names that have almost nothing in common.
        Different = "different", "two different full names";
        /// Two full names with nothing in common.
        Unrelated = "unrelated", "two unrelated full names";
    }
}

levels! {
    /// How the handles of two identities compare: logins, local parts, single names.
    HandleLevel {
        /// One's handle is the other's full name.
        Spells = "spells", "a handle spells the other's full name";
        /// One handle, and a rare one.
        SameRare = "same-rare", "one handle, rare";
        /// One's handle is initial and surname of the other.
        InitialSurname = "initial-surname", "a handle is the other's initial and surname";
        /// One's handle is given name and initial of the other, or initial and a common surname.
        GivenInitial = "given-initial", "a handle is short for the other's name";
        /// One handle that many have.
        SameCommon = "same-common", "one handle, common";
        /// Handles that are nearly the same.
        Alike = "alike", "two handles are alike";
        /// No relation.
        Nothing = "nothing", "unrelated handles";
    }
}

/// How two identities compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub struct Levels {
    /// Their addresses.
    pub mail: MailLevel,
    /// Their names.
    pub name: NameLevel,
    /// Their handles.
    pub handle: HandleLevel,
}

/// Compares two identities. Their order does not matter. `is_rare` says whether few people have a handle.
pub(super) fn compare(a: &Traits, b: &Traits, is_rare: &dyn Fn(&str) -> bool) -> Levels {
    Levels {
        mail: mails(a, b),
        name: names(a, b, is_rare),
        handle: handles(a, b, is_rare),
    }
}

fn mails(a: &Traits, b: &Traits) -> MailLevel {
    match (&a.mail, &b.mail) {
        (Mail::Mailbox(a), Mail::Mailbox(b)) | (Mail::Login(a), Mail::Login(b)) if a == b => {
            MailLevel::SameMailbox
        }
        (Mail::Account(a, _), Mail::Account(b, _)) if a == b => MailLevel::SameAccount,
        (Mail::Account(..), Mail::Account(..)) => MailLevel::OtherAccount,
        (Mail::Weak(a), Mail::Weak(b)) if a == b => MailLevel::SameWeak,
        (a, b) if a.login().is_some() && a.login() == b.login() => MailLevel::SameLogin,
        _ if a.domain.is_some() && a.domain == b.domain => MailLevel::SameDomain,
        _ => MailLevel::Other,
    }
}

fn names(a: &Traits, b: &Traits, is_rare: &dyn Fn(&str) -> bool) -> NameLevel {
    match (&a.full, &b.full, &a.single, &b.single) {
        (Some(a), Some(b), ..) => full_names(a, b),
        (Some(full), None, _, Some(single)) | (None, Some(full), Some(single), _) => {
            if full.words.contains(single) && single.len() >= LEAST_SHORT_FORM {
                NameLevel::Word
            } else {
                NameLevel::HandleAgainstName
            }
        }
        (None, None, Some(a), Some(b)) if a == b => {
            if words::is_common(a) || a.len() < LEAST_RARE_HANDLE || !is_rare(a) {
                NameLevel::SingleCommon
            } else {
                NameLevel::SingleRare
            }
        }
        (None, None, Some(_), Some(_)) => NameLevel::Handles,
        _ => NameLevel::Missing,
    }
}

fn full_names(a: &Full, b: &Full) -> NameLevel {
    if is_same(a, b) {
        return match a.bits.min(b.bits) {
            bits if bits >= RARE_NAME => NameLevel::FullRare,
            bits if bits >= COMMON_NAME => NameLevel::Full,
            _ => NameLevel::FullCommon,
        };
    }
    let shared = a.words.iter().filter(|word| b.words.contains(word));
    let shared = shared.filter(|word| word.len() > 1).count();
    if is_variant(a, b) {
        NameLevel::Variant
    } else if shared >= 2 {
        NameLevel::TwoShared
    } else if shared == 1 {
        NameLevel::OneShared
    } else if a.parsed.is_unrelated_to(&b.parsed) {
        NameLevel::Unrelated
    } else {
        NameLevel::Different
    }
}

/// Whether first and last word are the same in either order and middle names fit, or all letters are the same.
fn is_same(a: &Full, b: &Full) -> bool {
    let straight = a.first() == b.first() && a.last() == b.last();
    let turned = a.first() == b.last() && a.last() == b.first();
    let fits = |a: &Full, b: &Full| {
        let (a, b) = (a.middle(), b.middle());
        a.is_empty() || b.is_empty() || a.iter().any(|a| b.iter().any(|b| may_shorten(a, b)))
    };
    let long = |full: &Full| full.first().len() > 1 && full.last().len() > 1;
    ((straight || turned) && long(a) && fits(a, b)) || a.words.concat() == b.words.concat()
}

/// Whether one is the initial or a long enough beginning of the other.
fn may_shorten(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    long.starts_with(short) && (short.len() == 1 || short.len() >= LEAST_SHORT_FORM)
}

fn is_spelling(a: &str, b: &str) -> bool {
    a == b || (a.len().min(b.len()) > LEAST_SHORT_FORM && strsim::jaro_winkler(a, b) >= SPELLING)
}

/// Whether one word is the same, and the other is an initial, a short form or another spelling.
fn is_variant(a: &Full, b: &Full) -> bool {
    let counterparts = [
        (a.first(), b.first(), a.last(), b.last()),
        (a.first(), b.last(), a.last(), b.first()),
    ];
    counterparts
        .into_iter()
        .any(|(a_one, b_one, a_two, b_two)| {
            let alike = |a: &str, b: &str| may_shorten(a, b) || is_spelling(a, b);
            (is_spelling(a_one, b_one) && a_one.len() > 1 && alike(a_two, b_two))
                || (is_spelling(a_two, b_two) && a_two.len() > 1 && alike(a_one, b_one))
        })
}

fn handles(a: &Traits, b: &Traits, is_rare: &dyn Fn(&str) -> bool) -> HandleLevel {
    let mut best = HandleLevel::Nothing;
    for (one, other) in [(a, b), (b, a)] {
        for handle in &one.handles {
            if let Some(full) = &other.full {
                best = best.min(against_name(handle, full));
            }
        }
    }
    for one in &a.handles {
        for other in &b.handles {
            best = best.min(against_handle(one, other, is_rare));
        }
    }
    best
}

fn against_name(handle: &str, full: &Full) -> HandleLevel {
    let handle = without_digits(handle);
    let (first, last) = (full.first(), full.last());
    let is_pair = |a: &str, b: &str| handle.strip_prefix(a) == Some(b);
    let initial = |word: &str| word.chars().take(1).collect::<String>();
    let spelled = is_pair(first, last) || is_pair(last, first) || handle == full.words.concat();
    if spelled && handle.len() >= LEAST_SPELLED {
        return HandleLevel::Spells;
    }
    if handle.len() < LEAST_RARE_HANDLE || first.len() < 2 || last.len() < 2 {
        return HandleLevel::Nothing;
    }
    let short_first = is_pair(&initial(first), last) || is_pair(last, &initial(first));
    let short_last = is_pair(first, &initial(last)) || is_pair(&initial(last), first);
    if short_first && words::surprisal(last) >= RARE_SURNAME {
        HandleLevel::InitialSurname
    } else if short_first || short_last {
        HandleLevel::GivenInitial
    } else {
        HandleLevel::Nothing
    }
}

fn against_handle(a: &str, b: &str, is_rare: &dyn Fn(&str) -> bool) -> HandleLevel {
    if a == b {
        let common = words::is_common(without_digits(a)) || a.len() < LEAST_RARE_HANDLE;
        return if common || !is_rare(a) {
            HandleLevel::SameCommon
        } else {
            HandleLevel::SameRare
        };
    }
    let (a, b) = (without_digits(a), without_digits(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let alike = short.len() >= LEAST_ALIKE
        && (long.starts_with(short) || strsim::jaro_winkler(short, long) >= SPELLING);
    if alike && !words::is_common(short) {
        HandleLevel::Alike
    } else {
        HandleLevel::Nothing
    }
}

/// Whether one person may have both names.
pub(super) fn may_be_one(a: &Full, b: &Full) -> bool {
    matches!(
        full_names(a, b),
        NameLevel::FullRare
            | NameLevel::Full
            | NameLevel::FullCommon
            | NameLevel::Variant
            | NameLevel::TwoShared
    )
}
