//! MISP events: attributes, alone and in objects, and the tags with their trust and audience.
//!
//! Source: MISP, "MISP core format", its object templates `github-user` and `coin-address`, and its
//! taxonomies `tlp` and `admiralty-scale`.

use std::io::Read;

use countersign_facts::{Grade, IndicatorKind, Tlp};
use serde::Deserialize;
use serde_json::Value;

use crate::reading::Progress;
use crate::{Options, ReadError};

/// Types of attributes that name a perpetrator. Types for victims (`email-dst`, `target-email`) and for
/// registrars are left out.
const TYPES: [(&str, IndicatorKind); 8] = [
    ("email", IndicatorKind::Mailbox),
    ("email-src", IndicatorKind::Mailbox),
    ("email-reply-to", IndicatorKind::Mailbox),
    ("github-username", IndicatorKind::Login),
    ("ssh-fingerprint", IndicatorKind::Key),
    ("btc", IndicatorKind::Wallet),
    ("dash", IndicatorKind::Wallet),
    ("xmr", IndicatorKind::Wallet),
];

/// Kinds of attributes by their object and relation. The type alone is not enough: the followers of a user
/// have the type `github-username` too.
const IN_OBJECTS: [(&str, &str, IndicatorKind); 5] = [
    ("github-user", "username", IndicatorKind::Login),
    ("github-user", "ssh-public-key", IndicatorKind::Key),
    ("coin-address", "address", IndicatorKind::Wallet),
    ("coin-address", "address-xmr", IndicatorKind::Wallet),
    ("coin-address", "address-crypto", IndicatorKind::Wallet),
];

/// The forms of a file: one event, the answer of a search, or a list of events.
#[derive(Deserialize)]
#[serde(untagged)]
enum File {
    One(Wrapped),
    Answer { response: Vec<Wrapped> },
    Many(Vec<Wrapped>),
}

#[derive(Deserialize)]
struct Wrapped {
    #[serde(rename = "Event")]
    event: Event,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event {
    date: Option<String>,
    #[serde(rename = "Orgc")]
    author: Option<Author>,
    #[serde(rename = "Tag")]
    tags: Vec<Tag>,
    #[serde(rename = "Attribute")]
    attributes: Vec<Value>,
    #[serde(rename = "Object")]
    objects: Vec<Object>,
}

#[derive(Deserialize)]
struct Author {
    name: String,
}

#[derive(Deserialize)]
struct Tag {
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Object {
    name: String,
    deleted: bool,
    #[serde(rename = "Attribute")]
    attributes: Vec<Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attribute {
    uuid: String,
    #[serde(rename = "type")]
    kind: String,
    value: String,
    to_ids: bool,
    deleted: bool,
    object_relation: Option<String>,
    #[serde(rename = "Tag")]
    tags: Vec<Tag>,
}

pub(crate) fn read(
    input: impl Read,
    options: Options<'_>,
    progress: &mut Progress<'_>,
) -> Result<(), ReadError> {
    let value: Value = serde_json::from_reader(input)?;
    let file = File::deserialize(value).map_err(|_| ReadError::Other {
        why: "not a MISP event: \"Event\" is missing or lacks required fields".to_owned(),
    })?;
    let events = match file {
        File::One(event) => vec![event],
        File::Answer { response: events } | File::Many(events) => events,
    };
    let mut grades = Vec::new();
    for Wrapped { event } in events {
        let before = progress.so_far.taken;
        let Event {
            attributes,
            objects,
            ..
        } = event;
        let defaults = Defaults {
            tags: &event.tags,
            options,
        };
        for attribute in progress.entries::<Attribute>(attributes) {
            let known = TYPES.iter().find(|(kind, _)| *kind == attribute.kind);
            defaults.take(&attribute, known.map(|(_, kind)| *kind), progress);
        }
        for object in objects.into_iter().filter(|object| !object.deleted) {
            for attribute in progress.entries::<Attribute>(object.attributes) {
                let kind = in_object(&object.name, &attribute);
                defaults.take(&attribute, kind, progress);
            }
        }
        if progress.so_far.taken > before {
            let about = &mut progress.so_far.about;
            let author = event.author.map(|author| author.name);
            about.source = about.source.take().or(author);
            about.date = about.date.take().max(event.date);
            grades.push(grade(&event.tags));
        }
    }
    // With several events, the lowest grade counts, and none if one of them has none.
    let grades: Option<Vec<Grade>> = grades.into_iter().collect();
    progress.so_far.about.grade = grades.and_then(|grades| grades.into_iter().max());
    Ok(())
}

/// The kind of an object's attribute. If the object's template is unknown, the type decides, except for logins
/// and e-mail addresses: only the template says to whom these belong.
fn in_object(object: &str, attribute: &Attribute) -> Option<IndicatorKind> {
    let relation = attribute.object_relation.as_deref().unwrap_or_default();
    let mut templates = IN_OBJECTS.iter();
    let known = templates.find(|(name, known, _)| (*name, *known) == (object, relation));
    known.map(|(.., kind)| *kind).or_else(|| {
        let of_anyone = ["email", "github-username"];
        let mut types = TYPES.iter().filter(|(kind, _)| !of_anyone.contains(kind));
        let known = types.find(|(kind, _)| *kind == attribute.kind);
        known.map(|(_, kind)| *kind)
    })
}

/// What counts for all attributes of an event.
struct Defaults<'a> {
    tags: &'a [Tag],
    options: Options<'a>,
}

impl Defaults<'_> {
    fn take(
        &self,
        attribute: &Attribute,
        kind: Option<IndicatorKind>,
        progress: &mut Progress<'_>,
    ) {
        if attribute.deleted {
            return;
        }
        let Some(kind) = kind else {
            progress.so_far.other_kinds += 1;
            return;
        };
        if !attribute.to_ids && !self.options.mentioned {
            progress.so_far.mentioned += 1;
            return;
        }
        let before = progress.so_far.taken;
        let place = || format!("attribute {}", attribute.uuid);
        progress.value(kind, &attribute.value, place);
        if progress.so_far.taken > before {
            let tags = attribute.tags.iter().chain(self.tags);
            progress.mark(tags.filter_map(|tag| tlp(&tag.name)).max());
        }
    }
}

fn tlp(tag: &str) -> Option<Tlp> {
    tag.to_ascii_lowercase()
        .starts_with("tlp:")
        .then(|| Tlp::parse(tag))?
}

/// The grade of an event, if its tags give the letter.
fn grade(tags: &[Tag]) -> Option<Grade> {
    let letter = scale(tags, "source-reliability")?;
    let digit = scale(tags, "information-credibility");
    Grade::parse(&format!("{letter}{}", digit.unwrap_or_default()))
}

/// `admiralty-scale:source-reliability="b"`: the letter or digit.
fn scale<'a>(tags: &'a [Tag], predicate: &str) -> Option<&'a str> {
    let start = format!("admiralty-scale:{predicate}=\"");
    let value = tags.iter().find_map(|tag| tag.name.strip_prefix(&start))?;
    value.strip_suffix('"')
}
