//! The App, its installations and its delivery log.

use std::collections::BTreeMap;

use countersign_facts::{AccountId, InstallationId};

/// The App's own description on GitHub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppIdentity {
    /// Its number.
    pub id: u64,
    /// Its short name; it comments as `SLUG[bot]`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its page, below which it can be installed.
    pub html_url: String,
    /// Permissions that it asks for, such as `checks` = `write`.
    pub permissions: BTreeMap<String, String>,
    /// Events that GitHub delivers to it.
    pub events: Vec<String>,
}

impl AppIdentity {
    /// The login it acts under.
    #[must_use]
    pub fn login(&self) -> String {
        format!("{}[bot]", self.slug)
    }
}

/// An installation of the App.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installation {
    /// Its number.
    pub id: InstallationId,
    /// The account it is installed on.
    pub account_id: AccountId,
    /// That account's login.
    pub account_login: String,
    /// Whether that account is an organisation.
    pub is_organization: bool,
    /// Whether it is suspended.
    pub suspended: bool,
    /// Granted permissions, such as `checks` = `write`.
    pub permissions: BTreeMap<String, String>,
}

/// One attempt to deliver a webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliverySummary {
    /// The number of the attempt.
    pub id: u64,
    /// The delivery's GUID, which further attempts share.
    pub guid: String,
    /// When it was sent, Unix milliseconds.
    pub delivered_ms: i64,
    /// Whether it is a redelivery.
    pub redelivery: bool,
    /// The HTTP status of our answer; 0 where there was no answer.
    pub status: u16,
    /// The event.
    pub event: String,
    /// The event's action.
    pub action: Option<String>,
    /// The installation it is about.
    pub installation: Option<InstallationId>,
}

/// A page of the delivery log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryPage {
    /// Attempts, newest first.
    pub deliveries: Vec<DeliverySummary>,
    /// The cursor of the next page, where there is one.
    pub next: Option<String>,
}

/// An attempt with its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedDelivery {
    /// The attempt.
    pub summary: DeliverySummary,
    /// The body as JSON.
    pub body: Vec<u8>,
}
