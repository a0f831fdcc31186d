//! E-mail addresses: what they can prove, and which must never join two identities.

/// What kind of address a commit carries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Address {
    /// An ordinary mailbox, normalised to lower case: one holder at a time.
    Mailbox(String),
    /// `ID+login@users.noreply.github.com`: the numeric account id never changes, the login may.
    Account {
        /// GitHub's numeric account id.
        id: u64,
        /// The login at that time, lower case.
        login: String,
    },
    /// A program's address: bots, CI, AI agents, a platform's own committer. Nobody's identity.
    Automation,
    /// Anything many people may carry by accident: machine defaults, placeholders, roles, lists, none.
    Shared,
}

const ACCOUNT_DOMAIN: &str = "users.noreply.github.com";
/// Domains of documentation and of nowhere, and suffixes that are no public domain (RFC 2606, RFC 6761,
/// RFC 6762, RFC 8375 and what machines make up).
const NO_DOMAINS: [&str; 14] = [
    "example.com",
    "example.net",
    "example.org",
    "domain.com",
    "yourdomain.com",
    "your-domain.com",
    "email.com",
    "test.com",
    "company.com",
    "mydomain.com",
    "none.com",
    "foo.com",
    "bar.com",
    "users.noreply.github.com",
];
const NO_SUFFIXES: [&str; 14] = [
    ".local",
    ".localdomain",
    ".localhost",
    ".lan",
    ".home",
    ".internal",
    ".intranet",
    ".corp",
    ".invalid",
    ".test",
    ".(none)",
    ".home.arpa",
    ".compute.internal",
    ".private",
];
/// Local parts that name a role or nobody.
const NO_LOCALS: [&str; 34] = [
    "root",
    "admin",
    "administrator",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "nobody",
    "none",
    "unknown",
    "user",
    "username",
    "your",
    "you",
    "your-name",
    "yourname",
    "your.name",
    "your_name",
    "your-email",
    "youremail",
    "your.email",
    "your_email",
    "me",
    "name",
    "email",
    "mail",
    "test",
    "dev",
    "info",
    "git",
    "github",
    "ubuntu",
    "ec2-user",
    "vagrant",
];
/// Addresses of AI agents and services that commit or are credited, and domains only programs use.
const AUTOMATION_ADDRESSES: [&str; 18] = [
    "noreply@github.com",
    "noreply@anthropic.com",
    "codex@openai.com",
    "gemini@google.com",
    "cursoragent@cursor.com",
    "action@github.com",
    "actions@github.com",
    "support@dependabot.com",
    "bot@renovateapp.com",
    "support@greenkeeper.io",
    "travis@travis-ci.org",
    "deploy@travis-ci.org",
    "badger@gitter.im",
    "homu@barosl.com",
    "bors@rust-lang.org",
    "noreply@gitlab.com",
    "snyk-bot@snyk.io",
    "weblate@weblate.org",
];
/// Mailing lists and relays that stand in for whoever posted through them.
const RELAY_DOMAINS: [&str; 6] = [
    "googlegroups.com",
    "lists.sourceforge.net",
    "vger.kernel.org",
    "lists.linux.dev",
    "relay.github.com",
    "reply.github.com",
];

impl Address {
    /// Classifies an address as found in a commit.
    #[must_use]
    pub fn parse(email: &str) -> Self {
        let email = email
            .trim()
            .trim_matches(['<', '>', '"', '\''])
            .to_lowercase();
        let Some((local, domain)) = email.rsplit_once('@') else {
            return Self::Shared;
        };
        if is_automation(&email, local) {
            Self::Automation
        } else if domain == ACCOUNT_DOMAIN {
            account(local, &email)
        } else if is_nowhere(domain) || RELAY_DOMAINS.contains(&domain) || is_nobody(local) {
            Self::Shared
        } else {
            Self::Mailbox(email)
        }
    }
}

fn account(local: &str, email: &str) -> Address {
    let numbered = local.split_once('+').and_then(|(id, login)| {
        let id = id.parse().ok()?;
        (!login.is_empty()).then(|| Address::Account {
            id,
            login: login.to_owned(),
        })
    });
    // The form before July 2017 has no id; the login alone is as good as a mailbox.
    numbered.unwrap_or_else(|| {
        if local.is_empty() {
            Address::Shared
        } else {
            Address::Mailbox(email.to_owned())
        }
    })
}

fn is_automation(email: &str, local: &str) -> bool {
    local.ends_with("[bot]")
        || local.ends_with("-bot")
        || local.ends_with("+bot")
        || local == "bot"
        || AUTOMATION_ADDRESSES.contains(&email)
}

fn is_nowhere(domain: &str) -> bool {
    let ip = domain
        .trim_matches(['[', ']'])
        .split('.')
        .all(|part| part.parse::<u8>().is_ok());
    !domain.contains('.')
        || ip
        || domain.contains(' ')
        || NO_DOMAINS.contains(&domain)
        || NO_SUFFIXES.iter().any(|suffix| domain.ends_with(suffix))
}

fn is_nobody(local: &str) -> bool {
    local.is_empty() || NO_LOCALS.contains(&local)
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
            "ada@host.(none)",
            "you@example.com",
            "root@corp.io",
            "ada@192.168.0.7",
            "team@googlegroups.com",
            "@corp.io",
            "ada@ip-10-0-0-7.ec2.internal",
        ] {
            assert_eq!(Address::parse(email), Address::Shared, "{email}");
        }
    }

    #[test]
    fn programs_are_nobody() {
        for email in [
            "49699333+dependabot[bot]@users.noreply.github.com",
            "noreply@github.com",
            "acme-bot@corp.io",
        ] {
            assert_eq!(Address::parse(email), Address::Automation, "{email}");
        }
        assert!(
            matches!(Address::parse("abbot@corp.io"), Address::Mailbox(_)),
            "a surname is no bot"
        );
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
        let old = Address::parse("Ada-L@users.noreply.github.com");
        assert_eq!(
            old,
            Address::Mailbox("ada-l@users.noreply.github.com".into())
        );
        assert_eq!(
            Address::parse(" Ada@Corp.IO "),
            Address::Mailbox("ada@corp.io".into())
        );
    }
}
