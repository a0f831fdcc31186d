//! Ids, times and markings of STIX objects.

use std::collections::BTreeMap;

use countersign_facts::Tlp;
use countersign_heuristics::Level;
use uuid::{Uuid, uuid};

use super::objects::{Body, Head, Object, marking_id};
use crate::exchange::stable;

/// The namespace of deterministic ids of observables.
///
/// Source: STIX 2.1, section 2.9.
const OBSERVABLES: Uuid = uuid!("00abedb4-aa42-466c-9c01-fed23315a9b7");
/// When the tool's own identity was written down: constant, because its id is.
const TOOL_CREATED: i64 = 1_795_219_200;

/// The program, which every other object names as its creator.
pub(super) fn tool() -> Object {
    let mut head = dated("identity", TOOL_CREATED);
    head.id = tool_id();
    Object {
        head,
        body: Body::Identity {
            name: "countersign".to_owned(),
            description: None,
            identity_class: "system",
        },
    }
}

fn tool_id() -> String {
    format!("identity--{}", stable::id("identity", "countersign"))
}

fn dated(kind: &'static str, seconds: i64) -> Head {
    let instant = stable::instant(seconds);
    Head {
        kind,
        spec_version: "2.1",
        created: Some(instant.clone()),
        modified: Some(instant),
        ..Head::default()
    }
}

/// The beginning of an object with times.
pub(super) struct Dated {
    pub(super) head: Head,
}

impl Dated {
    pub(super) fn new(kind: &'static str, seconds: i64, tlp: Tlp) -> Self {
        let head = Head {
            created_by_ref: Some(tool_id()),
            object_marking_refs: vec![marking_id(tlp)],
            ..dated(kind, seconds)
        };
        Self { head }
    }

    /// The object, with an id computed from all its content.
    pub(super) fn object(self, body: Body) -> Object {
        let mut object = Object {
            head: self.head,
            body,
        };
        let id = stable::id(object.head.kind, &stable::content(&object));
        object.head.id = format!("{}--{id}", object.head.kind);
        object
    }
}

/// An observable. Its id is computed from the properties that STIX lists for it: a sorted map of text is
/// canonical JSON (RFC 8785).
pub(super) fn observable(
    kind: &'static str,
    named_by: &BTreeMap<&str, &str>,
    tlp: Tlp,
    body: Body,
) -> Object {
    let name = stable::content(named_by);
    let head = Head {
        kind,
        spec_version: "2.1",
        id: format!("{kind}--{}", Uuid::new_v5(&OBSERVABLES, name.as_bytes())),
        object_marking_refs: vec![marking_id(tlp)],
        ..Head::default()
    };
    Object { head, body }
}

/// Confidence of an indicator, 0 to 100, on the Admiralty scale of STIX 2.1's appendix A: `urgent` is possibly
/// true (50), `review` doubtful (30), lower levels improbable (10). It is never higher, because a scan sees
/// contradictions between records and does not know who a person is.
pub(super) const fn confidence(level: Level) -> u8 {
    match level {
        Level::Quiet | Level::Note => 10,
        Level::Review => 30,
        Level::Urgent => 50,
    }
}

/// A string within a pattern.
pub(super) fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}
