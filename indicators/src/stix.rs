//! STIX 2.1 bundles: the patterns of indicators, and on request the observables.
//!
//! Source: OASIS, "STIX Version 2.1"; for TLP 2.0 its extension definition.

use std::collections::BTreeMap;
use std::io::Read;

use countersign_facts::{IndicatorKind, Tlp};
use serde::Deserialize;
use serde_json::Value;

use crate::pattern::{self, Comparison};
use crate::reading::Progress;
use crate::{Options, ReadError};

/// Ids of the markings that STIX itself defines (section 7.2.1.4), and of the extension for TLP 2.0.
const MARKINGS: [(&str, Tlp); 9] = [
    ("613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp::Clear),
    ("94868c89-83c2-464b-929b-a1a8aa3c8487", Tlp::Clear),
    ("34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp::Green),
    ("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", Tlp::Green),
    ("f88d31f6-486f-44da-b317-01333bde0b82", Tlp::Amber),
    ("55d920b0-5e8b-4f79-9ee9-91f868d9b421", Tlp::Amber),
    ("939a9414-2ddd-4d32-a0cd-375ea402b003", Tlp::AmberStrict),
    ("5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp::Red),
    ("e828b379-4e03-4974-9ac4-e53a884c97c1", Tlp::Red),
];

/// Lowest confidence with which an author calls something possibly true; below are "doubtful" and "improbable"
/// (appendix A, Admiralty scale).
const LEAST_CONFIDENCE: u8 = 40;

#[derive(Deserialize)]
struct Bundle {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    objects: Vec<Value>,
}

/// The fields of any object that matter.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Object {
    #[serde(rename = "type")]
    kind: String,
    id: String,
    name: Option<String>,
    created_by_ref: Option<String>,
    modified: Option<String>,
    published: Option<String>,
    revoked: bool,
    confidence: Option<u8>,
    valid_until: Option<String>,
    object_marking_refs: Vec<String>,
    pattern: Option<String>,
    pattern_type: Option<String>,
    value: Option<String>,
    account_type: Option<String>,
    account_login: Option<String>,
    user_id: Option<String>,
    /// In markings: `{"tlp": "red"}`.
    definition: Value,
    extensions: Value,
}

impl Object {
    /// Whether it is no longer valid. Timestamps are in UTC and have the same form down to the second.
    fn has_ended(&self, now: &str) -> bool {
        let until = self.valid_until.as_deref();
        until.is_some_and(|until| until.get(..SECONDS) <= now.get(..SECONDS))
    }
}

/// The length of a timestamp down to the second.
const SECONDS: usize = "2026-01-31T10:11:12".len();

pub(crate) fn read(
    input: impl Read,
    options: Options<'_>,
    progress: &mut Progress<'_>,
) -> Result<(), ReadError> {
    let bundle: Bundle = serde_json::from_reader(input)?;
    if bundle.kind != "bundle" {
        return Err(ReadError::Other {
            why: format!("not a STIX bundle, but an object of type {:?}", bundle.kind),
        });
    }
    let objects: Vec<Object> = progress.entries(bundle.objects);
    let markings = markings(&objects);
    let mut summary = Summary::default();
    for object in &objects {
        let is_indicator = object.kind == "indicator";
        let observable = observable(object);
        if object.revoked || object.has_ended(options.now) {
            continue;
        }
        if !is_indicator && observable.is_none() {
            continue;
        }
        if !is_indicator && !options.mentioned {
            progress.so_far.mentioned += 1;
            continue;
        }
        let before = progress.so_far.taken;
        match observable {
            Some(all) => take(&all, object, options, progress),
            None => take_pattern(object, options, progress),
        }
        if progress.so_far.taken > before {
            let marked = object.object_marking_refs.iter();
            let strictest = marked.filter_map(|id| markings.get(&**id)).max();
            progress.mark(strictest.copied());
            summary.see(object);
        }
    }
    summary.write(&objects, progress);
    Ok(())
}

/// The TLP level of each marking, by id.
fn markings(objects: &[Object]) -> BTreeMap<String, Tlp> {
    let known = MARKINGS.iter();
    let known = known.map(|(id, tlp)| (format!("marking-definition--{id}"), *tlp));
    let own = objects.iter().filter_map(|object| {
        let extensions = object.extensions.as_object();
        let mut extensions = extensions.into_iter().flat_map(|all| all.values());
        let old = object.definition["tlp"].as_str();
        let word = old.or_else(|| extensions.find_map(|one| one["tlp_2_0"].as_str()));
        Some((object.id.clone(), Tlp::parse(word?)?))
    });
    own.chain(known).collect()
}

fn take_pattern(object: &Object, options: Options<'_>, progress: &mut Progress<'_>) {
    let place = || object.id.clone();
    if object
        .confidence
        .is_some_and(|sure| sure < LEAST_CONFIDENCE)
    {
        let sure = object.confidence.unwrap_or_default();
        return progress.refuse(place(), format!("its author doubts it: confidence {sure}"));
    }
    if object
        .pattern_type
        .as_deref()
        .is_some_and(|kind| kind != "stix")
    {
        progress.so_far.other_kinds += 1;
        return;
    }
    match pattern::alternatives(object.pattern.as_deref().unwrap_or_default()) {
        Ok(all) => all
            .iter()
            .for_each(|one| take(one, object, options, progress)),
        Err(why) => progress.refuse(place(), why),
    }
}

/// The values of an observable, as a pattern would ask for them; `None` for other objects.
fn observable(object: &Object) -> Option<Vec<Comparison>> {
    let values = match &*object.kind {
        "email-addr" | "cryptographic-key" => vec![("value", &object.value)],
        kind if is_wallet(kind) => vec![("value", &object.value)],
        "user-account" => vec![
            ("account_type", &object.account_type),
            ("account_login", &object.account_login),
            ("user_id", &object.user_id),
        ],
        _ => return None,
    };
    let values = values.into_iter().filter_map(|(field, value)| {
        let path = format!("{}:{field}", object.kind);
        Some((path, value.clone()?))
    });
    Some(values.collect())
}

/// STIX itself does not define an object for wallets; these are the usual names.
fn is_wallet(kind: &str) -> bool {
    kind.trim_start_matches("x-") == "cryptocurrency-wallet"
}

/// Takes the value of one alternative of a pattern, or the account with its platform.
fn take(all: &[Comparison], object: &Object, options: Options<'_>, progress: &mut Progress<'_>) {
    let place = || object.id.clone();
    let said = |path: &str| {
        let mut all = all.iter();
        all.find_map(|(known, value)| (known == path).then_some(&**value))
    };
    let is_account = all
        .iter()
        .all(|(path, _)| path.starts_with("user-account:"));
    if is_account && !all.is_empty() {
        let platform = said("user-account:account_type");
        let is_ours = match platform {
            Some(platform) => platform.eq_ignore_ascii_case("github"),
            None => options.kind == Some(IndicatorKind::Login),
        };
        // A login can be renamed and taken by someone else, so the number is preferred.
        let (number, login) = (
            said("user-account:user_id"),
            said("user-account:account_login"),
        );
        return match (is_ours, number, login) {
            (true, Some(number), _) if number.parse::<u64>().is_ok() => {
                progress.value(IndicatorKind::Account, number, place);
            }
            (true, _, Some(login)) => progress.value(IndicatorKind::Login, login, place),
            _ => progress.so_far.other_kinds += 1,
        };
    }
    let [(path, value)] = all else {
        return progress.refuse(place(), "it asks for several things at once");
    };
    let (kind, field) = path.split_once(':').unwrap_or_default();
    match (kind, field) {
        ("email-addr", "value") | ("email-message", "from_ref.value" | "sender_ref.value") => {
            progress.value(IndicatorKind::Mailbox, value, place);
        }
        ("cryptographic-key", "value") => progress.value(IndicatorKind::Key, value, place),
        (kind, "value" | "address") if is_wallet(kind) => {
            progress.value(IndicatorKind::Wallet, value, place);
        }
        _ => progress.so_far.other_kinds += 1,
    }
}

/// What the objects that were taken say about the whole list.
#[derive(Default)]
struct Summary<'a> {
    authors: BTreeMap<&'a str, u64>,
    modified: Option<&'a str>,
    confidence: Option<u8>,
    ends: Option<&'a str>,
}

impl<'a> Summary<'a> {
    fn see(&mut self, object: &'a Object) {
        if let Some(author) = &object.created_by_ref {
            *self.authors.entry(author).or_default() += 1;
        }
        self.modified = self.modified.max(object.modified.as_deref());
        let ends = self.ends.into_iter().chain(object.valid_until.as_deref());
        self.ends = ends.min();
        // The lowest confidence counts for the whole list.
        self.confidence = match (self.confidence, object.confidence) {
            (Some(sure), Some(other)) => Some(sure.min(other)),
            (sure, other) => sure.or(other),
        };
    }

    fn write(self, objects: &[Object], progress: &mut Progress<'_>) {
        let about = &mut progress.so_far.about;
        let author = self.authors.iter().max_by_key(|(_, objects)| **objects);
        let author = author.and_then(|(id, _)| objects.iter().find(|object| object.id == **id));
        about.source = author.and_then(|author| author.name.clone());
        let published = objects.iter().filter(|object| object.kind == "report");
        let published = published
            .filter_map(|report| report.published.as_deref())
            .max();
        about.ends = self.ends.map(str::to_owned);
        about.date = published.or(self.modified).and_then(day);
        // Appendix A: 80 and more "confirmed by other sources", 60 "probably true", 40 "possibly true".
        about.credibility = self.confidence.map(|sure| match sure {
            80.. => '1',
            60.. => '2',
            _ => '3',
        });
    }
}

/// The date of a timestamp, which STIX writes in UTC.
fn day(timestamp: &str) -> Option<String> {
    timestamp.get(.."2026-01-31".len()).map(str::to_owned)
}
