//! Files as their authors write them, about invented people, and what is read from them.

use std::fs;
use std::path::Path;

use countersign_facts::{Grade, Indicator, IndicatorKind, Tlp};
use countersign_indicators::{Format, Options, ReadError, Reading, read};

const NOW: &str = "2026-11-21T10:00:00Z";

fn options() -> Options<'static> {
    Options {
        kind: None,
        mentioned: false,
        now: NOW,
    }
}

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/files")
        .join(name);
    fs::read(path).expect("the file is there")
}

/// What is on a file, as `kind value`, and what was said of it.
fn reading(
    format: Format,
    bytes: &[u8],
    options: Options<'_>,
) -> Result<(Vec<String>, Reading), ReadError> {
    let mut found = Vec::new();
    let take = |indicator: Indicator| {
        found.push(format!(
            "{} {}",
            indicator.kind().as_str(),
            indicator.value()
        ));
    };
    let reading = read(format, bytes, options, take)?;
    Ok((found, reading))
}

/// Places and reasons of what was kept out.
fn refused(reading: &Reading) -> Vec<String> {
    let refused = reading.refused.iter();
    refused
        .map(|one| format!("{}: {}", one.place, one.why))
        .collect()
}

#[test]
fn the_sdn_list_has_wallets_and_mailboxes() {
    let (found, reading) = reading(Format::Ofac, &file("sdn_advanced.xml"), options()).unwrap();
    assert_eq!(
        found,
        [
            "mailbox zoe@pen.example",
            "wallet 19AZHF87io1uDXgo8HVPyrMecdtApVrJg4",
            "wallet bc1qylcz3f6v9amxh0gpk0wqcmmyt9pcd0dlym2qqd",
            "wallet 0xc4deebdd870a707ceff1caf6ec3bffb926c83cec",
            "wallet TRyoxYHvC8xUacwdYJfoHJsNGHnfYLRGeB",
            "mailbox quill&sons@pen.example",
        ]
    );
    assert_eq!(reading.about.date.as_deref(), Some("2026-11-04"));
    assert_eq!(
        refused(&reading),
        [
            "feature 50009: mailbox: many people have it, so it does not identify a person",
            "feature 50010: wallet: does not have the form of its kind, or has a wrong checksum",
        ]
    );
}

#[test]
fn other_xml_is_no_sdn_list() {
    let text = |bytes: &[u8]| {
        reading(Format::Ofac, bytes, options())
            .unwrap_err()
            .to_string()
    };
    let simple = text(b"<?xml version=\"1.0\"?><sdnList><sdnEntry/></sdnList>");
    assert!(simple.contains("starts with <sdnList>") && simple.contains("SDN_ADVANCED.XML"));
    let whole = file("sdn_advanced.xml");
    let short = "the file is cut off; download it again";
    for end in [0, 10, 300, 2_000, whole.len() / 2, whole.len() - 5] {
        assert_eq!(text(&whole[..end]), short, "after {end} bytes");
    }
    let broken = String::from_utf8(whole)
        .unwrap()
        .replace("</Profile>", "</Profil>");
    assert!(text(broken.as_bytes()).starts_with("not well-formed XML at byte "));
    assert!(text(b"<Sanctions><ReferenceValueSets/></Sanctions>").contains("defines neither"));
    // Entities that a file defines are left empty.
    let entities = "<!DOCTYPE Sanctions [<!ENTITY a \"zoe@pen.example\">]><Sanctions>\
        <FeatureType ID=\"21\">Email Address</FeatureType><Feature ID=\"1\" FeatureTypeID=\"21\">\
        <VersionDetail>&a;</VersionDetail></Feature></Sanctions>";
    assert_eq!(
        reading(Format::Ofac, entities.as_bytes(), options())
            .unwrap()
            .0,
        [""; 0]
    );
}

