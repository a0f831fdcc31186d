//! Texts for users are plain English: the rules that a program can check.
//!
//! In the sources, every string literal outside tests and documentation comments is read with `syn`; of the
//! pages, everything but code. Passing says little: most of plain English is nothing a pattern finds.

use std::collections::BTreeMap;

use regex::Regex;
use syn::visit::{self, Visit};
use syn::{Attribute, Expr, ImplItemFn, Item, LitStr, Macro, Meta};

use crate::{files, read, root};

/// Words and phrases that cost a second reading, each with what to write in its place.
const PATTERNS: [(&str, &str); 7] = [
    (r"\b(?:is|are) no\b", "is not a, are not"),
    (r"\b[Ww]hoever\b", "anyone who, or the person by name"),
    (r"\btold\b", "reported, notified, shown, known"),
    (r"\bof whom\b", "a second sentence"),
    (r"\bof which\b", "whose, or a second sentence"),
    (r"\bso many\b", "the number, or a count"),
    (r"\A1 commits\b", "1 commit"),
];

/// Finds the strings of a file that users may see.
#[derive(Default)]
struct Strings(Vec<(usize, String)>);

impl Strings {
    fn push(&mut self, literal: &LitStr) {
        let line = literal.span().start().line;
        self.0.push((line, literal.value()));
    }

    /// The strings among the tokens of a macro, which `syn` does not parse.
    fn tokens(&mut self, tokens: proc_macro2::TokenStream) {
        for token in tokens {
            match token {
                proc_macro2::TokenTree::Group(group) => self.tokens(group.stream()),
                proc_macro2::TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<LitStr>(&literal.to_string()) {
                        let line = literal.span().start().line;
                        self.0.push((line, text.value()));
                    }
                }
                _ => {}
            }
        }
    }
}

impl<'ast> Visit<'ast> for Strings {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes: &[Attribute] = match item {
            Item::Const(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            Item::Mod(item) => &item.attrs,
            Item::Static(item) => &item.attrs,
            _ => &[],
        };
        if !attributes.iter().any(is_for_tests) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        if !item.attrs.iter().any(is_for_tests) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_lit_str(&mut self, literal: &'ast LitStr) {
        self.push(literal);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.tokens(item.tokens.clone());
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        // `#[error("...")]` and `#[arg(help = "...")]` speak to users; comments and reasons do not.
        let is_comment = ["doc", "expect", "cfg", "cfg_attr"]
            .iter()
            .any(|name| attribute.path().is_ident(name));
        match &attribute.meta {
            Meta::List(list) if !is_comment => self.tokens(list.tokens.clone()),
            Meta::NameValue(pair) if !is_comment => self.visit_expr(&pair.value),
            _ => {}
        }
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        visit::visit_expr(self, expression);
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    let is_test = |of: syn::Ident| of == "test";
    attribute.path().is_ident("test")
        || attribute.path().is_ident("cfg") && attribute.parse_args().is_ok_and(is_test)
}

fn strings(text: &str, name: &str) -> Vec<(usize, String)> {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut strings = Strings::default();
    strings.visit_file(&file);
    strings.0
}

/// Lines of a page outside fenced code, without inline code.
fn prose(text: &str) -> Vec<(usize, String)> {
    let mut is_code = false;
    let mut lines = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            let words: Vec<&str> = line.split('`').step_by(2).collect();
            lines.push((number + 1, words.join("` `")));
        }
    }
    lines
}

fn patterns() -> Vec<(Regex, &'static str)> {
    let patterns = PATTERNS.iter();
    patterns
        .map(|(shape, instead)| (Regex::new(shape).expect("a pattern"), *instead))
        .collect()
}

/// What the patterns match, by the file's first folder.
fn hits(
    texts: impl Iterator<Item = (String, Vec<(usize, String)>)>,
) -> BTreeMap<String, Vec<String>> {
    let patterns = patterns();
    let plain_forms = Regex::new(r"(?i)\b(?:is|are) no longer\b");
    let plain_forms = plain_forms.expect("a pattern");
    let mut hits: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, strings) in texts {
        for (line, text) in strings {
            // "Is no longer there" is plain.
            let text = plain_forms.replace_all(&text, "");
            for (shape, instead) in &patterns {
                if let Some(found) = shape.find(&text) {
                    let room = name.split('/').next().unwrap_or_default().to_owned();
                    let hit = format!("{name}:{line}: \"{}\": write {instead}", found.as_str());
                    hits.entry(room).or_default().push(hit);
                }
            }
        }
    }
    hits
}

fn assert_none(hits: &BTreeMap<String, Vec<String>>) {
    let count: usize = hits.values().map(Vec::len).sum();
    let rooms = hits
        .iter()
        .map(|(room, hits)| format!("{room}: {}\n{}", hits.len(), hits.join("\n")));
    let rooms: Vec<_> = rooms.collect();
    assert_eq!(
        count,
        0,
        "texts that need a second reading:\n{}",
        rooms.join("\n")
    );
}

#[test]
fn texts_of_the_programs_are_plain() {
    let is_for_tests = |name: &String| {
        let mut parts = name.split(['/', '.']);
        parts.any(|part| ["tests", "testing", "cases", "benches", "target"].contains(&part))
    };
    let sources = files(root(), ".rs").into_iter().map(|path| read(&path));
    let sources = sources.filter(|(_, name)| !is_for_tests(name));
    assert_none(&hits(sources.map(|(text, name)| {
        let strings = strings(&text, &name);
        (name, strings)
    })));
}

#[test]
fn pages_are_plain() {
    let pages = files(root(), ".md").into_iter().map(|path| read(&path));
    let pages = pages.filter(|(_, name)| !name.contains("node_modules"));
    assert_none(&hits(pages.map(|(text, name)| (name, prose(&text)))));
}

#[test]
fn strings_are_found_where_users_see_them() {
    let text = r#"
        /// Whoever reads documentation.
        #[error("it is no key")]
        struct A;
        fn a() { say("so many"); print!("{} told", 1); }
        #[cfg(test)]
        mod tests { const A: &str = "whoever"; }
    "#;
    let found: Vec<_> = strings(text, "text")
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert_eq!(found, ["it is no key", "so many", "{} told"]);
    assert_eq!(prose("a `b` c\n```\nd\n```\n"), [(1, "a ` ` c".to_owned())]);
}
