//! A MISP event as it is written: those fields that a scan can fill.
//!
//! Source: MISP core format, draft-dulaunoy-misp-core-format. Numbers are text there.

use serde::Serialize;

/// `Your organisation only`. Who imports the event decides who else sees it.
pub(super) const OWN_ORGANISATION: &str = "0";
/// `Inherit event`.
pub(super) const AS_THE_EVENT: &str = "5";

#[derive(Serialize)]
pub(super) struct File {
    #[serde(rename = "Event")]
    pub(super) event: Event,
}

#[derive(Serialize)]
pub(super) struct Event {
    pub(super) uuid: String,
    pub(super) info: String,
    pub(super) date: String,
    pub(super) timestamp: String,
    pub(super) published: bool,
    /// `4`, undefined: a finding is no threat.
    pub(super) threat_level_id: &'static str,
    /// `0`, initial: nobody has looked yet.
    pub(super) analysis: &'static str,
    pub(super) distribution: &'static str,
    #[serde(rename = "Tag")]
    pub(super) tags: Vec<Tag>,
    #[serde(rename = "Attribute")]
    pub(super) attributes: Vec<Attribute>,
    #[serde(rename = "Object")]
    pub(super) objects: Vec<Object>,
}

#[derive(Clone, Serialize)]
pub(super) struct Tag {
    pub(super) name: String,
}

#[derive(Serialize)]
pub(super) struct Attribute {
    pub(super) uuid: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) object_relation: Option<&'static str>,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) category: &'static str,
    pub(super) value: String,
    pub(super) comment: String,
    pub(super) to_ids: bool,
    pub(super) disable_correlation: bool,
    pub(super) distribution: &'static str,
    pub(super) timestamp: String,
    #[serde(rename = "Tag")]
    pub(super) tags: Vec<Tag>,
}

#[derive(Serialize)]
pub(super) struct Object {
    pub(super) uuid: String,
    pub(super) name: &'static str,
    #[serde(rename = "meta-category")]
    pub(super) meta_category: &'static str,
    pub(super) description: &'static str,
    pub(super) template_uuid: &'static str,
    pub(super) template_version: &'static str,
    pub(super) distribution: &'static str,
    pub(super) timestamp: String,
    pub(super) comment: String,
    #[serde(rename = "Attribute")]
    pub(super) attributes: Vec<Attribute>,
    #[serde(rename = "ObjectReference")]
    pub(super) references: Vec<Reference>,
}

#[derive(Serialize)]
pub(super) struct Reference {
    pub(super) uuid: String,
    pub(super) object_uuid: String,
    pub(super) referenced_uuid: String,
    pub(super) relationship_type: &'static str,
    pub(super) comment: &'static str,
}

/// A published template of objects.
pub(super) struct Template {
    pub(super) name: &'static str,
    pub(super) description: &'static str,
    pub(super) uuid: &'static str,
    pub(super) version: &'static str,
}

/// Source of all templates: MISP/misp-objects.
pub(super) const PERSON: Template = Template {
    name: "person",
    description: "An object which describes a person or an identity.",
    uuid: "a15b0477-e9d1-4b9c-9546-abe78a4f4248",
    version: "21",
};
pub(super) const GITHUB_USER: Template = Template {
    name: "github-user",
    description: "GitHub user",
    uuid: "4329b5e6-8e6a-4b55-8fd1-9033782017d4",
    version: "3",
};
pub(super) const PGP_META: Template = Template {
    name: "pgp-meta",
    description: "Metadata extracted from a PGP keyblock, message or signature",
    uuid: "4c9134c4-b3e8-4d9f-b3c0-c683e70ec1dd",
    version: "1",
};
pub(super) const ANNOTATION: Template = Template {
    name: "annotation",
    description: "An annotation object allowing analysts to add annotations, comments, executive summary to a \
                  MISP event, objects or attributes.",
    uuid: "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487",
    version: "3",
};
