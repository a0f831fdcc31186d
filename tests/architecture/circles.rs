//! Inside a crate, modules depend on each other in one direction.
//!
//! Each file's imports are read with `syn`: an edge goes from a file to the file that defines what it names. A
//! module and the modules inside it are one thing, so parents and children may use each other; modules side by
//! side, each with all that is inside it, may not stand in a circle.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

use crate::{files, read, root};

/// Folders with the sources of one crate each.
const CRATES: [&str; 14] = [
    "src",
    "dev/calibration/src",
    "dev/careers/src",
    "dev/world/src",
    "facts/src",
    "github/src",
    "heuristics/src",
    "history/src",
    "indicators/src",
    "memory/src",
    "people/src",
    "report/src",
    "store/src",
    "webhooks/src",
];

/// Circles that are one thing in several files, each with the reason why it stays.
const EXPLAINED: [(&[&str], &str); 0] = [];

/// A module by its path from the crate's root: `["jobs", "command"]`.
type Module = Vec<String>;

/// What one file imports and names.
#[derive(Default)]
struct Source {
    /// Every path that starts at `crate`, `self` or `super`, or at a child module.
    named: Vec<Module>,
    /// What the file re-exports or imports, by the name it has here.
    bound: BTreeMap<String, Module>,
}

/// Collects the paths that a file names, without what only tests see.
struct Paths<'a>(&'a mut Source);

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !is_for_tests(item) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let is_private = matches!(item.vis, Visibility::Inherited);
        let mut paths = Vec::new();
        flatten(&item.tree, &mut Vec::new(), &mut paths);
        for (path, name) in paths {
            self.0.bound.insert(name, path.clone());
            if is_private {
                self.0.named.push(path);
            }
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments = path.segments.iter();
        self.0
            .named
            .push(segments.map(|one| one.ident.to_string()).collect());
        visit::visit_path(self, path);
    }
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

fn is_for_tests(item: &Item) -> bool {
    attributes(item).iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute
                .parse_args::<syn::Ident>()
                .is_ok_and(|of| of == "test")
    })
}

/// Every path of a `use`, with the name that it gets in the file.
fn flatten(tree: &UseTree, before: &mut Module, paths: &mut Vec<(Module, String)>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, paths);
            before.pop();
        }
        UseTree::Group(group) => {
            for tree in &group.items {
                flatten(tree, before, paths);
            }
        }
        UseTree::Name(name) if name.ident == "self" => {
            let bound = before.last().cloned().unwrap_or_default();
            paths.push((before.clone(), bound));
        }
        UseTree::Name(name) => {
            let mut path = before.clone();
            path.push(name.ident.to_string());
            paths.push((path, name.ident.to_string()));
        }
        UseTree::Rename(rename) => {
            let mut path = before.clone();
            path.push(rename.ident.to_string());
            paths.push((path, rename.rename.to_string()));
        }
        UseTree::Glob(_) => paths.push((before.clone(), "*".to_owned())),
    }
}

/// The module that a file is, from the folder of the crate's sources.
fn module_of(path: &Path, folder: &Path) -> Module {
    let inside = path.strip_prefix(folder).unwrap_or(path).with_extension("");
    let mut module: Module = inside
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let is_folder = |name: &String| ["mod", "lib", "main"].contains(&&**name);
    if module.last().is_some_and(is_folder) {
        module.pop();
    }
    module
}

/// The modules of a crate with what each names; those of tests left out.
fn modules(folder: &Path) -> BTreeMap<Module, Source> {
    let mut modules = BTreeMap::new();
    for path in files(folder, ".rs") {
        let module = module_of(&path, folder);
        let is_for_tests = |name: &String| ["tests", "testing", "cases"].contains(&&**name);
        if module.iter().any(is_for_tests) {
            continue;
        }
        let (text, name) = read(&path);
        let file = syn::parse_file(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut source = Source::default();
        Paths(&mut source).visit_file(&file);
        modules.insert(module, source);
    }
    modules
}

/// The module that defines what `path` names in the module `from`; `None` for what is of no module here.
fn defining(
    modules: &BTreeMap<Module, Source>,
    from: &Module,
    path: &[String],
    depth: usize,
) -> Option<Module> {
    let first = path.first()?;
    let mut rest = path;
    let mut at = match &**first {
        "crate" => Module::new(),
        "self" | "super" => from.clone(),
        _ if modules.contains_key(&child(from, first)) => from.clone(),
        _ => return None,
    };
    while let Some(segment) = rest.first() {
        match &**segment {
            "crate" | "self" => {}
            "super" => {
                at.pop();
            }
            name if modules.contains_key(&child(&at, name)) => at = child(&at, name),
            name => {
                let source = modules.get(&at)?;
                let known = source.bound.get(name).filter(|_| depth > 0);
                let elsewhere = known.and_then(|path| defining(modules, &at, path, depth - 1));
                return Some(elsewhere.unwrap_or(at));
            }
        }
        rest = &rest[1..];
    }
    Some(at)
}

fn child(of: &Module, name: &str) -> Module {
    let mut child = of.clone();
    child.push(name.to_owned());
    child
}

/// Groups of modules side by side that depend on each other in a circle, each sorted.
fn circles(folder: &Path) -> Vec<Vec<Module>> {
    const MOST_RE_EXPORTS: usize = 8;
    let modules = modules(folder);
    let mut side_by_side: BTreeSet<(Module, Module)> = BTreeSet::new();
    for (module, source) in &modules {
        let named = source.named.iter();
        let others = named.filter_map(|path| defining(&modules, module, path, MOST_RE_EXPORTS));
        for other in others {
            let parents = module.iter().zip(&other);
            let shared = parents.take_while(|(a, b)| a == b).count();
            if shared < module.len() && shared < other.len() {
                side_by_side.insert((module[..=shared].to_vec(), other[..=shared].to_vec()));
            }
        }
    }
    let names: BTreeSet<&Module> = side_by_side.iter().flat_map(|(a, b)| [a, b]).collect();
    let names: Vec<&Module> = names.into_iter().collect();
    let position: BTreeMap<&Module, usize> = names.iter().copied().zip(0..).collect();
    let edges = side_by_side
        .iter()
        .map(|(from, to)| (position[from], position[to]));
    let graph: DiGraphMap<usize, ()> = DiGraphMap::from_edges(edges);
    let circles = tarjan_scc(&graph).into_iter();
    let mut circles: Vec<Vec<Module>> = circles
        .filter(|circle| circle.len() > 1)
        .map(|circle| {
            let mut circle: Vec<_> = circle.into_iter().map(|at| names[at].clone()).collect();
            circle.sort();
            circle
        })
        .collect();
    circles.sort();
    circles
}

#[test]
fn modules_of_a_crate_depend_on_each_other_in_one_direction() {
    let mut found = Vec::new();
    for folder in CRATES {
        for circle in circles(&root().join(folder)) {
            let names: Vec<_> = circle
                .iter()
                .map(|module| format!("{folder}::{}", module.join("::")))
                .collect();
            let is_explained = EXPLAINED.iter().any(|(known, _)| *known == names);
            if !is_explained {
                found.push(names.join(", "));
            }
        }
    }
    assert!(found.is_empty(), "circles:\n{}", found.join("\n"));
}

#[test]
fn every_crate_is_looked_at() {
    for folder in CRATES {
        let modules = modules(&root().join(folder));
        assert!(modules.len() > 1, "{folder}: no modules found");
    }
}
