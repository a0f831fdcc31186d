//! `scan --bundle` and `verify`: what a bundle holds, and what becomes of one that was changed.

use std::fs;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::support::{ADA, Place, Run, VIC, ordinary, split};

/// A repository of somebody ordinary and somebody at `review`, and its bundle.
fn bundled(place: &Place) -> Value {
    let mut commits = split("main", VIC, 8);
    commits.extend(ordinary("side", ADA, 8));
    place.repository("widget", &commits);
    bundle(place, &["widget"])
}

fn bundle(place: &Place, args: &[&str]) -> Value {
    let args = [&["scan", "--bundle", "why.json"], args].concat();
    place.run(&args).success();
    let text = fs::read_to_string(place.path("why.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn verify(place: &Place, args: &[&str]) -> Run {
    place.run(&[&["verify", "why.json"], args].concat())
}

/// Verifies a bundle that somebody changed.
fn verify_changed(place: &Place, bundle: &Value) -> Run {
    place.write("changed.json", &format!("{bundle:#}"));
    place.run(&["verify", "changed.json"])
}

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The digest of a JSON object as the documentation says: keys sorted, no spaces, without itself.
fn digest(part: &Value) -> String {
    let mut part = part.clone();
    part.as_object_mut().unwrap().remove("digest");
    sha256(part.to_string().as_bytes())
}

/// What a forger does who has read the documentation: every digest anew.
fn reseal(bundle: &mut Value) {
    for repository in bundle["repositories"].as_array_mut().unwrap() {
        repository["digest"] = digest(repository).into();
    }
    for person in bundle["people"].as_array_mut().unwrap() {
        for finding in person["findings"].as_array_mut().unwrap() {
            finding["digest"] = digest(finding).into();
        }
        person["digest"] = digest(person).into();
    }
    bundle["digest"] = digest(bundle).into();
}

/// Fails with 1 and names each of `parts`.
fn refused(run: &Run, parts: &[&str]) {
    assert_eq!(run.code, Some(1), "{run:?}");
    let told = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in parts {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn the_demo_is_found_again_by_whoever_clones_it() {
    let place = Place::new();
    place.run(&["demo", "--keep", "demo"]).success();
    let bundle = bundle(&place, &["demo"]);
    assert_eq!(bundle["people"].as_array().unwrap().len(), 2);
    let text = verify(&place, &[]).success();
    assert!(
        text.contains("It holds") && text.contains("innocent: "),
        "{text}"
    );
    assert!(text.contains("would contradict it: "), "{text}");
    place.git(&place.path(""), &["clone", "--quiet", "demo", "fresh"], "");
    let text = verify(&place, &["fresh"]).success();
    assert!(text.contains("Every finding was found again"), "{text}");
    assert!(text.contains("the same 1,048 commits"), "{text}");
}

#[test]
fn bundles_and_verifications_are_what_their_schemas_say() {
    let place = Place::new();
    let bundle = bundled(&place);
    let verification = verify(&place, &["widget", "--format", "json"]).json();
    assert_eq!(verification["holds"], true);
    assert_eq!(verification["found_again"], true);
    for (what, value) in [("bundle", bundle), ("verification", verification)] {
        let schema = place.run(&["schema", what]).success();
        let schema = serde_json::from_str(&schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let errors: Vec<_> = validator
            .iter_errors(&value)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{what}: {errors:#?}");
    }
}

#[test]
fn everything_can_be_computed_by_hand() {
    let place = Place::new();
    let mut bundle = bundled(&place);
    let as_written = bundle.clone();
    reseal(&mut bundle);
    assert_eq!(bundle, as_written);
    let objects = bundle["objects"].as_array().unwrap();
    assert_eq!(objects.len(), 8);
    for object in objects {
        let content = object["content"].as_str().unwrap();
        let id = object["id"].as_str().unwrap();
        let hash = ["hash-object", "-t", "commit", "--stdin"];
        let hashed = place.git(&place.path("widget"), &hash, content);
        assert_eq!(hashed.trim_end(), id);
        assert_eq!(object["sha256"], sha256(content.as_bytes()));
        let stored = place.git(&place.path("widget"), &["cat-file", "commit", id], "");
        assert_eq!(content, stored);
    }
    let tips = place.git(
        &place.path("widget"),
        &["for-each-ref", "--format=%(objectname) %(refname)"],
        "",
    );
    let told: Vec<_> = bundle["repositories"][0]["tips"]
        .as_array()
        .unwrap()
        .iter()
        .collect();
    for tip in tips.lines() {
        assert!(told.contains(&&json!(tip)), "{tip} in {told:?}");
    }
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
        (
            "/objects/0/kind",
            "tag",
            "its bytes are not what its id stands for",
        ),
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
            "its bytes are not what its id stands for",
            "no sound object of this id",
        ],
    );
    let run = forge(&|bundle| bundle["people"][0]["findings"][0]["weight"] = "2.50".into());
    refused(&run, &["by its record it weighs 2.00, not 2.50"]);
    let run = forge(&|bundle| bundle["people"][0]["level"] = "urgent".into());
    refused(
        &run,
        &["the level is urgent, and the findings come to review"],
    );
    let run = forge(&|bundle| bundle["people"][0]["id"] = "p-000000000000".into());
    refused(&run, &["make the fingerprint"]);
    let run = forge(&|bundle| {
        bundle["people"][0]["findings"][0]["fingerprint"] = "f-000000000000".into();
    });
    refused(&run, &["make the fingerprint"]);
    let run = forge(&|bundle| {
        bundle["objects"].as_array_mut().unwrap().remove(0);
    });
    refused(&run, &["no sound object of this id"]);
}

#[test]
fn what_is_no_bundle_is_told() {
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
    let told = [
        "It holds",
        "was read instead",
        "nothing here shows that this repository ever held them",
        "Not every finding was found again",
        "not found any more",
        "8 of the 8 commits and tags it quotes are not in the clones",
    ];
    refused(&run, &told);
    // Rewritten so that the finding remains: the same finding, with other evidence.
    let mut again = ordinary("main", ADA, 1);
    again.extend(split("main", VIC, 8));
    place.repository("again", &again);
    refused(
        &verify(&place, &["again"]),
        &["found again, with other evidence"],
    );
    // Nothing to do with it.
    place.repository("stranger", &ordinary("trunk", ADA, 3));
    let run = verify(&place, &["stranger"]);
    refused(
        &run,
        &[
            "it holds nothing that the refs of the bundle name",
            "not found any more",
        ],
    );
}

#[test]
fn what_changed_in_the_program_since_is_told() {
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
        text.contains("the heuristic was revised: 77 then"),
        "{text}"
    );
    assert!(text.contains("it weighed 1.50 then, 2.00 now"), "{text}");
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
fn a_clone_without_some_refs_is_told_of() {
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
    assert!(run.stdout.contains("8 commits, and 16 then"), "{run:?}");
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
fn names_that_are_no_utf8_and_long_ids_hold() {
    let place = Place::new();
    for (name, format) in [("short", "sha1"), ("long", "sha256")] {
        fs::create_dir(place.path(name)).unwrap();
        let format = format!("--object-format={format}");
        place.git(
            &place.path(name),
            &["init", "--quiet", "--bare", &format],
            "",
        );
        let stream = split("main", "J~rg Painted <jorg@gate.example>", 8).concat();
        let stream = stream.replace("data 5", "encoding ISO-8859-1\ndata 5");
        let bytes = stream
            .bytes()
            .map(|byte| if byte == b'~' { 0xf6 } else { byte });
        let bytes: Vec<_> = bytes.collect();
        let import = ["fast-import", "--quiet", "--date-format=raw-permissive"];
        place.git(&place.path(name), &import, &bytes);
        let bundle = bundle(&place, &[name]);
        assert_eq!(bundle["people"][0]["names"][0], "J\u{f6}rg Painted");
        assert_eq!(bundle["objects"][0]["encoding"], "base64");
        verify(&place, &[name]).success();
    }
}

#[test]
fn the_same_scan_writes_the_same_bytes() {
    let place = Place::new();
    bundled(&place);
    let read = || fs::read(place.path("why.json")).unwrap();
    let first = read();
    for args in [&["widget", "--jobs", "1"], &["widget", "--jobs", "7"]] {
        bundle(&place, args);
        assert!(read() == first, "{args:?}");
    }
    place.git(&place.path("widget"), &["repack", "-adfq"], "");
    place.git(&place.path("widget"), &["pack-refs", "--all"], "");
    bundle(&place, &["widget"]);
    assert!(read() == first, "repacked");
}

#[test]
fn a_list_that_may_not_be_shared_leaves_no_trace() {
    let place = Place::new();
    bundled(&place);
    place.write(
        "north.csv",
        "kind,value\nmailbox,ada@studio.example\nmailbox,victor@gate.example\n",
    );
    let read = || fs::read(place.path("why.json")).unwrap();
    let whom: [&[&str]; 3] = [&[], &["--all"], &["--person", "ada@studio.example"]];
    for whom in whom {
        let args = [&["widget"], whom].concat();
        bundle(&place, &args);
        let without = read();
        for tlp in ["green", "amber", "amber+strict", "red"] {
            let import = [
                "indicators",
                "import",
                "--csv",
                "north.csv",
                "--grade",
                "A",
                "--tlp",
                tlp,
            ];
            place
                .run(&[&import[..], &["--data", tlp]].concat())
                .success();
            let scan = ["scan", "--bundle", "why.json", "--data", tlp];
            let run = place.run(&[&scan[..], &args].concat());
            assert!(run.stderr.contains("stay out of it"), "{run:?}");
            run.success();
            assert!(read() == without, "{tlp} with {whom:?}");
        }
    }
}

#[test]
fn a_public_list_is_named() {
    let place = Place::new();
    bundled(&place);
    place.write("north.csv", "kind,value\nmailbox,ada@studio.example\n");
    let import = [
        "indicators",
        "import",
        "--csv",
        "north.csv",
        "--grade",
        "A",
        "--tlp",
        "clear",
    ];
    place
        .run(&[&import[..], &["--data", "data"]].concat())
        .success();
    let bundle = bundle(&place, &["widget", "--data", "data"]);
    assert_eq!(bundle["lists"][0]["name"], "north");
    verify(&place, &["widget", "--data", "data"]).success();
    refused(
        &verify(&place, &["widget"]),
        &["it rests on an imported list"],
    );
}

#[test]
fn a_bundle_may_be_about_nobody_or_one_person() {
    let place = Place::new();
    bundled(&place);
    let nobody = bundle(&place, &["widget", "--min-level", "urgent"]);
    assert_eq!(
        (&nobody["people"], &nobody["objects"]),
        (&json!([]), &json!([]))
    );
    let text = verify(&place, &["widget"]).success();
    assert!(text.contains("It says nothing about anybody"), "{text}");
    let ada = bundle(&place, &["widget", "--person", "ada@studio.example"]);
    assert_eq!(ada["people"].as_array().unwrap().len(), 1);
    assert_eq!(ada["people"][0]["level"], "quiet");
    assert_eq!(ada["options"]["person"], ada["people"][0]["id"]);
    verify(&place, &["widget"]).success();
}

#[test]
fn options_are_repeated() {
    let place = Place::new();
    bundled(&place);
    let args = [
        "widget",
        "--ref",
        "main",
        "--since",
        "2024-03-03",
        "--until",
        "2024-03-08",
    ];
    let bundle = bundle(
        &place,
        &[&args[..], &["--heuristic", "split-clock", "--all"]].concat(),
    );
    assert_eq!(bundle["options"]["refs"], json!(["main"]));
    assert_eq!(bundle["options"]["heuristics"].as_array().unwrap().len(), 1);
    assert_eq!(
        bundle["repositories"][0]["tips"].as_array().unwrap().len(),
        1
    );
    assert_eq!(bundle["people"].as_array().unwrap().len(), 1);
    let run = verify(&place, &["widget"]);
    assert!(run.stdout.contains("the same 6 commits"), "{run:?}");
    run.success();
}

#[test]
fn accepted_findings_are_in_with_their_reason() {
    let place = Place::new();
    bundled(&place);
    let accept = [
        "scan",
        "widget",
        "--write-baseline",
        "b.toml",
        "--reason",
        "their proxy does it",
    ];
    place.run(&accept).success();
    let bundle = bundle(&place, &["widget", "--baseline", "b.toml", "--all"]);
    let people = bundle["people"].as_array().unwrap();
    let mut accepted = people
        .iter()
        .flat_map(|person| person["findings"].as_array().unwrap());
    let accepted = accepted
        .find(|finding| finding["heuristic"] == "split-clock")
        .unwrap();
    assert_eq!(accepted["accepted"]["reason"], "their proxy does it");
    assert!(people.iter().all(|person| person["level"] == "quiet"));
    let text = verify(&place, &["widget"]).success();
    assert!(text.contains("accepted: their proxy does it"), "{text}");
}

#[test]
fn a_bundle_that_cannot_be_written_fails_before_the_work() {
    let place = Place::new();
    place.repository("widget", &split("main", VIC, 8));
    let run = place.run(&["scan", "widget", "--bundle", "missing/why.json"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(5), ""), "{run:?}");
}
