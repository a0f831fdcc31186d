//! The App's manifest: what it asks GitHub for.

use std::collections::BTreeMap;

use anyhow::Context as _;
use countersign_webhooks::PublicUrl;
use serde_json::{Value, json};

use crate::exit::Failure;

/// The manifest that people can also post by hand; it names a host that nobody has.
const FILE: &str = include_str!("../../deploy/app-manifest.json");

/// Permissions that the timeline of rights needs in addition.
const RIGHTS: [(&str, &str); 2] = [("administration", "read"), ("members", "read")];
/// Events that the timeline of rights needs in addition.
const RIGHTS_EVENTS: [&str; 4] = ["deploy_key", "member", "membership", "organization"];

/// What the App asks GitHub for.
#[derive(Clone, Debug)]
pub(crate) struct Manifest {
    whole: Value,
    permissions: BTreeMap<String, String>,
    events: Vec<String>,
}

impl Manifest {
    /// The manifest with what every installation needs.
    pub(crate) fn new() -> Result<Self, Failure> {
        let read = || -> anyhow::Result<Self> {
            let whole: Value = serde_json::from_str(FILE)?;
            Ok(Self {
                permissions: serde_json::from_value(whole["default_permissions"].clone())?,
                events: serde_json::from_value(whole["default_events"].clone())?,
                whole,
            })
        };
        read()
            .context("the manifest in this program is damaged")
            .map_err(Failure::storage)
    }

    /// The same, and what the timeline of rights needs.
    pub(crate) fn with_rights(mut self) -> Self {
        let rights = RIGHTS.map(|(name, level)| (name.to_owned(), level.to_owned()));
        self.permissions.extend(rights);
        self.events.extend(RIGHTS_EVENTS.map(str::to_owned));
        self
    }

    /// Permissions, such as `checks` = `write`.
    pub(crate) fn permissions(&self) -> &BTreeMap<String, String> {
        &self.permissions
    }

    /// Events.
    pub(crate) fn events(&self) -> &[String] {
        &self.events
    }

    /// The JSON for GitHub: an App called `name` that runs at `url`, and whose creation ends at `redirect`.
    pub(crate) fn json(&self, name: &str, url: &PublicUrl, redirect: &str) -> String {
        let mut whole = self.whole.clone();
        whole["name"] = name.into();
        whole["url"] = url.as_str().into();
        whole["hook_attributes"] =
            json!({ "url": format!("{}/webhook", url.as_str()), "active": true });
        whole["redirect_url"] = redirect.into();
        whole["callback_urls"] = json!([url.callback()]);
        whole["default_permissions"] = json!(self.permissions);
        whole["default_events"] = json!(self.events);
        whole.to_string()
    }
}
