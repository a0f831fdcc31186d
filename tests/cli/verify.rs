//! `verify`: what becomes of a bundle that was changed, and of clones that hold something else.

use std::fs;

use serde_json::Value;

use crate::bundle::{bundle, bundled, refused, reseal, sha256, verify};
use crate::support::{ADA, Place, Run, VIC, ordinary, split};

/// Verifies a bundle that somebody changed.
fn verify_changed(place: &Place, bundle: &Value) -> Run {
    place.write("changed.json", &format!("{bundle:#}"));
    place.run(&["verify", "changed.json"])
}

#[test]
fn the_demo_is_found_again_in_a_clone() {
    let place = Place::new();
    place.run(&["demo", "--keep", "demo"]).success();
    let key = ["--platform-key", "noreply@github.com=demo/github.pub"];
    let bundle = bundle(&place, &["demo", key[0], key[1]]);
    assert_eq!(bundle["people"].as_array().unwrap().len(), 2);
    let text = verify(&place, &[]).success();
    assert!(
        text.contains("It holds") && text.contains("innocent explanation: "),
        "{text}"
    );
    assert!(text.contains("What would disprove this: "), "{text}");
    place.git(&place.path(""), &["clone", "--quiet", "demo", "fresh"], "");
    let text = verify(&place, &["fresh", key[0], key[1]]).success();
    assert!(text.contains("Every finding was found again"), "{text}");
    assert!(text.contains("the same 1,049 commits"), "{text}");
}

#[test]
fn a_changed_part_is_named() {
    let place = Place::new();
    let whole = bundled(&place);
    let person = &whole["people"][0];
    let finding = person["findings"][0]["fingerprint"].as_str().unwrap();
    let named = format!("finding {finding} (split-clock)");
    let somebody = format!("person {}", person["id"].as_str().unwrap());
    let object = format!("commit {}", whole["objects"][0]["id"].as_str().unwrap());
    let other = format!("commit {}", "0".repeat(40));
    let zeros = "0".repeat(64);
    for (pointer, value, part) in [
        ("/people/0/findings/0/summary", "nothing at all", &*named),
        ("/people/0/findings/0/innocent", "none", &named),
        (
            "/people/0/findings/0/evidence/0/record/value",
            "1 +0000",
            &named,
        ),
        ("/people/0/findings/0/digest", &zeros, &named),
        ("/people/0/names/0", "Somebody Else", &somebody),
        ("/people/0/level", "urgent", &somebody),
        ("/repositories/0/source", "elsewhere", "repository widget"),
        ("/repositories/0/tips/0", "none", "repository widget"),
        ("/objects/0/content", "tree", &object),
        ("/objects/0/kind", "tag", "its bytes do not match its id"),
        ("/objects/0/sha256", &zeros, &object),
        ("/objects/0/id", &"0".repeat(40), &other),
        ("/tool/version", "9", "the bundle as a whole"),
        ("/digest", &zeros, "the bundle as a whole"),
    ] {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).unwrap() = value.into();
        let run = verify_changed(&place, &changed);
        refused(&run, &["It does not hold", part, "the bundle as a whole"]);
    }
}

#[test]
fn no_byte_can_be_flipped() {
    let place = Place::new();
    bundled(&place);
    let bytes = fs::read(place.path("why.json")).unwrap();
    // A prime number of steps, so that every kind of line is hit somewhere.
    for at in (0..bytes.len()).step_by(61) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        fs::write(place.path("flipped.json"), &flipped).unwrap();
        let run = place.run(&["verify", "flipped.json"]);
        assert!(matches!(run.code, Some(1 | 5)), "byte {at}: {run:?}");
    }
}