/// UTF-16 with a byte order mark.
fn utf_16(text: &str) -> Vec<u8> {
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

#[test]
fn files_as_windows_saves_them_are_read() {
    for (format, name) in [
        (Format::Ofac, "sdn_advanced.xml"),
        (Format::Csv, "list.csv"),
        (Format::Misp, "event.json"),
        (Format::Stix, "bundle.json"),
    ] {
        let plain = reading(format, &file(name), options()).unwrap();
        let text = String::from_utf8(file(name)).unwrap();
        for marked in [[b"\xef\xbb\xbf", &*file(name)].concat(), utf_16(&text)] {
            let found = reading(format, &marked, options()).unwrap();
            assert_eq!(found, plain, "{name}");
        }
    }
}

#[test]
fn tables_may_be_separated_by_other_signs() {
    for table in [
        "value,kind\nz@h.example,mailbox\nbad,wallet\n",
        "value;kind\nz@h.example;mailbox\nbad;wallet\n",
        "value\tkind\nz@h.example\tmailbox\nbad\twallet\n",
        "kind|value\nmailbox|z@h.example\nwallet|bad\n",
        "\"Value\";\"Kind\"\r\n\"z@h.example\";\"mailbox\"\r\nbad;wallet\r\n",
    ] {
        let (found, reading) = reading(Format::Csv, table.as_bytes(), options()).unwrap();
        assert_eq!(found, ["mailbox z@h.example"], "{table}");
        assert!(refused(&reading)[0].starts_with("line 3: "), "{table}");
    }
    let stated = "sep=^\nvalue^kind\nz@h.example^mailbox\nbad^wallet\n";
    let (found, stated) = reading(Format::Csv, stated.as_bytes(), options()).unwrap();
    assert_eq!(found, ["mailbox z@h.example"]);
    assert!(refused(&stated)[0].starts_with("line 4: "));
    let wrong = reading(
        Format::Csv,
        b"address;kind\nz@h.example;mailbox\n",
        options(),
    );
    let said = wrong.unwrap_err().to_string();
    assert!(said.contains("\"address;kind\""), "{said}");
}

#[test]
fn values_are_read_as_people_spell_them() {
    let of = |kind| Options {
        kind: Some(kind),
        ..options()
    };
    let list = "\
# a list\n\
Zed <z@h.example>\n\
z[@]h[.]example\n\
z (at) h\n\
z[at]h(dot)example # seen in May\n\
\"z@h.example\",\n\
z@h.example\t#note\n\
mailto:z@h.example;\n";
    let (found, said) =
        reading(Format::Plain, list.as_bytes(), of(IndicatorKind::Mailbox)).unwrap();
    assert_eq!(found, ["mailbox z@h.example"; 6]);
    assert_eq!(said.refused_total, 1, "{:?}", said.refused);
    let logins = "hxxps://github[.]com/zed-quill\nzed-quill # an account\n";
    let (found, _) = reading(Format::Plain, logins.as_bytes(), of(IndicatorKind::Login)).unwrap();
    assert_eq!(found, ["login zed-quill"; 2]);
}

#[test]
fn misp_events_of_all_servers_are_read() {
    let attribute = r#"{"type":"email-src","value":"z@h.example","to_ids":true,"Tag":null,"uuid":null,"object_relation":null}"#;
    let event = format!(
        r#"{{"info":"x","date":"2026-01-31","Orgc":null,"Tag":null,"Object":null,"Attribute":[{attribute}]}}"#
    );
    for file in [
        event.clone(),
        format!("[{event}]"),
        format!(r#"{{"Event":{event}}}"#),
        format!(r#"[{{"Event":{event}}}]"#),
        format!(r#"{{"response":[{{"Event":{event}}}]}}"#),
        format!(r#"{{"response":{{"Attribute":[{attribute}]}}}}"#),
        format!(
            r#"[{{"Event":{{"info":"empty","Attribute":null,"Object":[{{"name":null,"Attribute":null}}]}}}},{{"Event":{event}}}]"#
        ),
        event.replace("true", "\"1\""),
        event.replace("true", "1"),
    ] {
        let (found, _) = reading(Format::Misp, file.as_bytes(), options()).expect(&file);
        assert_eq!(found, ["mailbox z@h.example"], "{file}");
    }
    let error = reading(Format::Misp, b"{\"a\":1}", options()).unwrap_err();
    assert!(error.to_string().contains("not a MISP event"), "{error}");
}

#[test]
fn a_byte_order_mark_changes_nothing() {
    for (format, name) in [
        (Format::Ofac, "sdn_advanced.xml"),
        (Format::Csv, "list.csv"),
    ] {
        let with = [b"\xef\xbb\xbf", &*file(name)].concat();
        let (with, without) = (
            reading(format, &with, options()).unwrap(),
            reading(format, &file(name), options()).unwrap(),
        );
        assert_eq!(with, without, "{name}");
    }
}

#[test]
fn a_bundle_has_patterns() {
    let (found, reading) = reading(Format::Stix, &file("bundle.json"), options()).unwrap();
    assert_eq!(
        found,
        [
            "mailbox zoe@pen.example",
            "mailbox quill@pen.example",
            "login zoequill",
            "account 9002",
            "mailbox soon@pen.example",
            "wallet 19AZHF87io1uDXgo8HVPyrMecdtApVrJg4",
        ]
    );
    let about = &reading.about;
    assert_eq!(about.source.as_deref(), Some("Example CERT"));
    assert_eq!(about.date.as_deref(), Some("2026-11-01"));
    assert_eq!(about.ends.as_deref(), Some("2026-12-24T00:00:00Z"));
    assert_eq!((about.grade, about.credibility), (None, Some('2')));
    assert_eq!(about.tlp, Some(Tlp::Amber));
    let id = |number: &str| format!("indicator--000000{number}-1111-4111-8111-111111111111");
    assert_eq!(
        refused(&reading),
        [
            format!("{}: its author doubts it: confidence 15", id("0a")),
            format!(
                "{}: the pattern has comparisons other than = and IN",
                id("0b")
            ),
            format!("{}: the pattern asks for several things at once", id("0d")),
        ]
    );
    assert_eq!((reading.other_kinds, reading.mentioned), (2, 2));
}

#[test]
fn what_a_bundle_mentions_counts_where_asked_for() {
    let asked = Options {
        kind: Some(IndicatorKind::Login),
        mentioned: true,
        ..options()
    };
    let (found, reading) = reading(Format::Stix, &file("bundle.json"), asked).unwrap();
    for wanted in [
        "mailbox reporter@studio.example",
        "login reporter",
        "login quill",
    ] {
        assert!(found.iter().any(|found| found == wanted), "{wanted}");
    }
    assert_eq!(reading.mentioned, 0);
    // The two bear no marking, so that the whole is not open because the rest may be.
    assert_eq!(reading.about.tlp, None);
}

#[test]
fn one_broken_object_does_not_spoil_a_bundle() {
    let bundle = r#"{"type": "bundle", "objects": [7, {"type": "indicator", "id": "x", "confidence": "high"},
        {"type": "indicator", "id": "y", "pattern": "[email-addr:value = 'zoe@pen.example']",
         "object_marking_refs": ["marking-definition--own"]},
        {"type": "marking-definition", "id": "marking-definition--own",
         "extensions": {"extension-definition--x": {"tlp_2_0": "amber+strict"}}}]}"#;
    let (found, reading) = reading(Format::Stix, bundle.as_bytes(), options()).unwrap();
    assert_eq!(found, ["mailbox zoe@pen.example"]);
    assert_eq!(reading.refused_total, 2);
    assert_eq!(reading.refused[1].place, "x");
    assert_eq!(reading.about.tlp, Some(Tlp::AmberStrict));
}

#[test]
fn an_event_names_who_did_it_and_not_to_whom() {
    let (found, reading) = reading(Format::Misp, &file("event.json"), options()).unwrap();
    assert_eq!(
        found[..3],
        [
            "mailbox zoe@pen.example",
            "login zoequill",
            "wallet 19AZHF87io1uDXgo8HVPyrMecdtApVrJg4",
        ]
    );
    assert!(found[3].starts_with("key SHA256:"));
    assert_eq!(
        found[4..],
        [
            "login bquill",
            "key SHA256:uQMOaDv1t9h3cm55OPfuESon2fmJR5BQ+bB4wfCB1Us",
            "wallet 0xc4deebdd870a707ceff1caf6ec3bffb926c83cec",
        ]
    );
    let about = &reading.about;
    assert_eq!(about.source.as_deref(), Some("Example CERT"));
    assert_eq!(about.date.as_deref(), Some("2026-11-14"));
    assert_eq!(about.grade, Grade::parse("B2"));
    assert_eq!(
        about.tlp,
        Some(Tlp::Amber),
        "one attribute is marked stricter"
    );
    assert_eq!((reading.refused_total, reading.mentioned), (1, 1));
    assert_eq!(
        reading.other_kinds, 4,
        "a victim, a domain, a follower, a symbol"
    );
}

#[test]
fn of_several_events_the_lowest_grade_counts() {
    let event = |address: &str, tags: &str| {
        format!(
            r#"{{"Event": {{"date": "2026-11-14", "Tag": [{tags}], "Attribute":
            [{{"type": "email-src", "value": "{address}", "to_ids": true}}]}}}}"#
        )
    };
    let grade =
        |letter: &str| format!(r#"{{"name": "admiralty-scale:source-reliability=\"{letter}\""}}"#);
    let about = |others: &str| {
        let first = event("zoe@pen.example", &grade("a"));
        let file = format!(
            r#"{{"response": [{first}, {}]}}"#,
            event("quill@pen.example", others)
        );
        reading(Format::Misp, file.as_bytes(), options())
            .unwrap()
            .1
            .about
    };
    assert_eq!(about(&grade("c")).grade, Grade::parse("C"));
    assert_eq!(about("").grade, None);
}

