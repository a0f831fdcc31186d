//! E-mail addresses: what kind each is, and which must never link two identities.

use crate::Identity;
use crate::address_lists::{
    ACCOUNT_DOMAIN, DELETED_ACCOUNT, MACHINES, NOBODYS, NOWHERE, PLACEHOLDER_LABELS,
    PROGRAM_ACCOUNTS, PROGRAM_DOMAINS, PROGRAMS, RELAYS,
};
use crate::program;

/// A kind of e-mail address in a commit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// A personal address in lower case. It has one holder at a time.
    Mailbox(String),
    /// `ID+login@users.noreply.github.com`: the numeric account id never changes, the login may.
    Account {
        /// GitHub's numeric account id.
        id: u64,
        /// The login at that time, lower case.
        login: String,
    },
    /// A program's address: bots, CI, AI agents, a platform's own committer.
    Automation,
    /// Any value that many people may have by accident: machine defaults, placeholders, roles, mailing lists,
    /// or no address at all.
    Shared,
}

impl Address {
    /// Classifies the address of an identity. A name like `something[bot]` is a program's at any address:
    /// self-hosted bots use their operator's mailbox, but their commits are not the operator's. Other names of
    /// programs count where the address agrees.
    #[must_use]
    pub fn of(identity: Identity<'_>) -> Self {
        if identity.name_bytes().ends_with(b"[bot]") {
            return Self::Automation;
        }
        let email = identity.email();
        if program::agree(&identity.name(), &email.trim().to_lowercase()) {
            return Self::Automation;
        }
        Self::parse(&email)
    }

    /// Classifies an address as found in a commit.
    #[must_use]
    pub fn parse(email: &str) -> Self {
        let email = email
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\''))
            .trim_end_matches('.')
            .to_lowercase();
        let Some((local, domain)) = email.rsplit_once('@') else {
            return Self::Shared;
        };
        if is_program(&email, local, domain) {
            Self::Automation
        } else if domain == ACCOUNT_DOMAIN {
            account(local, &email)
        } else if is_nowhere(domain) || is_relay(domain) || is_nobody(local) {
            Self::Shared
        } else {
            Self::Mailbox(email)
        }
    }

    /// Whether it is a GitHub address that hides its holder's real mailbox.
    #[must_use]
    pub fn hides_mailbox(&self) -> bool {
        match self {
            Self::Account { .. } => true,
            Self::Mailbox(mailbox) => mailbox
                .rsplit_once('@')
                .is_some_and(|(_, domain)| domain == ACCOUNT_DOMAIN),
            Self::Automation | Self::Shared => false,
        }
    }

    /// The handle in it: the login, or the part before the `@`.
    #[must_use]
    pub fn handle(&self) -> Option<&str> {
        match self {
            Self::Mailbox(mailbox) => mailbox.rsplit_once('@').map(|(local, _)| local),
            Self::Account { login, .. } => Some(login),
            Self::Automation | Self::Shared => None,
        }
    }
}

fn account(local: &str, email: &str) -> Address {
    let numbered = local
        .split_once('+')
        .and_then(|(id, login)| Some((id.parse().ok()?, login)));
    let login = numbered.map_or(local, |(_, login)| login);
    if login.is_empty() || login == DELETED_ACCOUNT {
        return Address::Shared;
    }
    match numbered {
        Some((id, login)) => Address::Account {
            id,
            login: login.to_owned(),
        },
        // The form before July 2017 has no id. The login alone counts as a mailbox.
        None => Address::Mailbox(email.to_owned()),
    }
}

fn is_program(email: &str, local: &str, domain: &str) -> bool {
    let login = local.split_once('+').map_or(local, |(_, login)| login);
    login == "bot"
        || ["[bot]", "-bot", "-robot", "_bot"]
            .iter()
            .any(|end| local.ends_with(end))
        || (domain == ACCOUNT_DOMAIN && PROGRAM_ACCOUNTS.contains(&login))
        || is_gitlab_token(local, domain)
        // Meta's internal programs: the prefix and a number.
        || local.starts_with("generatedunixname")
        || PROGRAMS.contains(&email)
        || PROGRAM_DOMAINS.iter().any(|end| is_within(domain, end))
}

/// GitLab's project and group access tokens commit as `project_7_bot_<hex>@noreply.<host>`.
fn is_gitlab_token(local: &str, domain: &str) -> bool {
    (local.starts_with("project_") || local.starts_with("group_"))
        && local.contains("_bot")
        && domain.starts_with("noreply.")
}

