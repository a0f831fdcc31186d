//! MISP events: attributes, alone and in objects, and the tags that say how far to trust and to share
//! them.
//!
//! Source: MISP, "MISP core format", its object templates `github-user` and `coin-address`, and its
//! taxonomies `tlp` and `admiralty-scale`.

use std::io::Read;

use countersign_facts::{Grade, IndicatorKind, Tlp};
use serde::Deserialize;
use serde_json::Value;

use crate::reading::Progress;
use crate::{Options, ReadError};

/// Types of attributes that name whoever did something. Left out: those of whom it was done to
/// (`email-dst`, `target-email`), and of registrars.
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

/// What an attribute is in its object, where the type alone does not say it: the followers of a user are
/// of the type `github-username` too.
const IN_OBJECTS: [(&str, &str, IndicatorKind); 5] = [
    ("github-user", "username", IndicatorKind::Login),
    ("github-user", "ssh-public-key", IndicatorKind::Key),
    ("coin-address", "address", IndicatorKind::Wallet),
    ("coin-address", "address-xmr", IndicatorKind::Wallet),
    ("coin-address", "address-crypto", IndicatorKind::Wallet),
];

/// The ways in which events come: alone, in the answer of a search, in a list.
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
    maker: Option<Maker>,
    #[serde(rename = "Tag")]
    tags: Vec<Tag>,
    #[serde(rename = "Attribute")]
    attributes: Vec<Value>,
    #[serde(rename = "Object")]
    objects: Vec<Object>,
}

#[derive(Deserialize)]
struct Maker {
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
        why: "no MISP event: there is no \"Event\" in it, or it is not of the form of one"
            .to_owned(),
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
        let place = Place {
            tags: &event.tags,
            options,
        };
        for attribute in progress.entries::<Attribute>(attributes) {
            let known = TYPES.iter().find(|(kind, _)| *kind == attribute.kind);
            place.take(&attribute, known.map(|(_, kind)| *kind), progress);
        }
        for object in objects.into_iter().filter(|object| !object.deleted) {
            for attribute in progress.entries::<Attribute>(object.attributes) {
                let kind = in_object(&object.name, &attribute);
                place.take(&attribute, kind, progress);
            }
        }
        if progress.so_far.taken > before {
            let about = &mut progress.so_far.about;
            let maker = event.maker.map(|maker| maker.name);
            about.source = about.source.take().or(maker);
            about.date = about.date.take().max(event.date);
            grades.push(grade(&event.tags));
        }
    }
    // Of several events the lowest grade counts, and none where one has none.
    let grades: Option<Vec<Grade>> = grades.into_iter().collect();
    progress.so_far.about.grade = grades.and_then(|grades| grades.into_iter().max());
    Ok(())
}

/// What an attribute of an object is. Of a template that is not known the type says it, unless that is of
/// logins and mailboxes: whose they are only the template says.
fn in_object(object: &str, attribute: &Attribute) -> Option<IndicatorKind> {
    let relation = attribute.object_relation.as_deref().unwrap_or_default();
    let mut templates = IN_OBJECTS.iter();
    let known = templates.find(|(name, told, _)| (*name, *told) == (object, relation));
    known.map(|(.., kind)| *kind).or_else(|| {
        let of_anybody = ["email", "github-username"];
        let mut types = TYPES.iter().filter(|(kind, _)| !of_anybody.contains(kind));
        let known = types.find(|(kind, _)| *kind == attribute.kind);
        known.map(|(_, kind)| *kind)
    })
}

/// Where attributes stand.
struct Place<'a> {
    tags: &'a [Tag],
    options: Options<'a>,
}

impl Place<'_> {
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

/// The grade of an event, where its tags give the letter.
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
