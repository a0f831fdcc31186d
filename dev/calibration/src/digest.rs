//! Digests of code: what comments, blank lines and tests do not change.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use data_encoding::HEXLOWER;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use sha2::{Digest as _, Sha256};

/// The folder of the heuristics, one folder each.
fn rules() -> PathBuf {
    sources().join("rules")
}

/// The folder of the crate that holds the heuristics and what weighs their findings.
pub(crate) fn sources() -> PathBuf {
    workspace().join("heuristics/src")
}

/// The folder of the workspace.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The folder of the heuristic with this id.
fn folder(id: &str) -> PathBuf {
    rules().join(id.replace('-', "_"))
}

/// The record of the heuristic with this id.
pub(crate) fn record(id: &str) -> PathBuf {
    folder(id).join("record.toml")
}

/// Digest of one heuristic's code: its folder without cases and tests, and the files that several
/// heuristics share where its code names them.
///
/// # Errors
/// When a file cannot be read or is not Rust.
pub(crate) fn of_rule(id: &str) -> anyhow::Result<String> {
    let mut words = Vec::new();
    for path in files(&folder(id))? {
        words.extend(code(&path)?);
    }
    let named: BTreeSet<String> = words.iter().cloned().collect();
    for path in files(&rules())? {
        if path
            .file_stem()
            .is_some_and(|stem| named.contains(&*stem.to_string_lossy()))
        {
            words.extend(code(&path)?);
        }
    }
    Ok(hex(&words))
}

/// Digest of all that decides levels: every record, and the code that weighs.
///
/// # Errors
/// When a file cannot be read or is not Rust.
pub(crate) fn of_levels(ids: impl Iterator<Item = &'static str>) -> anyhow::Result<String> {
    let mut words = Vec::new();
    for id in ids {
        let path = record(id);
        words.push(fs::read_to_string(&path).with_context(|| shown(&path))?);
    }
    for file in ["assessment.rs", "level.rs", "one_cause.rs", "weight.rs"] {
        words.extend(code(&sources().join(file))?);
    }
    words.extend(content(&sources().join("together.toml"))?);
    Ok(hex(&words))
}

/// Digest of what every heuristic is built on: the facts and the people, with their data files.
///
/// Linkage is left out while no heuristic can see it: people are counted as anchors link them. The
/// first heuristic, fact or anchor that names it brings it in.
///
/// # Errors
/// When a file cannot be read, or is neither Rust nor TOML where its name says so.
pub(crate) fn of_ground() -> anyhow::Result<String> {
    let [facts, people] = ["facts/src", "people/src"].map(|folder| workspace().join(folder));
    let linkage = people.join("linkage");
    let mut ground = tree(&facts)?;
    ground.extend(tree(&people)?);
    let (linking, mut ground): (Vec<_>, Vec<_>) = ground
        .into_iter()
        .partition(|path| path.starts_with(&linkage));
    let mut seers = ground.clone();
    seers.extend(tree(&sources())?);
    if any_names(&seers, "linkage")? {
        ground.extend(linking);
    }
    let mut words = Vec::new();
    for path in ground {
        words.extend(content(&path)?);
    }
    Ok(hex(&words))
}

