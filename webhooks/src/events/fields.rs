//! Reading single fields of a JSON object, each on its own: a field of an unexpected shape counts as missing, and changes
//! nothing about the others.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// A JSON object whose fields are read one by one. Of repeated fields, the last counts.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Fields<'a> {
    #[serde(borrow)]
    fields: BTreeMap<String, &'a RawValue>,
}

/// A part of a payload: an object of which some fields are needed.
pub(super) trait Part: Sized {
    /// The part; `None` if a field that it needs is missing.
    fn read(fields: &Fields<'_>) -> Option<Self>;
}

impl Fields<'_> {
    /// A single value.
    pub(super) fn value<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_str(self.fields.get(name)?.get()).ok()
    }

    /// An object.
    pub(super) fn part<T: Part>(&self, name: &str) -> Option<T> {
        part(self.fields.get(name)?)
    }

    /// A list of objects. Those that lack what they need are left out.
    pub(super) fn parts<T: Part>(&self, name: &str) -> Vec<T> {
        let list = self.fields.get(name).map(|list| list.get());
        let list: Option<Vec<&RawValue>> = list.and_then(|list| serde_json::from_str(list).ok());
        let list = list.unwrap_or_default();
        list.into_iter().filter_map(part).collect()
    }

    /// Whether the field is there and not null, whatever it holds.
    pub(super) fn has(&self, name: &str) -> bool {
        let field = self.fields.get(name);
        field.is_some_and(|field| field.get() != "null")
    }
}

fn part<T: Part>(raw: &RawValue) -> Option<T> {
    T::read(&serde_json::from_str(raw.get()).ok()?)
}