#[test]
fn a_table_says_what_its_values_are() {
    let (found, reading) = reading(Format::Csv, &file("list.csv"), options()).unwrap();
    assert_eq!(
        found,
        [
            "mailbox zoe@pen.example",
            "login zoequill",
            "account 9002",
            "wallet 0xc4deebdd870a707ceff1caf6ec3bffb926c83cec",
            "mailbox zoe@pen.example",
        ]
    );
    let malformed = "does not have the form of its kind, or has a wrong checksum";
    assert_eq!(
        refused(&reading),
        [
            "line 7: the value is missing".to_owned(),
            format!("line 8: mailbox: {malformed}"),
            "line 9: key: is a short key id or an MD5 fingerprint: give the SHA-256 fingerprint or at \
             least 16 digits"
                .to_owned(),
            format!("line 10: wallet: {malformed}"),
        ]
    );
    assert_eq!(reading.other_kinds, 1);
    let text = |text: &str| reading_error(Format::Csv, text);
    assert_eq!(
        text("a,b\n1,2\n"),
        "the table does not have a column \"value\"; its first line has \"a\", \"b\""
    );
    assert!(text("value\nzoe@pen.example\n").contains("no kind is given"));
}

fn reading_error(format: Format, text: &str) -> String {
    let read = reading(format, text.as_bytes(), options());
    read.expect_err("the file is not of this format")
        .to_string()
}

