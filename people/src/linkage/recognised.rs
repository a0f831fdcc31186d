//! What identifies a person beyond one project: an address, a very rare full name, a rare handle.

use super::linkage::{ACROSS, LEAD, Linkage};
use super::traits::{Full, Mail, Traits, is_handle};
use super::words;

/// A full name so rare that it links two organisations.
#[derive(Clone, Debug, PartialEq)]
pub struct RareName {
    words: Vec<String>,
    bits: f64,
}

impl RareName {
    /// The rare full name in a name as written; `None` when it is not a full name or not rare enough.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::within(Traits::of(name, "").full.as_ref())
    }

    fn within(full: Option<&Full>) -> Option<Self> {
        let full = full.filter(|full| full.bits >= ACROSS)?;
        let mut words = full.words.clone();
        words.sort_unstable();
        Some(Self {
            words,
            bits: full.bits,
        })
    }

    /// Its words in Latin letters and lower case, in alphabetical order, separated by spaces. It is the same for
    /// both orders in which names are written.
    #[must_use]
    pub fn value(&self) -> String {
        self.words.join(" ")
    }

    /// How rare it is: two people share it by chance once in two to this power.
    #[must_use]
    pub fn bits(&self) -> f64 {
        self.bits
    }
}

/// The handle in a name of one word or in a login, if it is so rare that two people hardly choose it by
/// chance. In Latin letters and digits, lower case. `None` for given names, surnames and short words.
#[must_use]
pub fn rare_handle(text: &str) -> Option<String> {
    let traits = Traits::of(text, "");
    let handle = traits.single.filter(|handle| is_handle(handle))?;
    let is_rare = !words::is_common(&handle) && words::surprisal(&handle) >= LEAD;
    is_rare.then_some(handle)
}

impl Linkage {
    /// The full name of an identity, by position, if it is rare both in general and among the linked people.
    ///
    /// # Panics
    /// When the position is another linkage's.
    #[must_use]
    pub fn rare_name(&self, alias: u32) -> Option<RareName> {
        RareName::within(self.traits[alias as usize].full.as_ref())
    }

    /// Whether the address of an identity, by position, belongs to one person: not to a machine, a role or a
    /// relay, not a placeholder, and not used under many unrelated names.
    ///
    /// # Panics
    /// When the position is another linkage's.
    #[must_use]
    pub fn has_own_address(&self, alias: u32) -> bool {
        let mail = &self.traits[alias as usize].mail;
        matches!(mail, Mail::Mailbox(_) | Mail::Account(..) | Mail::Login(_))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Alias, Options};
    use super::*;

    #[test]
    fn a_rare_name_is_one_in_both_orders_and_scripts() {
        let value = |name| RareName::of(name).map(|name| name.value());
        assert_eq!(
            value("Zebulon Quillfeather").unwrap(),
            "quillfeather zebulon"
        );
        assert_eq!(value("Quillfeather Zebulon"), value("ZEBULON QUILLFEATHER"));
        assert_eq!(value("Зебулон Квиллфезер"), value("Квиллфезер Зебулон"));
        for common in ["John Smith", "zebulon", "", "z@mail.test.example"] {
            assert_eq!(RareName::of(common), None, "{common}");
        }
        assert!(RareName::of("Zebulon Quillfeather").unwrap().bits() >= ACROSS);
    }

    #[test]
    fn only_words_that_are_not_names_are_handles() {
        assert_eq!(rare_handle("NightOwl-77").as_deref(), Some("nightowl77"));
        for nobody in ["john", "root", "ab", "Ada Lovewick", "ada@mail.example", ""] {
            assert_eq!(rare_handle(nobody), None, "{nobody}");
        }
    }

    #[test]
    fn addresses_of_a_crowd_and_of_machines_are_nobodys() {
        let crowd = ["Ada Lovewick", "Zoe Quill", "Victor Painted"];
        let mut aliases: Vec<Alias> = crowd
            .iter()
            .map(|name| Alias::new(name, "team@studio.test.example"))
            .collect();
        aliases.push(Alias::new("Ada Lovewick", "ada@studio.test.example"));
        aliases.push(Alias::new("Ada Lovewick", "ada@laptop.local"));
        let linkage = Linkage::among(aliases, Options::default());
        let own: Vec<_> = (0..5).map(|alias| linkage.has_own_address(alias)).collect();
        assert_eq!(own, [false, false, false, true, false]);
    }
}
