//! The world keeps its own rules.

#![expect(clippy::unwrap_used, reason = "a test fails where it panics")]

mod http;
mod webhooks;
