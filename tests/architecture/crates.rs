//! Which crate may know which, and under which licences everything comes.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand};

use crate::root;

/// Members that each member may depend on: imports point one way.
const MAY_KNOW: [(&str, &[&str]); 14] = [
    (
        "countersign",
        &[
            "countersign-facts",
            "countersign-github",
            "countersign-heuristics",
            "countersign-history",
            "countersign-indicators",
            "countersign-memory",
            "countersign-people",
            "countersign-report",
            "countersign-store",
            "countersign-webhooks",
        ],
    ),
    (
        "countersign-calibration",
        &[
            "countersign-careers",
            "countersign-facts",
            "countersign-heuristics",
            "countersign-history",
            "countersign-people",
        ],
    ),
    ("countersign-careers", &[]),
    ("countersign-facts", &[]),
    ("countersign-github", &["countersign-facts"]),
    (
        "countersign-heuristics",
        &["countersign-facts", "countersign-people"],
    ),
    ("countersign-history", &["countersign-facts"]),
    (
        "countersign-indicators",
        &["countersign-facts", "countersign-store"],
    ),
    (
        "countersign-memory",
        &[
            "countersign-facts",
            "countersign-people",
            "countersign-store",
        ],
    ),
    ("countersign-people", &["countersign-facts"]),
    (
        "countersign-report",
        &[
            "countersign-facts",
            "countersign-heuristics",
            "countersign-people",
        ],
    ),
    ("countersign-store", &["countersign-facts"]),
    (
        "countersign-webhooks",
        &[
            "countersign-facts",
            "countersign-github",
            "countersign-heuristics",
            "countersign-history",
            "countersign-indicators",
            "countersign-memory",
            "countersign-people",
            "countersign-report",
            "countersign-store",
        ],
    ),
    ("countersign-world", &[]),
];

/// Members that a change of a heuristic must not rebuild.
const WITHOUT_HEURISTICS: [&str; 7] = [
    "countersign-facts",
    "countersign-github",
    "countersign-history",
    "countersign-indicators",
    "countersign-memory",
    "countersign-people",
    "countersign-store",
];

/// Everything the pure crates may use: none of it reads a file, a socket, a clock or the environment.
const PURE: [(&str, &[&str]); 4] = [
    (
        "countersign-facts",
        &[
            "aho-corasick",
            // Wallet addresses: their alphabets and checksums.
            "base58-monero",
            "bech32",
            "bitflags",
            "bs58",
            "data-encoding",
            "encoding_rs",
            "hashbrown",
            "hmac",
            "indexmap",
            // Calendar days in paths; asked for no clock and no zone.
            "jiff",
            "rustc-hash",
            "serde",
            "sha2",
            "sha3",
            "unicode-script",
        ],
    ),
    (
        "countersign-people",
        &[
            "any_ascii",
            "indexmap",
            "petgraph",
            "rayon",
            "rustc-hash",
            "schemars",
            "serde",
            "strsim",
            "toml",
            "unicode-script",
        ],
    ),
    (
        "countersign-heuristics",
        &[
            "any_ascii",
            "data-encoding",
            "indexmap",
            // Calendar days of instants; asked for no clock and no zone.
            "jiff",
            "petgraph",
            "rayon",
            "rustc-hash",
            "serde",
            "sha2",
            "strsim",
            "toml",
            "unicode-script",
        ],
    ),
    (
        "countersign-report",
        &[
            "anstyle",
            "base64",
            "csv",
            "data-encoding",
            "jiff",
            // Writes the page for a browser.
            "maud",
            "percent-encoding",
            // Writes GraphML to memory; what it could read from is never given to it.
            "quick-xml",
            "schemars",
            "serde",
            "serde_json",
            "serde_json_canonicalizer",
            "sha2",
            // Quotes paths in commands that one can paste.
            "shlex",
            "strsim",
            "textwrap",
            "thiserror",
            "toml",
            "unicode-width",
            // Only ids made from content: the feature that draws random ones is off.
            "uuid",
        ],
    ),
];

/// Vendors' crates and the only members that name them.
const VENDORS: [(&str, &[&str]); 7] = [
    ("gix", &["countersign-history"]),
    ("git2", &["countersign-history"]),
    ("maud", &["countersign-report", "countersign-webhooks"]),
    ("octocrab", &["countersign-github"]),
    ("parquet", &["countersign-memory"]),
    // One reads XML, the other writes it.
    (
        "quick-xml",
        &["countersign-indicators", "countersign-report"],
    ),
    ("sqlx", &["countersign-store"]),
];

