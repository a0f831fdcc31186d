//! Digests of code: what comments, blank lines and tests do not change.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use sha2::{Digest as _, Sha256};

/// The folder of the heuristics, one folder each.
fn rules() -> PathBuf {
    sources().join("rules")
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../heuristics/src")
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
/// When a file cannot be read or is no Rust.
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
/// When a file cannot be read or is no Rust.
pub(crate) fn of_levels(ids: impl Iterator<Item = &'static str>) -> anyhow::Result<String> {
    let mut words = Vec::new();
    for id in ids {
        let path = record(id);
        words.push(fs::read_to_string(&path).with_context(|| shown(&path))?);
    }
    for file in ["assessment.rs", "weight.rs"] {
        words.extend(code(&sources().join(file))?);
    }
    Ok(hex(&words))
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
    format!("failed to read {}", path.display())
}

fn tokens(text: &str) -> anyhow::Result<TokenStream> {
    // A lexer's error is not `Send` on every platform, so only its text goes on.
    text.parse().map_err(|error| anyhow!("no Rust: {error}"))
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
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
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
        let told = "//! Text.\n#![expect( x )]\n\n/// Doc.\npub(super) fn a(b: &str) -> u8 {\n    \
                    // why\n    b.len() as u8\n        + 1 /* one */\n}\n#[cfg(test)]\nuse super::x;\n\
                    #[cfg(test)]\nmod tests { fn b() {} }\n#[cfg(test)]\npub(super) mod cases;\n";
        assert_eq!(words(plain), words(told));
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