/// Whether the code of one of the files names a module, other than to declare it.
fn any_names(files: &[PathBuf], module: &str) -> anyhow::Result<bool> {
    let is_rust = |path: &&PathBuf| path.extension().is_some_and(|ending| ending == "rs");
    for path in files.iter().filter(is_rust) {
        if names(&code(path)?, module) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn names(words: &[String], module: &str) -> bool {
    words
        .windows(2)
        .any(|pair| pair[1] == module && pair[0] != "mod")
}

/// All files below a folder in order, without documentation and what only tests see.
fn tree(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    const FOR_TESTS: [&str; 6] = [
        "cases",
        "cases.rs",
        "testing",
        "testing.rs",
        "tests",
        "tests.rs",
    ];
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| shown(folder))? {
        let path = entry.with_context(|| shown(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if FOR_TESTS.contains(&&*name) || name == "snapshots" {
            continue;
        }
        if path.is_dir() {
            found.extend(tree(&path)?);
        } else if path.extension().is_some_and(|ending| ending != "md") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// What a file says to a program: the words of code, the values of TOML, anything else as it is.
fn content(path: &Path) -> anyhow::Result<Vec<String>> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("rs") => code(path),
        Some("toml") => {
            let text = fs::read_to_string(path).with_context(|| shown(path))?;
            let table: toml::Table = toml::from_str(&text).with_context(|| shown(path))?;
            Ok(vec![table.to_string()])
        }
        _ => Ok(vec![fs::read_to_string(path).with_context(|| shown(path))?]),
    }
}

/// Rust files of a folder in order, without those that only hold tests or declare modules.
fn files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let is_shared = folder == rules();
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| shown(folder))? {
        let path = entry.with_context(|| shown(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let is_code = path.extension().is_some_and(|ending| ending == "rs");
        let is_left_out =
            ["cases.rs", "tests.rs"].contains(&&*name) || is_shared && name == "mod.rs";
        if is_code && !is_left_out {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The words of a file's code, without comments, documentation and what only tests see.
fn code(path: &Path) -> anyhow::Result<Vec<String>> {
    let text = fs::read_to_string(path).with_context(|| shown(path))?;
    let mut words = Vec::new();
    collect(tokens(&text).with_context(|| shown(path))?, &mut words);
    Ok(words)
}

fn shown(path: &Path) -> String {
    format!("cannot read {}", path.display())
}

fn tokens(text: &str) -> anyhow::Result<TokenStream> {
    // A lexer's error is not `Send` on every platform, so only its text goes on.
    text.parse().map_err(|error| anyhow!("not Rust: {error}"))
}

fn collect(tokens: TokenStream, words: &mut Vec<String>) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(length) = attribute(&tokens[at..]) {
            let text = tokens[at + length - 1].to_string();
            let spaceless: String = text.split_whitespace().collect();
            at += length;
            if spaceless == "[cfg(test)]" {
                at += item(&tokens[at..]);
                continue;
            }
            if spaceless.starts_with("[doc=") {
                continue;
            }
            words.push(spaceless);
            continue;
        }
        match &tokens[at] {
            TokenTree::Group(group) => {
                let (open, close) = brackets(group.delimiter());
                words.push(open.to_owned());
                collect(group.stream(), words);
                words.push(close.to_owned());
            }
            other => words.push(other.to_string()),
        }
        at += 1;
    }
}

/// How many tokens the attribute at the beginning has, if there is one.
fn attribute(tokens: &[TokenTree]) -> Option<usize> {
    let is = |token: Option<&TokenTree>, wanted: char| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
    if !is(tokens.first(), '#') {
        return None;
    }
    let mark = usize::from(is(tokens.get(1), '!'));
    match tokens.get(1 + mark)? {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => Some(2 + mark),
        _ => None,
    }
}

/// How many tokens the item at the beginning has: to its first semicolon or block.
fn item(tokens: &[TokenTree]) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    tokens
        .iter()
        .position(ends)
        .map_or(tokens.len(), |end| end + 1)
}

const fn brackets(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

/// Sixteen hexadecimal digits of the SHA-256 of the words.
fn hex(words: &[String]) -> String {
    let digest = Sha256::digest(words.join("\n").as_bytes());
    HEXLOWER.encode(&digest[..8])
}

#[cfg(test)]
mod tests {
    use countersign_heuristics::catalogue;

    use super::*;
    use crate::data::Levels;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        collect(tokens(text).expect("Rust"), &mut words);
        words
    }

    #[test]
    fn comments_layout_and_tests_change_nothing() {
        let plain = "#![expect(x)] pub(super) fn a(b: &str) -> u8 { b.len() as u8 + 1 }";
        let documented = "//! Text.\n#![expect( x )]\n\n/// Doc.\npub(super) fn a(b: &str) -> u8 {\n    \
                    // why\n    b.len() as u8\n        + 1 /* one */\n}\n#[cfg(test)]\nuse super::x;\n\
                    #[cfg(test)]\nmod tests { fn b() {} }\n#[cfg(test)]\npub(super) mod cases;\n";
        assert_eq!(words(plain), words(documented));
    }

    #[test]
    fn code_and_texts_change_it() {
        let base = words("const A: u8 = 1; fn a() { say(\"a b\") }");
        assert_ne!(base, words("const A: u8 = 2; fn a() { say(\"a b\") }"));
        assert_ne!(base, words("const A: u8 = 1; fn a() { say(\"a  b\") }"));
        assert_ne!(base, words("#[x] const A: u8 = 1; fn a() { say(\"a b\") }"));
    }

    #[test]
    fn a_heuristic_has_the_shared_files_that_it_names() {
        let alone = |id: &str| code(&folder(id).join("mod.rs")).expect("code");
        let whole = of_rule("trust-file").expect("code");
        assert_ne!(whole, hex(&alone("trust-file")), "it uses `paths`");
        assert_eq!(
            of_rule("split-clock").expect("code"),
            hex(&alone("split-clock"))
        );
    }

    #[test]
    fn only_a_use_names_a_module() {
        assert!(!names(&words("pub mod linkage; mod name;"), "linkage"));
        assert!(names(&words("pub use linkage::Person;"), "linkage"));
        assert!(names(&words("use people::{linkage, name};"), "linkage"));
    }

    #[test]
    fn the_ground_has_the_clock_source_and_no_linkage() {
        let folder = workspace().join("facts/src");
        let paths = tree(&folder).expect("files");
        assert!(paths.contains(&folder.join("clock_source.rs")));
        assert!(paths.contains(&folder.join("content/mod.rs")));
        assert!(!paths.contains(&folder.join("content/tests.rs")));
        let heuristics = tree(&sources()).expect("files");
        assert!(
            !any_names(&heuristics, "linkage").expect("code"),
            "a heuristic sees linkage: the digest covers it now; correct its comment and this test"
        );
    }

    #[test]
    fn comments_of_a_data_file_change_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let written = |text: &str| {
            let path = folder.path().join("weights.toml");
            fs::write(&path, text).expect("a file");
            content(&path).expect("TOML")
        };
        let plain = written("a = 1\n");
        assert_eq!(plain, written("# why\na=1 # one\n"));
        assert_ne!(plain, written("a = 2\n"));
    }

    #[test]
    fn records_are_of_the_facts_and_people_that_are_here() {
        let measured = Levels::load().expect("the last measurement").ground;
        assert_eq!(
            of_ground().expect("code"),
            measured,
            "facts/src or people/src changed since the heuristics were measured; {AGAIN}"
        );
    }

    #[test]
    fn records_are_of_the_code_that_is_here() {
        for heuristic in catalogue() {
            let (id, record) = (heuristic.id, heuristic.record());
            let is_fresh = record.code == of_rule(id).expect("code");
            assert!(
                is_fresh || record.testable == 0,
                "{id}: the code changed since it was measured; {AGAIN}"
            );
        }
    }

    #[test]
    fn levels_are_of_the_records_that_are_here() {
        let ids = catalogue().iter().map(|heuristic| heuristic.id);
        let digest = of_levels(ids).expect("code");
        let measured = Levels::load().expect("the last measurement").code;
        assert_eq!(digest, measured, "records or weights changed; {AGAIN}");
    }

    const AGAIN: &str = "run calibrate measure --write, as docs/calibration.md says";
}
