//! Deliveries of GitHub's webhook: which job each asks for.

mod fields;
mod jobs;
mod payload;
mod rights;
mod take_in;

pub(crate) use take_in::{IntakeError, take_in};