/// The members and what they declare. Only their own `Cargo.toml` files are read, so nothing is downloaded.
fn metadata() -> Metadata {
    describe(MetadataCommand::new().no_deps())
}

/// Every package of `Cargo.lock`, for every platform.
///
/// A build downloads the packages of one platform only. Cargo downloads the others here, unless
/// `cargo fetch --locked` has done that, as `./check` does.
fn every_package() -> Metadata {
    describe(&mut MetadataCommand::new())
}

fn describe(command: &mut MetadataCommand) -> Metadata {
    command
        .manifest_path(root().join("Cargo.toml"))
        .other_options(["--locked".to_owned()])
        .exec()
        .expect(
            "cargo describes the workspace; without a network, run `cargo fetch --locked` before",
        )
}

/// Direct dependencies of every member, without those only its tests use.
fn dependencies(metadata: &Metadata) -> BTreeMap<String, BTreeSet<String>> {
    let members = metadata.workspace_packages().into_iter();
    members
        .map(|package| {
            let used = package
                .dependencies
                .iter()
                .filter(|used| used.kind == DependencyKind::Normal);
            (
                package.name.to_string(),
                used.map(|used| used.name.clone()).collect(),
            )
        })
        .collect()
}

/// README's commands are `cargo run -- ...`, and members for developers have programs too.
#[test]
fn cargo_runs_the_command() {
    let metadata = metadata();
    let members = metadata.workspace_packages().into_iter();
    let runs: Vec<_> = members
        .filter_map(|package| package.default_run.as_deref())
        .collect();
    assert_eq!(runs, ["countersign"]);
}

#[test]
fn imports_point_one_way() {
    let dependencies = dependencies(&metadata());
    let members: BTreeSet<_> = dependencies.keys().map(String::as_str).collect();
    let listed: BTreeSet<_> = MAY_KNOW.iter().map(|(name, _)| *name).collect();
    assert_eq!(members, listed, "every member says whom it may know");
    for (name, may_know) in MAY_KNOW {
        let known = dependencies[name]
            .iter()
            .filter(|used| members.contains(used.as_str()));
        for other in known {
            assert!(
                may_know.contains(&other.as_str()),
                "{name} must not know {other}"
            );
        }
    }
}

/// Editing one rule must not rebuild what knows nothing of rules.
#[test]
fn a_change_of_a_heuristic_rebuilds_few_crates() {
    let dependencies = dependencies(&metadata());
    for name in WITHOUT_HEURISTICS {
        let mut open = vec![name];
        while let Some(one) = open.pop() {
            assert_ne!(
                one, "countersign-heuristics",
                "{name} depends on the heuristics"
            );
            let used = dependencies.get(one).into_iter().flatten();
            open.extend(used.map(String::as_str));
        }
    }
}

#[test]
fn pure_crates_use_only_pure_crates() {
    let dependencies = dependencies(&metadata());
    for (name, allowed) in PURE {
        for used in &dependencies[name] {
            let own = used.starts_with("countersign-");
            assert!(
                own || allowed.contains(&used.as_str()),
                "{name} uses {used}: pure? then list it"
            );
        }
    }
}

#[test]
fn vendors_stay_in_their_adapter() {
    for (name, used) in dependencies(&metadata()) {
        for (vendor, homes) in VENDORS {
            let names = |used: &String| used == vendor || used.starts_with(&format!("{vendor}-"));
            assert!(
                homes.contains(&&*name) || !used.iter().any(names),
                "{name} must not use {vendor}"
            );
        }
    }
}

#[test]
fn licences_are_on_the_list() {
    let policy = std::fs::read_to_string(root().join("deny.toml")).expect("deny.toml is there");
    let policy: toml::Table = policy.parse().expect("deny.toml is TOML");
    let allowed: Vec<_> = policy["licenses"]["allow"]
        .as_array()
        .expect("deny.toml lists licences")
        .iter()
        .map(|licence| {
            spdx::Licensee::parse(licence.as_str().unwrap_or_default()).expect("an SPDX licence")
        })
        .collect();
    let metadata = every_package();
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock is there");
    assert_eq!(
        metadata.packages.len(),
        lock.matches("[[package]]").count(),
        "cargo describes every package of Cargo.lock"
    );
    for package in &metadata.packages {
        let licence = package.license.as_deref().unwrap_or_default();
        let licence = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX);
        let fits = licence.is_ok_and(|licence| {
            licence.evaluate(|wanted| allowed.iter().any(|licensee| licensee.satisfies(wanted)))
        });
        assert!(
            fits,
            "{}: licence {:?} is not on the list",
            package.name, package.license
        );
    }
}
