//! Words and domains that tell an address many may carry, or a program's, from a person's mailbox.
//!
//! Every entry is matched whole and at its anchor (a local part, a domain, a domain's last labels). A
//! list that matches inside words marks people: surnames and given names contain `bot`, `ci`, `travis`.

/// GitHub's domain for addresses that hide the real one.
pub(super) const ACCOUNT_DOMAIN: &str = "users.noreply.github.com";

/// Suffixes that routers and operating systems put behind a machine's name (RFC 6761, RFC 6762, RFC 8375,
/// and what they make up); `(none)` is git's own, where there is no domain.
pub(super) const MACHINES: [&str; 15] = [
    "(none)",
    "local",
    "localdomain",
    "localhost",
    "localnet",
    "lan",
    "home",
    "home.arpa",
    "intra",
    "intranet",
    "private",
    "workgroup",
    "domain",
    "router",
    "fritz.box",
];

/// Other suffixes that are no public domain (RFC 2606, RFC 6761, and what clouds make up), and the
/// domains of documentation. The reserved `.example` itself is left out: nobody's machine is called so.
pub(super) const NOWHERE: [&str; 17] = [
    "internal",
    "corp",
    "invalid",
    "test",
    "arpa",
    "amazonaws.com",
    "cloudapp.net",
    "cloudapp.azure.com",
    "googleusercontent.com",
    "domain.com",
    "email.com",
    "test.com",
    "company.com",
    "none.com",
    "foo.com",
    "bar.com",
    "asdf.com",
];

/// Labels before the last that make a domain a placeholder.
pub(super) const PLACEHOLDER_LABELS: [&str; 7] = [
    "example",
    "yourdomain",
    "your-domain",
    "yourcompany",
    "your-company",
    "mydomain",
    "my-domain",
];

/// Mailing lists and relays that stand in for whoever posted through them.
pub(super) const RELAYS: [&str; 8] = [
    "googlegroups.com",
    "groups.io",
    "lists.sourceforge.net",
    "vger.kernel.org",
    "lists.linux.dev",
    "relay.github.com",
    "reply.github.com",
    "lore.kernel.org",
];

/// Local parts that name a role, a machine's default user, a placeholder or nobody.
///
/// On a domain of one's own `mail@` or `hello@` is often a single person. Such an address still joins
/// nobody: from outside it looks the same as a company's, and not joining only makes two short histories
/// out of one, while joining accuses colleagues of being one person. `me@` is nobody else's.
pub(super) const NOBODYS: [&str; 84] = [
    "admin",
    "administrator",
    "anon",
    "anonymous",
    "app",
    "asdf",
    "azureuser",
    "bar",
    "build",
    "builder",
    "builds",
    "ci",
    "codespace",
    "contact",
    "debian",
    "deploy",
    "deployer",
    "dev",
    "developer",
    "developers",
    "devnull",
    "docker",
    "donotreply",
    "ec2-user",
    "email",
    "engineering",
    "example",
    "firstname.lastname",
    "foo",
    "foobar",
    "git",
    "github",
    "gitlab",
    "gitpod",
    "guest",
    "hello",
    "hi",
    "hostmaster",
    "info",
    "invalid",
    "jane.doe",
    "janedoe",
    "jenkins",
    "john.doe",
    "johndoe",
    "mail",
    "maintainer",
    "maintainers",
    "my.email",
    "myemail",
    "name",
    "no-reply",
    "no_reply",
    "nobody",
    "none",
    "noreply",
    "notifications",
    "null",
    "office",
    "pair",
    "postmaster",
    "release",
    "releases",
    "root",
    "runner",
    "security",
    "support",
    "system",
    "team",
    "test",
    "ubuntu",
    "unknown",
    "user",
    "username",
    "vagrant",
    "vscode",
    "webmaster",
    "www-data",
    "you",
    "your",
    "your.email",
    "your.name",
    "youremail",
    "yourname",
];

/// Addresses of AI agents and services that commit or are credited.
pub(super) const PROGRAMS: [&str; 27] = [
    "action@github.com",
    "actions@github.com",
    "aider@aider.chat",
    "amp@ampcode.com",
    "badger@gitter.im",
    "bors@rust-lang.org",
    "builds@travis-ci.com",
    "builds@travis-ci.org",
    "claude@anthropic.com",
    "codex@openai.com",
    "copilot@github.com",
    "cursoragent@cursor.com",
    "deploy@travis-ci.org",
    "gemini@google.com",
    "github-actions@github.com",
    "homu@barosl.com",
    "hosted@weblate.org",
    "noreply@aider.chat",
    "noreply@anthropic.com",
    "noreply@github.com",
    "noreply@gitlab.com",
    "noreply@weblate.org",
    "openhands@all-hands.dev",
    "support@dependabot.com",
    "support@greenkeeper.io",
    "travis@travis-ci.org",
    "weblate@weblate.org",
];

/// GitHub accounts that are the platform's own programs and end in no `[bot]`.
pub(super) const PROGRAM_ACCOUNTS: [&str; 5] = [
    "actions-user",
    "copilot",
    "github-actions",
    "github-classroom",
    "web-flow",
];

/// GitHub's stand-in for everybody who deleted their account.
pub(super) const DELETED_ACCOUNT: &str = "ghost";
