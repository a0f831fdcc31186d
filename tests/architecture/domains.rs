//! Addresses in tests and texts are nobody's: they use reserved domains, or a real one with a reason.

use regex::Regex;

use crate::{files, root};

/// Top-level and second-level domains that nobody can register (RFC 2606, RFC 6761).
const RESERVED: [&str; 7] = [
    "example",
    "example.com",
    "example.net",
    "example.org",
    "invalid",
    "localhost",
    "test",
];

/// Endings of machine names that are looked up in the local network only, or nowhere.
const LOCAL: [(&str, &str); 6] = [
    ("fritz.box", "what a common home router calls its network"),
    ("home", "will never be delegated (RFC 8244, ICANN 2018)"),
    ("i", "a top-level domain has at least two letters"),
    ("internal", "reserved for private use (ICANN, 2024)"),
    ("lan", "used by home routers, not a top-level domain"),
    ("local", "multicast DNS (RFC 6762)"),
];

/// Real domains in e-mail addresses.
const MAIL: [(&str, &str); 6] = [
    (
        "github.com",
        "noreply@github.com commits what GitHub's buttons make",
    ),
    (
        "googlegroups.com",
        "a provider of mailing lists; no group has a plus sign in its name",
    ),
    ("noreply.gitlab.com", "GitLab's stand-in for programs"),
    ("openssh.com", "names of SSH algorithms end in it"),
    (
        "users.noreply.github.com",
        "GitHub's stand-in for an address",
    ),
    (
        "users.noreply.gitlab.com",
        "GitLab's stand-in for an address",
    ),
];

/// Real hosts in URLs.
const HOSTS: [(&str, &str); 20] = [
    ("api.github.com", "the default address of the API"),
    ("arxiv.org", "a cited paper"),
    ("cloud.google.com", "a cited advisory"),
    ("doi.org", "a cited paper"),
    ("docs.github.com", "GitHub's documentation"),
    ("frameworks.securityalliance.dev", "a cited advisory"),
    ("ghe.com", "GitHub's hosting for enterprises"),
    ("github.com", "GitHub"),
    ("graphml.graphdrawing.org", "the namespace of GraphML"),
    ("json-schema.org", "the version of a JSON schema"),
    ("json.schemastore.org", "the schema of SARIF"),
    ("ofac.treasury.gov", "a cited sanctions notice"),
    ("pre-commit.com", "the tool that a hook is for"),
    ("sanctionslist.ofac.treas.gov", "a cited sanctions list"),
    (
        "sanctionslistservice.ofac.treas.gov",
        "the namespace of a sanctions list",
    ),
    ("www.apache.org", "the licence"),
    ("www.cisa.gov", "a cited advisory"),
    ("www.linuxfoundation.org", "a cited report"),
    ("www.rfc-editor.org", "a cited standard"),
    ("www.w3.org", "namespaces of XML"),
];

/// Files with addresses of programs that commit, by which the product knows them.
const PRODUCT_DATA: [&str; 2] = [
    "facts/src/address_lists.rs",
    "heuristics/src/rules/anachronism/marks.rs",
];

/// Files whose addresses are looked at, by their ending.
const ENDINGS: [&str; 12] = [
    ".css", ".html", ".json", ".md", ".py", ".rs", ".snap", ".sql", ".toml", ".txt", ".xml", ".yml",
];

fn is_below(domain: &str, parent: &str) -> bool {
    domain
        .strip_suffix(parent)
        .is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// Whether nobody can register the domain: it is reserved, local, a number or a bare name.
fn is_nobodys(domain: &str) -> bool {
    let last = domain.rsplit('.').next().unwrap_or_default();
    let mut nobodys = RESERVED
        .iter()
        .chain(LOCAL.iter().map(|(ending, _)| ending));
    !domain.contains('.')
        || last.bytes().all(|byte| byte.is_ascii_digit())
        || nobodys.any(|parent| is_below(domain, parent))
}

fn is_allowed(domain: &str, known: &[(&str, &str)]) -> bool {
    let domain = domain.trim_end_matches(['.', '-']).to_lowercase();
    is_nobodys(&domain) || known.iter().any(|(parent, _)| is_below(&domain, parent))
}

#[test]
fn addresses_are_nobodys_or_have_a_reason() {
    let mail = Regex::new(r"[A-Za-z0-9._%+\-\]]@((?:[A-Za-z0-9-]+\.)+[A-Za-z0-9-]+)");
    let host = Regex::new(r"(?:https?|ssh|git)://(?:[^/@\s]*@)?([A-Za-z0-9.-]+)");
    let kinds: [(Regex, &[_]); 2] = [
        (mail.expect("a pattern"), &MAIL),
        (host.expect("a pattern"), &HOSTS),
    ];
    let mut found = Vec::new();
    for path in ENDINGS.iter().flat_map(|ending| files(root(), ending)) {
        let bytes = std::fs::read(&path).expect("a file of the workspace can be read");
        let name = path
            .strip_prefix(root())
            .unwrap_or(&path)
            .display()
            .to_string();
        let is_ours = !name.contains("node_modules") && !name.ends_with("package-lock.json");
        if !is_ours || PRODUCT_DATA.contains(&&*name) {
            continue;
        }
        // Tests hold files of other encodings; addresses are ASCII.
        for (number, line) in String::from_utf8_lossy(&bytes).lines().enumerate() {
            for (shape, known) in &kinds {
                for address in shape.captures_iter(line) {
                    if !is_allowed(&address[1], known) {
                        found.push(format!("{name}:{}: {}", number + 1, &address[0]));
                    }
                }
            }
        }
    }
    assert!(
        found.is_empty(),
        "somebody may own these domains; use a reserved one, such as corp.example:\n{}",
        found.join("\n")
    );
}

#[test]
fn somebodys_domain_is_noticed() {
    for domain in [
        "example.io",
        "myexample.com",
        "corp.dev",
        "laptop.fritz.box.com",
    ] {
        assert!(!is_allowed(domain, &MAIL), "{domain}");
    }
    for domain in [
        "corp.example",
        "Mail.Example.ORG",
        "192.168.0.7",
        "users.noreply.github.com",
    ] {
        assert!(is_allowed(domain, &MAIL), "{domain}");
    }
}
