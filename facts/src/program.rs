//! Names that say they are a program's, where the address agrees.
//!
//! A name alone never makes a program of anybody: people are called Bot, Travis and Jenkins, and call themselves
//! robots. Words are compared as wholes.

use crate::address_lists::{AGREEING, BESIDE_ROLES, GROUPS, MACHINE_ROLES};

/// What Gerrit writes for a user who adds a note in its web interface, before the account's number.
const GERRIT_USER: &str = "Gerrit User ";
/// The name under which a Gerrit server commits, sometimes followed by its site's.
const GERRIT: &str = "Gerrit Code Review";

/// Whether name and address both say that a program commits. `email` is in lower case.
pub(crate) fn agree(name: &str, email: &str) -> bool {
    let Some((local, domain)) = email.rsplit_once('@') else {
        return false;
    };
    (name.starts_with(GERRIT) && (email.contains("gerrit") || domain == "googlesource.com"))
        || is_gerrit_note(name, local, domain)
        || is_role(name, local)
        || is_groups_bot(name, local, domain)
        || is_kind(name, local)
}

/// `Gerrit User 7 <7@0c7a…>`: the account's number twice, and the id of a server in place of a domain.
fn is_gerrit_note(name: &str, local: &str, domain: &str) -> bool {
    let number = name.strip_prefix(GERRIT_USER);
    !domain.contains('.')
        && number.is_some_and(|number| {
            number == local && number.bytes().all(|byte| byte.is_ascii_digit())
        })
}

/// `Jenkins Builder <jenkins@…>`, `Release Manager <release@…>`: a machine's address, and a name of nothing else.
fn is_role(name: &str, local: &str) -> bool {
    let is_machine = |word: &str| MACHINE_ROLES.contains(&word);
    let is_beside = |word: &str| BESIDE_ROLES.contains(&word);
    let addressed = parts(local).any(is_machine)
        && parts(local).all(|part| is_machine(part) || part == "noreply");
    addressed
        && words(name).any(|word| is_machine(&word))
        && words(name).all(|word| is_machine(&word) || is_beside(&word))
}

/// `Acme Bot <developers@…>`: a group's or a machine's address, and a name that ends like a program's.
fn is_groups_bot(name: &str, local: &str, domain: &str) -> bool {
    let is_bot = words(name)
        .last()
        .is_some_and(|last| last == "bot" || last == "robot");
    is_bot
        && (GROUPS.contains(&local)
            || domain.starts_with("lists.")
            || local != "bot" && MACHINE_ROLES.contains(&local))
}

/// `Docker Agent <docker-agent@…>`, `Chainer CI <chainer-ci@…>`: the same kind of program ends the name and the address.
/// A name of one word is often only the login again, whatever people mean by it.
fn is_kind(name: &str, local: &str) -> bool {
    let Some(last) = words(name).last() else {
        return false;
    };
    // `Ci` is a syllable of names, and so is `CI` where a whole name is in capitals.
    let is_kind = match &*last {
        "ci" => name.trim_end().ends_with("CI") && name.chars().any(char::is_lowercase),
        last => AGREEING.contains(&last),
    };
    is_kind && name.trim().contains(' ') && parts(local).last() == Some(&*last)
}

fn words(name: &str) -> impl Iterator<Item = String> {
    let words = name.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

fn parts(local: &str) -> impl DoubleEndedIterator<Item = &str> {
    local.split(['.', '-', '_', '+'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_whose_name_and_address_agree() {
        for (name, email) in [
            (
                "Gerrit User 1004711",
                "1004711@0c7a9f0e-1111-4c2d-9a3b-000000000000",
            ),
            ("Jenkins", "jenkins@ci.test.example"),
            ("Jenkins Builder", "jenkins@build.example"),
            ("Release Manager", "release@project.example"),
            ("Weblate", "weblate@project.example"),
            ("Weblate (bot)", "noreply-weblate@project.example"),
            ("Chainer CI", "33+chainer-ci@users.noreply.github.com"),
            ("Gerrit Code Review @ Acme", "gerrit@acme.example"),
            ("Acme Proposal Bot", "acme-infra@lists.acme.example"),
            ("Acme PR Bot", "developers@acme.example"),
            ("Docker Agent", "svc-docker-agent@corp.example"),
            ("Ada Example (Agent)", "ada+agent@mail.example"),
            ("Acme Mirror", "mirror@acme.example"),
        ] {
            assert!(agree(name, email), "{name} <{email}>");
        }
    }

    #[test]
    fn people_whose_names_look_like_programs_stay_people() {
        for (name, email) in [
            ("Travis Jenkins", "jenkins@mail.example"),
            ("Jenkins", "ada@mail.example"),
            ("Jan Bot", "jan.bot@mail.example"),
            ("Jan Bot", "bot.jan@mail.example"),
            ("Colm Talbot", "talbot@mail.example"),
            ("Le Bot", "lebot@mail.example"),
            ("Wen Ci", "wen-ci@mail.example"),
            ("WEN CI", "wen-ci@mail.example"),
            ("Release Manager", "ada@mail.example"),
            ("Ada Example", "release@mail.example"),
            ("Ada Example", "agent@mail.example"),
            ("I am a robot", "ada@mail.example"),
            ("Gerrit User", "gerrit@mail.example"),
            ("Gerrit User 7", "ada@mail.example"),
            ("data-queue", "7+data-queue@users.noreply.github.com"),
            ("Jan Bot", "hello@jan.example"),
            ("Jan Bot", "noreply@mail.example"),
            ("noreply", "noreply@mail.example"),
            ("Manager", "manager@hotel.example"),
            ("Dev", "dev@mail.example"),
            ("Claude", "claude@mail.example"),
            ("Agent Smith", "agent.smith@mail.example"),
            ("", "release@mail.example"),
            ("Build", "build"),
        ] {
            assert!(!agree(name, email), "{name} <{email}>");
        }
    }
}
