//! The heuristics' own pages.

use countersign_heuristics::{Strength, catalogue};
use countersign_report::{Look, catalogue_page, catalogue_text, heuristic_page};

#[test]
fn pages_hold_the_readme_and_what_the_code_knows() {
    for heuristic in catalogue() {
        let page = heuristic_page(heuristic);
        let missing = heuristic
            .page
            .lines()
            .filter(|line| !line.contains('{'))
            .find(|line| !page.contains(line));
        assert_eq!(missing, None, "{}", heuristic.id);
        assert!(
            !page.contains("{rate"),
            "{}: rates are filled in",
            heuristic.id
        );
        let strength = format!("- Strength: {}", heuristic.strength.as_str());
        assert!(page.contains(&format!(
            "- Family: {}\n{strength}",
            heuristic.family.as_str()
        )));
        assert!(page.contains(&format!("- Revision: {}\n", heuristic.revision)));
        let record = page.split("\n## Record\n").nth(1).unwrap();
        let strengths = match heuristic.strength {
            Strength::Context => 1,
            Strength::Moderate => 2,
            Strength::Strong => 3,
        };
        let lines = match heuristic.record().testable {
            0 => 1,
            _ => 4 + strengths,
        };
        assert_eq!(record.trim().lines().count(), lines);
        assert!(page.ends_with('\n') && !page.contains("\n\n\n"), "{page}");
    }
}

#[test]
fn the_catalogue_holds_every_page_one_level_lower() {
    let page = catalogue_page();
    let titles = page.lines().filter(|line| line.starts_with("# ")).count();
    assert_eq!(titles, 1);
    for heuristic in catalogue() {
        let id = heuristic.id;
        assert!(
            page.contains(&format!("| [{id}](#{id}) | ")),
            "{id} is in the table"
        );
        assert!(page.contains(&format!("\n## {id}\n")), "{id} has its page");
    }
    let lowered = page.matches("\n### What it looks at\n").count();
    let written = catalogue()
        .iter()
        .filter(|one| one.page.contains("\n## What it looks at\n"));
    assert_eq!(lowered, written.count());
}

#[test]
fn the_catalogue_fits_a_terminal() {
    for width in [60, 80, 120] {
        let text = catalogue_text(&Look {
            width,
            ..Look::default()
        });
        assert!(
            text.lines().all(|line| line.chars().count() <= width),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'));
        for heuristic in catalogue() {
            assert!(text.contains(&format!("  {} ", heuristic.id)), "{text}");
        }
    }
}
