//! The log of webhook deliveries: adds a new delivery, or another attempt.

use serde_json::Value;

use crate::delivery::{Attempt, Delivery, sign};
use crate::state::State;

/// A new delivery of `body`, in the log as not yet answered.
pub(crate) fn deliver(state: &mut State, event: &str, body: &Value) -> Delivery {
    let number = state.fresh_id();
    let bytes = body.to_string().into_bytes();
    let delivery = Delivery {
        id: 0,
        guid: format!("00000000-0000-4000-8000-{number:012}"),
        event: event.to_owned(),
        action: body["action"].as_str().map(str::to_owned),
        installation: body["installation"]["id"].as_u64(),
        signature: sign(&state.webhook_secret, &bytes),
        body: bytes,
    };
    record(state, delivery, false)
}

/// Puts an attempt into the log and answers the delivery with its number.
pub(crate) fn record(state: &mut State, delivery: Delivery, redelivery: bool) -> Delivery {
    let id = state.fresh_id();
    let delivery = Delivery { id, ..delivery };
    let delivered_ms = state.tick();
    state.deliveries.push(Attempt {
        id,
        delivery: delivery.clone(),
        redelivery,
        delivered_ms,
        status: 0,
    });
    delivery
}
