//! The invariants of ARCHITECTURE.md, each held by a test.

mod circles;
mod crates;
mod deploy;
mod domains;
mod files;
mod language;
mod site;

use std::path::{Path, PathBuf};

/// The workspace's folder.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below `folder` whose name ends in `ending`, sorted, without build output.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of the workspace can be read") {
            let path = entry.expect("its entries can be read").path();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            if path.is_dir() && !name.starts_with('.') && name != "target" {
                open.push(path);
            } else if path.is_file() && name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// A file's text and its path from the workspace's folder.
fn read(path: &Path) -> (String, String) {
    let text = std::fs::read_to_string(path).expect("a file of the workspace is UTF-8");
    let name = path.strip_prefix(root()).unwrap_or(path);
    (text, name.display().to_string())
}