#[test]
fn a_plain_list_has_one_value_a_line() {
    let mailboxes = Options {
        kind: Some(IndicatorKind::Mailbox),
        ..options()
    };
    let list =
        b"# invented\r\n\r\nzoe@pen.example\r\n\xff\xfe\nroot@localhost\n  Quill@Pen.example";
    let (found, reading) = reading(Format::Plain, list, mailboxes).unwrap();
    assert_eq!(
        found,
        ["mailbox zoe@pen.example", "mailbox quill@pen.example"]
    );
    assert_eq!(
        refused(&reading),
        [
            "line 4: not UTF-8",
            "line 5: mailbox: many people have it, so it does not identify a person",
        ]
    );
    assert!(reading_error(Format::Plain, "x").contains("does not say what kind"));
}

#[test]
fn other_files_are_told_apart() {
    let event = String::from_utf8(file("event.json")).unwrap();
    let bundle = String::from_utf8(file("bundle.json")).unwrap();
    assert!(reading_error(Format::Stix, r#"{"type": "report"}"#).contains("\"report\""));
    assert_eq!(
        reading_error(Format::Stix, &event),
        "not JSON with the required fields"
    );
    assert!(reading_error(Format::Misp, &bundle).contains("not a MISP event"));
    assert_eq!(
        reading_error(Format::Misp, "<html>"),
        "not JSON with the required fields"
    );
}
