//! Webhook deliveries: their headers, their signature, and how the API lists them.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::moment;

/// A webhook as it would arrive.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The number of this attempt.
    pub id: u64,
    /// The GUID that further attempts share.
    pub guid: String,
    /// The event.
    pub event: String,
    /// The event's action.
    pub action: Option<String>,
    /// The installation it is about.
    pub installation: Option<u64>,
    /// The signed body.
    pub body: Vec<u8>,
    /// `sha256=` and the HMAC of the body in hexadecimal.
    pub signature: String,
}

impl Delivery {
    /// The headers that it comes with.
    #[must_use]
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        vec![
            ("accept", "*/*".to_owned()),
            ("content-type", "application/json".to_owned()),
            ("user-agent", "GitHub-Hookshot/f05835d".to_owned()),
            ("x-github-delivery", self.guid.clone()),
            ("x-github-event", self.event.clone()),
            ("x-github-hook-id", "292430182".to_owned()),
            (
                "x-github-hook-installation-target-id",
                crate::APP_ID.to_string(),
            ),
            (
                "x-github-hook-installation-target-type",
                "integration".to_owned(),
            ),
            ("x-hub-signature-256", self.signature.clone()),
        ]
    }

    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// An entry of the log.
pub(crate) struct Attempt {
    pub(crate) id: u64,
    pub(crate) delivery: Delivery,
    pub(crate) redelivery: bool,
    pub(crate) delivered_ms: i64,
    pub(crate) status: u16,
}

impl Attempt {
    pub(crate) fn summary(&self) -> Value {
        let body = self.delivery.json();
        json!({
            "id": self.id,
            "guid": self.delivery.guid,
            "delivered_at": moment::text(self.delivered_ms),
            "redelivery": self.redelivery,
            "duration": 0.27,
            "status": if (200..300).contains(&self.status) { "OK" } else { "Failed" },
            "status_code": self.status,
            "event": self.delivery.event,
            "action": self.delivery.action,
            "installation_id": self.delivery.installation,
            "repository_id": body["repository"]["id"],
            "throttled_at": null,
        })
    }

    pub(crate) fn full(&self) -> Value {
        let headers: serde_json::Map<String, Value> = self
            .delivery
            .headers()
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        let mut full = self.summary();
        full["url"] = "https://example.org/webhook".into();
        full["request"] = json!({ "headers": headers, "payload": self.delivery.json() });
        full["response"] = json!({ "headers": {}, "payload": "" });
        full
    }
}

/// Signs a body, as a webhook with `secret` would be.
#[must_use]
pub fn sign(secret: &str, body: &[u8]) -> String {
    // HMAC takes keys of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    let digest = mac.finalize().into_bytes();
    format!("sha256={}", HEXLOWER.encode(&digest))
}
