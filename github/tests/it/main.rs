//! The client against a GitHub that holds state.
//!
//! With `COUNTERSIGN_PRISM` set to `FRONT PORT` every world stands at that port and is spoken to
//! at that front, which checks both sides against GitHub's own description.

#![expect(clippy::unwrap_used, reason = "a test fails where it panics")]

mod app;
mod enterprise;
mod faults;
mod reading;
mod sign_in;
mod support;
mod tokens;
mod writing;
