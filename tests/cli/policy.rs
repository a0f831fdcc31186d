//! The policy file of a repository, as scans apply it.

use crate::support::{ADA, Place, VIC, ordinary, split};

/// A repository of an honest person and of one with two clocks, whose last commit holds a policy.
fn place(policy: &str) -> Place {
    let place = Place::new();
    let victor = "Victor Painted <77+victor@users.noreply.github.com>";
    let mut commits = [ordinary("main", ADA, 8), split("main", victor, 8)].concat();
    let last = commits.last_mut().unwrap();
    let file = format!(
        "M 100644 inline .github/countersign.toml\ndata {}\n{policy}\n",
        policy.len()
    );
    *last += &file;
    place.repository("r", &commits);
    place
}

fn scan(place: &Place, more: &[&str]) -> String {
    place.run(&[&["scan", "r"], more].concat()).success()
}

#[test]
fn a_scan_applies_what_the_policy_says_and_says_so() {
    let off = place("[heuristics]\noff = [\"split-clock\"]\n");
    let text = scan(&off, &[]);
    assert!(!text.contains("split-clock (clock"), "{text}");
    assert!(
        text.contains("the policy .github/countersign.toml does not apply split-clock"),
        "{text}"
    );
    let text = scan(&off, &["--no-policy"]);
    assert!(
        text.contains("split-clock (clock") && !text.contains("the policy"),
        "{text}"
    );
    let text = scan(&off, &["--heuristic", "split-clock"]);
    assert!(
        text.contains("split-clock (clock"),
        "what is named runs: {text}"
    );
}

#[test]
fn exempt_accounts_are_left_out_and_counted() {
    let exempt = place("exempt = [\"Victor\"]\n");
    let gate = exempt.run(&["scan", "r", "--fail-on", "review"]).success();
    assert!(gate.contains("exempts 1 person"), "{gate}");
    assert!(!gate.contains("Victor Painted"), "{gate}");
    let run = exempt.run(&["scan", "r", "--fail-on", "review", "--no-policy"]);
    assert_eq!(run.code, Some(1));
    let text = scan(&exempt, &["--person", "victor"]);
    assert!(
        text.contains("split-clock"),
        "a person who is asked for: {text}"
    );
}

#[test]
fn the_policys_level_is_a_default() {
    let urgent = place("min_level = \"urgent\"\n");
    let people = |more: &[&str]| {
        let run = urgent.run(&[&["scan", "r", "--format=json"], more].concat());
        run.json()["people"].as_array().unwrap().len()
    };
    assert_eq!(people(&[]), 0);
    assert_eq!(people(&["--min-level", "note"]), 1);
    assert_eq!(people(&["--all"]), 2);
}

#[test]
fn a_broken_policy_has_no_effect_and_a_named_one_must_be_right() {
    let broken = place("min_levle = \"urgent\"\n");
    let run = broken.run(&["scan", "r"]);
    assert_eq!(run.code, Some(0));
    assert!(
        run.stderr.contains("has no effect") && run.stderr.contains("`min_level`"),
        "{}",
        run.stderr
    );
    assert!(run.stdout.contains("split-clock"));
    broken.write("own.toml", "[heuristics]\noff = [\"split-clock\"]\n");
    let text = scan(&broken, &["--policy", "own.toml"]);
    assert!(
        text.contains("the policy own.toml does not apply split-clock"),
        "{text}"
    );
    broken.write("own.toml", "off = 1\n");
    assert_eq!(
        broken.run(&["scan", "r", "--policy", "own.toml"]).code,
        Some(2)
    );
}

/// One repository's policy does not decide about another's people.
#[test]
fn a_scan_of_several_repositories_applies_no_policy_of_theirs() {
    let two = place("exempt = [\"victor\"]\n");
    two.repository("s", &split("main", VIC, 8));
    let text = two.run(&["scan", "r", "s"]).success();
    assert!(
        text.contains("Victor Painted") && !text.contains("the policy"),
        "{text}"
    );
}

/// The work tree may hold the branch of a pull request, with a policy of its author's.
#[test]
fn the_policy_is_the_one_of_the_default_branch() {
    let origin = place("min_level = \"urgent\"\n");
    let main = origin.path("r");
    origin.git(&origin.path("."), &["clone", "--quiet", "r", "clone"], "");
    let clone = origin.path("clone");
    let as_somebody = ["-c", "user.name=Ada", "-c", "user.email=ada@studio.example"];
    origin.git(&clone, &["checkout", "--quiet", "-b", "proposal"], "");
    origin.git(&clone, &["rm", "--quiet", ".github/countersign.toml"], "");
    let commit = [&as_somebody[..], &["commit", "--quiet", "-m", "Remove"]].concat();
    origin.git(&clone, &commit, "");
    for (folder, reason) in [(main, "bare"), (clone, "clone")] {
        let run = origin.run(&["scan", folder.to_str().unwrap()]);
        assert!(
            run.stdout.contains("shows people from level urgent on"),
            "{reason}: {}",
            run.stdout
        );
    }
}
