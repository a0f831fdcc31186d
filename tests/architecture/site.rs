//! The pages in `docs/` as a site: each is in the table of contents, and every link leads to a heading that exists.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::{files, read, root};

/// Lines of a page outside fenced code.
fn lines(text: &str) -> Vec<&str> {
    let mut is_code = false;
    let mut kept = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            kept.push(line);
        }
    }
    kept
}

/// The anchor that GitHub and mdBook give a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|letter| match letter {
        ' ' => Some('-'),
        '-' | '_' => Some(letter),
        letter if letter.is_alphanumeric() => Some(letter.to_ascii_lowercase()),
        _ => None,
    });
    kept.collect()
}

/// Anchors of a page. A heading that repeats has a number at its end.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let headings = lines(text).into_iter().filter(|line| line.starts_with('#'));
    let headings = headings.map(|line| anchor(line.trim_start_matches('#').trim()));
    headings
        .map(|anchor| {
            let count = seen.entry(anchor.clone()).or_default();
            *count += 1;
            match *count {
                1 => anchor,
                count => format!("{anchor}-{}", count - 1),
            }
        })
        .collect()
}

/// Targets of the links in a page, without other sites.
fn links(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    for line in lines(text) {
        // Inline code shows links and has none.
        let prose: Vec<_> = line.split('`').collect();
        let prose = prose.join(" ");
        let targets = prose.split("](").skip(1);
        let targets = targets.filter_map(|rest| rest.split(')').next());
        links.extend(
            targets
                .filter(|link| !link.contains("://"))
                .map(str::to_owned),
        );
    }
    links
}

#[test]
fn links_lead_to_headings_that_exist() {
    let pages: BTreeMap<PathBuf, String> = files(root(), ".md")
        .into_iter()
        .map(|path| {
            let (text, _) = read(&path);
            (path.canonicalize().expect("a page has a path"), text)
        })
        .collect();
    let mut wrong = Vec::new();
    for (page, text) in &pages {
        for link in links(text) {
            let Some((file, wanted)) = link.split_once('#') else {
                continue;
            };
            let target = match file {
                "" => page.clone(),
                file => page.parent().unwrap_or(Path::new(".")).join(file),
            };
            let target = target.canonicalize().unwrap_or(target);
            // What is not a page has no headings; a line of a source is not a promise.
            if let Some(target) = pages.get(&target)
                && !anchors(target).contains(wanted)
            {
                wrong.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "no such heading:\n{}", wrong.join("\n"));
}

#[test]
fn the_table_of_contents_lists_every_page_once() {
    let folder = root().join("docs");
    let (contents, _) = read(&folder.join("SUMMARY.md"));
    let listed = links(&contents);
    let pages = files(&folder, ".md").into_iter();
    let pages: BTreeSet<_> = pages
        .filter_map(|path| Some(path.strip_prefix(&folder).ok()?.display().to_string()))
        .filter(|name| name != "SUMMARY.md")
        .collect();
    let once: BTreeSet<_> = listed.iter().cloned().collect();
    assert_eq!(once, pages);
    assert_eq!(listed.len(), once.len(), "a page is listed twice");
}

#[test]
fn anchors_are_what_github_makes_of_headings() {
    let page = "# The `--tlp` option: who may read?\n## A\n```\n## not one\n```\n## A\n";
    let anchors = anchors(page);
    let anchors: Vec<_> = anchors.iter().map(String::as_str).collect();
    assert_eq!(anchors, ["a", "a-1", "the---tlp-option-who-may-read"]);
}
