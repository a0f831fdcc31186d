//! Exports that come back, on SQLite and PostgreSQL; exports that must not.

#![expect(clippy::unwrap_used, reason = "a test fails where it panics")]

mod commits;
mod components;
mod damage;
mod folders;
mod page;
#[path = "../../../store/tests/contract/postgres.rs"]
mod postgres;
mod round_trip;
mod support;
mod viewers;
