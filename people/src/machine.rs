//! Addresses that git makes from a login and a machine's name, and the full names that they spell.

use crate::name::FullName;
use countersign_facts::is_machine;

/// Most words of a machine's name that can be a person's name.
const MOST_WORDS: usize = 4;
/// Shortest word of a person's name that counts: shorter ones occur in machines' names by chance.
const LEAST_WORD: usize = 3;

/// Login and machine in an address that git made, in words, lower case.
#[derive(Debug)]
pub struct Machine {
    words: [Vec<String>; 2],
}

impl Machine {
    /// Splits such an address. `None` for addresses that can receive mail.
    pub fn parse(email: &str) -> Option<Self> {
        let email = email.to_lowercase();
        let (login, domain) = email.rsplit_once('@')?;
        let host = domain.split('.').next().filter(|host| !host.is_empty())?;
        is_machine(domain).then(|| Self {
            words: [login, host].map(words),
        })
    }

    /// A machine with this login and an unknown name.
    pub fn with_login(login: &str) -> Self {
        Self {
            words: [words(&login.to_lowercase()), Vec::new()],
        }
    }

    /// What its login and its name may spell: consecutive words, written together. Each is also given without
    /// the possessive `s` that a system adds to its owner's name.
    pub fn spells(&self) -> impl Iterator<Item = String> {
        self.words.iter().flat_map(|words| {
            let starts = 0..words.len();
            starts.flat_map(move |start| {
                let most = MOST_WORDS.min(words.len() - start);
                (1..=most).flat_map(move |count| {
                    let together = words[start..start + count].concat();
                    let bare = together.strip_suffix('s').map(str::to_owned);
                    [together].into_iter().chain(bare)
                })
            })
        })
    }
}

impl FullName {
    /// How a login or a machine's name would spell it: first and last word in either order, and all words.
    /// Empty for names with a short first or last word.
    pub fn spellings(&self) -> Vec<String> {
        let words: Vec<String> = self.romanised().collect();
        let [first, .., last] = &words[..] else {
            return Vec::new();
        };
        if first.len() < LEAST_WORD || last.len() < LEAST_WORD {
            return Vec::new();
        }
        let mut spellings = vec![
            format!("{first}{last}"),
            format!("{last}{first}"),
            words.concat(),
        ];
        spellings.sort_unstable();
        spellings.dedup();
        spellings
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spells(email: &str, name: &str) -> bool {
        let name = FullName::parse(name).expect("a full name");
        let machine = Machine::parse(email).expect("a machine's address");
        let spelled: Vec<_> = machine.spells().collect();
        name.spellings().iter().any(|name| spelled.contains(name))
    }

    #[test]
    fn machines_spell_their_owners_names() {
        for email in [
            "ada@Bruno-Hatchs-MacBook-Pro.local",
            "ada@bruno-hatch-laptop.lan",
            "ada@BrunoHatch-PC.(none)",
            "ada@DESKTOP-HATCHBRUNO",
            "bruno.hatch@laptop.fritz.box",
            "brunohatch2@laptop.home",
        ] {
            assert!(spells(email, "Bruno Hatch"), "{email}");
        }
        assert!(spells("a@jorgen-quill.local", "Jörgen van der Quill"));
        assert!(spells("a@ivan-primerov.local", "Иван Примеров"));
    }

    #[test]
    fn a_part_of_a_name_does_not_count() {
        for email in [
            "ada@Brunos-MacBook-Pro.local",
            "bruno@laptop.local",
            "ada@hatch.lan",
            "bruno@hatch.local",
            "ada@brunohatchery.local",
        ] {
            assert!(!spells(email, "Bruno Hatch"), "{email}");
        }
        assert!(!spells("ada@li-wu.local", "Li Wu"), "two short words");
        for email in ["ada@mail.example", "ada", "ada@ip-10-0-0-7.ec2.internal"] {
            assert!(Machine::parse(email).is_none(), "{email}");
        }
    }
}
