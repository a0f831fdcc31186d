//! Words and domains that distinguish addresses of programs and of many people from personal ones.
//!
//! Every entry is compared with a whole part of an address: a local part, a domain, or a domain's last
//! labels. Matching inside words would hit people: names contain `bot`, `ci` and `travis`.

/// GitHub's domain for addresses that hide the real one.
pub const ACCOUNT_DOMAIN: &str = "users.noreply.github.com";

/// Suffixes that routers and operating systems append to a machine's name (from RFC 6761, RFC 6762, RFC 8375
/// and practice). Git itself appends `(none)` if the machine has no domain.
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

/// Other suffixes that are not public domains (from RFC 2606, RFC 6761 and cloud providers), and the domains
/// for documentation. The reserved `.example` itself is left out: no machine has it by default.
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

/// Labels, other than the last, that make a domain a placeholder.
pub(super) const PLACEHOLDER_LABELS: [&str; 7] = [
    "example",
    "yourdomain",
    "your-domain",
    "yourcompany",
    "your-company",
    "mydomain",
    "my-domain",
];

/// Mailing lists and relays whose address replaces that of the person who posted.
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

/// Local parts that name a role, a machine's default user or a placeholder.
///
/// On a personal domain `mail@` or `hello@` often belongs to a single person. Such an address still does not
/// link identities, because a company's looks the same: without a link one history becomes two short ones,
/// but a wrong link accuses colleagues of being one person. `me@` is not listed: it is personal.
pub const NOBODYS: [&str; 84] = [
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
pub(super) const PROGRAMS: [&str; 36] = [
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
    "copybara-worker@google.com",
    "cursoragent@cursor.com",
    "deploy@travis-ci.org",
    "gemini@google.com",
    "github-actions@github.com",
    "gobot@golang.org",
    "homu@barosl.com",
    "hosted@weblate.org",
    "infra-root@openstack.org",
    "jekyllbot@jekyllrb.com",
    "merge-button@github.com",
    "no-reply@github.com",
    "noreply@aider.chat",
    "noreply@anthropic.com",
    "noreply@github.com",
    "noreply@gitlab.com",
    "noreply@weblate.org",
    "openhands@all-hands.dev",
    "scripty@kde.org",
    "support@dependabot.com",
    "support@greenkeeper.io",
    "travis@travis-ci.org",
    "weblate@weblate.org",
    "zuul@review.opendev.org",
    "zuul@review.openstack.org",
];

/// Words of local parts that belong to machines. A person hardly has one as a whole name.
pub(super) const MACHINE_ROLES: [&str; 19] = [
    "automation",
    "bot",
    "build",
    "buildbot",
    "builder",
    "builds",
    "ci",
    "deploy",
    "deployer",
    "jenkins",
    "merge",
    "mirror",
    "queue",
    "release",
    "releases",
    "robot",
    "sync",
    "translations",
    "weblate",
];

/// Words beside these in the names of machines.
pub(super) const BESIDE_ROLES: [&str; 4] = ["manager", "server", "service", "system"];

/// Local parts of groups, under which nobody called Bot writes alone.
pub(super) const GROUPS: [&str; 5] = [
    "developers",
    "engineering",
    "maintainers",
    "notifications",
    "team",
];

/// Words that end the name and the address of a program.
pub(super) const AGREEING: [&str; 6] = [
    "agent",
    "automation",
    "autoroller",
    "mirror",
    "queue",
    "sync",
];

/// Domains below which only programs have addresses.
pub(super) const PROGRAM_DOMAINS: [&str; 1] = ["gserviceaccount.com"];

/// GitHub accounts of the platform's own and of well-known projects' programs that do not end in `[bot]`.
pub(super) const PROGRAM_ACCOUNTS: [&str; 14] = [
    "actions-user",
    "azure-sdk",
    "brewtestbot",
    "copilot",
    "copilot-cli",
    "github-actions",
    "github-classroom",
    "github-merge-queue",
    "grafanabot",
    "jekyllbot",
    "pytestbot",
    "rustbot",
    "ti-srebot",
    "web-flow",
];

/// The login that GitHub shows for all deleted accounts.
pub(super) const DELETED_ACCOUNT: &str = "ghost";

/// Domains at which anyone can get a mailbox: sharing one says nothing about two people.
pub const MAIL_PROVIDERS: [&str; 45] = [
    "126.com",
    "163.com",
    "aol.com",
    "bk.ru",
    "comcast.net",
    "daum.net",
    "fastmail.com",
    "fastmail.fm",
    "foxmail.com",
    "free.fr",
    "gmail.com",
    "gmx.at",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hanmail.net",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.fr",
    "icloud.com",
    "inbox.ru",
    "laposte.net",
    "live.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "me.com",
    "msn.com",
    "naver.com",
    "noreply.gitlab.com",
    "orange.fr",
    "outlook.com",
    "pm.me",
    "posteo.de",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "users.noreply.gitlab.com",
    "web.de",
    "yahoo.com",
    "yandex.com",
    "yandex.ru",
    "ymail.com",
];
