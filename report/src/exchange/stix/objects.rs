//! STIX 2.1 objects as they are written: those properties that a scan can fill.
//!
//! Source: STIX Version 2.1, OASIS Standard, 10 June 2021.

use countersign_facts::Tlp;
use serde::Serialize;

/// Everything of one file.
#[derive(Serialize)]
pub(super) struct Bundle {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) id: String,
    pub(super) objects: Vec<Object>,
}

/// One object: what all have, and what its type has.
#[derive(Serialize)]
pub(super) struct Object {
    #[serde(flatten)]
    pub(super) head: Head,
    #[serde(flatten)]
    pub(super) body: Body,
}

/// Common properties (section 3.2). Observables have no times and no creator.
#[derive(Default, Serialize)]
pub(super) struct Head {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) spec_version: &'static str,
    pub(super) id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) created_by_ref: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) confidence: Option<u8>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) labels: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) external_references: Vec<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) object_marking_refs: Vec<&'static str>,
}

/// Something outside the bundle: here, a commit.
#[derive(Clone, Serialize)]
pub(super) struct Reference {
    pub(super) source_name: &'static str,
    pub(super) description: String,
    pub(super) external_id: String,
}

/// What each type has.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Body {
    Marking {
        name: String,
        extensions: Extensions,
    },
    Identity {
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        description: Option<String>,
        identity_class: &'static str,
    },
    EmailAddress {
        value: String,
    },
    Account {
        account_type: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        user_id: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        account_login: Option<String>,
    },
    Observed {
        first_observed: String,
        last_observed: String,
        number_observed: u64,
        object_refs: Vec<String>,
    },
    Note {
        #[serde(rename = "abstract")]
        summary: String,
        content: String,
        object_refs: Vec<String>,
    },
    Indicator {
        name: String,
        description: String,
        indicator_types: [&'static str; 1],
        pattern: String,
        pattern_type: &'static str,
        valid_from: String,
    },
    Relationship {
        relationship_type: &'static str,
        source_ref: String,
        target_ref: String,
    },
    Grouping {
        name: String,
        context: &'static str,
        object_refs: Vec<String>,
    },
}

/// The extension by which OASIS brings TLP 2.0 into STIX 2.1.
#[derive(Serialize)]
pub(super) struct Extensions {
    #[serde(rename = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d")]
    tlp: TlpExtension,
}

#[derive(Serialize)]
struct TlpExtension {
    extension_type: &'static str,
    tlp_2_0: &'static str,
}

/// OASIS' id for a marking of TLP 2.0.
///
/// Source: oasis-open/cti-stix-common-objects, extension-definition-specifications/tlp-2.0. The four
/// markings that STIX 2.1 itself defines are of TLP 1: they know neither `clear` nor `amber+strict`.
pub(super) const fn marking_id(tlp: Tlp) -> &'static str {
    match tlp {
        Tlp::Clear => "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        Tlp::Green => "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        Tlp::Amber => "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        Tlp::AmberStrict => "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        Tlp::Red => "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    }
}

/// The published definition of a marking.
pub(super) fn marking(tlp: Tlp) -> Object {
    let head = Head {
        kind: "marking-definition",
        spec_version: "2.1",
        id: marking_id(tlp).to_owned(),
        created: Some("2022-10-01T00:00:00.000Z".to_owned()),
        ..Head::default()
    };
    let extensions = Extensions {
        tlp: TlpExtension {
            extension_type: "property-extension",
            tlp_2_0: tlp.as_str(),
        },
    };
    Object {
        head,
        body: Body::Marking {
            name: format!("TLP:{}", tlp.as_str().to_uppercase()),
            extensions,
        },
    }
}