#[test]
fn a_forger_who_computes_every_digest_anew_is_found_out() {
    let place = Place::new();
    let whole = bundled(&place);
    let forge = |change: &dyn Fn(&mut Value)| {
        let mut forged = whole.clone();
        change(&mut forged);
        reseal(&mut forged);
        verify_changed(&place, &forged)
    };
    let unchanged = forge(&|_| ());
    assert_eq!(unchanged.code, Some(0), "{unchanged:?}");
    let run = forge(&|bundle| {
        bundle["people"][0]["findings"][0]["evidence"][0]["record"]["value"] = "1 -0500".into();
    });
    refused(
        &run,
        &["the author-date of", "in the object, not \"1 -0500\""],
    );
    let run = forge(&|bundle| {
        let object = &mut bundle["objects"][0];
        let content = object["content"]
            .as_str()
            .unwrap()
            .replace("-0500", "+0500");
        object["sha256"] = sha256(content.as_bytes()).into();
        object["content"] = content.into();
    });
    refused(
        &run,
        &[
            "its bytes do not match its id",
            "no valid object with this id",
        ],
    );
    let run = forge(&|bundle| bundle["people"][0]["findings"][0]["weight"] = "2.50".into());
    refused(&run, &["by its record its weight is 2.00, not 2.50"]);
    let run = forge(&|bundle| bundle["people"][0]["level"] = "urgent".into());
    refused(
        &run,
        &["the level is urgent, but the findings add up to review"],
    );
    let run = forge(&|bundle| bundle["people"][0]["id"] = "p-000000000000".into());
    refused(&run, &["give the fingerprint"]);
    let run = forge(&|bundle| {
        bundle["people"][0]["findings"][0]["fingerprint"] = "f-000000000000".into();
    });
    refused(&run, &["give the fingerprint"]);
    let run = forge(&|bundle| {
        bundle["objects"].as_array_mut().unwrap().remove(0);
    });
    refused(&run, &["no valid object with this id"]);
}

#[test]
fn other_words_beside_true_evidence_are_found_out() {
    let place = Place::new();
    let whole = bundled(&place);
    let forge = |change: &dyn Fn(&mut Value)| {
        let mut forged = whole.clone();
        change(&mut forged["people"][0]);
        reseal(&mut forged);
        verify_changed(&place, &forged)
    };
    let run = forge(&|person| {
        let rate = &mut person["findings"][0]["base_rate"];
        rate["testable"] = 4_000_000_000_u32.into();
    });
    refused(&run, &["its base rate is not that of its record"]);
    let run =
        forge(&|person| person["findings"][0]["innocent"] = "There is no other reason.".into());
    refused(&run, &["innocent explanation is not the heuristic's"]);
    // Without a clone nothing contradicts these, and the text says whose claims they are.
    let defame = |person: &mut Value| {
        person["names"] = serde_json::json!(["Grace Maintainer"]);
        person["emails"] = serde_json::json!(["grace@project.example"]);
        person["findings"][0]["summary"] = "all 400 commits are forged".into();
    };
    let text = forge(&defame).success();
    assert!(text.contains("only what its maker claims"), "{text}");
    let run = place.run(&["verify", "changed.json", "widget"]);
    refused(
        &run,
        &[
            "the names are different there",
            "the e-mail addresses are different there",
            "in the clones its sentence is",
        ],
    );
}

#[test]
fn a_file_that_is_not_a_bundle_is_rejected() {
    let place = Place::new();
    let whole = bundled(&place);
    let fails = |text: &str, why: &str| {
        place.write("other.json", text);
        let run = place.run(&["verify", "other.json"]);
        assert_eq!(run.code, Some(5), "{run:?}");
        assert!(
            run.stderr.contains("other.json") && run.stderr.contains(why),
            "{run:?}"
        );
    };
    fails("", "EOF");
    fails(
        "{\"schema\":\"countersign/bundle/2\"}",
        "countersign/bundle/2",
    );
    let text = format!("{whole:#}");
    fails(
        &text.replacen("\"level\"", "\"lever\"", 1),
        "unknown field `lever`",
    );
    // A second member of the same name, which most programs take for the first.
    let twice = text.replacen("\"level\"", "\"level\": \"quiet\", \"level\"", 1);
    fails(&twice, "duplicate field `level`");
    assert_eq!(place.run(&["verify", "absent.json"]).code, Some(5));
    let run = verify(&place, &["absent"]);
    assert_eq!(run.code, Some(4), "{run:?}");
}

#[test]
fn rewritten_history_refutes() {
    let place = Place::new();
    place.repository("widget", &split("main", VIC, 8));
    bundle(&place, &["widget"]);
    place.repository("rewritten", &ordinary("main", VIC, 8));
    let run = verify(&place, &["rewritten"]);
    let parts = [
        "It holds",
        "was read instead",
        "this clone does not show that the repository ever had them",
        "Some findings were not found again with the same evidence",
        "not found again",
        "8 of the 8 commits and tags it quotes are not in the clones",
    ];
    refused(&run, &parts);
    // Rewritten so that the finding remains: the same finding, with other evidence.
    let mut again = ordinary("main", ADA, 1);
    again.extend(split("main", VIC, 8));
    place.repository("again", &again);
    refused(
        &verify(&place, &["again"]),
        &["found again, with different evidence"],
    );
    // Nothing to do with it.
    place.repository("stranger", &ordinary("trunk", ADA, 3));
    let run = verify(&place, &["stranger"]);
    refused(
        &run,
        &[
            "it holds nothing that the refs of the bundle name",
            "not found again",
        ],
    );
}

