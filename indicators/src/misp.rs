//! MISP events: attributes, alone and in objects, and the tags with their trust and audience.
//!
//! Source: MISP, "MISP core format", its object templates `github-user` and `coin-address`, and its
//! taxonomies `tlp` and `admiralty-scale`.

use std::io::Read;

use countersign_facts::{Grade, IndicatorKind, Tlp};
use serde::{Deserialize, Deserializer};
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

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event {
    date: Option<String>,
    #[serde(rename = "Orgc")]
    author: Option<Author>,
    #[serde(rename = "Tag", deserialize_with = "or_default")]
    tags: Vec<Tag>,
    #[serde(rename = "Attribute", deserialize_with = "or_default")]
    attributes: Vec<Value>,
    #[serde(rename = "Object", deserialize_with = "or_default")]
    objects: Vec<Object>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Author {
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tag {
    #[serde(deserialize_with = "or_default")]
    name: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Object {
    #[serde(deserialize_with = "or_default")]
    name: String,
    #[serde(deserialize_with = "flag")]
    deleted: bool,
    #[serde(rename = "Attribute", deserialize_with = "or_default")]
    attributes: Vec<Value>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Attribute {
    #[serde(deserialize_with = "or_default")]
    uuid: String,
    #[serde(rename = "type", deserialize_with = "or_default")]
    kind: String,
    #[serde(deserialize_with = "or_default")]
    value: String,
    #[serde(deserialize_with = "flag")]
    to_ids: bool,
    #[serde(deserialize_with = "flag")]
    deleted: bool,
    object_relation: Option<String>,
    #[serde(rename = "Tag", deserialize_with = "or_default")]
    tags: Vec<Tag>,
}

/// A field that may be null.
fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A flag: older versions write `1` or `"1"`.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let value = Value::deserialize(deserializer)?;
    Ok(match &value {
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_i64() == Some(1),
        Value::String(text) => text == "1" || text.eq_ignore_ascii_case("true"),
        _ => false,
    })
}

/// The events of a file: one event, the answer of a search, or a list of either; an event may stand alone or in `Event`.
fn events(value: Value) -> Vec<Value> {
    match value {
        Value::Array(all) => all.into_iter().flat_map(events).collect(),
        Value::Object(mut fields) => {
            for wrapper in ["Event", "response"] {
                if let Some(inner) = fields.remove(wrapper) {
                    return events(inner);
                }
            }
            let is_event = ["Attribute", "Object", "info"]
                .iter()
                .any(|name| fields.contains_key(*name));
            Vec::from_iter(is_event.then_some(Value::Object(fields)))
        }
        _ => Vec::new(),
    }
}

pub(crate) fn read(
    input: impl Read,
    options: Options<'_>,
    progress: &mut Progress<'_>,
) -> Result<(), ReadError> {
    let value: Value = serde_json::from_reader(input)?;
    let events = events(value);
    if events.is_empty() {
        return Err(ReadError::Other {
            why: "not a MISP event: there is neither \"Event\" nor \"Attribute\"".to_owned(),
        });
    }
    let mut grades = Vec::new();
    for event in progress.entries::<Event>(events) {
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
            let author = event.author.and_then(|author| author.name);
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