/// Whether the domain cannot receive mail: machine names, IP addresses, placeholders, typing errors.
fn is_nowhere(domain: &str) -> bool {
    let Some((front, top)) = domain.rsplit_once('.') else {
        return true;
    };
    let is_top = top.starts_with("xn--")
        || (top.chars().count() >= 2 && !top.chars().any(|c| c.is_ascii() && !c.is_alphabetic()));
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii())
    };
    !is_top
        || !front.split('.').all(is_label)
        || front
            .split('.')
            .any(|label| PLACEHOLDER_LABELS.contains(&label))
        || is_machine(domain)
        || NOWHERE.iter().any(|suffix| is_within(domain, suffix))
}

/// Whether a machine made the domain from its own name.
#[must_use]
pub fn is_machine(domain: &str) -> bool {
    !domain.contains('.') || MACHINES.iter().any(|suffix| is_within(domain, suffix))
}

fn is_relay(domain: &str) -> bool {
    domain.starts_with("lists.")
        || domain.starts_with("list.")
        || RELAYS.iter().any(|relay| is_within(domain, relay))
}

fn is_within(domain: &str, suffix: &str) -> bool {
    domain
        .strip_suffix(suffix)
        .is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// Whether the part before the `@` is a role or a default, holds two addresses, or is a pair's, as
/// pairing tools write it (`pair+ada+grace@`).
fn is_nobody(local: &str) -> bool {
    local.is_empty()
        || NOBODYS.binary_search(&local).is_ok()
        || local.starts_with("pair+")
        || local.contains(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '@' | '<'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_many_may_carry_join_nobody() {
        for email in [
            "",
            "ada",
            "ada@laptop",
            "ada@laptop.local",
            "ada@laptop.fritz.box",
            "ada@host.(none)",
            "you@example.com",
            "ada@mail.example.org",
            "ada@example.net",
            "root@corp.example",
            "ada@192.168.0.7",
            "ada@[ipv6:fe80::1]",
            "ada@corp.i",
            "ada@corp..example",
            "ada@corp.example/",
            "no+group@googlegroups.com",
            "users@lists.corp.example",
            "@corp.example",
            "ada@ip-10-0-0-7.ec2.internal",
            "ada@corp.example@6a1c7f5e-0000",
            "ada@corp.example, grace@corp.example",
            "pair+ada+grace@corp.example",
            "ghost@users.noreply.github.com",
            "7+@users.noreply.github.com",
        ] {
            assert_eq!(Address::parse(email), Address::Shared, "{email}");
        }
    }

    #[test]
    fn mailboxes_of_people_stay_mailboxes() {
        for email in [
            "ada@mail.example",
            "ada@corp.test.example",
            "me@ada.example",
            "abbot@corp.example",
            "jan.bot@corp.example",
            "travis.jenkins@corp.example",
            "claude@corp.example",
            "ada@домен.example",
            "ada@xn--d1acufc.example",
            "homer@homelan.example",
            "0-ada@users.noreply.gitlab.com",
        ] {
            assert_eq!(
                Address::parse(email),
                Address::Mailbox(email.to_owned()),
                "{email}"
            );
        }
    }

    #[test]
    fn programs_are_nobody() {
        for email in [
            "49699333+dependabot[bot]@users.noreply.github.com",
            "7+Copilot@users.noreply.github.com",
            "noreply@github.com",
            "acme-bot@corp.example",
            "bot@corp.example",
            "project_7_bot_0a1b@noreply.gitlab.com",
        ] {
            assert_eq!(Address::parse(email), Address::Automation, "{email}");
        }
    }

    #[test]
    fn accounts_are_known_by_their_number() {
        let account = Address::parse("123+Ada-L@users.noreply.github.com");
        assert_eq!(
            account,
            Address::Account {
                id: 123,
                login: "ada-l".into()
            }
        );
        assert_eq!(account.handle(), Some("ada-l"));
        let old = Address::parse("Ada-L@users.noreply.github.com");
        assert_eq!(
            old,
            Address::Mailbox("ada-l@users.noreply.github.com".into())
        );
        assert_eq!(old.handle(), Some("ada-l"));
        assert_eq!(
            Address::parse(" Ada@Corp.Example "),
            Address::Mailbox("ada@corp.example".into())
        );
    }

    #[test]
    fn lists_are_sorted_for_searching() {
        assert!(NOBODYS.is_sorted());
    }
}