#[test]
fn changes_of_the_program_since_are_listed() {
    let place = Place::new();
    let mut bundle = bundled(&place);
    let finding = &mut bundle["people"][0]["findings"][0];
    finding["revision"] = 77.into();
    finding["record"] = "0".repeat(64).into();
    finding["weight"] = "1.50".into();
    reseal(&mut bundle);
    place.write("changed.json", &format!("{bundle:#}"));
    let run = place.run(&["verify", "changed.json", "widget"]);
    let text = run.success();
    assert!(
        text.contains("the heuristic was revised: revision 77 then"),
        "{text}"
    );
    assert!(
        text.contains("the weight was 1.50 then and is 2.00 now"),
        "{text}"
    );
    let finding = &mut bundle["people"][0]["findings"][0];
    finding["heuristic"] = "gone-since".into();
    finding["fingerprint"] = "f-000000000000".into();
    reseal(&mut bundle);
    place.write("changed.json", &format!("{bundle:#}"));
    let run = place.run(&["verify", "changed.json", "widget"]);
    refused(
        &run,
        &["It holds", "this version has no heuristic gone-since"],
    );
}

#[test]
fn a_clone_without_some_refs_is_reported() {
    let place = Place::new();
    let path = place.repository("widget", &split("main", VIC, 8));
    place.import(&path, &ordinary("topic", ADA, 8));
    place.git(&path, &["update-ref", "refs/pull/1/head", "topic"], "");
    place.git(&path, &["branch", "-D", "--quiet", "topic"], "");
    bundle(&place, &["widget"]);
    let clone = ["clone", "--quiet", "--bare", "widget", "fresh"];
    place.git(&place.path(""), &clone, "");
    place.git(&place.path("fresh"), &["gc", "--quiet", "--prune=now"], "");
    let run = verify(&place, &["fresh"]);
    assert_eq!(run.code, Some(3), "{run:?}");
    assert!(run.stdout.contains("refs/pull/1/head"), "{run:?}");
    assert!(
        run.stdout
            .contains("8 commits, and 16 when the bundle was made"),
        "{run:?}"
    );
    let fetch = [
        "fetch",
        "--quiet",
        "../widget",
        "refs/pull/*/head:refs/pull/*/head",
    ];
    place.git(&place.path("fresh"), &fetch, "");
    verify(&place, &["fresh"]).success();
}

#[test]
fn a_history_that_grew_still_holds_the_bundle() {
    let place = Place::new();
    let path = place.repository("widget", &split("main", VIC, 8));
    bundle(&place, &["widget"]);
    place.import(&path, &ordinary("main", ADA, 30));
    let run = verify(&place, &["widget"]);
    assert!(run.stdout.contains("the same 8 commits"), "{run:?}");
    run.success();
}

#[test]
fn clones_are_told_apart_by_what_they_hold() {
    let place = Place::new();
    place.repository("one", &split("main", VIC, 8));
    place.repository("two", &split("main", "Wanda New <wanda@gate.example>", 8));
    let bundle = bundle(&place, &["one", "two"]);
    assert_eq!(bundle["people"].as_array().unwrap().len(), 2);
    verify(&place, &["two", "one"]).success();
    let run = verify(&place, &["two"]);
    refused(
        &run,
        &[
            "one: no clone of it was given",
            "found again, with the same evidence",
        ],
    );
    fs::create_dir(place.path("empty")).unwrap();
    assert_eq!(verify(&place, &["empty", "absent"]).code, Some(4));
}

#[test]
fn lines_of_files_are_looked_at_in_the_clone() {
    let place = Place::new();
    let mut commits = ordinary("main", ADA, 4);
    let hidden = format!("module.exports = api;{}require('./font')", " ".repeat(300));
    let last = commits.last_mut().unwrap();
    *last = format!(
        "{}\nM 100644 inline api.js\ndata <<END\n{hidden}\nEND\n\n",
        last.trim_end()
    );
    place.repository("widget", &commits);
    bundle(&place, &["widget", "--content", "--all"]);
    let text = verify(&place, &[]).success();
    let parts = "1 record is not in the bundle's commits and tags";
    assert!(
        text.contains("hidden-code") && text.contains(parts),
        "{text}"
    );
    let text = verify(&place, &["widget"]).success();
    assert!(
        text.contains("found again, with the same evidence"),
        "{text}"
    );
}
